/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "base/prony-error.h"
#include "base/prony-paths.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-progress.h"
#include "cli/prony-cli-result.h"
#include "cli/prony-cli-run-options.h"
#include "cli/prony-cli-target.h"
#include "core/bench/prony-runner.h"
#include "core/load/prony-load-limits.h"
#include "core/report/prony-report.h"
#include "core/scenarios/prony-dataset.h"

#define PROGRESS_INTERVAL_MS 250

/* A run that is under way; lives on the stack of the command. */
typedef struct
{
  PronyCliRunOptions *options;
  PronyRunner *runner;
  PronyCliProgress *progress;
  GMainLoop *loop;
  PronyRun *run;
  GError *error;
  gboolean interrupted;
} Execution;

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  return prony_runner_get_records (user_data, trial->index);
}

static gboolean
on_progress_cb (gpointer data)
{
  Execution *self = data;
  g_autoptr (PronyRunSnapshot) snapshot =
    prony_live_feed_read (prony_runner_get_feed (self->runner));

  if (snapshot != NULL && !self->interrupted)
    prony_cli_progress_update (self->progress, snapshot);
  return G_SOURCE_CONTINUE;
}

/* The first signal ends the run and keeps what was measured; the second is
 * obeyed at once. */
static gboolean
interrupt (Execution *self, int signal_number)
{
  if (self->interrupted)
    {
      signal (signal_number, SIG_DFL);
      raise (signal_number);
      return G_SOURCE_CONTINUE;
    }

  self->interrupted = TRUE;
  prony_cli_progress_end (self->progress);
  prony_cli_note (self->options->shared.quiet,
                  _ ("Stopping; what was measured is kept. Interrupt again to end at once."));
  prony_runner_stop (self->runner);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt_cb (gpointer data)
{
  return interrupt (data, SIGINT);
}

static gboolean
on_terminate_cb (gpointer data)
{
  return interrupt (data, SIGTERM);
}

static void
on_run_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Execution *self = data;

  self->run = prony_runner_run_finish (self->runner, result, &self->error);
  g_main_loop_quit (self->loop);
}

/* Runs the plan to its end, whichever that is. */
static void
execute (Execution *self)
{
  guint progress_id;
  guint interrupt_id;
  guint terminate_id;

  self->loop = g_main_loop_new (NULL, FALSE);
  self->progress = prony_cli_progress_new (self->options->shared.quiet);
  progress_id = g_timeout_add (PROGRESS_INTERVAL_MS, on_progress_cb, self);
  interrupt_id = g_unix_signal_add (SIGINT, on_interrupt_cb, self);
  terminate_id = g_unix_signal_add (SIGTERM, on_terminate_cb, self);

  prony_runner_run_async (self->runner, on_run_ended_cb, self);
  g_main_loop_run (self->loop);

  prony_cli_progress_end (self->progress);
  g_source_remove (progress_id);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  g_clear_pointer (&self->progress, prony_cli_progress_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

static gboolean
write_folder (Execution *self, GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;
  g_autofree char *folder = NULL;

  if (self->options->output == NULL)
    return TRUE;

  samples = prony_runner_list_samples (self->runner);
  folder = prony_report_write_folder (self->run, get_records, self->runner, samples,
                                      self->options->output, PRONY_REPORT_ALL, NULL, error);
  if (folder == NULL)
    return FALSE;
  /* Translators: %s is a folder */
  prony_cli_note (self->options->shared.quiet, _ ("The run folder is %s"), folder);
  return TRUE;
}

static void
print_result (Execution *self)
{
  if (self->options->shared.json)
    {
      g_autoptr (JsonObject) document =
        prony_report_summary_json (self->run, get_records, self->runner);

      prony_cli_print_json (document);
    }
  else
    prony_cli_result_print (self->run, get_records, self->runner);
}

/* Says whether the run is in the database. */
static gboolean
report_stored (Execution *self, PronyStore *store)
{
  g_autoptr (PronyRunSnapshot) last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_autoptr (GError) error = NULL;

  if (last != NULL && last->warning != NULL)
    prony_cli_error ("%s", last->warning);
  else if (!prony_store_flush (store, &error))
    prony_cli_error ("%s", error->message);
  else
    {
      prony_cli_note (self->options->shared.quiet, _ ("Stored as run %s"), self->run->id);
      return TRUE;
    }
  return FALSE;
}

/* Shows and writes what came out, also of a run that was interrupted. A database
 * or folder that could not be written does not keep the results from being
 * shown. */
static PronyCliStatus
deliver (Execution *self, PronyStore *store)
{
  PronyCliStatus status = prony_cli_result_judge (self->run, self->options->max_failed_percent);
  g_autoptr (GError) error = NULL;

  print_result (self);
  if (store != NULL && !report_stored (self, store))
    status = PRONY_CLI_BAD_INPUT;
  if (!write_folder (self, &error))
    status = prony_cli_report (error);

  return self->interrupted ? PRONY_CLI_INTERRUPTED : status;
}

static PronyStore *
open_store (PronyCliOptions *options, GError **error)
{
  g_autoptr (PronyStore) store = prony_cli_options_open_store (options, error);
  g_autofree char *file = NULL;

  if (store == NULL || !prony_store_is_read_only (store))
    return g_steal_pointer (&store);

  file = options->db != NULL ? g_strdup (options->db) : prony_paths_default_database ();
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY,
               _ ("The database “%s” may not be written, so the run could not be kept. Choose "
                  "another with --db, or measure with --no-store."),
               file);
  return NULL;
}

static gboolean
check_limit (const char *place, const PronyLoadLevel *level, GError **error)
{
  guint max_streams;

  if (prony_load_limits_reserve (level, &max_streams, error))
    return TRUE;

  g_prefix_error (error, "%s: ", place);
  return FALSE;
}

/* Says before anything is measured that this computer cannot carry a load. */
static gboolean
check_limits (PronyCliRunOptions *options, PronyPlan *plan, GError **error)
{
  PronyLoadLevel last = prony_load_level_closed (plan->sweep_max);

  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      const PronyScenario *scenario = g_ptr_array_index (plan->scenarios, i);
      GArray *levels = prony_plan_get_levels (plan, i);

      for (guint j = 0; j < levels->len; j++)
        {
          const PronyLoadLevel *level = &g_array_index (levels, PronyLoadLevel, j);
          const char *place =
            level->kind == PRONY_LOAD_CLOSED ? "--concurrency" : "--max-concurrency";

          if (prony_plan_uses_own_load (plan, i))
            place = scenario->name;
          if (!check_limit (place, level, error))
            return FALSE;
        }
    }
  return options->load.sweep_max == NULL || check_limit ("--sweep-max", &last, error);
}

