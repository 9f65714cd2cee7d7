/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/prompts/prony-prompt-maker.h"
#include "core/scenarios/prony-scenario-catalog.h"

static PronyScenario *
parse (const char *rest)
{
  g_autofree char *text = g_strconcat ("name: a\n", rest, NULL);
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario = prony_scenario_parse (text, -1, "f", &error);

  g_assert_no_error (error);
  return scenario;
}

static PronyPromptMaker *
make (PronyScenario *scenario, const PronyPlan *plan, guint64 salt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPromptSet) set =
    prony_prompt_set_new (scenario, plan != NULL ? plan->seed : 0, NULL, NULL, &error);

  g_assert_no_error (error);
  return prony_prompt_maker_new (set, plan, salt, 1);
}

static void
test_estimate (void)
{
  g_assert_cmpuint (prony_estimate_tokens (""), ==, 0);
  g_assert_cmpuint (prony_estimate_tokens ("a"), ==, 1);
  g_assert_cmpuint (prony_estimate_tokens ("12345678"), ==, 2);
  g_assert_cmpuint (prony_estimate_tokens ("123456789"), ==, 3);
  g_assert_cmpuint (prony_estimate_tokens ("привет"), ==, 3);
  g_assert_cmpuint (prony_estimate_tokens ("日本語"), ==, 3);
}

static void
test_placeholders (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  template: 'Say {word}, {{word}}, {\"a\": 1} and {word}'\n"
           "cache: repeat\n"
           "test_cases:\n  - word: one\n  - word: '{other}'\n");
  g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 0);
  g_autoptr (PronyRequestSpec) first = prony_prompt_maker_make (maker, 0);
  g_autoptr (PronyRequestSpec) second = prony_prompt_maker_make (maker, 1);
  g_autoptr (PronyRequestSpec) third = prony_prompt_maker_make (maker, 2);

  g_assert_cmpuint (prony_prompt_maker_count_prompts (maker), ==, 2);
  g_assert_cmpstr (first->prompt, ==, "Say one, {word}, {\"a\": 1} and one");
  /* A value is text: it is not filled in again. */
  g_assert_cmpstr (second->prompt, ==, "Say {other}, {word}, {\"a\": 1} and {other}");
  g_assert_cmpstr (third->prompt, ==, first->prompt);
  g_assert_cmpuint (second->case_index, ==, 1);
  g_assert_cmpuint (third->case_index, ==, 0);
  g_assert_null (first->system);
}

static void
test_missing_value (void)
{
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("a");
  g_autoptr (GError) error = NULL;

  g_assert_null (prony_prompt_set_new (scenario, 0, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_clear_error (&error);

  scenario->template = g_strdup ("Say {word}");
  g_ptr_array_add (scenario->cases, prony_test_case_new ());
  g_assert_null (prony_prompt_set_new (scenario, 0, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_assert_nonnull (strstr (error->message, "{word}"));
}

/* No two requests of a trial begin alike, and neither do two trials. */
static void
test_unique (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: Hello}\n");
  g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 1);
  g_autoptr (PronyPromptMaker) other_salt = make (scenario, NULL, 2);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint64 i = 0; i < 20000; i++)
    {
      g_autoptr (PronyRequestSpec) spec = prony_prompt_maker_make (maker, i);

      g_assert_true (g_str_has_suffix (spec->prompt, "] Hello"));
      g_assert_true (g_hash_table_add (seen, g_strdup (spec->prompt)));
    }
  for (guint64 i = 0; i < 10; i++)
    {
      g_autoptr (PronyRequestSpec) spec = prony_prompt_maker_make (other_salt, i);

      g_assert_false (g_hash_table_contains (seen, spec->prompt));
    }
}

/* The system message is what an engine sees first. */
static void
test_unique_system (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: Hello, system: Be kind.}\n");
  g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 1);
  g_autoptr (PronyRequestSpec) first = prony_prompt_maker_make (maker, 0);
  g_autoptr (PronyRequestSpec) second = prony_prompt_maker_make (maker, 1);

  g_assert_cmpstr (first->prompt, ==, "Hello");
  g_assert_true (g_str_has_suffix (first->system, "] Be kind."));
  g_assert_cmpstr (first->system, !=, second->system);
}

/* Engines' own switches follow what prompts begin with: a turn may find what was said
 * before it. */
