/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-run-groups.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PRONY_RUN_CHART_MAX_RECORDS:
 *
 * So many requests at most are read with their events for the charts of a run.
 */
#define PRONY_RUN_CHART_MAX_RECORDS 1000

/**
 * PronyRunChartNeeds:
 * @PRONY_RUN_CHART_NEEDS_SUMMARIES: the figures of the trials, which are at hand
 * @PRONY_RUN_CHART_NEEDS_SAMPLES: the readings of this computer
 * @PRONY_RUN_CHART_NEEDS_ROWS: the requests without their events: one read
 * @PRONY_RUN_CHART_NEEDS_EVENTS: some of the requests with their events
 *
 * What a chart is drawn from: each includes those before.
 */
typedef enum
{
  PRONY_RUN_CHART_NEEDS_SUMMARIES,
  PRONY_RUN_CHART_NEEDS_SAMPLES,
  PRONY_RUN_CHART_NEEDS_ROWS,
  PRONY_RUN_CHART_NEEDS_EVENTS,
  PRONY_N_RUN_CHART_NEEDS,
} PronyRunChartNeeds;

/**
 * PronyRunChartData:
 * @groups: the trials by what was asked of whom
 * @rows: (nullable) (element-type PronyRequestRow): all requests; %NULL before they are read
 * @records: (nullable) (element-type GPtrArray(PronyRequestRecord)): by group and target, as
 *   the cells of @groups: some of the requests that succeeded; %NULL before they are read
 * @samples: (nullable) (element-type PronyResourceSample): readings of this computer; %NULL
 *   before they are read
 * @n_records: how many @records there are
 * @n_candidates: among how many requests they were picked
 *
 * What the charts of a run are drawn from. Reference counted; one thread at a time.
 */
typedef struct
{
  PronyRunGroups *groups;
  GArray *rows;
  GPtrArray *records;
  GPtrArray *samples;
  guint n_records;
  guint n_candidates;
} PronyRunChartData;

PronyRunChartData *prony_run_chart_data_new (PronyRun *run);
PronyRunChartData *prony_run_chart_data_ref (PronyRunChartData *self);
void prony_run_chart_data_unref (PronyRunChartData *self);
gboolean prony_run_chart_data_read (PronyRunChartData *self,
                                    PronyStore *store,
                                    PronyRunChartNeeds needs,
                                    GCancellable *cancellable,
                                    GError **error);
void prony_run_chart_data_take_rows (PronyRunChartData *self, GArray *rows);
GArray *prony_run_chart_data_pick (const PronyRunChartData *self, guint max, guint *n_candidates);
void
prony_run_chart_data_add_record (PronyRunChartData *self, guint trial, PronyRequestRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunChartData, prony_run_chart_data_unref)

G_END_DECLS
