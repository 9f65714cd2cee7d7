/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "core/chart/prony-chart-file.h"
#include "core/chart/prony-plot-private.h"

/* Around the chart, in user units. */
#define MARGIN 12.0

/* Pixels of a PNG for each user unit: sharp on screens of high density. */
#define PNG_SCALE 2.0

/* No image surface of cairo is larger, either way. */
#define MAX_PIXELS 32767.0

static cairo_status_t
append_bytes (gpointer closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
make_surface (PronyChartFormat format, GByteArray *bytes, double width, double height, double scale)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case PRONY_CHART_FORMAT_SVG:
      return cairo_svg_surface_create_for_stream (append_bytes, bytes, width, height);
    case PRONY_CHART_FORMAT_PDF:
      surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
      /* Without a date: the same chart is the same file. */
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
      return surface;
    case PRONY_CHART_FORMAT_PNG:
    default:
      scale = MIN (scale, MAX_PIXELS / MAX (width, height));
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX ((int) (width * scale), 1),
                                            MAX ((int) (height * scale), 1));
      cairo_surface_set_device_scale (surface, scale, scale);
      return surface;
    }
}

static void
draw_with_margin (cairo_t *cr, PronyPlot *plot, double width, double height)
{
  prony_color_set_source (&plot->theme->background, cr, 1);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  prony_plot_draw (plot, cr, -1);
}

/**
 * prony_plot_render:
 * @plot: a plot, with what is hidden and the part of x that it is to be shown with
 * @format: which kind of picture
 * @scale: pixels of a PNG for each user unit, above 0; of no meaning to other formats
 * @error: return location
 *
 * Draws a plot into a picture as it is laid out, without a cursor, on its theme's
 * background and with a margin. A PNG that would be larger than can be made is scaled down.
 * The same plot gives the same bytes on one machine: there is no date in them.
 * May be called in the thread that owns the plot.
 *
 * Returns: (transfer full): the file's contents; %NULL with an error
 */
GBytes *
prony_plot_render (PronyPlot *plot, PronyChartFormat format, double scale, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  double width = ceil (plot->width + 2 * MARGIN);
  double height = ceil (plot->height + 2 * MARGIN);
  cairo_surface_t *surface;
  cairo_t *cr;
  cairo_status_t status;

  g_return_val_if_fail (scale > 0, NULL);

  surface = make_surface (format, bytes, width, height, scale);
  cr = cairo_create (surface);
  draw_with_margin (cr, plot, width, height);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == PRONY_CHART_FORMAT_PNG)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      /* Translators: the second %s is a technical reason */
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
                   _ ("The chart “%s” cannot be drawn: %s."), plot->chart->title,
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * prony_chart_render:
 * @chart: a chart
 * @theme: how it looks
 * @width: of the picture, in user units (1/96 inch)
 * @format: which kind of picture
 * @error: return location
 *
 * Draws a whole chart into a picture; the height follows from the chart. A PNG has two
 * pixels for each user unit. May be called in any thread.
 *
 * Returns: (transfer full): the file's contents; %NULL with an error
 */
GBytes *
prony_chart_render (PronyChart *chart,
                    const PronyChartTheme *theme,
                    double width,
                    PronyChartFormat format,
                    GError **error)
{
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, width - 2 * MARGIN);

  return prony_plot_render (plot, format, PNG_SCALE, error);
}

static gboolean
format_from_name (const char *file_name, PronyChartFormat *format, GError **error)
{
  static const struct
  {
    const char *suffix;
    PronyChartFormat format;
  } formats[] = {
    { ".png", PRONY_CHART_FORMAT_PNG },
    { ".svg", PRONY_CHART_FORMAT_SVG },
    { ".pdf", PRONY_CHART_FORMAT_PDF },
  };
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].suffix))
      {
        *format = formats[i].format;
        return TRUE;
      }

  g_set_error (
    error, PRONY_ERROR, PRONY_ERROR_INPUT,
    _ ("A chart cannot be saved as “%s”. Choose a name that ends in .png, .svg or .pdf."),
    file_name);
  return FALSE;
}

/**
 * prony_plot_save:
 * @plot: a plot, with what is hidden and the part of x that it is to be shown with
 * @file_name: where to; its ending .png, .svg or .pdf says how
 * @cancellable: (nullable): to give up
 * @error: return location; %PRONY_ERROR_INPUT for another ending, of
 *   %G_FILE_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Writes a plot into a file as it is laid out. It touches the disk: call it in a thread.
 *
 * Returns: whether the file was written
 */
gboolean
prony_plot_save (PronyPlot *plot, const char *file_name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  PronyChartFormat format;

  if (!format_from_name (file_name, &format, error))
    return FALSE;
  bytes = prony_plot_render (plot, format, PNG_SCALE, error);
  if (bytes == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  /* Written beside it and renamed: what is there is whole. */
  return g_file_set_contents (file_name, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), error);
}

/**
 * prony_chart_save:
 * @chart: a chart
 * @theme: how it looks
 * @width: of the picture, in user units (1/96 inch)
 * @file_name: where to; its ending .png, .svg or .pdf says how
 * @cancellable: (nullable): to give up
 * @error: return location; %PRONY_ERROR_INPUT for another ending, of
 *   %G_FILE_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Writes a whole chart into a file. It touches the disk: call it in a thread.
 *
 * Returns: whether the file was written
 */
gboolean
prony_chart_save (PronyChart *chart,
                  const PronyChartTheme *theme,
                  double width,
                  const char *file_name,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, width - 2 * MARGIN);

  return prony_plot_save (plot, file_name, cancellable, error);
}
