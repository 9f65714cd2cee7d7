/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/report/prony-report-block.h"
#include "core/report/prony-report-html.h"

/* One file that can be mailed and opened anywhere: no script, nothing from outside. The
 * policy makes a browser hold to that even if something got past the escaping. */
static const char head_begin[] =
  "<head>\n<meta charset=\"utf-8\">\n"
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
  "'unsafe-inline'\">\n"
  "<meta name=\"viewport\" content=\"width=device-width\">\n"
  "<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char style[] =
  "<style>\n"
  ":root { --fg: #1f1f24; --bg: #fff; --line: #d0d0d5; --soft: #f3f3f5; --bar: #1c71d8;"
  " --notice: #8a4b00; }\n"
  "@media (prefers-color-scheme: dark) { :root { --fg: #ededf0; --bg: #1e1e22; --line: #4a4a52;"
  " --soft: #2a2a30; --bar: #78aeed; --notice: #f8c471; } }\n"
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
  "figure { margin: 0.8rem 0; } figcaption { font-weight: 600; }\n"
  "svg { max-width: 100%; height: auto; }\n"
  "h1, h2, h3, dd { overflow-wrap: anywhere; }\n"
  "svg text { fill: var(--fg); font-size: 13px; } svg rect { fill: var(--bar); }\n"
  "@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } }\n"
  "</style>\n";

/* Geometry of the bars, in CSS pixels: each has its label above it, which may be long. */
#define BARS_WIDTH 640
#define BAR_WIDTH 520
#define BAR_TOP 18
#define BAR_HEIGHT 16
#define BAR_STEP 44

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

/* The bars only repeat a table, so they are no content for a screen reader. */
static void
append_bars (GString *out, const PronyBlock *block)
{
  guint height = block->rows->len * BAR_STEP;

  g_string_append (out, "<figure>");
  append_element (out, "figcaption", "", block->text);
  g_string_append_printf (out,
                          "<svg width=\"%d\" height=\"%u\" viewBox=\"0 0 %d %u\" "
                          "aria-hidden=\"true\">\n",
                          BARS_WIDTH, height, BARS_WIDTH, height);
  for (guint i = 0; i < block->rows->len; i++)
    {
      char **cells = g_ptr_array_index (block->rows, i);
      guint y = i * BAR_STEP;
      guint width = (guint) (g_ascii_strtoull (cells[1], NULL, 10) * BAR_WIDTH / 100);
      g_autofree char *label_place = g_strdup_printf (" x=\"0\" y=\"%u\"", y + 13);
      g_autofree char *value_place =
        g_strdup_printf (" x=\"%u\" y=\"%u\"", width + 8, y + BAR_TOP + 13);

      append_element (out, "text", label_place, cells[0]);
      g_string_append_printf (out, "<rect x=\"0\" y=\"%u\" width=\"%u\" height=\"%d\" rx=\"2\"/>",
                              y + BAR_TOP, MAX (width, 1), BAR_HEIGHT);
      append_element (out, "text", value_place, cells[2]);
      g_string_append_c (out, '\n');
    }
  g_string_append (out, "</svg></figure>\n");
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

    case PRONY_BLOCK_BARS:
      append_bars (out, block);
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

/**
 * prony_report_html:
 * @document: (element-type PronyBlock): a report; its first block is the title
 *
 * Returns: (transfer full): what `report.html` holds
 */
char *
prony_report_html (GPtrArray *document)
{
  GString *out = g_string_new ("<!DOCTYPE html>\n");
  const PronyBlock *title = g_ptr_array_index (document, 0);

  g_string_append_printf (out, "<html lang=\"%s\">\n",
                          /* Translators: the code of your language, such as "de" or "pt-BR" */
                          C_ ("language", "en"));
  g_string_append (out, head_begin);
  append_element (out, "title", "", title->text);
  g_string_append_c (out, '\n');
  g_string_append (out, style);
  g_string_append (out, "</head>\n<body>\n");
  for (guint i = 0; i < document->len; i++)
    append_block (out, g_ptr_array_index (document, i));
  g_string_append (out, "</body>\n</html>\n");
  return g_string_free (out, FALSE);
}
