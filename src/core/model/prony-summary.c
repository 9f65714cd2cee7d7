/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/model/prony-summary.h"

/* The figures of a distribution under their names in files. */
static const struct
{
  const char *suffix;
  gsize offset;
} figures[] = {
  { "mean", G_STRUCT_OFFSET (PronyDistribution, mean) },
  { "sd", G_STRUCT_OFFSET (PronyDistribution, sd) },
  { "min", G_STRUCT_OFFSET (PronyDistribution, min) },
  { "p50", G_STRUCT_OFFSET (PronyDistribution, p50) },
  { "p90", G_STRUCT_OFFSET (PronyDistribution, p90) },
  { "p95", G_STRUCT_OFFSET (PronyDistribution, p95) },
  { "p99", G_STRUCT_OFFSET (PronyDistribution, p99) },
  { "p999", G_STRUCT_OFFSET (PronyDistribution, p999) },
  { "max", G_STRUCT_OFFSET (PronyDistribution, max) },
};

static const struct
{
  const char *suffix;
  gsize offset;
} intervals[] = {
  { "mean_ci95", G_STRUCT_OFFSET (PronyDistribution, mean_ci) },
  { "p50_ci95", G_STRUCT_OFFSET (PronyDistribution, p50_ci) },
  { "p95_ci95", G_STRUCT_OFFSET (PronyDistribution, p95_ci) },
};

#define FIGURE(self, i) G_STRUCT_MEMBER (double, (self), figures[i].offset)
#define INTERVAL(self, i) (&G_STRUCT_MEMBER (double, (self), intervals[i].offset))

/**
 * prony_distribution_init:
 * @self: (out caller-allocates): a distribution
 *
 * Makes it one without values.
 */
void
prony_distribution_init (PronyDistribution *self)
{
  self->count = 0;
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    FIGURE (self, i) = NAN;
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    INTERVAL (self, i)[0] = INTERVAL (self, i)[1] = NAN;
}

static void
summary_clear (gpointer data)
{
  PronySummary *self = data;

  g_free (self->answered_model);
}

/**
 * prony_summary_new:
 *
 * Returns: (transfer full): a summary in which everything is absent
 */
PronySummary *
prony_summary_new (void)
{
  PronySummary *self = g_atomic_rc_box_new0 (PronySummary);

  for (guint i = 0; i < G_N_ELEMENTS (self->distributions); i++)
    prony_distribution_init (&self->distributions[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->scalars); i++)
    self->scalars[i] = NAN;
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    self->checks[i] = (PronyCheck){ PRONY_VERDICT_ABSENT, NAN, NAN, NAN, NAN };
  self->retransmits = -1;
  self->window_s = NAN;
  prony_resource_signs_init (&self->signs);
  self->quality_ci95[0] = self->quality_ci95[1] = NAN;
  return self;
}

/**
 * prony_summary_ref:
 * @self: a summary
 *
 * Returns: (transfer full): @self
 */
PronySummary *
prony_summary_ref (PronySummary *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_summary_unref:
 * @self: (transfer full): a summary
 */
void
prony_summary_unref (PronySummary *self)
{
  g_atomic_rc_box_release_full (self, summary_clear);
}

/**
 * prony_summary_get:
 * @self: a summary
 * @metric: a metric
 *
 * Returns: the one figure that stands for @metric: its median where it is a
 *   distribution; NAN where absent
 */
double
prony_summary_get (PronySummary *self, PronyMetric metric)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail ((guint) metric < PRONY_N_METRICS, NAN);

  if (metric < PRONY_N_DISTRIBUTIONS)
    return self->distributions[metric].p50;

  return self->scalars[metric - PRONY_N_DISTRIBUTIONS];
}

/**
 * prony_summary_count_requests:
 * @self: a summary
 *
 * Returns: how many requests were measured, however they ended
 */
guint64
prony_summary_count_requests (PronySummary *self)
{
  guint64 n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < PRONY_N_OUTCOMES; i++)
    n += self->outcomes[i];
  return n;
}

