/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/report/prony-report-block.h"
#include "core/report/prony-report-html.h"
#include "core/report/prony-report-markdown.h"
#include "core/report/prony-report-numbers.h"
#include "core/report/prony-report-svg.h"

/* One file that can be mailed and opened anywhere: no script, nothing from outside. The
 * policy makes a browser hold to that even if something got past the escaping. */
static const char head_begin[] =
  "<head>\n<meta charset=\"utf-8\">\n"
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
  "'unsafe-inline'; img-src data:\">\n"
  "<meta name=\"viewport\" content=\"width=device-width\">\n"
  "<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char style[] =
  ":root { --fg: #1f1f24; --bg: #fff; --line: #d0d0d5; --soft: #f3f3f5; "
  "--notice: #8a4b00; }\n"
  "@media (prefers-color-scheme: dark) { :root { --fg: #ededf0; --bg: #1e1e22; --line: #4a4a52;"
  " --soft: #2a2a30; --notice: #f8c471; } }\n"
  "body { font: 15px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg);"
  " max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }\n"
  ".scroll { overflow-x: auto; }\n"
  "table { border-collapse: collapse; margin: 0.5rem 0; font-variant-numeric: tabular-nums; }\n"
  "th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.7rem; text-align: start; }\n"
  "th { background: var(--soft); }\n"
  ".number { text-align: end; white-space: nowrap; }\n"
  ".notice { border: 2px solid var(--notice); border-radius: 6px; padding: 0.6rem 0.9rem;"
  " font-weight: 600; }\n"
  "dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; }\n"
  "dt { font-weight: 600; } dd { margin: 0; }\n"
  "figure { margin: 1.2rem 0; overflow-x: auto; } figcaption { font-weight: 600; }\n"
  "svg { max-width: 100%; min-width: 36rem; height: auto; }\n"
  "h1, h2, h3, dd { overflow-wrap: anywhere; }\n"
  "@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } }\n";

static void
append_element (GString *out, const char *tag, const char *attributes, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (out, "<%s%s>%s</%s>", tag, attributes, escaped, tag);
}

static void
append_table (GString *out, const PronyBlock *block)
{
  g_string_append (out, "<div class=\"scroll\"><table>\n");
  for (guint i = 0; i < block->rows->len; i++)
    {
      char **cells = g_ptr_array_index (block->rows, i);

      g_string_append (out, i == 0 ? "<thead><tr>" : "<tr>");
      for (guint k = 0; cells[k] != NULL; k++)
        {
          gboolean number = k >= block->text_columns;

          if (i == 0)
            append_element (
              out, "th", number ? " scope=\"col\" class=\"number\"" : " scope=\"col\"", cells[k]);
          else
            append_element (out, "td", number ? " class=\"number\"" : "", cells[k]);
        }
      g_string_append (out, i == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
    }
  g_string_append (out, "</tbody></table></div>\n");
}

static void
append_points (GString *out, const PronyBlock *block)
{
  gboolean terms = block->kind == PRONY_BLOCK_TERMS;

  g_string_append (out, terms ? "<dl>\n" : "<ul>\n");
  for (guint i = 0; i < block->rows->len; i++)
    {
      char **cells = g_ptr_array_index (block->rows, i);

      append_element (out, terms ? "dt" : "li", "", cells[0]);
      if (terms)
        append_element (out, "dd", "", cells[1]);
      g_string_append_c (out, '\n');
    }
  g_string_append (out, terms ? "</dl>\n" : "</ul>\n");
}

static gboolean
append_chart (
  GString *out, const PronyBlock *block, guint number, PronyReportColors *colors, GError **error)
{
  g_autofree char *prefix = g_strdup_printf ("c%u-", number);
  g_autofree char *svg = prony_report_svg_inline (block, prefix, colors, error);

  if (svg == NULL)
    return FALSE;

  g_string_append (out, "<figure>");
  append_element (out, "figcaption", "", block->chart->title);
  g_string_append_printf (out, "\n%s</figure>\n", svg);
  return TRUE;
}

static void
append_block (GString *out, const PronyBlock *block)
{
  static const char *const headings[] = { "h1", "h1", "h2", "h3" };

  switch (block->kind)
    {
    case PRONY_BLOCK_HEADING:
      append_element (out, headings[MIN (block->level, 3)], "", block->text);
      g_string_append_c (out, '\n');
      break;

    case PRONY_BLOCK_NOTICE:
      append_element (out, "p", " class=\"notice\"", block->text);
      g_string_append_c (out, '\n');
      break;

    case PRONY_BLOCK_TABLE:
      append_table (out, block);
      break;

    case PRONY_BLOCK_LIST:
    case PRONY_BLOCK_TERMS:
      append_points (out, block);
      break;

    case PRONY_BLOCK_PARAGRAPH:
    default:
      append_element (out, "p", "", block->text);
      g_string_append_c (out, '\n');
      break;
    }
}

static char *
make_body (GPtrArray *document, PronyReportColors *colors, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < document->len; i++)
    {
      const PronyBlock *block = g_ptr_array_index (document, i);

      if (block->kind != PRONY_BLOCK_CHART)
        append_block (out, block);
      else if (!append_chart (out, block, i, colors, error))
        return NULL;
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * prony_report_html:
 * @document: (element-type PronyBlock): a report; its first block is the title
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Writes a page that needs nothing else, with its charts in it. Drawing them takes a while:
 * call it in a thread.
 *
 * Returns: (transfer full) (nullable): what `report.html` holds
 */
char *
prony_report_html (GPtrArray *document, GError **error)
{
  g_autoptr (PronyReportColors) colors = prony_report_colors_new ();
  g_autofree char *body = NULL;
  g_autofree char *css = NULL;
  g_auto (PronyReportNumbers) numbers = { 0 };
  const PronyBlock *title = g_ptr_array_index (document, 0);
  GString *out;

  prony_report_numbers_begin (&numbers);
  body = make_body (document, colors, error);
  if (body == NULL)
    return NULL;

  css = prony_report_colors_to_css (colors);
  out = g_string_new ("<!DOCTYPE html>\n");
  g_string_append_printf (out, "<html lang=\"%s\">\n",
                          /* Translators: the code of your language, such as "de" or "pt-BR" */
                          C_ ("language", "en"));
  g_string_append (out, head_begin);
  append_element (out, "title", "", title->text);
  g_string_append_printf (out, "\n<style>\n%s%s</style>\n</head>\n<body>\n%s</body>\n</html>\n",
                          style, css, body);
  return g_string_free (out, FALSE);
}

/**
 * prony_report_document_for_file:
 * @document: (element-type PronyBlock): a report
 * @file_name: where it will be written
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Writes a report that is a single file. In a thread, see prony_report_html().
 *
 * Returns: (transfer full) (nullable): what the file holds, by the end of its name: HTML, else
 *   Markdown, with words in the place of pictures, which would be files beside it
 */
char *
prony_report_document_for_file (GPtrArray *document, const char *file_name, GError **error)
{
  g_autofree char *name = g_ascii_strdown (file_name, -1);

  if (g_str_has_suffix (name, ".html") || g_str_has_suffix (name, ".htm"))
    return prony_report_html (document, error);
  return prony_report_markdown (document, NULL);
}
