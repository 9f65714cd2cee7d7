/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-holm.h"

/* Expected: p.adjust (p, "holm") of R. */
static const struct
{
  double p[5];
  double adjusted[5];
  gsize n;
} cases[] = {
  { { 0.04 }, { 0.04 }, 1 },
  { { 0.01, 0.04, 0.03 }, { 0.03, 0.06, 0.06 }, 3 },
  { { 0.02, 0.02, 0.02, 0.02 }, { 0.08, 0.08, 0.08, 0.08 }, 4 },
  { { 0.9, 0.001, 0.5, 0.02, 0.3 }, { 1, 0.005, 1, 0.08, 0.9 }, 5 },
  { { NAN, 0.01, NAN, 0.03 }, { NAN, 0.02, NAN, 0.03 }, 4 },
  { { 0 }, { 0 }, 0 },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double p[5];

      memcpy (p, cases[i].p, sizeof p);
      prony_holm_adjust (p, cases[i].n);
      for (guint k = 0; k < cases[i].n; k++)
        if (isnan (p[k]) != isnan (cases[i].adjusted[k]) ||
            fabs (p[k] - cases[i].adjusted[k]) > 1e-12)
          g_error ("Case %u: %g, not %g", i, p[k], cases[i].adjusted[k]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/holm/cases", test_cases);

  return g_test_run ();
}
