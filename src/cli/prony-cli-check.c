/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "cli/prony-cli-metrics.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-runs.h"
#include "cli/prony-cli-table.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/analysis/prony-regression.h"
#include "core/analysis/prony-run-differences.h"

/* What is allowed where nobody says it: less is found, but seldom matters. */
#define DEFAULT_PERCENT 5.0

typedef struct
{
  PronyStore *store;
  PronyRun *baseline;
  PronyRun *run;
} Runs;

static GPtrArray *
get_baseline_records (PronyTrial *trial, gpointer user_data)
{
  const Runs *runs = user_data;

  return prony_cli_runs_get_records (runs->store, runs->baseline, trial);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  const Runs *runs = user_data;

  return prony_cli_runs_get_records (runs->store, runs->run, trial);
}

static gboolean
open_runs (Runs *runs, PronyCliOptions *options, const char *baseline, GError **error)
{
  runs->store = prony_cli_options_open_store (options, error);
  if (runs->store != NULL)
    runs->run = prony_cli_runs_open (runs->store, options->arguments[1], error);
  if (runs->run != NULL)
    runs->baseline = prony_cli_runs_open (runs->store, baseline, error);
  return runs->baseline != NULL;
}

static void
close_runs (Runs *runs)
{
  g_clear_pointer (&runs->baseline, prony_run_unref);
  g_clear_pointer (&runs->run, prony_run_unref);
  g_clear_object (&runs->store);
}

static const char *
state_to_string (PronyRegressionState state)
{
  static const char *const names[] = {
    "same", "better", "worse", "unknown", "missing", "unmeasured"
  };

  return names[state];
}

/* What a difference may come from other than the engine. */
static GPtrArray *
list_notes (const Runs *runs)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);

  prony_run_differences_add (notes, runs->baseline, runs->run);
  if (prony_run_is_partial (runs->run))
    g_ptr_array_add (notes, g_strdup_printf (_ ("“%s” did not come to its end."), runs->run->name));
  return notes;
}

static JsonObject *
case_to_json (const PronyRegressionCase *this)
{
  JsonObject *object = json_object_new ();

  prony_json_add_string (object, "engine", this->target);
  prony_json_add_string (object, "scenario", this->scenario);
  json_object_set_object_member (object, "load", prony_load_level_to_json (&this->load));
  prony_cli_metrics_add_comparison (object, &this->comparison);
  json_object_set_string_member (object, "state", state_to_string (this->state));
  prony_json_add_double (object, "change", this->change);
  prony_json_add_string (object, "sentence", this->sentence);
  return object;
}

static void
print_json (const Runs *runs, GPtrArray *cases, GPtrArray *notes)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *list = json_array_new ();
  JsonArray *remarks = json_array_new ();

  for (guint i = 0; i < cases->len; i++)
    json_array_add_object_element (list, case_to_json (g_ptr_array_index (cases, i)));
  for (guint i = 0; i < notes->len; i++)
    json_array_add_string_element (remarks, g_ptr_array_index (notes, i));
  json_object_set_string_member (document, "schema", "prony.check/1");
  json_object_set_string_member (document, "run_id", runs->run->id);
  json_object_set_string_member (document, "baseline_id", runs->baseline->id);
  json_object_set_string_member (
    document, "verdict", prony_run_verdict_to_string (prony_regression_get_verdict (cases)));
  json_object_set_int_member (document, "unmeasured",
                              prony_regression_count (cases, PRONY_REGRESSION_UNMEASURED));
  json_object_set_array_member (document, "cases", list);
  json_object_set_array_member (document, "notes", remarks);
  prony_cli_print_json (document);
}

static void
print_cases (GPtrArray *cases)
{
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("llll", _ ("Engine"), _ ("Scenario"), _ ("Load"), _ ("Result"), NULL);

  for (guint i = 0; i < cases->len; i++)
    {
      const PronyRegressionCase *this = g_ptr_array_index (cases, i);
      g_autofree char *load = prony_load_level_get_label (&this->load);

      prony_cli_table_add (table, this->target, this->scenario, load, this->sentence, NULL);
    }
  prony_cli_table_print (table);
}

