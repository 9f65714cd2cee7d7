/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A dial: an arc of 240 degrees whose rim shows the bands of the guide values, a
 * thick arc and a needle up to the reading, and below it a line of the readings of
 * the last minute. The number, its word and its icon belong to the widget:
 * they must be text. */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-gauge-plot.h"
#include "core/chart/prony-spark-plot.h"

#define START_ANGLE (150 * G_PI / 180)
#define SWEEP (240 * G_PI / 180)

/* Around the rim, for what stands out of it. */
#define MARGIN 6

/* How much of the height is the line's. */
#define HISTORY_SHARE 0.2

/* How long the line is at most, in radii. */
#define HISTORY_LENGTH 3.5

/* The arc is thick enough for its colour to be seen, and leaves room for the needle. */
#define THICKNESS_SHARE 0.17
#define MIN_THICKNESS 5
#define RIM_GAP 2

/* A scale becomes shorter once nothing of the last minute reaches this share of it. */
#define SHORTER_SHARE 0.1

/* Colours of the bands, each at least 3:1 on the light or the dark background;
 * lightness differs as well as hue. */
static const PronyColor band_colors[2][4] = {
  { { 0.21, 0.52, 0.89 }, { 0.05, 0.51, 0.41 }, { 0.61, 0.51, 0.05 }, { 0.75, 0.11, 0.16 } },
  { { 0.47, 0.68, 0.93 }, { 0.46, 0.97, 0.87 }, { 0.97, 0.76, 0.51 }, { 1.00, 0.48, 0.39 } },
};

static double
angle_of (const PronyGaugeReading *reading, const PronyChartTheme *theme, double value)
{
  double share = CLAMP (value / reading->maximum, 0, 1);

  return theme->rtl ? START_ANGLE + SWEEP * (1 - share) : START_ANGLE + SWEEP * share;
}

/* An arc between two values, whichever way the scale runs. */
static void
stroke_arc (const PronyGaugeReading *reading,
            const PronyChartTheme *theme,
            cairo_t *cr,
            double radius,
            double from,
            double to)
{
  double a = angle_of (reading, theme, from);
  double b = angle_of (reading, theme, to);

  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, radius, MIN (a, b), MAX (a, b));
  cairo_stroke (cr);
}

static double
get_thickness (double radius)
{
  return MAX (THICKNESS_SHARE * radius, MIN_THICKNESS);
}

/* Where the middle of the thick arc is, inside the rim. */
static double
get_arc_radius (double radius)
{
  return radius - RIM_GAP - get_thickness (radius) / 2;
}

static void
draw_rim (const PronyGaugeReading *reading,
          const PronyChartTheme *theme,
          cairo_t *cr,
          double radius)
{
  const PronyColor *colors = band_colors[theme->dark ? 1 : 0];
  double good;
  double moderate;
  double limits[4];
  PronyBand bands[3] = { PRONY_BAND_GOOD, PRONY_BAND_MODERATE, PRONY_BAND_POOR };

  /* The bands of a share fill the last few degrees; a rim of one colour says
   * nothing. */
  if (prony_metric_get_info (reading->metric)->unit == PRONY_UNIT_RATIO ||
      !prony_band_get_limits (reading->metric, &good, &moderate))
    return;

  limits[0] = 0;
  limits[1] = MIN (good, moderate);
  limits[2] = MAX (good, moderate);
  limits[3] = reading->maximum;
  if (good > moderate)
    {
      bands[0] = PRONY_BAND_POOR;
      bands[2] = PRONY_BAND_GOOD;
    }

  cairo_set_line_width (cr, theme->high_contrast ? 4 : 3);
  for (guint i = 0; i < 3; i++)
    {
      double from = MIN (limits[i], reading->maximum);
      double to = MIN (limits[i + 1], reading->maximum);

      if (to <= from)
        continue;
      prony_color_set_source (&colors[bands[i]], cr, theme->high_contrast ? 1 : 0.7);
      stroke_arc (reading, theme, cr, radius, from, to);
    }
}

