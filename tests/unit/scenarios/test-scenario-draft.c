/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-draft-history.h"
#include "core/scenarios/prony-scenario-draft.h"

typedef enum
{
  TEXT,
  PLAIN,
  LIST,
} How;

/* One change: the text before and after. */
typedef struct
{
  const char *what;
  const char *before;
  How how;
  const char *path;
  const char *value;
  const char *after;
} Change;

static const Change changes[] = {
  { "plain", "name: a # why\ntitle: b\n", TEXT, "name", "c", "name: c # why\ntitle: b\n" },
  { "double", "name: \"a\"  # why\n", TEXT, "name", "b c", "name: \"b c\"  # why\n" },
  { "single", "name: 'a'\n", TEXT, "name", "it's", "name: 'it''s'\n" },
  { "single-tab", "name: 'a'\n", TEXT, "name", "a\tb", "name: \"a\\tb\"\n" },
  { "needs-quotes", "name: a\n", TEXT, "name", "b: c", "name: \"b: c\"\n" },
  { "hash", "name: a\n", TEXT, "name", "b #c", "name: \"b #c\"\n" },
  { "comma", "name: a\n", TEXT, "name", "b, [c] {d}", "name: b, [c] {d}\n" },
  { "number-like", "name: a\n", TEXT, "name", "12", "name: \"12\"\n" },
  { "word", "name: a\n", TEXT, "name", "Yes", "name: \"Yes\"\n" },
  { "number", "slo:\n  ttft: 3 # ms\n", PLAIN, "slo.ttft", "4.5", "slo:\n  ttft: 4.5 # ms\n" },
  { "no-number", "slo:\n  ttft: 3\n", PLAIN, "slo.ttft", "a: b", "slo:\n  ttft: \"a: b\"\n" },
  { "lines", "prompt:\n  template: a # b\n  system: c\n", TEXT, "prompt.template", "x\n\n  y",
    "prompt:\n  template: |- # b\n    x\n\n      y\n  system: c\n" },
  { "lines-end", "prompt:\n  template: a", TEXT, "prompt.template", "x\ny\n",
    "prompt:\n  template: |\n    x\n    y\n" },
  { "lines-indented", "name: a\n", TEXT, "name", " x\ny", "name: |2-\n   x\n  y\n" },
  { "lines-blank-end", "name: a\n", TEXT, "name", "x\n\n", "name: \"x\\n\\n\"\n" },
  { "literal", "name: |  # c\n  a\n  b\n\n# d\ntitle: e\n", TEXT, "name", "x\ny",
    "name: |-  # c\n  x\n  y\n\n# d\ntitle: e\n" },
  { "literal-to-plain", "name: |\n  a\n  b\n\n# d\ntitle: e\n", TEXT, "name", "x",
    "name: x\n\n# d\ntitle: e\n" },
  { "flow-lines", "prompt: {template: a, system: b}\n", TEXT, "prompt.template", "x\ny",
    "prompt: {template: \"x\\ny\", system: b}\n" },
  { "flow-comma", "prompt: {template: a}\n", TEXT, "prompt.template", "x, y",
    "prompt: {template: \"x, y\"}\n" },
  { "null", "name:\ntitle: b\n", TEXT, "name", "a", "name: a\ntitle: b\n" },
  { "flow-null", "prompt: {template, system: a}\n", TEXT, "prompt.template", "b",
    "prompt: {template: b, system: a}\n" },
  { "new-key", "name: a\n# p\nprompt:\n  template: b\n", TEXT, "title", "T",
    "name: a\ntitle: T\n# p\nprompt:\n  template: b\n" },
  { "new-first", "# c\ntitle: b\n", TEXT, "name", "a", "# c\nname: a\ntitle: b\n" },
  { "new-parent", "name: a\ncache: unique\n", PLAIN, "load.duration", "60",
    "name: a\ncache: unique\nload:\n  duration: 60\n" },
  { "new-in-flow", "name: a\nload: {duration: 3}\n", PLAIN, "load.concurrency", "1..4",
    "name: a\nload: {concurrency: 1..4, duration: 3}\n" },
  { "new-after-block", "name: a\ndescription: |\n  x\n  y\n\ncache: repeat\n", LIST, "tags", "p\nq",
    "name: a\ndescription: |\n  x\n  y\ntags: [p, q]\n\ncache: repeat\n" },
  { "deep", "name: a\n", PLAIN, "expect.number.min", "3",
    "name: a\nexpect:\n  number:\n    min: 3\n" },
  { "braces", "name: a\nslo: {}\n", PLAIN, "slo.itl", "3", "name: a\nslo:\n  itl: 3\n" },
  { "nothing", "", TEXT, "name", "a", "name: a\n" },
  { "comments-only", "# hello\n", TEXT, "name", "a", "# hello\nname: a\n" },
  { "scalar-to-map", "prompt:\n  lengths: 100\n", TEXT, "prompt.lengths.distribution", "uniform",
    "prompt:\n  lengths:\n    distribution: uniform\n" },
  { "map-to-scalar", "prompt:\n  lengths:\n    # c\n    min: 3\n  turns: each\n", PLAIN,
    "prompt.lengths", "5", "prompt:\n  lengths: 5\n    # c\n  turns: each\n" },
  { "remove", "name: a\ntitle: b # c\n# d\ncache: unique\n", TEXT, "title", NULL,
    "name: a\n# d\ncache: unique\n" },
  { "remove-last-key", "name: a\nslo:\n  ttft: 3\n", PLAIN, "slo.ttft", NULL, "name: a\n" },
  { "remove-flow", "slo: {ttft: 3, itl: 4}\n", PLAIN, "slo.itl", NULL, "slo: {ttft: 3}\n" },
  { "remove-flow-first", "slo: {ttft: 3, itl: 4}\n", PLAIN, "slo.ttft", NULL, "slo: {itl: 4}\n" },
  { "remove-block", "name: a\ndescription: |\n  x\n  y\ncache: unique\n", TEXT, "description", "",
    "name: a\ncache: unique\n" },
  { "remove-all", "# c\nname: a\n", TEXT, "name", NULL, "# c\n{}\n" },
  { "remove-missing", "name: a\n", TEXT, "slo.ttft", NULL, "name: a\n" },
  { "list", "tags: [a, b] # c\n", LIST, "tags", "x\ny z\n3", "tags: [x, y z, \"3\"] # c\n" },
  { "list-block", "tags:\n  - a\n  - b\ncache: x\n", LIST, "tags", "c",
    "tags:\n  - c\ncache: x\n" },
  { "list-new", "name: a\n", LIST, "completion.stop", "END",
    "name: a\ncompletion:\n  stop: [END]\n" },
  { "nested", "scenario:\n  name: A b\n", TEXT, "description", "c",
    "scenario:\n  name: A b\n  description: c\n" },
  { "case", "test_cases:\n  - q: a\n  # c\n  - q: b\n", TEXT, "test_cases[1].q", "d",
    "test_cases:\n  - q: a\n  # c\n  - q: d\n" },
  { "case-values", "test_cases:\n- q: a\n", TEXT, "test_cases[0].values.q", "d",
    "test_cases:\n- q: d\n" },
  { "case-wrapped", "test_cases:\n- values: {q: a}\n", TEXT, "test_cases[0].q", "d",
    "test_cases:\n- values: {q: d}\n" },
  { "case-new", "test_cases:\n- q: a\n", TEXT, "test_cases[1].q", "d",
    "test_cases:\n- q: a\n- q: d\n" },
  { "case-literal", "test_cases:\n  - q: a\n    r: b\n", TEXT, "test_cases[0].q", "x\ny",
    "test_cases:\n  - q: |-\n      x\n      y\n    r: b\n" },
  { "case-remove-first-key", "test_cases:\n  - q: a\n    r: b\n", TEXT, "test_cases[0].q", NULL,
    "test_cases:\n  - r: b\n" },
  { "case-remove-key-comment", "test_cases:\n  - q: a\n    # c\n    r: b\n", TEXT,
    "test_cases[0].q", NULL, "test_cases:\n  -\n    # c\n    r: b\n" },
  { "case-remove-only-key", "test_cases:\n  - q: a\n  - q: b\n", TEXT, "test_cases[0].q", NULL,
    "test_cases:\n  - {}\n  - q: b\n" },
  { "case-fill-empty", "test_cases:\n  - {}\n  - q: b\n", TEXT, "test_cases[0].q", "a",
    "test_cases:\n  - q: a\n  - q: b\n" },
  { "case-tags", "test_cases:\n  - q: a\n    r: b\n  - q: c\n", LIST, "test_cases[0].tags", "t",
    "test_cases:\n  - values:\n      q: a\n      r: b\n    tags: [t]\n  - q: c\n" },
  { "windows", "name: a\r\ntitle: b\r\n", TEXT, "name", "c", "name: c\r\ntitle: b\r\n" },
  { "keep-blank-lines", "name: |+\n  a\n\ntitle: b\ncache: c\n", TEXT, "title", NULL,
    "name: |+\n  a\n\ncache: c\n" },
};

