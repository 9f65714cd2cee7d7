/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"
#include "base/prony-paths.h"
#include "base/prony-util.h"
#include "core/bench/prony-run-recovery.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* The session is made by the window, opened once and closed once. Opening reads
 * the database and the scenario files in a thread; until then the lists are empty
 * and `ready` is false. When the database cannot be opened, the session works on
 * without one and `store-error` tells why. */

enum
{
  PROP_0,
  PROP_READY,
  PROP_STORE_ERROR,
  PROP_SCANNING,
  PROP_RUN_SESSION,
  N_PROPS
};

enum
{
  MESSAGE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronySession, prony_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What the opening thread hands over. */
typedef struct
{
  char *database;
  PronyStore *store;
  char *store_error;
  GPtrArray *engines;
  GPtrArray *runs;
  GPtrArray *scenarios;
  GPtrArray *problems;
} Opening;

static void
opening_free (Opening *opening)
{
  g_free (opening->database);
  g_clear_object (&opening->store);
  g_free (opening->store_error);
  g_clear_pointer (&opening->engines, g_ptr_array_unref);
  g_clear_pointer (&opening->runs, g_ptr_array_unref);
  g_clear_pointer (&opening->scenarios, g_ptr_array_unref);
  g_clear_pointer (&opening->problems, g_ptr_array_unref);
  g_free (opening);
}

static void
set_store_error (PronySession *self, const char *text)
{
  if (prony_set_str (&self->store_error, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORE_ERROR]);
}

/* Runs in a worker thread. */
static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Opening *opening = task_data;
  g_autoptr (GError) error = NULL;

  opening->store = prony_store_open (opening->database, &error);
  if (opening->store != NULL && prony_run_recovery_run (opening->store, &error))
    opening->engines = prony_store_list_engines (opening->store, &error);
  if (opening->engines != NULL)
    {
      const PronyRunFilter all = { 0 };

      opening->runs = prony_store_list_runs (opening->store, &all, &error);
    }
  if (error != NULL)
    opening->store_error = g_strdup (error->message);

  opening->scenarios = prony_scenario_catalog_load (&opening->problems);
  g_task_return_boolean (task, TRUE);
}

static void
on_store_failed_cb (PronySession *self, const GError *error)
{
  g_assert (PRONY_IS_SESSION (self));

  set_store_error (self, error->message);
}

static void
on_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PronySession *self = (PronySession *) object;
  Opening *opening = g_task_get_task_data (G_TASK (result));

  g_assert (PRONY_IS_SESSION (self));

  if (self->closed)
    {
      if (opening->store != NULL)
        prony_store_close (opening->store, NULL);
      return;
    }

  self->store = g_steal_pointer (&opening->store);
  if (self->store != NULL)
    g_signal_connect_object (self->store, "failed", G_CALLBACK (on_store_failed_cb), self,
                             G_CONNECT_SWAPPED);
  set_store_error (self, opening->store_error);

  for (guint i = 0; i < opening->scenarios->len; i++)
    {
      g_autoptr (PronyScenarioItem) item =
                   prony_scenario_item_new (g_ptr_array_index (opening->scenarios, i));

      g_list_store_append (self->scenarios, item);
    }
  g_clear_pointer (&self->scenario_problems, g_ptr_array_unref);
  self->scenario_problems = g_steal_pointer (&opening->problems);

  if (opening->runs != NULL)
    _prony_session_fill_runs (self, opening->runs);
  if (opening->engines != NULL)
    _prony_session_fill_engines (self, opening->engines);

  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
prony_session_dispose (GObject *object)
{
  PronySession *self = (PronySession *) object;

  prony_session_close (self);
  g_clear_object (&self->run_session);
  g_clear_object (&self->engines);
  g_clear_object (&self->scenarios);
  g_clear_object (&self->runs);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (prony_session_parent_class)->dispose (object);
}

static void
prony_session_finalize (GObject *object)
{
  PronySession *self = (PronySession *) object;

  g_clear_pointer (&self->database, g_free);
  g_clear_pointer (&self->store_error, g_free);
  g_clear_pointer (&self->scenario_problems, g_ptr_array_unref);
  g_clear_pointer (&self->deleted_runs, g_hash_table_unref);

  G_OBJECT_CLASS (prony_session_parent_class)->finalize (object);
}