static void
test_cache_switches (void)
{
  static const struct
  {
    const char *rest;
    gboolean avoid;
    gboolean has_salt;
    gboolean is_same; /* for the first two requests */
  } rows[] = {
    { "prompt: {template: Hello}\n", TRUE, TRUE, FALSE },
    { "prompt: {template: Hello}\ncache: shared-prefix\n", FALSE, TRUE, TRUE },
    { "prompt: {template: Hello}\ncache: repeat\n", FALSE, FALSE, FALSE },
    { "prompt:\n  messages:\n    - {role: user, content: Hello}\n"
      "    - {role: assistant, content: Yes}\n    - {role: user, content: Why}\n",
      FALSE, TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PronyScenario) scenario = parse (rows[i].rest);
      g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 1);
      g_autoptr (PronyRequestSpec) first = prony_prompt_maker_make (maker, 0);
      g_autoptr (PronyRequestSpec) second = prony_prompt_maker_make (maker, 1);

      g_assert_cmpint (first->avoid_cache, ==, rows[i].avoid);
      g_assert_cmpint (first->cache_salt != NULL, ==, rows[i].has_salt);
      if (rows[i].has_salt)
        g_assert_cmpint (g_str_equal (first->cache_salt, second->cache_salt), ==, rows[i].is_same);
    }
}

static void
test_shared_prefix (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt: {template: '{text:400} {q}'}\ncache: shared-prefix\n"
           "test_cases: [{q: one}, {q: two}]\n");
  g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 1);
  g_autoptr (PronyPromptMaker) other = make (scenario, NULL, 2);
  g_autoptr (PronyRequestSpec) first = prony_prompt_maker_make (maker, 0);
  g_autoptr (PronyRequestSpec) second = prony_prompt_maker_make (maker, 1);
  g_autoptr (PronyRequestSpec) elsewhere = prony_prompt_maker_make (other, 0);

  g_assert_cmpint (strncmp (first->prompt, second->prompt, 1500), ==, 0);
  g_assert_cmpstr (first->prompt, !=, second->prompt);
  g_assert_cmpint (strncmp (first->prompt, elsewhere->prompt, 12), !=, 0);
}

/* A length is told where it is known, and a guess is not knowledge. */
static void
test_prompt_tokens (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: '{text:400}'}\n");
  g_autoptr (PronyPromptGauge) gauge = prony_prompt_gauge_new ();
  g_autoptr (PronyPromptSet) set = NULL;
  g_autoptr (PronyPromptMaker) guessing = make (scenario, NULL, 1);
  g_autoptr (PronyPromptMaker) knowing = NULL;
  g_autoptr (PronyRequestSpec) guessed = prony_prompt_maker_make (guessing, 0);
  g_autoptr (PronyRequestSpec) sized = prony_prompt_maker_make_sized (guessing, 0, 123, -1);
  g_autoptr (PronyRequestSpec) known = NULL;

  g_assert_cmpint (guessed->prompt_tokens, ==, -1);
  g_assert_cmpint (sized->prompt_tokens, ==, 123);

  gauge->source = PRONY_COUNT_USAGE;
  gauge->overhead = 30;
  set = prony_prompt_set_new (scenario, 0, gauge, NULL, NULL);
  knowing = prony_prompt_maker_new (set, NULL, 1, 1);
  known = prony_prompt_maker_make (knowing, 0);
  g_assert_cmpint (known->prompt_tokens, ==,
                   prony_prompt_set_get (set, 0, 0)->tokens +
                     prony_prompt_set_get_mark_tokens (set));
  g_assert_cmpint (known->prompt_tokens, >, 400);
}

static void
test_deterministic (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: '{text:300} {code:100} {q}'}\n"
                                              "test_cases: [{q: one}, {q: '{log:50}'}]\n");
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyPlan) other_plan = prony_plan_new ();
  g_autoptr (PronyPromptMaker) one = NULL;
  g_autoptr (PronyPromptMaker) same = NULL;
  g_autoptr (PronyPromptMaker) other = NULL;

  plan->seed = 5;
  other_plan->seed = 6;
  one = make (scenario, plan, 3);
  same = make (scenario, plan, 3);
  other = make (scenario, other_plan, 3);
  /* Backwards in the second, as the order of asking must not matter. */
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (PronyRequestSpec) a = prony_prompt_maker_make (one, i);
      g_autoptr (PronyRequestSpec) unused = prony_prompt_maker_make (same, 5 - i);
      g_autoptr (PronyRequestSpec) b = prony_prompt_maker_make (same, i);
      g_autoptr (PronyRequestSpec) c = prony_prompt_maker_make (other, i);

      g_assert_cmpstr (a->prompt, ==, b->prompt);
      g_assert_cmpstr (a->prompt, !=, c->prompt);
      g_assert_cmpint (strcmp (a->prompt + 12, c->prompt + 12), !=, 0);
    }
}