static PronyScenarioDraft *
apply (PronyScenarioDraft *draft, How how, const char *path, const char *value)
{
  g_auto (GStrv) items = NULL;

  if (how == TEXT)
    return prony_scenario_draft_set_value (draft, path, value);
  if (how == PLAIN)
    return prony_scenario_draft_set_plain (draft, path, value);
  items = g_strsplit (value, "\n", -1);
  return prony_scenario_draft_set_list (draft, path, (const char *const *) items);
}

static void
test_change (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (PronyScenarioDraft) before = prony_scenario_draft_new (change->before, NULL);
  g_autoptr (PronyScenarioDraft) after = apply (before, change->how, change->path, change->value);
  g_autoptr (PronyScenarioDraft) again = apply (after, change->how, change->path, change->value);
  g_autofree char *value = prony_scenario_draft_get_value (after, change->path);

  g_assert_cmpstr (prony_scenario_draft_get_text (after), ==, change->after);
  g_assert_cmpstr (prony_scenario_draft_get_text (before), ==, change->before);
  g_assert_true (prony_scenario_draft_equal (after, again));
  if (change->how != LIST)
    g_assert_cmpstr (value, ==,
                     change->value != NULL && *change->value != '\0' ? change->value : NULL);
}

/* --- Test cases ------------------------------------------------------------- */

