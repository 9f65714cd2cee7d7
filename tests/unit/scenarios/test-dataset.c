/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Data sets: what their rows become, and where their mistakes are. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/prompts/prony-prompt-set.h"
#include "core/scenarios/prony-dataset.h"
#include "dataset-fixture.h"

static void
write_file (DatasetFixture *fixture, const char *name, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  dataset_fixture_set (fixture, name, 100);
  g_unlink (fixture->scenario->dataset->path);
  g_file_set_contents_full (fixture->scenario->dataset->path, text, length,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* --- What rows become ------------------------------------------------------------------- */

/* One line for each case: "name=value" in the order of names, then what is said. */
static char *
describe (PronyScenario *scenario)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < scenario->cases->len; i++)
    {
      const PronyTestCase *test_case = prony_scenario_get_case (scenario, i);
      g_autoptr (GList) names = g_hash_table_get_keys (test_case->values);

      names = g_list_sort (names, (GCompareFunc) strcmp);
      for (GList *l = names; l != NULL; l = l->next)
        g_string_append_printf (text, "%s=%s;", (const char *) l->data,
                                prony_test_case_get_value (test_case, l->data));
      if (test_case->system != NULL)
        g_string_append_printf (text, "S:%s;", test_case->system);
      for (guint j = 0; test_case->messages != NULL && j < test_case->messages->len; j++)
        {
          const PronyMessage *message = g_ptr_array_index (test_case->messages, j);

          g_string_append_printf (text, "%c:%s;", message->role == PRONY_ROLE_USER ? 'U' : 'A',
                                  message->text);
        }
      if (test_case->expect != NULL)
        g_string_append_printf (text, "X:%s;", test_case->expect->text);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static const struct
{
  const char *file;
  const char *template;
  const char *text;
  const char *cases;
} good[] = {
  { "a.jsonl", NULL, "{\"prompt\": \"Hello\"}\n{\"prompt\": \"Hi\"}\n", "U:Hello;\nU:Hi;\n" },
  { "no-end.jsonl", NULL, "{\"prompt\": \"Hello\"}", "U:Hello;\n" },
  { "bom.jsonl", NULL, "\xef\xbb\xbf{\"prompt\": \"Hello\"}\r\n\r\n  {\"prompt\": \"Hi\"}\r\n",
    "U:Hello;\nU:Hi;\n" },
  { "expected.jsonl", NULL, "{\"prompt\": \"2+2\", \"expected\": 4}\n{\"prompt\": \"b\"}\n",
    "expected=4;U:2+2;X:{expected};\nU:b;\n" },
  { "system.jsonl", NULL, "{\"prompt\": \"a\", \"system\": \"Be short.\"}\n",
    "S:Be short.;U:a;\n" },
  { "braces.jsonl", NULL, "{\"prompt\": \"{name} {text:9} {{x}} {}\"}\n",
    "U:{{name}} {{text:9}} {{{x}}} {};\n" },
  { "values.jsonl", "{q} {n} {f} {b}",
    "{\"q\": \"{a}\", \"n\": 12, \"f\": 0.5, \"b\": true, \"other\": [1]}\n",
    "b=true;f=0.5;n=12;q={{a}};\n" },
  { "messages.jsonl", NULL,
    "{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", "
    "\"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}, {\"role\": \"user\", "
    "\"content\": [{\"type\": \"text\", \"text\": \"c\"}, {\"type\": \"text\", \"text\": "
    "\"d\"}]}]}\n",
    "S:s;U:a;A:b;U:cd;\n" },
  { "conversations.jsonl", NULL,
    "{\"id\": 1, \"conversations\": [{\"from\": \"human\", \"value\": \"a\"}, {\"from\": "
    "\"gpt\", \"value\": \"b\"}]}\n",
    "U:a;\n" },
  { "sharegpt.json", NULL,
    "[\n  {\"id\": \"x\",\n   \"conversations\": [{\"from\": \"system\", \"value\": \"s\"},\n"
    "   {\"from\": \"human\", \"value\": \"a \\\"]} b\"}]},\n"
    "  {\"messages\": [{\"role\": \"user\", \"content\": \"c\"}]}\n]\n",
    "S:s;U:a \"]} b;\nU:c;\n" },
  { "one-line.json", NULL, "[{\"prompt\":\"a\"},{\"prompt\":\"b\"}]", "U:a;\nU:b;\n" },
  { "lines.json", NULL, "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}", "U:a;\nU:b;\n" },
  { "a.csv", NULL, "prompt,expected\nHello,Hi\n\"a \"\"b\"\", c\n\nd\",\n",
    "expected=Hi;U:Hello;X:{expected};\nU:a \"b\", c\n\nd;\n" },
  { "bom.csv", NULL, "\xef\xbb\xbf\"prompt\",id\r\nHello,1\r\n\r\n\"x\r\ny\",2\r\n",
    "U:Hello;\nU:x\r\ny;\n" },
  { "unused.csv", "{q} {context}", ",q,context\n0,a,\n1,,c", "context=;q=a;\ncontext=c;q=;\n" },
  { "a.txt", NULL, "Hello, \"you\"\r\n\r\n \n  two words \n{a}",
    "U:Hello, \"you\";\nU:  two words ;\nU:{{a}};\n" },
  { "template.txt", "Say: {prompt}", "a\nb\n", "prompt=a;\nprompt=b;\n" },
  { "unknown.data", NULL, " \n[{\"prompt\": \"a\"}]", "U:a;\n" },
};

static void
test_rows (DatasetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyScenario) resolved = NULL;
      g_autofree char *cases = NULL;

      g_test_message ("%s", good[i].file);
      write_file (fixture, good[i].file, good[i].text, -1);
      g_free (fixture->scenario->template);
      fixture->scenario->template = g_strdup (good[i].template);
      resolved = prony_scenario_resolve (fixture->scenario, 1, NULL, &error);
      g_assert_no_error (error);
      cases = describe (resolved);
      g_assert_cmpstr (cases, ==, good[i].cases);
      g_assert_cmpuint (fixture->scenario->cases->len, ==, 0);
    }
}

