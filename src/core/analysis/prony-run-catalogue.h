/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-run-chart-data.h"
#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/**
 * PronyRunSection:
 *
 * What the charts of a run are sorted by.
 */
typedef enum
{
  PRONY_RUN_SECTION_SPEED,
  PRONY_RUN_SECTION_LOAD,
  PRONY_RUN_SECTION_TOKENS,
  PRONY_RUN_SECTION_SUCCESS,
  PRONY_RUN_SECTION_COURSE,
  PRONY_RUN_SECTION_COST,
  PRONY_N_RUN_SECTIONS,
} PronyRunSection;

/**
 * PronyRunChart:
 * @charts: (element-type PronyChart): empty where the data does not support it; of charts
 *   that are alike, such as those of several scenarios, a bounded number
 * @note: (nullable): a sentence on what is shown, such as how many of the requests
 * @absent: (nullable): untranslated sentence, why there is no chart
 *
 * What came of one kind of chart for a run.
 */
typedef struct
{
  GPtrArray *charts;
  char *note;
  const char *absent;
} PronyRunChart;

/**
 * PronyRunChartKind:
 * @id: its name in files, such as "latency-by-prompt"
 * @title: untranslated title, such as "Latency by prompt length"; give it to gettext
 * @section: where it belongs
 * @needs: what it is drawn from
 * @first: whether it is shown before anybody asks for more
 * @make: draws it; in any thread
 *
 * One kind of chart that a run may have.
 */
typedef struct
{
  const char *id;
  const char *title;
  PronyRunSection section;
  PronyRunChartNeeds needs;
  gboolean first;
  /*< private >*/
  void (*make) (PronyRunChart *self, const PronyRunChartData *data);
} PronyRunChartKind;

const PronyRunChartKind *prony_run_catalogue_get (guint *n_kinds);
const char *prony_run_section_title (PronyRunSection section);

PronyRunChart *prony_run_chart_make (const PronyRunChartKind *kind, const PronyRunChartData *data);
void prony_run_chart_free (PronyRunChart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunChart, prony_run_chart_free)

G_END_DECLS
