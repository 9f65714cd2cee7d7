/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include "core/chart/prony-chart-text.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-context.h"

static void
block_free (PronyBlock *self)
{
  g_free (self->text);
  g_free (self->name);
  g_clear_pointer (&self->chart, prony_chart_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

/**
 * prony_report_blocks_new:
 *
 * Returns: (transfer full) (element-type PronyBlock): a document without blocks
 */
GPtrArray *
prony_report_blocks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
}

/**
 * prony_report_blocks_add:
 * @blocks: (element-type PronyBlock): a document
 * @kind: what to add
 * @text: (nullable): its text; made valid UTF-8
 *
 * Adds a block at the end; one that has rows gets none yet.
 *
 * Returns: (transfer none): the block
 */
PronyBlock *
prony_report_blocks_add (GPtrArray *blocks, PronyBlockKind kind, const char *text)
{
  PronyBlock *block = g_new0 (PronyBlock, 1);

  block->kind = kind;
  block->text = prony_report_clean (text, -1);
  if (kind >= PRONY_BLOCK_LIST)
    block->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_ptr_array_add (blocks, block);
  return block;
}

/**
 * prony_report_blocks_add_heading:
 * @blocks: (element-type PronyBlock): a document
 * @level: from 1, the title, to 3
 * @text: the heading
 *
 * Adds a heading at the end.
 */
void
prony_report_blocks_add_heading (GPtrArray *blocks, guint level, const char *text)
{
  prony_report_blocks_add (blocks, PRONY_BLOCK_HEADING, text)->level = level;
}

/**
 * prony_report_blocks_add_chart:
 * @blocks: (element-type PronyBlock): a document
 * @name: its file's name without the ending, of lower-case ASCII
 * @chart: a chart with values
 *
 * Adds a picture of a chart at the end, with the words for those who cannot see it.
 */
void
prony_report_blocks_add_chart (GPtrArray *blocks, const char *name, PronyChart *chart)
{
  g_autofree char *words = prony_chart_describe (chart);
  PronyBlock *block = prony_report_blocks_add (blocks, PRONY_BLOCK_CHART, words);

  block->name = g_strdup (name);
  block->chart = prony_chart_ref (chart);
}

/**
 * prony_block_add_row:
 * @self: a block with rows
 * @row: (transfer full): the cells of a row
 *
 * Adds a row.
 */
void
prony_block_add_row (PronyBlock *self, GStrvBuilder *row)
{
  g_ptr_array_add (self->rows, g_strv_builder_end (row));
  g_strv_builder_unref (row);
}

/**
 * prony_block_add_pair:
 * @self: a block of terms
 * @term: what is explained
 * @meaning: (nullable): its meaning
 *
 * Adds a row of two cells.
 */
void
prony_block_add_pair (PronyBlock *self, const char *term, const char *meaning)
{
  GStrvBuilder *row = g_strv_builder_new ();

  prony_block_add_cell (row, term);
  prony_block_add_cell (row, meaning);
  prony_block_add_row (self, row);
}

/**
 * prony_block_add_point:
 * @self: a list
 * @text: a point
 *
 * Adds a row of one cell.
 */
void
prony_block_add_point (PronyBlock *self, const char *text)
{
  GStrvBuilder *row = g_strv_builder_new ();

  prony_block_add_cell (row, text);
  prony_block_add_row (self, row);
}

/**
 * prony_block_add_cell:
 * @row: a row under construction
 * @text: (nullable): its next cell, made valid UTF-8; %NULL gives an en dash
 *
 * Adds a cell of words.
 */
void
prony_block_add_cell (GStrvBuilder *row, const char *text)
{
  g_autofree char *clean = prony_report_clean (text != NULL ? text : "–", -1);

  g_strv_builder_add (row, clean);
}

/**
 * prony_block_add_value:
 * @row: a row under construction
 * @value: its next cell; NAN gives an en dash
 * @unit: the unit of @value
 *
 * Adds a cell with a figure.
 */
void
prony_block_add_value (GStrvBuilder *row, double value, PronyUnit unit)
{
  g_autofree char *text = prony_report_format (value, unit);

  g_strv_builder_add (row, text);
}
