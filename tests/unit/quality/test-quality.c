/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/quality/prony-json-check.h"
#include "core/quality/prony-quality.h"

#define CONTAINS PRONY_EXPECT_CONTAINS
#define EQUALS PRONY_EXPECT_EQUALS
#define REGEX PRONY_EXPECT_REGEX
#define PASS PRONY_QUALITY_PASS
#define FAIL PRONY_QUALITY_FAIL
#define NONE PRONY_QUALITY_NONE

/* A judge of a scenario with one rule and one case, whose values are a city with a dot in
 * its name, a number, and braces. */
static PronyJudge *
new_judge (PronyExpectation *rule)
{
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("judged");
  PronyTestCase *test_case = prony_test_case_new ();

  g_hash_table_insert (test_case->values, g_strdup ("city"), g_strdup ("St. Gallen"));
  g_hash_table_insert (test_case->values, g_strdup ("answer"), g_strdup ("4"));
  g_hash_table_insert (test_case->values, g_strdup ("braces"), g_strdup ("{{x}}"));
  g_ptr_array_add (scenario->cases, test_case);
  scenario->expect = prony_expectation_ref (rule);
  return prony_judge_new (scenario);
}

static PronyQuality
judge_by (PronyExpectation *rule, const char *answer)
{
  g_autoptr (PronyJudge) judge = new_judge (rule);

  return prony_judge_answer (judge, 0, answer);
}

static PronyExpectation *
new_rule (PronyExpectationKind kind, const char *text)
{
  PronyExpectation *rule = prony_expectation_new (kind);

  rule->text = g_strdup (text);
  return rule;
}

/* --- Texts and patterns -------------------------------------------------------------------- */

static const struct
{
  PronyExpectationKind kind;
  const char *rule;
  const char *answer;
  PronyQuality verdict;
} texts[] = {
  { CONTAINS, "Paris", "The capital is Paris.", PASS },
  { CONTAINS, "paris", "PARIS!", PASS },
  { CONTAINS, "Paris", "The capital is Lyon.", FAIL },
  { CONTAINS, "straße", "DIE STRASSE", PASS },
  { CONTAINS, "STRASSE", "die Straße", PASS },
  { CONTAINS, "Ἀθῆναι", "ΑΘΗΝΑΙ", FAIL },
  { CONTAINS, "ΑΘΗΝΑ", "αθηνα", PASS },
  { CONTAINS, "caf\u00e9", "Cafe\u0301", PASS },
  { CONTAINS, "Cafe\u0301", "CAF\u00c9", PASS },
  { CONTAINS, "  Paris\n", "in Paris, France", PASS },
  { CONTAINS, "{city}", "In ST. GALLEN it rains", PASS },
  { CONTAINS, "{city}", "In StX Gallen it rains", FAIL },
  { CONTAINS, "= {answer}", "2 + 2 = 4", PASS },
  { CONTAINS, "{{answer}}", "a {answer}", PASS },
  { CONTAINS, "{{answer}}", "a 4", FAIL },
  { CONTAINS, "{braces}", "so {X}", PASS },
  { CONTAINS, "{unknown}", "an {unknown}", PASS },
  { CONTAINS, "{text:5}", "a {text:5}", PASS },
  { CONTAINS, "Paris", "", NONE },
  { CONTAINS, "Paris", " \n\t ", NONE },
  { CONTAINS, "Paris", "\xff\xfe Paris \xc3", PASS },
  { CONTAINS, "42", "<think>maybe 42</think> It is 41.", FAIL },
  { CONTAINS, "41", "<think>maybe 42</think> It is 41.", PASS },
  { CONTAINS, "42", "maybe 42\n</think>\n\n41", FAIL },
  { CONTAINS, "42", "<think>maybe 42, or", NONE },
  { CONTAINS, "42", "<think>maybe 42</think>\n", NONE },
  { CONTAINS, "think", "I think so", PASS },
  { EQUALS, "yes", "yes", PASS },
  { EQUALS, "yes", "  yes\n\n", PASS },
  { EQUALS, " yes ", "yes", PASS },
  { EQUALS, "yes", "\u00a0yes\u2003", PASS },
  { EQUALS, "yes", "Yes", FAIL },
  { EQUALS, "yes", "yes.", FAIL },
  { EQUALS, "caf\u00e9", "cafe\u0301", PASS },
  { EQUALS, "{city}", "St. Gallen", PASS },
  { EQUALS, "two\nlines", "two\nlines\n", PASS },
  { REGEX, "\\d+", "It is 42.", PASS },
  { REGEX, "^\\d+$", "It is 42.", FAIL },
  { REGEX, "^\\d+$", "42", PASS },
  { REGEX, "paris", "Paris", FAIL },
  { REGEX, "(?i)paris", "Paris", PASS },
  { REGEX, "\\bfin\\b", "dauphin", FAIL },
  { REGEX, "\\bépée\\b", "une épée, là", PASS },
  { REGEX, "^\\p{Lu}", "École", PASS },
  { REGEX, "^\\p{Lu}", "école", FAIL },
  { REGEX, "\\x{e9}", "é", PASS },
  { REGEX, "a{3}", "caaat", PASS },
  { REGEX, "a{3}", "caat", FAIL },
  { REGEX, "^{city}$", "St. Gallen", PASS },
  { REGEX, "^{city}$", "StX Gallen", FAIL },
  { REGEX, "[{answer}5]", "= 4", PASS },
  { REGEX, "^{{answer}}$", "{answer}", PASS },
  { REGEX, "(?s)a.*b", "a\nb", PASS },
  { REGEX, "a.*b", "a\nb", FAIL },
  { REGEX, "(?m)^b$", "a\nb\nc", PASS },
  { REGEX, "(?<=€)\\d+", "costs €30", PASS },
  { REGEX, "^$", "not empty", FAIL },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PronyExpectation) rule = new_rule (texts[i].kind, texts[i].rule);
      g_autofree char *shown = g_utf8_make_valid (texts[i].answer, -1);

      g_test_message ("“%s” of “%s”", texts[i].rule, shown);
      g_assert_cmpint (judge_by (rule, texts[i].answer), ==, texts[i].verdict);
    }
}

