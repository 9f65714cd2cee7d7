/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-scenario-yaml.h"

G_BEGIN_DECLS

PronyTextPlace prony_yaml_node_locate (PronyYamlNode *self,
                                       const char *source,
                                       PronyTextPlaces *places,
                                       gsize offset);

G_END_DECLS
