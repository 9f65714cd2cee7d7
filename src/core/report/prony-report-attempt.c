/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/report/prony-report-attempt.h"
#include "core/report/prony-report-context.h"
#include "core/report/prony-report-json.h"

/* A tried request as one JSON document: what was asked, what came and when, its
 * figures, and the raw exchange. No secrets are in it: a target's are not written,
 * and the log of an exchange has none. */

static gint64
get_origin (const PronyAttemptResult *result)
{
  const PronyRequestRecord *record = result->record;

  return record->sent_ns != 0 ? record->sent_ns : record->started_ns;
}

static JsonArray *
make_strings (const char *const *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  return array;
}

/* --- What was asked ----------------------------------------------------------------- */

static JsonObject *
make_parameters (const PronyRequestSpec *spec)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "stream", spec->stream);
  if (spec->max_tokens > 0)
    json_object_set_int_member (object, "max_tokens", spec->max_tokens);
  if (spec->min_tokens > 0)
    json_object_set_int_member (object, "min_tokens", spec->min_tokens);
  prony_json_add_double (object, "temperature", spec->temperature);
  prony_json_add_double (object, "top_p", spec->top_p);
  prony_json_add_count (object, "seed", spec->seed);
  if (spec->stop != NULL)
    json_object_set_array_member (object, "stop", make_strings ((const char *const *) spec->stop));
  json_object_set_boolean_member (object, "ignore_eos", spec->ignore_eos);
  return object;
}

/* What was said before the prompt. */
static void
add_history (JsonObject *document, GPtrArray *history)
{
  JsonArray *array;

  if (history == NULL || history->len == 0)
    return;

  array = json_array_new ();
  for (guint i = 0; i < history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (history, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "role", prony_message_role_to_string (message->role));
      prony_report_add_string (object, "content", message->text);
      json_array_add_object_element (array, object);
    }
  json_object_set_array_member (document, "history", array);
}

static void
add_question (JsonObject *document, const PronyAttemptResult *result)
{
  g_autofree char *asked_at = prony_clock_format_rfc3339 (result->asked_us);

  json_object_set_string_member (document, "schema", PRONY_REPORT_ATTEMPT_SCHEMA);
  json_object_set_string_member (document, "prony_version", PRONY_VERSION);
  json_object_set_string_member (document, "asked_at", asked_at);
  json_object_set_string_member (document, "engine", result->target->name);
  prony_json_add_string (document, "model", result->target->model);
  json_object_set_boolean_member (document, "simulated", result->target->simulated);
  json_object_set_object_member (document, "target", prony_target_to_json (result->target));
  json_object_set_object_member (document, "parameters", make_parameters (result->spec));
  if (result->dropped != NULL)
    json_object_set_array_member (document, "dropped_fields",
                                  make_strings ((const char *const *) result->dropped));
  prony_report_add_string (document, "system", result->spec->system);
  add_history (document, result->spec->history);
  prony_report_add_string (document, "prompt", result->spec->prompt);
}

/* --- What came ---------------------------------------------------------------------- */

static void
add_text (JsonObject *document, const char *name, const GString *text)
{
  g_autofree char *clean = text != NULL ? prony_report_clean (text->str, (gssize) text->len) : NULL;

  prony_json_add_string (document, name, clean);
}

