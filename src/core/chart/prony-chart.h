/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-metric.h"

G_BEGIN_DECLS

/**
 * PronyChartKind:
 * @PRONY_CHART_BARS: groups of level bars, one for each series
 * @PRONY_CHART_LINES: a line for each series over numbers
 */
typedef enum
{
  PRONY_CHART_BARS,
  PRONY_CHART_LINES,
} PronyChartKind;

/**
 * PronyChartSeries:
 * @name: such as an engine's name
 * @slot: its colour, pattern and marker: the same in every chart of a run
 * @simulated: whether its values come from a simulated engine
 */
typedef struct
{
  char *name;
  guint slot;
  gboolean simulated;
} PronyChartSeries;

/**
 * PronyChartDatum:
 * @series: index into the chart's series
 * @group: index into the chart's groups; 0 in a line chart
 * @x: where it lies in a line chart
 * @value: NAN means that there is none
 * @low: lower end of its interval; NAN without one
 * @high: upper end of its interval; NAN without one
 */
typedef struct
{
  guint series;
  guint group;
  double x;
  double value;
  double low;
  double high;
} PronyChartDatum;

/**
 * PronyChart:
 * @kind: how it is drawn
 * @title: what it shows
 * @x_title: (nullable): what the numbers below a line chart are
 * @unit: of the values
 * @better: which way is better
 * @groups: (element-type utf8): headings of the groups of bars
 * @series: (element-type PronyChartSeries): in the order of drawing
 * @data: (element-type PronyChartDatum): in the order of reading
 *
 * What a chart shows, as plain data: it is drawn by #PronyPlot, put into words
 * by prony_chart_describe() and into tables by whoever likes. Reference counted;
 * do not change it once it is shared.
 */
typedef struct
{
  PronyChartKind kind;
  char *title;
  char *x_title;
  PronyUnit unit;
  PronyBetter better;
  GPtrArray *groups;
  GPtrArray *series;
  GArray *data;
} PronyChart;

PronyChart *
prony_chart_new (PronyChartKind kind, const char *title, PronyUnit unit, PronyBetter better);
PronyChart *prony_chart_ref (PronyChart *self);
void prony_chart_unref (PronyChart *self);

guint prony_chart_add_series (PronyChart *self, const char *name, guint slot, gboolean simulated);
guint prony_chart_add_group (PronyChart *self, const char *heading);
void prony_chart_add_bar (
  PronyChart *self, guint group, guint series, double value, double low, double high);
void prony_chart_add_point (
  PronyChart *self, guint series, double x, double value, double low, double high);

guint prony_chart_count_data (PronyChart *self);
const PronyChartDatum *prony_chart_get_datum (PronyChart *self, guint index);
const PronyChartSeries *prony_chart_get_series (PronyChart *self, guint index);
const char *prony_chart_get_group (PronyChart *self, guint index);
gboolean prony_chart_has_values (PronyChart *self);
void prony_chart_get_range (PronyChart *self, double *low, double *high);
int prony_chart_step (PronyChart *self, int index, int dx, int dy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyChart, prony_chart_unref)

G_END_DECLS
