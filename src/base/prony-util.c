/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include <string.h>

#include "base/prony-util.h"

/**
 * prony_set_str:
 * @place: (inout): a string that the caller owns
 * @text: (nullable): its new value
 *
 * Replaces a string. What g_set_str() does from GLib 2.76 on.
 *
 * Returns: whether the value changed
 */
gboolean
prony_set_str (char **place, const char *text)
{
  char *copy;

  if (g_strcmp0 (*place, text) == 0)
    return FALSE;

  copy = g_strdup (text);
  g_free (*place);
  *place = copy;
  return TRUE;
}

/* Levenshtein's distance: how many letters must be put in, taken out or
 * exchanged. Words are at most 63 bytes, so one row on the stack is enough. */
static guint
measure_distance (const char *a, const char *b)
{
  guint row[64];
  gsize length = strlen (b);

  for (guint i = 0; i <= length; i++)
    row[i] = i;
  for (const char *p = a; *p != '\0'; p++)
    {
      guint diagonal = row[0]++;

      for (guint i = 0; i < length; i++)
        {
          guint changed = diagonal + (g_ascii_tolower (*p) != g_ascii_tolower (b[i]));

          diagonal = row[i + 1];
          row[i + 1] = MIN (changed, MIN (row[i], diagonal) + 1);
        }
    }
  return row[length];
}

/**
 * prony_nearest_word:
 * @word: a word that somebody wrote
 * @words: (array zero-terminated=1): the words that there are
 *
 * Finds what was probably meant, for messages such as "did you mean …?".
 *
 * Returns: (transfer none) (nullable): the most similar of @words; %NULL when none
 *   is similar
 */
const char *
prony_nearest_word (const char *word, const char *const *words)
{
  const char *nearest = NULL;
  gsize length;
  guint best;

  g_return_val_if_fail (word != NULL && words != NULL, NULL);

  length = strlen (word);
  if (length == 0 || length > 63)
    return NULL;

  best = MAX (2, (guint) length / 3) + 1;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint distance = strlen (words[i]) <= 63 ? measure_distance (word, words[i]) : G_MAXUINT;

      if (distance < best && distance < length)
        {
          best = distance;
          nearest = words[i];
        }
    }
  return nearest;
}
