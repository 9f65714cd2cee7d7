/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-compare-notes.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/chart/prony-chart-text.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-charts.h"
#include "core/report/prony-report-comparison.h"
#include "core/report/prony-report-context.h"
#include "core/report/prony-report-csv.h"
#include "core/report/prony-report-numbers.h"

/* Columns are added at the end only. Figures are in the metric's unit: seconds, shares, tokens
 * a second. */
static const char *const columns[] = {
  "scenario",    "load",        "result",     "run_id",     "simulated", "metric",  "value",
  "is_baseline", "difference",  "ratio",      "ci95_low",   "ci95_high", "p_value", "p_adjusted",
  "verdict",     "noise_floor", "detectable", "n_baseline", "n_value",   "repeats",
};

/* --- Verdicts ------------------------------------------------------------------------- */

static const PronyComparePair *
find_pair (const PronyReportComparison *self, guint group, guint entry, gboolean ranking)
{
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const PronyComparePair *pair = g_ptr_array_index (self->pairs, i);

      if (pair->group == group && !pair->ranking == !ranking && (ranking || pair->entry == entry))
        return pair;
    }

  return NULL;
}

static char *
describe_group (const PronyReportComparison *self, guint group)
{
  const PronyComparePair *pair = find_pair (self, group, 0, TRUE);
  g_autofree char *baseline = NULL;
  g_autofree char *name = NULL;

  if (pair == NULL)
    return g_strdup (_ ("No winner: fewer than two results can be ranked."));

  baseline = prony_compare_set_dup_title (self->set, pair->baseline_entry);
  name = prony_compare_set_dup_title (self->set, pair->entry);
  return prony_comparison_describe (&pair->comparison, baseline, name);
}

/**
 * prony_report_comparison_describe_verdict:
 * @self: a comparison
 * @group: index of a group
 * @entry: index of an entry that has a result there
 *
 * Returns: (transfer none): how the entry stands to the baseline, or why nothing is said of it
 */
const char *
prony_report_comparison_describe_verdict (const PronyReportComparison *self,
                                          guint group,
                                          guint entry)
{
  const PronyComparePair *pair = find_pair (self, group, entry, FALSE);
  const PronyCompareGroup *compared = g_ptr_array_index (self->set->groups, group);

  if (pair != NULL)
    return prony_comparison_describe_verdict (&pair->comparison);
  if (entry == self->baseline)
    return _ ("Baseline");
  if (g_ptr_array_index (compared->trials, self->baseline) == NULL)
    return _ ("The baseline has no result here");
  return _ ("Simulated, not ranked");
}

/* --- A document ------------------------------------------------------------------------ */

static void
add_row (const PronyReportComparison *self, PronyBlock *table, guint group, guint entry)
{
  const PronyComparePair *pair = find_pair (self, group, entry, FALSE);
  PronyUnit unit = prony_metric_get_info (self->metric)->unit;
  GStrvBuilder *row = g_strv_builder_new ();
  PronyComparison none;
  const PronyComparison *comparison = pair != NULL ? &pair->comparison : &none;
  const PronyCompareEntry *result = g_ptr_array_index (self->set->entries, entry);
  g_autofree char *name = prony_compare_set_dup_title (self->set, entry);
  const PronyChartSeries series = { name, entry, result->target->simulated };
  g_autofree char *title = prony_chart_series_title (&series);
  g_autofree char *difference = NULL;
  g_autofree char *ratio = NULL;
  g_autofree char *interval = NULL;
  g_autofree char *p_value = NULL;

  prony_comparison_init_empty (&none, self->metric);
  difference = prony_comparison_format_difference (comparison->value - comparison->baseline, unit);
  ratio = prony_comparison_format_ratio (comparison->ratio);
  interval = prony_comparison_describe_interval (comparison);
  p_value = prony_comparison_format_p_value (comparison->p_adjusted);
  prony_block_add_cell (row, title);
  prony_block_add_cell (row, prony_report_comparison_describe_verdict (self, group, entry));
  prony_block_add_value (row, prony_compare_set_get_value (self->set, group, entry, self->metric),
                         unit);
  prony_block_add_cell (row, difference);
  prony_block_add_cell (row, ratio);
  prony_block_add_cell (row, interval);
  prony_block_add_cell (row, p_value);
  prony_block_add_row (table, row);
}