#define CASES                                                                                      \
  "prompt: {template: \"{q} {r}\"}\n"                                                              \
  "test_cases:\n"                                                                                  \
  "  - q: a # first\n"                                                                             \
  "    r: |\n"                                                                                     \
  "      x\n"                                                                                      \
  "  # second\n"                                                                                   \
  "  - {q: b, r: y}\n"                                                                             \
  "  - r: z\n"                                                                                     \
  "    q: c\n"                                                                                     \
  "# end\n"                                                                                        \
  "cache: repeat\n"

static char *
join_questions (PronyScenarioDraft *draft)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < prony_scenario_draft_count_items (draft, "test_cases"); i++)
    {
      g_autofree char *path = g_strdup_printf ("test_cases[%u].q", i);
      g_autofree char *value = prony_scenario_draft_get_value (draft, path);

      g_string_append (text, value != NULL ? value : "-");
    }
  return g_string_free (text, FALSE);
}

static void
check_cases (PronyScenarioDraft *draft, const char *questions)
{
  g_autofree char *found = join_questions (draft);
  const char *text = prony_scenario_draft_get_text (draft);

  g_assert_cmpstr (found, ==, questions);
  g_assert_nonnull (strstr (text, "# second\n"));
  g_assert_nonnull (strstr (text, "\n# end\ncache: repeat\n"));
}

