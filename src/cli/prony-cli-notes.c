/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-notes.h"
#include "core/metrics/prony-knee.h"
#include "core/metrics/prony-repeat-spread.h"

/*
 * What a reader must know besides the figures of a result table: by how much this
 * computer may be wrong, what went otherwise than asked, and what a sweep has found.
 */

/* The figures of the table that a calibration knows the error of. */
static const struct
{
  PronyMetric metric;
  gboolean has_p95;
} marked[] = {
  { PRONY_METRIC_TTFT, TRUE },
  { PRONY_METRIC_ITL, FALSE },
};

/**
 * prony_cli_notes_mark:
 * @trial: a trial
 * @metric: a metric
 * @value: a figure of it; NAN where it is absent
 *
 * Returns: (transfer full): the figure for the table, with a mark if this computer may
 *   have added too much to it
 */
char *
prony_cli_notes_mark (PronyTrial *trial, PronyMetric metric, double value)
{
  char *text = prony_format_value (value, prony_metric_get_info (metric)->unit);
  char *with_mark;

  if (!prony_calibration_doubts (trial->calibration, metric, value))
    return text;

  with_mark = g_strconcat ("~", text, NULL);
  g_free (text);
  return with_mark;
}

static gboolean
has_mark (PronyTrial *trial)
{
  for (guint i = 0; trial->summary != NULL && i < G_N_ELEMENTS (marked); i++)
    {
      const PronyDistribution *values = &trial->summary->distributions[marked[i].metric];

      if (prony_calibration_doubts (trial->calibration, marked[i].metric, values->p50) ||
          (marked[i].has_p95 &&
           prony_calibration_doubts (trial->calibration, marked[i].metric, values->p95)))
        return TRUE;
    }

  return FALSE;
}

static char *
describe_error (PronyTrial *trial)
{
  g_autofree char *load = prony_load_level_describe (&trial->load);
  g_autofree char *ttft = prony_calibration_format_error (trial->calibration, PRONY_METRIC_TTFT);
  g_autofree char *itl = prony_calibration_format_error (trial->calibration, PRONY_METRIC_ITL);

  if (ttft != NULL && itl != NULL)
    return g_strdup_printf (
      /* Translators: a load, then two times such as "± 0.2 ms" */
      _ ("Error of this computer at %s: TTFT %s, ITL %s (calibrated)."), load, ttft, itl);
  if (ttft != NULL)
    return g_strdup_printf (
      /* Translators: a load, then a time such as "± 0.2 ms" */
      _ ("Error of this computer at %s: TTFT %s (calibrated)."), load, ttft);

  return NULL;
}

/**
 * prony_cli_notes_describe_errors:
 * @run: a run
 *
 * Returns: (transfer full): lines: how large the error of this computer is at each
 *   load, and what the mark in the table means; empty where nothing was calibrated
 */
char *
prony_cli_notes_describe_errors (PronyRun *run)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean any_mark = FALSE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      char *line = describe_error (trial);

      any_mark = any_mark || has_mark (trial);
      if (line != NULL && !g_hash_table_contains (seen, line))
        g_string_append_printf (text, "%s\n", line);
      if (line != NULL)
        g_hash_table_add (seen, line);
    }
  if (any_mark)
    g_string_append_printf (
      text, "%s\n",
      /* xgettext:no-c-format */
      _ ("~ The error of this computer may be more than 5 % of this figure."));

  return g_string_free (text, FALSE);
}

/* --- Trials ------------------------------------------------------------------- */

static void
append_line (GString *text, const char *title, const char *sentence)
{
  g_string_append_printf (text, "%s: %s\n", title, sentence);
}

static gboolean
is_limited_by (PronyTrial *trial, PronyClientLimit limit)
{
  const PronySummary *summary = trial->summary;

  return summary != NULL && summary->client_bound && summary->client_limit == limit;
}

/* Once for all trials that it concerns: on a weak computer those are many. */
static void
append_client_limit (GString *text, PronyRun *run, PronyClientLimit limit)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autofree char *title = prony_trial_get_title (trial);

      if (is_limited_by (trial, limit))
        g_string_append_printf (titles, "  %s\n", title);
    }
  if (titles->len > 0)
    g_string_append_printf (text, "%s\n%s",
                            limit == PRONY_CLIENT_LIMIT_NONE
                              ? _ ("This computer was too busy to measure: some figures describe "
                                   "it rather than the engine.")
                              : prony_client_limit_describe (limit),
                            titles->str);
}

static void
append_checks (GString *text, const char *title, PronySummary *summary)
{
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    {
      g_autofree char *sentence = prony_check_describe (i, &summary->checks[i]);

      if (sentence != NULL)
        append_line (text, title, sentence);
    }
}

static void
append_cautions (GString *text, const char *title, PronyTrial *trial)
{
  g_auto (GStrv) cautions = prony_target_describe_cautions (trial->target);
  g_autofree char *model = prony_summary_describe_model (trial->summary, trial->target->model);
  g_autofree char *counts = prony_summary_describe_counts (trial->summary);
  g_autofree char *cache = prony_summary_describe_cache (trial->summary);
  g_autofree char *quality = prony_summary_describe_quality (trial->summary);
  const char *filler = prony_summary_describe_filler (trial->summary);

  for (guint i = 0; cautions[i] != NULL; i++)
    append_line (text, title, cautions[i]);
  if (model != NULL)
    append_line (text, title, model);
  if (counts != NULL)
    append_line (text, title, counts);
  if (quality != NULL)
    append_line (text, title, quality);
  if (cache != NULL)
    append_line (text, title, cache);
  if (filler != NULL)
    append_line (text, title, filler);
}

