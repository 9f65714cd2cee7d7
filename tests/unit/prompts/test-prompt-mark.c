/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/prompts/prony-prompt-mark.h"

#define N_MARKS 100000

/* All of one length, each of its own, and neighbours that do not begin alike. */
static void
test_unlike (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char last[PRONY_PROMPT_MARK_SIZE] = "";
  guint alike = 0;

  for (guint32 i = 0; i < N_MARKS; i++)
    {
      char mark[PRONY_PROMPT_MARK_SIZE];

      prony_prompt_mark_write (mark, i);
      g_assert_cmpuint (strlen (mark), ==, PRONY_PROMPT_MARK_SIZE - 1);
      g_assert_true (g_hash_table_add (seen, g_strdup (mark)));
      alike += strncmp (mark, last, strlen ("[word")) == 0;
      strcpy (last, mark);
    }

  /* By chance one in 256. */
  g_assert_cmpuint (alike, <, N_MARKS / 128);
}

/* The words never change: runs of different versions send the same bytes. */
static void
test_known (void)
{
  char mark[PRONY_PROMPT_MARK_SIZE];

  prony_prompt_mark_write (mark, 0);
  g_assert_cmpstr (mark, ==, "[able able able able] ");
  prony_prompt_mark_write (mark, 1);
  g_assert_cmpstr (mark, ==, "[head hand draw room] ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prompts/prompt-mark/unlike", test_unlike);
  g_test_add_func ("/prompts/prompt-mark/known", test_known);
  return g_test_run ();
}
