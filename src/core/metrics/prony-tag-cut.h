/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"
#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/**
 * PronyTagCut:
 * @tag: the tag; belongs to the scenario
 * @requests: measured requests for test cases that have it
 * @success_rate: NAN where absent, like those that follow
 * @ttft_p50: median, in seconds
 * @latency_p50: median, in seconds
 * @tokens_per_sec_p50: median of the requests' own rates
 * @quality_passed: answers that the rules hold for
 * @quality_failed: answers that they do not hold for
 * @quality_pass_rate: share of the first of both
 *
 * The figures of a trial for the test cases that have a tag.
 */
typedef struct
{
  const char *tag;
  guint64 requests;
  double success_rate;
  double ttft_p50;
  double latency_p50;
  double tokens_per_sec_p50;
  guint64 quality_passed;
  guint64 quality_failed;
  double quality_pass_rate;
} PronyTagCut;

gboolean prony_tag_cut_is_possible (const PronyScenario *scenario);
GArray *prony_tag_cut_make (const PronyScenario *scenario, GPtrArray *records);

G_END_DECLS
