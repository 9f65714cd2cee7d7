/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-palette.h"

/* Two sets of six colours, for light and for dark backgrounds. Every pair stays
 * apart by at least 14 CIEDE2000 for protan, deutan and tritan viewers as well,
 * and every colour has a contrast of at least 3 to its background; test-palette
 * computes both again. */
static const guint32 light_colors[PRONY_PALETTE_SIZE] = {
  0x348ff7, 0x8f410d, 0x0d8268, 0xea5b9c, 0x1a4e75, 0x9c820d,
};
static const guint32 dark_colors[PRONY_PALETTE_SIZE] = {
  0xb6c3f7, 0xf7c382, 0x75f7dd, 0xea4e82, 0x008fd0, 0xa98f27,
};

/* Distance between the lines of a pattern, and their width. */
#define PATTERN_STEP 7.0
#define PATTERN_LINE 1.5

/**
 * prony_palette_get_color:
 * @slot: a series' place, from 0; any number
 * @dark: for a dark background
 * @color: (out): the colour
 *
 * Gives the colour of a series. A series keeps its slot in every chart of a run.
 */
void
prony_palette_get_color (guint slot, gboolean dark, PronyColor *color)
{
  guint32 value = (dark ? dark_colors : light_colors)[slot % PRONY_PALETTE_SIZE];

  color->red = (value >> 16 & 0xff) / 255.0;
  color->green = (value >> 8 & 0xff) / 255.0;
  color->blue = (value & 0xff) / 255.0;
}

/* From little to much, each even in lightness: away from the background. */
#define N_RAMP_STOPS 5

static const guint32 light_ramp[N_RAMP_STOPS] = { 0xe9f2fb, 0xaed0ee, 0x6aa5d8, 0x2b72b0,
                                                  0x0a3866 };
static const guint32 dark_ramp[N_RAMP_STOPS] = { 0x1b2c3d, 0x22527f, 0x3a80bd, 0x7db4e3, 0xdcefff };

static double
channel_between (guint32 a, guint32 b, guint shift, double share)
{
  double from = (a >> shift & 0xff) / 255.0;
  double to = (b >> shift & 0xff) / 255.0;

  return from + (to - from) * share;
}

/**
 * prony_palette_get_ramp_color:
 * @share: from 0 (little) to 1 (much); held at both ends
 * @dark: for a dark background
 * @color: (out): the colour
 *
 * Gives the colour of a value in a heat map: of one hue, so that it reads the same to
 * everybody, and steadily darker on a light background, lighter on a dark one.
 */
void
prony_palette_get_ramp_color (double share, gboolean dark, PronyColor *color)
{
  const guint32 *ramp = dark ? dark_ramp : light_ramp;
  double at = CLAMP (share, 0, 1) * (N_RAMP_STOPS - 1);
  guint below = MIN ((guint) at, N_RAMP_STOPS - 2);

  color->red = channel_between (ramp[below], ramp[below + 1], 16, at - below);
  color->green = channel_between (ramp[below], ramp[below + 1], 8, at - below);
  color->blue = channel_between (ramp[below], ramp[below + 1], 0, at - below);
}

static double
to_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/**
 * prony_color_is_light:
 * @self: a colour
 *
 * Returns: whether black is easier to read on it than white, by the contrast of WCAG 2
 */
gboolean
prony_color_is_light (const PronyColor *self)
{
  double luminance = 0.2126 * to_linear (self->red) + 0.7152 * to_linear (self->green) +
                     0.0722 * to_linear (self->blue);

  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05);
}

/* The second round through the colours begins with another shape. */
static guint
shape_of_slot (guint slot, guint n_shapes)
{
  return (slot + slot / PRONY_PALETTE_SIZE) % n_shapes;
}

/**
 * prony_palette_get_pattern:
 * @slot: a series' place, from 0; any number
 *
 * Returns: what is drawn over the series' bars
 */
PronyPattern
prony_palette_get_pattern (guint slot)
{
  return shape_of_slot (slot, PRONY_N_PATTERNS);
}

/**
 * prony_palette_get_marker:
 * @slot: a series' place, from 0; any number
 *
 * Returns: the shape of the series' points
 */
PronyMarker
prony_palette_get_marker (guint slot)
{
  return shape_of_slot (slot, PRONY_N_MARKERS);
}

/**
 * prony_color_set_source:
 * @self: a colour
 * @cr: where to draw
 * @alpha: 0 to 1
 */
void
prony_color_set_source (const PronyColor *self, cairo_t *cr, double alpha)
{
  cairo_set_source_rgba (cr, self->red, self->green, self->blue, alpha);
}

static void
trace_lines (cairo_t *cr, double x, double y, double width, double height, double lean)
{
  for (double at = -fabs (lean) + PATTERN_STEP / 2; at < width + fabs (lean); at += PATTERN_STEP)
    {
      cairo_move_to (cr, x + at, y + height);
      cairo_line_to (cr, x + at + lean, y);
    }
  cairo_stroke (cr);
}

static void
trace_level_lines (cairo_t *cr, double x, double y, double width, double height)
{
  for (double at = PATTERN_STEP / 2; at < height; at += PATTERN_STEP)
    {
      cairo_move_to (cr, x, y + at);
      cairo_line_to (cr, x + width, y + at);
    }
  cairo_stroke (cr);
}