/**
 * prony_summary_count_failed:
 * @self: a summary
 *
 * Returns: how many requests neither succeeded nor were cancelled
 */
guint64
prony_summary_count_failed (PronySummary *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return prony_summary_count_requests (self) - self->outcomes[PRONY_OUTCOME_OK] -
         self->outcomes[PRONY_OUTCOME_CANCELLED];
}

/**
 * prony_summary_describe_model:
 * @self: a summary
 * @asked: (nullable): the model that was asked for
 *
 * Returns: (transfer full) (nullable): a translated sentence where another model
 *   answered; %NULL otherwise
 */
char *
prony_summary_describe_model (PronySummary *self, const char *asked)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->answered_model == NULL || asked == NULL)
    return NULL;

  /* Translators: two names of models */
  return g_strdup_printf (_ ("The engine says that “%s” answered, though “%s” was asked for."),
                          self->answered_model, asked);
}

/**
 * prony_summary_describe_quality:
 * @self: a summary
 *
 * Returns: (transfer full) (nullable): a translated sentence that tells how many answers
 *   could not be judged; %NULL where all were
 */
char *
prony_summary_describe_quality (PronySummary *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  n = (guint) MIN (self->quality_unjudged, G_MAXUINT);
  if (n == 0)
    return NULL;

  return g_strdup_printf (
    ngettext ("%u answer was not judged, since there was nothing but thinking in it or no time "
              "left. It counts as neither right nor wrong.",
              "%u answers were not judged, since there was nothing but thinking in them or no "
              "time left. They count as neither right nor wrong.",
              n),
    n);
}

/**
 * prony_summary_describe_counts:
 * @self: a summary
 *
 * Returns: (transfer full) (nullable): a translated sentence that tells what tokens were
 *   counted by where the engine has not said how many there were; %NULL otherwise
 */
char *
prony_summary_describe_counts (PronySummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->outcomes[PRONY_OUTCOME_OK] == 0)
    return NULL;

  switch (self->count_source)
    {
    case PRONY_COUNT_TOKENIZE:
      return g_strdup (_ ("The engine did not say how many tokens the answers had. Its own "
                          "tokenizer has counted them after the measurement."));
    case PRONY_COUNT_TOKENIZER:
      return g_strdup (_ ("The engine did not say how many tokens the answers had. A vocabulary "
                          "on this computer has counted them after the measurement."));
    case PRONY_COUNT_CHUNKS:
      return g_strdup (_ ("The engine did not say how many tokens the answers had, so each event "
                          "counts as one token, though it may carry several. Give the file of the "
                          "model's vocabulary to count them."));
    case PRONY_COUNT_ESTIMATE:
      return g_strdup (_ ("The engine did not say how many tokens the answers had. The number of "
                          "tokens is an estimate."));
    case PRONY_COUNT_USAGE:
    default:
      return NULL;
    }
}

/**
 * prony_summary_describe_filler:
 * @self: a summary
 *
 * Returns: (nullable): a translated sentence that tells how prompts were filled up to the
 *   length that the scenario wants; %NULL where they were not
 */
const char *
prony_summary_describe_filler (PronySummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->has_filler)
    return NULL;

  switch (self->prompt_count_source)
    {
    case PRONY_COUNT_TOKENIZE:
      return _ ("Prompts were filled up to their lengths with the engine's own tokenizer.");
    case PRONY_COUNT_TOKENIZER:
      return _ ("Prompts were filled up to their lengths with a vocabulary on this computer.");
    case PRONY_COUNT_USAGE:
      return _ ("Prompts were filled up to their lengths by what the engine said of a few short "
                "prompts before the measurement, so they are only about as long as wanted.");
    case PRONY_COUNT_CHUNKS:
    case PRONY_COUNT_ESTIMATE:
    default:
      return _ ("Nothing could count the tokens of prompts, so they were filled up to an estimate "
                "of their lengths. Give the file of the model's vocabulary to have them exact.");
    }
}

