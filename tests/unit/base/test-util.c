/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "base/prony-util.h"

static void
test_set_str (void)
{
  g_autofree char *place = NULL;

  g_assert_false (prony_set_str (&place, NULL));
  g_assert_true (prony_set_str (&place, "a"));
  g_assert_false (prony_set_str (&place, "a"));
  g_assert_true (prony_set_str (&place, place + 1));
  g_assert_cmpstr (place, ==, "");
  g_assert_true (prony_set_str (&place, NULL));
  g_assert_null (place);
}

static void
test_nearest_word (void)
{
  static const char *const words[] = {
    "engines", "models", "run", "scenarios", "max_tokens", NULL
  };
  static const struct
  {
    const char *word;
    const char *nearest;
  } pairs[] = {
    { "engine", "engines" },
    { "engnies", "engines" },
    { "Models", "models" },
    { "rnu", "run" },
    { "max_token", "max_tokens" },
    { "maxtokens", "max_tokens" },
    { "", NULL },
    { "x", NULL },
    { "zzzzzzz", NULL },
    { "compare", NULL },
    { "scenarioos", "scenarios" },
  };
  g_autofree char *endless = g_strnfill (100000, 'm');

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpstr (prony_nearest_word (pairs[i].word, words), ==, pairs[i].nearest);
  g_assert_null (prony_nearest_word (endless, words));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/util/set-str", test_set_str);
  g_test_add_func ("/util/nearest-word", test_nearest_word);
  return g_test_run ();
}
