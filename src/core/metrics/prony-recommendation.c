/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/metrics/prony-recommendation.h"
#include "core/metrics/prony-use-text.h"
#include "core/model/prony-run-targets.h"

static const struct
{
  const char *name;
  const char *title;
} uses[] = {
  [PRONY_USE_CHAT] = { "chat", NC_ ("use case", "Chat") },
  [PRONY_USE_RETRIEVAL] = { "retrieval", NC_ ("use case", "Retrieval") },
  [PRONY_USE_LONG_DOCUMENTS] = { "long-documents", NC_ ("use case", "Long Documents") },
  [PRONY_USE_BATCH] = { "batch", NC_ ("use case", "Batch") },
  [PRONY_USE_EDGE] = { "edge", NC_ ("use case", "Edge") },
};

/**
 * prony_use_case_to_string:
 * @use_case: a use case
 *
 * Returns: its name in files
 */
const char *
prony_use_case_to_string (PronyUseCase use_case)
{
  g_return_val_if_fail ((guint) use_case < PRONY_N_USE_CASES, NULL);

  return uses[use_case].name;
}

/**
 * prony_use_case_title:
 * @use_case: a use case
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_use_case_title (PronyUseCase use_case)
{
  g_return_val_if_fail ((guint) use_case < PRONY_N_USE_CASES, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "use case", uses[use_case].title);
}

static int
find_index (const PronyUseRanking *ranking, PronyTrial *trial)
{
  guint index = 0;

  return g_ptr_array_find (ranking->run->trials, trial, &index) ? (int) index : -1;
}

/* Against the trial of @other at the load of the best, where objectives decide and it
 * has one there with figures. */
static PronyTrial *
find_opponent (const PronyUseRanking *ranking, PronyTrial *best, PronyTrial *other)
{
  PronyTrial *same = NULL;

  if (ranking->by_objectives)
    same = prony_use_ranking_find_same (ranking, other, &best->load);
  return same != NULL && same->summary != NULL ? same : other;
}

static void
compare_ranked (const PronyUseRanking *ranking, PronyRecommendation *self)
{
  PronyTrial *best = g_ptr_array_index (ranking->ranked, 0);

  self->trial = find_index (ranking, best);
  for (guint i = 1; i < ranking->ranked->len; i++)
    {
      PronyTrial *other = g_ptr_array_index (ranking->ranked, i);
      PronyTrial *opponent = find_opponent (ranking, best, other);
      PronyComparison comparison;
      guint index = (guint) find_index (ranking, other);

      prony_use_ranking_compare (ranking, best, opponent, &comparison);
      if (i == 1)
        {
          self->runner_up = find_index (ranking, opponent);
          self->comparison = comparison;
          self->clear = comparison.clear && !comparison.small;
        }
      if (comparison.clear && !comparison.small)
        return;
      g_array_append_val (self->equals, index);
    }
}

static PronyRecommendation *
recommend (PronyUseCase use_case, PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  PronyRecommendation *self = g_new0 (PronyRecommendation, 1);
  g_auto (PronyUseRanking) ranking = { 0 };

  prony_use_ranking_init (&ranking, use_case, run, get_records, user_data);
  self->use_case = use_case;
  self->trial = self->runner_up = -1;
  self->equals = g_array_new (FALSE, FALSE, sizeof (guint));
  self->reasons = g_ptr_array_new_with_free_func (g_free);
  prony_comparison_init_empty (&self->comparison, ranking.metric);
  if (ranking.ranked->len > 0)
    compare_ranked (&ranking, self);
  prony_use_text_add_reasons (&ranking, self);
  return self;
}

/**
 * prony_recommendations_find:
 * @run: a run that is over, or as far as it is
 * @get_records: (nullable) (scope call): gives the requests of a trial; without it no
 *   difference can be tested, and none is clear
 * @user_data: given to @get_records
 *
 * Finds which target of a run to take for what. By which rules is written in
 * `docs/methodology.md`: a scenario of the right shape, one metric, targets that answer
 * nearly all requests, and simulated ones only among themselves. Reads requests and
 * resamples; call it from any thread but the user interface's. Sentences have the numbers
 * of the thread's locale.
 *
 * Returns: (transfer full) (element-type PronyRecommendation): one for each use case, in
 *   their order; empty where nothing was measured at all
 */
GPtrArray *
prony_recommendations_find (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  GPtrArray *found;
  gboolean any = FALSE;

  g_return_val_if_fail (run != NULL, NULL);

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_recommendation_free);
  for (guint i = 0; i < run->trials->len; i++)
    any |= ((PronyTrial *) g_ptr_array_index (run->trials, i))->summary != NULL;
  for (guint i = 0; any && i < PRONY_N_USE_CASES; i++)
    g_ptr_array_add (found, recommend (i, run, get_records, user_data));

  return found;
}

/**
 * prony_recommendation_describe:
 * @self: a recommendation
 * @run: the run that it was found in
 *
 * Says in a few words what is recommended, without the reasons.
 *
 * Returns: (transfer full): such as "vLLM", "vLLM, ollama: either will do"
 */
char *
prony_recommendation_describe (const PronyRecommendation *self, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = NULL;
  g_autoptr (GString) names = NULL;
  g_autofree char *best = NULL;

  g_return_val_if_fail (self != NULL && run != NULL, NULL);

  if (self->trial < 0)
    return g_strdup (_ ("Nothing to recommend"));

  targets = prony_run_list_targets (run);
  best = prony_use_text_name (targets, g_ptr_array_index (run->trials, self->trial));
  names = g_string_new (best);
  for (guint i = 0; i < self->equals->len; i++)
    {
      guint index = g_array_index (self->equals, guint, i);
      g_autofree char *name = prony_use_text_name (targets, g_ptr_array_index (run->trials, index));

      g_string_append_printf (names, ", %s", name);
    }

  if (self->equals->len == 0)
    return g_steal_pointer (&best);
  if (self->equals->len == 1)
    /* Translators: %s is the names of two engines */
    return g_strdup_printf (_ ("%s: either will do"), names->str);
  /* Translators: %s is the names of several engines */
  return g_strdup_printf (_ ("%s: any will do"), names->str);
}

/**
 * prony_recommendation_free:
 * @self: (transfer full): a recommendation
 */
void
prony_recommendation_free (PronyRecommendation *self)
{
  g_array_unref (self->equals);
  g_ptr_array_unref (self->reasons);
  g_free (self);
}