/**
 * prony_summary_describe_cache:
 * @self: a summary
 *
 * Returns: (transfer full) (nullable): a translated sentence where a prompt cache may have
 *   answered since the scenario wants that; %NULL otherwise
 */
char *
prony_summary_describe_cache (PronySummary *self)
{
  g_autofree char *cached = NULL;
  double share;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->knows_cache || self->cache == PRONY_CACHE_UNIQUE)
    return NULL;
  if (self->cache == PRONY_CACHE_REPEAT)
    return g_strdup (_ ("Prompts were repeated: a cache may have answered."));

  share = prony_summary_get (self, PRONY_METRIC_CACHED_SHARE);
  if (!isfinite (share))
    return g_strdup (_ ("Prompts began alike, as the scenario wants: a cache may have answered in "
                        "part."));

  cached = prony_format_value (share, PRONY_UNIT_RATIO);
  /* Translators: %s is a percentage */
  return g_strdup_printf (_ ("Prompts began alike, as the scenario wants: %s of the prompt tokens "
                             "came from the engine's cache."),
                          cached);
}

static void
read_interval (JsonObject *object, const char *key, double interval[2])
{
  JsonArray *pair = prony_json_get_array (object, key);

  if (pair == NULL || json_array_get_length (pair) != 2)
    return;

  interval[0] = json_array_get_double_element (pair, 0);
  interval[1] = json_array_get_double_element (pair, 1);
}

static void
add_distribution (JsonObject *object, PronyMetric metric, const PronyDistribution *distribution)
{
  const char *name = prony_metric_get_info (metric)->name;
  g_autofree char *count = g_strconcat (name, "_count", NULL);

  if (distribution->count == 0)
    return;

  json_object_set_int_member (object, count, (gint64) distribution->count);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *key = g_strconcat (name, "_", figures[i].suffix, NULL);

      prony_json_add_double (object, key, FIGURE (distribution, i));
    }
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      g_autofree char *key = g_strconcat (name, "_", intervals[i].suffix, NULL);

      prony_json_add_interval (object, key, INTERVAL (distribution, i));
    }
}

static void
read_distribution (JsonObject *object, PronyMetric metric, PronyDistribution *distribution)
{
  const char *name = prony_metric_get_info (metric)->name;
  g_autofree char *count = g_strconcat (name, "_count", NULL);

  distribution->count = (guint64) MAX (prony_json_get_int (object, count, 0), 0);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *key = g_strconcat (name, "_", figures[i].suffix, NULL);

      FIGURE (distribution, i) = prony_json_get_double (object, key, NAN);
    }
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      g_autofree char *key = g_strconcat (name, "_", intervals[i].suffix, NULL);

      read_interval (object, key, INTERVAL (distribution, i));
    }
}

static void
add_counts (PronySummary *self, JsonObject *object)
{
  guint64 n = prony_summary_count_requests (self);
  JsonObject *errors = json_object_new ();

  json_object_set_int_member (object, "requests", (gint64) n);
  json_object_set_int_member (object, "successful_requests",
                              (gint64) self->outcomes[PRONY_OUTCOME_OK]);
  json_object_set_int_member (object, "failed_requests",
                              (gint64) prony_summary_count_failed (self));
  json_object_set_int_member (object, "cancelled_requests",
                              (gint64) self->outcomes[PRONY_OUTCOME_CANCELLED]);

  for (guint i = PRONY_OUTCOME_CONNECT; i < PRONY_N_OUTCOMES; i++)
    if (self->outcomes[i] > 0)
      json_object_set_int_member (errors, prony_outcome_to_string (i), (gint64) self->outcomes[i]);
  json_object_set_object_member (object, "errors", errors);

  json_object_set_int_member (object, "total_prompt_tokens", (gint64) self->prompt_tokens);
  json_object_set_int_member (object, "total_completion_tokens", (gint64) self->completion_tokens);
  json_object_set_int_member (object, "reconnects", (gint64) self->reconnects);
  json_object_set_int_member (object, "retries", (gint64) self->retries);
  prony_json_add_count (object, "retransmits", self->retransmits);
}

