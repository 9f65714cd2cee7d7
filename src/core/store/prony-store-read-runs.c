/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/model/prony-host-info.h"
#include "core/model/prony-plan.h"
#include "core/store/prony-store-read-runs.h"

/* NULL also where it is damaged. */
static JsonObject *
read_json (sqlite3_stmt *statement, int column)
{
  const char *text = prony_sql_column_text (statement, column);

  return text != NULL ? prony_json_parse_object (text, -1, NULL) : NULL;
}

/**
 * prony_store_read_run:
 * @row: a statement that has a row of PRONY_RUN_COLUMNS
 *
 * Returns: (transfer full): the run, without its trials and notes
 */
PronyRun *
prony_store_read_run (sqlite3_stmt *row)
{
  g_autoptr (JsonObject) host = read_json (row, 7);
  PronyRun *run = prony_run_new (prony_sql_column_text (row, 1));

  prony_set_str (&run->id, prony_sql_column_text (row, 0));
  run->started_us = sqlite3_column_int64 (row, 2);
  run->started_ns = sqlite3_column_int64 (row, 3);
  run->duration_s = prony_sql_column_double (row, 4);
  prony_state_from_string (prony_sql_column_text (row, 5), &run->state);
  prony_set_str (&run->prony_version, prony_sql_column_text (row, 6));
  run->host = host != NULL ? prony_host_info_from_json (host) : NULL;
  run->plan_json = read_json (row, 8);
  prony_set_str (&run->error, prony_sql_column_text (row, 9));
  return run;
}

/* Without a load the trial was stored before there were others than closed loops. */
static gboolean
read_load (sqlite3_stmt *row, PronyLoadLevel *load, GError **error)
{
  g_autoptr (JsonObject) object = read_json (row, 11);

  *load = prony_load_level_closed ((guint) sqlite3_column_int64 (row, 6));
  if (sqlite3_column_type (row, 11) == SQLITE_NULL || prony_load_level_from_json (load, object))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
               /* Translators: the number of a trial within its run. */
               _ ("The trial %u in the database is damaged. Put a backup of the database in its "
                  "place."),
               (guint) sqlite3_column_int64 (row, 1) + 1);
  return FALSE;
}

static PronyTrial *
read_trial (sqlite3_stmt *row, GError **error)
{
  g_autoptr (JsonObject) target_json = read_json (row, 2);
  g_autoptr (JsonObject) summary = read_json (row, 12);
  g_autoptr (JsonObject) calibration = read_json (row, 13);
  g_autoptr (PronyTarget) target = prony_target_from_json (target_json, error);
  PronyScenarioClass klass = PRONY_SCENARIO_OTHER;
  PronyLoadLevel load;
  PronyTrial *trial;

  if (target == NULL || !read_load (row, &load, error))
    return NULL;

  prony_scenario_class_from_string (prony_sql_column_text (row, 5), &klass);
  trial =
    prony_trial_new ((guint) sqlite3_column_int64 (row, 1), target, prony_sql_column_text (row, 3),
                     prony_sql_column_text (row, 4), klass, load);
  trial->id = sqlite3_column_int64 (row, 0);
  prony_state_from_string (prony_sql_column_text (row, 7), &trial->state);
  trial->started_us = sqlite3_column_int64 (row, 8);
  trial->duration_s = prony_sql_column_double (row, 9);
  trial->error = g_strdup (prony_sql_column_text (row, 10));
  trial->summary = prony_summary_from_json (summary);
  trial->calibration = prony_calibration_from_json (calibration);
  trial->repeat = (guint) CLAMP (sqlite3_column_int64 (row, 14), 0, PRONY_PLAN_MAX_REPEATS - 1);
  return trial;
}

#define SELECT(figures)                                                                            \
  "SELECT id, position, target, scenario, scenario_title, class, concurrency, state, started_us,"  \
  " duration_s, error, load, " figures ", repeat FROM trials WHERE run_id = ?1"

/* As the run's plan says. */
static guint
count_repeats (PronyRun *run)
{
  gint64 n = run->plan_json != NULL ? prony_json_get_int (run->plan_json, "repeats", 1) : 1;

  return (guint) CLAMP (n, 1, PRONY_PLAN_MAX_REPEATS);
}

static gboolean
read_rows (sqlite3_stmt *rows, PronyRun *run, GError **error)
{
  guint n_repeats = count_repeats (run);
  gboolean row;

  while (prony_sql_step (rows, &row, error))
    {
      PronyTrial *trial;

      if (!row)
        return TRUE;
      trial = read_trial (rows, error);
      if (trial == NULL)
        return FALSE;
      trial->repeats = MAX (n_repeats, trial->repeat + 1);
      g_ptr_array_add (run->trials, trial);
    }

  return FALSE;
}

/**
 * prony_store_read_trials:
 * @db: a connection that reads
 * @run: a run
 * @with_summaries: with their summaries and calibrations
 * @error: return location for a sentence
 *
 * Adds its trials to a run, in their order.
 *
 * Returns: whether they could be read
 */
gboolean
prony_store_read_trials (sqlite3 *db, PronyRun *run, gboolean with_summaries, GError **error)
{
  g_autoptr (sqlite3_stmt) rows =
    prony_sql_prepare (db,
                       with_summaries ? SELECT ("summary, calibration") " ORDER BY position"
                                      : SELECT ("NULL, NULL") " ORDER BY position",
                       error);

  if (rows == NULL)
    return FALSE;

  prony_sql_bind_text (rows, 1, run->id, -1);
  return read_rows (rows, run, error);
}

/**
 * prony_store_read_trials_of:
 * @db: a connection that reads
 * @run: a run
 * @target: name of a target
 * @scenario: name of a scenario
 * @error: return location for a sentence
 *
 * Adds those trials to a run that asked this of that, with their summaries, in their order.
 *
 * Returns: whether they could be read
 */
gboolean
prony_store_read_trials_of (
  sqlite3 *db, PronyRun *run, const char *target, const char *scenario, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db, SELECT ("summary, calibration") " AND target_name = ?2 AND scenario = ?3 ORDER BY position",
    error);

  if (rows == NULL)
    return FALSE;

  prony_sql_bind_text (rows, 1, run->id, -1);
  prony_sql_bind_text (rows, 2, target, -1);
  prony_sql_bind_text (rows, 3, scenario, -1);
  return read_rows (rows, run, error);
}
