/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/metrics/prony-cache-check.h"
#include "core/metrics/prony-summarize.h"
#include "synthetic-records.h"

/* Whether a trial says that a cache has answered, and never says so of noise. */

#define N_CASES 10
#define N_STREAMS 2
#define PASSES 4

typedef struct
{
  GPtrArray *records;
  PronyScenario *scenario;
  PronySummaryInput input;
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->records = new_records ();
  self->scenario = prony_scenario_new ("a");
  g_ptr_array_add (self->scenario->cases, prony_test_case_new ());
  prony_summary_input_init (&self->input, self->records);
  self->input.scenario = self->scenario;
}

static void
fixture_clear (Fixture *self)
{
  g_ptr_array_unref (self->records);
  prony_scenario_unref (self->scenario);
}

static PronyRequestRecord *
add_record (Fixture *self, double due, double ttft, guint case_index)
{
  PronyRequestRecord *record = make_record (self->records->len + 1, due, ttft, 0.01, 2);

  record->case_index = case_index;
  record->stream = self->records->len % N_STREAMS;
  g_ptr_array_add (self->records, record);
  return record;
}

/* The value of a normal distribution: Box and Muller's. */
static double
draw_normal (GRand *rand)
{
  return sqrt (-2 * log (1 - g_rand_double (rand))) * cos (2 * G_PI * g_rand_double (rand));
}

/* Two streams go round in the cases; some cases take much longer than others. Repeats take
 * @repeat of the time of a first one, and each time varies by a factor with @sigma. */
static void
add_rounds (Fixture *self, double repeat, double sigma, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < N_CASES * PASSES; i++)
    {
      double ttft = 0.020 * (1 + i % N_CASES) * exp (sigma * draw_normal (rand));

      add_record (self, i / N_STREAMS * 10.0, i < N_CASES ? ttft : ttft * repeat, i % N_CASES);
    }
}

static void
assert_check (Fixture *self, PronyCheckKind kind, PronyVerdict verdict)
{
  g_autoptr (PronySummary) summary = prony_summarize (&self->input);

  g_assert_cmpint (summary->checks[kind].verdict, ==, verdict);
  if (verdict == PRONY_VERDICT_ABSENT)
    g_assert_true (isnan (summary->checks[kind].expected) && isnan (summary->checks[kind].actual));
}

/* --- What repeats take ------------------------------------------------------------ */

