/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/model/prony-request-record.h"
#include "core/store/prony-store-functions.h"

/* What SQL can ask a request's events for. */
typedef enum
{
  STAMP_FIRST_TOKEN,
  STAMP_ANSWER,
  STAMP_LAST_TOKEN,
  STAMP_MAX_GAP,
} Stamp;

static void
return_stamp (sqlite3_context *context, const PronyRequestRecord *record, Stamp stamp)
{
  gint64 ns = stamp == STAMP_FIRST_TOKEN  ? record->first_token_ns
              : stamp == STAMP_ANSWER     ? record->answer_ns
              : stamp == STAMP_LAST_TOKEN ? record->last_token_ns
                                          : record->max_gap_ns;
  gboolean absent = stamp == STAMP_MAX_GAP ? ns < 0 : ns == 0;

  if (absent)
    sqlite3_result_null (context);
  else
    sqlite3_result_int64 (context, stamp == STAMP_MAX_GAP ? ns : ns - 1);
}

/* token_stamp (events, sent_ns, which): NULL where there is none or the events are damaged.
 * Stamps count from the run's beginning, where 0 is one and not the lack of it: they are
 * moved away from there and back. */
static void
token_stamp (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (0);
  const guint8 *events = sqlite3_value_blob (values[0]);
  gsize length = (gsize) sqlite3_value_bytes (values[0]);

  record->sent_ns = (gint64) ((guint64) sqlite3_value_int64 (values[1]) + 1);
  if (events != NULL && sqlite3_value_type (values[1]) != SQLITE_NULL &&
      prony_request_record_unpack_events (record, events, length))
    return_stamp (context, record, (Stamp) sqlite3_value_int (values[2]));
  else
    sqlite3_result_null (context);
}

/**
 * prony_store_add_functions:
 * @db: a connection that migrates
 * @error: return location for a sentence
 *
 * Gives a connection what steps from one version of the database to the next need besides
 * SQL: `token_stamp (events, sent_ns, which)` tells when the first token (0), the first one
 * of the answer (1) and the last one (2) came, and the longest gap between two (3).
 *
 * Returns: whether that could be done
 */
gboolean
prony_store_add_functions (sqlite3 *db, GError **error)
{
  int code = sqlite3_create_function (db, "token_stamp", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                      NULL, token_stamp, NULL, NULL);

  if (code != SQLITE_OK)
    prony_sql_set_error (error, db, code);
  return code == SQLITE_OK;
}
