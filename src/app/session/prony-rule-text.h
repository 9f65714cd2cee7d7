/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-expectation.h"

G_BEGIN_DECLS

char *prony_rule_text (const PronyExpectation *rule);

G_END_DECLS