static void
test_overrides (void)
{
  g_autoptr (PronyScenario) scenario = parse (
    "prompt: {template: Hi}\n"
    "completion: {max_tokens: 100, min_tokens: 50, temperature: 0.5, top_p: 0.9, stop: X}\n");
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyPromptMaker) plain = make (scenario, plan, 0);
  g_autoptr (PronyPromptMaker) changed = NULL;
  g_autoptr (PronyRequestSpec) first = prony_prompt_maker_make (plain, 0);
  g_autoptr (PronyRequestSpec) second = NULL;

  g_assert_cmpuint (first->max_tokens, ==, 100);
  g_assert_cmpuint (first->min_tokens, ==, 50);
  g_assert_cmpfloat (first->temperature, ==, 0.5);
  g_assert_cmpfloat (first->top_p, ==, 0.9);
  g_assert_cmpstr (first->stop[0], ==, "X");
  g_assert_cmpint (first->seed, ==, plan->seed);
  g_assert_true (first->stream);

  plan->max_tokens = 20;
  plan->temperature = 0;
  plan->seed = 77;
  plan->stream = FALSE;
  changed = make (scenario, plan, 0);
  second = prony_prompt_maker_make (changed, 0);
  g_assert_cmpuint (second->max_tokens, ==, 20);
  g_assert_cmpuint (second->min_tokens, ==, 20);
  g_assert_cmpfloat (second->temperature, ==, 0);
  g_assert_cmpint (second->seed, ==, 77);
  g_assert_false (second->stream);
}

/* The scenarios that come with Prony keep their own promises, by the estimate. */
static void
test_core_lengths (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) core = prony_scenario_catalog_core (&error);

  g_assert_no_error (error);
  for (guint i = 0; i < core->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (core, i);
      g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 0);

      g_assert_cmpuint (scenario->cases->len, >=, 10);
      for (guint j = 0; j < scenario->cases->len; j++)
        {
          g_autoptr (PronyRequestSpec) spec = prony_prompt_maker_make (maker, j);
          guint tokens = prony_estimate_tokens (spec->prompt) +
                         (spec->system != NULL ? prony_estimate_tokens (spec->system) : 0);

          g_test_message ("%s %u: %u tokens", scenario->name, j, tokens);
          g_assert_cmpuint (tokens, >=, scenario->prompt_min_tokens);
          g_assert_cmpuint (tokens, <=, scenario->prompt_max_tokens);
        }
    }
}

static const struct
{
  const char *cache;
  gint32 prompt_tokens;
  guint length;
} sized[] = {
  { "unique", 0, 23 },
  { "unique", 1, 23 },
  { "unique", 6, 23 },
  { "unique", 7, 26 },
  { "unique", 1000, 3998 },
  { "unique", 200000, 799998 },
  { "repeat", 0, 1 },
  { "repeat", 1, 4 },
  { "repeat", 1000, 4000 },
  { "shared-prefix", 2, 23 },
  { "shared-prefix", 1000, 3998 },
};

/* As long as asked, the same from another maker, and alike or not as the scenario
 * wants it. */
static void
test_sized_prompts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sized); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "prompt: {template: Hello, system: Be kind.}\ncache: %s\n", sized[i].cache);
      g_autoptr (PronyScenario) scenario = parse (text);
      g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 1);
      g_autoptr (PronyPromptMaker) other = make (scenario, NULL, 1);
      g_autoptr (PronyRequestSpec) first =
        prony_prompt_maker_make_sized (maker, 0, sized[i].prompt_tokens, -1);
      g_autoptr (PronyRequestSpec) second =
        prony_prompt_maker_make_sized (maker, 1, sized[i].prompt_tokens, -1);
      g_autoptr (PronyRequestSpec) same =
        prony_prompt_maker_make_sized (other, 1, sized[i].prompt_tokens, -1);

      g_test_message ("%s, %d tokens", sized[i].cache, sized[i].prompt_tokens);
      g_assert_null (first->system);
      g_assert_cmpuint (strlen (first->prompt), ==, sized[i].length);
      g_assert_true (g_str_is_ascii (first->prompt));
      g_assert_cmpstr (second->prompt, ==, same->prompt);
      if (scenario->cache == PRONY_CACHE_UNIQUE)
        g_assert_cmpint (strncmp (first->prompt, second->prompt, 11), !=, 0);
      else
        g_assert_cmpstr (first->prompt, ==, second->prompt);
      if (scenario->cache == PRONY_CACHE_UNIQUE && sized[i].prompt_tokens >= 1000)
        g_assert_cmpint (strncmp (first->prompt + 11, second->prompt + 11, 100), !=, 0);
    }
}

