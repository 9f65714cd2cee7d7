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
 * @PRONY_CHART_STACKED: one level bar for each group, made of a part for each series
 * @PRONY_CHART_BOXES: groups of level boxes: quartiles, whiskers at the 5th and 95th
 *   percentiles, what lies beyond as points
 * @PRONY_CHART_VIOLINS: the same with the shape of the distribution
 * @PRONY_CHART_LINES: a line for each series over numbers, with a band for its interval
 * @PRONY_CHART_SCATTER: points
 * @PRONY_CHART_STEPS: shares from 0 to 1 over values: a cumulative distribution
 * @PRONY_CHART_HISTOGRAM: counts of values in bins
 * @PRONY_CHART_TIME: a line for each series over time
 * @PRONY_CHART_WATERFALL: spans of time, one row for each group, a phase for each series
 * @PRONY_CHART_PARETO: points, and a line through those that no other beats in both ways
 * @PRONY_CHART_HEAT_MAP: a table of colours, with numbers where there is room: a row
 *   for each series, a column for each group
 */
typedef enum
{
  PRONY_CHART_BARS,
  PRONY_CHART_STACKED,
  PRONY_CHART_BOXES,
  PRONY_CHART_VIOLINS,
  PRONY_CHART_LINES,
  PRONY_CHART_SCATTER,
  PRONY_CHART_STEPS,
  PRONY_CHART_HISTOGRAM,
  PRONY_CHART_TIME,
  PRONY_CHART_WATERFALL,
  PRONY_CHART_PARETO,
  PRONY_CHART_HEAT_MAP,
  PRONY_N_CHART_KINDS,
} PronyChartKind;

/**
 * PronyScale:
 * @PRONY_SCALE_LINEAR: equal steps are equally far
 * @PRONY_SCALE_LOG: equal ratios are equally far; for values above 0 only
 * @PRONY_SCALE_TIME: wall-clock time, microseconds since 1970
 *
 * How an axis lies over its values.
 */
typedef enum
{
  PRONY_SCALE_LINEAR,
  PRONY_SCALE_LOG,
  PRONY_SCALE_TIME,
} PronyScale;

/* Where the whiskers of boxes and violins end. */
#define PRONY_CHART_WHISKER_LOW 0.05
#define PRONY_CHART_WHISKER_HIGH 0.95

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
 * @group: index into the chart's groups; 0 in a chart over numbers
 * @x: where it lies in a chart over numbers; NAN elsewhere
 * @value: NAN means that there is none. In a waterfall, how long the span is; of boxes
 *   and violins, the median
 * @low: lower end of its interval; NAN without one. In a waterfall, where the span begins;
 *   of boxes and violins, the quartiles
 * @high: upper end of its interval; NAN without one. In a waterfall, where the span ends
 * @x_end: where its bin ends in a histogram; NAN elsewhere
 * @samples: index into the chart's samples, of boxes and violins; -1 elsewhere
 * @mark: what it leads to, such as the row of a request in the store; 0 for nothing
 * @flagged: whether it is to be pointed out, such as a change of level or an outlier
 */
typedef struct
{
  guint series;
  guint group;
  double x;
  double value;
  double low;
  double high;
  double x_end;
  int samples;
  gint64 mark;
  gboolean flagged;
} PronyChartDatum;

/**
 * PronyChartBand:
 * @from: where it begins below, of a chart over numbers or time
 * @to: where it ends
 * @title: what it is, such as the trial that was measured then
 *
 * A part of the axis below that is set off from the rest.
 */
typedef struct
{
  double from;
  double to;
  char *title;
} PronyChartBand;

/**
 * PronyChart:
 * @kind: how it is drawn
 * @title: what it shows
 * @x_title: (nullable): what the numbers below a line chart are
 * @y_title: (nullable): what the values are, where the title does not say it
 * @x_unit: of the numbers below
 * @x_scale: how the axis below lies
 * @y_scale: how the axis of the values lies
 * @x_better: which way is better below, of a Pareto front
 * @reference: a value to draw a line at, such as an objective; NAN for none
 * @reference_title: (nullable): what it is
 * @unit: of the values
 * @better: which way is better
 * @groups: (element-type utf8): headings of the groups of bars
 * @series: (element-type PronyChartSeries): in the order of drawing
 * @data: (element-type PronyChartDatum): in the order of reading
 * @bands: (element-type PronyChartBand): drawn behind everything else
 * @samples: (element-type GArray(double)): sorted values behind boxes and violins
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
  char *y_title;
  PronyUnit unit;
  PronyUnit x_unit;
  PronyScale x_scale;
  PronyScale y_scale;
  PronyBetter better;
  PronyBetter x_better;
  double reference;
  char *reference_title;
  GPtrArray *groups;
  GPtrArray *series;
  GArray *data;
  GPtrArray *bands;
  GPtrArray *samples;
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

void prony_chart_add_sample (PronyChart *self, guint group, guint series, GArray *sorted);
void prony_chart_add_bin (PronyChart *self, guint series, double from, double to, double value);
void prony_chart_add_span (PronyChart *self, guint group, guint series, double from, double to);
void prony_chart_add_cell (PronyChart *self, guint group, guint series, double value);
void prony_chart_add_band (PronyChart *self, double from, double to, const char *title);
const PronyChartBand *prony_chart_find_band (PronyChart *self, double x);
void prony_chart_mark_last (PronyChart *self, gint64 mark, gboolean flagged);
gboolean prony_chart_has_continuous_x (PronyChart *self);

PronyChart *prony_chart_new_scaled (PronyChart *self, PronyScale scale);
PronyScale prony_chart_get_value_scale (PronyChart *self);
gboolean prony_chart_can_be_log (PronyChart *self);

guint prony_chart_count_data (PronyChart *self);
const PronyChartDatum *prony_chart_get_datum (PronyChart *self, guint index);
const PronyChartSeries *prony_chart_get_series (PronyChart *self, guint index);
const char *prony_chart_get_group (PronyChart *self, guint index);
const double *prony_chart_get_samples (PronyChart *self, guint index, guint *n);
double prony_chart_get_total (PronyChart *self, guint group);
gboolean prony_chart_has_values (PronyChart *self);
void prony_chart_get_range (PronyChart *self, double *low, double *high);
int prony_chart_step (PronyChart *self, int index, int dx, int dy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyChart, prony_chart_unref)

G_END_DECLS
