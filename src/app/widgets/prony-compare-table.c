/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The tables of a comparison: a row for each result of a group, against the baseline; each
 * group's conclusion in words; and what is the same model. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-compare-table.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/chart/prony-chart-text.h"

enum
{
  COLUMN_RESULT,
  COLUMN_VERDICT,
  COLUMN_VALUE,
  COLUMN_DIFFERENCE,
  COLUMN_RATIO,
  COLUMN_INTERVAL,
  COLUMN_P_VALUE,
  COLUMN_DETECTABLE,
  COLUMN_NOISE_FLOOR,
};

/**
 * prony_compare_table_set_up:
 * @table: a table without columns
 *
 * Gives a table the columns for prony_compare_table_show().
 */
void
prony_compare_table_set_up (PronyTable *table)
{
  g_return_if_fail (PRONY_IS_TABLE (table));

  prony_table_set_label (table, _ ("Comparison"));
  prony_table_add_column (table, _ ("Result"), NULL, FALSE);
  prony_table_add_column (table, _ ("Verdict"), NULL, FALSE);
  prony_table_add_column (
    table, _ ("Value"), _ ("The median, or the one value of the whole trial; of repeats the mean"),
    TRUE);
  prony_table_add_column (table, _ ("Difference"), _ ("The value less that of the baseline"), TRUE);
  prony_table_add_column (table, _ ("Ratio"), _ ("The value divided by that of the baseline"),
                          TRUE);
  prony_table_add_column (table, _ ("95 % Interval"),
                          _ ("The range that holds the true difference with a confidence of 95 %: "
                             "by bootstrap of the requests, each repeat by itself, and of shares "
                             "by Newcombe. Where there are repeats it is no narrower than what "
                             "these differ by"),
                          TRUE);
  prony_table_add_column (table, _ ("p-Value"),
                          _ ("How likely so large a difference is by chance alone: two-sided "
                             "Mann–Whitney U test of the requests; for right answers Fisher's "
                             "exact test. Adjusted for all comparisons that are shown, by Holm"),
                          TRUE);
  prony_table_add_column (table, _ ("Would Be Found"),
                          _ ("The smallest difference that so many requests would have shown four "
                             "times of five"),
                          TRUE);
  prony_table_add_column (table, _ ("Noise Floor"),
                          _ ("The difference that repeats of the same trial explain"), TRUE);
}

static PronyComparePair *
find_pair (GPtrArray *pairs, guint group, guint entry, gboolean ranking)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      PronyComparePair *pair = g_ptr_array_index (pairs, i);

      if (pair->group == group && pair->ranking == ranking && (ranking || pair->entry == entry))
        return pair;
    }

  return NULL;
}

/* A figure of a comparison; takes @text. */
static void
add_figure (PronyTableRow *row, double number, char *text)
{
  prony_table_row_add_number (row, number, text);
}

static void
add_comparison (PronyTableRow *row, const PronyComparison *comparison, PronyUnit unit)
{
  double difference = comparison->value - comparison->baseline;

  add_figure (row, difference, prony_comparison_format_difference (difference, unit));
  add_figure (row, comparison->ratio, prony_comparison_format_ratio (comparison->ratio));
  add_figure (row, comparison->difference_ci[0], prony_comparison_describe_interval (comparison));
  add_figure (row, comparison->p_adjusted,
              prony_comparison_format_p_value (comparison->p_adjusted));
  add_figure (row, comparison->detectable, prony_format_value (comparison->detectable, unit));
  add_figure (row, comparison->noise_floor, prony_format_value (comparison->noise_floor, unit));
}

