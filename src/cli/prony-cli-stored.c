/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "base/prony-format.h"
#include "cli/prony-cli-definition.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-result.h"
#include "cli/prony-cli-runs.h"
#include "core/report/prony-report.h"

/* A stored run and where its requests are. */
typedef struct
{
  PronyStore *store;
  PronyRun *run;
} StoredRun;

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  const StoredRun *stored = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *records =
    prony_store_get_requests (stored->store, stored->run->id, trial->index, &error);

  if (records == NULL)
    prony_cli_error ("%s", error->message);
  return records;
}

static gboolean
open_run (StoredRun *stored, PronyCliOptions *options, GError **error)
{
  stored->store = prony_cli_options_open_store (options, error);
  if (stored->store != NULL)
    stored->run = prony_cli_runs_open (stored->store, options->arguments[1], error);
  return stored->run != NULL;
}

static void
close_run (StoredRun *stored)
{
  g_clear_pointer (&stored->run, prony_run_unref);
  g_clear_object (&stored->store);
}

static void
print_header (PronyRun *run)
{
  g_autofree char *started = prony_format_date (run->started_us);
  g_autofree char *duration = prony_format_duration (run->duration_s);
  g_autofree char *text = g_strdup_printf ("%s\n%s · %s · %s · %s\n\n", run->name, run->id, started,
                                           duration, prony_state_title (run->state));
  g_autofree char *clean = prony_cli_clean (text);

  prony_cli_print (clean);
}

/* Prony's own figures are there without reading the requests again. */
static PronyRunDefinition *
define (StoredRun *stored, PronyDefinition definition)
{
  return definition != PRONY_DEFINITION_PRONY
           ? prony_run_definition_new (stored->run, definition, get_records, stored, NULL)
           : NULL;
}

static void
print_run (StoredRun *stored, gboolean json, PronyDefinition definition)
{
  g_autoptr (PronyRunDefinition) figures = define (stored, definition);
  g_autoptr (JsonObject) document = NULL;

  if (!json)
    {
      print_header (stored->run);
      if (figures != NULL)
        prony_cli_definition_print (stored->run, figures);
      else
        prony_cli_result_print (stored->run, get_records, stored);
      return;
    }

  document = prony_report_summary_json (stored->run, get_records, stored);
  if (figures != NULL)
    json_object_set_object_member (document, "definition",
                                   prony_cli_definition_to_json (stored->run, figures));
  prony_cli_print_json (document);
}

static gboolean
read_definition (const char *name, PronyDefinition *definition)
{
  g_autofree char *names = NULL;

  if (name == NULL || prony_definition_from_string (name, definition))
    return TRUE;

  names = prony_cli_definition_list_names ();
  prony_cli_error (_ ("There are no definitions of “%s”, but of these: %s."), name, names);
  return FALSE;
}

/**
 * prony_cli_show:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `show RUN [--definition NAME]`: the results of a stored run.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_show (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  PronyDefinition definition = PRONY_DEFINITION_PRONY;
  StoredRun stored = { NULL };
  PronyCliStatus status = PRONY_CLI_DONE;
  const GOptionEntry entries[] = {
    { "definition", 0, 0, G_OPTION_ARG_STRING, &name,
      N_ ("TTFT, ITL and TPOT as another tool defines them: guidellm, aiperf, vllm-bench, "
          "llmperf, mlperf (prony)"),
      N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_STORE, entries, _ ("RUN"),
                                _ ("Shows the results of a stored run: an identifier from the "
                                   "history, or “latest”."),
                                argc, argv) ||
      !prony_cli_options_check_arguments (&options, 1, 1) || !read_definition (name, &definition))
    return PRONY_CLI_BAD_INPUT;

  if (open_run (&stored, &options, &error))
    print_run (&stored, options.json, definition);
  else
    status = prony_cli_report (error);
  close_run (&stored);
  return status;
}

static PronyCliStatus
export_run (PronyCliOptions *options, const char *output, PronyReportFormat formats)
{
  g_autoptr (GError) error = NULL;
  StoredRun stored = { NULL };
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  PronyCliStatus status = PRONY_CLI_DONE;

  if (open_run (&stored, options, &error))
    samples = prony_store_list_samples (stored.store, stored.run->id, &error);
  if (samples != NULL)
    folder = prony_report_write_folder (stored.run, get_records, &stored, samples, output, formats,
                                        NULL, &error);
  close_run (&stored);
  if (folder == NULL)
    return prony_cli_report (error);

  if (options->json)
    {
      g_autoptr (JsonObject) document = json_object_new ();

      json_object_set_string_member (document, "folder", folder);
      prony_cli_print_json (document);
    }
  else
    prony_cli_note (options->quiet, _ ("The run folder is %s"), folder);
  return status;
}

/**
 * prony_cli_export:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `export RUN --output DIR`: writes the run folder of a stored run.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_export (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autofree char *output = NULL;
  g_autofree char *format = NULL;
  g_autoptr (GError) error = NULL;
  PronyReportFormat formats = PRONY_REPORT_ALL;
  const GOptionEntry entries[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write the run folder into DIR"),
      N_ ("DIR") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format,
      N_ ("What to write: json, csv, md, html, svg, png (the first four)"), N_ ("LIST") },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_STORE, entries, _ ("RUN"),
                                _ ("Writes the files of a stored run: an identifier from the "
                                   "history, or “latest”."),
                                argc, argv) ||
      !prony_cli_options_check_arguments (&options, 1, 1))
    return PRONY_CLI_BAD_INPUT;
  if (output == NULL)
    {
      prony_cli_error (_ ("Say where to write with --output DIR."));
      return PRONY_CLI_BAD_INPUT;
    }
  if (format != NULL && !prony_report_formats_from_string (format, &formats, &error))
    return prony_cli_report (error);

  return export_run (&options, output, formats);
}
