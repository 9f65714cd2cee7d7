/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"
#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

/**
 * PronyTrendPoint:
 * @run_id: of which run
 * @run_name: what it is called
 * @started_us: wall clock
 * @value: median of a distribution, or the one figure of the trial
 * @low: lower end of its 95 % interval; NAN without one, like @high
 * @simulated: whether it was measured on a simulated engine
 * @partial: whether the run was stopped or failed
 * @changed: whether values change their level here
 */
typedef struct
{
  char *run_id;
  char *run_name;
  gint64 started_us;
  double value;
  double low;
  double high;
  gboolean simulated;
  gboolean partial;
  gboolean changed;
} PronyTrendPoint;

/**
 * PronyTrend:
 * @target: name of the target
 * @model: (nullable): its model
 * @scenario: name of the scenario
 * @load: the load
 * @metric: what is shown
 * @points: (element-type PronyTrendPoint): in the order of time
 *
 * One metric of one target at one scenario and load over runs.
 */
typedef struct
{
  char *target;
  char *model;
  char *scenario;
  PronyLoadLevel load;
  PronyMetric metric;
  GArray *points;
} PronyTrend;

PronyTrend *prony_trend_new (const char *target,
                             const char *model,
                             const char *scenario,
                             const PronyLoadLevel *load,
                             PronyMetric metric);
void prony_trend_free (PronyTrend *self);
void prony_trend_add (PronyTrend *self, PronyRun *run);
void prony_trend_find_changes (PronyTrend *self);
PronyChart *prony_trend_make_chart (PronyTrend *self);
char *prony_trend_describe (PronyTrend *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrend, prony_trend_free)

G_END_DECLS