static JsonObject *
make_metrics (const PronyRequestRecord *record)
{
  JsonObject *object = json_object_new ();

  for (PronyMetric i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    prony_json_add_double (object, prony_metric_get_info (i)->name,
                           prony_request_typical (record, i));
  return object;
}

static void
add_offset (JsonObject *object, const char *name, gint64 at_ns, gint64 origin_ns)
{
  if (at_ns != 0)
    json_object_set_double_member (object, name, prony_ns_to_s (at_ns - origin_ns));
}

/* In seconds from the request sent. */
static JsonObject *
make_stamps (const PronyAttemptResult *result)
{
  JsonObject *object = json_object_new ();
  const PronyRequestRecord *record = result->record;
  gint64 origin_ns = get_origin (result);

  add_offset (object, "started", record->started_ns, origin_ns);
  add_offset (object, "connected", record->connected_ns, origin_ns);
  add_offset (object, "sent", record->sent_ns, origin_ns);
  add_offset (object, "headers", record->headers_ns, origin_ns);
  add_offset (object, "finished", record->finished_ns, origin_ns);
  return object;
}

static void
add_answer (JsonObject *document, const PronyAttemptResult *result)
{
  const PronyRequestRecord *record = result->record;

  prony_report_add_string (document, "error_message", prony_attempt_result_get_trouble (result));
  if (record == NULL)
    return;

  json_object_set_string_member (document, "outcome", prony_outcome_to_string (record->outcome));
  if (record->http_status != 0)
    json_object_set_int_member (document, "http_status", record->http_status);
  add_text (document, "response", record->answer);
  add_text (document, "reasoning", record->reasoning);
  prony_report_add_string (document, "finish_reason", record->finish_reason);
  prony_report_add_string (document, "answered_by", record->model);
  json_object_set_string_member (document, "count_source",
                                 prony_count_source_to_string (record->count_source));
  prony_json_add_count (document, "reasoning_tokens", record->reasoning_tokens);
  prony_json_add_count (document, "cached_tokens", record->cached_tokens);
  json_object_set_object_member (document, "metrics", make_metrics (record));
  json_object_set_object_member (document, "stamps", make_stamps (result));
}

/* --- The raw exchange ------------------------------------------------------------------- */

static JsonObject *
make_head (const PronyExchangeHead *head)
{
  JsonObject *object = json_object_new ();
  JsonArray *headers = json_array_new ();

  prony_report_add_string (object, "line", head->line);
  for (guint i = 0; i < head->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (head->headers, i);
      JsonObject *item = json_object_new ();

      prony_report_add_string (item, "name", header->name);
      prony_report_add_string (item, "value", header->value);
      if (header->value == NULL)
        json_object_set_boolean_member (item, "left_out", TRUE);
      json_array_add_object_element (headers, item);
    }
  json_object_set_array_member (object, "headers", headers);
  return object;
}

/* As text where it is text, if only cut within a character, else in Base64. */
static void
add_body (JsonObject *object, const char *bytes, gsize length, gboolean cut)
{
  const char *end = NULL;
  g_autofree char *text = NULL;

  if (length == 0)
    return;

  if (g_utf8_validate_len (bytes, length, &end) ||
      (cut && length - (gsize) (end - bytes) < 4 &&
       memchr (end, 0, length - (gsize) (end - bytes)) == NULL))
    {
      text = g_strndup (bytes, (gsize) (end - bytes));
      json_object_set_string_member (object, "body", text);
    }
  else
    {
      text = g_base64_encode ((const guchar *) bytes, length);
      json_object_set_string_member (object, "body_base64", text);
    }
}

static void
add_pieces (JsonObject *object, const PronyExchange *exchange, gint64 origin_ns)
{
  JsonArray *offsets = json_array_sized_new (exchange->pieces->len);
  JsonArray *ends = json_array_sized_new (exchange->pieces->len);

  for (guint i = 0; i < exchange->pieces->len; i++)
    {
      const PronyExchangePiece *piece = &g_array_index (exchange->pieces, PronyExchangePiece, i);

      json_array_add_double_element (offsets, prony_ns_to_s (piece->at_ns - origin_ns));
      json_array_add_int_element (ends, (gint64) piece->end);
    }
  json_object_set_array_member (object, "piece_offsets", offsets);
  json_object_set_array_member (object, "piece_ends", ends);
}

static JsonObject *
make_exchange (const PronyExchange *exchange, gint64 origin_ns)
{
  JsonObject *object = json_object_new ();
  JsonObject *request = make_head (&exchange->request);
  JsonObject *response = make_head (&exchange->response);

  if (exchange->request_body != NULL)
    add_body (request, g_bytes_get_data (exchange->request_body, NULL),
              g_bytes_get_size (exchange->request_body), FALSE);
  json_object_set_object_member (object, "request", request);

  add_body (response, (const char *) exchange->body->data, exchange->body->len,
            exchange->body_length > exchange->body->len);
  json_object_set_int_member (response, "body_length", (gint64) exchange->body_length);
  json_object_set_boolean_member (response, "body_cut",
                                  exchange->body_length > exchange->body->len);
  add_pieces (response, exchange, origin_ns);
  json_object_set_object_member (object, "response", response);
  return object;
}

static void
add_exchanges (JsonObject *document, const PronyAttemptResult *result)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < result->log->exchanges->len; i++)
    json_array_add_object_element (
      array, make_exchange (g_ptr_array_index (result->log->exchanges, i), get_origin (result)));
  json_object_set_array_member (document, "exchanges", array);
}

