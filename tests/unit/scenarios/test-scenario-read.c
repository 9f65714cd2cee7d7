/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-scenario-catalog.h"

#define HEAD "name: a\n"
#define PROMPT "prompt:\n  template: Hi\n"

/* Every other mistake has a file of its own in tests/data/scenarios/broken, which could
 * not say of itself that it is empty. */
static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (prony_scenario_parse ("", -1, "f", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_assert_cmpstr (error->message, ==, "f:1:1: There is nothing in this file.");
}

static void
test_flat (void)
{
  static const char text[] = "name: a-b\n"
                             "title: A and B\n"
                             "description: >-\n  Two\n  lines.\n"
                             "class: long-short\n"
                             "prompt:\n"
                             "  template: 'Say {word} as {{json}} or {\"k\": 1}'\n"
                             "  system: Be {mood}.\n"
                             "  min_tokens: 5\n"
                             "  max_tokens: 50\n"
                             "completion:\n"
                             "  max_tokens: 100\n"
                             "  min_tokens: 10\n"
                             "  temperature: 0.7\n"
                             "  top_p: 0.9\n"
                             "  seed: 42\n"
                             "  stop: [END, \"\\n\\n\"]\n"
                             "  ignore_eos: true\n"
                             "test_cases:\n"
                             "  - {word: one, mood: kind}\n"
                             "  - {word: 2, mood: \"{text:5}\"}\n"
                             "cache: shared-prefix\n"
                             "tags: [x, y]\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) scenario = prony_scenario_parse (text, -1, "f", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (scenario->name, ==, "a-b");
  g_assert_cmpstr (scenario->title, ==, "A and B");
  g_assert_cmpstr (scenario->description, ==, "Two lines.");
  g_assert_cmpint (scenario->klass, ==, PRONY_SCENARIO_LONG_SHORT);
  g_assert_cmpstr (scenario->system, ==, "Be {mood}.");
  g_assert_cmpuint (scenario->prompt_min_tokens, ==, 5);
  g_assert_cmpuint (scenario->prompt_max_tokens, ==, 50);
  g_assert_cmpuint (scenario->max_tokens, ==, 100);
  g_assert_cmpuint (scenario->min_tokens, ==, 10);
  g_assert_cmpfloat (scenario->temperature, ==, 0.7);
  g_assert_cmpfloat (scenario->top_p, ==, 0.9);
  g_assert_cmpint (scenario->seed, ==, 42);
  g_assert_cmpuint (g_strv_length (scenario->stop), ==, 2);
  g_assert_cmpstr (scenario->stop[1], ==, "\n\n");
  g_assert_true (scenario->ignore_eos);
  g_assert_cmpint (scenario->cache, ==, PRONY_CACHE_SHARED_PREFIX);
  g_assert_cmpstr (scenario->tags[1], ==, "y");
  g_assert_cmpuint (scenario->cases->len, ==, 2);
  g_assert_cmpstr (prony_test_case_get_value (prony_scenario_get_case (scenario, 1), "word"), ==,
                   "2");
  g_assert_cmpstr (scenario->source, ==, text);
}

/* Absent is absent, not zero. */
static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) scenario = prony_scenario_parse (HEAD PROMPT, -1, "f", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (scenario->title, ==, "a");
  g_assert_cmpstr (scenario->description, ==, "");
  g_assert_cmpint (scenario->klass, ==, PRONY_SCENARIO_OTHER);
  g_assert_null (scenario->system);
  g_assert_true (isnan (scenario->temperature));
  g_assert_true (isnan (scenario->top_p));
  g_assert_cmpint (scenario->seed, ==, -1);
  g_assert_cmpuint (scenario->max_tokens, ==, 0);
  g_assert_null (scenario->stop);
  g_assert_cmpuint (g_strv_length (scenario->tags), ==, 0);
  g_assert_cmpuint (scenario->cases->len, ==, 1);
  g_assert_cmpint (scenario->cache, ==, PRONY_CACHE_UNIQUE);
}

static void
test_nested (void)
{
  static const char text[] = "scenario:\n"
                             "  name: \"Short prompt, long completion\"\n"
                             "  description: Sustained rate\n"
                             "  prompt:\n"
                             "    template: \"Write about {topic}\"\n"
                             "    min_tokens: 5\n"
                             "    max_tokens: 20\n"
                             "  completion:\n"
                             "    max_tokens: 500\n"
                             "    temperature: 0.7\n"
                             "  test_cases:\n"
                             "    - topic: rivers\n"
                             "    - values:\n"
                             "        topic: stars\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) scenario = prony_scenario_parse (text, -1, "f", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (scenario->name, ==, "short-prompt-long-completion");
  g_assert_cmpstr (scenario->title, ==, "Short prompt, long completion");
  g_assert_cmpuint (scenario->cases->len, ==, 2);
  g_assert_cmpstr (prony_test_case_get_value (prony_scenario_get_case (scenario, 1), "topic"), ==,
                   "stars");
}

