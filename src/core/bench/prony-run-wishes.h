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
 * stops or skips a trial, which stream is shown, and what is noted. Every function may be
 * called from any thread.
 */
typedef struct _PronyRunWishes PronyRunWishes;

PronyRunWishes *prony_run_wishes_new (void);
void prony_run_wishes_free (PronyRunWishes *self);
void prony_run_wishes_set_paused (PronyRunWishes *self, gboolean paused);
void prony_run_wishes_stop (PronyRunWishes *self);
void prony_run_wishes_skip (PronyRunWishes *self, guint trial);
void prony_run_wishes_watch (PronyRunWishes *self, guint trial, int stream);
void prony_run_wishes_note (PronyRunWishes *self, const char *text);
gboolean prony_run_wishes_is_paused (PronyRunWishes *self);
gboolean prony_run_wishes_is_stopping (PronyRunWishes *self);
gboolean prony_run_wishes_is_skipping (PronyRunWishes *self, guint trial);
GCancellable *prony_run_wishes_get_stopping (PronyRunWishes *self);
GCancellable *prony_run_wishes_get_ending (PronyRunWishes *self, guint trial);
int prony_run_wishes_get_watched (PronyRunWishes *self, guint trial);
void prony_run_wishes_set_trial (PronyRunWishes *self, int trial);
GPtrArray *prony_run_wishes_take_notes (PronyRunWishes *self);
void prony_run_wishes_wait (PronyRunWishes *self, gint64 timeout_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunWishes, prony_run_wishes_free)

G_END_DECLS
