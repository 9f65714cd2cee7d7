/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/metrics/prony-capacity.h"
#include "core/metrics/prony-knee.h"
#include "core/metrics/prony-limit.h"
#include "core/metrics/prony-use-edge.h"
#include "core/metrics/prony-use-text.h"
#include "core/model/prony-run-targets.h"

/* Slower than this, text comes slower than most people read: 238 words a minute
 * (M. Brysbaert, 2019) are about five tokens a second. */
#define READING_ITL_S 0.2

/* --- Pieces ----------------------------------------------------------------------- */

/**
 * prony_use_text_name:
 * @targets: (element-type PronyTarget): what a run measured
 * @trial: one of its trials
 *
 * Returns: (transfer full): what its target is called, not to be taken for another one
 */
char *
prony_use_text_name (GPtrArray *targets, PronyTrial *trial)
{
  return prony_run_target_title (targets, (guint) prony_run_find_target (targets, trial->target));
}

static char *
get_name (const PronyUseRanking *ranking, PronyTrial *trial)
{
  return prony_use_text_name (ranking->targets, trial);
}

static char *
format_metric (const PronyUseRanking *ranking, PronyTrial *trial, PronyMetric metric)
{
  return prony_format_value (prony_use_ranking_get (ranking, trial, metric),
                             prony_metric_get_info (metric)->unit);
}

/* What decides, with the load where each target has its own. */
static char *
format_figure (const PronyUseRanking *ranking, PronyTrial *trial)
{
  g_autofree char *value = format_metric (ranking, trial, ranking->metric);
  g_autofree char *load = prony_load_level_describe (&trial->load);

  if (ranking->use_case == PRONY_USE_BATCH || ranking->by_objectives)
    /* Translators: a figure such as "350 tok/s", and a load such as "8 at once" */
    return g_strdup_printf (_ ("%s with %s"), value, load);
  return g_steal_pointer (&value);
}

static void
take (PronyRecommendation *self, char *sentence)
{
  if (sentence != NULL)
    g_ptr_array_add (self->reasons, sentence);
}

static PronyTrial *
get_ranked (const PronyUseRanking *ranking, guint index)
{
  return index < ranking->ranked->len ? g_ptr_array_index (ranking->ranked, index) : NULL;
}

static PronyTrial *
get_trial (const PronyUseRanking *ranking, int index)
{
  return index >= 0 ? g_ptr_array_index (ranking->run->trials, index) : NULL;
}

/* --- The verdict, and what it rests on ---------------------------------------------- */

static char *
describe_basis (const PronyUseRanking *ranking, PronyTrial *best)
{
  const char *scenario = prony_scenario_translate (best->scenario_title);
  const char *metric = prony_metric_get_title (ranking->metric);
  g_autofree char *load = prony_load_level_describe (&best->load);
  g_autofree char *share = prony_format_value (PRONY_KNEE_MIN_ATTAINMENT, PRONY_UNIT_RATIO);

  if (ranking->by_objectives)
    return g_strdup_printf (
      /* Translators: title of a scenario, a share such as "95 %", name of a figure */
      _ ("With “%s”, by the highest load at which %s of the requests meet the objectives, then by "
         "“%s”."),
      scenario, share, metric);
  if (ranking->use_case == PRONY_USE_BATCH)
    /* Translators: title of a scenario, name of a figure */
    return g_strdup_printf (_ ("With “%s”, by “%s” at the best load of each target."), scenario,
                            metric);

  /* Translators: title of a scenario, a load such as "4 at once", name of a figure */
  return g_strdup_printf (_ ("With “%s”, %s, by “%s”."), scenario, load, metric);
}

static char *
describe_clear (const PronyUseRanking *ranking, const PronyRecommendation *self)
{
  PronyTrial *best = get_trial (ranking, self->trial);
  PronyTrial *next = get_trial (ranking, self->runner_up);
  g_autofree char *best_name = get_name (ranking, best);
  g_autofree char *next_name = get_name (ranking, next);
  g_autofree char *load = prony_load_level_describe (&best->load);
  g_autofree char *figure = NULL;
  g_autofree char *other = NULL;

  if (self->comparison.metric == PRONY_METRIC_SLO_ATTAINMENT)
    {
      figure = prony_format_value (self->comparison.value, PRONY_UNIT_RATIO);
      other = prony_format_value (self->comparison.baseline, PRONY_UNIT_RATIO);
      return g_strdup_printf (
        /* Translators: an engine, a load, a share; a share and another engine */
        _ ("%s is clearly better: with %s, %s of its requests met the objectives, against %s of "
           "those to %s."),
        best_name, load, figure, other, next_name);
    }

  figure = format_figure (ranking, best);
  other = format_figure (ranking, next);
  if (ranking->use_case == PRONY_USE_BATCH || ranking->by_objectives)
    /* Translators: an engine, and a figure such as "350 tok/s with 8 at once"; twice */
    return g_strdup_printf (_ ("%s is clearly better: %s; %s has %s."), best_name, figure,
                            next_name, other);
  /* Translators: an engine and its figure; a figure and another engine */
  return g_strdup_printf (_ ("%s is clearly better: %s, against %s of %s."), best_name, figure,
                          other, next_name);
}