/* --- The document ------------------------------------------------------------------------- */

/* One event on one line; there can be millions, of which no tree is built. */
static void
append_event (GString *out, const PronyAttemptResult *result, guint index)
{
  const PronyAttemptEvent *item = &g_array_index (result->events, PronyAttemptEvent, index);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *piece = prony_attempt_result_get_piece (result, index);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "kind",
                                 prony_event_kind_to_string ((PronyEventKind) item->event.kind));
  json_object_set_double_member (object, "offset",
                                 prony_ns_to_s (item->event.at_ns - get_origin (result)));
  prony_json_add_count (object, "tokens", item->event.tokens);
  prony_json_add_string (object, "text", piece);
  text = prony_json_to_text (object, FALSE);
  g_string_append_printf (out, "%s\n    %s", index > 0 ? "," : "", text);
}

/**
 * prony_report_attempt:
 * @result: a request that was tried
 *
 * Writes all that is known of it as one JSON document, schema
 * %PRONY_REPORT_ATTEMPT_SCHEMA. Times are in seconds from the moment when the request
 * had been sent; the engine's text is made valid UTF-8. Any thread.
 *
 * Returns: (transfer full): JSON with a line end after it
 */
char *
prony_report_attempt (PronyAttemptResult *result)
{
  g_autoptr (JsonObject) document = json_object_new ();
  g_autofree char *text = NULL;
  GString *out;

  g_return_val_if_fail (result != NULL, NULL);

  add_question (document, result);
  add_answer (document, result);
  if (result->record != NULL)
    add_exchanges (document, result);

  text = prony_json_to_text (document, TRUE);
  out = g_string_new (text);
  if (result->record != NULL)
    {
      g_string_truncate (out, out->len - strlen ("\n}"));
      g_string_append (out, ",\n  \"events\" : [");
      for (guint i = 0; i < result->events->len; i++)
        append_event (out, result, i);
      g_string_append (out, result->events->len > 0 ? "\n  ]\n}" : "]\n}");
    }
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

/**
 * prony_report_attempt_write:
 * @result: a request that was tried
 * @file_name: where to
 * @error: return location for the errors of g_file_set_contents()
 *
 * Writes the document of prony_report_attempt() to a file, whole or not at all.
 * Blocks.
 *
 * Returns: whether it was written
 */
gboolean
prony_report_attempt_write (PronyAttemptResult *result, const char *file_name, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (file_name != NULL, FALSE);

  text = prony_report_attempt (result);
  return g_file_set_contents (file_name, text, -1, error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *file_name = g_object_get_data (G_OBJECT (task), "file-name");
  GError *error = NULL;

  if (prony_report_attempt_write (data, file_name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * prony_report_attempt_write_async:
 * @result: a request that was tried
 * @file_name: where to
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Does what prony_report_attempt_write() does, in a thread.
 */
void
prony_report_attempt_write_async (PronyAttemptResult *result,
                                  const char *file_name,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, prony_report_attempt_write_async);
  g_task_set_task_data (task, prony_attempt_result_ref (result),
                        (GDestroyNotify) prony_attempt_result_unref);
  g_object_set_data_full (G_OBJECT (task), "file-name", g_strdup (file_name), g_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * prony_report_attempt_write_finish:
 * @result: what the callback got
 * @error: return location for why it was not written
 *
 * Returns: whether it was written
 */
gboolean
prony_report_attempt_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
