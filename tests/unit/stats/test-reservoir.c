/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "core/stats/prony-reservoir.h"

#define SIZE 512
#define N 100000

static void
test_few (void)
{
  g_autoptr (PronyReservoir) reservoir = prony_reservoir_new (4, 1);
  g_autoptr (GArray) sorted = NULL;

  prony_reservoir_add (reservoir, 3);
  prony_reservoir_add (reservoir, 1);
  prony_reservoir_add (reservoir, 2);
  sorted = prony_reservoir_sort (reservoir);
  g_assert_cmpuint (prony_reservoir_get_seen (reservoir), ==, 3);
  g_assert_cmpuint (sorted->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (g_array_index (sorted, double, i), ==, i + 1);
}

/* Of many it keeps an even choice, the same each time. */
static void
test_many (void)
{
  g_autoptr (PronyReservoir) one = prony_reservoir_new (SIZE, 7);
  g_autoptr (PronyReservoir) same = prony_reservoir_new (SIZE, 7);
  g_autoptr (PronyReservoir) other = prony_reservoir_new (SIZE, 8);
  g_autoptr (GArray) a = NULL;
  g_autoptr (GArray) b = NULL;
  g_autoptr (GArray) c = NULL;
  guint n_different = 0;

  for (guint i = 0; i < N; i++)
    {
      prony_reservoir_add (one, i);
      prony_reservoir_add (same, i);
      prony_reservoir_add (other, i);
    }
  a = prony_reservoir_sort (one);
  b = prony_reservoir_sort (same);
  c = prony_reservoir_sort (other);

  g_assert_cmpuint (prony_reservoir_get_seen (one), ==, N);
  g_assert_cmpuint (a->len, ==, SIZE);
  for (guint i = 0; i < SIZE; i++)
    {
      double value = g_array_index (a, double, i);

      g_assert_cmpfloat (value, ==, g_array_index (b, double, i));
      n_different += value != g_array_index (c, double, i);
      /* Five times what the rank of a value in such a sample scatters by. */
      g_assert_cmpfloat_with_epsilon (value / N, (double) i / SIZE, 0.11);
    }
  g_assert_cmpuint (n_different, >, SIZE / 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reservoir/few", test_few);
  g_test_add_func ("/reservoir/many", test_many);

  return g_test_run ();
}
