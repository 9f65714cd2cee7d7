/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "core/model/prony-resource-signs.h"

static const struct
{
  const char *name;
  gsize offset;
} fields[] = {
  { "memory_share_max", G_STRUCT_OFFSET (PronyResourceSigns, memory_share) },
  { "swap_growth_mb", G_STRUCT_OFFSET (PronyResourceSigns, swap_growth_mb) },
  { "gpu_memory_share_max", G_STRUCT_OFFSET (PronyResourceSigns, gpu_memory_share) },
  { "gpu_temperature_c_max", G_STRUCT_OFFSET (PronyResourceSigns, gpu_temperature_c) },
  { "gpu_heat_share", G_STRUCT_OFFSET (PronyResourceSigns, gpu_heat_share) },
  { "gpu_power_share", G_STRUCT_OFFSET (PronyResourceSigns, gpu_power_share) },
};

#define FIELD(self, i) G_STRUCT_MEMBER (double, (self), fields[i].offset)

/**
 * prony_resource_signs_init:
 * @self: (out caller-allocates): signs
 *
 * Makes them such that nothing is known.
 */
void
prony_resource_signs_init (PronyResourceSigns *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    FIELD (self, i) = NAN;
}

/**
 * prony_resource_signs_to_json:
 * @self: signs
 *
 * Returns: (transfer full) (nullable): what is known of them; %NULL where nothing is
 */
JsonObject *
prony_resource_signs_to_json (const PronyResourceSigns *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    prony_json_add_double (object, fields[i].name, FIELD (self, i));

  return json_object_get_size (object) > 0 ? g_steal_pointer (&object) : NULL;
}

/**
 * prony_resource_signs_from_json:
 * @self: (out caller-allocates): signs
 * @object: (nullable): what prony_resource_signs_to_json() has made
 */
void
prony_resource_signs_from_json (PronyResourceSigns *self, JsonObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    FIELD (self, i) = prony_json_get_double (object, fields[i].name, NAN);
}
