/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/metrics/prony-limit.h"
#include "core/model/prony-run-targets.h"

/*
 * What is looked at is what a trial's summary and its neighbours in the run say; the rules are
 * in docs/methodology.md. What brings about the others comes first.
 */

/* Programs begin to be swapped out or ended. */
#define HOST_MEMORY_MAX 0.95
#define SWAP_GROWTH_MB 64

/* Engines that take their memory beforehand leave more free than this. */
#define GPU_MEMORY_MAX 0.98

/* A program that grows by so much in a trial, where not much more than that is left. */
#define GROWTH_SHARE 0.1
#define GROWTH_MEMORY_SHARE 0.8

/* Where data sheets have GPUs slow down, or a little below. In degrees Celsius. */
#define HOT_C 85
#define HEAT_SHARE 0.05

#define POWER_SHARE 0.2

/* Of the time to the first token. */
#define QUEUE_SHARE 0.5
#define QUEUE_MIN_S 0.02

/* Half as much again at once should bring more than this. */
#define FLAT_LOAD 1.5
#define FLAT_GAIN 1.05

/* Less than this of what an open loop asked for. */
#define DELIVERED_SHARE 0.95
#define SHORT_SHARE 0.02

static const struct
{
  const char *name;
  const char *title;
} kinds[] = {
  [PRONY_LIMIT_NONE] = { "none", NC_ ("limit", "Nothing seen") },
  [PRONY_LIMIT_CLIENT] = { "client", NC_ ("limit", "This computer") },
  [PRONY_LIMIT_NETWORK] = { "network", NC_ ("limit", "Network") },
  [PRONY_LIMIT_MEMORY] = { "memory", NC_ ("limit", "Memory") },
  [PRONY_LIMIT_HEAT] = { "heat", NC_ ("limit", "Heat") },
  [PRONY_LIMIT_QUEUE] = { "queue", NC_ ("limit", "Queue") },
  [PRONY_LIMIT_POWER] = { "power", NC_ ("limit", "Power") },
};

/**
 * prony_limit_kind_to_string:
 * @kind: what limits
 *
 * Returns: its name in files
 */
const char *
prony_limit_kind_to_string (PronyLimitKind kind)
{
  g_return_val_if_fail ((guint) kind < PRONY_N_LIMITS, NULL);

  return kinds[kind].name;
}

/**
 * prony_limit_kind_title:
 * @kind: what limits
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_limit_kind_title (PronyLimitKind kind)
{
  g_return_val_if_fail ((guint) kind < PRONY_N_LIMITS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "limit", kinds[kind].title);
}

static char *
format_metric (PronySummary *summary, PronyMetric metric)
{
  return prony_format_value (prony_summary_get (summary, metric),
                             prony_metric_get_info (metric)->unit);
}

/* --- This computer and what it reads -------------------------------------------------- */

static char *
find_client (PronyRun *run, PronyTrial *trial)
{
  PronyClientLimit limit = trial->summary->client_limit;

  if (limit == PRONY_CLIENT_LIMIT_NONE || limit == PRONY_CLIENT_LIMIT_NETWORK)
    return NULL;
  return g_strdup (prony_client_limit_describe (limit));
}

static char *
find_network (PronyRun *run, PronyTrial *trial)
{
  PronyClientLimit limit = trial->summary->client_limit;

  return limit == PRONY_CLIENT_LIMIT_NETWORK ? g_strdup (prony_client_limit_describe (limit))
                                             : NULL;
}

static char *
find_host_memory (PronyRun *run, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  const PronyResourceSigns *signs = &summary->signs;
  g_autofree char *share = prony_format_value (signs->memory_share, PRONY_UNIT_RATIO);
  g_autofree char *swap = prony_format_value (signs->swap_growth_mb, PRONY_UNIT_MEGABYTES);
  g_autofree char *growth = format_metric (summary, PRONY_METRIC_MEMORY_GROWTH_MB);
  double grown = prony_summary_get (summary, PRONY_METRIC_MEMORY_GROWTH_MB) /
                 prony_summary_get (summary, PRONY_METRIC_MEMORY_MB);

  if (signs->swap_growth_mb >= SWAP_GROWTH_MB)
    /* Translators: a size, and a share of memory */
    return g_strdup_printf (_ ("Memory ran short: %s was swapped out meanwhile, and up to %s of "
                               "it was in use."),
                            swap, share);
  if (signs->memory_share >= HOST_MEMORY_MAX)
    /* Translators: a share of memory */
    return g_strdup_printf (_ ("Memory ran short: up to %s of it was in use."), share);
  if (signs->memory_share >= GROWTH_MEMORY_SHARE && grown >= GROWTH_SHARE)
    /* Translators: a size, and a share of memory */
    return g_strdup_printf (_ ("Memory runs short: the engine grew by %s in this trial, and up to "
                               "%s of all memory was in use."),
                            growth, share);
  return NULL;
}

