/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "golden.h"

/* Compares pictures of charts with those in tests/data/charts. What is compared is SVG,
 * number by number: they may differ by what another processor rounds otherwise.
 *
 * After a change that is meant, write the pictures anew and look at them before they are
 * committed:
 *
 *   PRONY_WRITE_GOLDEN=1 meson test -C BUILD --suite chart
 */

/* In user units; the pictures have two or more decimals. */
#define TOLERANCE 0.02

/**
 * golden_init:
 *
 * Makes texts and times the same on every computer. To be called first in main().
 */
void
golden_init (void)
{
  g_autofree char *fonts =
    g_build_filename (g_getenv ("PRONY_TEST_DATA"), "charts", "fonts.conf", NULL);

  g_setenv ("FONTCONFIG_FILE", fonts, TRUE);
  g_setenv ("TZ", "UTC", TRUE);
}

/**
 * golden_theme:
 * @dark: for a dark background
 *
 * Returns: (transfer full): a theme whose font is the pictures' own
 */
PronyChartTheme *
golden_theme (gboolean dark)
{
  PronyChartTheme *theme = prony_chart_theme_new (dark, FALSE);

  pango_font_description_free (theme->font);
  theme->font = pango_font_description_from_string ("DejaVu Sans 10");

  return theme;
}

static cairo_status_t
append_bytes (gpointer closure, const unsigned char *data, unsigned int length)
{
  g_string_append_len (closure, (const char *) data, length);
  return CAIRO_STATUS_SUCCESS;
}

static char *
draw (PronyPlot *plot)
{
  /* Cairo numbers the pictures that a program makes. */
  g_autoptr (GRegex) number = g_regex_new ("id=\"surface\\d+\"", 0, 0, NULL);
  g_autoptr (GString) svg = g_string_new (NULL);
  cairo_surface_t *surface;
  cairo_t *cr;

  surface = cairo_svg_surface_create_for_stream (append_bytes, svg, 640,
                                                 ceil (prony_plot_get_height (plot)));
  cr = cairo_create (surface);
  prony_plot_draw (plot, cr, 1);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);

  return g_regex_replace_literal (number, svg->str, (gssize) svg->len, 0, "id=\"surface\"", 0,
                                  NULL);
}

static gboolean
is_number (const char *text)
{
  return g_ascii_isdigit (*text) || (*text == '-' && g_ascii_isdigit (text[1]));
}

/* Goes through both until they differ; NULL where they do not. */
static const char *
find_difference (const char *drawn, const char *expected)
{
  while (*drawn != '\0' || *expected != '\0')
    {
      if (is_number (drawn) && is_number (expected))
        {
          char *drawn_end;
          char *expected_end;
          double a = g_ascii_strtod (drawn, &drawn_end);
          double b = g_ascii_strtod (expected, &expected_end);

          if (fabs (a - b) > TOLERANCE)
            return drawn;
          drawn = drawn_end;
          expected = expected_end;
        }
      else if (*drawn != *expected)
        return drawn;
      else
        {
          drawn++;
          expected++;
        }
    }

  return NULL;
}

/**
 * golden_compare:
 * @name: of the picture, without ".svg"
 * @plot: laid out 640 wide
 *
 * Fails unless the plot, with its cursor at the second datum, is drawn like the picture.
 */
void
golden_compare (const char *name, PronyPlot *plot)
{
  g_autofree char *base = g_strconcat (name, ".svg", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "charts", base, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *svg = draw (plot);
  const char *difference;

  if (g_getenv ("PRONY_WRITE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, svg, -1, &error);
      g_assert_no_error (error);
    }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);

  difference = find_difference (svg, expected);
  if (difference != NULL)
    {
      g_test_message ("%s differs at byte %d: %.200s", base, (int) (difference - svg), difference);
      g_test_fail ();
    }
}

/**
 * golden_compare_chart:
 * @name: of the picture, without ".svg"
 * @chart: a chart
 * @theme: from golden_theme()
 *
 * The same for a chart as it is laid out at first.
 */
void
golden_compare_chart (const char *name, PronyChart *chart, const PronyChartTheme *theme)
{
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 640);

  golden_compare (name, plot);
}
