/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Loads as they are typed: numbers and ramps with commas between them, such as
 * "1, 4, 8..64". Points and not the locale's sign part the decimals of rates, since commas
 * part the numbers. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-level-text.h"
#include "base/prony-format.h"

/**
 * prony_level_text_split:
 * @text: what was typed
 *
 * Returns: (transfer full): the words in it, without those that are empty
 */
char **
prony_level_text_split (const char *text)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  g_return_val_if_fail (text != NULL, NULL);

  words = g_strsplit_set (text, ", ;", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (kept, words[i]);

  return g_strv_builder_end (kept);
}

/**
 * prony_level_text_parse:
 * @text: what was typed
 * @kind: %PRONY_LOAD_CLOSED or %PRONY_LOAD_OPEN
 *
 * Returns: (transfer full) (nullable) (element-type PronyLoadLevel): the loads, ramps
 *   without a length; %NULL if there are none, or one of them is no load
 */
GArray *
prony_level_text_parse (const char *text, PronyLoadKind kind)
{
  g_auto (GStrv) words = prony_level_text_split (text);
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (PronyLoadLevel));

  for (guint i = 0; words[i] != NULL; i++)
    {
      PronyLoadLevel level = kind == PRONY_LOAD_OPEN
                               ? prony_load_level_open (NAN, PRONY_ARRIVAL_POISSON)
                               : prony_load_level_closed (0);

      if (!prony_load_level_parse (&level, words[i]))
        return NULL;
      g_array_append_val (levels, level);
    }

  return levels->len > 0 ? g_steal_pointer (&levels) : NULL;
}

static char *
make_word (const PronyLoadLevel *level)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (level->kind != PRONY_LOAD_OPEN)
    return level->from_concurrency > 0
             ? g_strdup_printf ("%u..%u", level->from_concurrency, level->concurrency)
             : g_strdup_printf ("%u", level->concurrency);

  to = prony_format_c_double (level->rate);
  if (!isfinite (level->from_rate))
    return g_steal_pointer (&to);

  from = prony_format_c_double (level->from_rate);
  return g_strconcat (from, "..", to, NULL);
}

/**
 * prony_level_text_make:
 * @levels: (element-type PronyLoadLevel): loads, all closed or all open
 *
 * Returns: (transfer full): the text that prony_level_text_parse() makes them from
 */
char *
prony_level_text_make (GArray *levels)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_return_val_if_fail (levels != NULL, NULL);

  for (guint i = 0; i < levels->len; i++)
    {
      g_autofree char *word = make_word (&g_array_index (levels, PronyLoadLevel, i));

      g_strv_builder_add (words, word);
    }
  all = g_strv_builder_end (words);

  return g_strjoinv (", ", all);
}

/* A plain number, or 0. */
static guint64
number_of (const char *word)
{
  guint64 number = 0;

  g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT, &number, NULL);
  return number;
}

/**
 * prony_level_text_toggle:
 * @text: requests at once, as typed, with mistakes or not
 * @concurrency: a number of them
 * @on: whether it is to be among them
 *
 * Returns: (transfer full): @text with or without the number; a new one goes before the
 *   first that is greater, and what else was typed stays
 */
char *
prony_level_text_toggle (const char *text, guint concurrency, gboolean on)
{
  g_auto (GStrv) words = prony_level_text_split (text);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_autofree char *added = g_strdup_printf ("%u", concurrency);
  g_auto (GStrv) all = NULL;
  gboolean there = !on;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 number = number_of (words[i]);

      if (number == concurrency && (there || !on))
        continue;
      if (!there && number > concurrency)
        g_strv_builder_add (kept, added);
      there = there || number >= concurrency;
      g_strv_builder_add (kept, words[i]);
    }
  if (!there)
    g_strv_builder_add (kept, added);
  all = g_strv_builder_end (kept);

  return g_strjoinv (", ", all);
}