static void
prony_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronySession *self = (PronySession *) object;

  switch (prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;

    case PROP_STORE_ERROR:
      g_value_set_string (value, self->store_error);
      break;

    case PROP_SCANNING:
      g_value_set_boolean (value, self->scanning);
      break;

    case PROP_RUN_SESSION:
      g_value_set_object (value, self->run_session);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_session_class_init (PronySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = prony_session_dispose;
  object_class->finalize = prony_session_finalize;
  object_class->get_property = prony_session_get_property;

  properties[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STORE_ERROR] = g_param_spec_string ("store-error", NULL, NULL, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCANNING] =
    g_param_spec_boolean ("scanning", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RUN_SESSION] = g_param_spec_object (
    "run-session", NULL, NULL, PRONY_TYPE_RUN_SESSION, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PronySession::message:
   * @self: the session
   * @text: a sentence for the user
   */
  signals[MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
prony_session_init (PronySession *self)
{
  self->cancellable = g_cancellable_new ();
  self->engines = g_list_store_new (PRONY_TYPE_ENGINE_ITEM);
  self->scenarios = g_list_store_new (PRONY_TYPE_SCENARIO_ITEM);
  self->runs = g_list_store_new (PRONY_TYPE_RUN_ITEM);
  self->deleted_runs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * prony_session_new:
 * @database: (nullable): file name of the database; %NULL means the user's own
 *
 * Returns: (transfer full): a session that is not open yet
 */
PronySession *
prony_session_new (const char *database)
{
  PronySession *self = g_object_new (PRONY_TYPE_SESSION, NULL);

  self->database = database != NULL ? g_strdup (database) : prony_paths_default_database ();

  return self;
}

/**
 * prony_session_open:
 * @self: a new session
 *
 * Starts to open the store and to fill the lists, in a thread. `ready` is notified
 * when that is done, also when the store could not be opened.
 */
void
prony_session_open (PronySession *self)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  g_return_if_fail (PRONY_IS_SESSION (self));

  if (self->opening || self->closed)
    return;
  self->opening = TRUE;

  opening = g_new0 (Opening, 1);
  opening->database = g_strdup (self->database);
  task = g_task_new (self, NULL, on_opened_cb, NULL);
  g_task_set_source_tag (task, prony_session_open);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * prony_session_close:
 * @self: a session
 *
 * Cancels what is under way, stops the simulated engine, makes deletions final
 * and closes the store, which waits until everything is written. A run must have
 * ended before. Calling it again does nothing.
 */
void
prony_session_close (PronySession *self)
{
  g_return_if_fail (PRONY_IS_SESSION (self));

  if (self->closed)
    return;
  self->closed = TRUE;

  g_cancellable_cancel (self->cancellable);
  _prony_session_stop_simulator (self);
  if (self->store != NULL)
    {
      g_autoptr (GError) error = NULL;

      g_signal_handlers_disconnect_by_data (self->store, self);
      if (g_hash_table_size (self->deleted_runs) > 0)
        prony_store_purge_deleted (self->store);
      if (!prony_store_close (self->store, &error))
        g_warning ("%s", error->message);
      g_clear_object (&self->store);
    }
}

/**
 * prony_session_get_ready:
 * @self: a session
 *
 * Returns: whether the lists are filled
 */
gboolean
prony_session_get_ready (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), FALSE);

  return self->ready;
}

/**
 * prony_session_get_store_error:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): a sentence that tells why nothing can be
 *   stored
 */
const char *
prony_session_get_store_error (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return self->store_error;
}

/**
 * prony_session_get_scanning:
 * @self: a session
 *
 * Returns: whether a scan of this computer is under way
 */
gboolean
prony_session_get_scanning (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), FALSE);

  return self->scanning;
}

/**
 * prony_session_get_engines:
 * @self: a session
 *
 * Returns: (transfer none): a list of #PronyEngineItem, in the order of adding
 */
GListModel *
prony_session_get_engines (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->engines);
}

/**
 * prony_session_get_scenarios:
 * @self: a session
 *
 * Returns: (transfer none): a list of #PronyScenarioItem
 */
GListModel *
prony_session_get_scenarios (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->scenarios);
}

/**
 * prony_session_get_scenario_problems:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): sentences about scenario files that could
 *   not be read, as prony_scenario_catalog_load() gave them
 */
GPtrArray *
prony_session_get_scenario_problems (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return self->scenario_problems;
}

/**
 * prony_session_get_runs:
 * @self: a session
 *
 * Returns: (transfer none): a list of #PronyRunItem, newest first
 */
GListModel *
prony_session_get_runs (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->runs);
}

/**
 * prony_session_get_run_session:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the run under way or the latest one of
 *   this window
 */
PronyRunSession *
prony_session_get_run_session (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return self->run_session;
}

void
_prony_session_set_scanning (PronySession *self, gboolean scanning)
{
  if (self->scanning == scanning)
    return;

  self->scanning = scanning;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCANNING]);
}

void
_prony_session_set_run_session (PronySession *self, PronyRunSession *run_session)
{
  if (g_set_object (&self->run_session, run_session))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN_SESSION]);
}

void
_prony_session_send_message (PronySession *self, const char *text)
{
  if (!self->closed)
    g_signal_emit (self, signals[MESSAGE], 0, text);
}
