/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

char *prony_badge_make_svg (PronyRun *run, PronyTrial *trial, PronyMetric metric);

G_END_DECLS