static void
test_rules_of_scenario (DatasetFixture *fixture, gconstpointer unused)
{
  PronyExpectation *rule = prony_expectation_new (PRONY_EXPECT_EQUALS);
  g_autoptr (PronyScenario) resolved = NULL;
  g_autoptr (PronyScenario) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *cases = NULL;

  rule->text = g_strdup ("{answer}");
  fixture->scenario->expect = rule;
  write_file (fixture, "a.jsonl", "{\"prompt\": \"a\", \"answer\": \"b\", \"expected\": \"c\"}",
              -1);
  resolved = prony_scenario_resolve (fixture->scenario, 1, NULL, &error);
  g_assert_no_error (error);
  cases = describe (resolved);
  g_assert_cmpstr (cases, ==, "answer=b;expected=c;U:a;\n");

  again = prony_scenario_resolve (resolved, 1, NULL, &error);
  g_assert_true (again == resolved);
}

/* What is asked is what the row says, whatever it looks like. */
static void
test_asked (DatasetFixture *fixture, gconstpointer unused)
{
  const char *text = "{name} {{name}} {{{name}}} {text:50} {text:*} {} {{ {\"a\": 1}";
  g_autofree char *row = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) resolved = NULL;
  g_autoptr (PronyPromptSet) prompts = NULL;
  g_auto (GStrv) quoted = g_strsplit (text, "\"", -1);
  g_autofree char *json = g_strjoinv ("\\\"", quoted);

  row = g_strdup_printf ("{\"messages\": [{\"role\": \"system\", \"content\": \"s %s\"}, "
                         "{\"role\": \"user\", \"content\": \"u %s\"}, {\"role\": "
                         "\"assistant\", \"content\": \"a %s\"}, {\"role\": \"user\", "
                         "\"content\": \"%s\"}]}\n{\"prompt\": \"%s\"}\n",
                         json, json, json, json, json);
  fixture->scenario->system = g_strdup ("Be short.");
  write_file (fixture, "asked.jsonl", row, -1);
  resolved = prony_scenario_resolve (fixture->scenario, 1, NULL, &error);
  g_assert_no_error (error);
  prompts = prony_prompt_set_new (resolved, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prony_prompt_set_count_turns (prompts, 0), ==, 2);
  g_assert_cmpstr (prony_prompt_set_get (prompts, 0, 1)->text, ==, text);
  g_assert_cmpstr (prony_prompt_set_get (prompts, 1, 0)->text, ==, text);
  g_assert_true (g_str_has_suffix (prony_prompt_set_get (prompts, 0, 0)->text, text));
  g_assert_true (g_str_has_suffix (prony_prompt_set_get (prompts, 0, 0)->system, text));
  g_assert_cmpstr (prony_prompt_set_get (prompts, 1, 0)->system, ==, "Be short.");
}

