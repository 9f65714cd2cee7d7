/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-host-info.h"
#include "core/store/prony-process-identity.h"
#include "core/store/prony-store-notes.h"
#include "core/store/prony-store-private.h"
#include "core/store/prony-store-query.h"
#include "core/store/prony-store-read-runs.h"

static void
add_json (PronySqlCommand *command, JsonObject *object)
{
  g_autofree char *text = object != NULL ? prony_json_to_text (object, FALSE) : NULL;

  prony_sql_command_add_text (command, text);
}

/* --- Writing ------------------------------------------------------------------ */

/* The figures that lists show, beside the summary that has them all. */
static void
add_headline (PronySqlCommand *command, PronySummary *summary)
{
  static const PronyMetric metrics[] = {
    PRONY_METRIC_TTFT,
    PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
    PRONY_METRIC_SUCCESS_RATE,
  };

  prony_sql_command_add_int (command,
                             summary != NULL ? (gint64) prony_summary_count_requests (summary) : 0);
  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    prony_sql_command_add_double (command,
                                  summary != NULL ? prony_summary_get (summary, metrics[i]) : NAN);
}

/**
 * prony_store_put_run:
 * @self: a store
 * @run: a run; what it holds now is stored, without its trials
 *
 * Stores a run, or what has changed of it. While its state is not final, it counts
 * as being carried out by this process. Never waits; may be called from any
 * thread that may read @run.
 */
void
prony_store_put_run (PronyStore *self, PronyRun *run)
{
  g_autoptr (JsonObject) host = NULL;
  g_autofree char *writer = prony_process_identity_new ();
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run != NULL);

  command = prony_sql_command_new (
    "INSERT INTO runs (id, name, started_us, started_ns, duration_s, state, prony_version, host,"
    " plan, error, writer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, started_us = excluded.started_us,"
    " started_ns = excluded.started_ns, duration_s = excluded.duration_s,"
    " state = excluded.state, prony_version = excluded.prony_version, host = excluded.host,"
    " plan = excluded.plan, error = excluded.error, writer = excluded.writer");
  host = run->host != NULL ? prony_host_info_to_json (run->host) : NULL;

  prony_sql_command_add_text (command, run->id);
  prony_sql_command_add_text (command, run->name);
  prony_sql_command_add_int (command, run->started_us);
  prony_sql_command_add_int (command, run->started_ns);
  prony_sql_command_add_double (command, run->duration_s);
  prony_sql_command_add_text (command, prony_state_to_string (run->state));
  prony_sql_command_add_text (command, run->prony_version);
  add_json (command, host);
  add_json (command, run->plan_json);
  prony_sql_command_add_text (command, run->error);
  prony_sql_command_add_text (command, writer);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_put_scenario_snapshot:
 * @self: a store
 * @run: a run that was put before
 * @scenario: a scenario of its plan
 *
 * Keeps the scenario as it is now with the run, so that editing it later changes
 * no history.
 */
void
prony_store_put_scenario_snapshot (PronyStore *self, PronyRun *run, PronyScenario *scenario)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run != NULL && scenario != NULL);

  command = prony_sql_command_new (
    "INSERT OR REPLACE INTO scenario_snapshots (run_id, name, yaml) VALUES (?, ?, ?)");
  prony_sql_command_add_text (command, run->id);
  prony_sql_command_add_text (command, scenario->name);
  prony_sql_command_add_text (command, scenario->source != NULL ? scenario->source : "");
  _prony_store_push_command (self, command);
}

/**
 * prony_store_put_trial:
 * @self: a store
 * @run: a run that was put before
 * @trial: a trial of it; what it holds now is stored, never the target's key
 *
 * Stores a trial, or what has changed of it. A trial is known by its run and its
 * index; its id is filled in when it is read.
 */