/* Round ends of lines without a length: in a file, a tenth of what circles take. */
static void
trace_dots (cairo_t *cr, double x, double y, double width, double height)
{
  guint row = 0;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 2 * PATTERN_LINE);
  for (double dy = PATTERN_STEP / 2; dy < height; dy += PATTERN_STEP, row++)
    for (double dx = PATTERN_STEP / (row % 2 == 0 ? 2 : 1); dx < width; dx += PATTERN_STEP)
      {
        cairo_move_to (cr, x + dx, y + dy);
        cairo_line_to (cr, x + dx, y + dy);
      }
  cairo_stroke (cr);
}

/**
 * prony_palette_fill_bar:
 * @cr: where to draw
 * @slot: the series' place
 * @dark: for a dark background
 * @background: colour of the pattern's lines
 * @x: left edge of the bar
 * @y: its top
 * @width: at least 0
 * @height: at least 0
 *
 * Fills a bar with the series' colour and pattern.
 */
void
prony_palette_fill_bar (cairo_t *cr,
                        guint slot,
                        gboolean dark,
                        const PronyColor *background,
                        double x,
                        double y,
                        double width,
                        double height)
{
  PronyColor color;

  prony_palette_get_color (slot, dark, &color);
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  prony_color_set_source (&color, cr, 1);
  cairo_paint (cr);

  prony_color_set_source (background, cr, 0.6);
  cairo_set_line_width (cr, PATTERN_LINE);
  switch (prony_palette_get_pattern (slot))
    {
    case PRONY_PATTERN_DIAGONAL:
      trace_lines (cr, x, y, width, height, height);
      break;
    case PRONY_PATTERN_DOTS:
      trace_dots (cr, x, y, width, height);
      break;
    case PRONY_PATTERN_UPRIGHT:
      trace_lines (cr, x, y, width, height, 0);
      break;
    case PRONY_PATTERN_BACK_DIAGONAL:
      trace_lines (cr, x, y, width, height, -height);
      break;
    case PRONY_PATTERN_LEVEL:
      trace_level_lines (cr, x, y, width, height);
      break;
    case PRONY_PATTERN_SOLID:
    case PRONY_N_PATTERNS:
    default:
      break;
    }
  cairo_restore (cr);
}

/**
 * prony_palette_set_dash:
 * @cr: where to draw
 * @slot: the series' place
 * @line_width: width of the line; dashes grow with it
 *
 * Sets the dash of a series' line; the first is solid.
 */
void
prony_palette_set_dash (cairo_t *cr, guint slot, double line_width)
{
  static const double dashes[PRONY_PALETTE_SIZE][4] = {
    { 0 }, { 6, 2, 6, 2 }, { 2, 2, 2, 2 }, { 6, 2, 2, 2 }, { 10, 3, 10, 3 }, { 1, 2, 4, 2 },
  };
  const double *dash = dashes[shape_of_slot (slot, PRONY_PALETTE_SIZE)];
  double scaled[4];

  for (guint i = 0; i < G_N_ELEMENTS (scaled); i++)
    scaled[i] = dash[i] * line_width;
  cairo_set_dash (cr, scaled, dash[0] > 0 ? G_N_ELEMENTS (scaled) : 0, 0);
}

/* A regular shape around a point, its first corner at @turn. */
static void
trace_polygon (cairo_t *cr, double x, double y, double radius, guint corners, double turn)
{
  cairo_new_path (cr);
  for (guint i = 0; i < corners; i++)
    {
      double angle = turn + 2 * G_PI * i / corners;

      cairo_line_to (cr, x + radius * cos (angle), y + radius * sin (angle));
    }
  cairo_close_path (cr);
  cairo_fill (cr);
}

/**
 * prony_palette_draw_marker:
 * @cr: where to draw
 * @slot: the series' place
 * @dark: for a dark background
 * @x: centre
 * @y: centre
 * @size: across
 *
 * Draws a point of a series in its colour and shape.
 */
void
prony_palette_draw_marker (cairo_t *cr, guint slot, gboolean dark, double x, double y, double size)
{
  PronyColor color;
  double r = size / 2;

  prony_palette_get_color (slot, dark, &color);
  cairo_save (cr);
  prony_color_set_source (&color, cr, 1);
  switch (prony_palette_get_marker (slot))
    {
    case PRONY_MARKER_SQUARE:
      trace_polygon (cr, x, y, r * 1.2, 4, G_PI / 4);
      break;
    case PRONY_MARKER_TRIANGLE:
      trace_polygon (cr, x, y, r * 1.3, 3, -G_PI / 2);
      break;
    case PRONY_MARKER_DIAMOND:
      trace_polygon (cr, x, y, r * 1.3, 4, 0);
      break;
    case PRONY_MARKER_CROSS:
      cairo_set_line_width (cr, size / 3);
      cairo_move_to (cr, x - r, y - r);
      cairo_line_to (cr, x + r, y + r);
      cairo_move_to (cr, x - r, y + r);
      cairo_line_to (cr, x + r, y - r);
      cairo_stroke (cr);
      break;
    case PRONY_MARKER_TRIANGLE_DOWN:
      trace_polygon (cr, x, y, r * 1.3, 3, G_PI / 2);
      break;
    case PRONY_MARKER_CIRCLE:
    case PRONY_N_MARKERS:
    default:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    }
  cairo_restore (cr);
}
