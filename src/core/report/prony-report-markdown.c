/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include "core/report/prony-report-block.h"
#include "core/report/prony-report-markdown.h"

/* Names and messages come from users and engines: nothing in them may become markup,
 * and a line end would end a table's row. */
static void
append_escaped (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      /* Before a space it is only "less than". */
      if (*p == '<' && p[1] != ' ')
        g_string_append (out, "&lt;");
      else if (*p == '&')
        g_string_append (out, "&amp;");
      else if ((guchar) *p < ' ')
        g_string_append_c (out, ' ');
      else
        {
          if (strchr ("\\`*_[]|>#!~", *p) != NULL)
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
    }
}

static void
append_row (GString *out, char **cells)
{
  g_string_append_c (out, '|');
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_string_append_c (out, ' ');
      append_escaped (out, cells[i]);
      g_string_append (out, " |");
    }
  g_string_append_c (out, '\n');
}

static void
append_table (GString *out, const PronyBlock *block)
{
  char **header = g_ptr_array_index (block->rows, 0);

  append_row (out, header);
  g_string_append_c (out, '|');
  for (guint i = 0; header[i] != NULL; i++)
    g_string_append (out, i < block->text_columns ? " --- |" : " ---: |");
  g_string_append_c (out, '\n');
  for (guint i = 1; i < block->rows->len; i++)
    append_row (out, g_ptr_array_index (block->rows, i));
}

static void
append_points (GString *out, const PronyBlock *block)
{
  for (guint i = 0; i < block->rows->len; i++)
    {
      char **cells = g_ptr_array_index (block->rows, i);

      g_string_append (out, "- ");
      if (block->kind == PRONY_BLOCK_TERMS)
        {
          g_string_append (out, "**");
          append_escaped (out, cells[0]);
          g_string_append (out, "**: ");
          append_escaped (out, cells[1]);
        }
      else
        append_escaped (out, cells[0]);
      g_string_append_c (out, '\n');
    }
}

static void
append_text (GString *out, const char *before, const char *text, const char *after)
{
  g_string_append (out, before);
  append_escaped (out, text);
  g_string_append (out, after);
}

static void
append_block (GString *out, const PronyBlock *block, const char *ending)
{
  if (out->len > 0)
    g_string_append_c (out, '\n');

  switch (block->kind)
    {
    case PRONY_BLOCK_HEADING:
      for (guint i = 0; i < block->level; i++)
        g_string_append_c (out, '#');
      append_text (out, " ", block->text, "\n");
      break;

    case PRONY_BLOCK_NOTICE:
      append_text (out, "> **", block->text, "**\n");
      break;

    case PRONY_BLOCK_CHART:
      if (ending != NULL)
        {
          append_text (out, "![", block->text, "](charts/");
          g_string_append_printf (out, "%s.%s)\n", block->name, ending);
        }
      else
        append_text (out, "", block->text, "\n");
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
      append_text (out, "", block->text, "\n");
      break;
    }
}

/**
 * prony_report_markdown:
 * @document: (element-type PronyBlock): a report
 * @ending: (nullable): of the files of its charts in the folder `charts`, such as "svg"; %NULL
 *   where there are none: their words take their place
 *
 * Returns: (transfer full): Markdown
 */
char *
prony_report_markdown (GPtrArray *document, const char *ending)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < document->len; i++)
    append_block (out, g_ptr_array_index (document, i), ending);
  return g_string_free (out, FALSE);
}