void
prony_store_put_trial (PronyStore *self, PronyRun *run, PronyTrial *trial)
{
  g_autoptr (JsonObject) target = NULL;
  g_autoptr (JsonObject) summary = NULL;
  g_autoptr (JsonObject) load = NULL;
  g_autoptr (JsonObject) calibration = NULL;
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run != NULL && trial != NULL);

  command = prony_sql_command_new (
    "INSERT INTO trials (run_id, position, target, target_name, engine_kind, model, scenario,"
    " scenario_title, class, concurrency, state, started_us, duration_s, error, summary, load,"
    " calibration, repeat, url, simulated, unverified, n_requests, ttft_p50,"
    " output_tokens_per_sec, success_rate)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (run_id, position) DO UPDATE SET target = excluded.target,"
    " target_name = excluded.target_name, engine_kind = excluded.engine_kind,"
    " model = excluded.model, scenario = excluded.scenario,"
    " scenario_title = excluded.scenario_title, class = excluded.class,"
    " concurrency = excluded.concurrency, state = excluded.state,"
    " started_us = excluded.started_us, duration_s = excluded.duration_s,"
    " error = excluded.error, summary = excluded.summary, load = excluded.load,"
    " calibration = excluded.calibration, repeat = excluded.repeat, url = excluded.url,"
    " simulated = excluded.simulated, unverified = excluded.unverified,"
    " n_requests = excluded.n_requests, ttft_p50 = excluded.ttft_p50,"
    " output_tokens_per_sec = excluded.output_tokens_per_sec,"
    " success_rate = excluded.success_rate");
  target = prony_target_to_json (trial->target);
  summary = trial->summary != NULL ? prony_summary_to_json (trial->summary) : NULL;
  load = prony_load_level_to_json (&trial->load);
  if (trial->calibration != NULL)
    calibration = prony_calibration_to_json (trial->calibration);

  prony_sql_command_add_text (command, run->id);
  prony_sql_command_add_int (command, trial->index);
  add_json (command, target);
  prony_sql_command_add_text (command, trial->target->name);
  prony_sql_command_add_text (command, prony_engine_kind_to_string (trial->target->engine->kind));
  prony_sql_command_add_text (command, trial->target->model);
  prony_sql_command_add_text (command, trial->scenario_name);
  prony_sql_command_add_text (command, trial->scenario_title);
  prony_sql_command_add_text (command, prony_scenario_class_to_string (trial->klass));
  prony_sql_command_add_int (command, trial->load.concurrency);
  prony_sql_command_add_text (command, prony_state_to_string (trial->state));
  prony_sql_command_add_int (command, trial->started_us);
  prony_sql_command_add_double (command, trial->duration_s);
  prony_sql_command_add_text (command, trial->error);
  add_json (command, summary);
  add_json (command, load);
  add_json (command, calibration);
  prony_sql_command_add_int (command, trial->repeat);
  prony_sql_command_add_text (command, trial->target->engine->url);
  prony_sql_command_add_int (command, trial->target->simulated);
  prony_sql_command_add_int (command, prony_target_is_unverified (trial->target));
  add_headline (command, trial->summary);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_delete_run:
 * @self: a store
 * @run_id: which
 *
 * Takes a run out of every list; prony_store_restore_run() brings it back.
 */
void
prony_store_delete_run (PronyStore *self, const char *run_id)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL);

  command = prony_sql_command_new (
    "UPDATE runs SET deleted_at_us = ? WHERE id = ? AND deleted_at_us IS NULL");
  prony_sql_command_add_int (command, g_get_real_time ());
  prony_sql_command_add_text (command, run_id);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_restore_run:
 * @self: a store
 * @run_id: which
 *
 * Undoes prony_store_delete_run(), unless the run was purged.
 */
void
prony_store_restore_run (PronyStore *self, const char *run_id)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL);

  command = prony_sql_command_new ("UPDATE runs SET deleted_at_us = NULL WHERE id = ?");
  prony_sql_command_add_text (command, run_id);
  _prony_store_push_command (self, command);
}

static gboolean
purge (sqlite3 *db, gpointer unused, GError **error)
{
  return prony_sql_exec (
    db, "DELETE FROM runs WHERE deleted_at_us IS NOT NULL; PRAGMA incremental_vacuum;", error);
}

/**
 * prony_store_purge_deleted:
 * @self: a store
 *
 * Removes deleted runs for good, with their trials and requests, and gives the space
 * back to the disk.
 */
void
prony_store_purge_deleted (PronyStore *self)
{
  g_return_if_fail (PRONY_IS_STORE (self));

  _prony_store_push (self, purge, NULL, NULL);
}

/* --- Reading ------------------------------------------------------------------ */

