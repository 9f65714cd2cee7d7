/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PronyTokenCall:
 *
 * Has an engine count the tokens of texts, one after another on one connection. Blocks.
 * Belongs to the thread that made it, whose default main context it takes over until
 * it is freed.
 */
typedef struct _PronyTokenCall PronyTokenCall;

PronyTokenCall *prony_token_call_new (PronyTarget *target);
void prony_token_call_free (PronyTokenCall *self);
gint64 prony_token_call_count (PronyTokenCall *self,
                               const char *text,
                               gsize length,
                               double timeout_s,
                               GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTokenCall, prony_token_call_free)

G_END_DECLS
