/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/chart/prony-spark-plot.h"

#define WIDTH 90
#define HEIGHT 20

/* Returns: how many pixels of a column have ink */
static guint
count_ink (cairo_surface_t *surface, int x)
{
  guint ink = 0;

  for (int y = 0; y < HEIGHT; y++)
    {
      const guint32 *row =
        (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) +
                                           y * cairo_image_surface_get_stride (surface));

      ink += row[x] != 0;
    }
  return ink;
}

typedef struct
{
  const char *title;
  double values[4];
  guint n_values;
  guint n_places;
  gboolean filled;
  gboolean rtl;
  const char *ink; /* in the middles of ten columns: none, some, or nearly all of it */
} LineCase;

static const LineCase cases[] = {
  { "fills the width", { 5, 5, 5, 5 }, 4, 0, FALSE, FALSE, "++++++++++" },
  { "tinted to the top", { 10, 10, 10, 10 }, 4, 0, TRUE, FALSE, "##########" },
  { "more than its scale", { 99, 99, 99, 99 }, 4, 0, TRUE, FALSE, "##########" },
  { "newest at the end", { 5, 5 }, 2, 4, FALSE, FALSE, "       +++" },
  { "from right to left", { 5, 5 }, 2, 4, FALSE, TRUE, "+++       " },
  { "a gap", { 5, 5, NAN, 5 }, 4, 0, FALSE, FALSE, "+++       " },
  { "one alone is no line", { 5 }, 1, 0, FALSE, FALSE, "          " },
  { "nothing known", { NAN, INFINITY, NAN, NAN }, 4, 0, TRUE, FALSE, "          " },
  { "nothing", { 0 }, 0, 0, TRUE, FALSE, "          " },
};

static void
test_draw (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (surface);
      PronySparkline line = { .values = cases[i].values,
                              .n_values = cases[i].n_values,
                              .n_places = cases[i].n_places,
                              .maximum = 10,
                              .filled = cases[i].filled };
      char ink[11] = "";

      theme->rtl = cases[i].rtl;
      prony_spark_plot_draw (&line, theme, cr, WIDTH, HEIGHT);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_flush (surface);
      for (int j = 0; j < 10; j++)
        {
          guint n = count_ink (surface, j * WIDTH / 10 + WIDTH / 20);

          ink[j] = " +#"[n == 0 ? 0 : n < HEIGHT - 2 ? 1 : 2];
        }
      g_test_message ("%s", cases[i].title);
      g_assert_cmpstr (ink, ==, cases[i].ink);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spark-plot/draw", test_draw);
  return g_test_run ();
}