static GPtrArray *
read_runs (sqlite3 *db, const PronyRunFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_unref);
  g_autofree char *sql = NULL;
  g_autoptr (PronySqlCommand) query = prony_store_query_runs (PRONY_RUN_COLUMNS, filter, &sql);
  g_autoptr (sqlite3_stmt) rows = prony_sql_command_prepare (query, db, error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  while (prony_sql_step (rows, &row, error))
    {
      PronyRun *run;

      if (!row)
        return g_steal_pointer (&runs);
      run = prony_store_read_run (rows);
      g_ptr_array_add (runs, run);
      if (!prony_store_read_trials (db, run, FALSE, error))
        return NULL;
    }

  return NULL;
}

/**
 * prony_store_list_runs:
 * @self: a store
 * @filter: (nullable): which runs; %NULL for all
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable) (element-type PronyRun): the runs that are
 *   not deleted, latest first, with their trials but without their notes, summaries
 *   and calibrations, which prony_store_get_run() has
 */
GPtrArray *
prony_store_list_runs (PronyStore *self, const PronyRunFilter *filter, GError **error)
{
  GPtrArray *runs;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  runs = read_runs (db, filter, error);
  _prony_store_end_read (self);
  return runs;
}

static PronyRun *
find_run (sqlite3 *db, const char *run_id, GError **error)
{
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  rows = prony_sql_prepare (
    db, "SELECT " PRONY_RUN_COLUMNS " FROM runs r WHERE r.id = ? AND r.deleted_at_us IS NULL",
    error);
  if (rows == NULL)
    return NULL;

  prony_sql_bind_text (rows, 1, run_id, -1);
  if (!prony_sql_step (rows, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                   /* Translators: the identifier of a run. */
                   _ ("There is no run “%s” in the database."), run_id);
      return NULL;
    }

  run = prony_store_read_run (rows);
  return prony_store_read_trials (db, run, TRUE, error) && prony_store_read_notes (db, run, error)
           ? g_steal_pointer (&run)
           : NULL;
}

/**
 * prony_store_get_run:
 * @self: a store
 * @run_id: which
 * @error: return location for %PRONY_ERROR_NOT_FOUND or another sentence
 *
 * Returns: (transfer full) (nullable): the run with its notes and its trials, their
 *   summaries and calibrations
 */
PronyRun *
prony_store_get_run (PronyStore *self, const char *run_id, GError **error)
{
  PronyRun *run;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  run = find_run (db, run_id, error);
  _prony_store_end_read (self);
  return run;
}

static char *
find_scenario_source (sqlite3 *db, const char *run_id, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db, "SELECT yaml FROM scenario_snapshots WHERE run_id = ? AND name = ?", error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  prony_sql_bind_text (rows, 1, run_id, -1);
  prony_sql_bind_text (rows, 2, name, -1);
  if (!prony_sql_step (rows, &row, error))
    return NULL;
  if (row)
    return g_strdup (prony_sql_column_text (rows, 0));

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
               /* Translators: the name of a scenario and the identifier of a run. */
               _ ("The scenario “%s” is not kept with the run “%s”."), name, run_id);
  return NULL;
}

/**
 * prony_store_get_scenario_source:
 * @self: a store
 * @run_id: a run
 * @name: a scenario of it
 * @error: return location for %PRONY_ERROR_NOT_FOUND or another sentence
 *
 * Returns: (transfer full) (nullable): the scenario's YAML text as the run used it
 */
char *
prony_store_get_scenario_source (PronyStore *self,
                                 const char *run_id,
                                 const char *name,
                                 GError **error)
{
  char *source;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL && name != NULL, NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  source = find_scenario_source (db, run_id, name, error);
  _prony_store_end_read (self);
  return source;
}

static GStrv
find_unsummed (sqlite3 *db, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db,
    "SELECT r.id FROM runs r WHERE r.deleted_at_us IS NULL AND r.state = 'interrupted'"
    " AND EXISTS (SELECT 1 FROM trials t WHERE t.run_id = r.id AND t.state = 'interrupted'"
    " AND t.summary IS NULL)",
    error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  while (prony_sql_step (rows, &row, error))
    {
      if (!row)
        return g_strv_builder_end (ids);
      g_strv_builder_add (ids, prony_sql_column_text (rows, 0));
    }

  return NULL;
}

/**
 * prony_store_list_unsummed_runs:
 * @self: a store
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the ids of runs that were
 *   interrupted and have a trial that nobody has summed up
 */
GStrv
prony_store_list_unsummed_runs (PronyStore *self, GError **error)
{
  GStrv ids;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  ids = find_unsummed (db, error);
  _prony_store_end_read (self);
  return ids;
}