static char *
find_heat (PronyRun *run, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  const PronyResourceSigns *signs = &summary->signs;
  g_autofree char *share = prony_format_value (signs->gpu_heat_share, PRONY_UNIT_RATIO);
  g_autofree char *hottest = prony_format_value (signs->gpu_temperature_c, PRONY_UNIT_CELSIUS);

  if (signs->gpu_heat_share >= HEAT_SHARE)
    /* Translators: a share of time, and a temperature */
    return g_strdup_printf (_ ("Heat slowed a GPU down for %s of the time; it reached %s."), share,
                            hottest);
  if (signs->gpu_temperature_c >= HOT_C)
    /* Translators: a temperature */
    return g_strdup_printf (_ ("A GPU reached %s, where many slow down."), hottest);
  return NULL;
}

static char *
find_power (PronyRun *run, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  g_autofree char *share = prony_format_value (summary->signs.gpu_power_share, PRONY_UNIT_RATIO);
  g_autofree char *power = format_metric (summary, PRONY_METRIC_POWER_W);

  if (!(summary->signs.gpu_power_share >= POWER_SHARE))
    return NULL;
  /* Translators: a share of time, and a power such as "310 W" */
  return g_strdup_printf (_ ("A GPU drew all the power that it may for %s of the time; on average "
                             "it was %s."),
                          share, power);
}

static char *
find_gpu_memory (PronyRun *run, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  g_autofree char *share = prony_format_value (summary->signs.gpu_memory_share, PRONY_UNIT_RATIO);

  if (!(summary->signs.gpu_memory_share >= GPU_MEMORY_MAX))
    return NULL;
  /* Translators: a share of memory */
  return g_strdup_printf (_ ("The memory of a GPU is full: up to %s of it was in use."), share);
}

/* --- Queues --------------------------------------------------------------------------- */

/* Returns: (nullable): the highest lower load of streams with a rate that was measured */
static PronyTrial *
find_lower (PronyRun *run, PronyTrial *trial)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  int target = prony_run_find_target (targets, trial->target);
  PronyTrial *found = NULL;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *other = g_ptr_array_index (run->trials, i);

      if (other->summary == NULL || other->load.kind != PRONY_LOAD_CLOSED ||
          !g_str_equal (other->scenario_name, trial->scenario_name) ||
          prony_run_find_target (targets, other->target) != target ||
          other->load.concurrency * FLAT_LOAD > trial->load.concurrency ||
          !isfinite (prony_summary_get (other->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC)))
        continue;
      if (found == NULL || other->load.concurrency > found->load.concurrency)
        found = other;
    }

  return found;
}

