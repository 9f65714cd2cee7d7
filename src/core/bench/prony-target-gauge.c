/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/bench/prony-target-gauge.h"
#include "core/bench/prony-text-counter.h"
#include "core/bench/prony-usage-counter.h"
#include "core/prompts/prony-filler-use.h"

/* How much filler shows how many bytes a token has: too little is no average, and more
 * than a scenario asks for might not fit into the model's context. */
#define MIN_SAMPLE 128
#define MAX_SAMPLE 512
/* Of the samples. They are the same each time, so that the same engine gives the same
 * prompts; nothing that is measured begins like them, so that they help no prompt cache. */
#define SAMPLE_SEED G_GUINT64_CONSTANT (0x70726f6e79)
/* No vocabulary has more tokens than this in a byte, or fewer: an engine that says so did
 * not count all of a prompt, or something else. */
#define MIN_TOKENS_PER_BYTE 0.02
#define MAX_TOKENS_PER_BYTE 2.0

/* What is needed while a gauge is made. */
typedef struct
{
  PronyPromptGauge *gauge;
  PronyTarget *target;
  GCancellable *cancellable;
  PronyFillerUse use;
  gboolean has_system;
  PronyUsageCounter *usage;
} Maker;

/* What counts for a gauge: one of the two. */
typedef struct
{
  PronyPromptGauge *gauge;
  PronyTextCounter *counter;
  PronyUsageCounter *usage;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *self = data;

  g_clear_pointer (&self->counter, prony_text_counter_free);
  g_clear_pointer (&self->usage, prony_usage_counter_free);
  g_free (self);
}

/* Sources as they are better for prompts: what was calibrated is no count. */
static int
get_rank (PronyCountSource source)
{
  return source == PRONY_COUNT_USAGE ? PRONY_COUNT_CHUNKS : (int) source;
}

/* A gauge is as good as the worst that it has said. */
static gint64
count_text (const char *text, gsize length, gpointer user_data)
{
  Counting *self = user_data;
  PronyCountSource source = PRONY_COUNT_TOKENIZE;
  gint64 count = prony_text_counter_count (self->counter, text, length, &source);

  if (count < 0)
    source = PRONY_COUNT_USAGE;
  if (get_rank (source) > get_rank (self->gauge->source))
    self->gauge->source = source;
  return count;
}

static gboolean
has_system (PronyScenario *scenario)
{
  if (scenario->system != NULL)
    return TRUE;

  for (guint i = 0; i < scenario->cases->len; i++)
    if (prony_scenario_get_case (scenario, i)->system != NULL)
      return TRUE;

  return FALSE;
}

static char *
make_sample (const Maker *self, PronyFillerKind kind)
{
  return prony_filler_make (kind, CLAMP (self->use.tokens[kind], MIN_SAMPLE, MAX_SAMPLE),
                            SAMPLE_SEED + kind);
}

/* A kind that nobody has looked at is like the first that was. */
static void
set_ratio (Maker *self, PronyFillerKind kind, double tokens_per_byte)
{
  gboolean first = TRUE;

  for (guint i = 0; i < kind; i++)
    first = first && self->use.tokens[i] == 0;
  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    if (i == kind || (first && self->use.tokens[i] == 0))
      self->gauge->tokens_per_byte[i] = tokens_per_byte;
}

/* @own: the tokens of one greeting. */
static void
set_overhead (Maker *self, gint64 usage, double own)
{
  gint64 rest = usage - llround (own * (self->has_system ? 2 : 1));

  self->gauge->overhead = CLAMP (rest, 0, G_MAXUINT16);
}

/* --- The ways to know ------------------------------------------------------------------- */