static void
test_repeats (void)
{
  static const struct
  {
    double repeat;
    PronyVerdict verdict;
  } rows[] = {
    { 1, PRONY_VERDICT_PASSED },   { 0.8, PRONY_VERDICT_PASSED }, /* too little to say so */
    { 1.5, PRONY_VERDICT_PASSED }, { 0.6, PRONY_VERDICT_FAILED }, { 0.01, PRONY_VERDICT_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      g_autoptr (PronySummary) summary = NULL;
      const PronyCheck *check;

      fixture_init (&fixture);
      add_rounds (&fixture, rows[i].repeat, 0.05, 7);
      summary = prony_summarize (&fixture.input);
      check = &summary->checks[PRONY_CHECK_REPEATS];
      g_assert_cmpint (check->verdict, ==, rows[i].verdict);
      g_assert_cmpfloat_with_epsilon (check->actual / check->expected, rows[i].repeat,
                                      0.15 * rows[i].repeat);
      fixture_clear (&fixture);
    }
}

static void
test_sentence (void)
{
  Fixture fixture;
  g_autoptr (PronySummary) summary = NULL;
  g_autofree char *sentence = NULL;

  fixture_init (&fixture);
  add_rounds (&fixture, 0.01, 0, 7);
  summary = prony_summarize (&fixture.input);
  sentence = prony_check_describe (PRONY_CHECK_REPEATS, &summary->checks[PRONY_CHECK_REPEATS]);
  g_assert_true (g_str_has_prefix (sentence, "Prompts that had been sent before got their first "
                                             "token after 1.30 ms, new ones after 130 ms"));
  g_assert_nonnull (strstr (sentence, "Switch it off."));
  fixture_clear (&fixture);
}

/* Nothing is cached, and nothing is said to be, however much times vary. */
static void
test_noise (void)
{
  static const double sigmas[] = { 0.02, 0.1, 0.3, 0.6, 1 };
  guint alarms = 0;

  for (guint i = 0; i < 200; i++)
    {
      Fixture fixture;
      g_autoptr (PronySummary) summary = prony_summary_new ();

      fixture_init (&fixture);
      add_rounds (&fixture, 1, sigmas[i % G_N_ELEMENTS (sigmas)], i);
      prony_cache_check_fill (summary, &fixture.input);
      g_assert_cmpint (summary->checks[PRONY_CHECK_REPEATS].verdict, !=, PRONY_VERDICT_ABSENT);
      alarms += summary->checks[PRONY_CHECK_REPEATS].verdict == PRONY_VERDICT_FAILED;
      fixture_clear (&fixture);
    }
  g_assert_cmpuint (alarms, ==, 0);
}

/* An engine that is slow at first, and at the moment when all streams begin: this says
 * nothing of a cache. */
static void
test_cold_start (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  add_rounds (&fixture, 1, 0.01, 7);
  for (guint i = 0; i < N_CASES; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (fixture.records, i);

      record->stream = 100 + i;
      record->sent_ns -= prony_s_to_ns (0.4);
    }
  assert_check (&fixture, PRONY_CHECK_REPEATS, PRONY_VERDICT_ABSENT);

  for (guint i = 0; i < N_CASES; i++)
    ((PronyRequestRecord *) g_ptr_array_index (fixture.records, i))->warmup = TRUE;
  assert_check (&fixture, PRONY_CHECK_REPEATS, PRONY_VERDICT_ABSENT);
  fixture_clear (&fixture);
}

/* The first requests of the cases may be those of the warm-up. */
static void
test_warmup (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  add_rounds (&fixture, 0.5, 0.02, 7);
  for (guint i = 0; i < N_CASES; i++)
    ((PronyRequestRecord *) g_ptr_array_index (fixture.records, i))->warmup = TRUE;
  assert_check (&fixture, PRONY_CHECK_REPEATS, PRONY_VERDICT_FAILED);
  fixture_clear (&fixture);
}

/* What is sent while the first answer is still under way finds nothing yet. */
static void
test_at_once (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  for (guint i = 0; i < 3 * N_CASES; i++)
    add_record (&fixture, 0.001 * i, i < N_CASES ? 10 : 1, i % N_CASES);
  assert_check (&fixture, PRONY_CHECK_REPEATS, PRONY_VERDICT_ABSENT);
  fixture_clear (&fixture);
}

static void
test_too_few (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  for (guint i = 0; i < 40; i++)
    add_record (&fixture, i * 10.0, i < 4 ? 1 : 0.1, i % 4);
  assert_check (&fixture, PRONY_CHECK_REPEATS, PRONY_VERDICT_ABSENT);
  fixture_clear (&fixture);
}

/* --- What the engine says --------------------------------------------------------- */

static void
test_cached_tokens (void)
{
  static const struct
  {
    gint64 prompt;
    gint64 cached;
    gint64 template_tokens;
    PronyVerdict verdict;
    double expected;
    double actual;
  } rows[] = {
    { 1000, -1, 0, PRONY_VERDICT_ABSENT, NAN, NAN },
    { 1000, 0, 0, PRONY_VERDICT_PASSED, 0, 0 },
    { 1000, 80, 0, PRONY_VERDICT_PASSED, 0.08, 0.08 }, /* a long template */
    { 1000, 80, 30, PRONY_VERDICT_FAILED, 0.038, 0.08 },
    { 1000, 36, 30, PRONY_VERDICT_PASSED, 0.036, 0.036 },
    { 1000, 900, 0, PRONY_VERDICT_FAILED, 0.096, 0.9 },
    { 50, 30, 0, PRONY_VERDICT_PASSED, 0.6, 0.6 }, /* a short prompt after a template */
    { 50, 49, 0, PRONY_VERDICT_FAILED, 0, 0.98 },  /* nothing of it was worked on */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      g_autoptr (PronySummary) summary = NULL;
      const PronyCheck *check;

      fixture_init (&fixture);
      fixture.input.template_tokens = rows[i].template_tokens;
      fixture.input.template_exact = rows[i].template_tokens > 0;
      for (guint j = 0; j < 4; j++)
        {
          PronyRequestRecord *record = add_record (&fixture, j, 0.1, j);

          record->prompt_tokens = rows[i].prompt;
          record->cached_tokens = rows[i].cached;
        }
      summary = prony_summarize (&fixture.input);
      check = &summary->checks[PRONY_CHECK_UNCACHED];
      g_assert_cmpint (check->verdict, ==, rows[i].verdict);
      if (rows[i].verdict == PRONY_VERDICT_ABSENT)
        g_assert_true (isnan (prony_summary_get (summary, PRONY_METRIC_CACHED_SHARE)));
      else
        {
          g_assert_cmpfloat_with_epsilon (check->expected, rows[i].expected, 1e-9);
          g_assert_cmpfloat_with_epsilon (check->actual, rows[i].actual, 1e-9);
          g_assert_cmpfloat_with_epsilon (prony_summary_get (summary, PRONY_METRIC_CACHED_SHARE),
                                          rows[i].actual, 1e-9);
        }
      fixture_clear (&fixture);
    }
}

/* Engines that leave a 0 out: those that say something say it of all. */
static void
test_left_out (void)
{
  Fixture fixture;
  g_autoptr (PronySummary) summary = NULL;

  fixture_init (&fixture);
  add_record (&fixture, 0, 0.1, 0);
  add_record (&fixture, 1, 0.1, 1)->cached_tokens = 5;
  summary = prony_summarize (&fixture.input);
  g_assert_cmpfloat (prony_summary_get (summary, PRONY_METRIC_CACHED_SHARE), ==, 0.25);
  fixture_clear (&fixture);
}

/* --- Where it is no mistake --------------------------------------------------------- */

/* A trial that a cache has answered by both witnesses. */
static void
add_cached (Fixture *fixture)
{
  add_rounds (fixture, 0.1, 0, 7);
  for (guint i = 0; i < fixture->records->len; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (fixture->records, i);

      record->prompt_tokens = 1000;
      record->cached_tokens = i < N_CASES ? 0 : 992;
    }
}

static void
assert_verdicts (Fixture *fixture, PronyVerdict uncached, PronyVerdict repeats)
{
  assert_check (fixture, PRONY_CHECK_UNCACHED, uncached);
  assert_check (fixture, PRONY_CHECK_REPEATS, repeats);
}

static void
test_not_asked (void)
{
  PronyLoadLevel ramp = prony_load_level_closed (4);
  Fixture fixture;

  fixture_init (&fixture);
  add_cached (&fixture);
  assert_verdicts (&fixture, PRONY_VERDICT_FAILED, PRONY_VERDICT_FAILED);

  fixture.scenario->cache = PRONY_CACHE_SHARED_PREFIX;
  assert_verdicts (&fixture, PRONY_VERDICT_ABSENT, PRONY_VERDICT_ABSENT);
  fixture.scenario->cache = PRONY_CACHE_REPEAT;
  assert_verdicts (&fixture, PRONY_VERDICT_ABSENT, PRONY_VERDICT_ABSENT);
  fixture.scenario->cache = PRONY_CACHE_UNIQUE;

  fixture.input.sized = TRUE;
  assert_verdicts (&fixture, PRONY_VERDICT_ABSENT, PRONY_VERDICT_ABSENT);
  fixture.input.sized = FALSE;

  ramp.from_concurrency = 1;
  ramp.ramp_s = 10;
  fixture.input.level = &ramp;
  assert_verdicts (&fixture, PRONY_VERDICT_FAILED, PRONY_VERDICT_ABSENT);
  fixture.input.level = NULL;

  fixture.input.scenario = NULL;
  assert_verdicts (&fixture, PRONY_VERDICT_ABSENT, PRONY_VERDICT_ABSENT);
  fixture_clear (&fixture);
}

/* That an engine remembers what was said before is how conversations are had. */
static void
test_turns (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  add_cached (&fixture);
  fixture.scenario->messages = prony_messages_new ();
  g_ptr_array_add (fixture.scenario->messages, prony_message_new (PRONY_ROLE_USER, "a"));
  assert_verdicts (&fixture, PRONY_VERDICT_FAILED, PRONY_VERDICT_FAILED);
  g_ptr_array_add (fixture.scenario->messages, prony_message_new (PRONY_ROLE_ASSISTANT, "b"));
  g_ptr_array_add (fixture.scenario->messages, prony_message_new (PRONY_ROLE_USER, "c"));
  assert_verdicts (&fixture, PRONY_VERDICT_ABSENT, PRONY_VERDICT_ABSENT);
  fixture.scenario->last_turn_only = TRUE;
  assert_verdicts (&fixture, PRONY_VERDICT_FAILED, PRONY_VERDICT_FAILED);
  fixture_clear (&fixture);
}

static void
test_label (void)
{
  static const struct
  {
    PronyCacheMode cache;
    gint64 cached;
    const char *label;
  } rows[] = {
    { PRONY_CACHE_UNIQUE, 5, NULL },
    { PRONY_CACHE_REPEAT, -1, "Prompts were repeated: a cache may have answered." },
    { PRONY_CACHE_SHARED_PREFIX, -1,
      "Prompts began alike, as the scenario wants: a cache may have answered in part." },
    { PRONY_CACHE_SHARED_PREFIX, 5,
      "Prompts began alike, as the scenario wants: 50.0 % of the prompt tokens came from the "
      "engine's cache." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      g_autoptr (PronySummary) summary = NULL;
      g_autoptr (PronySummary) back = NULL;
      g_autoptr (JsonObject) json = NULL;
      g_autofree char *label = NULL;

      fixture_init (&fixture);
      fixture.scenario->cache = rows[i].cache;
      add_record (&fixture, 0, 0.1, 0)->cached_tokens = rows[i].cached;
      summary = prony_summarize (&fixture.input);
      json = prony_summary_to_json (summary);
      back = prony_summary_from_json (json);
      label = prony_summary_describe_cache (back);
      g_assert_cmpstr (label, ==, rows[i].label);
      fixture_clear (&fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/cache-check/repeats", test_repeats);
  g_test_add_func ("/metrics/cache-check/sentence", test_sentence);
  g_test_add_func ("/metrics/cache-check/noise", test_noise);
  g_test_add_func ("/metrics/cache-check/cold-start", test_cold_start);
  g_test_add_func ("/metrics/cache-check/warmup", test_warmup);
  g_test_add_func ("/metrics/cache-check/at-once", test_at_once);
  g_test_add_func ("/metrics/cache-check/too-few", test_too_few);
  g_test_add_func ("/metrics/cache-check/cached-tokens", test_cached_tokens);
  g_test_add_func ("/metrics/cache-check/left-out", test_left_out);
  g_test_add_func ("/metrics/cache-check/not-asked", test_not_asked);
  g_test_add_func ("/metrics/cache-check/turns", test_turns);
  g_test_add_func ("/metrics/cache-check/label", test_label);

  return g_test_run ();
}
