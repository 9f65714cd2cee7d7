/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-change-points.h"

#define MANY 10000

static const struct
{
  const char *name;
  double values[10];
  gsize n;
  guint changes[3];
  guint n_changes;
} cases[] = {
  { "nothing", { 0 }, 0, { 0 }, 0 },
  { "one value", { 1 }, 1, { 0 }, 0 },
  { "two values", { 1, 2 }, 2, { 0 }, 0 },
  { "all equal", { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 10, { 0 }, 0 },
  { "a step without noise", { 1, 1, 1, 1, 1, 3, 3, 3, 3, 3 }, 10, { 5 }, 1 },
  { "a hill", { 1, 1.01, 0.99, 5, 5.01, 4.99, 1, 1.01, 0.99 }, 9, { 3, 6 }, 2 },
  { "back and forth", { 1, 2, 1, 2, 1, 2, 1, 2, 1, 2 }, 10, { 0 }, 0 },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double penalty = prony_change_points_penalty (cases[i].values, cases[i].n);
      g_autoptr (GArray) found = prony_change_points_find (cases[i].values, cases[i].n, 1, penalty);

      if (found->len != cases[i].n_changes)
        g_error ("%s: %u changes, not %u", cases[i].name, found->len, cases[i].n_changes);
      for (guint k = 0; k < found->len; k++)
        g_assert_cmpuint (g_array_index (found, guint, k), ==, cases[i].changes[k]);
    }
}

/* The worst case is values without any change: nothing can be left out. */
static void
test_many (void)
{
  g_autofree double *values = g_new (double, MANY);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) one = NULL;
  double penalty;

  for (guint i = 0; i < MANY; i++)
    values[i] = 100 + g_rand_double (rand);
  penalty = prony_change_points_penalty (values, MANY);
  none = prony_change_points_find (values, MANY, 3, 2 * penalty);
  g_assert_cmpuint (none->len, ==, 0);

  for (guint i = MANY / 2; i < MANY; i++)
    values[i] += 0.3;
  one = prony_change_points_find (values, MANY, 3, 2 * penalty);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (ABS ((int) g_array_index (one, guint, 0) - MANY / 2), <, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/change-points/cases", test_cases);
  g_test_add_func ("/stats/change-points/many", test_many);

  return g_test_run ();
}
