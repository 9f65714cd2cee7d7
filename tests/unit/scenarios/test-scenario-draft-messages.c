/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The prompt of a draft as one text and as a conversation. */

#include "config.h"

#include "core/scenarios/prony-scenario-draft.h"

#define HEAD "name: a # b\nprompt:\n"
#define ONE HEAD "  messages:\n    - role: user\n      content: Q1 # c\n"
#define TWO                                                                                        \
  HEAD "  messages:\n    - {role: user, content: Q1}\n    - {role: assistant, content: A1}\n"      \
       "    # the second\n    - {role: user, content: Q2}\n"
#define SYSTEM                                                                                     \
  HEAD "  messages:\n    - {role: system, content: S}\n    - {role: user, content: Q1}\n"

typedef PronyScenarioDraft *(*Change) (PronyScenarioDraft *self);

static const struct
{
  const char *what;
  Change change;
  const char *before;
  const char *after;
} changes[] = {
  { "conversation", prony_scenario_draft_make_conversation, HEAD "  template: Q1 # c\n",
    HEAD "  messages:\n    - role: user\n      content: Q1\n" },
  { "conversation-lines", prony_scenario_draft_make_conversation,
    HEAD "  system: S\n  template: |\n    {x}\n    y\n",
    HEAD "  system: S\n  messages:\n    - role: user\n      content: |\n        {x}\n        y\n" },
  { "conversation-of-nothing", prony_scenario_draft_make_conversation, "name: a\n",
    "name: a\nprompt:\n  messages:\n    - role: user\n      content: \"\"\n" },
  { "conversation-already", prony_scenario_draft_make_conversation, TWO, TWO },
  { "prompt", prony_scenario_draft_make_single_prompt, ONE, HEAD "  template: Q1\n" },
  { "prompt-of-two", prony_scenario_draft_make_single_prompt, TWO,
    HEAD "  template: |-\n    Q1\n\n    A1\n\n    Q2\n" },
  { "prompt-turns", prony_scenario_draft_make_single_prompt, ONE "  turns: last\n",
    HEAD "  template: Q1\n" },
  { "prompt-system", prony_scenario_draft_make_single_prompt, SYSTEM,
    HEAD "  system: S\n  template: Q1\n" },
  { "prompt-already", prony_scenario_draft_make_single_prompt, HEAD "  template: Q\n",
    HEAD "  template: Q\n" },
  { "add", prony_scenario_draft_add_turn, ONE,
    ONE "    - role: assistant\n      content: \"\"\n    - role: user\n      content: \"\"\n" },
  { "add-question", prony_scenario_draft_add_turn,
    HEAD "  messages: [{role: user, content: a}, {role: assistant, content: b}]\n",
    HEAD "  messages: [{role: user, content: a}, {role: assistant, content: b}, {role: user, "
         "content: \"\"}]\n" },
};

static void
test_change (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (PronyScenarioDraft) before = prony_scenario_draft_new (changes[i].before, NULL);
  g_autoptr (PronyScenarioDraft) after = changes[i].change (before);

  g_assert_cmpstr (prony_scenario_draft_get_text (after), ==, changes[i].after);
}

static char *
list_texts (PronyScenarioDraft *draft)
{
  guint n = prony_scenario_draft_count_items (draft, "prompt.messages");
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("prompt.messages[%u].content", i);
      g_autofree char *text = prony_scenario_draft_get_value (draft, path);

      g_string_append_printf (texts, "%s ", text);
    }

  return g_string_free (texts, FALSE);
}

/* Whatever is taken out, roles still take turns, and one question stays. */
static void
test_remove (void)
{
  static const struct
  {
    const char *text;
    guint index;
    const char *texts;
  } cases[] = {
    { TWO, 0, "Q2 " },    { TWO, 1, "Q1 " },      { TWO, 2, "Q1 " }, { TWO, 3, "Q1 A1 Q2 " },
    { SYSTEM, 0, "Q1 " }, { SYSTEM, 1, "S Q1 " }, { ONE, 0, "Q1 " }, { "name: a\n", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyScenarioDraft) before = prony_scenario_draft_new (cases[i].text, NULL);
      g_autoptr (PronyScenarioDraft) after =
        prony_scenario_draft_remove_turn (before, cases[i].index);
      g_autofree char *texts = list_texts (after);

      g_assert_cmpstr (texts, ==, cases[i].texts);
      if (*texts != '\0')
        g_assert_null (prony_scenario_draft_get_problem_of (after, "prompt"));
    }
}

/* There and back again: no text is lost, and the rest stays as it was. */
static void
test_round (void)
{
  const char *text =
    HEAD "  template: |\n    A {question}: # no comment\n     - x\nslo:\n  itl: 3 # ms\n";
  g_autoptr (PronyScenarioDraft) before = prony_scenario_draft_new (text, NULL);
  g_autoptr (PronyScenarioDraft) there = prony_scenario_draft_make_conversation (before);
  g_autoptr (PronyScenarioDraft) back = prony_scenario_draft_make_single_prompt (there);

  g_assert_cmpstr (prony_scenario_draft_get_text (back), ==, text);
}

static void
test_from (void)
{
  g_autoptr (PronyScenarioDraft) other =
    prony_scenario_draft_new ("name: a\ntest_cases:\n  - x: 1 # c\n  - values: {x: |\n", NULL);
  g_autoptr (PronyScenarioDraft) good =
    prony_scenario_draft_new ("name: a\ntest_cases:\n  - x: 1 # c\n  - {x: \"1\"}\n", NULL);
  g_autoptr (PronyScenarioDraft) draft =
    prony_scenario_draft_new ("name: b\ntest_cases: {from: a.csv}\n", NULL);
  g_autoptr (PronyScenarioDraft) taken = prony_scenario_draft_set_from (draft, "test_cases", good);
  g_autoptr (PronyScenarioDraft) without =
    prony_scenario_draft_set_from (draft, "test_cases", other);

  g_assert_cmpstr (prony_scenario_draft_get_text (taken), ==,
                   "name: b\ntest_cases:\n  - x: 1\n  - x: \"1\"\n");
  g_assert_cmpstr (prony_scenario_draft_get_text (without), ==, "name: b\n");
}

static void
test_place (void)
{
  g_autoptr (PronyScenarioDraft) draft =
    prony_scenario_draft_new ("name: a\nexpect:\n  any:\n    - contains: x\n", NULL);
  guint line = 0;
  guint column = 0;

  g_assert_true (prony_scenario_draft_get_place (draft, "expect.any[0].contains", &line, &column));
  g_assert_cmpuint (line, ==, 4);
  g_assert_cmpuint (column, ==, 17);
  g_assert_false (prony_scenario_draft_get_place (draft, "expect.none", &line, &column));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/draft-messages/change/%s", changes[i].what);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_change);
    }
  g_test_add_func ("/draft-messages/remove", test_remove);
  g_test_add_func ("/draft-messages/round", test_round);
  g_test_add_func ("/draft-messages/from", test_from);
  g_test_add_func ("/draft-messages/place", test_place);

  return g_test_run ();
}
