/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

GArray *prony_cli_metrics_read (char **names, GError **error);
void prony_cli_metrics_add_comparison (JsonObject *object, const PronyComparison *comparison);

G_END_DECLS
