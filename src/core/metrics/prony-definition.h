/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-metric.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyDefinition:
 * @PRONY_DEFINITION_PRONY: as in `docs/methodology.md`
 *
 * Whose definition of TTFT, ITL and TPOT figures are shown under.
 */
typedef enum
{
  PRONY_DEFINITION_PRONY,
  PRONY_DEFINITION_GUIDELLM,
  PRONY_DEFINITION_AIPERF,
  PRONY_DEFINITION_VLLM_BENCH,
  PRONY_DEFINITION_LLMPERF,
  PRONY_DEFINITION_MLPERF,
  PRONY_N_DEFINITIONS,
} PronyDefinition;

const char *prony_definition_to_string (PronyDefinition definition);
gboolean prony_definition_from_string (const char *text, PronyDefinition *definition);
const char *prony_definition_title (PronyDefinition definition);
const char *prony_definition_describe (PronyDefinition definition, PronyMetric metric);
gboolean prony_definition_add_values (PronyDefinition definition,
                                      PronyMetric metric,
                                      const PronyRequestRecord *record,
                                      GArray *values);

G_END_DECLS
