/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-json.h"
#include "core/metrics/prony-limit.h"
#include "core/model/prony-resource-sample.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-resources.h"

/* What engines used, and what limited them. */

static const PronyMetric columns[] = {
  PRONY_METRIC_MEMORY_MB,        PRONY_METRIC_MEMORY_PEAK_MB,   PRONY_METRIC_CPU_PERCENT,
  PRONY_METRIC_GPU_UTIL_PERCENT, PRONY_METRIC_GPU_MEMORY_MB,    PRONY_METRIC_POWER_W,
  PRONY_METRIC_ENERGY_J,         PRONY_METRIC_TOKENS_PER_JOULE,
};

/* Whether any trial of the scenario has the figure; a column of nothing says nothing. */
static gboolean
is_known (PronyReportContext *context, const char *scenario, PronyMetric metric)
{
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);

      if (trial->summary != NULL && g_str_equal (trial->scenario_name, scenario) &&
          isfinite (prony_summary_get (trial->summary, metric)))
        return TRUE;
    }

  return FALSE;
}

static void
add_header (PronyBlock *table, const gboolean *known)
{
  GStrvBuilder *row = g_strv_builder_new ();

  prony_block_add_cell (row, _ ("Engine"));
  prony_block_add_cell (row, _ ("Load"));
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (known[i])
      prony_block_add_cell (row, prony_metric_get_title (columns[i]));
  prony_block_add_row (table, row);
  table->text_columns = 2;
}

static void
add_trial (PronyBlock *table, const gboolean *known, PronyTrial *trial)
{
  GStrvBuilder *row = g_strv_builder_new ();
  g_autofree char *target = prony_report_target_label (trial->target);
  g_autofree char *load = prony_trial_get_load_label (trial);

  prony_block_add_cell (row, target);
  prony_block_add_cell (row, load);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (known[i])
      prony_block_add_value (row, prony_summary_get (trial->summary, columns[i]),
                             prony_metric_get_info (columns[i])->unit);
  prony_block_add_row (table, row);
}

static void
add_table (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  gboolean known[G_N_ELEMENTS (columns)];
  gboolean any = FALSE;
  PronyBlock *table;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      known[i] = is_known (context, scenario, columns[i]);
      any |= known[i];
    }
  if (!any)
    return;

  prony_report_blocks_add (document, PRONY_BLOCK_PARAGRAPH,
                           /* xgettext:no-c-format */
                           _ ("What the engines' processes on this computer used, and their GPUs. "
                              "Of processor use, 100 % is one core."));
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  add_header (table, known);
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);

      if (trial->summary != NULL && g_str_equal (trial->scenario_name, scenario))
        add_trial (table, known, trial);
    }
}

/* Only of those that were seen to be limited; what is said of this computer and of the network
 * is said with the notes. */
static void
add_limits (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  PronyBlock *list = NULL;

  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
      g_autoptr (PronyTrialLimit) limit = prony_trial_limit_find (context->run, trial);
      g_autofree char *target = prony_report_target_label (trial->target);
      g_autofree char *load = prony_trial_describe_load (trial);
      g_autofree char *text = NULL;

      if (limit == NULL || limit->kind == PRONY_LIMIT_NONE || limit->kind == PRONY_LIMIT_CLIENT ||
          limit->kind == PRONY_LIMIT_NETWORK || !g_str_equal (trial->scenario_name, scenario))
        continue;
      if (list == NULL)
        list = prony_report_blocks_add (document, PRONY_BLOCK_LIST, NULL);
      /* Translators: an engine; a load such as "8 at once"; one word for what limits it, such
       * as "Queue"; a sentence with figures */
      text = g_strdup_printf (_ ("%s, %s: limited by “%s”. %s"), target, load,
                              prony_limit_kind_title (limit->kind), limit->sentence);
      prony_block_add_point (list, text);
    }
}

/**
 * prony_report_add_resources:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 * @scenario: name of a scenario
 *
 * Adds what engines used while the scenario was measured, and what limited them, where any of
 * it is known.
 */
void
prony_report_add_resources (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  add_table (context, document, scenario);
  add_limits (context, document, scenario);
}

/**
 * prony_report_json_limit:
 * @context: what to report
 * @trial: one of the run's trials
 *
 * Returns: (transfer full) (nullable): what limited it: `kind` and `sentence`; %NULL where it
 *   was not measured
 */
JsonObject *
prony_report_json_limit (PronyReportContext *context, PronyTrial *trial)
{
  g_autoptr (PronyTrialLimit) limit = prony_trial_limit_find (context->run, trial);
  JsonObject *object;

  if (limit == NULL)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "kind", prony_limit_kind_to_string (limit->kind));
  prony_report_add_string (object, "sentence", limit->sentence);
  return object;
}

/**
 * prony_report_samples_text:
 * @samples: (element-type PronyResourceSample): readings
 *
 * Returns: (transfer full): what `resources.jsonl` holds: a JSON document a line
 */
char *
prony_report_samples_text (GPtrArray *samples)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < samples->len; i++)
    {
      g_autoptr (JsonObject) object =
        prony_resource_sample_to_whole_json (g_ptr_array_index (samples, i));
      g_autofree char *line = prony_json_to_text (object, FALSE);

      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (text, FALSE);
}
