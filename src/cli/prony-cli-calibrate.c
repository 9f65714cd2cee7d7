/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <math.h>
#include <signal.h>

#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-load-options.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "core/bench/prony-calibrator.h"
#include "core/model/prony-host-info.h"

#define DEFAULT_CONCURRENCY "1,8,64,256"

#define MAX_THREADS 256

/* The calibrations of one call; lives on the stack. The list grows in the thread that
 * measures, and is read when that has ended. */
typedef struct
{
  PronyCalibratorShape shape; /* but for its level */
  GArray *levels;
  gboolean force;
  gboolean quiet;
  GCancellable *cancellable;
  GMainLoop *loop;
  GPtrArray *found;  /* PronyCalibration of each level, or NULL */
  GPtrArray *errors; /* GError of each level, or NULL */
} Calibrate;

/* --- Measuring -------------------------------------------------------------------- */

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
measure (gpointer data)
{
  Calibrate *self = data;

  for (guint i = 0; i < self->levels->len; i++)
    {
      PronyCalibratorShape shape = self->shape;
      g_autofree char *load = NULL;
      GError *error = NULL;

      shape.level = g_array_index (self->levels, PronyLoadLevel, i);
      load = prony_load_level_describe (&shape.level);

      /* Translators: %s is a load such as "8 at once"; then "2 of 4" */
      prony_cli_note (self->quiet, _ ("Calibrating for %s (%u of %u)…"), load, i + 1,
                      self->levels->len);
      g_ptr_array_add (self->found, self->force
                                      ? prony_calibrator_measure (&shape, self->cancellable, &error)
                                      : prony_calibrator_get (&shape, self->cancellable, &error));
      g_ptr_array_add (self->errors, error);
      if (g_cancellable_is_cancelled (self->cancellable))
        break;
    }

  /* Within the loop, which may not have begun to run yet. */
  g_idle_add (quit_cb, self->loop);
  return NULL;
}

