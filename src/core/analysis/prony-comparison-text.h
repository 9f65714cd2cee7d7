/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

/**
 * PronyFormatFunc:
 * @value: a value; not finite where there is none
 * @unit: what it is in
 *
 * Returns: (transfer full): the value as text
 */
typedef char *(*PronyFormatFunc) (double value, PronyUnit unit);

char *prony_comparison_describe_group (const char *scenario_title, const PronyLoadLevel *load);
char *prony_comparison_describe (const PronyComparison *comparison,
                                 const char *baseline_name,
                                 const char *value_name);
char *prony_comparison_describe_winner (const PronyWinner *winner,
                                        const char *best,
                                        const char *next,
                                        PronyFormatFunc format);
const char *prony_comparison_describe_verdict (const PronyComparison *comparison);
char *prony_comparison_describe_limits (const PronyComparison *comparison);
char *prony_comparison_describe_interval (const PronyComparison *comparison);
char *prony_comparison_format_p_value (double p_value);
char *prony_comparison_format_ratio (double ratio);
char *prony_comparison_format_difference (double difference, PronyUnit unit);

G_END_DECLS
