/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What makes a scenario another one, and what does not. */

#include "config.h"

#include "core/model/prony-scenario-difference.h"
#include "core/scenarios/prony-scenario-catalog.h"

#define HEAD "name: a\nclass: short-short\n"
#define PROMPT "prompt:\n  template: 'Say {word}.'\n"
#define ANSWER "completion: {max_tokens: 8, temperature: 0}\n"
#define CASES "test_cases:\n  - {word: one}\n  - {word: two}\n"
#define TEXT HEAD PROMPT ANSWER CASES

static const struct
{
  const char *text;
  const char *difference;
} cases[] = {
  { TEXT, NULL },
  { "# A remark.\n" TEXT, NULL },
  { "name: b\ntitle: B\ndescription: Another.\ntags: [x]\n" PROMPT ANSWER CASES, NULL },
  { HEAD CASES ANSWER "prompt:\n  template: \"Say {word}.\"\n", NULL },
  { TEXT "load: {concurrency: [4], requests: 10}\nslo: {ttft: 500}\n", NULL },
  { HEAD "prompt:\n  template: 'Say {word}!'\n" ANSWER CASES, "the prompt" },
  { HEAD "prompt:\n  template: 'Say {word}.'\n  system: Be kind.\n" ANSWER CASES, "the prompt" },
  { HEAD PROMPT ANSWER "test_cases:\n  - {word: two}\n  - {word: one}\n", "the test cases" },
  { HEAD PROMPT ANSWER "test_cases:\n  - {word: one}\n", "the test cases" },
  { HEAD PROMPT "completion: {max_tokens: 9, temperature: 0}\n" CASES,
    "the answers that are asked for" },
  { HEAD PROMPT "completion: {max_tokens: 8}\n" CASES, "the answers that are asked for" },
  { HEAD PROMPT "completion: {max_tokens: 8, temperature: 0, stop: [END]}\n" CASES,
    "the answers that are asked for" },
  { TEXT "cache: repeat\n", "what a cache may know" },
  { TEXT "expect: {contains: one}\n", "what a right answer is" },
  { HEAD PROMPT ANSWER
    "test_cases:\n  - {values: {word: one}, expect: {equals: one}}\n  - {word: two}\n",
    "what a right answer is" },
};

static void
test_difference (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) first = prony_scenario_parse (TEXT, -1, "first", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyScenario) second = prony_scenario_parse (cases[i].text, -1, "second", &error);

      g_assert_no_error (error);
      g_assert_cmpstr (prony_scenario_find_difference (first, second), ==, cases[i].difference);
      g_assert_cmpstr (prony_scenario_find_difference (second, first), ==, cases[i].difference);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scenarios/difference", test_difference);

  return g_test_run ();
}
