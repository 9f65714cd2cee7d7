/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-run-recorder.h"

G_BEGIN_DECLS

GPtrArray *prony_trial_review_run (PronyRunRecorder *recorder,
                                   PronyTrial *trial,
                                   PronyScenario *scenario,
                                   GCancellable *stopping);
void
prony_trial_review_judge (PronyRunRecorder *recorder, PronyTrial *trial, PronyScenario *scenario);

G_END_DECLS