/* "A: 120 ms, B: 125 ms" of all that are as good. */
static char *
list_figures (const PronyUseRanking *ranking, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      PronyTrial *trial = get_ranked (ranking, i);
      g_autofree char *name = get_name (ranking, trial);
      g_autofree char *figure = format_figure (ranking, trial);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", name, figure);
    }

  return g_string_free (text, FALSE);
}

static char *
describe_verdict (const PronyUseRanking *ranking, const PronyRecommendation *self)
{
  PronyTrial *best = get_ranked (ranking, 0);
  g_autofree char *name = get_name (ranking, best);
  g_autofree char *figure = format_figure (ranking, best);
  g_autofree char *figures = NULL;

  if (self->clear)
    return describe_clear (ranking, self);
  if (self->runner_up < 0 && ranking->targets->len == 1)
    /* Translators: an engine and its figure */
    return g_strdup_printf (_ ("%s was measured alone: %s."), name, figure);
  if (self->runner_up < 0)
    /* Translators: an engine and its figure */
    return g_strdup_printf (_ ("Only %s can be recommended by what was measured: %s."), name,
                            figure);

  figures = list_figures (ranking, 1 + self->equals->len);
  if (self->comparison.small)
    /* Translators: engines with their figures, such as "A: 1 s, B: 2 s" */
    return g_strdup_printf (_ ("They are practically the same, less than 1 %% apart. %s."),
                            figures);
  if (self->equals->len == 1)
    /* Translators: engines with their figures, such as "A: 1 s, B: 2 s" */
    return g_strdup_printf (_ ("There is no clear difference, so either will do. %s."), figures);
  /* Translators: engines with their figures, such as "A: 1 s, B: 2 s" */
  return g_strdup_printf (_ ("There is no clear difference, so any of these will do. %s."),
                          figures);
}

/* --- Besides ------------------------------------------------------------------------ */

/* Whether this computer may have added much to a figure. */
static gboolean
is_doubtful (const PronyUseRanking *ranking, PronyTrial *trial, PronyMetric metric)
{
  return prony_calibration_doubts (trial->calibration, metric,
                                   prony_use_ranking_get (ranking, trial, metric));
}

static char *
describe_success (const PronyUseRanking *ranking, PronyTrial *best, const char *name)
{
  double success = prony_use_ranking_get (ranking, best, PRONY_METRIC_SUCCESS_RATE);
  g_autofree char *share = prony_format_value (success, PRONY_UNIT_RATIO);

  /* Translators: an engine; then a share of its requests */
  return g_strdup_printf (_ ("%s answered %s of its requests."), name, share);
}

/* The mean over the repeats. */
static double
get_tail (const PronyUseRanking *ranking, PronyTrial *trial)
{
  GPtrArray *repeats = prony_use_ranking_get_repeats (ranking, trial);
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < repeats->len; i++)
    {
      PronySummary *summary = ((PronyTrial *) g_ptr_array_index (repeats, i))->summary;
      double p95 = summary->distributions[PRONY_METRIC_TTFT].p95;

      sum += isfinite (p95) ? p95 : 0;
      n += isfinite (p95);
    }

  return n > 0 ? sum / n : NAN;
}

static char *
describe_tail (const PronyUseRanking *ranking, PronyTrial *best, PronyTrial *next)
{
  double best_p95 = get_tail (ranking, best);
  double next_p95 = next != NULL ? get_tail (ranking, next) : (double) NAN;
  g_autofree char *value = prony_format_value (best_p95, PRONY_UNIT_SECONDS);
  g_autofree char *other = prony_format_value (next_p95, PRONY_UNIT_SECONDS);
  g_autofree char *name = get_name (ranking, best);
  g_autofree char *next_name = next != NULL ? get_name (ranking, next) : NULL;

  if (!isfinite (best_p95))
    return NULL;
  if (!isfinite (next_p95))
    /* Translators: an engine and a time */
    return g_strdup_printf (_ ("In one of twenty requests %s needs %s or more to begin."), name,
                            value);

  /* Translators: an engine and a time, twice */
  return g_strdup_printf (
    _ ("In one of twenty requests %s needs %s or more to begin, and %s %s or more."), name, value,
    next_name, other);
}

