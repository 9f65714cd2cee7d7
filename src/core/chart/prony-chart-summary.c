/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/stats/prony-quantile.h"

/* A whole chart in words. */

/* More values than that are summed up: nobody listens to a hundred numbers. */
#define MAX_SPOKEN 12

/* Of more points than that the front is not looked for: every point has to be held
 * against every other one. */
#define MAX_FRONT 1000

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
append_datum (GString *text, PronyChart *chart, guint index)
{
  g_autofree char *datum = prony_chart_describe_datum (chart, index);

  append_sentence (text, datum);
}

/* The extreme of the values that may be ranked, of one group or (-1) of all: simulated
 * ones are not ranked beside real ones. */
static int
find_extreme (PronyChart *chart, int group, gboolean highest)
{
  int found = -1;
  gboolean found_simulated = FALSE;

  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);
      gboolean simulated = prony_chart_get_series (chart, datum->series)->simulated;
      double best;

      if ((group >= 0 && (int) datum->group != group) || !isfinite (datum->value))
        continue;
      best = found >= 0 ? prony_chart_get_datum (chart, found)->value : NAN;
      if (found < 0 || (found_simulated && !simulated) ||
          (found_simulated == simulated && (highest ? datum->value > best : datum->value < best)))
        {
          found = (int) i;
          found_simulated = simulated;
        }
    }

  return found;
}

static void
append_extreme (GString *text, PronyChart *chart, int group, gboolean highest)
{
  int at = find_extreme (chart, group, highest);
  g_autofree char *datum = NULL;
  g_autofree char *sentence = NULL;

  if (at < 0)
    return;
  datum = prony_chart_describe_datum (chart, (guint) at);
  /* Translators: %s is an engine, a scenario and a value */
  sentence = g_strdup_printf (highest ? _ ("Highest: %s.") : _ ("Lowest: %s."), datum);
  append_sentence (text, sentence);
}

static void
append_rest (GString *text, guint n)
{
  g_autofree char *sentence = NULL;

  if (n <= MAX_SPOKEN)
    return;
  n -= MAX_SPOKEN;
  sentence =
    g_strdup_printf (ngettext ("%u more is in the table.", "%u more are in the table.", n), n);
  append_sentence (text, sentence);
}

/* --- Charts of rows --------------------------------------------------------------- */

static void
append_groups (GString *text, PronyChart *chart)
{
  guint n = MAX (chart->groups->len, 1);

  for (guint group = 0; group < MIN (n, MAX_SPOKEN); group++)
    append_extreme (text, chart, (int) group, chart->better != PRONY_BETTER_LOWER);
  append_rest (text, n);
}

static void
append_totals (GString *text, PronyChart *chart)
{
  for (guint group = 0; group < MIN (chart->groups->len, MAX_SPOKEN); group++)
    {
      g_autofree char *total =
        prony_format_value (prony_chart_get_total (chart, group), chart->unit);
      g_autofree char *sentence = NULL;

      /* Translators: a bar of a chart and the sum of its parts: "vLLM: 1.2 s in all" */
      sentence =
        g_strdup_printf (_ ("%s: %s in all."), prony_chart_get_group (chart, group), total);
      append_sentence (text, sentence);
    }
  append_rest (text, chart->groups->len);
}

/* --- Charts over numbers ---------------------------------------------------------- */

typedef struct
{
  GArray *values;
  double x_low;
  double x_high;
  int lowest;
  int highest;
  double sum;
} SeriesSummary;

static void
look_at_series (PronyChart *chart, guint series, SeriesSummary *summary)
{
  *summary = (SeriesSummary){
    g_array_new (FALSE, FALSE, sizeof (double)), NAN, NAN, -1, -1, 0,
  };
  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);

      if (datum->series != series || !isfinite (datum->value))
        continue;
      g_array_append_val (summary->values, datum->value);
      summary->x_low = fmin (summary->x_low, datum->x);
      summary->x_high = fmax (summary->x_high, isfinite (datum->x_end) ? datum->x_end : datum->x);
      summary->sum += datum->value;
      if (summary->lowest < 0 ||
          datum->value < prony_chart_get_datum (chart, (guint) summary->lowest)->value)
        summary->lowest = (int) i;
      if (summary->highest < 0 ||
          datum->value > prony_chart_get_datum (chart, (guint) summary->highest)->value)
        summary->highest = (int) i;
    }
}

/* How wide a series' values lie: "vLLM: 300 values from 100 ms to 3.2 s, median 210 ms". */
static char *
describe_spread (PronyChart *chart, const char *name, const SeriesSummary *summary)
{
  g_autofree char *interval = prony_chart_describe_interval (
    prony_chart_get_datum (chart, (guint) summary->lowest)->value,
    prony_chart_get_datum (chart, (guint) summary->highest)->value, chart->unit);
  double middle = prony_median ((double *) (gpointer) summary->values->data, summary->values->len);
  g_autofree char *median = prony_format_value (middle, chart->unit);
  guint n = summary->values->len;

  /* Translators: an engine, how many values, an interval such as "118 ms to 131 ms", a median */
  return g_strdup_printf (
    ngettext ("%s: %u value, %s, median %s.", "%s: %u values, %s, median %s.", n), name, n,
    interval, median);
}

