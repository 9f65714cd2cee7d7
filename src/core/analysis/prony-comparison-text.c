/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-comparison-text.h"

/**
 * prony_comparison_describe_group:
 * @scenario_title: what was asked
 * @load: how much
 *
 * Returns: (transfer full): such as "Short Prompt, Short Completion · 10 at once"
 */
char *
prony_comparison_describe_group (const char *scenario_title, const PronyLoadLevel *load)
{
  g_autofree char *text = prony_load_level_describe (load);

  return g_strdup_printf ("%s · %s", prony_scenario_translate (scenario_title), text);
}

/* --- Sentences ------------------------------------------------------------------ */

static char *
describe_figures (const PronyComparison *comparison,
                  const char *baseline_name,
                  const char *value_name,
                  PronyFormatFunc format)
{
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  const char *metric = prony_metric_get_title (comparison->metric);
  gboolean second = comparison->second_is_better;
  g_autofree char *better_value = format (second ? comparison->value : comparison->baseline, unit);
  g_autofree char *other_value = format (second ? comparison->baseline : comparison->value, unit);
  const char *better_name = second ? value_name : baseline_name;
  const char *other_name = second ? baseline_name : value_name;

  if (!isfinite (comparison->baseline) || !isfinite (comparison->value))
    /* Translators: %s is a metric such as "Time to first token" */
    return g_strdup_printf (_ ("%s cannot be compared: a value is missing."), metric);
  if (prony_metric_get_info (comparison->metric)->better == PRONY_BETTER_NEITHER)
    /* Translators: a metric, then twice a target and its value */
    return g_strdup_printf (_ ("%s: %s has %s, %s has %s."), metric, better_name, better_value,
                            other_name, other_value);
  if (!comparison->clear)
    /* Translators: a metric, then twice a target and its value */
    return g_strdup_printf (_ ("No clear winner. %s: %s has %s, %s has %s."), metric, better_name,
                            better_value, other_name, other_value);
  if (comparison->small)
    return g_strdup_printf (
      /* Translators: a metric, then twice a target and its value */
      _ ("Practically the same, less than 1 %% apart. %s: %s has %s, %s has %s."), metric,
      better_name, better_value, other_name, other_value);

  /* Translators: the better target, a metric, its value, the other target, its value */
  return g_strdup_printf (_ ("%s is better. %s: %s against %s of %s."), better_name, metric,
                          better_value, other_value, other_name);
}

static char *
describe_limits (const PronyComparison *comparison, PronyFormatFunc format)
{
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  g_autofree char *detectable = format (comparison->detectable, unit);
  g_autofree char *share = format (comparison->detectable_share, PRONY_UNIT_RATIO);
  g_autofree char *noise = format (comparison->noise_floor, unit);
  g_autofree char *found = NULL;
  g_autofree char *repeats = NULL;

  if (comparison->clear)
    return NULL;

  if (isfinite (comparison->detectable) && isfinite (comparison->detectable_share))
    /* Translators: a difference, and the same as a share */
    found = g_strdup_printf (_ ("Only a difference of %s (%s) or more would have been found."),
                             detectable, share);
  if (comparison->noise_floor > 0)
    /* Translators: %s is a difference */
    repeats = g_strdup_printf (_ ("Repeats of the same explain a difference of %s."), noise);
  if (found == NULL)
    return g_steal_pointer (&repeats);

  return g_strjoin (" ", found, repeats, NULL);
}

