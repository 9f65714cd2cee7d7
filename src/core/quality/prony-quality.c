/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-quality"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/prompts/prony-template.h"
#include "core/quality/prony-answer-pattern.h"
#include "core/quality/prony-answer-text.h"
#include "core/quality/prony-json-check.h"
#include "core/quality/prony-quality.h"

/* What an answer may take: real rules need a thousandth of it. */
#define TIME_LIMIT_S 0.25
#define TIME_LIMIT_S_PER_BYTE 5e-7
/* A data set may have millions of cases. */
#define MAX_KEPT_CASES 1024

/* A rule with the values of one test case filled in. */
typedef struct
{
  const PronyExpectation *expectation;
  char *text;
  char **keys;
  PronyAnswerPattern *pattern;
  GPtrArray *rules;
} Rule;

struct _PronyJudge
{
  PronyScenario *scenario;
  GHashTable *rules; /* case index → Rule */
};

/* An answer in the forms in which rules look at it, made when one needs them. */
typedef struct
{
  const char *text;
  char *normal; /* (nullable) */
  char *folded; /* (nullable) */
  gint64 deadline_ns;
  gboolean gave_up;
} Answer;

static gboolean holds (const Rule *rule, Answer *answer);

/**
 * prony_expectation_check_regex:
 * @pattern: a regular expression of a quality rule, with its placeholders
 * @message: (out) (optional) (nullable) (transfer full): what is wrong with it, in a few
 *   words of PCRE2, which are not translated; %NULL where nothing is
 * @offset: (out) (optional): where it is wrong, in bytes from the start of @pattern
 *
 * Returns: whether it can be used
 */
gboolean
prony_expectation_check_regex (const char *pattern, char **message, gsize *offset)
{
  g_autoptr (PronyAnswerPattern) compiled = NULL;

  if (message != NULL)
    *message = NULL;
  compiled = prony_answer_pattern_new (pattern, NULL, message, offset);
  return compiled != NULL;
}

/* --- Rules of a test case ------------------------------------------------------------------ */

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_free (rule->text);
  g_strfreev (rule->keys);
  g_clear_pointer (&rule->pattern, prony_answer_pattern_free);
  g_clear_pointer (&rule->rules, g_ptr_array_unref);
  g_free (rule);
}

static void
append_filled (GString *out, const char *text, const PronyTestCase *test_case)
{
  g_autoptr (GArray) pieces = prony_template_parse (text);

  for (guint i = 0; i < pieces->len; i++)
    {
      const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);
      const char *value = NULL;

      if (piece->kind == PRONY_TEMPLATE_VALUE && test_case != NULL)
        value = prony_test_case_get_value (test_case, piece->text);

      if (piece->kind == PRONY_TEMPLATE_LITERAL)
        g_string_append (out, piece->text);
      else if (value != NULL)
        append_filled (out, value, NULL); /* in which {{x}} is {x}, as it was asked */
      else
        g_string_append_printf (out, "{%s}", piece->text);
    }
}

static char *
fill (const char *text, const PronyTestCase *test_case)
{
  GString *out = g_string_new (NULL);

  append_filled (out, text, test_case);
  return g_string_free (out, FALSE);
}

static char **
fill_all (char **texts, const PronyTestCase *test_case)
{
  GPtrArray *filled = g_ptr_array_new ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    g_ptr_array_add (filled, fill (texts[i], test_case));
  g_ptr_array_add (filled, NULL);
  return (char **) g_ptr_array_free (filled, FALSE);
}

static Rule *
rule_new (const PronyExpectation *expectation, const PronyTestCase *test_case)
{
  Rule *rule = g_new0 (Rule, 1);
  g_autofree char *text = NULL;

  rule->expectation = expectation;
  switch (expectation->kind)
    {
    case PRONY_EXPECT_ALL:
    case PRONY_EXPECT_ANY:
    case PRONY_EXPECT_NONE:
      rule->rules = g_ptr_array_new_with_free_func (rule_free);
      for (guint i = 0; i < expectation->rules->len; i++)
        g_ptr_array_add (rule->rules, rule_new (expectation->rules->pdata[i], test_case));
      break;
    case PRONY_EXPECT_CONTAINS:
      text = fill (expectation->text, test_case);
      rule->text = prony_answer_fold (text);
      break;
    case PRONY_EXPECT_EQUALS:
      text = fill (expectation->text, test_case);
      rule->text = prony_answer_normalize (text);
      break;
    case PRONY_EXPECT_REGEX:
      rule->pattern = prony_answer_pattern_new (expectation->text, test_case, NULL, NULL);
      break;
    case PRONY_EXPECT_JSON:
      rule->keys = fill_all (expectation->keys, test_case);
      break;
    case PRONY_EXPECT_NUMBER:
    default:
      break;
    }
  return rule;
}