static gboolean
write_junit (const Runs *runs, GPtrArray *cases, const char *file, GError **error)
{
  g_autofree char *xml = prony_regression_to_junit (cases, runs->baseline, runs->run);

  return g_file_set_contents (file, xml, -1, error);
}

/* What was to be measured and was not is no success either. */
static PronyCliStatus
judge (GPtrArray *cases)
{
  guint n_unmeasured = prony_regression_count (cases, PRONY_REGRESSION_UNMEASURED);

  if (n_unmeasured > 0)
    prony_cli_error (ngettext ("%u figure of the baseline was not measured, since the run did not "
                               "come so far or its requests failed. “prony-cli show” says why.",
                               "%u figures of the baseline were not measured, since the run did "
                               "not come so far or its requests failed. “prony-cli show” says why.",
                               n_unmeasured),
                     n_unmeasured);
  return n_unmeasured > 0 || prony_regression_get_verdict (cases) == PRONY_RUN_VERDICT_WORSE
           ? PRONY_CLI_REGRESSION
           : PRONY_CLI_DONE;
}

static PronyCliStatus
check_runs (PronyCliOptions *options,
            const Runs *runs,
            const PronyRegressionWish *wish,
            const char *junit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = prony_regression_check (
    runs->baseline, get_baseline_records, runs->run, get_records, (gpointer) runs, wish);
  g_autoptr (GPtrArray) notes = list_notes (runs);

  if (junit != NULL && !write_junit (runs, cases, junit, &error))
    return prony_cli_report (error);
  if (options->json)
    print_json (runs, cases, notes);
  else if (cases->len > 0)
    print_cases (cases);
  for (guint i = 0; i < notes->len; i++)
    prony_cli_note (options->quiet, "%s", (char *) g_ptr_array_index (notes, i));

  if (cases->len == 0)
    {
      prony_cli_error (_ ("The run and its baseline have nothing in common that was measured: no "
                          "engine at the same scenario and load. “prony-cli show” says what each "
                          "of them has."));
      return PRONY_CLI_BAD_INPUT;
    }
  return judge (cases);
}

/**
 * prony_cli_check:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `check RUN --baseline RUN`: whether a run is worse than another one.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_check (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *baseline = NULL;
  g_autofree char *percent = NULL;
  g_autofree char *junit = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GArray) metrics = NULL;
  double allowed = DEFAULT_PERCENT;
  Runs runs = { NULL };
  PronyCliStatus status;
  const GOptionEntry entries[] = {
    { "baseline", 0, 0, G_OPTION_ARG_STRING, &baseline,
      N_ ("Hold it against RUN (“baseline”: the latest pinned one)"), N_ ("RUN") },
    { "max-regression", 0, 0, G_OPTION_ARG_STRING, &percent,
      N_ ("Allow it to be worse by PCT percent (5)"), N_ ("PCT") },
    { "metric", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names,
      N_ ("Look at METRIC only; may be given several times"), N_ ("METRIC") },
    { "junit", 0, 0, G_OPTION_ARG_FILENAME, &junit, N_ ("Write JUnit XML into FILE"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (
        &options, PRONY_CLI_USES_STORE, entries, _ ("RUN"),
        _ ("Says whether a stored run is clearly worse than another one. The status is then 4."),
        argc, argv) ||
      !prony_cli_options_check_arguments (&options, 1, 1))
    return PRONY_CLI_BAD_INPUT;
  if (percent != NULL &&
      !prony_cli_take_double ("--max-regression", percent, 0, 1000, &allowed, &error))
    return prony_cli_report (error);
  metrics = prony_cli_metrics_read (names, &error);
  if (metrics == NULL)
    return prony_cli_report (error);

  if (open_runs (&runs, &options, baseline != NULL ? baseline : "baseline", &error))
    {
      const PronyRegressionWish wish = { metrics->len > 0
                                           ? (const PronyMetric *) (gpointer) metrics->data
                                           : NULL,
                                         metrics->len, allowed / 100 };

      status = check_runs (&options, &runs, &wish, junit);
    }
  else
    status = prony_cli_report (error);
  close_runs (&runs);
  return status;
}
