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

typedef struct
{
  const char *name;
  const char *text;
  const char *const lines[4];
} Mistake;

/* Each text with the beginnings of all lines of its error, in order. */
static const Mistake mistakes[] = {
  { "empty", "", { "f:1:1: There is nothing" } },
  { "comment-only", "# nothing\n", { "f:1:1: There is nothing" } },
  { "a-word", "hello", { "f:1:1: A scenario must be a map" } },
  { "a-list", "- a\n- b\n", { "f:1:1: A scenario must be a map" } },
  { "syntax", "name: a\nprompt: [1, 2\n", { "f:3:1: This is not YAML" } },
  { "colon", "name: a: b\n", { "f:1:8: This is not YAML" } },
  { "tab", "prompt:\n\ttemplate: x\n", { "f:2:1: There is a tab here" } },
  { "not-utf8", "name: a\ntitle: \xff\xfe\n", { "f:2:8: This is not UTF-8" } },
  { "control", "name: a\ntitle: \x01x\n", { "f:2:8: This character may not" } },
  { "alias",
    "name: &n a\ntitle: *n\n" PROMPT,
    { "f:1:7: Names such as “&n”", "f:2:8: References such as “*n”" } },
  { "bomb",
    "a: &a [x,x]\nb: &b [*a,*a]\n",
    { "f:1:4: Names such as “&a”", "f:2:4: Names such as “&b”", "f:2:8: References such as “*a”",
      "f:2:11: References such as “*a”" } },
  { "tag", "name: !!str a\n" PROMPT, { "f:1:7: YAML tags" } },
  { "second-document", HEAD PROMPT "---\n" HEAD PROMPT, { "f:4:1: A second document" } },
  { "duplicate",
    HEAD "title: x\n" PROMPT "title: y\n",
    { "f:5:1: The key “title” is here a second" } },
  { "key-is-list", "? [a]\n: b\n", { "f:1:3: A key must be" } },
  { "unquoted-brace", HEAD "prompt:\n  template: {x}\n", { "f:3:13: “template” must be a text" } },
  { "too-deep",
    "a: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\n",
    { "f:1:19: This is nested too deeply" } },

  { "missing-all",
    "title: x\n",
    { "f:1:1: The key “name” is missing", "f:1:1: The key “prompt” is missing" } },
  { "missing-template", HEAD "prompt:\n  system: x\n", { "f:3:3: The key “template” is missing" } },
  { "unknown-key",
    HEAD "descripton: x\n" PROMPT,
    { "f:2:1: The key “descripton” is not known here. Did you mean “description”?" } },
  { "unknown-far",
    HEAD "zzzzzz: x\n" PROMPT,
    { "f:2:1: The key “zzzzzz” is not known here. Known keys are: name, title" } },
  { "unknown-inner",
    HEAD PROMPT "  max_token: 3\n",
    { "f:4:3: The key “max_token” is not known here. Did you mean “max_tokens”?" } },
  { "bad-name",
    "name: Short One\n" PROMPT,
    { "f:1:7: “Short One” is not a name: use small letters, digits and hyphens, such as "
      "“short-one”" } },
  { "no-name", "name: '!!!'\n" PROMPT, { "f:1:7: A name is made of" } },
  { "null-name", "name:\n" PROMPT, { "f:1:6: “name” must be a text." } },
  { "blank-name", "name: '  '\n" PROMPT, { "f:1:7: “name” must be a text that is not empty" } },
  { "class", HEAD PROMPT "class: short\n", { "f:4:8: “class” must be one of" } },
  { "cache", HEAD PROMPT "cache: never\n", { "f:4:8: “cache” must be one of" } },
  { "tags", HEAD PROMPT "tags: {a: b}\n", { "f:4:7: “tags” must be a list of texts" } },
  { "tags-item", HEAD PROMPT "tags: [a, [b]]\n", { "f:4:11: “tags” must be a list of texts" } },
  { "prompt-scalar", HEAD "prompt: Hello\n", { "f:2:9: “prompt” must be a map" } },
  { "min-over-max",
    HEAD PROMPT "  min_tokens: 9\n  max_tokens: 8\n",
    { "f:4:15: “min_tokens” of the prompt is 9, which is more than its “max_tokens”, 8" } },
  { "completion-min",
    HEAD PROMPT "completion: {min_tokens: 9, max_tokens: 8}\n",
    { "f:4:26: “min_tokens” of the completion" } },
  { "int-text",
    HEAD PROMPT "completion:\n  max_tokens: many\n",
    { "f:5:15: “max_tokens” must be a whole number" } },
  { "int-quoted",
    HEAD PROMPT "completion:\n  max_tokens: '7'\n",
    { "f:5:15: “max_tokens” must be a whole number" } },
  { "int-fraction",
    HEAD PROMPT "completion:\n  max_tokens: 7.5\n",
    { "f:5:15: “max_tokens” must be a whole number" } },
  { "int-range",
    HEAD PROMPT "completion:\n  max_tokens: 0\n",
    { "f:5:15: “max_tokens” must be from 1 to 1000000" } },
  { "int-overflow",
    HEAD PROMPT "completion:\n  seed: 99999999999999999999\n",
    { "f:5:9: “seed” must be from 0 to 9007199254740991" } },
  { "negative-seed", HEAD PROMPT "completion:\n  seed: -1\n", { "f:5:9: “seed” must be from" } },
  { "nan",
    HEAD PROMPT "completion:\n  temperature: .nan\n",
    { "f:5:16: “temperature” must be a number" } },
  { "nan-word",
    HEAD PROMPT "completion:\n  temperature: nan\n",
    { "f:5:16: “temperature” must be a number" } },
  { "infinity",
    HEAD PROMPT "completion:\n  temperature: 1e999\n",
    { "f:5:16: “temperature” must be from 0 to 2" } },
  { "hot",
    HEAD PROMPT "completion:\n  temperature: 3\n",
    { "f:5:16: “temperature” must be from 0 to 2" } },
  { "top-p", HEAD PROMPT "completion:\n  top_p: 1.1\n", { "f:5:10: “top_p” must be from 0 to 1" } },
  { "boolean",
    HEAD PROMPT "completion:\n  ignore_eos: maybe\n",
    { "f:5:15: “ignore_eos” must be true or false" } },
  { "stop",
    HEAD PROMPT "completion:\n  stop: ['', b]\n",
    { "f:5:10: “stop” must be a list of texts" } },

  { "no-value", HEAD "prompt:\n  template: Say {word}\n", { "f:3:17: “{word}” has no value" } },
  { "case-no-value",
    HEAD "prompt:\n  template: '{a} {b}'\ntest_cases:\n  - {a: 1, b: 2}\n  - {a: 1}\n",
    { "f:6:5: This test case has no value for “{b}”" } },
  { "value-unused",
    HEAD PROMPT "test_cases:\n  - word: x\n",
    { "f:5:5: The value “word” is never used" } },
  { "value-map",
    HEAD "prompt:\n  template: '{a}'\ntest_cases:\n  - a: {b: c}\n",
    { "f:5:8: “a” must be a text" } },
  { "case-text",
    HEAD "prompt:\n  template: '{a}'\ntest_cases:\n  - x\n",
    { "f:5:5: A test case must be a map" } },
  { "cases-map",
    HEAD "prompt:\n  template: '{a}'\ntest_cases:\n  a: x\n",
    { "f:5:3: “test_cases” must be a list" } },
  { "cases-empty",
    HEAD "prompt:\n  template: '{a}'\ntest_cases: []\n",
    { "f:4:13: There must be from 1" } },
  { "filler-kind",
    HEAD "prompt:\n  template: '{texd:5}'\n",
    { "f:3:14: “{texd:5}” is no filler" } },
  { "filler-zero",
    HEAD "prompt:\n  template: '{text:0}'\n",
    { "f:3:14: “{text:0}” is no filler" } },
  { "filler-huge",
    HEAD "prompt:\n  template: '{text:999999999}'\n",
    { "f:3:14: “{text:999999999}” is no filler" } },
  { "filler-in-value",
    HEAD "prompt:\n  template: '{a}'\ntest_cases:\n  - a: '{code:-4}'\n",
    { "f:5:9: “{code:-4}” is no filler" } },
  { "many",
    "nam: a\nprompt:\n  template: 'Hi {x}'\ncompletion: 5\n",
    { "f:1:1: The key “nam” is not known here. Did you mean “name”?",
      "f:1:1: The key “name” is missing", "f:3:17: “{x}” has no value",
      "f:4:13: “completion” must be a map" } },
  { "nested-beside",
    "scenario:\n  name: a\n  prompt: {template: x}\nname: b\n",
    { "f:4:1: The key “name” is not known here" } },
};

