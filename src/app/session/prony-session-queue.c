/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The runs that wait for the one under way. One after another: two at once would measure
 * each other. When the one before was stopped or failed, somebody may want to look first,
 * so the queue is held until they let it go on. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"

static gboolean
is_running (PronySession *self)
{
  return self->run_session != NULL && prony_run_session_is_running (self->run_session);
}

static guint
count_queued (PronySession *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->queue));
}

static void
start_next (PronySession *self)
{
  g_autoptr (PronyQueuedRun) next = NULL;
  g_autoptr (GError) error = NULL;

  if (self->closed || self->queue_held || is_running (self) || count_queued (self) == 0)
    return;

  next = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_list_store_remove (self->queue, 0);
  if (prony_session_start_run (self, prony_queued_run_get_plan (next), &error) != NULL)
    return;

  _prony_session_set_queue_held (self, count_queued (self) > 0);
  _prony_session_send_message (self, error->message);
  _prony_session_check_after (self, NULL);
}

static gboolean
on_idle_cb (gpointer data)
{
  PronySession *self = data;

  self->next_source = 0;
  start_next (self);
  return G_SOURCE_REMOVE;
}

/* Goes on with the queue, or holds it; not at once, so that everybody hears first that
 * the run has ended. */
void
_prony_session_go_on_after (PronySession *self, PronyRun *run)
{
  if (count_queued (self) == 0)
    return;

  if (run == NULL || run->state != PRONY_STATE_FINISHED)
    _prony_session_set_queue_held (self, TRUE);
  else if (self->next_source == 0)
    self->next_source = g_idle_add (on_idle_cb, self);
}

/**
 * prony_session_get_queue:
 * @self: a session
 *
 * Returns: (transfer none): a list of #PronyQueuedRun, the next one first
 */
GListModel *
prony_session_get_queue (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->queue);
}

/**
 * prony_session_queue_run:
 * @self: a session
 * @plan: what to run; it is not to be changed any more
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Starts a run as prony_session_start_run() does, or when the one under way and those
 * that wait before it have ended. The API keys of its targets are filled in when it
 * starts.
 *
 * Returns: whether the plan is complete, so that it runs or waits
 */
gboolean
prony_session_queue_run (PronySession *self, PronyPlan *plan, GError **error)
{
  g_autoptr (PronyQueuedRun) queued = NULL;

  g_return_val_if_fail (PRONY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (plan != NULL, FALSE);

  if (!is_running (self) && self->next_source == 0)
    return prony_session_start_run (self, plan, error) != NULL;
  if (!prony_plan_check (plan, error))
    return FALSE;

  queued = prony_queued_run_new (plan);
  g_list_store_append (self->queue, queued);
  return TRUE;
}

/**
 * prony_session_unqueue_run:
 * @self: a session
 * @queued: a run that waits; nothing happens if it does no longer
 *
 * Takes a run out of the queue.
 */
void
prony_session_unqueue_run (PronySession *self, PronyQueuedRun *queued)
{
  guint position;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_QUEUED_RUN (queued));

  if (!g_list_store_find (self->queue, queued, &position))
    return;

  g_list_store_remove (self->queue, position);
  if (count_queued (self) == 0)
    _prony_session_set_queue_held (self, FALSE);
}

/**
 * prony_session_restore_queued_run:
 * @self: a session
 * @queued: a run that was taken out of the queue
 * @position: where it was
 *
 * Puts a run back into the queue. Where nothing runs, the queue is then held: nothing
 * begins because somebody has taken something back.
 */
void
prony_session_restore_queued_run (PronySession *self, PronyQueuedRun *queued, guint position)
{
  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_QUEUED_RUN (queued));

  if (g_list_store_find (self->queue, queued, NULL))
    return;

  g_list_store_insert (self->queue, MIN (position, count_queued (self)), queued);
  if (!is_running (self) && self->next_source == 0)
    _prony_session_set_queue_held (self, TRUE);
}

/**
 * prony_session_move_queued_run:
 * @self: a session
 * @queued: a run that waits; nothing happens if it does no longer
 * @position: its new place, from 0 for the next one; at most the last
 *
 * Puts a run elsewhere in the queue.
 */
void
prony_session_move_queued_run (PronySession *self, PronyQueuedRun *queued, guint position)
{
  g_autoptr (PronyQueuedRun) moved = NULL;
  guint before;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_QUEUED_RUN (queued));

  if (!g_list_store_find (self->queue, queued, &before) || before == position)
    return;

  moved = g_object_ref (queued);
  g_list_store_remove (self->queue, before);
  g_list_store_insert (self->queue, MIN (position, count_queued (self)), moved);
}

/**
 * prony_session_is_queue_held:
 * @self: a session
 *
 * Returns: whether the queue waits for prony_session_release_queue(), since the run
 *   before was stopped or failed; also while and after another one is started by hand
 */
gboolean
prony_session_is_queue_held (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), FALSE);

  return self->queue_held;
}

/**
 * prony_session_release_queue:
 * @self: a session
 *
 * Lets a queue that is held go on, at once where nothing runs.
 */
void
prony_session_release_queue (PronySession *self)
{
  g_return_if_fail (PRONY_IS_SESSION (self));

  _prony_session_set_queue_held (self, FALSE);
  start_next (self);
}

/* Forgets the runs that wait. */
void
_prony_session_drop_queue (PronySession *self)
{
  g_clear_handle_id (&self->next_source, g_source_remove);
  g_list_store_remove_all (self->queue);
}