static void
test_cases (void)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (CASES, NULL);
  g_autoptr (PronyScenarioDraft) added = prony_scenario_draft_add_case (draft);
  g_autoptr (PronyScenarioDraft) copied = prony_scenario_draft_duplicate_case (draft, 0);
  g_autoptr (PronyScenarioDraft) last = prony_scenario_draft_duplicate_case (draft, 2);
  g_autoptr (PronyScenarioDraft) down = prony_scenario_draft_move_case (draft, 0, 2);
  g_autoptr (PronyScenarioDraft) up = prony_scenario_draft_move_case (draft, 2, 0);
  g_autoptr (PronyScenarioDraft) first = prony_scenario_draft_remove_case (draft, 0);
  g_autoptr (PronyScenarioDraft) middle = prony_scenario_draft_remove_case (draft, 1);
  g_autoptr (PronyScenarioDraft) beyond = prony_scenario_draft_remove_case (draft, 3);
  g_auto (GStrv) placeholders = prony_scenario_draft_list_placeholders (draft);
  g_autofree char *names = g_strjoinv (" ", placeholders);

  g_assert_cmpstr (names, ==, "q r");
  check_cases (draft, "abc");
  check_cases (copied, "aabc");
  check_cases (last, "abcc");
  check_cases (down, "bca");
  check_cases (up, "cab");
  check_cases (first, "bc");
  check_cases (middle, "ac");
  g_assert_true (beyond == draft);
  g_assert_nonnull (
    strstr (prony_scenario_draft_get_text (added), "    q: c\n  - q: \"\"\n    r: \"\"\n# end\n"));
  g_assert_nonnull (
    strstr (prony_scenario_draft_get_text (first), "test_cases:\n  # second\n  - {q: b, r: y}\n"));
}

static void
test_last_case (void)
{
  g_autoptr (PronyScenarioDraft) draft =
    prony_scenario_draft_new ("name: a\ntest_cases: [{q: b}]\n", NULL);
  g_autoptr (PronyScenarioDraft) two = prony_scenario_draft_duplicate_case (draft, 0);
  g_autoptr (PronyScenarioDraft) none = prony_scenario_draft_remove_case (draft, 0);
  g_autoptr (PronyScenarioDraft) from =
    prony_scenario_draft_new ("name: a\ntest_cases: {from: q.csv}\n", NULL);
  g_autoptr (PronyScenarioDraft) same = prony_scenario_draft_add_case (from);

  g_assert_cmpstr (prony_scenario_draft_get_text (two), ==,
                   "name: a\ntest_cases: [{q: b}, {q: b}]\n");
  g_assert_cmpstr (prony_scenario_draft_get_text (none), ==, "name: a\n");
  g_assert_true (same == from);
}

/* --- What it is ------------------------------------------------------------- */

static void
test_empty (void)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new_empty ("my-scenario");
  PronyScenario *scenario = prony_scenario_draft_get_scenario (draft);

  g_assert_true (prony_scenario_draft_is_valid (draft));
  g_assert_cmpstr (scenario->name, ==, "my-scenario");
  g_assert_cmpstr (scenario->title, ==, "My Scenario");
  g_assert_cmpuint (prony_scenario_count_cases (scenario), ==, 1);
  g_assert_cmpuint (scenario->max_tokens, ==, 256);
}

static void
test_unreadable (void)
{
  static const char *const texts[] = { "name: [a\n", "\tname: a\n", "a: *b\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (texts[i], NULL);
      g_autoptr (PronyScenarioDraft) set = prony_scenario_draft_set_value (draft, "name", "b");
      g_autoptr (PronyScenarioDraft) removed = prony_scenario_draft_remove (draft, "name");
      g_autoptr (PronyScenarioDraft) added = prony_scenario_draft_add_case (draft);
      g_autoptr (PronyScenarioDraft) copied = prony_scenario_draft_duplicate_case (draft, 0);
      g_autoptr (PronyScenarioDraft) other = prony_scenario_draft_set_text (draft, "name: a\n");

      g_assert_false (prony_scenario_draft_is_readable (draft));
      g_assert_false (prony_scenario_draft_is_valid (draft));
      g_assert_cmpuint (prony_problems_count (prony_scenario_draft_get_problems (draft)), >, 0);
      g_assert_true (set == draft && removed == draft && added == draft && copied == draft);
      g_assert_true (prony_scenario_draft_is_readable (other));
    }
}