static void
add_group (const PronyReportComparison *self, GPtrArray *document, guint index)
{
  const PronyCompareGroup *group = g_ptr_array_index (self->set->groups, index);
  g_autofree char *heading = prony_comparison_describe_group (group->scenario_title, &group->load);
  g_autofree char *verdict = describe_group (self, index);
  GStrvBuilder *row = g_strv_builder_new ();
  PronyBlock *table;

  prony_report_blocks_add_heading (document, 2, heading);
  prony_report_blocks_add (document, PRONY_BLOCK_PARAGRAPH, verdict);
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  table->text_columns = 2;
  g_strv_builder_add_many (row, _ ("Result"), _ ("Verdict"), _ ("Value"), _ ("Difference"),
                           _ ("Ratio"), _ ("95 % Interval"), _ ("p-Value"), NULL);
  prony_block_add_row (table, row);
  for (guint i = 0; i < group->trials->len; i++)
    if (g_ptr_array_index (group->trials, i) != NULL)
      add_row (self, table, index, i);
}

static void
add_charts (const PronyReportComparison *self, GPtrArray *document)
{
  g_autoptr (GPtrArray) charts = prony_compare_set_make_charts (self->set, self->metric);

  if (charts->len > 0)
    prony_report_blocks_add_heading (document, 2, _ ("Charts"));
  for (guint i = 0; i < MIN (charts->len, PRONY_REPORT_MAX_CHARTS); i++)
    {
      g_autofree char *name = g_strdup_printf ("chart-%u", i + 1);

      prony_report_blocks_add_chart (document, name, g_ptr_array_index (charts, i));
    }
}

/**
 * prony_report_comparison_document:
 * @self: a comparison
 *
 * Returns: (transfer full) (element-type PronyBlock): a report of it, which no longer needs
 *   @self
 */
GPtrArray *
prony_report_comparison_document (const PronyReportComparison *self)
{
  GPtrArray *document = prony_report_blocks_new ();
  g_auto (PronyReportNumbers) numbers = { 0 };
  g_autoptr (GPtrArray) notes = NULL;
  PronyBlock *terms;

  prony_report_numbers_begin (&numbers);
  notes = prony_compare_set_list_notes (self->set);
  prony_report_blocks_add_heading (document, 1, _ ("Comparison"));
  terms = prony_report_blocks_add (document, PRONY_BLOCK_TERMS, NULL);
  prony_block_add_pair (terms, _ ("Metric"), prony_metric_get_title (self->metric));
  prony_block_add_pair (terms, _ ("Definition"), prony_metric_get_definition (self->metric));
  for (guint i = 0; i < self->set->entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (self->set->entries, i);
      g_autofree char *title = prony_compare_set_dup_title (self->set, i);
      g_autofree char *date = prony_format_date (entry->run->started_us);
      g_autofree char *origin = g_strdup_printf ("%s · %s", entry->run->name, date);
      /* Translators: %s is the name and date of a run */
      g_autofree char *made_up = g_strdup_printf (_ ("%s · simulated"), origin);

      prony_block_add_pair (terms, title, entry->target->simulated ? made_up : origin);
    }
  for (guint i = 0; i < notes->len; i++)
    prony_report_blocks_add (document, PRONY_BLOCK_NOTICE, g_ptr_array_index (notes, i));
  for (guint i = 0; i < self->set->groups->len; i++)
    add_group (self, document, i);
  add_charts (self, document);

  return document;
}

/* --- Tables ----------------------------------------------------------------------------- */

static void
append_number (GString *row, double value)
{
  g_autofree char *text = prony_format_c_double (value);

  g_string_append_printf (row, "%s,", text);
}

static const char *
get_verdict (const PronyComparison *comparison)
{
  if (!isfinite (comparison->baseline) || !isfinite (comparison->value))
    return "";
  if (!comparison->clear)
    return "not_clear";
  if (comparison->small)
    return "small";
  return comparison->second_is_better ? "better" : "worse";
}

