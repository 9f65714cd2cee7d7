/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/chart/prony-palette.h"

/* Computes again what the palette promises: contrast as WCAG 2 defines it, and
 * differences by CIEDE2000 (Sharma, Wu and Dalal 2005) as seen with full colour
 * vision and, simulated after Machado, Oliveira and Fernandes 2009 at severity 1,
 * with protanopia, deuteranopia and tritanopia. */

#define LEAST_CONTRAST 3.0
#define LEAST_DIFFERENCE 14.0

typedef double Triple[3];

static const double visions[][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static double
linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static void
to_linear (const PronyColor *color, Triple rgb)
{
  rgb[0] = linear (color->red);
  rgb[1] = linear (color->green);
  rgb[2] = linear (color->blue);
}

static double
luminance (const PronyColor *color)
{
  Triple rgb;

  to_linear (color, rgb);
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

static double
contrast (const PronyColor *a, const PronyColor *b)
{
  double la = luminance (a);
  double lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static double
lab_curve (double t)
{
  return t > 0.008856 ? cbrt (t) : 7.787 * t + 16.0 / 116;
}

static void
to_lab (const PronyColor *color, guint vision, Triple lab)
{
  Triple rgb;
  Triple seen;
  double x;
  double y;
  double z;

  to_linear (color, rgb);
  for (guint i = 0; i < 3; i++)
    {
      seen[i] = 0;
      for (guint j = 0; j < 3; j++)
        seen[i] += visions[vision][i][j] * rgb[j];
      seen[i] = CLAMP (seen[i], 0, 1);
    }
  x = lab_curve ((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
  y = lab_curve (0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
  z = lab_curve ((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
  lab[0] = 116 * y - 16;
  lab[1] = 500 * (x - y);
  lab[2] = 200 * (y - z);
}

static double
degrees (double radians)
{
  double angle = radians * 180 / G_PI;

  return angle < 0 ? angle + 360 : angle;
}

static double
radians (double angle)
{
  return angle * G_PI / 180;
}

static double
mean_hue (double c1, double c2, double h1, double h2)
{
  if (c1 * c2 == 0)
    return h1 + h2;
  if (fabs (h1 - h2) <= 180)
    return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

static double
hue_step (double c1, double c2, double h1, double h2)
{
  if (c1 * c2 == 0)
    return 0;
  if (fabs (h2 - h1) <= 180)
    return h2 - h1;
  return h2 > h1 ? h2 - h1 - 360 : h2 - h1 + 360;
}

static double
ciede2000 (const Triple p, const Triple q)
{
  double chroma = (hypot (p[1], p[2]) + hypot (q[1], q[2])) / 2;
  double g = 0.5 * (1 - sqrt (pow (chroma, 7) / (pow (chroma, 7) + pow (25, 7))));
  double c1 = hypot ((1 + g) * p[1], p[2]);
  double c2 = hypot ((1 + g) * q[1], q[2]);
  double h1 = degrees (atan2 (p[2], (1 + g) * p[1]));
  double h2 = degrees (atan2 (q[2], (1 + g) * q[1]));
  double dl = q[0] - p[0];
  double dc = c2 - c1;
  double dh = 2 * sqrt (c1 * c2) * sin (radians (hue_step (c1, c2, h1, h2) / 2));
  double l = (p[0] + q[0]) / 2;
  double c = (c1 + c2) / 2;
  double h = mean_hue (c1, c2, h1, h2);
  double t = 1 - 0.17 * cos (radians (h - 30)) + 0.24 * cos (radians (2 * h)) +
             0.32 * cos (radians (3 * h + 6)) - 0.2 * cos (radians (4 * h - 63));
  double sl = 1 + 0.015 * pow (l - 50, 2) / sqrt (20 + pow (l - 50, 2));
  double sc = 1 + 0.045 * c;
  double sh = 1 + 0.015 * c * t;
  double rt = -2 * sqrt (pow (c, 7) / (pow (c, 7) + pow (25, 7))) *
              sin (radians (60 * exp (-pow ((h - 275) / 25, 2))));

  return sqrt (pow (dl / sl, 2) + pow (dc / sc, 2) + pow (dh / sh, 2) + rt * (dc / sc) * (dh / sh));
}

/* The implementation itself against published pairs (Sharma et al., table 1). */
static void
test_difference_formula (void)
{
  static const struct
  {
    Triple p;
    Triple q;
    double expected;
  } pairs[] = {
    { { 50.0, 2.6772, -79.7751 }, { 50.0, 0.0, -82.7485 }, 2.0425 },
    { { 50.0, -1.3802, -84.2814 }, { 50.0, 0.0, -82.7485 }, 1.0000 },
    { { 50.0, 2.5, 0.0 }, { 73.0, 25.0, -18.0 }, 27.1492 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
    { { 90.8027, -2.0831, 1.4410 }, { 91.1528, -1.6435, 0.0447 }, 1.4441 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpfloat_with_epsilon (ciede2000 (pairs[i].p, pairs[i].q), pairs[i].expected, 1e-4);
}

static void
test_contrast (void)
{
  static const struct
  {
    gboolean dark;
    PronyColor background;
  } cases[] = {
    { FALSE, { 1, 1, 1 } },
    { FALSE, { 0.980, 0.980, 0.980 } },
    { TRUE, { 0.118, 0.118, 0.118 } },
    { TRUE, { 0.208, 0.208, 0.208 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint slot = 0; slot < PRONY_PALETTE_SIZE; slot++)
      {
        PronyColor color;

        prony_palette_get_color (slot, cases[i].dark, &color);
        g_assert_cmpfloat (contrast (&color, &cases[i].background), >=, LEAST_CONTRAST);
      }
}

static void
test_difference (void)
{
  for (guint dark = 0; dark < 2; dark++)
    for (guint vision = 0; vision < G_N_ELEMENTS (visions); vision++)
      for (guint a = 0; a < PRONY_PALETTE_SIZE; a++)
        for (guint b = a + 1; b < PRONY_PALETTE_SIZE; b++)
          {
            PronyColor colors[2];
            Triple labs[2];

            prony_palette_get_color (a, dark, &colors[0]);
            prony_palette_get_color (b, dark, &colors[1]);
            to_lab (&colors[0], vision, labs[0]);
            to_lab (&colors[1], vision, labs[1]);
            g_assert_cmpfloat (ciede2000 (labs[0], labs[1]), >=, LEAST_DIFFERENCE);
          }
}

/* From little to much there is a way without a turn, and figures can be read all along. */
static void
test_ramp (void)
{
  static const PronyColor black = { 0, 0, 0 };
  static const PronyColor white = { 1, 1, 1 };

  for (guint dark = 0; dark < 2; dark++)
    {
      double before = dark ? -1 : 2;

      for (guint i = 0; i <= 200; i++)
        {
          PronyColor color;

          prony_palette_get_ramp_color (i / 200.0, dark, &color);
          if (dark)
            g_assert_cmpfloat (luminance (&color), >, before);
          else
            g_assert_cmpfloat (luminance (&color), <, before);
          before = luminance (&color);
          g_assert_cmpfloat (contrast (&color, prony_color_is_light (&color) ? &black : &white), >=,
                             4.5);
        }
    }
}

/* No two of the first 36 series share colour, pattern and marker. */
static void
test_slots (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint slot = 0; slot < PRONY_PALETTE_SIZE * PRONY_PALETTE_SIZE; slot++)
    {
      PronyColor color;

      prony_palette_get_color (slot, FALSE, &color);
      g_assert_cmpint (prony_palette_get_pattern (slot), <, PRONY_N_PATTERNS);
      g_assert_cmpint (prony_palette_get_marker (slot), <, PRONY_N_MARKERS);
      g_assert_true (
        g_hash_table_add (seen, g_strdup_printf ("%.3f %.3f %.3f %d", color.red, color.green,
                                                 color.blue, prony_palette_get_pattern (slot))));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/palette/difference-formula", test_difference_formula);
  g_test_add_func ("/chart/palette/contrast", test_contrast);
  g_test_add_func ("/chart/palette/difference", test_difference);
  g_test_add_func ("/chart/palette/ramp", test_ramp);
  g_test_add_func ("/chart/palette/slots", test_slots);
  return g_test_run ();
}