/* Counts every text. Ratios tell where to begin, and go on where the counter ends. */
static gboolean
count_exactly (Maker *self)
{
  Counting *counting = g_new0 (Counting, 1);
  PronyPromptGauge *gauge = self->gauge;
  gint64 greeting;

  counting->gauge = gauge;
  counting->counter = prony_text_counter_new (self->target, self->cancellable);
  gauge->source = PRONY_COUNT_TOKENIZE;
  greeting =
    count_text (PRONY_USAGE_COUNTER_GREETING, strlen (PRONY_USAGE_COUNTER_GREETING), counting);
  if (greeting < 0)
    {
      gauge->source = PRONY_COUNT_ESTIMATE;
      counting_free (counting);
      return FALSE;
    }

  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    {
      g_autofree char *sample = self->use.tokens[i] > 0 ? make_sample (self, i) : NULL;
      gint64 tokens = sample != NULL ? count_text (sample, strlen (sample), counting) : -1;

      if (tokens > 0)
        set_ratio (self, i, (double) tokens / strlen (sample));
    }
  gauge->count = count_text;
  gauge->user_data = counting;
  gauge->destroy = counting_free;

  if (self->use.any && !prony_api_is_plain (self->target->engine->api))
    {
      gint64 usage = prony_usage_counter_greet (self->usage);

      if (usage >= 0)
        set_overhead (self, usage, (double) greeting);
    }
  return TRUE;
}

static gint64
count_by_usage (const char *text, gsize length, gpointer user_data)
{
  Counting *self = user_data;

  return prony_usage_counter_count (self->usage, text, length);
}

static gboolean
calibrate_kind (Maker *self, PronyFillerKind kind)
{
  g_autofree char *sample = make_sample (self, kind);
  gsize length = strlen (sample);
  double ratio = (double) prony_usage_counter_count (self->usage, sample, length) / (double) length;

  if (ratio < MIN_TOKENS_PER_BYTE || ratio > MAX_TOKENS_PER_BYTE)
    return FALSE;

  set_ratio (self, kind, ratio);
  return TRUE;
}

/* All kinds that are used, or none: a mixture of measured and guessed lengths would be
 * called measured. */
static void
calibrate (Maker *self)
{
  PronyPromptGauge *gauge = self->gauge;
  gint64 usage = prony_usage_counter_greet (self->usage);
  Counting *counting;

  if (usage < 0)
    return;
  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    if (self->use.tokens[i] > 0 && !calibrate_kind (self, i))
      return;

  gauge->source = PRONY_COUNT_USAGE;
  set_overhead (self, usage,
                gauge->tokens_per_byte[PRONY_FILLER_TEXT] * strlen (PRONY_USAGE_COUNTER_GREETING));
  counting = g_new0 (Counting, 1);
  counting->usage = g_steal_pointer (&self->usage);
  gauge->count = count_by_usage;
  gauge->user_data = counting;
  gauge->destroy = counting_free;
}

/**
 * prony_target_gauge_new:
 * @target: a target that is prepared; fields that its engine refuses are added to it
 * @scenario: what is to be asked; its data set, if it has one, was read
 * @cancellable: (nullable): ends all questions, from any thread, also those that the
 *   gauge asks later
 *
 * Finds out how long texts are for a target, the first way that works: by the engine's
 * tokenize endpoint; by a vocabulary on this computer; by requests whose usage says how
 * many tokens they had; by an estimate. Engines are only asked to read prompts where there
 * is filler, whose length depends on it, and none that helps a prompt cache with what is
 * measured later. What an engine does not answer is no error: the gauge's source tells what became
 * of it, also later, when an engine that counted has stopped to.
 *
 * Takes up to two minutes, if the model has to be loaded first. Any thread but the user
 * interface's; until the gauge is freed, in the same thread, it takes over the thread's
 * default main context.
 *
 * Returns: (transfer full): the gauge
 */
PronyPromptGauge *
prony_target_gauge_new (PronyTarget *target, PronyScenario *scenario, GCancellable *cancellable)
{
  g_autoptr (PronyPromptGauge) gauge = prony_prompt_gauge_new ();
  Maker maker = { .gauge = gauge, .target = target, .cancellable = cancellable };

  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (target->engine->api != PRONY_API_AUTO, NULL);
  g_return_val_if_fail (scenario != NULL, NULL);

  prony_filler_use_find (scenario, &maker.use);
  maker.has_system = has_system (scenario);
  maker.usage = prony_usage_counter_new (target, maker.has_system, cancellable);
  if (!count_exactly (&maker) && maker.use.any)
    calibrate (&maker);
  g_clear_pointer (&maker.usage, prony_usage_counter_free);
  return g_steal_pointer (&gauge);
}
