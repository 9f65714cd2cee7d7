/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"
#include "core/model/prony-metric.h"

G_BEGIN_DECLS

/**
 * PronyBlockKind:
 * @PRONY_BLOCK_HEADING: a heading
 * @PRONY_BLOCK_PARAGRAPH: a paragraph
 * @PRONY_BLOCK_NOTICE: a paragraph that nobody may overlook
 * @PRONY_BLOCK_CHART: a picture of a chart
 * @PRONY_BLOCK_LIST: a list of points
 * @PRONY_BLOCK_TERMS: rows of a term and its meaning
 * @PRONY_BLOCK_TABLE: a table; its first row is the header
 *
 * What a piece of a report is.
 */
typedef enum
{
  PRONY_BLOCK_HEADING,
  PRONY_BLOCK_PARAGRAPH,
  PRONY_BLOCK_NOTICE,
  PRONY_BLOCK_CHART,
  PRONY_BLOCK_LIST,
  PRONY_BLOCK_TERMS,
  PRONY_BLOCK_TABLE,
} PronyBlockKind;

/**
 * PronyBlock:
 * @kind: what it is
 * @level: of a heading, from 1
 * @text: (nullable): of a heading, paragraph or notice; a chart in words
 * @name: (nullable): of a chart, its file's name without the ending
 * @chart: (nullable): what the picture shows
 * @rows: (element-type GStrv) (nullable): of a list, of terms or a table
 * @text_columns: how many columns of a table, from the first, are words, not numbers
 *
 * A piece of a report, in plain text: whoever writes it in a format escapes it.
 */
typedef struct
{
  PronyBlockKind kind;
  guint level;
  char *text;
  char *name;
  PronyChart *chart;
  GPtrArray *rows;
  guint text_columns;
} PronyBlock;

GPtrArray *prony_report_blocks_new (void);
PronyBlock *prony_report_blocks_add (GPtrArray *blocks, PronyBlockKind kind, const char *text);
void prony_report_blocks_add_heading (GPtrArray *blocks, guint level, const char *text);
void prony_report_blocks_add_chart (GPtrArray *blocks, const char *name, PronyChart *chart);
void prony_block_add_row (PronyBlock *self, GStrvBuilder *row);
void prony_block_add_pair (PronyBlock *self, const char *term, const char *meaning);
void prony_block_add_point (PronyBlock *self, const char *text);
void prony_block_add_cell (GStrvBuilder *row, const char *text);
void prony_block_add_value (GStrvBuilder *row, double value, PronyUnit unit);

G_END_DECLS