static char *
describe (const PronyComparison *comparison,
          const char *baseline_name,
          const char *value_name,
          PronyFormatFunc format)
{
  gboolean wins = comparison->clear && !comparison->small;
  int winner = wins ? (comparison->second_is_better ? 1 : -1) : 0;
  g_autofree char *figures = describe_figures (comparison, baseline_name, value_name, format);
  g_autofree char *limits = describe_limits (comparison, format);
  g_autofree char *quality = NULL;
  g_autoptr (GString) text = g_string_new (figures);

  if (limits != NULL && prony_metric_get_info (comparison->metric)->better != PRONY_BETTER_NEITHER)
    g_string_append_printf (text, " %s", limits);
  if (comparison->metric != PRONY_METRIC_QUALITY_PASS_RATE)
    quality =
      prony_quality_difference_describe (&comparison->quality, baseline_name, value_name, winner);
  if (quality != NULL)
    g_string_append_printf (text, " %s", quality);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* How sure it is: the interval of the ratio or else of the difference, and the p-value. */
static char *
describe_evidence (const PronyComparison *comparison, PronyFormatFunc format)
{
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  gboolean has_ratio = isfinite (comparison->ratio_ci[0]) && isfinite (comparison->ratio_ci[1]);
  const double *interval = has_ratio ? comparison->ratio_ci : comparison->difference_ci;
  g_autofree char *low = format (interval[0], has_ratio ? PRONY_UNIT_NONE : unit);
  g_autofree char *high = format (interval[1], has_ratio ? PRONY_UNIT_NONE : unit);
  g_autofree char *least = format (0.001, PRONY_UNIT_NONE);
  g_autofree char *number = format (comparison->p_adjusted, PRONY_UNIT_NONE);
  g_autofree char *p_value = comparison->p_adjusted < 0.001 ? g_strdup_printf ("< %s", least)
                                                            : g_strdup_printf ("= %s", number);

  if (!isfinite (comparison->p_adjusted) || !isfinite (interval[0]) || !isfinite (interval[1]))
    return NULL;
  if (has_ratio)
    /* Translators: two ratios; and "= " or "< " with a p-value */
    return g_strdup_printf (_ ("Ratio: %s to %s (95 %% interval), p %s."), low, high, p_value);

  /* Translators: two differences; and "= " or "< " with a p-value */
  return g_strdup_printf (_ ("Difference: %s to %s (95 %% interval), p %s."), low, high, p_value);
}

/**
 * prony_comparison_describe_verdict:
 * @comparison: two sides by one metric
 *
 * Returns: (transfer none): the second side against the first in a word or two, such as
 *   "Better" or "No clear difference"
 */
const char *
prony_comparison_describe_verdict (const PronyComparison *comparison)
{
  if (!isfinite (comparison->baseline) || !isfinite (comparison->value))
    return _ ("Not measured");
  if (!comparison->clear)
    return _ ("No clear difference");
  if (comparison->small)
    return _ ("Practically the same");
  if (prony_metric_get_info (comparison->metric)->better == PRONY_BETTER_NEITHER)
    return _ ("Different");

  return comparison->second_is_better ? _ ("Better") : _ ("Worse");
}

/**
 * prony_comparison_describe_limits:
 * @comparison: two sides by one metric
 *
 * Says what a comparison without a clear answer could have found.
 *
 * Returns: (transfer full) (nullable): one or two sentences; %NULL where it is clear, or that is
 *   not known
 */
char *
prony_comparison_describe_limits (const PronyComparison *comparison)
{
  return describe_limits (comparison, prony_format_value);
}

/**
 * prony_comparison_describe:
 * @comparison: two trials by one metric
 * @baseline_name: what the first is called
 * @value_name: what the second is called
 *
 * Puts a comparison into words. A win is called one only if it is clear, and 1 % or more; where
 * nothing is clear it is told what would have been found. Where answers
 * were judged, it is also told who gave more right ones.
 *
 * Returns: (transfer full): such as "vLLM is better. Time to first token: 120 ms
 *   against 180 ms of ollama."
 */
char *
prony_comparison_describe (const PronyComparison *comparison,
                           const char *baseline_name,
                           const char *value_name)
{
  return describe (comparison, baseline_name, value_name, prony_format_value);
}

/**
 * prony_comparison_describe_winner:
 * @winner: who is best
 * @best: (nullable): what the winner is called; %NULL where there is none
 * @next: (nullable): what the next best is called
 * @format: (nullable): writes values; %NULL for prony_format_value(), which is for people
 *
 * Says who is best at a scenario and load, or that nobody is: the same in a report and on a
 * terminal. How sure that is, is said too.
 *
 * Returns: (transfer full): sentences as of prony_comparison_describe()
 */
char *
prony_comparison_describe_winner (const PronyWinner *winner,
                                  const char *best,
                                  const char *next,
                                  PronyFormatFunc format)
{
  PronyFormatFunc write = format != NULL ? format : prony_format_value;
  const char *metric = prony_metric_get_title (winner->metric);
  g_autofree char *sentence = NULL;
  g_autofree char *evidence = NULL;

  if (best == NULL || next == NULL)
    /* Translators: %s is a metric such as "Time to first token" */
    return g_strdup_printf (_ ("No winner: fewer than two targets have the figure “%s”."), metric);

  sentence = describe (&winner->comparison, next, best, write);
  evidence = describe_evidence (&winner->comparison, write);
  return g_strjoin (" ", sentence, evidence, NULL);
}

/**
 * prony_comparison_describe_interval:
 * @comparison: two trials by one metric
 *
 * Returns: (transfer full): the interval of the difference, such as "−70.1 ms to
 *   −52.3 ms"; an en dash where there is none
 */
char *
prony_comparison_describe_interval (const PronyComparison *comparison)
{
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (!isfinite (comparison->difference_ci[0]) || !isfinite (comparison->difference_ci[1]))
    return g_strdup ("–");

  low = prony_comparison_format_difference (comparison->difference_ci[0], unit);
  high = prony_comparison_format_difference (comparison->difference_ci[1], unit);
  /* Translators: an interval between two values, such as "118 ms to 131 ms" */
  return g_strdup_printf (_ ("%s to %s"), low, high);
}

/**
 * prony_comparison_format_p_value:
 * @p_value: from 0 to 1; NAN for none
 *
 * Returns: (transfer full): such as "0.012" or "< 0.001"
 */
char *
prony_comparison_format_p_value (double p_value)
{
  if (!isfinite (p_value))
    return g_strdup ("–");
  if (p_value < 0.001)
    /* Translators: a p-value below the smallest that is written out */
    return g_strdup_printf (_ ("< %.3f"), 0.001);

  return g_strdup_printf ("%.3f", p_value);
}

/**
 * prony_comparison_format_ratio:
 * @ratio: a value against its baseline; NAN for none
 *
 * Returns: (transfer full): such as "1.52 ×"
 */
char *
prony_comparison_format_ratio (double ratio)
{
  g_autofree char *number = NULL;

  if (!isfinite (ratio))
    return g_strdup ("–");

  number = prony_format_value (ratio, PRONY_UNIT_NONE);
  /* Translators: how many times as much; %s is a number */
  return g_strdup_printf (_ ("%s ×"), number);
}

/**
 * prony_comparison_format_difference:
 * @difference: a value less its baseline; NAN for none
 * @unit: what it is in
 *
 * Returns: (transfer full): the difference with its sign
 */
char *
prony_comparison_format_difference (double difference, PronyUnit unit)
{
  g_autofree char *size = prony_format_value (fabs (difference), unit);

  if (!isfinite (difference))
    return g_steal_pointer (&size);

  return g_strdup_printf ("%s%s", difference < 0 ? "−" : difference > 0 ? "+" : "", size);
}
