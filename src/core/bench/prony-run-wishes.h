/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyRunWishes:
 *
 * What the owner of a run wants of it while it is under way: that it pauses, goes on,
 * or stops. Every function may be called from any thread.
 */
typedef struct _PronyRunWishes PronyRunWishes;

PronyRunWishes *prony_run_wishes_new (void);
void prony_run_wishes_free (PronyRunWishes *self);
void prony_run_wishes_set_paused (PronyRunWishes *self, gboolean paused);
void prony_run_wishes_stop (PronyRunWishes *self);
gboolean prony_run_wishes_is_paused (PronyRunWishes *self);
gboolean prony_run_wishes_is_stopping (PronyRunWishes *self);
GCancellable *prony_run_wishes_get_stopping (PronyRunWishes *self);
void prony_run_wishes_wait (PronyRunWishes *self, gint64 timeout_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunWishes, prony_run_wishes_free)

G_END_DECLS
