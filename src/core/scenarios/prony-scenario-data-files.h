/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

gboolean
prony_scenario_data_files_copy (PronyScenario *scenario, const char *folder, GError **error);

G_END_DECLS
