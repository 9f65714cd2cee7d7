/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronySync:
 * @context: the operation's own
 * @result: once the operation has ended
 *
 * Waits for an asynchronous operation in a main context of its own, so that
 * nothing else of the caller's runs meanwhile. To be put on the stack.
 */
typedef struct
{
  GMainContext *context;
  GAsyncResult *result;
} PronySync;

void prony_sync_begin (PronySync *self);
void prony_sync_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *prony_sync_wait (PronySync *self);
void prony_sync_end (PronySync *self);

G_END_DECLS