static char *
describe_retries (guint n)
{
  return g_strdup_printf (
    ngettext ("%u request was sent again; the waiting is part of the latency from schedule.",
              "%u times a request was sent again; the waiting is part of the latency from "
              "schedule.",
              n),
    n);
}

static char *
describe_reconnects (guint n)
{
  return g_strdup_printf (ngettext ("%u connection had to be opened while measuring.",
                                    "%u connections had to be opened while measuring.", n),
                          n);
}

static void
append_count (GString *text, const char *title, guint64 count, char *(*describe) (guint n))
{
  g_autofree char *sentence = NULL;

  if (count == 0)
    return;

  sentence = describe ((guint) MIN (count, G_MAXUINT));
  append_line (text, title, sentence);
}

/* Requests of an open loop that could not go out in time wait unseen: so both
 * latencies are shown beside one another. */
static void
append_schedule (GString *text, const char *title, PronyTrial *trial)
{
  const PronyDistribution *lag = &trial->summary->distributions[PRONY_METRIC_SEND_LAG];
  const PronyDistribution *sent = &trial->summary->distributions[PRONY_METRIC_LATENCY];
  const PronyDistribution *due = &trial->summary->distributions[PRONY_METRIC_LATENCY_FROM_SCHEDULE];
  g_autofree char *late =
    prony_format_value (isfinite (lag->p99) ? lag->p99 : lag->max, PRONY_UNIT_SECONDS);
  g_autofree char *from_send = prony_format_value (sent->p50, PRONY_UNIT_SECONDS);
  g_autofree char *from_schedule = prony_format_value (due->p50, PRONY_UNIT_SECONDS);
  g_autofree char *line = NULL;

  if (trial->load.kind == PRONY_LOAD_CLOSED || lag->count == 0)
    return;

  if (isfinite (lag->p99))
    /* Translators: three times */
    line = g_strdup_printf (_ ("Send lag p99 %s; latency p50 %s from send, %s from schedule."),
                            late, from_send, from_schedule);
  else
    /* Translators: three times */
    line = g_strdup_printf (_ ("Send lag at most %s; latency p50 %s from send, %s from schedule."),
                            late, from_send, from_schedule);
  append_line (text, title, line);
}

/**
 * prony_cli_notes_describe_trials:
 * @run: a run
 *
 * Returns: (transfer full): lines with titles of trials: whether it is sure that the
 *   engine did what was asked for, how well an open loop kept its schedule, which checks failed,
 * what was sent again or opened anew, and what limited the client; may be empty
 */
char *
prony_cli_notes_describe_trials (PronyRun *run)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autofree char *title = prony_trial_get_title (trial);

      if (trial->summary == NULL)
        continue;
      append_cautions (text, title, trial);
      append_schedule (text, title, trial);
      append_checks (text, title, trial->summary);
      append_count (text, title, trial->summary->retries, describe_retries);
      append_count (text, title, trial->summary->reconnects, describe_reconnects);
    }
  for (guint i = 0; i < PRONY_N_CLIENT_LIMITS; i++)
    append_client_limit (text, run, i);

  return g_string_free (text, FALSE);
}

/* --- Repeats ------------------------------------------------------------------ */

/**
 * prony_cli_notes_describe_repeats:
 * @run: a run
 *
 * Returns: (transfer full): a line for each target, scenario and load that was measured several
 *   times: how far apart these are; empty for other runs
 */
char *
prony_cli_notes_describe_repeats (PronyRun *run)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) spreads = prony_repeat_spread_find_all (run);

  for (guint i = 0; i < spreads->len; i++)
    {
      const PronyRepeatSpread *spread = &g_array_index (spreads, PronyRepeatSpread, i);
      g_autofree char *title = prony_trial_get_group_title (spread->trial);
      g_autofree char *sentence = prony_repeat_spread_describe (spread);

      append_line (text, title, sentence);
    }

  return g_string_free (text, FALSE);
}

/* --- Sweeps ------------------------------------------------------------------- */

static char *
describe_knee (const PronyKnee *knee)
{
  g_autofree char *load = prony_load_level_describe (&knee->trial->load);
  g_autofree char *throughput = prony_format_value (knee->throughput, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *reason = prony_knee_describe (knee);

  return g_strdup_printf (
    /* Translators: scenario, engine, a load such as "8 at once", a token rate, and a
     * sentence that says why it is not more */
    _ ("%s, %s: most useful load %s, with %s. %s"), knee->trial->scenario_name,
    knee->trial->target->name, load, throughput, reason);
}

/**
 * prony_cli_notes_describe_knees:
 * @run: a run
 *
 * Returns: (transfer full): a line for each target and scenario of a sweep: the load
 *   above which throughput does not grow; empty for other runs
 */
char *
prony_cli_notes_describe_knees (PronyRun *run)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) knees = NULL;

  if (prony_json_get_int (run->plan_json, "sweep_max", 0) <= 0)
    return g_string_free (text, FALSE);

  knees = prony_knee_find_all (run);
  for (guint i = 0; i < knees->len; i++)
    {
      g_autofree char *line = describe_knee (&g_array_index (knees, PronyKnee, i));

      g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}
