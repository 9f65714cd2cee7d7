/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Whatever is changed to whatever: the value is there, all others and the comments stay. */

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-scenario-draft.h"
#include "core/scenarios/prony-scenario-yaml.h"

#define N_EDITS 400

static const char *const texts[] = {
  /* As scenarios are. */
  "# A question\nname: short-short\ntitle: \"Short\" # title\n"
  "description: >-\n  A quick question and a quick\n  answer.\n\n# shape\nclass: short-short\n"
  "prompt:\n  # what\n  template: '{question}'\n  min_tokens: 5 # least\n  max_tokens: 50\n"
  "completion:\n  max_tokens: 64\n  stop: [\"\\n\\n\", END]\ncache: unique\ntags: [core, chat]\n"
  "test_cases:\n  # first\n  - question: What is it?\n  - question: |\n      Two\n        lines\n"
  "    other: x # why\n\n  # third\n  - {question: \"a, b\", other: c}\n"
  "load: {concurrency: [1, 5], duration: 60}\nslo:\n  ttft: 300\n# end\n",
  /* Nested, without indentation of lists, blocks that keep their blank lines. */
  "scenario:\n    name: A thing # n\n    description: |+\n        a\n\n    prompt:\n"
  "        system: >\n            b\n            c\n\n        # t\n        template: |2-\n"
  "             d\n    test_cases:\n    - values:\n        q: x\n      tags: [a]\n"
  "    - values: {q: y}\n      # e\n      expect:\n        contains: z",
  /* Windows, and things that are odd. */
  "name: a\r\n\"title\": b\r\nprompt: {template: c, system}\r\ntags:\r\n- d\r\n-\r\n"
  "# e\r\nslo: {}\r\ncache:\r\n",
  "---\n\"name\": a\ntitle: # c\n  b\nprompt:\n  template: plain\n    over lines # d\n"
  "  system: \"quoted\n    over lines\"\n...\n",
  "{name: a, prompt: {template: [x, {y: z}]}, tags: [], \"slo\": {ttft: 1,},}\n# end\n",
  "  name: indented\n  prompt:\n       template: x\n       system: y\n",
};

static const char *const paths[] = {
  "name",
  "title",
  "description",
  "class",
  "cache",
  "tags",
  "prompt.template",
  "prompt.system",
  "prompt.min_tokens",
  "prompt.lengths.distribution",
  "completion.max_tokens",
  "completion.stop",
  "completion.seed",
  "expect.contains",
  "expect.number.min",
  "test_cases[0].question",
  "test_cases[0].q",
  "test_cases[1].q",
  "test_cases[1].question",
  "test_cases[1].other",
  "test_cases[2].other",
  "test_cases[0].tags",
  "test_cases[1].expect.contains",
  "load.concurrency",
  "load.duration",
  "slo.ttft",
  "slo.latency",
};

static const char *const pieces[] = {
  "a",
  "word",
  " ",
  "  ",
  "\n",
  "\n\n",
  "\t",
  "\"",
  "'",
  ": ",
  ":",
  " #",
  "#",
  "- ",
  "-",
  "---",
  "\n---\n",
  "...",
  "{",
  "}",
  "[",
  "]",
  ",",
  "|",
  ">",
  "&a",
  "*a",
  "!x",
  "%",
  "@",
  "`",
  "\\",
  "\\n",
  "é",
  "日本",
  "\xF0\x9F\x98\x80",
  "\xC2\x85",
  "\xE2\x80\xA8",
  "null",
  "~",
  "yes",
  "0x1F",
  "1.5",
  "\r",
  "\x01",
  "\x7F",
  "\xEF\xBB\xBF",
  "=",
  "<<",
  "?",
  "? ",
  "{x}",
  "{{x}}",
};