static void
test_problems (void)
{
  static const struct
  {
    const char *path;
    const char *words;
  } table[] = {
    { "name", "name" },
    { "class", "class" },
    { "prompt.min_tokens", "min_tokens" },
    { "prompt.template", "template" },
    { "completion.temperature", "temperature" },
    { "completion", "temperature" },
    { "test_cases[0].q", "q" },
    { "title", NULL },
    { "slo.ttft", NULL },
    { "completion.max_tokens", NULL },
  };
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (
    "name: A b\ntitle: fine\nclass: huge\nprompt:\n  min_tokens: 9\n  max_tokens: 5\n"
    "completion:\n  max_tokens: 5\n  temperature: 9\ntest_cases:\n  - q: a\n",
    NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *problem = prony_scenario_draft_get_problem_of (draft, table[i].path);

      g_test_message ("%s: %s", table[i].path, problem);
      if (table[i].words == NULL)
        g_assert_null (problem);
      else
        g_assert_nonnull (problem);
      g_assert_true (problem == NULL || strstr (problem, table[i].words) != NULL);
    }
}

static void
test_values (void)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (
    "scenario:\n  name: A\n  tags: [a, b]\n  title:\n  load: {concurrency: [1, 5]}\n", NULL);
  g_autofree char *tags = prony_scenario_draft_get_value (draft, "tags");
  g_autofree char *load = prony_scenario_draft_get_value (draft, "load.concurrency");
  g_autofree char *title = prony_scenario_draft_get_value (draft, "title");
  g_autofree char *map = prony_scenario_draft_get_value (draft, "load");
  g_autofree char *nowhere = prony_scenario_draft_get_value (draft, "load.concurrency[7].x");

  g_assert_cmpstr (tags, ==, "a, b");
  g_assert_cmpstr (load, ==, "1, 5");
  g_assert_null (title);
  g_assert_null (map);
  g_assert_null (nowhere);
  g_assert_true (prony_scenario_draft_has (draft, "load"));
  g_assert_false (prony_scenario_draft_has (draft, "title"));
}

/* --- History ---------------------------------------------------------------- */

static void
push (PronyDraftHistory *history, const char *path, const char *value)
{
  g_autoptr (PronyScenarioDraft) draft =
    prony_scenario_draft_set_value (prony_draft_history_get (history), path, value);

  prony_draft_history_push (history, draft, path);
}

static void
check_history (PronyDraftHistory *history, const char *text)
{
  g_assert_cmpstr (prony_scenario_draft_get_text (prony_draft_history_get (history)), ==, text);
}

static void
test_history (void)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new ("name: a\n", NULL);
  g_autoptr (PronyDraftHistory) history = prony_draft_history_new (draft);

  g_assert_false (prony_draft_history_undo (history));
  push (history, "name", "a");
  g_assert_false (prony_draft_history_can_undo (history));

  push (history, "name", "ab");
  push (history, "name", "abc");
  push (history, "title", "x");
  push (history, "title", "xy");
  prony_draft_history_end_merge (history);
  push (history, "title", "xyz");
  check_history (history, "name: abc\ntitle: xyz\n");

  g_assert_true (prony_draft_history_undo (history));
  check_history (history, "name: abc\ntitle: xy\n");
  g_assert_true (prony_draft_history_undo (history));
  check_history (history, "name: abc\n");
  g_assert_true (prony_draft_history_undo (history));
  check_history (history, "name: a\n");
  g_assert_false (prony_draft_history_can_undo (history));

  g_assert_true (prony_draft_history_redo (history));
  check_history (history, "name: abc\n");
  push (history, "name", "other");
  g_assert_false (prony_draft_history_can_redo (history));
  g_assert_true (prony_draft_history_undo (history));
  check_history (history, "name: abc\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scenario-draft/change/%s", changes[i].what);

      g_test_add_data_func (path, &changes[i], test_change);
    }
  g_test_add_func ("/scenario-draft/cases", test_cases);
  g_test_add_func ("/scenario-draft/last-case", test_last_case);
  g_test_add_func ("/scenario-draft/empty", test_empty);
  g_test_add_func ("/scenario-draft/unreadable", test_unreadable);
  g_test_add_func ("/scenario-draft/problems", test_problems);
  g_test_add_func ("/scenario-draft/values", test_values);
  g_test_add_func ("/scenario-draft/history", test_history);

  return g_test_run ();
}
