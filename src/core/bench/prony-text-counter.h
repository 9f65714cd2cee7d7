/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-request-record.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PronyTextCounter:
 *
 * Counts the tokens of texts as a target's model sees them: by the engine's tokenize
 * endpoint, else by a vocabulary on this computer. Blocks. Belongs to the thread that
 * made it, whose default main context it takes over until it is freed.
 */
typedef struct _PronyTextCounter PronyTextCounter;

PronyTextCounter *prony_text_counter_new (PronyTarget *target, GCancellable *cancellable);
void prony_text_counter_free (PronyTextCounter *self);
gint64 prony_text_counter_count (PronyTextCounter *self,
                                 const char *text,
                                 gsize length,
                                 PronyCountSource *source);
gboolean prony_text_counter_is_at_end (PronyTextCounter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTextCounter, prony_text_counter_free)

G_END_DECLS
