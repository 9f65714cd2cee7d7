/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* New runs are held against their baselines by themselves: once nothing is being measured,
 * since that keeps a processor busy. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-item.h"
#include "app/session/prony-session-past.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"

/**
 * prony_session_is_measuring:
 * @self: a session
 *
 * Returns: whether a run is under way, or is about to be: what keeps a processor busy would
 *   be measured with it
 */
gboolean
prony_session_is_measuring (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), FALSE);

  return self->next_source != 0 ||
         (self->run_session != NULL && prony_run_session_is_running (self->run_session));
}

static void check_next (PronySession *self);

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronySession *self = PRONY_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *run_id = user_data;
  g_autoptr (PronyRunCheck) check = prony_session_check_run_finish (self, result, &error);

  g_clear_object (&self->checking);
  if (self->closed)
    return;

  /* It was stopped for a run: later. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_queue_push_head (&self->unchecked, g_steal_pointer (&run_id));
  else if (check == NULL && !g_error_matches (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND))
    _prony_session_send_message (self, error->message);
  check_next (self);
}

static void
check_next (PronySession *self)
{
  char *run_id;

  if (self->checking != NULL || prony_session_is_measuring (self))
    return;
  run_id = g_queue_pop_head (&self->unchecked);
  if (run_id == NULL)
    return;

  self->checking = g_cancellable_new ();
  prony_session_check_run_async (self, run_id, self->checking, on_checked_cb, run_id);
}

static gboolean
any_pinned (PronySession *self)
{
  guint n_runs = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (prony_run_item_get_entry (item)->pinned)
        return TRUE;
    }

  return FALSE;
}

/* A run has ended and is in the list; NULL where it is not. Those of before that had to wait
 * are checked too. */
void
_prony_session_check_after (PronySession *self, PronyRun *run)
{
  if (run != NULL && self->store != NULL && any_pinned (self))
    g_queue_push_tail (&self->unchecked, g_strdup (run->id));
  check_next (self);
  g_object_notify (G_OBJECT (self), "measuring");
}

/* Something is about to be measured. */
void
_prony_session_pause_checks (PronySession *self)
{
  g_cancellable_cancel (self->checking);
}