/* --- Numbers ------------------------------------------------------------------------------- */

/* The last number of each answer; NAN where there is none. */
static const struct
{
  const char *answer;
  double number;
} numbers[] = {
  { "42", 42 },
  { "The answer is 42.", 42 },
  { "First 3, then 4 apples", 4 },
  { "none at all", NAN },
  { "-7", -7 },
  { "minus \u22127", -7 },
  { "it is +7", 7 },
  { "3-4", 4 },
  { "5 - 3", 3 },
  { "x = -3", -3 },
  { "use GPT-4", 4 },
  { "H2O", NAN },
  { "v1.2.3", NAN },
  { "3 of H2O", 3 },
  { "3.25", 3.25 },
  { ".5", .5 },
  { "-.5", -.5 },
  { "1.5e3", 1500 },
  { "1.5E-3 m", .0015 },
  { "2e", 2 },
  { "1e999", NAN },
  { "1,234", 1234 },
  { "1,234,567.5", 1234567.5 },
  { "1.234,5", 1234.5 },
  { "1.234.567", 1234567 },
  { "1.234", 1.234 },
  { "3,5", 3.5 },
  { "0,125", .125 },
  { "1'234", 1234 },
  { "1\u2019234.5", 1234.5 },
  { "1\u00a0234", 1234 },
  { "1\u202f234,5", 1234.5 },
  { "1,2,3", 3 },
  { "(1.5,2.5)", 2.5 },
  { "12.05.2024", 2024 },
  { "2024-05-06", 6 },
  { "95 %", 95 },
  { "about 95%", 95 },
  { "12km", 12 },
  { "$1,000", 1000 },
  { "-$5", -5 },
  { "\\boxed{17}", 17 },
  { "**17**", 17 },
  { "答案是42。", 42 },
  { "\uff14\uff12", 42 },
  { "\u0664\u0662", 42 },
  { "1/4", 4 },
  { "7.", 7 },
  { "7, ", 7 },
  { "<think>9</think> 8", 8 },
};

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (PronyExpectation) rule = prony_expectation_new (PRONY_EXPECT_NUMBER);
      g_autoptr (PronyExpectation) other = prony_expectation_new (PRONY_EXPECT_NUMBER);

      g_test_message ("%s", numbers[i].answer);
      if (isfinite (numbers[i].number))
        rule->low = rule->high = numbers[i].number;
      g_assert_cmpint (judge_by (rule, numbers[i].answer), ==,
                       isfinite (numbers[i].number) ? PASS : FAIL);

      other->low = isfinite (numbers[i].number) ? numbers[i].number + 1e-6 : -INFINITY;
      g_assert_cmpint (judge_by (other, numbers[i].answer), ==, FAIL);
    }
}

