/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The charts of a stored run, and its figures as other tools define them. All of it reads from the
 * disk and goes through many requests, so it happens in threads; they hold the store and the run,
 * never the session. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-charts.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"

typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  PronyRunChartData *data;
  GPtrArray *kinds; /* (element-type PronyRunChartKind) */
} Charting;

static void
charting_free (gpointer data)
{
  Charting *charting = data;

  g_clear_object (&charting->store);
  prony_run_chart_data_unref (charting->data);
  g_ptr_array_unref (charting->kinds);
  g_free (charting);
}

static PronyRunChartNeeds
get_needs (GPtrArray *kinds)
{
  PronyRunChartNeeds needs = PRONY_RUN_CHART_NEEDS_SUMMARIES;

  for (guint i = 0; i < kinds->len; i++)
    needs = MAX (needs, ((const PronyRunChartKind *) g_ptr_array_index (kinds, i))->needs);
  return needs;
}

static void
make_charts_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Charting *charting = task_data;
  g_autoptr (GPtrArray) made =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_chart_free);
  GError *error = NULL;

  if (charting->store != NULL &&
      !prony_run_chart_data_read (charting->data, charting->store, get_needs (charting->kinds),
                                  cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < charting->kinds->len && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (made,
                     prony_run_chart_make (g_ptr_array_index (charting->kinds, i), charting->data));
  g_task_return_pointer (task, g_steal_pointer (&made), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * prony_session_make_charts_async:
 * @self: a session
 * @data: of a run of its list; not to be touched before @callback
 * @kinds: (element-type PronyRunChartKind): which charts; likewise
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Draws up charts of a run in a thread, and reads what they need of it before.
 */
void
prony_session_make_charts_async (PronySession *self,
                                 PronyRunChartData *data,
                                 GPtrArray *kinds,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Charting *charting;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (data != NULL && kinds != NULL);

  charting = g_new0 (Charting, 1);
  charting->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  charting->data = prony_run_chart_data_ref (data);
  charting->kinds = g_ptr_array_ref (kinds);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_make_charts_async);
  g_task_set_task_data (task, charting, charting_free);
  g_task_run_in_thread (task, make_charts_in_thread);
}

/**
 * prony_session_make_charts_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (element-type PronyRunChart): what came of each kind, in their
 *   order; %NULL with an error
 */
GPtrArray *
prony_session_make_charts_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Definitions ----------------------------------------------------------------- */

typedef struct
{
  PronyStore *store;
  PronyRun *run;
  PronyDefinition definition;
  GError *error; /* the first */
} Defining;

static void
defining_free (gpointer data)
{
  Defining *defining = data;

  g_clear_object (&defining->store);
  g_clear_error (&defining->error);
  prony_run_unref (defining->run);
  g_free (defining);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Defining *defining = user_data;

  if (defining->error != NULL)
    return NULL;

  return prony_store_get_requests_without_texts (defining->store, defining->run->id, trial->index,
                                                 &defining->error);
}

static void
define_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Defining *defining = task_data;
  g_autoptr (PronyRunDefinition) made = prony_run_definition_new (
    defining->run, defining->definition, get_records, defining, cancellable);

  if (defining->error != NULL)
    g_task_return_error (task, g_steal_pointer (&defining->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&made),
                           (GDestroyNotify) prony_run_definition_unref);
}

/**
 * prony_session_define_run_async:
 * @self: a session
 * @run: a run of its list
 * @definition: whose definitions
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads the requests of a run in a thread, and computes TTFT, ITL and TPOT as another tool
 * would have.
 */
void
prony_session_define_run_async (PronySession *self,
                                PronyRun *run,
                                PronyDefinition definition,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Defining *defining;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_define_run_async);
  if (self->store == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                               _ ("The requests of this run were not kept."));
      return;
    }

  defining = g_new0 (Defining, 1);
  defining->store = g_object_ref (self->store);
  defining->run = prony_run_ref (run);
  defining->definition = definition;
  g_task_set_task_data (task, defining, defining_free);
  g_task_run_in_thread (task, define_in_thread);
}

/**
 * prony_session_define_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full): the figures; %NULL with an error
 */
PronyRunDefinition *
prony_session_define_run_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
