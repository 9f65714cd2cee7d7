/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/metrics/prony-use-edge.h"
#include "core/metrics/prony-use-text.h"

/* A difference of energy for a token that is worth a word. There is one figure of a trial, so
 * chance cannot be told from it. */
#define ENERGY_MARGIN 1.1

static char *
describe_memory (const PronyUseRanking *ranking, const char *name, PronyTrial *trial)
{
  g_autofree char *memory = prony_format_value (
    prony_use_ranking_get (ranking, trial, PRONY_METRIC_MEMORY_PEAK_MB), PRONY_UNIT_MEGABYTES);
  g_autofree char *gpu = prony_format_value (
    prony_use_ranking_get (ranking, trial, PRONY_METRIC_GPU_MEMORY_MB), PRONY_UNIT_MEGABYTES);

  if (isfinite (prony_use_ranking_get (ranking, trial, PRONY_METRIC_GPU_MEMORY_MB)))
    /* Translators: an engine and two sizes */
    return g_strdup_printf (_ ("%s needs %s of memory, and %s on GPUs."), name, memory, gpu);
  /* Translators: an engine and a size */
  return g_strdup_printf (_ ("%s needs %s of memory."), name, memory);
}

static void
add_memory (const PronyUseRanking *ranking, PronyRecommendation *self)
{
  guint n = 0;

  for (guint i = 0; i < ranking->ranked->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (ranking->ranked, i);
      g_autofree char *name = prony_use_text_name (ranking->targets, trial);

      if (!isfinite (prony_use_ranking_get (ranking, trial, PRONY_METRIC_MEMORY_PEAK_MB)))
        continue;
      g_ptr_array_add (self->reasons, describe_memory (ranking, name, trial));
      n++;
    }

  if (n == 0)
    g_ptr_array_add (self->reasons,
                     g_strdup (_ ("Memory was not measured, since no engine's process is known on "
                                  "this computer, so it does not count here.")));
}

static PronyTrial *
find_thriftiest (const PronyUseRanking *ranking)
{
  PronyTrial *found = NULL;

  for (guint i = 0; i < ranking->ranked->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (ranking->ranked, i);
      double tokens = prony_use_ranking_get (ranking, trial, PRONY_METRIC_TOKENS_PER_JOULE);

      if (isfinite (tokens) &&
          (found == NULL ||
           tokens > prony_use_ranking_get (ranking, found, PRONY_METRIC_TOKENS_PER_JOULE)))
        found = trial;
    }

  return found;
}

static char *
describe_energy (const PronyUseRanking *ranking, PronyTrial *best, PronyTrial *thriftiest)
{
  double tokens = prony_use_ranking_get (ranking, best, PRONY_METRIC_TOKENS_PER_JOULE);
  double most = prony_use_ranking_get (ranking, thriftiest, PRONY_METRIC_TOKENS_PER_JOULE);
  g_autofree char *name = prony_use_text_name (ranking->targets, best);
  g_autofree char *other = prony_use_text_name (ranking->targets, thriftiest);
  g_autofree char *value = prony_format_value (tokens, PRONY_UNIT_TOKENS_PER_JOULE);
  g_autofree char *most_value = prony_format_value (most, PRONY_UNIT_TOKENS_PER_JOULE);

  if (thriftiest == best)
    /* Translators: an engine and a figure such as "0.5 tok/J" */
    return g_strdup_printf (_ ("The GPUs of %s bring %s."), name, value);
  if (!isfinite (tokens))
    /* Translators: an engine and a figure such as "0.5 tok/J"; another engine */
    return g_strdup_printf (_ ("The GPUs of %s bring %s; of %s it is not known."), other,
                            most_value, name);
  if (most > ENERGY_MARGIN * tokens)
    /* Translators: an engine and a figure such as "0.5 tok/J"; the same of another */
    return g_strdup_printf (_ ("But %s needs less energy: its GPUs bring %s, those of %s %s."),
                            other, most_value, name, value);
  /* Translators: an engine and a figure such as "0.5 tok/J"; the same of another */
  return g_strdup_printf (_ ("The GPUs of %s bring %s, those of %s %s."), name, value, other,
                          most_value);
}

/**
 * prony_use_edge_add_reasons:
 * @ranking: a ranking for %PRONY_USE_EDGE with at least one target
 * @self: what follows from it
 *
 * Adds what the targets need of a small computer: memory, and energy for a token.
 */
void
prony_use_edge_add_reasons (const PronyUseRanking *ranking, PronyRecommendation *self)
{
  PronyTrial *thriftiest = find_thriftiest (ranking);

  add_memory (ranking, self);
  g_ptr_array_add (
    self->reasons,
    thriftiest != NULL
      ? describe_energy (ranking, g_ptr_array_index (ranking->ranked, 0), thriftiest)
      : g_strdup (_ ("Energy was not measured, since no GPU is known to have worked for one engine "
                     "alone, so it does not count here.")));
}
