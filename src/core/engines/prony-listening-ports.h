/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-engine-spec.h"

G_BEGIN_DECLS

GPtrArray *prony_listening_ports_find (const char *proc);

G_END_DECLS