static void
add_quality (PronySummary *self, JsonObject *object)
{
  if (self->quality_passed + self->quality_failed > 0)
    {
      json_object_set_int_member (object, "quality_passed", (gint64) self->quality_passed);
      json_object_set_int_member (object, "quality_failed", (gint64) self->quality_failed);
      prony_json_add_interval (object, "quality_pass_rate_ci95", self->quality_ci95);
    }
  if (self->quality_unjudged > 0)
    json_object_set_int_member (object, "quality_unjudged", (gint64) self->quality_unjudged);
}

static void
read_quality (PronySummary *self, JsonObject *object)
{
  self->quality_passed = (guint64) MAX (prony_json_get_int (object, "quality_passed", 0), 0);
  self->quality_failed = (guint64) MAX (prony_json_get_int (object, "quality_failed", 0), 0);
  self->quality_unjudged = (guint64) MAX (prony_json_get_int (object, "quality_unjudged", 0), 0);
  read_interval (object, "quality_pass_rate_ci95", self->quality_ci95);
}

static void
add_checks (PronySummary *self, JsonObject *object)
{
  JsonObject *checks = json_object_new ();

  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    {
      JsonObject *check;

      if (self->checks[i].verdict == PRONY_VERDICT_ABSENT)
        continue;
      check = json_object_new ();
      json_object_set_boolean_member (check, "passed",
                                      self->checks[i].verdict == PRONY_VERDICT_PASSED);
      prony_json_add_double (check, "expected", self->checks[i].expected);
      prony_json_add_double (check, "actual", self->checks[i].actual);
      if (prony_check_kind_has_range (i))
        {
          prony_json_add_double (check, "min", self->checks[i].low);
          prony_json_add_double (check, "max", self->checks[i].high);
        }
      json_object_set_object_member (checks, prony_check_kind_to_string (i), check);
    }
  json_object_set_object_member (object, "checks", checks);
}

static void
read_checks (PronySummary *self, JsonObject *object)
{
  JsonObject *checks = prony_json_get_object (object, "checks");

  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    {
      JsonObject *check = prony_json_get_object (checks, prony_check_kind_to_string (i));

      if (check == NULL)
        continue;
      self->checks[i].verdict = prony_json_get_boolean (check, "passed", FALSE)
                                  ? PRONY_VERDICT_PASSED
                                  : PRONY_VERDICT_FAILED;
      self->checks[i].expected = prony_json_get_double (check, "expected", NAN);
      self->checks[i].actual = prony_json_get_double (check, "actual", NAN);
      self->checks[i].low = prony_json_get_double (check, "min", NAN);
      self->checks[i].high = prony_json_get_double (check, "max", NAN);
    }
}

static void
add_window (PronySummary *self, JsonObject *object)
{
  JsonObject *signs = prony_resource_signs_to_json (&self->signs);

  prony_json_add_double (object, "window", self->window_s);
  if (self->window_start_ns > 0)
    {
      json_object_set_int_member (object, "window_start_ns", self->window_start_ns);
      json_object_set_int_member (object, "window_end_ns", self->window_end_ns);
    }
  if (signs != NULL)
    json_object_set_object_member (object, "resource_signs", signs);
}

static void
read_window (PronySummary *self, JsonObject *object)
{
  self->window_s = prony_json_get_double (object, "window", NAN);
  self->window_start_ns = prony_json_get_int (object, "window_start_ns", 0);
  self->window_end_ns = prony_json_get_int (object, "window_end_ns", 0);
  prony_resource_signs_from_json (&self->signs, prony_json_get_object (object, "resource_signs"));
}

/**
 * prony_summary_to_json:
 * @self: a summary
 *
 * Returns: (transfer full): the `metrics` object of the run folder, every figure
 *   that has a value under its name
 */
