/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-run-recorder.h"

G_BEGIN_DECLS

GPtrArray *prony_token_recount_run (PronyRunRecorder *recorder,
                                    PronyTrial *trial,
                                    PronyScenario *scenario,
                                    GCancellable *stopping);

G_END_DECLS
