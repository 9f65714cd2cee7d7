/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What is said of a run after it has ended: its name, tags, pin and verdict. */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-store-private.h"

/**
 * prony_store_rename_run:
 * @self: a store
 * @run_id: which
 * @name: what it is called from now on
 */
void
prony_store_rename_run (PronyStore *self, const char *run_id, const char *name)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL && name != NULL);

  command = prony_sql_command_new ("UPDATE runs SET name = ? WHERE id = ?");
  prony_sql_command_add_text (command, name);
  prony_sql_command_add_text (command, run_id);
  _prony_store_push_command (self, command);
}

/* Tags on their way to the writer. */
typedef struct
{
  char *run_id;
  GStrv tags;
} Tagging;

static void
tagging_free (gpointer data)
{
  Tagging *tagging = data;

  g_free (tagging->run_id);
  g_strfreev (tagging->tags);
  g_free (tagging);
}

static gboolean
write_tag (sqlite3 *db, const char *sql, const char *run_id, const char *tag, GError **error)
{
  g_autoptr (PronySqlCommand) command = prony_sql_command_new (sql);

  prony_sql_command_add_text (command, run_id);
  if (tag != NULL)
    prony_sql_command_add_text (command, tag);
  return prony_sql_command_run (command, db, error);
}

static gboolean
write_tags (sqlite3 *db, gpointer data, GError **error)
{
  const Tagging *tagging = data;

  if (!write_tag (db, "DELETE FROM run_tags WHERE run_id = ?", tagging->run_id, NULL, error))
    return FALSE;
  for (guint i = 0; tagging->tags[i] != NULL; i++)
    if (!write_tag (db, "INSERT OR IGNORE INTO run_tags (run_id, tag) VALUES (?, ?)",
                    tagging->run_id, tagging->tags[i], error))
      return FALSE;

  return TRUE;
}

/**
 * prony_store_set_run_tags:
 * @self: a store
 * @run_id: which
 * @tags: (array zero-terminated=1): all that it is called from now on
 */
void
prony_store_set_run_tags (PronyStore *self, const char *run_id, const char *const *tags)
{
  Tagging *tagging;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL && tags != NULL);

  tagging = g_new0 (Tagging, 1);
  tagging->run_id = g_strdup (run_id);
  tagging->tags = g_strdupv ((char **) tags);
  _prony_store_push (self, write_tags, tagging, tagging_free);
}

/**
 * prony_store_set_run_pinned:
 * @self: a store
 * @run_id: which
 * @pinned: whether it is a baseline that later runs are held against
 */
void
prony_store_set_run_pinned (PronyStore *self, const char *run_id, gboolean pinned)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL);

  command = prony_sql_command_new ("UPDATE runs SET pinned_us = nullif (?, -1) WHERE id = ?");
  prony_sql_command_add_int (command, pinned ? g_get_real_time () : -1);
  prony_sql_command_add_text (command, run_id);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_set_run_verdict:
 * @self: a store
 * @run_id: which
 * @verdict: how it stands against its baseline
 */
void
prony_store_set_run_verdict (PronyStore *self, const char *run_id, PronyRunVerdict verdict)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL);

  command = prony_sql_command_new ("UPDATE runs SET verdict = ? WHERE id = ?");
  prony_sql_command_add_text (
    command, verdict != PRONY_RUN_VERDICT_NONE ? prony_run_verdict_to_string (verdict) : NULL);
  prony_sql_command_add_text (command, run_id);
  _prony_store_push_command (self, command);
}
