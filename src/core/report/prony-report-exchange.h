/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-attempt-result.h"

G_BEGIN_DECLS

char *prony_report_exchange (const PronyAttemptResult *result);

G_END_DECLS
