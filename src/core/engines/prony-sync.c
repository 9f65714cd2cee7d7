/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-sync.h"

/**
 * prony_sync_begin:
 * @self: (out caller-allocates): memory for it
 *
 * Makes a new main context the thread's default. Operations that are started from
 * now on run in it.
 */
void
prony_sync_begin (PronySync *self)
{
  self->context = g_main_context_new ();
  self->result = NULL;
  g_main_context_push_thread_default (self->context);
}

/**
 * prony_sync_done_cb:
 * @source: (nullable): the operation's source object
 * @result: its result
 * @user_data: the #PronySync
 *
 * The callback to give to the operation.
 */
void
prony_sync_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronySync *self = user_data;

  self->result = g_object_ref (result);
}

/**
 * prony_sync_wait:
 * @self: a #PronySync whose operation has been started
 *
 * Returns: (transfer none): the operation's result
 */
GAsyncResult *
prony_sync_wait (PronySync *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);

  return self->result;
}

/**
 * prony_sync_end:
 * @self: a #PronySync
 *
 * Lets what the operation left behind end, such as connections that are being
 * closed, and gives the thread its own context back.
 */
void
prony_sync_end (PronySync *self)
{
  g_clear_object (&self->result);
  while (g_main_context_iteration (self->context, FALSE))
    continue;

  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
}
