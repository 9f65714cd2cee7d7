/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-run-catalogue.h"
#include "core/analysis/prony-run-charts.h"

/* Of charts that are alike, such as those of several scenarios, so many are drawn. */
#define MAX_ALIKE 8

/* More points than these tell nothing more. */
#define MAX_POINTS 50000

/* A quartile of fewer values tells little. */
#define MIN_PER_BIN 5

/* One value of a request over another. */
typedef struct
{
  double x;
  double value;
} Pair;

void _prony_run_chart_take (PronyRunChart *self, PronyChart *chart);
void _prony_run_chart_take_all (PronyRunChart *self, GPtrArray *charts);
void _prony_run_chart_say (PronyRunChart *self, const char *sentence);
void _prony_run_chart_say_alike (PronyRunChart *self, guint n_all);

gboolean _prony_run_chart_is_measured (const PronyRequestRow *row);
GPtrArray *_prony_run_chart_collect (const PronyRunChartData *data, PronyMetric metric);
void _prony_run_chart_take_steps (PronyRunChart *self,
                                  const PronyRunChartData *data,
                                  const char *what,
                                  GPtrArray *samples);
guint _prony_run_chart_add_bins (PronyChart *chart, guint series, GArray *pairs);

void _prony_run_chart_ttft (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_tpot (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_throughput (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_throughput_by_load (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_latency_by_load (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_ttft_by_load (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_tpot_by_load (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_pareto (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_success (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_quality (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_map_ttft (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_map_throughput (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_cost (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_energy (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_memory (PronyRunChart *self, const PronyRunChartData *data);

void _prony_run_chart_resources (PronyRunChart *self, const PronyRunChartData *data);

void _prony_run_chart_latency (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_ttft_spread (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_ttft_steps (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_by_class (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_time_parts (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_latency_by_prompt (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_latency_by_context (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_rate_by_in_flight (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_over_time (PronyRunChart *self, const PronyRunChartData *data);

void _prony_run_chart_tokens (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_rate_by_position (PronyRunChart *self, const PronyRunChartData *data);
void _prony_run_chart_itl_steps (PronyRunChart *self, const PronyRunChartData *data);