/* --- Mistakes ---------------------------------------------------------------------------- */

static const struct
{
  const char *file;
  const char *template;
  const char *text;
  const char *mistakes; /* places, and the beginnings of sentences */
} bad[] = {
  { "empty.jsonl", NULL, "", "1:1 There is no row" },
  { "blank.txt", NULL, "\n \n\r\n", "1:1 There is no row" },
  { "header.csv", NULL, "prompt\n", "1:1 There is no row" },
  { "array.json", NULL, "[]", "1:1 There is no row" },
  { "no-prompt.jsonl", NULL, "{\"prompt\": \"a\"}\n{\"text\": \"b\"}\n{\"prompt\": \" \"}\n",
    "2:1 There is no prompt\n3:1 There is no prompt" },
  { "bad.jsonl", NULL, "{\"prompt\": \"ä\", }\n{\"prompt\" \"b\"}\n{'prompt': 1}\nprompt\n",
    "1:16 From here on\n2:10 From here on\n3:1 This is not JSON\n4:1 This is no object" },
  { "two.jsonl", NULL, "{\"prompt\": \"a\"} {\"prompt\": \"b\"}\n", "1:17 The object has ended" },
  { "open.jsonl", NULL, "{\"prompt\": \"a\n{\"prompt\": \"b\"}\n", "1:" },
  { "types.jsonl", NULL, "{\"prompt\": [\"a\"]}\n{\"prompt\": \"a\", \"expected\": {}}\n[1]\n\"a\"",
    "1:1 “prompt” must be\n2:1 “expected” must be\n3:1 This is no object\n4:1 This is no object" },
  { "utf8.jsonl", NULL, "{\"prompt\": \"a\"}\n{\"prompt\": \"äö\xff\"}\n",
    "2:15 This is not UTF-8" },
  { "surrogate.jsonl", NULL, "{\"prompt\": \"\\u0000\"}\n", "1:1 There is a zero character" },
  { "deep.jsonl", NULL,
    "{\"prompt\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "1:1 This is not JSON" },
  { "roles.jsonl", NULL,
    "{\"messages\": []}\n"
    "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}\n"
    "{\"messages\": [{\"role\": \"tool\", \"content\": \"a\"}]}\n"
    "{\"messages\": [{\"content\": \"a\"}]}\n"
    "{\"messages\": [{\"role\": \"user\"}]}\n"
    "{\"messages\": [\"a\"]}\n"
    "{\"messages\": \"a\"}\n"
    "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": "
    "\"a\"}]}\n"
    "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"system\", "
    "\"content\": \"a\"}]}\n"
    "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]}\n",
    "1:1 There is no message\n2:1 There is no message\n3:1 Message 1 of this row cannot be used. "
    "It is neither\n4:1 Message 1 of this row cannot be used. It does not\n5:1 Message 1 of this "
    "row cannot be used. It has no text\n6:1 Message 1\n7:1 “messages” must be a list\n8:1 Message "
    "2 of this row cannot be used. User and assistant\n9:1 Message 2 of this row cannot be used. "
    "Only the first\n10:1 Message 1 of this row cannot be used. It has no text" },
  { "missing.jsonl", "{a} {b}", "{\"a\": \"x\", \"b\": \"y\"}\n{\"b\": null}\n",
    "2:1 This row has no value for “{a}”\n2:1 This row has no value for “{b}”" },
  { "no-array.json", NULL, "  \"a\"", "1:1 Neither" },
  { "words.json", NULL, "[1, \"a\", null,\n [2], {\"prompt\": \"a\"}]",
    "1:2 This is no object\n1:5 This is no object\n1:10 This is no object\n2:2 This is no object" },
  { "comma.json", NULL, "[{\"prompt\": \"a\"}\n  {\"prompt\": \"b\"}]", "2:3 A comma is missing" },
  { "commas.json", NULL, "[{\"prompt\": \"a\"},\n,{\"prompt\": \"b\"}]", "2:1 A value is missing" },
  { "last-comma.json", NULL, "[{\"prompt\": \"a\"},\n]", "2:1 A value is missing" },
  { "end.json", NULL, "[{\"prompt\": \"a\"}\n", "2:1 The file ends in the middle" },
  { "end-of-row.json", NULL, "[{\"prompt\": \"a\"", "1:16 The file ends in the middle" },
  { "after.json", NULL, "[{\"prompt\": \"a\"}]\n[]", "2:1 The array has ended" },
  { "quote.json", NULL, "[{\"prompt\":\n\"ä\", \"b\": \"a}\n]", "2:11 The text that begins here" },
  { "inside.json", NULL, "[\n {\"prompt\":\n\"ä\" \"b\": 1}]", "3:4 From here on" },
  { "named.csv", NULL, "question,answer\na,b\n", "1:1 There is no column “prompt”" },
  { "columns.csv", "{a} {b}", "a,c\n1,2\n", "1:1 There is no column “b”" },
  { "twice.csv", NULL, "prompt,id,id\na,1,2\n", "1:1 There are two columns" },
  { "fields.csv", NULL, "prompt,id\na,1\nb\nc,2,3\n",
    "3:1 This row has another number\n4:1 This row has another number" },
  { "quotes.csv", NULL, "prompt,id\na \"b\" c,1\n\"a\" b,2\n\"x\ny\"\"\"z,3\n",
    "2:3 A quote stands\n3:4 A comma is missing\n5:5 A comma is missing" },
  { "open.csv", NULL, "prompt,id\na,1\nb,\"2\nc,3\n", "3:3 The quote that begins here" },
  { "names.txt", "{question} {prompt}", "a\n", "1:1 There is no column “question”" },
  { "unknown.data", NULL, "Hello\n", "1:1 Neither" },
  { "utf16.txt", NULL, "\xff\xfeH", "1:1 It is in UTF-16" },
  { "gzip.jsonl", NULL, "\x1f\x8b\x08", "1:1 It is compressed with gzip" },
};

static void
check_mistakes (PronyProblems *problems, const char *mistakes)
{
  g_auto (GStrv) lines = g_strsplit (mistakes, "\n", -1);

  for (guint i = 0; i < prony_problems_count (problems); i++)
    {
      guint line;
      guint column;
      const char *sentence = prony_problems_get (problems, i, &line, &column);
      g_autofree char *mistake = g_strdup_printf ("%u:%u %s", line, column, sentence);

      g_test_message ("%s", mistake);
      g_assert_true (g_str_has_suffix (mistake, "."));
      if (i < g_strv_length (lines) && !g_str_has_prefix (mistake, lines[i]))
        g_error ("“%s” instead of “%s”", mistake, lines[i]);
    }
  g_assert_cmpuint (prony_problems_count (problems), ==, g_strv_length (lines));
}

static void
test_mistakes (DatasetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PronyProblems) problems = prony_problems_new (bad[i].file);
      g_autoptr (PronyScenario) resolved = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *place = NULL;

      g_test_message ("%s", bad[i].file);
      write_file (fixture, bad[i].file, bad[i].text, -1);
      g_free (fixture->scenario->template);
      fixture->scenario->template = g_strdup (bad[i].template);
      g_assert_false (prony_dataset_check (fixture->scenario, problems, NULL, NULL));
      check_mistakes (problems, bad[i].mistakes);

      /* A run is not begun with what is left. */
      resolved = prony_scenario_resolve (fixture->scenario, 1, NULL, &error);
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
      g_assert_null (resolved);
      place = g_strdup_printf ("%s:%.*s", fixture->scenario->dataset->path,
                               (int) strcspn (bad[i].mistakes, " "), bad[i].mistakes);
      g_assert_true (g_str_has_prefix (error->message, place));
    }
}

