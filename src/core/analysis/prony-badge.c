/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/analysis/prony-badge.h"
#include "core/analysis/prony-run-charts.h"
#include "core/metrics/prony-repeats.h"

/* In pixels. The text is drawn in whatever font there is and made so long. */
#define HEIGHT 20
#define PADDING 6
#define NARROW 6.6
#define WIDE 11.0

/* White on both has a contrast over 4.5, and the edge stands out from light and dark pages. */
#define LABEL_COLOUR "#4b4b4b"
#define VALUE_COLOUR "#1a5f9e"
#define EDGE_COLOUR "#8a8a8a"

/* What a name may have at most: a README is no place for a path. */
#define MAX_NAME 40

static double
measure (const char *text)
{
  double width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? WIDE : NARROW;
    }
  return ceil (width);
}

/* Without what XML cannot hold, and not too long. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *result = g_string_new (NULL);
  guint n = 0;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (n++ == MAX_NAME)
        {
          g_string_append (result, "…");
          break;
        }
      g_string_append_unichar (result, g_unichar_isprint (c) ? c : ' ');
    }
  return g_string_free (result, FALSE);
}

static void
append_text (GString *svg, double x, double width, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (
    svg, "<text x=\"%d\" y=\"14\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\">%s</text>",
    (int) x, (int) width, escaped);
}

static char *
draw (const char *label, const char *value, const char *title)
{
  double label_width = measure (label);
  double value_width = measure (value);
  int left = (int) label_width + 2 * PADDING;
  int right = (int) value_width + 2 * PADDING;
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  GString *svg = g_string_new (NULL);

  g_string_append_printf (svg,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                          "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"t\">"
                          "<title id=\"t\">%s</title>",
                          left + right, HEIGHT, left + right, HEIGHT, escaped);
  g_string_append_printf (
    svg,
    "<clipPath id=\"c\"><rect width=\"%d\" height=\"%d\" rx=\"3\"/></clipPath>"
    "<g clip-path=\"url(#c)\"><rect width=\"%d\" height=\"%d\" "
    "fill=\"" LABEL_COLOUR "\"/><rect x=\"%d\" width=\"%d\" height=\"%d\" "
    "fill=\"" VALUE_COLOUR "\"/></g>",
    left + right, HEIGHT, left, HEIGHT, left, right, HEIGHT);
  g_string_append_printf (svg,
                          "<rect x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"2.5\" "
                          "fill=\"none\" stroke=\"" EDGE_COLOUR "\"/>",
                          left + right - 1, HEIGHT - 1);
  g_string_append (svg, "<g fill=\"#fff\" font-size=\"11\" "
                        "font-family=\"Verdana,DejaVu Sans,Geneva,sans-serif\">");
  append_text (svg, PADDING, label_width, label);
  append_text (svg, left + PADDING, value_width, value);
  g_string_append (svg, "</g></svg>\n");

  return g_string_free (svg, FALSE);
}

/**
 * prony_badge_make_svg:
 * @run: a run
 * @trial: one of its trials
 * @metric: what to show of it
 *
 * Draws a badge for a README: the target and the metric, and its value. The picture needs nothing
 * but itself and has a title for those who do not see it, with scenario, load, run and date. A
 * simulated result says so.
 *
 * Returns: (transfer full) (nullable): an SVG document; %NULL where the trial has no such value
 */
char *
prony_badge_make_svg (PronyRun *run, PronyTrial *trial, PronyMetric metric)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *name = clean (trial->target->name);
  g_autofree char *run_name = clean (run->name);
  g_autofree char *metric_title = prony_run_charts_metric_title (metric);
  g_autofree char *load = prony_load_level_describe (&trial->load);
  g_autofree char *date = prony_format_date (run->started_us);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) repeats = NULL;
  double value;

  g_return_val_if_fail (run != NULL && trial != NULL, NULL);

  repeats = prony_repeats_collect (run, trial);
  value = prony_repeats_get_value (repeats, metric);
  if (!isfinite (value))
    return NULL;

  text = prony_format_value (value, info->unit);
  if (trial->target->simulated)
    /* Translators: on a badge: an engine, and a metric */
    label = g_strdup_printf (_ ("%s (simulated) · %s"), name, prony_metric_get_title (metric));
  else
    label = g_strdup_printf ("%s · %s", name, prony_metric_get_title (metric));
  title = g_strdup_printf ("%s: %s, %s (%s, %s; %s, %s)", label, metric_title, text,
                           trial->scenario_name, load, run_name, date);
  return draw (label, text, title);
}
