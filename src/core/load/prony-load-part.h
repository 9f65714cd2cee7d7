/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-live-window.h"
#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

/**
 * PronyLoadPart:
 * @snapshot: what the thread has counted
 * @window: a copy of its latest values
 * @responded_ns: when its latest good answer ended; 0 before the first
 *
 * How one I/O thread's part of a trial stands: what snapshots of the whole are made
 * of. Belongs to whoever holds it.
 */
typedef struct
{
  PronyLoadSnapshot *snapshot;
  PronyLiveWindow window;
  gint64 responded_ns;
} PronyLoadPart;

PronyLoadPart *prony_load_part_new (PronyLoadSnapshot *snapshot,
                                    const PronyLiveWindow *window,
                                    gint64 responded_ns);
void prony_load_part_free (PronyLoadPart *self);
PronyLoadSnapshot *
prony_load_part_merge (PronyLoadPart *const *parts, guint n, int stream, guint64 shown);
void prony_load_part_merge_health (PronyLoadHealth *whole, const PronyLoadHealth *parts, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadPart, prony_load_part_free)

G_END_DECLS