/* --- Whether they hold --------------------------------------------------------------------- */

static gboolean
count_holds (const Rule *rule, Answer *answer, guint *n_held)
{
  *n_held = 0;
  for (guint i = 0; i < rule->rules->len && !answer->gave_up; i++)
    {
      gboolean held = holds (rule->rules->pdata[i], answer);

      *n_held += held;
      if (held != (rule->expectation->kind == PRONY_EXPECT_ALL))
        break;
    }
  return *n_held > 0;
}

static gboolean
contains (const Rule *rule, Answer *answer)
{
  if (answer->folded == NULL)
    answer->folded = prony_answer_fold (answer->text);
  return strstr (answer->folded, rule->text) != NULL;
}

static const char *
get_normal (Answer *answer)
{
  if (answer->normal == NULL)
    answer->normal = prony_answer_normalize (answer->text);
  return answer->normal;
}

/* A pattern that could be used with the values of no case, such as one that is too large
 * with them, matches nothing. */
static gboolean
matches (const Rule *rule, Answer *answer)
{
  PronyPatternResult result = PRONY_PATTERN_NO_MATCH;

  if (rule->pattern != NULL)
    result = prony_answer_pattern_search (rule->pattern, answer->text, strlen (answer->text),
                                          answer->deadline_ns);
  answer->gave_up = answer->gave_up || result == PRONY_PATTERN_GAVE_UP;
  return result == PRONY_PATTERN_MATCH;
}