static char *
make_value (GRand *random)
{
  GString *value = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (random, 1, g_rand_boolean (random) ? 4 : 20);

  for (guint i = 0; i < n; i++)
    g_string_append (value, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
  if (g_rand_int_range (random, 0, 50) == 0)
    for (guint i = 0; i < 3000; i++)
      g_string_append (value, "long ");
  return g_string_free (value, FALSE);
}

static gboolean
is_same_place (const char *place, const char *path)
{
  gsize length = strlen (path);

  return strncmp (place, path, length) == 0 &&
         (place[length] == '\0' || place[length] == '.' || place[length] == '[');
}

/* All values of a tree, a line each, but that at @path; the values of test cases look the
 * same whichever way they are written. */
static void
list_values (PronyYamlNode *node, const char *place, const char *path, GString *out)
{
  if (is_same_place (place, path))
    return;
  if (node->kind == PRONY_YAML_SCALAR)
    {
      g_autofree char *escaped = g_strescape (node->text, "");

      /* What is nothing may become a map, and a map nothing. */
      if (*node->text != '\0' && !g_str_has_prefix (path, place))
        g_string_append_printf (out, "%s = %s\n", place, escaped);
      return;
    }

  for (guint i = 0; i < node->values->len; i++)
    {
      PronyYamlNode *value = g_ptr_array_index (node->values, i);
      g_autofree char *inner = NULL;

      if (node->kind == PRONY_YAML_LIST)
        inner = g_strdup_printf ("%s[%u]", place, i);
      else
        {
          const char *key = ((PronyYamlNode *) g_ptr_array_index (node->keys, i))->text;
          gboolean is_transparent =
            (*place == '\0' && strcmp (key, "scenario") == 0) ||
            (g_str_has_prefix (place, "test_cases[") && strcmp (key, "values") == 0);

          inner = is_transparent ? g_strdup (place)
                                 : g_strconcat (place, *place != '\0' ? "." : "", key, NULL);
        }
      list_values (value, inner, path, out);
    }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
list_others (PronyScenarioDraft *draft, const char *path)
{
  g_autoptr (PronyProblems) problems = prony_problems_new ("x");
  const char *text = prony_scenario_draft_get_text (draft);
  g_autoptr (PronyYamlNode) root = prony_yaml_parse (text, strlen (text), problems);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  g_assert_nonnull (root);
  list_values (root, "", path, out);
  lines = g_strsplit (out->str, "\n", -1);
  qsort (lines, g_strv_length (lines), sizeof (char *), (GCompareFunc) compare_lines);
  return g_strjoinv ("\n", lines);
}

/* Of the comments that a text began with, all that were there before are there. */
static void
check_comments (const char *original, const char *before, const char *after)
{
  g_auto (GStrv) lines = g_strsplit (original, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *comment = strchr (lines[i], '#');

      if (comment != NULL && strstr (before, comment) != NULL)
        g_assert_nonnull (strstr (after, comment));
    }
}

/* Whether nothing but a single value can have gone, with no comments in it. */
static gboolean
keeps_comments (PronyScenarioDraft *before, PronyScenarioDraft *after, const char *path)
{
  g_autofree char *old = prony_scenario_draft_get_value (before, path);

  return prony_scenario_draft_has (after, path) &&
         (old != NULL ? prony_scenario_draft_count_items (before, path) == 0
                      : !prony_scenario_draft_has (before, path)) &&
         !g_str_has_suffix (path, "].tags") && strstr (path, "].expect") == NULL;
}

/* Test cases are added one after another. */
static gboolean
is_beyond (PronyScenarioDraft *draft, const char *path)
{
  return g_str_has_prefix (path, "test_cases[") &&
         (guint) (path[strlen ("test_cases[")] - '0') >
           prony_scenario_draft_count_items (draft, "test_cases");
}

static PronyScenarioDraft *
edit (PronyScenarioDraft *draft, GRand *random, const char *path)
{
  g_autofree char *value = make_value (random);
  g_autofree char *now = NULL;
  const char *const items[] = { value, "second", NULL };
  PronyScenarioDraft *changed;

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      changed = prony_scenario_draft_remove (draft, path);
      now = prony_scenario_draft_get_value (changed, path);
      if (now != NULL)
        g_test_message ("%s\n====\n%s", path, prony_scenario_draft_get_text (draft));
      g_assert_null (now);
      return changed;

    case 1:
      changed = prony_scenario_draft_set_list (draft, path, items);
      {
        g_auto (GStrv) list = prony_scenario_draft_get_list (changed, path);

        if (list == NULL)
          g_test_message ("%s\n====\n%s", path, prony_scenario_draft_get_text (draft));
        g_assert_nonnull (list);
        g_assert_true (g_strv_equal (items, (const char *const *) list));
      }
      return changed;

    case 2:
      changed = prony_scenario_draft_set_plain (draft, path, value);
      break;

    default:
      changed = prony_scenario_draft_set_value (draft, path, value);
      break;
    }
  now = prony_scenario_draft_get_value (changed, path);
  if (g_strcmp0 (now, value) != 0)
    g_test_message ("%s\n====\n%s", path, prony_scenario_draft_get_text (draft));
  g_assert_cmpstr (now, ==, value);
  return changed;
}

static void
test_edits (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (text, NULL);

  for (guint i = 0; i < N_EDITS; i++)
    {
      const char *path = paths[g_rand_int_range (random, 0, G_N_ELEMENTS (paths))];
      g_autoptr (PronyScenarioDraft) changed = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      if (is_beyond (draft, path))
        continue;
      before = list_others (draft, path);
      changed = edit (draft, random, path);
      after = list_others (changed, path);

      if (strcmp (before, after) != 0)
        g_test_message ("%s\n====\n%s", prony_scenario_draft_get_text (draft),
                        prony_scenario_draft_get_text (changed));
      g_assert_cmpstr (after, ==, before);
      if (keeps_comments (draft, changed, path))
        check_comments (text, prony_scenario_draft_get_text (draft),
                        prony_scenario_draft_get_text (changed));

      /* Often from the beginning, else on and on. */
      if (i % 4 != 0)
        {
          prony_scenario_draft_unref (draft);
          draft = g_steal_pointer (&changed);
        }
      if (i % 16 == 0)
        {
          prony_scenario_draft_unref (draft);
          draft = prony_scenario_draft_new (text, NULL);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scenario-draft/edits/%u", i);

      g_test_add_data_func (path, texts[i], test_edits);
    }

  return g_test_run ();
}
