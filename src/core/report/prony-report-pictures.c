/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <string.h>

#include "core/chart/prony-chart-file.h"
#include "core/report/prony-report-folder.h"
#include "core/report/prony-report-numbers.h"
#include "core/report/prony-report-pictures.h"
#include "core/report/prony-report-svg.h"

/* The charts of a report as files. */

#define FOLDER "charts"

static GBytes *
draw (const PronyBlock *block, PronyReportFormat format, GError **error)
{
  g_autoptr (PronyChartTheme) theme = NULL;
  char *svg;

  if (format == PRONY_REPORT_SVG)
    {
      svg = prony_report_svg_file (block, error);
      return svg != NULL ? g_bytes_new_take (svg, strlen (svg)) : NULL;
    }

  theme = prony_chart_theme_new (FALSE, FALSE);
  return prony_chart_render (block->chart, theme, PRONY_REPORT_CHART_WIDTH, PRONY_CHART_FORMAT_PNG,
                             error);
}

static gboolean
write_picture (const PronyBlock *block,
               const char *folder,
               PronyReportFormat format,
               GCancellable *cancellable,
               GError **error)
{
  const char *ending = format == PRONY_REPORT_SVG ? "svg" : "png";
  g_autofree char *name = g_strdup_printf (FOLDER G_DIR_SEPARATOR_S "%s.%s", block->name, ending);
  g_autoptr (GBytes) contents = draw (block, format, error);

  return contents != NULL && prony_report_file_write (folder, name, contents, cancellable, error);
}

/**
 * prony_report_pictures_write:
 * @document: (element-type PronyBlock): a report
 * @folder: where the folder `charts` is to be
 * @formats: which kinds of pictures to write; other formats are of no meaning here
 * @cancellable: (nullable): to give up
 * @error: return location for %PRONY_ERROR_FAILED, or of %G_IO_ERROR
 *
 * Writes the charts of a report, a file for each. There is no folder where there are none.
 *
 * Returns: whether all were written
 */
gboolean
prony_report_pictures_write (GPtrArray *document,
                             const char *folder,
                             PronyReportFormat formats,
                             GCancellable *cancellable,
                             GError **error)
{
  static const PronyReportFormat kinds[] = { PRONY_REPORT_SVG, PRONY_REPORT_PNG };
  g_auto (PronyReportNumbers) numbers = { 0 };
  gboolean begun = FALSE;

  prony_report_numbers_begin (&numbers);
  for (guint i = 0; i < document->len; i++)
    {
      const PronyBlock *block = g_ptr_array_index (document, i);

      if (block->kind != PRONY_BLOCK_CHART || (formats & PRONY_REPORT_PICTURES) == 0)
        continue;
      if (!begun && !prony_report_folder_add (folder, FOLDER, error))
        return FALSE;
      begun = TRUE;
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        if ((formats & kinds[k]) && !write_picture (block, folder, kinds[k], cancellable, error))
          return FALSE;
    }

  return TRUE;
}
