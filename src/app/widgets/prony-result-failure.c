/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/dialogs/prony-failure-window.h"
#include "app/session/prony-session-analysis.h"
#include "app/widgets/prony-result-failure.h"
#include "app/widgets/prony-toast.h"
#include "core/engines/prony-advice.h"

/* A request that is being read, and whose it is. */
typedef struct
{
  GtkWidget *view;
  PronyTrial *trial;
} FailureCall;

static void
failure_call_free (FailureCall *call)
{
  g_object_unref (call->view);
  prony_trial_unref (call->trial);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FailureCall, failure_call_free)

static void
on_failure_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FailureCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *advice = NULL;
  g_autoptr (PronyRequestRecord) record =
    prony_session_load_request_finish (PRONY_SESSION (source), result, &error);
  GtkRoot *root = gtk_widget_get_root (call->view);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || root == NULL)
    return;
  if (record == NULL)
    {
      prony_toast_show_error (call->view, error->message);
      return;
    }

  advice = prony_advice_failure (call->trial->target, record);
  gtk_window_present (prony_failure_window_new (GTK_WINDOW (root), call->trial, record, advice));
}

/**
 * prony_result_failure_open:
 * @view: over whose window it opens
 * @session: where the requests of runs are read
 * @run: a run that has ended
 * @trial: the index of one of its trials
 * @number: of the request that failed, from 1
 * @cancellable: (nullable): to give it up
 *
 * Shows a failed request whole, in a window of its own, once it has been read.
 */
void
prony_result_failure_open (GtkWidget *view,
                           PronySession *session,
                           PronyRun *run,
                           guint trial,
                           guint64 number,
                           GCancellable *cancellable)
{
  FailureCall *call;

  g_return_if_fail (GTK_IS_WIDGET (view));
  g_return_if_fail (trial < run->trials->len);

  call = g_new0 (FailureCall, 1);
  call->view = g_object_ref (view);
  call->trial = prony_trial_ref (g_ptr_array_index (run->trials, trial));
  prony_session_load_request_async (session, run->id, trial, number, cancellable,
                                    on_failure_read_cb, call);
}
