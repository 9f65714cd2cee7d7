/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Rules on answers, in words. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-rule-text.h"

/* More than this of a text or of a list of rules helps nobody to see what is meant. */
#define MAX_TEXT 60
#define MAX_RULES 20

static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text != NULL ? text : ""), "\n\t", ' ');
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= MAX_TEXT)
    return g_steal_pointer (&line);

  start = g_utf8_substring (line, 0, MAX_TEXT);
  return g_strconcat (start, "…", NULL);
}

static char *
describe_number (const PronyExpectation *rule)
{
  g_autofree char *low = g_strdup_printf ("%.15g", rule->low);
  g_autofree char *high = g_strdup_printf ("%.15g", rule->high);

  if (isfinite (rule->low) && isfinite (rule->high))
    /* TRANSLATORS: a rule on an answer: the last number in it; least and most. */
    return g_strdup_printf (_ ("last number from %s to %s"), low, high);
  if (isfinite (rule->low))
    /* TRANSLATORS: a rule on an answer: the last number in it. */
    return g_strdup_printf (_ ("last number at least %s"), low);

  /* TRANSLATORS: a rule on an answer: the last number in it. */
  return g_strdup_printf (_ ("last number at most %s"), high);
}

static char *
describe_json (const PronyExpectation *rule)
{
  g_autofree char *keys = NULL;

  if (rule->keys == NULL || rule->keys[0] == NULL)
    return g_strdup (_ ("is valid JSON"));

  keys = g_strjoinv (", ", rule->keys);
  /* TRANSLATORS: a rule on an answer; %s are keys with commas between them. */
  return g_strdup_printf (_ ("is valid JSON with %s"), keys);
}

/* Of several rules within others brackets say which belong together. */
static char *
describe_rules (const PronyExpectation *rule, gboolean is_inner)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = rule->rules != NULL ? rule->rules->len : 0;
  g_autofree char *whole = NULL;

  for (guint i = 0; i < MIN (n, MAX_RULES); i++)
    {
      const PronyExpectation *inner = g_ptr_array_index (rule->rules, i);
      g_autofree char *text =
        inner->rules != NULL ? describe_rules (inner, TRUE) : prony_rule_text (inner);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", text);
    }
  if (n > MAX_RULES)
    g_string_append (list, ", …");

  if (rule->kind == PRONY_EXPECT_ANY)
    /* TRANSLATORS: rules on an answer, one of which must hold; %s are rules with commas. */
    whole = g_strdup_printf (_ ("any of: %s"), list->str);
  else if (rule->kind == PRONY_EXPECT_NONE)
    /* TRANSLATORS: rules on an answer, none of which may hold; %s are rules with commas. */
    whole = g_strdup_printf (_ ("none of: %s"), list->str);
  else
    /* TRANSLATORS: rules on an answer, which must all hold; %s are rules with commas. */
    whole = g_strdup_printf (_ ("all of: %s"), list->str);

  return is_inner ? g_strdup_printf ("(%s)", whole) : g_steal_pointer (&whole);
}

/**
 * prony_rule_text:
 * @rule: a rule on answers, or several
 *
 * Returns: (transfer full): what it asks for, such as "all of: contains “x”, (any of: …)"
 */
char *
prony_rule_text (const PronyExpectation *rule)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (rule != NULL, NULL);

  text = shorten (rule->text);
  switch (rule->kind)
    {
    case PRONY_EXPECT_CONTAINS:
      /* TRANSLATORS: a rule on an answer. */
      return g_strdup_printf (_ ("contains “%s”"), text);

    case PRONY_EXPECT_EQUALS:
      /* TRANSLATORS: a rule on an answer. */
      return g_strdup_printf (_ ("equals “%s”"), text);

    case PRONY_EXPECT_REGEX:
      /* TRANSLATORS: a rule on an answer; %s is a regular expression. */
      return g_strdup_printf (_ ("matches “%s”"), text);

    case PRONY_EXPECT_JSON:
      return describe_json (rule);

    case PRONY_EXPECT_NUMBER:
      return describe_number (rule);

    case PRONY_EXPECT_ALL:
    case PRONY_EXPECT_ANY:
    case PRONY_EXPECT_NONE:
    default:
      return describe_rules (rule, FALSE);
    }
}
