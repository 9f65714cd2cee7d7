/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

/**
 * PronyReportComparison:
 * @set: results side by side
 * @metric: what they are compared by
 * @baseline: index of the entry that the others are compared with
 * @pairs: (element-type PronyComparePair): the answers
 *
 * What a report of a comparison is written from; borrowed.
 */
typedef struct
{
  PronyCompareSet *set;
  PronyMetric metric;
  guint baseline;
  GPtrArray *pairs;
} PronyReportComparison;

const char *prony_report_comparison_describe_verdict (const PronyReportComparison *self,
                                                      guint group,
                                                      guint entry);
GPtrArray *prony_report_comparison_document (const PronyReportComparison *self);
char *prony_report_comparison_csv (const PronyReportComparison *self);
char *prony_report_comparison_tsv (const PronyReportComparison *self);
char *prony_report_comparison_table_for_file (const PronyReportComparison *self,
                                              const char *file_name);

G_END_DECLS
