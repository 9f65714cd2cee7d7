/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a plan amounts to, in words. */

#include "config.h"

#include <math.h>

#include "app/widgets/prony-estimate-text.h"

static void
test_estimates (void)
{
  static const struct
  {
    PronyPlanEstimate estimate;
    const char *text;
  } cases[] = {
    { { 24, 360, 480, 100000, 20000, 0.42, 0, FALSE },
      "About 6 minutes · 480 requests · 120,000 tokens · costs 0.42" },
    { { 1, 0.2, 1, 1, 0, NAN, 0, FALSE }, "About 1 second · 1 request · 1 token" },
    { { 1, 59.2, 20, NAN, 5, NAN, 0, TRUE }, "At least 60 seconds · 20 requests" },
    { { 1, 62, 20, NAN, 5, NAN, 0, FALSE, TRUE }, "At most 2 minutes · 20 requests" },
    { { 2, 62, 20, NAN, 5, NAN, 0, TRUE, TRUE }, "About 1 minute · 20 requests" },
    { { 1, 59.6, NAN, NAN, NAN, NAN, 0, FALSE }, "About 1 minute" },
    { { 1, 3 * 3600, NAN, NAN, NAN, NAN, 0, FALSE }, "About 3 hours" },
    { { 2, NAN, 40, NAN, NAN, NAN, 1, FALSE },
      "40 requests · Duration unknown until each target has been measured once" },
    { { 0, NAN, NAN, NAN, NAN, NAN, 0, FALSE }, "Duration unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = prony_estimate_text_make (&cases[i].estimate);
      g_auto (GStrv) parts = g_strsplit (cases[i].text, ",", -1);
      g_autofree char *ungrouped = g_strjoinv ("", parts);

      /* The locale decides whether thousands are grouped. */
      if (g_strcmp0 (text, ungrouped) != 0)
        g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/estimate-text/texts", test_estimates);

  return g_test_run ();
}
