/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyResourceSigns:
 * @memory_share: most of this computer's memory that was in use, 0 to 1; NAN where it is not
 *   known, like all that follow
 * @swap_growth_mb: how much more was swapped out at the end than at the beginning
 * @gpu_memory_share: most of the memory of one of the engine's GPUs that was in use, 0 to 1
 * @gpu_temperature_c: the highest of them, in degrees Celsius
 * @gpu_heat_share: share of the time in which one of them was slowed down by heat
 * @gpu_power_share: share of the time in which one of them drew as much as it may
 *
 * What the readings of a trial's window say about what may have held an engine on this
 * computer back. A plain value.
 */
typedef struct
{
  double memory_share;
  double swap_growth_mb;
  double gpu_memory_share;
  double gpu_temperature_c;
  double gpu_heat_share;
  double gpu_power_share;
} PronyResourceSigns;

void prony_resource_signs_init (PronyResourceSigns *self);
JsonObject *prony_resource_signs_to_json (const PronyResourceSigns *self);
void prony_resource_signs_from_json (PronyResourceSigns *self, JsonObject *object);

G_END_DECLS
