/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli-options.h"
#include "core/model/prony-engine-info.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PRONY_CLI_PROBE_TIMEOUT_S:
 *
 * How long an engine may take to say what it is.
 */
#define PRONY_CLI_PROBE_TIMEOUT_S 5.0

PronyEngineInfo *
prony_cli_target_probe (PronyEngineSpec *engine, PronyCredentials **credentials, GError **error);
GPtrArray *prony_cli_targets_find (char **texts, PronyCliOptions *options, GError **error);

G_END_DECLS
