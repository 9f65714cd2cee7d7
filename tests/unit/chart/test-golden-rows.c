/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "golden.h"
#include "sample-rows.h"

typedef struct
{
  const char *name;
  PronyChart *chart;
} Picture;

#define N_PICTURES 6

static void
make_pictures (Picture pictures[N_PICTURES])
{
  pictures[0] = (Picture){ "bars", sample_bars (4) };
  pictures[1] = (Picture){ "stacked", sample_stacked (3) };
  pictures[2] = (Picture){ "boxes", sample_boxes (PRONY_CHART_BOXES) };
  pictures[3] = (Picture){ "violins", sample_boxes (PRONY_CHART_VIOLINS) };
  pictures[4] = (Picture){ "waterfall", sample_waterfall (8) };
  pictures[5] = (Picture){ "heat-map", sample_heat_map (4, 6) };
}

static void
compare_all (const char *look, const PronyChartTheme *theme)
{
  Picture pictures[N_PICTURES];

  make_pictures (pictures);
  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strconcat (pictures[i].name, look, NULL);

      golden_compare_chart (name, pictures[i].chart, theme);
      prony_chart_unref (pictures[i].chart);
    }
}

static void
test_light (void)
{
  g_autoptr (PronyChartTheme) theme = golden_theme (FALSE);

  compare_all ("", theme);
}

static void
test_dark (void)
{
  g_autoptr (PronyChartTheme) theme = golden_theme (TRUE);

  compare_all ("-dark", theme);
}

/* In high contrast, from right to left and with a font that takes most of the room. */
static void
test_looks (void)
{
  g_autoptr (PronyChartTheme) theme = golden_theme (FALSE);

  theme->rtl = TRUE;
  theme->high_contrast = TRUE;
  pango_font_description_set_size (theme->font, 18 * PANGO_SCALE);
  compare_all ("-mirrored", theme);
}

int
main (int argc, char *argv[])
{
  golden_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/golden-rows/light", test_light);
  g_test_add_func ("/chart/golden-rows/dark", test_dark);
  g_test_add_func ("/chart/golden-rows/looks", test_looks);

  return g_test_run ();
}
