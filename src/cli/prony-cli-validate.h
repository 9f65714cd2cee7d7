/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli-options.h"

G_BEGIN_DECLS

PronyCliStatus prony_cli_validate (PronyCliOptions *options, char **paths);

G_END_DECLS
