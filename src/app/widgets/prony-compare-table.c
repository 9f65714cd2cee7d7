/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The table of a comparison: a row for each result in each group, against the
 * baseline; and each group's conclusion in words. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/analysis/prony-comparison-text.h"
#include "app/widgets/prony-compare-table.h"
#include "core/chart/prony-chart-text.h"

/**
 * prony_compare_table_set_up:
 * @table: a table without columns
 *
 * Gives a table the columns for the rows of prony_compare_table_make_rows().
 */
void
prony_compare_table_set_up (PronyTable *table)
{
  g_return_if_fail (PRONY_IS_TABLE (table));

  prony_table_set_label (table, _ ("Comparison"));
  prony_table_add_column (table, _ ("Measured"), NULL, FALSE);
  prony_table_add_column (table, _ ("Result"), NULL, FALSE);
  prony_table_add_column (table, _ ("Value"), _ ("The median, or the one value of the whole trial"),
                          TRUE);
  prony_table_add_column (table, _ ("Verdict"), NULL, FALSE);
  prony_table_add_column (table, _ ("Difference"), _ ("The value less that of the baseline"), TRUE);
  prony_table_add_column (table, _ ("Ratio"), _ ("The value divided by that of the baseline"),
                          TRUE);
  prony_table_add_column (table, _ ("95 % Interval"),
                          _ ("The range that holds the true difference of the medians of the "
                             "requests with a confidence of 95 %, by bootstrap; for right answers "
                             "that of the shares, by Newcombe"),
                          TRUE);
  prony_table_add_column (table, _ ("p-Value"),
                          _ ("How likely so large a difference is by chance alone: two-sided "
                             "Mann–Whitney U test of the requests; for right answers Fisher's "
                             "exact test"),
                          TRUE);
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

static const char *
judge (const PronyComparison *comparison)
{
  if (!isfinite (comparison->baseline) || !isfinite (comparison->value))
    return _ ("Not measured");
  if (!comparison->clear)
    return _ ("No clear difference");
  if (prony_metric_get_info (comparison->metric)->better == PRONY_BETTER_NEITHER)
    return _ ("Different");

  return comparison->second_is_better ? _ ("Better") : _ ("Worse");
}

static void
add_comparison (PronyTableRow *row, const PronyComparison *comparison, PronyUnit unit)
{
  double difference = comparison->value - comparison->baseline;

  prony_table_row_add_text (row, judge (comparison));
  prony_table_row_add_number (row, difference,
                              prony_comparison_format_difference (difference, unit));
  prony_table_row_add_number (row, comparison->ratio,
                              prony_comparison_format_ratio (comparison->ratio));
  prony_table_row_add_number (row, comparison->difference_ci[0],
                              prony_comparison_describe_interval (comparison));
  prony_table_row_add_number (row, comparison->p_value,
                              prony_comparison_format_p_value (comparison->p_value));
}

static void
add_no_comparison (PronyTableRow *row, const char *verdict)
{
  prony_table_row_add_text (row, verdict);
  for (guint i = 0; i < 4; i++)
    prony_table_row_add_number (row, NAN, g_strdup ("–"));
}

static PronyTableRow *
make_row (PronyCompareSet *set,
          PronyMetric metric,
          guint baseline,
          GPtrArray *pairs,
          guint group_index,
          guint entry_index)
{
  PronyCompareGroup *group = g_ptr_array_index (set->groups, group_index);
  PronyCompareEntry *entry = g_ptr_array_index (set->entries, entry_index);
  PronyTrial *trial = g_ptr_array_index (group->trials, entry_index);
  PronyUnit unit = prony_metric_get_info (metric)->unit;
  const PronyComparePair *pair = find_pair (pairs, group_index, entry_index, FALSE);
  double value = prony_summary_get (trial->summary, metric);
  g_autofree char *heading = prony_comparison_describe_group (group->scenario_title, &group->load);
  g_autofree char *name = prony_compare_set_dup_title (set, entry_index);
  const PronyChartSeries series = { name, entry_index, entry->target->simulated };
  g_autofree char *title = prony_chart_series_title (&series);
  PronyTableRow *row = prony_table_row_new ();

  prony_table_row_add_text (row, heading);
  prony_table_row_add_text (row, title);
  prony_table_row_add_number (row, value, prony_format_value (value, unit));
  if (pair != NULL)
    add_comparison (row, &pair->comparison, unit);
  else if (entry_index == baseline)
    add_no_comparison (row, _ ("Baseline"));
  else if (g_ptr_array_index (group->trials, baseline) == NULL)
    add_no_comparison (row, _ ("The baseline has no result here"));
  else
    add_no_comparison (row, _ ("Simulated, not ranked"));

  return row;
}

/**
 * prony_compare_table_make_rows:
 * @set: results side by side
 * @metric: what they are compared by
 * @baseline: the entry that the others are compared with
 * @pairs: (element-type PronyComparePair): the answers
 *
 * Returns: (transfer full): a #PronyTableRow for each result in each group
 */
GListModel *
prony_compare_table_make_rows (PronyCompareSet *set,
                               PronyMetric metric,
                               guint baseline,
                               GPtrArray *pairs)
{
  GListStore *rows = g_list_store_new (PRONY_TYPE_TABLE_ROW);

  for (guint i = 0; i < set->groups->len; i++)
    {
      PronyCompareGroup *group = g_ptr_array_index (set->groups, i);

      for (guint j = 0; j < group->trials->len; j++)
        {
          g_autoptr (PronyTableRow) row = NULL;

          if (g_ptr_array_index (group->trials, j) == NULL)
            continue;
          row = make_row (set, metric, baseline, pairs, i, j);
          g_list_store_append (rows, row);
        }
    }

  return G_LIST_MODEL (rows);
}

/**
 * prony_compare_table_has_winner:
 * @group: a group of the set that @pairs are of
 * @pairs: (element-type PronyComparePair): the answers
 *
 * Returns: whether the group has a clear winner
 */
gboolean
prony_compare_table_has_winner (guint group, GPtrArray *pairs)
{
  const PronyComparePair *pair = find_pair (pairs, group, 0, TRUE);

  return pair != NULL && pair->comparison.clear;
}

/**
 * prony_compare_table_describe_group:
 * @set: results side by side
 * @group: one of its groups
 * @pairs: (element-type PronyComparePair): the answers
 *
 * Returns: (transfer full): a sentence that names the group's winner, or says that
 *   there is no clear one
 */
char *
prony_compare_table_describe_group (PronyCompareSet *set, guint group, GPtrArray *pairs)
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