static const struct
{
  guint plan_max;
  gint32 output_tokens;
  guint max_tokens;
  guint min_tokens;
  gboolean forced;
} outputs[] = {
  { 0, -1, 100, 50, FALSE },     { 0, 0, 1, 1, TRUE },       { 0, 7, 7, 7, TRUE },
  { 0, 5000, 5000, 5000, TRUE }, { 60, 5000, 60, 60, TRUE }, { 60, 7, 7, 7, TRUE },
};

static void
test_sized_answers (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt: {template: Hi}\ncompletion: {max_tokens: 100, min_tokens: 50, stop: X}\n");

  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autoptr (PronyPlan) plan = prony_plan_new ();
      g_autoptr (PronyPromptMaker) maker = NULL;
      g_autoptr (PronyRequestSpec) spec = NULL;

      plan->max_tokens = outputs[i].plan_max;
      maker = make (scenario, plan, 0);
      spec = prony_prompt_maker_make_sized (maker, 3, -1, outputs[i].output_tokens);
      g_assert_true (g_str_has_suffix (spec->prompt, "] Hi"));
      g_assert_cmpuint (spec->max_tokens, ==, outputs[i].max_tokens);
      g_assert_cmpuint (spec->min_tokens, ==, outputs[i].min_tokens);
      g_assert_cmpint (spec->ignore_eos, ==, outputs[i].forced);
      g_assert_cmpint (spec->stop == NULL, ==, outputs[i].forced);
    }
}

/* The prompts of all indices one after the other, and of some with a length. */
static gpointer
make_many (gpointer data)
{
  GString *text = g_string_new (NULL);

  for (guint64 i = 0; i < 40; i++)
    {
      g_autoptr (PronyRequestSpec) spec =
        prony_prompt_maker_make_sized (data, i, i % 4 == 3 ? 50 : -1, -1);

      g_string_append (text, spec->prompt);
    }
  return g_string_free (text, FALSE);
}

/* Several threads that meet in making the same cases get the same bytes. */
static void
test_threads (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: '{text:400} {q}'}\n"
                                              "test_cases: [{q: a}, {q: b}, {q: '{log:50}'}]\n");

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (PronyPromptMaker) maker = make (scenario, NULL, 1);
      g_autoptr (PronyPromptMaker) alone = make (scenario, NULL, 1);
      g_autofree char *expected = make_many (alone);
      GThread *threads[4];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("maker", make_many, maker);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        {
          g_autofree char *text = g_thread_join (threads[i]);

          g_assert_cmpstr (text, ==, expected);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-maker/estimate", test_estimate);
  g_test_add_func ("/prompt-maker/placeholders", test_placeholders);
  g_test_add_func ("/prompt-maker/missing-value", test_missing_value);
  g_test_add_func ("/prompt-maker/unique", test_unique);
  g_test_add_func ("/prompt-maker/unique-system", test_unique_system);
  g_test_add_func ("/prompt-maker/cache-switches", test_cache_switches);
  g_test_add_func ("/prompt-maker/shared-prefix", test_shared_prefix);
  g_test_add_func ("/prompt-maker/prompt-tokens", test_prompt_tokens);
  g_test_add_func ("/prompt-maker/deterministic", test_deterministic);
  g_test_add_func ("/prompt-maker/overrides", test_overrides);
  g_test_add_func ("/prompt-maker/core-lengths", test_core_lengths);
  g_test_add_func ("/prompt-maker/sized-prompts", test_sized_prompts);
  g_test_add_func ("/prompt-maker/sized-answers", test_sized_answers);
  g_test_add_func ("/prompt-maker/threads", test_threads);
  return g_test_run ();
}
