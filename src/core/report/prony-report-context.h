/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-knee.h"
#include "core/metrics/prony-recommendation.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyReportEngine:
 * @name: the target's name, as in the run
 * @file_name: the same, fit for the beginning of a file name, unique in the report
 * @trials: (element-type PronyTrial): its trials, in the order of the run
 *
 * One engine of a run, with what was measured of it.
 */
typedef struct
{
  char *name;
  char *file_name;
  GPtrArray *trials;
} PronyReportEngine;

/**
 * PronyReportContext:
 * @run: the run; borrowed, like the two that follow
 * @get_records: (nullable): gives the requests of a trial
 * @user_data: given to @get_records
 * @samples: (nullable) (element-type PronyResourceSample): readings of this computer; borrowed
 * @winners: (element-type PronyWinner): who is best at what
 * @knees: (element-type PronyKnee): of a sweep, where throughput stops growing; empty
 *   otherwise
 * @advice: (element-type PronyRecommendation): which target to take for what, with the
 *   numbers of files
 * @engines: (element-type PronyReportEngine): in the order of the run
 * @cuts: (element-type PronyTrial GArray): figures by tag (#PronyTagCut) of the trials of
 *   which they are known
 * @charts: (element-type PronyReportChart) (nullable): what prony_report_charts_make() drew
 *   up
 * @n_charts_left_out: how many more there would have been
 *
 * What every format of a report is written from.
 */
typedef struct
{
  PronyRun *run;
  PronyRecordsFunc get_records;
  gpointer user_data;
  GPtrArray *samples;
  GArray *winners;
  GArray *knees;
  GPtrArray *advice;
  GPtrArray *engines;
  GHashTable *cuts;
  GPtrArray *charts;
  guint n_charts_left_out;
} PronyReportContext;

PronyReportContext *
prony_report_context_new (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data);
void prony_report_context_free (PronyReportContext *self);
GPtrArray *prony_report_context_fetch (PronyReportContext *self, PronyTrial *trial, GError **error);

double prony_report_winner_ratio (const PronyWinner *winner);
char *prony_report_metric_name (PronyMetric metric);
char *prony_report_target_label (const PronyTarget *target);
char *prony_report_clean (const char *text, gssize length);
char *prony_report_format (double value, PronyUnit unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyReportContext, prony_report_context_free)

G_END_DECLS
