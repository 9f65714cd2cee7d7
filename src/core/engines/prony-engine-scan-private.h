/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The scan with other addresses and times than the usual ones, for tests. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void _prony_engine_scan_all_async (const guint16 *ports,
                                   const char *proc,
                                   double timeout_s,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

G_END_DECLS