static gboolean
is_json_with (const char *text, gsize length, char **keys)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!prony_json_check (text, length, found))
    return FALSE;

  for (guint i = 0; keys[i] != NULL; i++)
    if (!g_hash_table_contains (found, keys[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_json (const Rule *rule, Answer *answer)
{
  const char *text = get_normal (answer);
  const char *block;
  gsize length;

  return is_json_with (text, strlen (text), rule->keys) ||
         (prony_answer_find_block (text, &block, &length) &&
          is_json_with (block, length, rule->keys));
}

static gboolean
has_number (const Rule *rule, Answer *answer)
{
  double value;

  return prony_answer_find_number (answer->text, &value) && isfinite (value) &&
         value >= rule->expectation->low && value <= rule->expectation->high;
}

static gboolean
holds (const Rule *rule, Answer *answer)
{
  guint n_held;

  if (answer->gave_up || prony_clock_now_ns () > answer->deadline_ns)
    {
      answer->gave_up = TRUE;
      return FALSE;
    }

  switch (rule->expectation->kind)
    {
    case PRONY_EXPECT_ALL:
      count_holds (rule, answer, &n_held);
      return n_held == rule->rules->len;
    case PRONY_EXPECT_ANY:
      return count_holds (rule, answer, &n_held);
    case PRONY_EXPECT_NONE:
      return !count_holds (rule, answer, &n_held);
    case PRONY_EXPECT_CONTAINS:
      return contains (rule, answer);
    case PRONY_EXPECT_EQUALS:
      return strcmp (get_normal (answer), rule->text) == 0;
    case PRONY_EXPECT_REGEX:
      return matches (rule, answer);
    case PRONY_EXPECT_JSON:
      return is_json (rule, answer);
    case PRONY_EXPECT_NUMBER:
    default:
      return has_number (rule, answer);
    }
}

/* --- Judging ------------------------------------------------------------------------------- */

/**
 * prony_judge_new:
 * @scenario: what was asked, with its test cases
 *
 * Returns: (transfer full): a judge of the answers to it
 */
PronyJudge *
prony_judge_new (PronyScenario *scenario)
{
  PronyJudge *self = g_new0 (PronyJudge, 1);

  self->scenario = prony_scenario_ref (scenario);
  self->rules = g_hash_table_new_full (NULL, NULL, NULL, rule_free);
  return self;
}

/**
 * prony_judge_free:
 * @self: (transfer full): a judge
 */
void
prony_judge_free (PronyJudge *self)
{
  g_hash_table_unref (self->rules);
  prony_scenario_unref (self->scenario);
  g_free (self);
}

/* The rules are made once for each case. */
static const Rule *
get_rule (PronyJudge *self, guint case_index)
{
  gpointer key = GUINT_TO_POINTER (case_index);
  const PronyExpectation *expectation = prony_scenario_get_expectation (self->scenario, case_index);
  Rule *rule = g_hash_table_lookup (self->rules, key);

  if (rule != NULL || expectation == NULL)
    return rule;

  if (g_hash_table_size (self->rules) >= MAX_KEPT_CASES)
    g_hash_table_remove_all (self->rules);
  rule = rule_new (expectation, prony_scenario_get_case (self->scenario, case_index));
  g_hash_table_insert (self->rules, key, rule);
  return rule;
}

/* An answer in the forms in which rules look at it; FALSE where there is nothing in it but
 * thinking. @valid must stay. */
static gboolean
answer_init (Answer *answer, const char *valid)
{
  *answer = (Answer){ .text = prony_answer_skip_thinking (valid) };
  answer->deadline_ns =
    prony_clock_now_ns () +
    prony_s_to_ns (TIME_LIMIT_S + TIME_LIMIT_S_PER_BYTE * (double) strlen (valid));
  return get_normal (answer)[0] != '\0';
}

static void
answer_clear (Answer *answer)
{
  g_free (answer->normal);
  g_free (answer->folded);
}

/**
 * prony_judge_answer:
 * @self: a judge
 * @case_index: the scenario's test case that was asked
 * @answer: the answer's text, without the reasoning that the engine gave apart; may be
 *   anything
 *
 * Judges an answer by the rules of the test case, or else by those of the scenario. Takes
 * a quarter of a second at most, and for very long answers half a second more for each
 * megabyte: rules that would take longer, such as patterns that go back and forth without
 * end, fail the answer.
 *
 * Returns: the verdict; %PRONY_QUALITY_NONE where there is no rule, or nothing in the
 *   answer but thinking
 */
PronyQuality
prony_judge_answer (PronyJudge *self, guint case_index, const char *answer)
{
  const Rule *rule = get_rule (self, case_index);
  g_autofree char *valid = NULL;
  PronyQuality quality = PRONY_QUALITY_NONE;
  Answer state;

  if (rule == NULL)
    return PRONY_QUALITY_NONE;

  valid = g_utf8_make_valid (answer, -1);
  if (answer_init (&state, valid))
    quality = holds (rule, &state) && !state.gave_up ? PRONY_QUALITY_PASS : PRONY_QUALITY_FAIL;
  answer_clear (&state);
  return quality;
}

/* Of rules that must all hold, the first that does not. */
static const Rule *
find_broken (const Rule *rule, Answer *answer)
{
  if (holds (rule, answer))
    return NULL;
  if (rule->expectation->kind != PRONY_EXPECT_ALL)
    return rule;

  for (guint i = 0; i < rule->rules->len; i++)
    {
      const Rule *broken = find_broken (rule->rules->pdata[i], answer);

      if (broken != NULL)
        return broken;
    }
  return rule;
}

/**
 * prony_judge_find_broken_rule:
 * @self: a judge
 * @case_index: the scenario's test case that was asked
 * @answer: the answer's text, as for prony_judge_answer(), and as bounded
 *
 * Says why an answer failed.
 *
 * Returns: (transfer none) (nullable): the first rule that it breaks, with the placeholders
 *   of the scenario; %NULL where it does not fail. It lives as long as the scenario
 */
const PronyExpectation *
prony_judge_find_broken_rule (PronyJudge *self, guint case_index, const char *answer)
{
  const Rule *rule = get_rule (self, case_index);
  const Rule *broken = NULL;
  g_autofree char *valid = NULL;
  Answer state;

  if (rule == NULL)
    return NULL;

  valid = g_utf8_make_valid (answer, -1);
  if (answer_init (&state, valid))
    broken = find_broken (rule, &state);
  answer_clear (&state);
  return broken != NULL ? broken->expectation : NULL;
}
