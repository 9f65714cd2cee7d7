/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-density.h"

/* Worked out by the rule, with Python's statistics.stdev(). */
static void
test_bandwidth (void)
{
  static const struct
  {
    double values[8];
    gsize n;
    double expected;
  } cases[] = {
    { { 1, 2, 3, 4, 5 }, 5, 0.9735846 },
    { { 0, 0, 0, 0, 10 }, 5, 2.9171819 }, /* equal quartiles: by standard deviation alone */
    { { 7, 7, 7 }, 3, 0 },
    { { 7 }, 1, 0 },
    { { 0 }, 0, 0 },
    { { -G_MAXDOUBLE, G_MAXDOUBLE }, 2, 0 }, /* too far apart to say */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (prony_density_bandwidth (cases[i].values, cases[i].n),
                                    cases[i].expected, 1e-6);
}

/* Each kernel is a normal density: its top is 1 / (h sqrt (2 pi)). */
static void
test_kernel (void)
{
  static const double values[] = { 3 };
  double densities[3];

  prony_density_estimate (values, 1, 2, 1, 5, densities, G_N_ELEMENTS (densities));
  g_assert_cmpfloat_with_epsilon (densities[1], 0.19947114, 1e-8);
  g_assert_cmpfloat_with_epsilon (densities[0], 0.19947114 * exp (-0.5), 1e-8);
  g_assert_cmpfloat_with_epsilon (densities[2], densities[0], 1e-12);
}

/* The area below the curve is 1, of few values as of many. */
static void
test_area (void)
{
  static const gsize sizes[] = { 2, 10, 1000, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree double *values = g_new (double, sizes[i]);
      double densities[400];
      double bandwidth;
      double area = 0;

      for (gsize k = 0; k < sizes[i]; k++)
        values[k] = pow ((double) (k + 1) / (double) sizes[i], 2);
      bandwidth = prony_density_bandwidth (values, sizes[i]);
      g_assert_cmpfloat (bandwidth, >, 0);
      prony_density_estimate (values, sizes[i], bandwidth, -3, 4, densities,
                              G_N_ELEMENTS (densities));
      for (guint k = 0; k < G_N_ELEMENTS (densities); k++)
        area += densities[k] * 7 / (G_N_ELEMENTS (densities) - 1);
      g_assert_cmpfloat_with_epsilon (area, 1, 0.01);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/density/bandwidth", test_bandwidth);
  g_test_add_func ("/stats/density/kernel", test_kernel);
  g_test_add_func ("/stats/density/area", test_area);

  return g_test_run ();
}
