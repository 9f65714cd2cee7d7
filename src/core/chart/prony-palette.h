/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_PALETTE_SIZE:
 *
 * How many series can be told apart by colour alone. A seventh series begins the
 * colours again, with another pattern, dash and marker.
 */
#define PRONY_PALETTE_SIZE 6

/**
 * PronyColor:
 * @red: 0 to 1, sRGB, like the others
 *
 * An opaque colour.
 */
typedef struct
{
  double red;
  double green;
  double blue;
} PronyColor;

/**
 * PronyPattern:
 *
 * What is drawn over a bar's colour, so that colour is never alone.
 */
typedef enum
{
  PRONY_PATTERN_SOLID,
  PRONY_PATTERN_DIAGONAL,
  PRONY_PATTERN_DOTS,
  PRONY_PATTERN_UPRIGHT,
  PRONY_PATTERN_BACK_DIAGONAL,
  PRONY_PATTERN_LEVEL,
  PRONY_N_PATTERNS,
} PronyPattern;

/**
 * PronyMarker:
 *
 * The shape of a line's points.
 */
typedef enum
{
  PRONY_MARKER_CIRCLE,
  PRONY_MARKER_SQUARE,
  PRONY_MARKER_TRIANGLE,
  PRONY_MARKER_DIAMOND,
  PRONY_MARKER_CROSS,
  PRONY_MARKER_TRIANGLE_DOWN,
  PRONY_N_MARKERS,
} PronyMarker;

void prony_palette_get_color (guint slot, gboolean dark, PronyColor *color);
void prony_palette_get_ramp_color (double share, gboolean dark, PronyColor *color);
PronyPattern prony_palette_get_pattern (guint slot);
PronyMarker prony_palette_get_marker (guint slot);

void prony_color_set_source (const PronyColor *self, cairo_t *cr, double alpha);
gboolean prony_color_is_light (const PronyColor *self);
void prony_palette_fill_bar (cairo_t *cr,
                             guint slot,
                             gboolean dark,
                             const PronyColor *background,
                             double x,
                             double y,
                             double width,
                             double height);
void prony_palette_set_dash (cairo_t *cr, guint slot, double line_width);
void
prony_palette_draw_marker (cairo_t *cr, guint slot, gboolean dark, double x, double y, double size);

G_END_DECLS