static gboolean
on_interrupt_cb (gpointer data)
{
  Calibrate *self = data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

/* A thread measures, so that this one hears signals. */
static void
run (Calibrate *self)
{
  guint interrupt_id = g_unix_signal_add (SIGINT, on_interrupt_cb, self);
  guint terminate_id = g_unix_signal_add (SIGTERM, on_interrupt_cb, self);
  GThread *thread = g_thread_new ("prony-calibrate", measure, self);

  g_main_loop_run (self->loop);
  g_thread_join (thread);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
}

/* --- Showing ---------------------------------------------------------------------- */

static void
add_row (PronyCliTable *table, const PronyLoadLevel *level, PronyCalibration *calibration)
{
  g_autofree char *load = prony_load_level_get_label (level);
  g_autofree char *ttft_p50 = prony_format_value (calibration->ttft_p50_s, PRONY_UNIT_SECONDS);
  g_autofree char *ttft_p99 = prony_format_value (calibration->ttft_p99_s, PRONY_UNIT_SECONDS);
  g_autofree char *itl_p50 = prony_format_value (calibration->itl_p50_s, PRONY_UNIT_SECONDS);
  g_autofree char *itl_p99 = prony_format_value (calibration->itl_p99_s, PRONY_UNIT_SECONDS);
  g_autofree char *rate =
    prony_format_value (calibration->tokens_per_sec, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *highest =
    prony_format_value (calibration->max_tokens_per_sec, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *threads =
    prony_format_value (calibration->threads > 0 ? calibration->threads : NAN, PRONY_UNIT_COUNT);

  prony_cli_table_add (table, load, ttft_p50, ttft_p99, itl_p50, itl_p99, rate, highest, threads,
                       NULL);
}

static void
print_table (Calibrate *self)
{
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("rrrrrrrr", _ ("Load"), _ ("TTFT p50"), _ ("TTFT p99"), _ ("ITL p50"),
                         _ ("ITL p99"), _ ("Measured at"),
                         /* Translators: the highest token rate with such an error; a column */
                         _ ("Up to, within 1 ms"), _ ("Threads"), NULL);

  for (guint i = 0; i < self->found->len; i++)
    if (self->found->pdata[i] != NULL)
      add_row (table, &g_array_index (self->levels, PronyLoadLevel, i), self->found->pdata[i]);

  if (prony_cli_table_count (table) == 0)
    return;
  prony_cli_table_print (table);
  prony_cli_note (self->quiet, _ ("So much does this computer add to times, measured against the "
                                  "simulated engine on the same computer."));
}

static void
print_json (Calibrate *self)
{
  g_autoptr (JsonObject) document = json_object_new ();
  g_autoptr (PronyHostInfo) host = prony_host_info_new ();
  JsonArray *list = json_array_new ();

  json_object_set_string_member (document, "schema", "prony.calibration/1");
  json_object_set_string_member (document, "prony_version", PRONY_VERSION);
  json_object_set_object_member (document, "system_info", prony_host_info_to_json (host));
  json_object_set_string_member (document, "api", prony_api_to_string (self->shape.api));
  json_object_set_array_member (document, "calibrations", list);
  for (guint i = 0; i < self->found->len; i++)
    {
      PronyCalibration *calibration = self->found->pdata[i];
      const GError *error = self->errors->pdata[i];
      JsonObject *object =
        calibration != NULL ? prony_calibration_to_json (calibration) : json_object_new ();

      json_object_set_object_member (
        object, "load",
        prony_load_level_to_json (&g_array_index (self->levels, PronyLoadLevel, i)));
      if (calibration != NULL)
        json_object_set_boolean_member (object, "carried",
                                        prony_calibration_is_carried (calibration));
      else
        json_object_set_string_member (object, "error", error->message);
      json_array_add_object_element (list, object);
    }
  prony_cli_print_json (document);
}

static void
note_limit (Calibrate *self, guint i)
{
  PronyCalibration *calibration = self->found->pdata[i];
  g_autofree char *load =
    prony_load_level_describe (&g_array_index (self->levels, PronyLoadLevel, i));
  g_autofree char *pace = prony_format_value (calibration->pace, PRONY_UNIT_RATIO);

  /* Translators: %s are a load such as "8 at once", and a share such as "61 %" */
  prony_cli_note (self->quiet,
                  _ ("This computer cannot carry such a load: %s. Answers came at %s of the pace "
                     "that they were told to have."),
                  load, pace);
}

static PronyCliStatus
show (Calibrate *self, gboolean json)
{
  PronyCliStatus status = PRONY_CLI_DONE;

  if (json)
    print_json (self);
  else
    print_table (self);

  for (guint i = 0; i < self->found->len; i++)
    if (self->found->pdata[i] == NULL)
      status = prony_cli_report (self->errors->pdata[i]);
    else if (!prony_calibration_is_carried (self->found->pdata[i]))
      note_limit (self, i);
  return status;
}

static void
unref_found (gpointer calibration)
{
  if (calibration != NULL)
    prony_calibration_unref (calibration);
}

static void
free_error (gpointer error)
{
  if (error != NULL)
    g_error_free (error);
}

static PronyCliStatus
calibrate (const PronyCalibratorShape *shape,
           GArray *levels,
           gboolean force,
           const PronyCliOptions *options)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (unref_found);
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func (free_error);
  Calibrate self = {
    .shape = *shape,
    .levels = levels,
    .force = force,
    .quiet = options->quiet,
    .cancellable = cancellable,
    .loop = loop,
    .found = found,
    .errors = errors,
  };

  run (&self);
  return show (&self, options->json);
}

/* The API is named, since there is no engine to ask. */
static gboolean
take_api (const char *name, PronyApi *api, GError **error)
{
  if (name != NULL && !prony_api_from_string (name, api, error))
    return FALSE;
  if (*api != PRONY_API_AUTO)
    return TRUE;

  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("--api: name a protocol, since there is no engine here to ask."));
  return FALSE;
}

/**
 * prony_cli_calibrate:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `calibrate`: says what this computer adds to figures at loads of some shapes, and
 * keeps it for runs with such loads.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_calibrate (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_auto (PronyCliLoadOptions) load = { 0 };
  g_autofree char *api = NULL;
  g_autofree char *threads = NULL;
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "concurrency", 0, 0, G_OPTION_ARG_STRING, &load.concurrency,
      N_ ("Requests at once (1,8,64,256)"), N_ ("N,N,…") },
    { "rate", 0, 0, G_OPTION_ARG_STRING, &load.rate,
      N_ ("Instead: requests a second, as Poisson arrivals"), N_ ("X,X,…") },
    { "api", 0, 0, G_OPTION_ARG_STRING, &api, N_ ("The protocol to speak (openai-chat)"),
      N_ ("NAME") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &threads,
      N_ ("Threads that measure (as many as the load needs)"), N_ ("N") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Measure also what is known from the last day"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (GError) error = NULL;
  PronyCalibratorShape shape = { .api = PRONY_API_OPENAI_CHAT };

  if (!prony_cli_options_parse (&options, 0, entries, NULL,
                                _ ("Says what this computer adds to the times that it measures."),
                                argc, argv) ||
      !prony_cli_options_check_arguments (&options, 0, 0))
    return PRONY_CLI_BAD_INPUT;

  if (load.concurrency == NULL && load.rate == NULL)
    load.concurrency = g_strdup (DEFAULT_CONCURRENCY);
  /* Of the plan only the loads are of use; they want a bound. */
  plan->duration_s = 1;
  if (!take_api (api, &shape.api, &error) ||
      !prony_cli_take_count ("--threads", threads, 1, MAX_THREADS, &shape.threads, &error) ||
      !prony_cli_load_options_apply (&load, plan, &error))
    return prony_cli_report (error);
  return calibrate (&shape, plan->levels, force, &options);
}