static void
test_zero_bytes (DatasetFixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "zero.jsonl", "zero.csv", "zero.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PronyProblems) problems = prony_problems_new (names[i]);

      write_file (fixture, names[i], i == 1 ? "prompt\nab\0c" : "\nab\0c", i == 1 ? 11 : 5);
      g_assert_false (prony_dataset_check (fixture->scenario, problems, NULL, NULL));
      check_mistakes (problems, "2:3 There is a zero byte here");
    }
}

static void
damage (GRand *random, GString *text)
{
  static const char bytes[] = "\"{}[],:\\\n\r\0\xff\xc3 {a}";

  for (int n = g_rand_int_range (random, 1, 5); n > 0 && text->len > 0; n--)
    {
      gsize place = (gsize) g_rand_int_range (random, 0, (int) text->len);
      char c = bytes[g_rand_int_range (random, 0, sizeof bytes - 1)];

      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          g_string_erase (text, (gssize) place, 1);
          break;

        case 1:
          g_string_insert_c (text, (gssize) place, c);
          break;

        case 2:
          g_string_truncate (text, place);
          break;

        default:
          text->str[place] = c;
          break;
        }
    }
}

/* Whatever is in a file: it has rows, or mistakes with their places. */
static void
test_damaged (DatasetFixture *fixture, gconstpointer unused)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint i = 0; i < 40 * G_N_ELEMENTS (good); i++)
    {
      guint which = i % G_N_ELEMENTS (good);
      g_autoptr (GString) text = g_string_new (good[which].text);
      g_autoptr (PronyProblems) problems = prony_problems_new ("damaged");
      PronyDatasetSummary summary;

      damage (random, text);
      write_file (fixture, good[which].file, text->str, (gssize) text->len);
      g_free (fixture->scenario->template);
      fixture->scenario->template = g_strdup (good[which].template);
      prony_dataset_check (fixture->scenario, problems, &summary, NULL);
      g_assert_true (summary.rows > 0 || !prony_problems_is_empty (problems));
      for (guint j = 0; j < prony_problems_count (problems); j++)
        {
          guint line;
          guint column;
          const char *sentence = prony_problems_get (problems, j, &line, &column);

          g_assert_cmpuint (line, >=, 1);
          g_assert_cmpuint (column, >=, 1);
          g_assert_true (g_str_has_suffix (sentence, "."));
          g_assert_true (g_utf8_validate (sentence, -1, NULL));
        }
    }
}

