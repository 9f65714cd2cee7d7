/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-dialect.h"

G_BEGIN_DECLS

char *prony_curl_command (PronyTarget *target, const PronyRequestSpec *spec);
char *prony_curl_quote (const char *text);

G_END_DECLS
