/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What charts of 100,000 points take of a frame, 900 units wide: laying one out, drawing
 * what stays, painting that again with the cursor on top, as while the pointer moves, and
 * a hundredth of x laid out and drawn, as while one zooms.
 *
 *   bench-charts [POINTS]
 *
 * Prints lines "name value": medians of 20 times, in milliseconds of the
 * processor, which on a computer with nothing else to do are those of the clock. */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/prony-clock.h"
#include "core/chart/prony-plot.h"

#define WIDTH 900
#define N_SERIES 4
#define ROUNDS 20

static double
draw_number (GRand *rand)
{
  double sum = 0;

  for (guint i = 0; i < 4; i++)
    sum += g_rand_double (rand);

  return exp (sum) / 10;
}

static void
add_sample (PronyChart *chart, guint series, guint n, GRand *rand)
{
  GArray *values = g_array_sized_new (FALSE, FALSE, sizeof (double), n);

  /* Sorted as the chart wants them; which values they are does not matter. */
  for (guint i = 0; i < n; i++)
    {
      double value = i / 1000.0 + g_rand_double (rand) / 1000;

      g_array_append_val (values, value);
    }
  if (series == 0)
    prony_chart_add_group (chart, "All");
  prony_chart_add_sample (chart, 0, series, values);
}

static void
add_points (PronyChart *chart, guint series, guint n, GRand *rand)
{
  for (guint i = 0; i < n; i++)
    {
      double value = draw_number (rand);

      if (chart->kind == PRONY_CHART_HISTOGRAM)
        prony_chart_add_bin (chart, series, i, i + 1, floor (value * 100));
      else if (chart->kind == PRONY_CHART_STEPS)
        prony_chart_add_point (chart, series, log1p (i), (i + 1.0) / n, NAN, NAN);
      else if (chart->kind == PRONY_CHART_TIME)
        prony_chart_add_point (chart, series, 1.8e15 + i * 1e6, value, NAN, NAN);
      else
        prony_chart_add_point (chart, series, i, value, value * 0.9, value * 1.1);
      prony_chart_mark_last (chart, i + 1, value > 3.5);
    }
}

static PronyChart *
make_chart (PronyChartKind kind, guint n)
{
  PronyChart *chart = prony_chart_new (kind, "Benchmark", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  GRand *rand = g_rand_new_with_seed (1);

  chart->x_scale = kind == PRONY_CHART_TIME ? PRONY_SCALE_TIME : PRONY_SCALE_LINEAR;
  for (guint series = 0; series < N_SERIES; series++)
    {
      g_autofree char *name = g_strdup_printf ("Engine %u", series + 1);

      prony_chart_add_series (chart, name, series, FALSE);
      if (kind == PRONY_CHART_BOXES || kind == PRONY_CHART_VIOLINS)
        add_sample (chart, series, n / N_SERIES, rand);
      else
        add_points (chart, series, n / N_SERIES, rand);
    }
  g_rand_free (rand);

  return chart;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static void
print (const char *kind, const char *what, double ms)
{
  g_autofree char *name = g_strdup_printf ("%s_%s_ms", kind, what);

  printf ("%-28s %.3f\n", name, ms);
}

static void
print_median (const char *kind, const char *what, double *ms)
{
  qsort (ms, ROUNDS, sizeof *ms, compare_doubles);
  print (kind, what, (ms[ROUNDS / 2 - 1] + ms[ROUNDS / 2]) / 2);
}

static double
since_ms (gint64 start_ns)
{
  return (double) (prony_clock_thread_cpu_ns () - start_ns) / 1e6;
}

static cairo_t *
new_picture (double height)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) ceil (height));
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  return cr;
}

/* As while the pointer moves: find what is under it, paint what stays, mark it. */
static void
redraw (PronyPlot *plot, cairo_t *cr, cairo_surface_t *kept, guint round)
{
  PronyPlotArea area;
  int hit;

  prony_plot_get_plot_area (plot, &area);
  hit = prony_plot_hit (plot, area.x + area.width * (round + 1) / (ROUNDS + 1),
                        area.y + area.height / 2);
  cairo_set_source_surface (cr, kept, 0, 0);
  cairo_paint (cr);
  prony_plot_draw_cursor (plot, cr, hit);
  cairo_surface_flush (cairo_get_target (cr));
}

/* As while one zooms and pans: a part of x is laid out and drawn. */
static void
measure_zoom (const char *name, PronyPlot *plot, cairo_t *cr)
{
  double zooms[ROUNDS];
  double low;
  double high;

  prony_plot_get_x_window (plot, &low, &high);
  if (isnan (low))
    return;

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = prony_clock_thread_cpu_ns ();
      double from = low + (high - low) * (i + 1) / (ROUNDS + 2);

      prony_plot_set_x_window (plot, from, from + (high - low) / 100);
      prony_plot_draw_static (plot, cr);
      cairo_surface_flush (cairo_get_target (cr));
      zooms[i] = since_ms (start);
    }
  print_median (name, "zoom", zooms);
}

static void
measure (const char *name, PronyChartKind kind, guint n)
{
  g_autoptr (PronyChart) chart = make_chart (kind, n);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyPlot) plot = NULL;
  double layouts[ROUNDS];
  double draws[ROUNDS];
  double redraws[ROUNDS];
  cairo_t *cr;
  cairo_t *screen;

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = prony_clock_thread_cpu_ns ();

      g_clear_pointer (&plot, prony_plot_free);
      plot = prony_plot_new (chart, theme, WIDTH);
      layouts[i] = since_ms (start);
    }
  cr = new_picture (prony_plot_get_height (plot));
  screen = new_picture (prony_plot_get_height (plot));

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = prony_clock_thread_cpu_ns ();

      prony_plot_draw_static (plot, cr);
      cairo_surface_flush (cairo_get_target (cr));
      draws[i] = since_ms (start);
      if (i == 0)
        print (name, "first", layouts[0] + draws[0]);
    }
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = prony_clock_thread_cpu_ns ();

      redraw (plot, screen, cairo_get_target (cr), i);
      redraws[i] = since_ms (start);
    }
  measure_zoom (name, plot, cr);
  print_median (name, "layout", layouts);
  print_median (name, "static", draws);
  print_median (name, "redraw", redraws);
  cairo_destroy (cr);
  cairo_destroy (screen);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    PronyChartKind kind;
  } kinds[] = {
    { "lines", PRONY_CHART_LINES }, { "scatter", PRONY_CHART_SCATTER },
    { "steps", PRONY_CHART_STEPS }, { "histogram", PRONY_CHART_HISTOGRAM },
    { "time", PRONY_CHART_TIME },   { "pareto", PRONY_CHART_PARETO },
    { "boxes", PRONY_CHART_BOXES }, { "violins", PRONY_CHART_VIOLINS },
  };
  guint n = argc > 1 ? (guint) CLAMP (atoi (argv[1]), 100, 10000000) : 100000;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    measure (kinds[i].name, kinds[i].kind, n);

  return 0;
}