/* Nobody asked for these loads on the command line. */
static void
say_own_loads (PronyCliRunOptions *options, PronyPlan *plan)
{
  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      const PronyScenario *scenario = g_ptr_array_index (plan->scenarios, i);
      GArray *levels = prony_plan_get_levels (plan, i);
      g_autoptr (GString) loads = g_string_new (NULL);

      if (!prony_plan_uses_own_load (plan, i))
        continue;
      for (guint j = 0; j < levels->len; j++)
        {
          g_autofree char *load =
            prony_load_level_describe (&g_array_index (levels, PronyLoadLevel, j));

          g_string_append_printf (loads, "%s%s", j > 0 ? ", " : "", load);
        }
      prony_cli_note (options->shared.quiet,
                      /* Translators: a scenario, and loads such as "1 at once, 5 at once" */
                      _ ("%s is measured at the load that it names itself: %s"), scenario->name,
                      loads->str);
    }
}

/* Mistakes in a data set are said before anything is measured. */
static gboolean
read_data_sets (PronyPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      PronyScenario *resolved =
        prony_scenario_resolve (plan->scenarios->pdata[i], plan->seed, NULL, error);

      if (resolved == NULL)
        return FALSE;
      prony_scenario_unref (plan->scenarios->pdata[i]);
      plan->scenarios->pdata[i] = resolved;
    }

  return TRUE;
}

static PronyPlan *
make_plan (PronyCliRunOptions *options, GError **error)
{
  g_autoptr (PronyPlan) plan = prony_cli_run_options_make_plan (options, error);
  GPtrArray *targets;

  if (plan == NULL || !check_limits (options, plan, error) || !read_data_sets (plan, error))
    return NULL;
  targets = prony_cli_targets_find (options->targets, &options->shared, error);
  if (targets == NULL)
    return NULL;

  g_ptr_array_extend_and_steal (plan->targets, targets);
  if (!prony_plan_check (plan, error))
    return NULL;

  say_own_loads (options, plan);
  return g_steal_pointer (&plan);
}

/**
 * prony_cli_run:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `run`: measures targets under the load of scenarios, stores the run, shows and
 * writes its results. SIGINT and SIGTERM end it early; what was measured is kept.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_run (int argc, char *argv[])
{
  g_auto (PronyCliRunOptions) options = { 0 };
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (PronyRunner) runner = NULL;
  g_autoptr (GError) error = NULL;
  Execution execution = { .options = &options };
  PronyCliStatus status;

  if (!prony_cli_run_options_parse (&options, argc, argv))
    return PRONY_CLI_BAD_INPUT;

  /* The database before the engines: nothing is measured that cannot be kept. */
  if (!options.shared.no_store)
    {
      store = open_store (&options.shared, &error);
      if (store == NULL)
        return prony_cli_report (error);
    }
  plan = make_plan (&options, &error);
  if (plan == NULL)
    return prony_cli_report (error);

  runner = prony_runner_new (plan, store);
  execution.runner = runner;
  execute (&execution);

  if (execution.run != NULL)
    status = deliver (&execution, store);
  else
    status = prony_cli_report (execution.error);
  if (store != NULL && !prony_store_close (store, &error))
    status = prony_cli_report (error);

  g_clear_pointer (&execution.run, prony_run_unref);
  g_clear_error (&execution.error);
  return status;
}