static void
test_mistake (gconstpointer data)
{
  const Mistake *mistake = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) scenario = prony_scenario_parse (mistake->text, -1, "f", &error);
  g_auto (GStrv) lines = NULL;
  guint n_wanted = 0;

  g_assert_null (scenario);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  lines = g_strsplit (error->message, "\n", -1);
  while (n_wanted < G_N_ELEMENTS (mistake->lines) && mistake->lines[n_wanted] != NULL)
    n_wanted++;
  for (guint i = 0; i < n_wanted && lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], mistake->lines[i]))
      g_error ("line %u is “%s”, not “%s”", i, lines[i], mistake->lines[i]);
  if (g_strv_length (lines) != n_wanted)
    g_error ("%u lines, not %u: %s", g_strv_length (lines), n_wanted, error->message);
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

/* What nobody could have meant is refused in time and space, not read. */
static void
test_bounds (void)
{
  g_autoptr (GString) text =
    g_string_new (HEAD "prompt: {template: '{text:200000}{a}'}\ntest_cases:\n");
  g_autoptr (GString) mistakes_text = g_string_new (HEAD PROMPT);
  g_autofree char *large = g_strnfill (5 * 1024 * 1024, 'x');
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "  - a: '{code:1}'\n");
  g_assert_null (prony_scenario_parse (text->str, (gssize) text->len, "f", &error));
  g_assert_nonnull (strstr (error->message, "more than 16777216 tokens"));
  g_clear_error (&error);

  g_assert_null (prony_scenario_parse (large, -1, "f", &error));
  g_assert_nonnull (strstr (error->message, "f:1:1: This is too large"));
  g_clear_error (&error);

  for (guint i = 0; i < 900; i++)
    g_string_append_printf (mistakes_text, "k%u: 1\n", i);
  g_assert_null (prony_scenario_parse (mistakes_text->str, -1, "f", &error));
  lines = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 101);
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

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scenario-read/mistake/%s", mistakes[i].name);

      g_test_add_data_func (path, &mistakes[i], test_mistake);
    }
  g_test_add_func ("/scenario-read/flat", test_flat);
  g_test_add_func ("/scenario-read/least", test_least);
  g_test_add_func ("/scenario-read/nested", test_nested);
  g_test_add_func ("/scenario-read/bounds", test_bounds);
  g_test_add_func ("/scenario-read/damage", test_damage);
  return g_test_run ();
}