static void
add_chat_guards (const PronyUseRanking *ranking,
                 PronyRecommendation *self,
                 PronyTrial *best,
                 PronyTrial *next)
{
  double itl = prony_use_ranking_get (ranking, best, PRONY_METRIC_ITL);
  g_autofree char *gap = prony_format_value (itl, PRONY_UNIT_SECONDS);
  g_autofree char *name = get_name (ranking, best);
  PronyComparison comparison;

  take (self, describe_tail (ranking, best, next));
  if (itl > READING_ITL_S)
    take (self, g_strdup_printf (
                  /* Translators: an engine and a time */
                  _ ("The text of %s comes slower than most people read: %s between two tokens."),
                  name, gap));
  if (next == NULL)
    return;

  prony_use_ranking_compare_by (ranking, PRONY_METRIC_ITL, best, next, &comparison);
  if (comparison.clear && !comparison.small && !comparison.second_is_better &&
      !is_doubtful (ranking, best, PRONY_METRIC_ITL) &&
      !is_doubtful (ranking, next, PRONY_METRIC_ITL))
    {
      g_autofree char *next_name = get_name (ranking, next);
      g_autofree char *other = prony_format_value (comparison.baseline, PRONY_UNIT_SECONDS);

      take (self, g_strdup_printf (
                    /* Translators: an engine and a time; a time and another engine */
                    _ ("But once it has begun %s is clearly faster: %s between two tokens, against "
                       "%s of %s."),
                    next_name, other, gap, name));
    }
}

static char *
describe_prefill (const PronyUseRanking *ranking, PronyTrial *trial)
{
  double rate = prony_use_ranking_get (ranking, trial, PRONY_METRIC_PREFILL_RATE);
  g_autofree char *name = get_name (ranking, trial);
  g_autofree char *value = prony_format_value (rate, PRONY_UNIT_TOKENS_PER_SECOND);

  /* Translators: an engine and a token rate */
  return isfinite (rate) ? g_strdup_printf (_ ("%s reads prompts at %s."), name, value) : NULL;
}

/* Who is best where the most is asked at once may be another one. */
static void
add_highest_load (const PronyUseRanking *ranking, PronyRecommendation *self, PronyTrial *best)
{
  PronyTrial *highest = NULL;
  PronyTrial *same;
  PronyComparison comparison;

  for (guint i = 0; i < ranking->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (ranking->candidates, i);
      int load = highest != NULL ? prony_load_level_compare (&trial->load, &highest->load) : 1;

      if (prony_use_ranking_judge (ranking, trial) == PRONY_FITNESS_FIT &&
          (load > 0 || (load == 0 && prony_use_ranking_get (ranking, trial, ranking->metric) <
                                       prony_use_ranking_get (ranking, highest, ranking->metric))))
        highest = trial;
    }
  if (highest == NULL || prony_load_level_equal (&highest->load, &best->load))
    return;

  same = prony_use_ranking_find_same (ranking, best, &highest->load);
  if (same == NULL || same == highest || same->summary == NULL)
    return;

  prony_use_ranking_compare_by (ranking, ranking->metric, highest, same, &comparison);
  if (comparison.clear && !comparison.small && comparison.second_is_better)
    {
      g_autofree char *load = prony_load_level_describe (&highest->load);
      g_autofree char *name = get_name (ranking, highest);
      g_autofree char *value = format_metric (ranking, highest, ranking->metric);
      g_autofree char *other = format_metric (ranking, same, ranking->metric);
      g_autofree char *best_name = get_name (ranking, best);

      take (self, g_strdup_printf (
                    /* Translators: a load; an engine and its figure; a figure and an engine */
                    _ ("But with %s, %s is clearly better: %s, against %s of %s."), load, name,
                    value, other, best_name));
    }
}

static char *
describe_quality (const PronyUseRanking *ranking,
                  const PronyRecommendation *self,
                  PronyTrial *best,
                  PronyTrial *next)
{
  double right = prony_use_ranking_get (ranking, best, PRONY_METRIC_QUALITY_PASS_RATE);
  g_autofree char *name = get_name (ranking, best);
  g_autofree char *share = prony_format_value (right, PRONY_UNIT_RATIO);
  g_autofree char *next_name = next != NULL ? get_name (ranking, next) : NULL;

  if (next != NULL && prony_quality_difference_is_known (&self->comparison.quality))
    return prony_quality_difference_describe (&self->comparison.quality, next_name, name,
                                              self->clear ? 1 : 0);
  if (!isfinite (right))
    return NULL;
  /* Translators: a share of answers, and an engine */
  return g_strdup_printf (_ ("%s of the answers of %s were right."), share, name);
}

