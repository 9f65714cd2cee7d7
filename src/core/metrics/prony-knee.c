/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/metrics/prony-knee.h"
#include "core/model/prony-run-targets.h"
#include "core/stats/prony-share.h"

/* More failed requests than this share are more than chance. */
#define MAX_FAILED 0.01
/* Two loads nearer than this, as a ratio, are not told apart any further. */
#define MIN_RATIO 1.2
/* So many loads make a curve that can have a knee. */
#define MIN_LOADS 3

static guint
get_load (PronyTrial *trial)
{
  return trial->load.concurrency;
}

static double
get_throughput (PronyTrial *trial)
{
  return trial->summary != NULL
           ? prony_summary_get (trial->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC)
           : NAN;
}

/* Whether a trial was borne, and if not, why. A few requests that fail or miss an
 * objective by chance do not decide: the whole interval of their share must be on the
 * wrong side. */
static PronyKneeEnd
judge (PronyTrial *trial)
{
  PronyShare share;
  double failed, attained;
  double limits[2];

  if (trial->state != PRONY_STATE_FINISHED || trial->summary == NULL)
    return PRONY_KNEE_END_LOST;

  failed = (double) prony_summary_count_failed (trial->summary);
  share.hits = failed;
  share.n = failed + (double) trial->summary->outcomes[PRONY_OUTCOME_OK];
  if (share.n == 0)
    return PRONY_KNEE_END_LOST;

  prony_share_ci95 (&share, limits);
  if (limits[0] > MAX_FAILED || failed == share.n)
    return PRONY_KNEE_END_FAILURES;
  attained = prony_summary_get (trial->summary, PRONY_METRIC_SLO_ATTAINMENT);
  if (isfinite (attained))
    {
      share.hits = attained * share.n;
      prony_share_ci95 (&share, limits);
      if (limits[1] < PRONY_KNEE_MIN_ATTAINMENT)
        return PRONY_KNEE_END_OBJECTIVE;
    }

  return get_throughput (trial) > 0 ? PRONY_KNEE_END_GROWING : PRONY_KNEE_END_LOST;
}

static gboolean
is_curve_point (PronyTrial *trial)
{
  return (trial->state == PRONY_STATE_FINISHED || trial->state == PRONY_STATE_FAILED) &&
         trial->load.kind == PRONY_LOAD_CLOSED && trial->load.from_concurrency == 0;
}

static int
compare_loads (gconstpointer a, gconstpointer b)
{
  PronyTrial *one = *(PronyTrial *const *) a;
  PronyTrial *other = *(PronyTrial *const *) b;

  return (get_load (one) > get_load (other)) - (get_load (one) < get_load (other));
}

/* How many times the throughput at one load that at a higher one must be to be called
 * more. */
static double
get_least_ratio (PronyTrial *lower, PronyTrial *higher)
{
  double doublings = log2 ((double) get_load (higher) / get_load (lower));

  return pow (1 + PRONY_KNEE_MIN_GROWTH, MAX (doublings, 1));
}

static gboolean
is_bettered (PronyTrial *lower, PronyTrial *higher)
{
  return get_throughput (higher) > get_throughput (lower) * get_least_ratio (lower, higher);
}

/* Half of the interval of the throughput as a share of it. In a closed loop throughput
 * is streams / mean latency, so its uncertainty is that of the latency. */
static double
get_uncertainty (PronyTrial *trial)
{
  const PronyDistribution *latency = &trial->summary->distributions[PRONY_METRIC_LATENCY];

  return (latency->mean_ci[1] - latency->mean_ci[0]) / 2 / latency->mean;
}

/* Whether it is beyond doubt that no higher load betters the knee: by the intervals of
 * the next one, or because one four times as high does not. */
static gboolean
is_clear (PronyTrial *knee, PronyTrial *next, PronyTrial *highest)
{
  double ratio = get_throughput (next) / get_throughput (knee);
  double uncertainty = hypot (get_uncertainty (knee), get_uncertainty (next));

  return ratio * (1 + uncertainty) < get_least_ratio (knee, next) ||
         get_load (highest) >= 4 * get_load (knee);
}

static void
find_in_curve (PronyKnee *self, GPtrArray *curve)
{
  guint n = curve->len;
  guint i, j;

  for (i = 0; i < n; i++)
    {
      for (j = i + 1; j < n && !is_bettered (curve->pdata[i], curve->pdata[j]); j++)
        ;
      if (j == n)
        break;
    }

  self->trial = curve->pdata[i];
  self->throughput = get_throughput (self->trial);
  self->highest = curve->pdata[n - 1];
  self->below = i > 0 ? curve->pdata[i - 1] : NULL;
  if (i < n - 1)
    {
      self->end = PRONY_KNEE_END_SATURATED;
      self->is_clear = is_clear (self->trial, curve->pdata[i + 1], self->highest);
    }
}

/**
 * prony_knee_find:
 * @self: (out caller-allocates): what is found
 * @trials: (element-type PronyTrial): of one target and scenario, in any order; only
 *   those count that have ended and were closed loops without a ramp
 *
 * Looks where throughput stops growing: the lowest load that no higher one betters by
 * 5 % for each doubling, and by 5 % at all. Loads from the lowest one on that was not
 * borne do not count: where more than 1 % of the requests failed or fewer than 95 % met
 * the objectives, each beyond its 95 % interval.
 */
