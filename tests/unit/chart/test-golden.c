/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "golden.h"
#include "sample-charts.h"

static PronyChart *
make_bins (void)
{
  return sample_histogram (3);
}

static PronyChart *
make_many (void)
{
  return sample_many_series (40);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *name;
    PronyChart *(*make) (void);
    gboolean dark;
  } cases[] = {
    { "lines", sample_lines, FALSE },     { "lines-dark", sample_lines, TRUE },
    { "scatter", sample_scatter, FALSE }, { "steps", sample_steps, FALSE },
    { "histogram", make_bins, FALSE },    { "histogram-dark", make_bins, TRUE },
    { "time", sample_time, FALSE },       { "pareto", sample_pareto, FALSE },
    { "many-series", make_many, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyChart) chart = cases[i].make ();
      g_autoptr (PronyChartTheme) theme = golden_theme (cases[i].dark);

      golden_compare_chart (cases[i].name, chart, theme);
    }
}

/* A mirrored chart in a high contrast, and one with a larger font. */
static void
test_looks (void)
{
  g_autoptr (PronyChart) chart = sample_lines ();
  g_autoptr (PronyChartTheme) mirrored = golden_theme (FALSE);
  g_autoptr (PronyChartTheme) large = golden_theme (FALSE);

  mirrored->rtl = TRUE;
  mirrored->high_contrast = TRUE;
  golden_compare_chart ("lines-mirrored", chart, mirrored);

  pango_font_description_set_size (large->font, 20 * PANGO_SCALE);
  golden_compare_chart ("lines-large", chart, large);
}

/* A part of x, with a series hidden, and with all of them. */
static void
test_parts (void)
{
  g_autoptr (PronyChart) chart = sample_time ();
  g_autoptr (PronyChartTheme) theme = golden_theme (FALSE);
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 640);
  double low;
  double high;

  prony_plot_get_x_window (plot, &low, &high);
  prony_plot_set_x_window (plot, low + (high - low) * 0.4, low + (high - low) * 0.7);
  prony_plot_set_hidden (plot, 1, TRUE);
  golden_compare ("time-part", plot);

  prony_plot_set_hidden (plot, 0, TRUE);
  golden_compare ("time-hidden", plot);
}

int
main (int argc, char *argv[])
{
  golden_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/golden/kinds", test_kinds);
  g_test_add_func ("/chart/golden/looks", test_looks);
  g_test_add_func ("/chart/golden/parts", test_parts);
  return g_test_run ();
}
