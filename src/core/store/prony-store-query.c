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
add_text_condition (const PronyRunFilter *filter, GString *sql, GPtrArray *values)
{
  if (filter->text == NULL || *filter->text == '\0')
    return;

  g_string_append (sql, " AND (r.name LIKE ? ESCAPE '\\'"
                        " OR EXISTS (SELECT 1 FROM trials t WHERE t.run_id = r.id"
                        " AND (t.target_name LIKE ? ESCAPE '\\'"
                        " OR t.engine_kind LIKE ? ESCAPE '\\'"
                        " OR t.model LIKE ? ESCAPE '\\'"
                        " OR t.scenario LIKE ? ESCAPE '\\'"
                        " OR t.scenario_title LIKE ? ESCAPE '\\')))");
  add_pattern (values, filter->text, 6);
}

/**
 * prony_store_query_runs:
 * @filter: (nullable): which runs; %NULL for all
 * @sql: (out) (transfer full): the statement's text, which the command refers to
 *
 * Makes the query for a list of runs, the latest first, without the deleted ones.
 * Whatever comes from outside is bound as a value, never part of the text.
 *
 * Returns: (transfer full): the query, which selects PRONY_RUN_COLUMNS
 */
PronySqlCommand *
prony_store_query_runs (const PronyRunFilter *filter, char **sql)
{
  static const PronyRunFilter all = { 0 };
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  GString *text =
    g_string_new ("SELECT " PRONY_RUN_COLUMNS " FROM runs r WHERE r.deleted_at_us IS NULL");
  PronySqlCommand *command;
  guint i;

  if (filter == NULL)
    filter = &all;

  add_trial_conditions (filter, text, values);
  add_text_condition (filter, text, values);
  g_string_append (text, " AND r.started_us >= ? ORDER BY r.started_us DESC, r.rowid DESC LIMIT ?");

  *sql = g_string_free (text, FALSE);
  command = prony_sql_command_new (*sql);
  for (i = 0; i < values->len; i++)
    prony_sql_command_add_text (command, values->pdata[i]);
  prony_sql_command_add_int (command, filter->since_us);
  prony_sql_command_add_int (command, filter->limit > 0 ? (gint64) filter->limit : -1);
  return command;
}
