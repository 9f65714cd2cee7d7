/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-text.h"

/* More values than that are summed up: nobody listens to a hundred numbers. */
#define MAX_SPOKEN 12

/**
 * prony_chart_series_title:
 * @series: a series
 *
 * Returns: (transfer full): its name, marked where it is simulated
 */
char *
prony_chart_series_title (const PronyChartSeries *series)
{
  if (series->simulated)
    /* Translators: %s is the name of an engine, in a chart */
    return g_strdup_printf (_ ("%s (simulated)"), series->name);

  return g_strdup (series->name);
}

/**
 * prony_chart_better_text:
 * @better: which way a metric is better
 *
 * Returns: (nullable): a short sentence; %NULL where neither way is better
 */
const char *
prony_chart_better_text (PronyBetter better)
{
  switch (better)
    {
    case PRONY_BETTER_LOWER:
      return _ ("Lower is better");
    case PRONY_BETTER_HIGHER:
      return _ ("Higher is better");
    case PRONY_BETTER_NEITHER:
    default:
      return NULL;
    }
}

/**
 * prony_chart_describe_interval:
 * @low: lower end; NAN for none
 * @high: upper end; NAN for none
 * @unit: what both are in
 *
 * Returns: (transfer full): such as "118 ms to 131 ms"; an en dash without both
 *   ends
 */
char *
prony_chart_describe_interval (double low, double high, PronyUnit unit)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!isfinite (low) || !isfinite (high))
    return g_strdup ("–");

  from = prony_format_value (low, unit);
  to = prony_format_value (high, unit);
  /* Translators: an interval between two values, such as "118 ms to 131 ms" */
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

/* Where a value belongs: "vLLM, Short Prompt at 10", "vLLM, concurrency 8". */
static char *
describe_place (PronyChart *chart, const PronyChartDatum *datum)
{
  g_autofree char *name = prony_chart_series_title (prony_chart_get_series (chart, datum->series));
  const char *group = prony_chart_get_group (chart, datum->group);

  if (chart->kind == PRONY_CHART_LINES)
    {
      g_autofree char *x = prony_format_value (datum->x, PRONY_UNIT_COUNT);

      if (chart->x_title != NULL)
        /* Translators: a point of a chart: engine, what its place means, its place, such as
         * "vLLM, Concurrency 8" */
        return g_strdup_printf (_ ("%s, %s %s"), name, chart->x_title, x);
      /* Translators: a point of a chart: engine and its place, such as "vLLM, 8" */
      return g_strdup_printf (_ ("%s, %s"), name, x);
    }

  if (*group != '\0')
    return g_strdup_printf (_ ("%s, %s"), name, group);

  return g_steal_pointer (&name);
}

/**
 * prony_chart_describe_datum:
 * @chart: a chart
 * @index: one of its data
 *
 * Puts one value into words, for the eye and the ear alike.
 *
 * Returns: (transfer full): such as "vLLM, Short Prompt at 10: 120 ms, 95 %
 *   interval 118 ms to 131 ms"
 */
char *
prony_chart_describe_datum (PronyChart *chart, guint index)
{
  const PronyChartDatum *datum = prony_chart_get_datum (chart, index);
  g_autofree char *place = NULL;
  g_autofree char *value = NULL;
  g_autofree char *interval = NULL;

  g_return_val_if_fail (datum != NULL, NULL);

  place = describe_place (chart, datum);
  if (!isfinite (datum->value))
    /* Translators: a place in a chart that has no value; %s is an engine and more */
    return g_strdup_printf (_ ("%s: no value"), place);

  value = prony_format_value (datum->value, chart->unit);
  if (!isfinite (datum->low) || !isfinite (datum->high))
    /* Translators: a place in a chart and its value */
    return g_strdup_printf (_ ("%s: %s"), place, value);

  interval = prony_chart_describe_interval (datum->low, datum->high, chart->unit);
  /* Translators: a place in a chart, its value, and the interval that holds it with 95 %
   * confidence, such as "118 ms to 131 ms" */
  return g_strdup_printf (_ ("%s: %s, 95 %% interval %s"), place, value, interval);
}

/* The extreme of a group's (or in a line chart of all) values that may be ranked:
 * simulated ones are not ranked beside real ones. */
static int
find_extreme (PronyChart *chart, guint group, gboolean highest)
{
  int found = -1;
  gboolean found_simulated = FALSE;

  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);
      gboolean simulated = prony_chart_get_series (chart, datum->series)->simulated;
      double best;

      if (datum->group != group || !isfinite (datum->value))
        continue;
      best = found >= 0 ? prony_chart_get_datum (chart, found)->value : NAN;
      if (found < 0 || (found_simulated && !simulated) ||
          (found_simulated == simulated && (highest ? datum->value > best : datum->value < best)))
        {
          found = i;
          found_simulated = simulated;
        }
    }

  return found;
}

static void
append_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  if (!g_str_has_suffix (sentence, "."))
    g_string_append_c (text, '.');
}

static void
append_extremes (GString *text, PronyChart *chart)
{
  guint n_groups = MAX (chart->groups->len, 1);

  for (guint group = 0; group < MIN (n_groups, MAX_SPOKEN); group++)
    {
      int at = find_extreme (chart, group, chart->better != PRONY_BETTER_LOWER);
      g_autofree char *datum = NULL;
      g_autofree char *sentence = NULL;

      if (at < 0)
        continue;
      datum = prony_chart_describe_datum (chart, at);
      sentence = g_strdup_printf (chart->better == PRONY_BETTER_LOWER
                                    /* Translators: %s is an engine, a scenario and a value */
                                    ? _ ("Lowest: %s.")
                                    /* Translators: %s is an engine, a scenario and a value */
                                    : _ ("Highest: %s."),
                                  datum);
      append_sentence (text, sentence);
    }
}

/**
 * prony_chart_describe:
 * @chart: a chart
 *
 * Puts a whole chart into words, for those who do not see it: what it shows, how
 * much, and the values themselves or, of many, each group's best. Simulated values
 * are named so and not ranked beside real ones.
 *
 * Returns: (transfer full): some sentences
 */
char *
prony_chart_describe (PronyChart *chart)
{
  GString *text = g_string_new (NULL);
  g_autofree char *size = NULL;
  const char *better = prony_chart_better_text (chart->better);

  append_sentence (text, chart->title);
  if (!prony_chart_has_values (chart))
    {
      append_sentence (text, _ ("There are no values."));
      return g_string_free (text, FALSE);
    }

  size = g_strdup_printf (ngettext ("%u value.", "%u values.", chart->data->len), chart->data->len);
  append_sentence (text, size);
  if (better != NULL)
    append_sentence (text, better);

  if (chart->data->len > MAX_SPOKEN)
    {
      append_extremes (text, chart);
      return g_string_free (text, FALSE);
    }
  for (guint i = 0; i < chart->data->len; i++)
    {
      g_autofree char *datum = prony_chart_describe_datum (chart, i);

      append_sentence (text, datum);
    }

  return g_string_free (text, FALSE);
}
