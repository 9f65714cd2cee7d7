/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli-options.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

PronyTarget *prony_cli_target_parse (const char *text, PronyCliOptions *options, GError **error);

G_END_DECLS
