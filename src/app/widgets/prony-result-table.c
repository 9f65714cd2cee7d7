/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The table of a run: a row for each trial, with the figures that matter most. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-result-table.h"
#include "core/model/prony-run-targets.h"

/* A column of figures: a metric, or one of the percentiles of its distribution. */
typedef struct
{
  PronyMetric metric;
  gboolean p95;
  const char *title;
} Figure;

static const Figure figures[] = {
  { PRONY_METRIC_TTFT, FALSE, N_ ("TTFT p50") },
  { PRONY_METRIC_TTFT, TRUE, N_ ("TTFT p95") },
  { PRONY_METRIC_ITL, FALSE, N_ ("ITL p50") },
  { PRONY_METRIC_TPOT, FALSE, N_ ("TPOT p50") },
  { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, FALSE, N_ ("Output Rate") },
  { PRONY_METRIC_REQUESTS_PER_SEC, FALSE, N_ ("Requests") },
  { PRONY_METRIC_SUCCESS_RATE, FALSE, N_ ("Success") },
  { PRONY_METRIC_QUALITY_PASS_RATE, FALSE, N_ ("Right") },
};

/* After target, scenario and load. */
#define FIRST_FIGURE 3

static double
get_value (PronySummary *summary, const Figure *figure)
{
  if (summary == NULL)
    return NAN;
  if (figure->p95)
    return summary->distributions[figure->metric].p95;

  return prony_summary_get (summary, figure->metric);
}

/**
 * prony_result_table_set_up:
 * @table: a table without columns
 *
 * Gives a table the columns for prony_result_table_show().
 */
void
prony_result_table_set_up (PronyTable *table)
{
  g_return_if_fail (PRONY_IS_TABLE (table));

  prony_table_set_label (table, _ ("Results"));
  prony_table_add_column (table, _ ("Target"), NULL, FALSE);
  prony_table_add_column (table, _ ("Scenario"), NULL, FALSE);
  prony_table_add_column (table, _ ("Load"),
                          _ ("How many requests were sent at once, or how many a second"), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      /* Translators: a metric's title and its definition */
      g_autofree char *definition =
        g_strdup_printf (_ ("%s: %s"), prony_metric_get_title (figures[i].metric),
                         prony_metric_get_definition (figures[i].metric));

      prony_table_add_column (table, _ (figures[i].title), definition, TRUE);
    }
  prony_table_add_column (table, _ ("State"), NULL, FALSE);
}

/* What another tool would have said, where it defines the figure otherwise. */
static double
get_defined (PronyTrial *trial,
             guint place,
             const Figure *figure,
             const PronyRunDefinition *definition)
{
  const PronyDistribution *defined =
    definition != NULL ? prony_run_definition_get (definition, place, figure->metric) : NULL;

  if (defined == NULL)
    return get_value (trial->summary, figure);

  return figure->p95 ? defined->p95 : defined->p50;
}

static gboolean
is_doubtful (PronyTrial *trial, const Figure *figure)
{
  return prony_calibration_doubts (trial->calibration, figure->metric,
                                   get_value (trial->summary, figure));
}

/* For a figure to which this computer may have added much. */
static char *
mark (char *text)
{
  g_autofree char *owned = text;

  return g_strconcat ("~", owned, NULL);
}

static PronyTableRow *
make_row (PronyRun *run, guint place, GPtrArray *targets, const PronyRunDefinition *definition)
{
  PronyTrial *trial = g_ptr_array_index (run->trials, place);
  PronyTableRow *row = prony_table_row_new ();
  g_autofree char *target =
    prony_run_target_title (targets, prony_run_find_target (targets, trial->target));
  /* Translators: %s is the name of an engine */
  g_autofree char *simulated = g_strdup_printf (_ ("%s (simulated)"), target);

  prony_table_row_add_text (row, trial->target->simulated ? simulated : target);
  prony_table_row_add_text (row, prony_scenario_translate (trial->scenario_title));
  prony_table_row_add_number (row, prony_load_level_get_value (&trial->load),
                              prony_trial_get_load_label (trial));
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      double value = get_defined (trial, place, &figures[i], definition);
      char *text = prony_format_value (value, prony_metric_get_info (figures[i].metric)->unit);

      prony_table_row_add_number (row, value,
                                  is_doubtful (trial, &figures[i]) ? mark (text) : text);
    }
  prony_table_row_add_text (row, trial->summary != NULL && trial->summary->client_bound
                                   ? _ ("Limited by this computer")
                                   : prony_state_title (trial->state));

  return row;
}

/* That of right answers is only there for scenarios with rules for them. */
static void
show_columns (PronyTable *table, PronyRun *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (figures[i].metric == PRONY_METRIC_QUALITY_PASS_RATE)
      prony_table_set_column_visible (table, FIRST_FIGURE + i, prony_run_has_verdicts (run));
}

/**
 * prony_result_table_show:
 * @table: a table that was set up
 * @run: a run
 * @definition: (nullable): its figures as another tool defines them; %NULL for Prony's
 *
 * Shows a run's trials.
 *
 * Returns: (transfer full): a #PronyTableRow for each trial, in the order of the run
 */
GListModel *
prony_result_table_show (PronyTable *table, PronyRun *run, const PronyRunDefinition *definition)
{
  GListStore *rows = g_list_store_new (PRONY_TYPE_TABLE_ROW);
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);

  for (guint i = 0; i < run->trials->len; i++)
    {
      g_autoptr (PronyTableRow) row = make_row (run, i, targets, definition);

      g_list_store_append (rows, row);
    }

  show_columns (table, run);
  prony_table_set_rows (table, G_LIST_MODEL (rows));
  return G_LIST_MODEL (rows);
}

/**
 * prony_result_table_any_mark:
 * @run: a run
 *
 * Returns: whether a figure is marked, since this computer may have added more than 5 %
 *   to it
 */
gboolean
prony_result_table_any_mark (PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (figures); j++)
      if (is_doubtful (g_ptr_array_index (run->trials, i), &figures[j]))
        return TRUE;

  return FALSE;
}
