/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyLoadStartLine:
 *
 * Where I/O threads wait for one another once they are warm, so that all of them
 * open their windows at the same moment: those of one generator, and those of all
 * generators that measure at the same time under one schedule. Reference counted,
 * thread-safe.
 */
typedef struct _PronyLoadStartLine PronyLoadStartLine;

/**
 * PronyLoadStartFunc:
 * @open_ns: the agreed moment, in the near future
 * @user_data: as given
 *
 * Called in the thread of whoever came last, so it may only wake its own, and must
 * not call the line.
 */
typedef void (*PronyLoadStartFunc) (gint64 open_ns, gpointer user_data);

PronyLoadStartLine *prony_load_start_line_new (void);
PronyLoadStartLine *prony_load_start_line_ref (PronyLoadStartLine *self);
void prony_load_start_line_unref (PronyLoadStartLine *self);
void prony_load_start_line_join (PronyLoadStartLine *self, guint n);
void prony_load_start_line_arrive (PronyLoadStartLine *self,
                                   PronyLoadStartFunc func,
                                   gpointer user_data);
void prony_load_start_line_withdraw (PronyLoadStartLine *self, gpointer user_data);
void prony_load_start_line_leave (PronyLoadStartLine *self, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadStartLine, prony_load_start_line_unref)

G_END_DECLS