static gboolean
is_client_bound (PronyTrial *trial)
{
  return trial->summary->client_bound;
}

static gboolean
is_cut_short (PronyTrial *trial)
{
  return trial->state != PRONY_STATE_FINISHED;
}

/* Whether it is so of a trial or a repeat of it. */
static gboolean
is_any (const PronyUseRanking *ranking, PronyTrial *trial, gboolean (*is_so) (PronyTrial *trial))
{
  GPtrArray *repeats = prony_use_ranking_get_repeats (ranking, trial);

  for (guint i = 0; i < repeats->len; i++)
    if (is_so (g_ptr_array_index (repeats, i)))
      return TRUE;

  return FALSE;
}

static void
add_cautions (const PronyUseRanking *ranking, PronyRecommendation *self, PronyTrial *best)
{
  PronyTrial *next = get_trial (ranking, self->runner_up);
  g_autofree char *name = get_name (ranking, best);

  if (is_doubtful (ranking, best, ranking->metric) ||
      (next != NULL && next->summary != NULL && is_doubtful (ranking, next, ranking->metric)))
    take (self, g_strdup (
                  /* xgettext:no-c-format */
                  _ ("This computer may have added more than 5 % to what decides here.")));
  if (is_any (ranking, best, is_client_bound))
    take (self,
          /* Translators: an engine */
          g_strdup_printf (_ ("While %s was measured this computer was the limit, so the engine "
                              "may be better than it looks."),
                           name));
  if (is_any (ranking, best, is_cut_short))
    take (self,
          /* Translators: an engine */
          g_strdup_printf (_ ("The trial of %s did not come to its end."), name));
}

/* How much it bears within the objectives, what that costs, and what keeps it from more. */
static void
add_limits (const PronyUseRanking *ranking, PronyRecommendation *self, PronyTrial *best)
{
  g_autoptr (PronyTrialLimit) limit = prony_trial_limit_find (ranking->run, best);
  g_autoptr (GArray) capacities = prony_capacity_find_all (ranking->run);
  gboolean any = FALSE;

  for (guint i = 0; i < capacities->len; i++)
    {
      const PronyCapacity *capacity = &g_array_index (capacities, PronyCapacity, i);

      if (!ranking->by_objectives || capacity->first->load.kind != best->load.kind ||
          !g_str_equal (capacity->first->scenario_name, best->scenario_name))
        continue;
      take (self, prony_capacity_describe (capacity, ranking->run));
      any = TRUE;
    }
  if (!any)
    take (self, prony_capacity_describe_cost (ranking->run, best));
  if (limit != NULL && limit->kind != PRONY_LIMIT_NONE && limit->kind != PRONY_LIMIT_CLIENT)
    take (self, g_strdup (limit->sentence));
}

/* --- Who is not recommended --------------------------------------------------------- */

static char *
describe_missed (const PronyUseRanking *ranking, PronyTrial *trial, const char *name)
{
  double attained = prony_use_ranking_get (ranking, trial, PRONY_METRIC_SLO_ATTAINMENT);
  g_autofree char *share = prony_format_value (attained, PRONY_UNIT_RATIO);
  g_autofree char *load = prony_load_level_describe (&trial->load);

  if (!isfinite (attained))
    return NULL;
  return g_strdup_printf (
    /* Translators: an engine, a load such as "1 at once", and a share of requests */
    _ ("%s is not recommended: with %s, only %s of its requests met the objectives."), name, load,
    share);
}