/* --- JSON ---------------------------------------------------------------------------------- */

static const struct
{
  const char *answer;
  const char *keys; /* that are wanted, with spaces between */
  PronyQuality verdict;
} documents[] = {
  { "{}", "", PASS },
  { "{\"name\": \"Ada\", \"age\": 36}", "name age", PASS },
  { "{\"name\": \"Ada\"}", "name age", FAIL },
  { "{\"inner\": {\"name\": 1}}", "name", FAIL },
  { "{\"inner\": {\"age\": 1}, \"name\": []}", "name", PASS },
  { "[{\"name\": 1}]", "name", FAIL },
  { "[1, 2, 3]", "", PASS },
  { " \n[ ]\n", "", PASS },
  { "42", "", PASS },
  { "\"text\"", "", PASS },
  { "null", "", PASS },
  { "-0.5e+10", "", PASS },
  { "{\"n\\u0061me\": \"\\ud83d\\ude00\"}", "name", PASS },
  { "{\"größe\": 1}", "größe", PASS },
  { "{\"4\": 1}", "{answer}", PASS },
  { "```json\n{\"a\": 1}\n```", "a", PASS },
  { "Here it is:\n\n```\n{\"a\": 1}\n```\nDone.", "a", PASS },
  { "  ~~~\n[1]\n  ~~~", "", PASS },
  { "```\n1\n```\n```\n2\n```", "", FAIL },
  { "```json\n{\"a\": 1}", "", FAIL },
  { "```json\n```", "", FAIL },
  { "Here it is: {\"a\": 1}", "", FAIL },
  { "{\"a\": 1} That is all.", "", FAIL },
  { "{\"a\": 1}{\"b\": 2}", "", FAIL },
  { "{\"a\": 1,}", "", FAIL },
  { "[1,]", "", FAIL },
  { "[,1]", "", FAIL },
  { "[1 2]", "", FAIL },
  { "{'a': 1}", "", FAIL },
  { "{a: 1}", "", FAIL },
  { "{\"a\" 1}", "", FAIL },
  { "{\"a\"}", "", FAIL },
  { "{1: 2}", "", FAIL },
  { "{\"a\": 1]", "", FAIL },
  { "[1}", "", FAIL },
  { "[", "", FAIL },
  { "]", "", FAIL },
  { "{\"a\": ", "", FAIL },
  { "\"open", "", FAIL },
  { "\"\t\"", "", FAIL },
  { "\"\\x\"", "", FAIL },
  { "\"\\u12\"", "", FAIL },
  { "\"\\", "", FAIL },
  { "01", "", FAIL },
  { "1.", "", FAIL },
  { ".5", "", FAIL },
  { "+1", "", FAIL },
  { "-", "", FAIL },
  { "1e", "", FAIL },
  { "0x1f", "", FAIL },
  { "NaN", "", FAIL },
  { "True", "", FAIL },
  { "tru", "", FAIL },
  { "[1] // one", "", FAIL },
  { "/* one */ [1]", "", FAIL },
};