static char *
find_flat (PronyRun *run, PronyTrial *trial)
{
  PronyTrial *lower = trial->load.kind == PRONY_LOAD_CLOSED && trial->load.concurrency > 1
                        ? find_lower (run, trial)
                        : NULL;
  g_autofree char *rate = NULL;
  g_autofree char *before = NULL;
  g_autofree char *load = NULL;
  g_autofree char *lower_load = NULL;

  if (lower == NULL ||
      !(prony_summary_get (trial->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC) <
        FLAT_GAIN * prony_summary_get (lower->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC)))
    return NULL;

  rate = format_metric (trial->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
  before = format_metric (lower->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
  load = prony_load_level_describe (&trial->load);
  lower_load = prony_load_level_describe (&lower->load);
  /* Translators: a load such as "8 at once" and its token rate; a lower load and its rate */
  return g_strdup_printf (_ ("More at once brings no more: with %s it was %s, with %s already %s."),
                          load, rate, lower_load, before);
}

static char *
find_wait (PronySummary *summary)
{
  double wait = prony_summary_get (summary, PRONY_METRIC_QUEUE_WAIT);
  double ttft = prony_summary_get (summary, PRONY_METRIC_TTFT);
  g_autofree char *wait_text = prony_format_value (wait, PRONY_UNIT_SECONDS);
  g_autofree char *ttft_text = prony_format_value (ttft, PRONY_UNIT_SECONDS);

  if (!(wait >= QUEUE_MIN_S) || !(wait >= QUEUE_SHARE * ttft))
    return NULL;
  if (summary->distributions[PRONY_METRIC_QUEUE_TIME].count > 0)
    /* Translators: two times */
    return g_strdup_printf (_ ("Requests wait for their turn: by the engine's own count %s of the "
                               "%s to the first token."),
                            wait_text, ttft_text);
  /* Translators: two times */
  return g_strdup_printf (_ ("Requests wait for each other: the first token takes %s, and %s of "
                             "that are not there with one request at a time."),
                          ttft_text, wait_text);
}

/* On a ramp there is no one rate that was asked for. The end of a short trial, in which nothing
 * is asked any more, is no falling behind. */
static char *
find_behind (PronyTrial *trial)
{
  double asked = prony_summary_get (trial->summary, PRONY_METRIC_SENT_PER_SEC);
  double answered = prony_summary_get (trial->summary, PRONY_METRIC_REQUESTS_PER_SEC);
  g_autofree char *asked_text = prony_format_value (asked, PRONY_UNIT_REQUESTS_PER_SECOND);
  g_autofree char *text = prony_format_value (answered, PRONY_UNIT_REQUESTS_PER_SECOND);

  if (trial->load.kind != PRONY_LOAD_OPEN ||
      !(trial->summary->distributions[PRONY_METRIC_LATENCY].min <
        SHORT_SHARE * trial->summary->window_s) ||
      trial->load.ramp_s > 0 || prony_summary_count_failed (trial->summary) > 0 ||
      !(answered < DELIVERED_SHARE * asked) ||
      prony_summary_get (trial->summary, PRONY_METRIC_MEAN_CONCURRENCY) < 2)
    return NULL;
  /* Translators: two request rates */
  return g_strdup_printf (_ ("The engine falls behind: it was asked %s and answered %s."),
                          asked_text, text);
}

static char *
find_queue (PronyRun *run, PronyTrial *trial)
{
  g_autofree char *flat = find_flat (run, trial);
  g_autofree char *wait = find_wait (trial->summary);

  if (flat != NULL && wait != NULL)
    return g_strconcat (flat, " ", wait, NULL);
  if (flat != NULL || wait != NULL)
    return flat != NULL ? g_steal_pointer (&flat) : g_steal_pointer (&wait);
  return find_behind (trial);
}

/* --- Public --------------------------------------------------------------------------- */

typedef char *(*FindFunc) (PronyRun *run, PronyTrial *trial);

static const struct
{
  PronyLimitKind kind;
  FindFunc find;
} limits[] = {
  { PRONY_LIMIT_CLIENT, find_client },      { PRONY_LIMIT_NETWORK, find_network },
  { PRONY_LIMIT_MEMORY, find_host_memory }, { PRONY_LIMIT_HEAT, find_heat },
  { PRONY_LIMIT_QUEUE, find_queue },        { PRONY_LIMIT_POWER, find_power },
  { PRONY_LIMIT_MEMORY, find_gpu_memory },
};

/**
 * prony_trial_limit_find:
 * @run: a run
 * @trial: one of its trials
 *
 * Says what limited a trial, as far as what was measured and read shows: of several things
 * the one that brings about the others. Readings are those of this computer: of an engine
 * elsewhere neither memory nor heat is known. Any thread; sentences have the numbers of the
 * thread's locale.
 *
 * Returns: (transfer full) (nullable): what it was, or that nothing was seen; %NULL where the
 *   trial was not measured, or no request succeeded
 */
PronyTrialLimit *
prony_trial_limit_find (PronyRun *run, PronyTrial *trial)
{
  PronyTrialLimit *self;

  g_return_val_if_fail (run != NULL && trial != NULL, NULL);

  if (trial->summary == NULL || trial->summary->outcomes[PRONY_OUTCOME_OK] == 0)
    return NULL;

  self = g_new0 (PronyTrialLimit, 1);
  for (guint i = 0; i < G_N_ELEMENTS (limits) && self->sentence == NULL; i++)
    {
      self->sentence = limits[i].find (run, trial);
      if (self->sentence != NULL)
        self->kind = limits[i].kind;
    }
  if (self->sentence == NULL)
    self->sentence = g_strdup (_ ("Nothing was seen that limits it."));
  return self;
}

/**
 * prony_trial_limit_free:
 * @self: (transfer full): what limited a trial
 */
void
prony_trial_limit_free (PronyTrialLimit *self)
{
  g_free (self->sentence);
  g_free (self);
}
