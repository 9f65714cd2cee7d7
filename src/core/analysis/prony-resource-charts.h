/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"
#include "core/model/prony-resource-sample.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

GPtrArray *prony_resource_charts_make (PronyRun *run, GPtrArray *samples);

G_END_DECLS