static PronyTableRow *
make_row (const PronyReportComparison *comparison, guint group_index, guint entry_index)
{
  PronyCompareEntry *entry = g_ptr_array_index (comparison->set->entries, entry_index);
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  const PronyComparePair *pair = find_pair (comparison->pairs, group_index, entry_index, FALSE);
  double value =
    prony_compare_set_get_value (comparison->set, group_index, entry_index, comparison->metric);
  g_autofree char *name = prony_compare_set_dup_title (comparison->set, entry_index);
  const PronyChartSeries series = { name, entry_index, entry->target->simulated };
  g_autofree char *title = prony_chart_series_title (&series);
  PronyTableRow *row = prony_table_row_new ();
  PronyComparison none;

  prony_comparison_init_empty (&none, comparison->metric);
  prony_table_row_add_text (row, title);
  prony_table_row_add_text (
    row, prony_report_comparison_describe_verdict (comparison, group_index, entry_index));
  prony_table_row_add_number (row, value, prony_format_value (value, unit));
  add_comparison (row, pair != NULL ? &pair->comparison : &none, unit);

  return row;
}

/**
 * prony_compare_table_show:
 * @table: a table with its columns
 * @comparison: results that were compared
 * @group: one of their groups
 *
 * Shows a row for each result of the group. Columns that have nothing to say there are hidden.
 */
void
prony_compare_table_show (PronyTable *table,
                          const PronyReportComparison *comparison,
                          guint group_index)
{
  PronyCompareGroup *group;
  g_autoptr (GListStore) rows = g_list_store_new (PRONY_TYPE_TABLE_ROW);
  gboolean detectable = FALSE;
  gboolean noise = FALSE;

  g_return_if_fail (PRONY_IS_TABLE (table));
  g_return_if_fail (group_index < comparison->set->groups->len);

  group = g_ptr_array_index (comparison->set->groups, group_index);
  for (guint i = 0; i < group->trials->len; i++)
    {
      g_autoptr (PronyTableRow) row = NULL;

      if (g_ptr_array_index (group->trials, i) == NULL)
        continue;
      row = make_row (comparison, group_index, i);
      detectable |= !prony_table_row_is_absent (row, COLUMN_DETECTABLE);
      noise |= !prony_table_row_is_absent (row, COLUMN_NOISE_FLOOR);
      g_list_store_append (rows, row);
    }
  prony_table_set_column_visible (table, COLUMN_DETECTABLE, detectable);
  prony_table_set_column_visible (table, COLUMN_NOISE_FLOOR, noise);
  prony_table_set_rows (table, G_LIST_MODEL (rows));
}

/* --- Winners -------------------------------------------------------------------------- */

static gboolean
has_winner (guint group, GPtrArray *pairs)
{
  const PronyComparePair *pair = find_pair (pairs, group, 0, TRUE);

  return pair != NULL && pair->comparison.clear && !pair->comparison.small;
}

static char *
describe_group (PronyCompareSet *set, guint group, GPtrArray *pairs)
{
  const PronyComparePair *pair = find_pair (pairs, group, 0, TRUE);
  g_autofree char *baseline = NULL;
  g_autofree char *name = NULL;

  if (pair == NULL)
    return g_strdup (_ ("No winner: fewer than two results can be ranked."));

  baseline = prony_compare_set_dup_title (set, pair->baseline_entry);
  name = prony_compare_set_dup_title (set, pair->entry);
  return prony_comparison_describe (&pair->comparison, baseline, name);
}

static GtkWidget *
new_winner (const PronyReportComparison *comparison, guint index)
{
  PronyCompareGroup *group = g_ptr_array_index (comparison->set->groups, index);
  g_autofree char *title = prony_comparison_describe_group (group->scenario_title, &group->load);
  g_autofree char *sentence = describe_group (comparison->set, index, comparison->pairs);
  gboolean clear = has_winner (index, comparison->pairs);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", sentence, "title-lines", 0, "subtitle-lines", 0,
                                 "icon-name", clear ? "starred-symbolic" : "non-starred-symbolic",
                                 "activatable", TRUE, "action-name", "compare.set-group", NULL);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "u", index);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence, -1);
  return row;
}

/**
 * prony_compare_table_show_winners:
 * @list: a list of rows
 * @comparison: results that were compared
 * @max: how many groups are shown at most
 *
 * Shows a row for each group that names its winner, or says that there is no clear one, and
 * chooses the group with the action `compare.set-group`.
 */
