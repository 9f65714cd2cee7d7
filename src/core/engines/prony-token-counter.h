/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-target.h"

G_BEGIN_DECLS

gint64 prony_token_counter_parse (const char *text, gsize length, const char *model);
gint64 prony_token_counter_read (PronyTarget *target, double timeout_s, GCancellable *cancellable);

G_END_DECLS
