/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"
#include "core/model/prony-target.h"
#include "core/prompts/prony-prompt-gauge.h"

G_BEGIN_DECLS

PronyPromptGauge *
prony_target_gauge_new (PronyTarget *target, PronyScenario *scenario, GCancellable *cancellable);

G_END_DECLS