static void
test_json (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (PronyExpectation) rule = prony_expectation_new (PRONY_EXPECT_JSON);

      g_test_message ("%s", documents[i].answer);
      if (documents[i].keys[0] != '\0')
        rule->keys = g_strsplit (documents[i].keys, " ", -1);
      g_assert_cmpint (judge_by (rule, documents[i].answer), ==, documents[i].verdict);
    }
}

/* --- Rules of rules ------------------------------------------------------------------------ */

/* Adds a rule to another; gives back that one. */
static PronyExpectation *
add (PronyExpectation *outer, PronyExpectation *inner)
{
  g_ptr_array_add (outer->rules, inner);
  return outer;
}

static void
test_combined (void)
{
  const struct
  {
    PronyExpectationKind kind;
    const char *answer;
    PronyQuality verdict;
  } rows[] = {
    { PRONY_EXPECT_ALL, "red and green", PASS },  { PRONY_EXPECT_ALL, "red", FAIL },
    { PRONY_EXPECT_ALL, "green", FAIL },          { PRONY_EXPECT_ALL, "blue", FAIL },
    { PRONY_EXPECT_ANY, "red and green", PASS },  { PRONY_EXPECT_ANY, "red", PASS },
    { PRONY_EXPECT_ANY, "green", PASS },          { PRONY_EXPECT_ANY, "blue", FAIL },
    { PRONY_EXPECT_NONE, "red and green", FAIL }, { PRONY_EXPECT_NONE, "red", FAIL },
    { PRONY_EXPECT_NONE, "green", FAIL },         { PRONY_EXPECT_NONE, "blue", PASS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PronyExpectation) rule = prony_expectation_new (rows[i].kind);

      add (add (rule, new_rule (CONTAINS, "red")), new_rule (CONTAINS, "green"));
      g_test_message ("%s %s", prony_expectation_kind_to_string (rows[i].kind), rows[i].answer);
      g_assert_cmpint (judge_by (rule, rows[i].answer), ==, rows[i].verdict);
    }
}

static void
test_nested (void)
{
  g_autoptr (PronyExpectation) rule = prony_expectation_new (PRONY_EXPECT_ALL);
  PronyExpectation *any = prony_expectation_new (PRONY_EXPECT_ANY);
  PronyExpectation *none = prony_expectation_new (PRONY_EXPECT_NONE);
  PronyExpectation *number = prony_expectation_new (PRONY_EXPECT_NUMBER);

  number->low = 3;
  number->high = 4;
  add (any, new_rule (CONTAINS, "about"));
  add (any, number);
  add (none, new_rule (REGEX, "(?i)sorry|cannot"));
  add (add (rule, any), none);

  g_assert_cmpint (judge_by (rule, "It is 3.5"), ==, PASS);
  g_assert_cmpint (judge_by (rule, "It is about 7"), ==, PASS);
  g_assert_cmpint (judge_by (rule, "It is 7"), ==, FAIL);
  g_assert_cmpint (judge_by (rule, "Sorry, maybe 3"), ==, FAIL);
}

/* A case's own rules are in place of the scenario's. */
static void
test_own_rules (void)
{
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("judged");
  g_autoptr (PronyJudge) judge = NULL;

  for (guint i = 0; i < 2; i++)
    {
      PronyTestCase *test_case = prony_test_case_new ();

      g_hash_table_insert (test_case->values, g_strdup ("n"), g_strdup_printf ("%u", i));
      g_ptr_array_add (scenario->cases, test_case);
    }
  g_assert_false (prony_scenario_has_rules (scenario));
  ((PronyTestCase *) scenario->cases->pdata[1])->expect = new_rule (EQUALS, "{n}");
  g_assert_true (prony_scenario_has_rules (scenario));

  judge = prony_judge_new (scenario);
  g_assert_cmpint (prony_judge_answer (judge, 0, "0"), ==, NONE);
  g_assert_cmpint (prony_judge_answer (judge, 1, "1"), ==, PASS);
  g_assert_cmpint (prony_judge_answer (judge, 1, "0"), ==, FAIL);
  g_assert_cmpint (prony_judge_answer (judge, 2, "0"), ==, NONE);
  g_clear_pointer (&judge, prony_judge_free);

  scenario->expect = new_rule (CONTAINS, "{n}");
  judge = prony_judge_new (scenario);
  g_assert_cmpint (prony_judge_answer (judge, 0, "is 0"), ==, PASS);
  g_assert_cmpint (prony_judge_answer (judge, 1, "is 1"), ==, FAIL);
}