static char *
describe_unfit (const PronyUseRanking *ranking, PronyTrial *trial)
{
  g_autofree char *name = get_name (ranking, trial);
  g_autofree char *share = NULL;
  g_autoptr (PronyTrialLimit) limit = NULL;

  switch (prony_use_ranking_judge (ranking, trial))
    {
    case PRONY_FITNESS_FAILURES:
      share = format_metric (ranking, trial, PRONY_METRIC_SUCCESS_RATE);
      /* Translators: an engine and a share of its requests */
      return g_strdup_printf (_ ("%s is not recommended: it answered only %s of its requests."),
                              name, share);

    case PRONY_FITNESS_WRONG:
      share = format_metric (ranking, trial, PRONY_METRIC_QUALITY_PASS_RATE);
      /* Translators: an engine and a share of its answers */
      return g_strdup_printf (_ ("%s is not recommended: only %s of its answers were right."), name,
                              share);

    case PRONY_FITNESS_NO_VALUE:
      /* Translators: an engine and the name of a figure */
      return g_strdup_printf (_ ("%s is not recommended: it has no value for “%s”."), name,
                              prony_metric_get_title (ranking->metric));

    case PRONY_FITNESS_MEMORY:
      limit = prony_trial_limit_find (ranking->run, trial);
      /* Translators: an engine, and a sentence about memory */
      return g_strdup_printf (_ ("%s is not recommended, since it does not fit. %s"), name,
                              limit->sentence);

    case PRONY_FITNESS_LOST:
      /* Translators: an engine */
      return g_strdup_printf (_ ("%s is not recommended: its trial could not be measured."), name);

    case PRONY_FITNESS_FIT:
    default:
      return ranking->by_objectives ? describe_missed (ranking, trial, name) : NULL;
    }
}

static gboolean
is_ranked (const PronyUseRanking *ranking, guint target)
{
  for (guint i = 0; i < ranking->ranked->len; i++)
    if (prony_run_find_target (ranking->targets, get_ranked (ranking, i)->target) == (int) target)
      return TRUE;

  return FALSE;
}

/* By the lowest load of each, where it has the best prospects. */
static void
add_unfit (const PronyUseRanking *ranking, PronyRecommendation *self)
{
  for (guint i = 0; i < ranking->targets->len; i++)
    {
      PronyTrial *lowest = NULL;

      for (guint j = 0; j < ranking->candidates->len && !is_ranked (ranking, i); j++)
        {
          PronyTrial *trial = g_ptr_array_index (ranking->candidates, j);

          if (prony_run_find_target (ranking->targets, trial->target) == (int) i &&
              (lowest == NULL || prony_load_level_compare (&trial->load, &lowest->load) < 0))
            lowest = trial;
        }
      if (lowest != NULL)
        take (self, describe_unfit (ranking, lowest));
    }
}

static const char *
describe_missing (PronyUseCase use_case)
{
  switch (use_case)
    {
    case PRONY_USE_CHAT:
      return _ ("No scenario with short prompts and short completions was measured.");

    case PRONY_USE_RETRIEVAL:
      return _ ("No scenario with long prompts and short completions was measured.");

    case PRONY_USE_LONG_DOCUMENTS:
      return _ ("No scenario with long prompts and long completions was measured.");

    case PRONY_USE_BATCH:
      return _ ("Nothing was measured with more than one request at once.");

    case PRONY_USE_EDGE:
    default:
      return _ ("Nothing was measured with one request at a time.");
    }
}

/**
 * prony_use_text_add_reasons:
 * @ranking: a ranking
 * @self: what follows from it, without reasons
 *
 * Adds the sentences with the figures that a recommendation rests on, or why there is
 * none. Reads requests.
 */
void
prony_use_text_add_reasons (const PronyUseRanking *ranking, PronyRecommendation *self)
{
  PronyTrial *best = get_ranked (ranking, 0);
  PronyTrial *next = get_trial (ranking, self->runner_up);
  g_autofree char *name = best != NULL ? get_name (ranking, best) : NULL;

  if (ranking->candidates->len == 0 && ranking->left_out_simulated)
    take (self, g_strdup (_ ("Only simulated targets were measured for it, and they say nothing "
                             "about a real one.")));
  else if (ranking->candidates->len == 0)
    take (self, g_strdup (describe_missing (ranking->use_case)));
  if (best != NULL)
    {
      take (self, describe_verdict (ranking, self));
      take (self, describe_basis (ranking, best));
      if (ranking->use_case == PRONY_USE_CHAT)
        add_chat_guards (ranking, self, best, next);
      if (ranking->use_case == PRONY_USE_RETRIEVAL)
        take (self, describe_prefill (ranking, best));
      if (ranking->use_case < PRONY_USE_BATCH && !ranking->by_objectives)
        add_highest_load (ranking, self, best);
      take (self, describe_success (ranking, best, name));
      take (self, describe_quality (ranking, self, best, next));
      add_cautions (ranking, self, best);
    }
  add_unfit (ranking, self);
  if (best != NULL)
    add_limits (ranking, self, best);
  if (best != NULL && ranking->use_case == PRONY_USE_EDGE)
    prony_use_edge_add_reasons (ranking, self);
  if (best != NULL && ranking->only_simulated)
    take (self, g_strdup (_ ("All targets are simulated, so this says nothing about a real one.")));
}
