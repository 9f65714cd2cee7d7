/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "core/analysis/prony-run-definition.h"

G_BEGIN_DECLS

void prony_cli_definition_print (PronyRun *run, const PronyRunDefinition *figures);
JsonObject *prony_cli_definition_to_json (PronyRun *run, const PronyRunDefinition *figures);
char *prony_cli_definition_list_names (void);

G_END_DECLS