/* Where a cumulative distribution passes a half and nearly all. */
static char *
describe_distribution (PronyChart *chart, const char *name, guint series)
{
  double half = NAN;
  double most = NAN;
  g_autofree char *half_text = NULL;
  g_autofree char *most_text = NULL;

  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);

      if (datum->series != series)
        continue;
      if (datum->value >= 0.5)
        half = fmin (half, datum->x);
      if (datum->value >= PRONY_CHART_WHISKER_HIGH)
        most = fmin (most, datum->x);
    }
  half_text = prony_chart_format_x (chart, half);
  most_text = prony_chart_format_x (chart, most);

  /* Translators: an engine and two values */
  return g_strdup_printf (_ ("%s: half are at or below %s, 95 %% at or below %s."), name, half_text,
                          most_text);
}

static char *
describe_histogram (PronyChart *chart, const char *name, const SeriesSummary *summary)
{
  const PronyChartDatum *datum = prony_chart_get_datum (chart, (guint) summary->highest);
  g_autofree char *from = prony_chart_format_x (chart, datum->x);
  g_autofree char *to = prony_chart_format_x (chart, datum->x_end);
  g_autofree char *low = prony_chart_format_x (chart, summary->x_low);
  g_autofree char *high = prony_chart_format_x (chart, summary->x_high);
  g_autofree char *value = prony_format_value (datum->value, chart->unit);

  /* Translators: an engine, where its values begin and end, where most of them are (from, to),
   * how many those are */
  return g_strdup_printf (_ ("%s: from %s to %s, most from %s to %s: %s."), name, low, high, from,
                          to, value);
}

static char *
describe_series (PronyChart *chart, guint series)
{
  g_autofree char *name = prony_chart_series_title (prony_chart_get_series (chart, series));
  SeriesSummary summary;
  char *text;

  look_at_series (chart, series, &summary);
  if (summary.highest < 0)
    text = g_strdup_printf (_ ("%s: no value"), name);
  else if (chart->kind == PRONY_CHART_STEPS)
    text = describe_distribution (chart, name, series);
  else if (chart->kind == PRONY_CHART_HISTOGRAM)
    text = describe_histogram (chart, name, &summary);
  else
    text = describe_spread (chart, name, &summary);
  g_array_unref (summary.values);

  return text;
}

static void
append_series (GString *text, PronyChart *chart)
{
  for (guint i = 0; i < MIN (chart->series->len, MAX_SPOKEN); i++)
    {
      g_autofree char *sentence = describe_series (chart, i);

      append_sentence (text, sentence);
    }
  append_rest (text, chart->series->len);
}

static void
append_front (GString *text, PronyChart *chart)
{
  guint n = 0;

  for (guint i = 0; i < chart->data->len && n < MAX_SPOKEN; i++)
    if (!prony_chart_is_beaten (chart, i))
      {
        append_datum (text, chart, i);
        n++;
      }
}

/* ---------------------------------------------------------------------------------- */

static void
append_summary (GString *text, PronyChart *chart)
{
  switch (chart->kind)
    {
    case PRONY_CHART_STACKED:
      append_totals (text, chart);
      break;

    case PRONY_CHART_LINES:
    case PRONY_CHART_SCATTER:
    case PRONY_CHART_STEPS:
    case PRONY_CHART_HISTOGRAM:
    case PRONY_CHART_TIME:
    case PRONY_CHART_WATERFALL:
      append_series (text, chart);
      break;

    case PRONY_CHART_PARETO:
      if (chart->data->len <= MAX_FRONT)
        append_front (text, chart);
      else
        append_series (text, chart);
      break;

    case PRONY_CHART_HEAT_MAP:
      append_extreme (text, chart, -1, FALSE);
      append_extreme (text, chart, -1, TRUE);
      break;

    case PRONY_CHART_BARS:
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
    case PRONY_N_CHART_KINDS:
    default:
      append_groups (text, chart);
      break;
    }
}

static void
append_reference (GString *text, PronyChart *chart)
{
  g_autofree char *value = NULL;
  g_autofree char *sentence = NULL;

  if (!isfinite (chart->reference))
    return;
  value = prony_format_value (chart->reference, chart->unit);
  sentence = g_strdup_printf (
    /* Translators: a line in a chart, such as an objective, and its value */
    _ ("%s: %s"), chart->reference_title != NULL ? chart->reference_title : _ ("Line"), value);
  append_sentence (text, sentence);
}

/**
 * prony_chart_describe:
 * @chart: a chart
 *
 * Puts a whole chart into words, for those who do not see it: what it shows, how
 * much, and the values themselves or, of many, what is to be seen in them: each
 * group's best, the spread of each series, the front. Simulated values are named so
 * and not ranked beside real ones.
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
  append_reference (text, chart);

  if (chart->data->len > MAX_SPOKEN)
    {
      append_summary (text, chart);
      return g_string_free (text, FALSE);
    }
  for (guint i = 0; i < chart->data->len; i++)
    append_datum (text, chart, i);

  return g_string_free (text, FALSE);
}