/* More cases than rules are kept of. */
static void
test_many_cases (void)
{
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("judged");
  g_autoptr (PronyJudge) judge = NULL;

  scenario->expect = new_rule (EQUALS, "{n}");
  for (guint i = 0; i < 3000; i++)
    {
      PronyTestCase *test_case = prony_test_case_new ();

      g_hash_table_insert (test_case->values, g_strdup ("n"), g_strdup_printf ("%u", i));
      g_ptr_array_add (scenario->cases, test_case);
    }

  judge = prony_judge_new (scenario);
  for (guint i = 0; i < 6000; i++)
    {
      g_autofree char *answer = g_strdup_printf ("%u", i % 3000);

      g_assert_cmpint (prony_judge_answer (judge, i % 3000, answer), ==, PASS);
    }
}

/* --- Hostile ones -------------------------------------------------------------------------- */

static char *
repeat (const char *text, gsize length)
{
  GString *all = g_string_sized_new (length + 1);

  while (all->len < length)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

/* Each would take minutes or all memory if it were let. */
static const struct
{
  PronyExpectationKind kind;
  const char *rule;
  const char *piece; /* of the answer, a megabyte of it */
  PronyQuality verdict;
} hostile[] = {
  { REGEX, "^(a+)+$", "aaaaaaaab", FAIL },
  { REGEX, "(a|a)*c", "a", FAIL },
  { REGEX, "(x+x+)+y", "x", FAIL },
  { REGEX, "a*b", "a", FAIL },
  { REGEX, "(?s).*.*.*.*z", "a\n", FAIL },
  { REGEX, "(\\w+\\s?)*!$", "word ", FAIL },
  { REGEX, "(?R)?a", "b", FAIL },
  { REGEX, "((.)(?1)?\\2)+$", "abc", FAIL },
  { REGEX, "é$", "é", PASS },
  { REGEX, "zzz", "é", FAIL },
  { CONTAINS, "b", "a\u0301\u0316", FAIL },
  { CONTAINS, "b", "\u0316\u0301", FAIL },
  { CONTAINS, "aaaaaaaab", "a", FAIL },
  { PRONY_EXPECT_NUMBER, NULL, "1,2.1", PASS },
  { PRONY_EXPECT_NUMBER, NULL, "1,", PASS },
  { PRONY_EXPECT_NUMBER, NULL, ",1'", PASS },
  { PRONY_EXPECT_NUMBER, NULL, "9", FAIL },
  { PRONY_EXPECT_NUMBER, NULL, "-", FAIL },
  { PRONY_EXPECT_JSON, NULL, "[", FAIL },
  { PRONY_EXPECT_JSON, NULL, "{\"a\":", FAIL },
  { PRONY_EXPECT_JSON, NULL, "```\n", FAIL },
  { PRONY_EXPECT_JSON, NULL, "\"", FAIL },
};

static void
test_hostile (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (PronyExpectation) rule = new_rule (hostile[i].kind, hostile[i].rule);
      g_autofree char *answer = repeat (hostile[i].piece, 1 << 20);
      gint64 started_ns = prony_clock_now_ns ();

      g_test_message ("%s of %s…", hostile[i].rule, hostile[i].piece);
      g_assert_cmpint (judge_by (rule, answer), ==, hostile[i].verdict);
      g_assert_cmpfloat (prony_ns_to_s (prony_clock_now_ns () - started_ns), <, 10);
    }
}

