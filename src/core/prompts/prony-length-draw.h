/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-lengths.h"

G_BEGIN_DECLS

guint prony_length_draw (const PronyLengths *lengths, guint64 seed);
gboolean prony_length_varies (const PronyLengths *lengths);

G_END_DECLS
