/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a plan amounts to, found out in a thread; the latest one that is asked about
 * counts. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"

typedef struct
{
  PronyStore *store;
  PronyPlan *plan;
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->store);
  prony_plan_unref (question->plan);
  g_free (question);
}

/* Runs in a worker thread. */
static void
estimate_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  g_autofree PronyPlanEstimate *estimate = g_new0 (PronyPlanEstimate, 1);

  prony_plan_estimate (question->store, question->plan, cancellable, estimate);
  g_task_return_pointer (task, g_steal_pointer (&estimate), g_free);
}

/* Whoever asked loses interest, or the session does. */
static void
on_caller_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

/**
 * prony_session_estimate_plan_async:
 * @self: a session
 * @plan: a plan, which need not be complete
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Finds out in a thread what a plan amounts to, as prony_plan_estimate() does. One at a
 * time: asking again cancels what was asked before.
 */
void
prony_session_estimate_plan_async (PronySession *self,
                                   PronyPlan *plan,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GCancellable) own = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (plan != NULL);

  if (self->estimating != NULL)
    g_cancellable_cancel (self->estimating);
  g_set_object (&self->estimating, own);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_caller_cancelled_cb), own, 0);
  if (self->closed || (cancellable != NULL && g_cancellable_is_cancelled (cancellable)))
    g_cancellable_cancel (own);

  question = g_new0 (Question, 1);
  question->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  question->plan = prony_plan_copy (plan);
  task = g_task_new (self, own, callback, user_data);
  g_task_set_source_tag (task, prony_session_estimate_plan_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, estimate_in_thread);
}

/**
 * prony_session_estimate_plan_finish:
 * @self: a session
 * @result: what the callback got
 * @estimate: (out): what the plan amounts to
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was found out
 */
gboolean
prony_session_estimate_plan_finish (PronySession *self,
                                    GAsyncResult *result,
                                    PronyPlanEstimate *estimate,
                                    GError **error)
{
  g_autofree PronyPlanEstimate *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;

  *estimate = *found;
  return TRUE;
}
