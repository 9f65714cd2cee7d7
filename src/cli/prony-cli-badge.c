/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-error.h"
#include "cli/prony-cli-metrics.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-runs.h"
#include "core/analysis/prony-badge.h"

/* The first trial that fits and has the figure. */
static char *
make_badge (
  PronyRun *run, PronyMetric metric, const char *engine, const char *scenario, GError **error)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      char *svg = NULL;

      if ((engine == NULL || g_strcmp0 (trial->target->name, engine) == 0) &&
          (scenario == NULL || g_strcmp0 (trial->scenario_name, scenario) == 0))
        svg = prony_badge_make_svg (run, trial, metric);
      if (svg != NULL)
        return svg;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
               _ ("The run “%s” has no such value. “prony-cli show” says what it has."), run->name);
  return NULL;
}

/**
 * prony_cli_badge:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `badge RUN --metric M --output FILE`: a picture of one figure for a README.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_badge (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *output = NULL;
  g_autofree char *engine = NULL;
  g_autofree char *scenario = NULL;
  g_autofree char *svg = NULL;
  g_autoptr (GArray) metrics = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (PronyRun) run = NULL;
  const GOptionEntry entries[] = {
    { "metric", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, N_ ("What to show (ttft)"),
      N_ ("METRIC") },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine, N_ ("Of which engine (the first)"),
      N_ ("NAME") },
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &scenario, N_ ("Of which scenario (the first)"),
      N_ ("NAME") },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write the picture into FILE"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_STORE, entries, _ ("RUN"),
                                _ ("Draws a badge with one figure of a stored run, as SVG."), argc,
                                argv) ||
      !prony_cli_options_check_arguments (&options, 1, 1))
    return PRONY_CLI_BAD_INPUT;
  if (output == NULL)
    {
      prony_cli_error (_ ("Say where to write with --output FILE."));
      return PRONY_CLI_BAD_INPUT;
    }

  metrics = prony_cli_metrics_read (names, &error);
  if (metrics != NULL)
    store = prony_cli_options_open_store (&options, &error);
  if (store != NULL)
    run = prony_cli_runs_open (store, options.arguments[1], &error);
  if (run != NULL)
    svg = make_badge (
      run, metrics->len > 0 ? g_array_index (metrics, PronyMetric, 0) : PRONY_METRIC_TTFT, engine,
      scenario, &error);
  if (svg == NULL || !g_file_set_contents (output, svg, -1, &error))
    return prony_cli_report (error);
  return PRONY_CLI_DONE;
}