JsonObject *
prony_summary_to_json (PronySummary *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  add_counts (self, object);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    add_distribution (object, i, &self->distributions[i]);
  for (guint i = PRONY_N_DISTRIBUTIONS; i < PRONY_N_METRICS; i++)
    prony_json_add_double (object, prony_metric_get_info (i)->name, prony_summary_get (self, i));

  /* The contract's short name for the trial's output rate. */
  prony_json_add_double (object, "tokens_per_sec",
                         prony_summary_get (self, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC));
  add_window (self, object);
  add_quality (self, object);
  add_checks (self, object);
  json_object_set_boolean_member (object, "client_bound", self->client_bound);
  if (self->client_limit != PRONY_CLIENT_LIMIT_NONE)
    json_object_set_string_member (object, "client_bound_reason",
                                   prony_client_limit_to_string (self->client_limit));
  json_object_set_string_member (object, "count_source",
                                 prony_count_source_to_string (self->count_source));
  if (self->has_filler)
    json_object_set_string_member (object, "prompt_count_source",
                                   prony_count_source_to_string (self->prompt_count_source));
  if (self->knows_cache)
    json_object_set_string_member (object, "cache", prony_cache_mode_to_string (self->cache));
  prony_json_add_string (object, "answered_model", self->answered_model);
  return object;
}

static void
read_outcomes (PronySummary *self, JsonObject *object)
{
  JsonObject *errors = prony_json_get_object (object, "errors");

  self->outcomes[PRONY_OUTCOME_OK] =
    (guint64) MAX (prony_json_get_int (object, "successful_requests", 0), 0);
  self->outcomes[PRONY_OUTCOME_CANCELLED] =
    (guint64) MAX (prony_json_get_int (object, "cancelled_requests", 0), 0);
  for (guint i = PRONY_OUTCOME_CONNECT; i < PRONY_N_OUTCOMES; i++)
    self->outcomes[i] =
      (guint64) MAX (prony_json_get_int (errors, prony_outcome_to_string (i), 0), 0);
}

/**
 * prony_summary_from_json:
 * @object: (nullable): what prony_summary_to_json() made
 *
 * Returns: (transfer full) (nullable): the summary; %NULL for %NULL
 */
PronySummary *
prony_summary_from_json (JsonObject *object)
{
  PronySummary *self;

  if (object == NULL)
    return NULL;

  self = prony_summary_new ();
  read_outcomes (self, object);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    read_distribution (object, i, &self->distributions[i]);
  for (guint i = PRONY_N_DISTRIBUTIONS; i < PRONY_N_METRICS; i++)
    self->scalars[i - PRONY_N_DISTRIBUTIONS] =
      prony_json_get_double (object, prony_metric_get_info (i)->name, NAN);

  self->prompt_tokens = (guint64) MAX (prony_json_get_int (object, "total_prompt_tokens", 0), 0);
  self->completion_tokens =
    (guint64) MAX (prony_json_get_int (object, "total_completion_tokens", 0), 0);
  read_quality (self, object);
  self->reconnects = (guint64) MAX (prony_json_get_int (object, "reconnects", 0), 0);
  read_window (self, object);
  self->retries = (guint64) MAX (prony_json_get_int (object, "retries", 0), 0);
  self->retransmits = MAX (prony_json_get_int (object, "retransmits", -1), -1);
  read_checks (self, object);
  self->client_bound = prony_json_get_boolean (object, "client_bound", FALSE);
  prony_client_limit_from_string (prony_json_get_string (object, "client_bound_reason", NULL),
                                  &self->client_limit);
  prony_count_source_from_string (prony_json_get_string (object, "count_source", NULL),
                                  &self->count_source);
  self->has_filler = prony_count_source_from_string (
    prony_json_get_string (object, "prompt_count_source", NULL), &self->prompt_count_source);
  self->knows_cache =
    prony_cache_mode_from_string (prony_json_get_string (object, "cache", NULL), &self->cache);
  self->answered_model = g_strdup (prony_json_get_string (object, "answered_model", NULL));
  return self;
}
