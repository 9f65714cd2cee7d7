/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/metrics/prony-tag-cut.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-tags.h"

static GArray *
get_cuts (PronyReportContext *context, PronyTrial *trial)
{
  return g_hash_table_lookup (context->cuts, trial);
}

/**
 * prony_report_get_tags:
 * @context: what to report
 * @trial: a trial of the run
 * @case_index: a test case of its scenario
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the tags of the test
 *   case; %NULL where they are not known
 */
const char *const *
prony_report_get_tags (PronyReportContext *context, PronyTrial *trial, guint case_index)
{
  PronyScenario *scenario = prony_run_get_scenario (context->run, trial->scenario_name);
  const PronyTestCase *test_case =
    scenario != NULL ? prony_scenario_get_case (scenario, case_index) : NULL;

  return test_case != NULL ? (const char *const *) test_case->tags : NULL;
}

/* --- For people --------------------------------------------------------------------- */

static PronyBlock *
begin_table (PronyReportContext *context, GPtrArray *document)
{
  GStrvBuilder *row = g_strv_builder_new ();
  PronyBlock *table;

  prony_report_blocks_add_heading (document, 4, _ ("By tag"));
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  /* Translators: column titles; p50 is a percentile */
  g_strv_builder_add_many (
    row, _ ("Tag"), _ ("Engine"), _ ("Load"), _ ("Requests"), _ ("Success rate"), _ ("TTFT p50"),
    _ ("Latency p50"), _ ("Tokens/s p50"),
    prony_run_has_verdicts (context->run) ? _ ("Right answers") : NULL, NULL);
  prony_block_add_row (table, row);
  table->text_columns = 3;
  return table;
}

static void
add_row (PronyReportContext *context, PronyBlock *table, PronyTrial *trial, const PronyTagCut *cut)
{
  GStrvBuilder *row = g_strv_builder_new ();
  g_autofree char *engine = prony_report_target_label (trial->target);
  g_autofree char *load = prony_trial_get_load_label (trial);

  prony_block_add_cell (row, cut->tag);
  prony_block_add_cell (row, engine);
  prony_block_add_cell (row, load);
  prony_block_add_value (row, (double) cut->requests, PRONY_UNIT_COUNT);
  prony_block_add_value (row, cut->success_rate, PRONY_UNIT_RATIO);
  prony_block_add_value (row, cut->ttft_p50, PRONY_UNIT_SECONDS);
  prony_block_add_value (row, cut->latency_p50, PRONY_UNIT_SECONDS);
  prony_block_add_value (row, cut->tokens_per_sec_p50, PRONY_UNIT_TOKENS_PER_SECOND);
  if (prony_run_has_verdicts (context->run))
    prony_block_add_value (row, cut->quality_pass_rate, PRONY_UNIT_RATIO);
  prony_block_add_row (table, row);
}

/* The tags of a scenario in the order of its cases, so that its targets stand together. */
static GPtrArray *
list_tags (PronyReportContext *context, const char *scenario)
{
  GPtrArray *tags = g_ptr_array_new ();

  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
      GArray *cuts = get_cuts (context, trial);

      if (cuts == NULL || !g_str_equal (trial->scenario_name, scenario))
        continue;
      for (guint j = 0; j < cuts->len; j++)
        {
          const char *tag = g_array_index (cuts, PronyTagCut, j).tag;

          if (!g_ptr_array_find_with_equal_func (tags, tag, g_str_equal, NULL))
            g_ptr_array_add (tags, (gpointer) tag);
        }
    }
  return tags;
}

static void
add_rows (PronyReportContext *context, PronyBlock *table, const char *scenario, const char *tag)
{
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
      GArray *cuts = get_cuts (context, trial);

      if (cuts == NULL || !g_str_equal (trial->scenario_name, scenario))
        continue;
      for (guint j = 0; j < cuts->len; j++)
        {
          const PronyTagCut *cut = &g_array_index (cuts, PronyTagCut, j);

          if (g_str_equal (cut->tag, tag))
            add_row (context, table, trial, cut);
        }
    }
}

/**
 * prony_report_add_tags:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 * @scenario: a scenario's name
 *
 * Adds a table of the scenario's results by the tags of its test cases, if they have any.
 */
void
prony_report_add_tags (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  g_autoptr (GPtrArray) tags = list_tags (context, scenario);
  PronyBlock *table;

  if (tags->len == 0)
    return;

  table = begin_table (context, document);
  for (guint i = 0; i < tags->len; i++)
    add_rows (context, table, scenario, g_ptr_array_index (tags, i));
}

/* --- For programs -------------------------------------------------------------------- */

/**
 * prony_report_json_tags:
 * @context: what to report
 * @trial: a trial of the run
 *
 * Returns: (transfer full) (nullable): the trial's figures by the tags of the test cases;
 *   %NULL where they have none
 */
JsonArray *
prony_report_json_tags (PronyReportContext *context, PronyTrial *trial)
{
  GArray *cuts = get_cuts (context, trial);
  JsonArray *array;

  if (cuts == NULL || cuts->len == 0)
    return NULL;

  array = json_array_sized_new (cuts->len);
  for (guint i = 0; i < cuts->len; i++)
    {
      const PronyTagCut *cut = &g_array_index (cuts, PronyTagCut, i);
      JsonObject *object = json_object_new ();

      prony_report_add_string (object, "tag", cut->tag);
      json_object_set_int_member (object, "requests", (gint64) cut->requests);
      prony_json_add_double (object, "success_rate", cut->success_rate);
      prony_json_add_double (object, "ttft_p50", cut->ttft_p50);
      prony_json_add_double (object, "latency_p50", cut->latency_p50);
      prony_json_add_double (object, "tokens_per_sec_p50", cut->tokens_per_sec_p50);
      if (cut->quality_passed + cut->quality_failed > 0)
        {
          json_object_set_int_member (object, "quality_passed", (gint64) cut->quality_passed);
          json_object_set_int_member (object, "quality_failed", (gint64) cut->quality_failed);
          prony_json_add_double (object, "quality_pass_rate", cut->quality_pass_rate);
        }
      json_array_add_object_element (array, object);
    }
  return array;
}