/* All are counted, the first hundred are kept. */
static void
test_many_mistakes (DatasetFixture *fixture, gconstpointer unused)
{
  g_autoptr (GString) text = g_string_new ("{\"prompt\": \"a\"}\n");
  g_autoptr (PronyScenario) resolved = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1234; i++)
    g_string_append (text, "{}\n");
  write_file (fixture, "many.jsonl", text->str, -1);
  resolved = prony_scenario_resolve (fixture->scenario, 1, NULL, &error);
  g_assert_null (resolved);
  g_assert_nonnull (strstr (error->message, "many.jsonl:2:1: There is no prompt"));
  g_assert_nonnull (strstr (error->message, "1234 mistakes"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  DATASET_FIXTURE_ADD ("/dataset/rows", test_rows);
  DATASET_FIXTURE_ADD ("/dataset/rules-of-scenario", test_rules_of_scenario);
  DATASET_FIXTURE_ADD ("/dataset/asked", test_asked);
  DATASET_FIXTURE_ADD ("/dataset/mistakes", test_mistakes);
  DATASET_FIXTURE_ADD ("/dataset/zero-bytes", test_zero_bytes);
  DATASET_FIXTURE_ADD ("/dataset/damaged", test_damaged);
  DATASET_FIXTURE_ADD ("/dataset/many-mistakes", test_many_mistakes);

  return g_test_run ();
}