/* A text with something in it very often: the part with its number in place of $. */
typedef struct
{
  const char *start;
  const char *part;
  guint times;
  const char *end;
  const char *sentence;
} Bound;

static const Bound bounds[] = {
  { "", "x", 5 * 1024 * 1024, "", "f:1:1: This is too large for a scenario" },
  { HEAD "prompt: {template: '{text:200000}{a}'}\ntest_cases:\n", "  - a: '{code:1}'\n", 200, "",
    "more than 16777216 tokens" },
  { HEAD "prompt: {template: '", "{a}", 20000, "'}\ntest_cases: [{a: '{text:9999}'}]\n",
    "more than 16777216 tokens" },
  { HEAD PROMPT, "k$: 1\n", 1200, "", "There are more than 1000 keys in this map." },
  { HEAD PROMPT, "k$: 1\n", 900, "", "There are more mistakes than these." },
  { HEAD "prompt: {template: '", "{a$}", 20000, "'}\n", "There are more than 1000 placeholders" },
  { HEAD "prompt: {template: '", "{a:b}", 100000, "'}\n", "“{a:b}” is no filler" },
  { HEAD PROMPT "tags: [", "t$, ", 1000, "]\n", "There are more than 100 tags." },
  { HEAD PROMPT "tags: [", "t, ", 120000, "]\n", "There is too much in this file." },
  { HEAD PROMPT "test_cases: [", "{}, ", 10001, "]\n", "There must be from 1 to 10000 test cases" },
  { HEAD "prompt:\n  lengths: {values: [", "1, ", 10001, "]}\n", "a list of 1 to 10000 whole" },
  { HEAD PROMPT "load:\n  concurrency: [", "$, ", 101, "]\n", "There must be from 1 to 100 loads" },
  { "a: ", "[", 200000, "", "f:1:19: This is nested too deeply" },
  { "a: ", "{a: ", 100000, "", "This is nested too deeply" },
  { "? ", "k", 500000, "\n: x\n",
    "The key “kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…”" },
  { HEAD "prompt: {template: \"", "\\u00e9", 100000, "{q}\"}\n", "f:2:600021: “{q}” has no value" },
};

/* What nobody could have meant is refused in time and space, not read. */
static void
test_bounds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      g_autoptr (GString) text = g_string_new (bounds[i].start);
      g_auto (GStrv) halves = g_strsplit (bounds[i].part, "$", 2);
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < bounds[i].times; j++)
        if (halves[1] != NULL)
          g_string_append_printf (text, "%s%u%s", halves[0], j + 1, halves[1]);
        else
          g_string_append (text, bounds[i].part);
      g_string_append (text, bounds[i].end);

      g_assert_null (prony_scenario_parse (text->str, (gssize) text->len, "f", &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
      if (strstr (error->message, bounds[i].sentence) == NULL)
        g_error ("%u: “%.500s” is not “%s”", i, error->message, bounds[i].sentence);
      g_assert_cmpuint (strlen (error->message), <, 100000);
    }
}

/* Every cut and every changed byte of a good file: an error or a scenario, never
 * a crash. */
static void
test_damage (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (g_getenv ("PRONY_SCENARIOS"), "short-short.yaml", NULL);
  g_autofree char *text = NULL;
  gsize length;
  guint n_read = 0;

  g_assert_true (g_file_get_contents (file, &text, &length, &error));
  for (gsize i = 0; i < length; i += 3)
    {
      static const char changes[] = "{}[]&*:!\t\n\"'\0\xff";
      g_autoptr (PronyScenario) cut = prony_scenario_parse (text, (gssize) i, "f", NULL);
      g_autoptr (PronyScenario) changed = NULL;
      char kept = text[i];

      text[i] = changes[i % (sizeof changes - 1)];
      changed = prony_scenario_parse (text, (gssize) length, "f", NULL);
      text[i] = kept;
      n_read += changed != NULL;
    }
  g_assert_cmpuint (n_read, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scenario-read/empty", test_empty);
  g_test_add_func ("/scenario-read/flat", test_flat);
  g_test_add_func ("/scenario-read/least", test_least);
  g_test_add_func ("/scenario-read/nested", test_nested);
  g_test_add_func ("/scenario-read/bounds", test_bounds);
  g_test_add_func ("/scenario-read/damage", test_damage);
  return g_test_run ();
}
