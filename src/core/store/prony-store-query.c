/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-store-query.h"

/* A pattern for LIKE that finds the text anywhere, with no character special. */
static char *
make_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (; *text != '\0'; text++)
    {
      if (strchr ("%_\\", *text) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *text);
    }

  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

static void
add_pattern (GPtrArray *values, const char *text, guint n_times)
{
  for (; n_times > 0; n_times--)
    g_ptr_array_add (values, make_pattern (text));
}

/* What is asked of a trial is asked of one and the same trial. */
static void
add_trial_conditions (const PronyRunFilter *filter, GString *sql, GPtrArray *values)
{
  if (filter->engine == NULL && filter->model == NULL && filter->scenario == NULL)
    return;

  g_string_append (sql, " AND EXISTS (SELECT 1 FROM trials t WHERE t.run_id = r.id");
  if (filter->engine != NULL)
    {
      g_string_append (sql, " AND (t.target_name LIKE ? ESCAPE '\\'"
                            " OR t.engine_kind LIKE ? ESCAPE '\\')");
      add_pattern (values, filter->engine, 2);
    }
  if (filter->model != NULL)
    {
      g_string_append (sql, " AND t.model LIKE ? ESCAPE '\\'");
      add_pattern (values, filter->model, 1);
    }
  if (filter->scenario != NULL)
    {
      g_string_append (sql, " AND t.scenario = ?");
      g_ptr_array_add (values, g_strdup (filter->scenario));
    }
  g_string_append_c (sql, ')');
}

static void
add_word_condition (const char *word, GString *sql, GPtrArray *values)
{
  g_string_append (sql, " AND (r.name LIKE ? ESCAPE '\\'"
                        " OR EXISTS (SELECT 1 FROM trials t WHERE t.run_id = r.id"
                        " AND (t.target_name LIKE ? ESCAPE '\\'"
                        " OR t.engine_kind LIKE ? ESCAPE '\\'"
                        " OR t.model LIKE ? ESCAPE '\\'"
                        " OR t.scenario LIKE ? ESCAPE '\\'"
                        " OR t.scenario_title LIKE ? ESCAPE '\\'))"
                        " OR EXISTS (SELECT 1 FROM run_tags g WHERE g.run_id = r.id"
                        " AND g.tag LIKE ? ESCAPE '\\')"
                        " OR EXISTS (SELECT 1 FROM run_notes n WHERE n.run_id = r.id"
                        " AND n.text LIKE ? ESCAPE '\\'))");
  add_pattern (values, word, 8);
}

static void
add_text_conditions (const PronyRunFilter *filter, GString *sql, GPtrArray *values)
{
  g_auto (GStrv) words = prony_run_entry_split_words (filter->text);

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    add_word_condition (words[i], sql, values);
}

static void
add_kind_conditions (const PronyRunFilter *filter, GString *sql, GPtrArray *values)
{
  if (filter->tag != NULL)
    {
      g_string_append (
        sql, " AND EXISTS (SELECT 1 FROM run_tags g WHERE g.run_id = r.id AND g.tag = ?)");
      g_ptr_array_add (values, g_strdup (filter->tag));
    }
  if (filter->simulated != 0)
    g_string_append_printf (sql,
                            " AND %s EXISTS (SELECT 1 FROM trials t WHERE t.run_id = r.id"
                            " AND t.simulated)",
                            filter->simulated < 0 ? "NOT" : "");
  if (filter->partial != 0)
    g_string_append_printf (sql,
                            " AND %s (r.state <> 'finished' OR EXISTS (SELECT 1 FROM trials t"
                            " WHERE t.run_id = r.id AND t.state = 'stopped'))",
                            filter->partial < 0 ? "NOT" : "");
  if (filter->pinned)
    g_string_append (sql, " AND r.pinned_us IS NOT NULL");
}

/**
 * prony_store_query_runs:
 * @columns: what of the runs `r` is selected
 * @filter: (nullable): which runs; %NULL for all
 * @sql: (out) (transfer full): the statement's text, which the command refers to
 *
 * Makes the query for a list of runs, the latest first, without the deleted ones.
 * Whatever comes from outside is bound as a value, never part of the text.
 *
 * Returns: (transfer full): the query
 */
PronySqlCommand *
prony_store_query_runs (const char *columns, const PronyRunFilter *filter, char **sql)
{
  static const PronyRunFilter all = { 0 };
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);
  PronySqlCommand *command;
  guint i;

  if (filter == NULL)
    filter = &all;

  g_string_append_printf (text, "SELECT %s FROM runs r WHERE r.deleted_at_us IS NULL", columns);
  add_trial_conditions (filter, text, values);
  add_text_conditions (filter, text, values);
  add_kind_conditions (filter, text, values);
  g_string_append (text, " AND r.started_us BETWEEN ? AND ?"
                         " ORDER BY r.started_us DESC, r.rowid DESC LIMIT ?");

  *sql = g_string_free (text, FALSE);
  command = prony_sql_command_new (*sql);
  for (i = 0; i < values->len; i++)
    prony_sql_command_add_text (command, values->pdata[i]);
  prony_sql_command_add_int (command, filter->since_us);
  prony_sql_command_add_int (command, filter->until_us > 0 ? filter->until_us : G_MAXINT64);
  prony_sql_command_add_int (command, filter->limit > 0 ? (gint64) filter->limit : -1);
  return command;
}

/**
 * prony_store_query_requests:
 * @columns: what of the requests `q` is selected
 * @filter: which
 * @sql: (out) (transfer full): the statement's text, which the command refers to
 *
 * Makes the query for requests of a trial, in the order of their numbers. The trial's
 * number in the store is the statement's first parameter, to be set for each trial.
 *
 * Returns: (transfer full): the query
 */
PronySqlCommand *
prony_store_query_requests (const char *columns, const PronyRequestFilter *filter, char **sql)
{
  gboolean with_text = filter->text != NULL && *filter->text != '\0';
  g_autofree char *pattern = with_text ? make_pattern (filter->text) : NULL;
  GString *text = g_string_new (NULL);
  PronySqlCommand *command;

  g_string_append_printf (text,
                          "SELECT %s FROM requests q INDEXED BY requests_rows"
                          " WHERE q.trial_id = ?",
                          columns);
  if (!filter->warmup)
    g_string_append (text, " AND NOT q.warmup");
  if (filter->failed)
    g_string_append (text, " AND q.outcome <> 'ok'");
  if (filter->outcome >= 0)
    g_string_append (text, " AND q.outcome = ?");
  if (filter->quality >= 0)
    g_string_append (text, " AND q.quality = ?");
  if (with_text)
    g_string_append (text, " AND (q.prompt LIKE ? ESCAPE '\\' OR q.answer LIKE ? ESCAPE '\\'"
                           " OR q.error LIKE ? ESCAPE '\\')");
  g_string_append (text, " ORDER BY q.number");

  *sql = g_string_free (text, FALSE);
  command = prony_sql_command_new (*sql);
  prony_sql_command_add_int (command, 0);
  if (filter->outcome >= 0)
    prony_sql_command_add_text (command, prony_outcome_to_string (filter->outcome));
  if (filter->quality >= 0)
    prony_sql_command_add_int (command, filter->quality);
  for (guint i = 0; with_text && i < 3; i++)
    prony_sql_command_add_text (command, pattern);
  return command;
}
