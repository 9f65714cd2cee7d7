/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyLoopWatch:
 *
 * How long the iterations of a main loop last, without the time for which it sleeps: what
 * is not quick there, the user feels. Only in programs built with the option `watchdog`.
 * Belongs to the thread of the loop.
 */
typedef struct _PronyLoopWatch PronyLoopWatch;

PronyLoopWatch *prony_loop_watch_new (GMainContext *context);
void prony_loop_watch_free (PronyLoopWatch *self);
void prony_loop_watch_add (PronyLoopWatch *self, gint64 blocked_ns, gint64 cpu_ns);
double prony_loop_watch_get_quantile (PronyLoopWatch *self, double share);
void prony_loop_watch_reset (PronyLoopWatch *self);
char *prony_loop_watch_describe (PronyLoopWatch *self);
void prony_loop_watch_report (PronyLoopWatch *self);
void prony_loop_watch_export (PronyLoopWatch *self, GActionMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoopWatch, prony_loop_watch_free)

G_END_DECLS
