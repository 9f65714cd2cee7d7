/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-engine.h"

G_BEGIN_DECLS

/**
 * PRONY_SIM_MODEL_BYTES:
 *
 * How large each model is said to be.
 */
#define PRONY_SIM_MODEL_BYTES G_GINT64_CONSTANT (4912898304)

const char *prony_sim_models_find (PronySimEngine *engine, const char *name);
gboolean prony_sim_models_can_think (const char *model);

gint64
prony_sim_models_load (PronySimEngine *engine, const char *model, gint64 keep_ns, gint64 now_ns);
void prony_sim_models_unload (PronySimEngine *engine, const char *model);
gint64 prony_sim_models_get_rest (PronySimEngine *engine, const char *model, gint64 now_ns);

G_END_DECLS