/* What could not be found out in time is no reason to pass, whatever is around it. */
static void
test_gave_up (void)
{
  g_autoptr (PronyExpectation) rule = prony_expectation_new (PRONY_EXPECT_NONE);
  g_autofree char *answer = repeat ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 1);

  add (rule, new_rule (REGEX, "^(a+)+$"));
  g_assert_cmpint (judge_by (rule, answer), ==, FAIL);
  g_assert_cmpint (judge_by (rule, "short"), ==, PASS);
}

static void
test_deep_json (void)
{
  g_autofree char *open = repeat ("[", 1 << 18);
  g_autofree char *close = repeat ("]", 1 << 18);
  g_autofree char *deep = g_strconcat (open, close, NULL);

  g_assert_true (prony_json_check (deep, strlen (deep), NULL));
  g_assert_false (prony_json_check (deep, strlen (deep) - 1, NULL));
}

/* --- Patterns that cannot be used ---------------------------------------------------------- */

static void
test_check_regex (void)
{
  const struct
  {
    const char *pattern;
    gsize offset; /* G_MAXSIZE: it can be used */
  } rows[] = {
    { "\\d+", G_MAXSIZE },
    { "", G_MAXSIZE },
    { "{answer}", G_MAXSIZE },
    { "\\b{answer}\\b|[{city}x]", G_MAXSIZE },
    { "\\p{Lu}\\x{e9}\\N{U+41}(?<name>a)\\k{name}\\g{name}", G_MAXSIZE },
    { "(a", 2 },
    { "a)", 1 },
    { "[a", 2 },
    { "*", 0 },
    { "{answer}(a", 10 },
    { "{{answer}}(a", 12 },
    { "{a}{b}*)", 7 },
    { "\\p{Nonsense}", 12 },
    { "é(", 3 },
    { "a\\", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *message = NULL;
      gsize offset = G_MAXSIZE;

      g_test_message ("%s", rows[i].pattern);
      g_assert_cmpint (prony_expectation_check_regex (rows[i].pattern, &message, &offset), ==,
                       rows[i].offset == G_MAXSIZE);
      g_assert_cmpuint (offset, ==, rows[i].offset);
      g_assert_true ((message == NULL) == (rows[i].offset == G_MAXSIZE));
    }
  g_assert_false (prony_expectation_check_regex ("(", NULL, NULL));
}

/* The first rule that is broken is named, inside those that must all hold. */
static void
test_broken_rule (void)
{
  g_autoptr (PronyExpectation) all = prony_expectation_new (PRONY_EXPECT_ALL);
  g_autoptr (PronyJudge) judge = NULL;
  PronyExpectation *first = new_rule (CONTAINS, "are");
  PronyExpectation *second = new_rule (CONTAINS, "{answer}");

  g_ptr_array_add (all->rules, first);
  g_ptr_array_add (all->rules, second);
  judge = new_judge (all);
  g_assert_null (prony_judge_find_broken_rule (judge, 0, "they are 4"));
  g_assert_true (prony_judge_find_broken_rule (judge, 0, "they are 5") == second);
  g_assert_true (prony_judge_find_broken_rule (judge, 0, "maybe 5") == first);
  g_assert_null (prony_judge_find_broken_rule (judge, 0, "  \n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/quality/broken-rule", test_broken_rule);
  g_test_add_func ("/quality/texts", test_texts);
  g_test_add_func ("/quality/numbers", test_numbers);
  g_test_add_func ("/quality/json", test_json);
  g_test_add_func ("/quality/combined", test_combined);
  g_test_add_func ("/quality/nested", test_nested);
  g_test_add_func ("/quality/own-rules", test_own_rules);
  g_test_add_func ("/quality/many-cases", test_many_cases);
  g_test_add_func ("/quality/hostile", test_hostile);
  g_test_add_func ("/quality/gave-up", test_gave_up);
  g_test_add_func ("/quality/deep-json", test_deep_json);
  g_test_add_func ("/quality/check-regex", test_check_regex);

  return g_test_run ();
}