void
prony_knee_find (PronyKnee *self, GPtrArray *trials)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) curve = g_ptr_array_new ();

  *self = (PronyKnee){ .throughput = NAN, .end = PRONY_KNEE_END_NOTHING };
  for (guint i = 0; i < trials->len; i++)
    if (is_curve_point (g_ptr_array_index (trials, i)))
      g_ptr_array_add (all, g_ptr_array_index (trials, i));
  g_ptr_array_sort (all, compare_loads);

  for (guint i = 0; i < all->len && self->broken == NULL; i++)
    {
      PronyTrial *trial = g_ptr_array_index (all, i);

      self->end = judge (trial);
      if (self->end == PRONY_KNEE_END_GROWING)
        g_ptr_array_add (curve, trial);
      else
        self->broken = trial;
    }
  for (guint i = 0; i < all->len; i++)
    {
      guint load = get_load (g_ptr_array_index (all, i));

      if (self->most > 0 && load > self->most && load < 2 * self->most)
        self->is_refined = TRUE;
      self->most = load;
    }

  if (curve->len > 0)
    find_in_curve (self, curve);
}

static gboolean
belongs_to (PronyTrial *trial, const char *scenario, PronyTarget *target, GPtrArray *targets)
{
  return g_strcmp0 (trial->scenario_name, scenario) == 0 &&
         prony_run_find_target (targets, trial->target) == prony_run_find_target (targets, target);
}

/**
 * prony_knee_find_all:
 * @run: a run that has ended
 *
 * Looks for a knee for each target and scenario that was measured at three loads or
 * more, in the order of the run's trials.
 *
 * Returns: (transfer full) (element-type PronyKnee): those that were found; their
 *   trials belong to the run
 */
GArray *
prony_knee_find_all (PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  GArray *knees = g_array_new (FALSE, FALSE, sizeof (PronyKnee));

  for (guint i = 0; i < run->trials->len; i++)
    g_ptr_array_add (left, g_ptr_array_index (run->trials, i));

  while (left->len > 0)
    {
      g_autoptr (GPtrArray) same = g_ptr_array_new ();
      PronyTrial *first = g_ptr_array_index (left, 0);
      PronyKnee knee;

      for (guint i = 0; i < left->len;)
        {
          PronyTrial *trial = g_ptr_array_index (left, i);

          if (!belongs_to (trial, first->scenario_name, first->target, targets))
            {
              i++;
              continue;
            }
          if (is_curve_point (trial))
            g_ptr_array_add (same, trial);
          g_ptr_array_remove_index (left, i);
        }

      prony_knee_find (&knee, same);
      if (same->len >= MIN_LOADS && knee.trial != NULL)
        g_array_append_val (knees, knee);
    }

  return knees;
}

/* The middle of two loads, as a ratio; 0 where they are near enough. */
static guint
get_middle (PronyTrial *lower, PronyTrial *higher)
{
  double low = get_load (lower);
  double high = get_load (higher);
  double middle = round (sqrt (low * high));

  return high > low * MIN_RATIO && middle > low && middle < high ? (guint) middle : 0;
}

/**
 * prony_knee_get_next:
 * @self: what was found so far
 * @first: the load that the sweep begins with
 * @max: the highest load that it may try
 *
 * Decides how a sweep goes on: twice the highest load, until throughput has clearly
 * stopped growing or a load was not borne; then between the knee and its neighbour, by
 * halves of their ratio, until they are within 20 % of one another.
 *
 * Returns: how many requests at once to measure next; 0 if the sweep is done
 */
guint
prony_knee_get_next (const PronyKnee *self, guint first, guint max)
{
  gboolean is_saturated = self->end == PRONY_KNEE_END_SATURATED;

  if (self->most == 0)
    return MIN (first, max);
  if (self->trial == NULL)
    return 0;

  if (self->broken == NULL && !self->is_refined && !(is_saturated && self->is_clear) &&
      self->most < max)
    return self->most > max / 2 ? max : 2 * self->most;

  if (is_saturated)
    return self->below != NULL ? get_middle (self->below, self->trial) : 0;
  if (self->broken != NULL && self->broken->state == PRONY_STATE_FINISHED)
    return get_middle (self->trial, self->broken);

  return 0;
}

static char *
describe_broken (const PronyKnee *self)
{
  guint load = get_load (self->broken);

  switch (self->end)
    {
    case PRONY_KNEE_END_OBJECTIVE:
      return g_strdup_printf (
        ngettext ("With %u request at once, too few requests met the objectives.",
                  "With %u requests at once, too few of them met the objectives.", load),
        load);
    case PRONY_KNEE_END_FAILURES:
      return g_strdup_printf (ngettext ("With %u request at once, requests failed.",
                                        "With %u requests at once, some of them failed.", load),
                              load);
    case PRONY_KNEE_END_LOST:
    default:
      return g_strdup_printf (
        ngettext ("With %u request at once, the trial could not be carried out.",
                  "With %u requests at once, the trial could not be carried out.", load),
        load);
    }
}

/**
 * prony_knee_describe:
 * @self: what was found
 *
 * Returns: (transfer full): a sentence: why the loads go no further
 */
char *
prony_knee_describe (const PronyKnee *self)
{
  switch (self->end)
    {
    case PRONY_KNEE_END_NOTHING:
      return g_strdup (_ ("Nothing was measured."));
    case PRONY_KNEE_END_GROWING:
      return g_strdup_printf (
        ngettext ("Throughput was still growing at %u request at once, the most that was tried.",
                  "Throughput was still growing at %u requests at once, the most that was tried.",
                  self->most),
        self->most);
    case PRONY_KNEE_END_SATURATED:
      return g_strdup_printf (
        ngettext (
          "More than %u request at once brought less than 5 %% more throughput per doubling.",
          "More than %u requests at once brought less than 5 %% more throughput per doubling.",
          get_load (self->trial)),
        get_load (self->trial));
    case PRONY_KNEE_END_OBJECTIVE:
    case PRONY_KNEE_END_FAILURES:
    case PRONY_KNEE_END_LOST:
    default:
      return describe_broken (self);
    }
}