static void
draw_needle (const PronyGaugeReading *reading,
             const PronyChartTheme *theme,
             cairo_t *cr,
             double radius)
{
  double angle = angle_of (reading, theme, reading->value);

  prony_color_set_source (&theme->foreground, cr, 1);
  cairo_set_line_width (cr, theme->high_contrast ? 3 : 2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, 0.2 * radius * cos (angle), 0.2 * radius * sin (angle));
  cairo_line_to (cr, 0.82 * radius * cos (angle), 0.82 * radius * sin (angle));
  cairo_stroke (cr);
  cairo_arc (cr, 0, 0, 3, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* A notch across the arc, with a tip outside it: a shape, not only a colour. */
static void
draw_objective (const PronyGaugeReading *reading,
                const PronyChartTheme *theme,
                cairo_t *cr,
                double radius)
{
  double angle;

  if (!(reading->objective > 0 && reading->objective <= reading->maximum))
    return;

  angle = angle_of (reading, theme, reading->objective);
  cairo_save (cr);
  cairo_rotate (cr, angle);
  prony_color_set_source (&theme->foreground, cr, 1);
  cairo_set_line_width (cr, theme->high_contrast ? 3 : 2);
  cairo_move_to (cr, radius - RIM_GAP - get_thickness (radius) - 1, 0);
  cairo_line_to (cr, radius + 1, 0);
  cairo_stroke (cr);
  cairo_move_to (cr, radius - 1, 0);
  cairo_line_to (cr, radius + 5, -4);
  cairo_line_to (cr, radius + 5, 4);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_history (const PronyGaugeReading *reading,
              const PronyChartTheme *theme,
              cairo_t *cr,
              double x,
              double y,
              double width,
              double height)
{
  PronySparkline line = { .values = reading->history->values,
                          .n_values = reading->history->n_values,
                          .n_places = PRONY_GAUGE_HISTORY_PLACES,
                          .maximum = reading->maximum,
                          .filled = TRUE };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  prony_spark_plot_draw (&line, theme, cr, width, height);
  cairo_restore (cr);
}

/* Of the dial in its area, above the line of the last minute, with its opening half a
 * radius below its centre: 0 where it would be too small to be seen. */
static double
get_radius (double width, double height)
{
  double radius = MIN (width / 2 - MARGIN, (height - HISTORY_SHARE * height - 2 * MARGIN) / 1.5);

  return radius < 8 ? 0 : radius;
}

/**
 * prony_gauge_plot_draw_scale:
 * @reading: what to show; its value and history do not matter
 * @theme: how it looks
 * @cr: where to draw
 * @width: of the area, in user units
 * @height: of the area
 *
 * Draws what stays while a reading changes: the empty arc, the bands on its rim and the
 * objective. Any thread that owns @cr.
 */
void
prony_gauge_plot_draw_scale (const PronyGaugeReading *reading,
                             const PronyChartTheme *theme,
                             cairo_t *cr,
                             double width,
                             double height)
{
  double radius = get_radius (width, height);

  g_return_if_fail (reading != NULL && theme != NULL && cr != NULL);

  if (radius <= 0)
    return;

  cairo_save (cr);
  cairo_translate (cr, width / 2, radius + MARGIN);
  prony_color_set_source (&theme->foreground, cr, theme->high_contrast ? 0.5 : 0.12);
  cairo_set_line_width (cr, get_thickness (radius));
  stroke_arc (reading, theme, cr, get_arc_radius (radius), 0, reading->maximum);
  draw_rim (reading, theme, cr, radius);
  draw_objective (reading, theme, cr, radius);
  cairo_restore (cr);
}

/**
 * prony_gauge_plot_draw_reading:
 * @reading: what to show
 * @theme: how it looks
 * @cr: where to draw
 * @width: of the area, in user units
 * @height: of the area
 *
 * Draws what changes onto the scale: the arc and the needle up to the value, and the
 * line of the last minute. Any thread that owns @cr.
 */
void
prony_gauge_plot_draw_reading (const PronyGaugeReading *reading,
                               const PronyChartTheme *theme,
                               cairo_t *cr,
                               double width,
                               double height)
{
  double radius = get_radius (width, height);
  double line_width = CLAMP (width - 2 * MARGIN, 0, HISTORY_LENGTH * radius);
  const PronyColor *colors = band_colors[theme->dark ? 1 : 0];

  g_return_if_fail (reading != NULL && theme != NULL && cr != NULL);

  if (radius <= 0)
    return;

  if (isfinite (reading->value))
    {
      cairo_save (cr);
      cairo_translate (cr, width / 2, radius + MARGIN);
      prony_color_set_source (&colors[prony_band_of (reading->metric, reading->value)], cr, 1);
      cairo_set_line_width (cr, get_thickness (radius));
      stroke_arc (reading, theme, cr, get_arc_radius (radius), 0, reading->value);
      draw_needle (reading, theme, cr, radius);
      cairo_restore (cr);
    }

  if (reading->history != NULL)
    draw_history (reading, theme, cr, (width - line_width) / 2, height * (1 - HISTORY_SHARE) - 1,
                  line_width, height * HISTORY_SHARE);
}

/**
 * prony_gauge_plot_draw:
 * @reading: what to show
 * @theme: how it looks
 * @cr: where to draw
 * @width: of the area, in user units
 * @height: of the area
 *
 * Draws a dial into the rectangle from the origin to @width, @height. Any thread
 * that owns @cr.
 */
void
prony_gauge_plot_draw (const PronyGaugeReading *reading,
                       const PronyChartTheme *theme,
                       cairo_t *cr,
                       double width,
                       double height)
{
  prony_gauge_plot_draw_scale (reading, theme, cr, width, height);
  prony_gauge_plot_draw_reading (reading, theme, cr, width, height);
}

/**
 * prony_gauge_plot_choose_maximum:
 * @metric: what is shown
 * @highest: what must fit: the highest of the readings and the objective; NAN where there
 *   is none
 * @previous: the scale's end until now; 0 at first
 *
 * Chooses the end of a scale: 1, 2 or 5 times a power of ten above @highest, wide
 * enough to show the guide values. It stays as it was while @highest fits and is not tiny
 * on it, so that a needle does not jump because its scale did.
 *
 * Returns: the end of the scale, above 0
 */
double
prony_gauge_plot_choose_maximum (PronyMetric metric, double highest, double previous)
{
  double good = 0;
  double moderate = 0;
  double wanted;
  double power;

  if (prony_metric_get_info (metric)->unit == PRONY_UNIT_RATIO)
    return 1;

  prony_band_get_limits (metric, &good, &moderate);
  wanted = MAX (MAX (good, moderate) * 1.2, isfinite (highest) ? highest : 0);
  if (previous > 0 && wanted <= previous && wanted >= SHORTER_SHARE * previous)
    return previous;
  if (wanted <= 0)
    return 1;

  power = pow (10, floor (log10 (wanted)));
  for (guint i = 0; i < 3; i++)
    {
      static const double steps[] = { 1, 2, 5 };

      if (wanted <= steps[i] * power * (1 + 1e-9))
        return steps[i] * power;
    }

  return 10 * power;
}