void
prony_compare_table_show_winners (GtkListBox *list,
                                  const PronyReportComparison *comparison,
                                  guint max)
{
  GtkListBoxRow *old;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  while ((old = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (old));
  for (guint i = 0; i < MIN (comparison->set->groups->len, max); i++)
    gtk_list_box_append (list, new_winner (comparison, i));
}

/* --- Variants ------------------------------------------------------------------------- */

/**
 * prony_compare_table_set_up_variants:
 * @table: a table without columns
 *
 * Gives a table the columns for prony_compare_table_show_variants().
 */
void
prony_compare_table_set_up_variants (PronyTable *table)
{
  g_return_if_fail (PRONY_IS_TABLE (table));

  prony_table_set_label (table, _ ("Same Model"));
  prony_table_add_column (table, _ ("Model"), NULL, FALSE);
  prony_table_add_column (table, _ ("Quantisation"),
                          _ ("As its engine said when it was measured, or else by its name"),
                          FALSE);
  prony_table_add_column (table, _ ("Deployment"), NULL, FALSE);
  prony_table_add_column (table, _ ("Size"), _ ("On disk, as its engine said when it was measured"),
                          TRUE);
  prony_table_add_column (table, _ ("Speed"),
                          prony_metric_get_definition (PRONY_METRIC_OUTPUT_TOKENS_PER_SEC), TRUE);
  prony_table_add_column (table, prony_metric_get_title (PRONY_METRIC_TTFT),
                          prony_metric_get_definition (PRONY_METRIC_TTFT), TRUE);
  prony_table_add_column (table, prony_metric_get_title (PRONY_METRIC_QUALITY_PASS_RATE),
                          prony_metric_get_definition (PRONY_METRIC_QUALITY_PASS_RATE), TRUE);
}

static PronyTableRow *
make_variant_row (PronyCompareSet *set, const PronyCompareVariant *variant)
{
  PronyCompareEntry *entry = g_ptr_array_index (set->entries, variant->entry);
  g_autofree char *name = prony_compare_set_dup_title (set, variant->entry);
  g_autofree char *quantization = prony_compare_variant_describe_quantization (variant);
  const PronyChartSeries series = { name, variant->entry, entry->target->simulated };
  g_autofree char *title = prony_chart_series_title (&series);
  PronyTableRow *row = prony_table_row_new ();

  prony_table_row_add_text (row, variant->family);
  prony_table_row_add_text (row, quantization);
  prony_table_row_add_text (row, title);
  prony_table_row_add_number (row, variant->size_bytes,
                              prony_compare_variant_describe_size (variant));
  prony_table_row_add_number (row, variant->speed,
                              prony_format_value (variant->speed, PRONY_UNIT_TOKENS_PER_SECOND));
  prony_table_row_add_number (row, variant->ttft,
                              prony_format_value (variant->ttft, PRONY_UNIT_SECONDS));
  prony_table_row_add_number (row, variant->pass_rate,
                              prony_format_value (variant->pass_rate, PRONY_UNIT_RATIO));
  return row;
}

/**
 * prony_compare_table_show_variants:
 * @table: a table with its columns
 * @set: results side by side
 * @variants: (element-type PronyCompareVariant): results of @set that are of the same models
 *
 * Shows how models do that are quantised or deployed in several ways.
 */
void
prony_compare_table_show_variants (PronyTable *table, PronyCompareSet *set, GPtrArray *variants)
{
  g_autoptr (GListStore) rows = g_list_store_new (PRONY_TYPE_TABLE_ROW);

  g_return_if_fail (PRONY_IS_TABLE (table));

  for (guint i = 0; i < variants->len; i++)
    {
      g_autoptr (PronyTableRow) row = make_variant_row (set, g_ptr_array_index (variants, i));

      g_list_store_append (rows, row);
    }
  prony_table_set_rows (table, G_LIST_MODEL (rows));
}