static void
append_comparison (GString *row, const PronyComparison *comparison)
{
  append_number (row, comparison->value - comparison->baseline);
  append_number (row, comparison->ratio);
  append_number (row, comparison->difference_ci[0]);
  append_number (row, comparison->difference_ci[1]);
  append_number (row, comparison->p_value);
  append_number (row, comparison->p_adjusted);
  g_string_append_printf (row, "%s,", get_verdict (comparison));
  append_number (row, comparison->noise_floor);
  append_number (row, comparison->detectable);
  g_string_append_printf (row, "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%u\n",
                          comparison->n_values[0], comparison->n_values[1],
                          comparison->n_repeats[1]);
}

static void
append_row (const PronyReportComparison *self, GString *out, guint index, guint entry_index)
{
  const PronyCompareGroup *group = g_ptr_array_index (self->set->groups, index);
  const PronyCompareEntry *entry = g_ptr_array_index (self->set->entries, entry_index);
  const PronyComparePair *pair = find_pair (self, index, entry_index, FALSE);
  g_autofree char *title = prony_compare_set_dup_title (self->set, entry_index);
  g_autofree char *load = prony_load_level_describe (&group->load);

  prony_report_csv_append_text (out, group->scenario_name);
  prony_report_csv_append_text (out, load);
  prony_report_csv_append_text (out, title);
  prony_report_csv_append_text (out, entry->run->id);
  g_string_append_printf (out, "%s,", entry->target->simulated ? "true" : "false");
  g_string_append_printf (out, "%s,", prony_metric_get_info (self->metric)->name);
  append_number (out, prony_compare_set_get_value (self->set, index, entry_index, self->metric));
  g_string_append_printf (out, "%s,", entry_index == self->baseline ? "true" : "false");
  if (pair != NULL)
    append_comparison (out, &pair->comparison);
  else
    g_string_append (out, ",,,,,,,,,,,\n");
}

/**
 * prony_report_comparison_csv:
 * @self: a comparison
 *
 * Returns: (transfer full): a row for each result in each group, as RFC 4180 says, numbers in the
 *   unit of the metric
 */
char *
prony_report_comparison_csv (const PronyReportComparison *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", columns[i]);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < self->set->groups->len; i++)
    {
      const PronyCompareGroup *group = g_ptr_array_index (self->set->groups, i);

      for (guint k = 0; k < group->trials->len; k++)
        if (g_ptr_array_index (group->trials, k) != NULL)
          append_row (self, out, i, k);
    }

  return g_string_free (out, FALSE);
}

static void
append_line (GString *out, const char *const *cells, const char *first)
{
  if (first != NULL)
    g_string_append_printf (out, "%s\t", first);
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_autofree char *cell = g_strdup (cells[i]);

      g_string_append (out, i > 0 ? "\t" : "");
      g_string_append (out, g_strdelimit (cell, "\t\n", ' '));
    }
  g_string_append_c (out, '\n');
}

/**
 * prony_report_comparison_tsv:
 * @self: a comparison
 *
 * Returns: (transfer full): the tables as people read them, with tabs between the columns, for
 *   the clipboard
 */
char *
prony_report_comparison_tsv (const PronyReportComparison *self)
{
  g_autoptr (GPtrArray) document = prony_report_comparison_document (self);
  GString *out = g_string_new (NULL);
  const char *heading = "";
  gboolean first = TRUE;

  for (guint i = 0; i < document->len; i++)
    {
      const PronyBlock *block = g_ptr_array_index (document, i);

      if (block->kind == PRONY_BLOCK_HEADING)
        heading = block->text;
      for (guint k = 0; block->kind == PRONY_BLOCK_TABLE && k < block->rows->len; k++)
        if (k > 0 || first)
          {
            append_line (out, g_ptr_array_index (block->rows, k), k > 0 ? heading : _ ("Measured"));
            first = FALSE;
          }
    }

  return g_string_free (out, FALSE);
}

/**
 * prony_report_comparison_table_for_file:
 * @self: a comparison
 * @file_name: where it will be written
 *
 * Returns: (transfer full) (nullable): what a file of this name holds, if it is a table: CSV or
 *   TSV; %NULL for what prony_report_document_for_file() writes
 */
char *
prony_report_comparison_table_for_file (const PronyReportComparison *self, const char *file_name)
{
  g_autofree char *name = g_ascii_strdown (file_name, -1);

  if (g_str_has_suffix (name, ".csv"))
    return prony_report_comparison_csv (self);
  return g_str_has_suffix (name, ".tsv") ? prony_report_comparison_tsv (self) : NULL;
}
