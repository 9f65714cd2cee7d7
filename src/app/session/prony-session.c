/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-item.h"
#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session-private.h"
#include "base/prony-paths.h"
#include "base/prony-util.h"

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
  PROP_QUEUE_HELD,
  PROP_MEASURING,
  PROP_UPDATING,
  N_PROPS
};

enum
{
  MESSAGE,
  RUN_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronySession, prony_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
prony_session_dispose (GObject *object)
{
  PronySession *self = (PronySession *) object;

  prony_session_close (self);
  g_clear_object (&self->run_session);
  g_clear_object (&self->engines);
  g_clear_object (&self->scenarios);
  g_clear_object (&self->broken_scenarios);
  g_clear_object (&self->runs);
  g_clear_object (&self->plans);
  g_clear_object (&self->queue);
  g_clear_object (&self->estimating);
  g_clear_object (&self->checking);
  g_queue_clear_full (&self->unchecked, g_free);
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
  g_clear_pointer (&self->deleted_scenarios, g_hash_table_unref);
  g_clear_pointer (&self->deleted_runs, g_hash_table_unref);
  g_mutex_clear (&self->scenario_lock);

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

    case PROP_QUEUE_HELD:
      g_value_set_boolean (value, self->queue_held);
      break;

    case PROP_MEASURING:
      g_value_set_boolean (value, prony_session_is_measuring (self));
      break;

    case PROP_UPDATING:
      g_value_set_boolean (value, self->updating);
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
  properties[PROP_QUEUE_HELD] = g_param_spec_boolean ("queue-held", NULL, NULL, FALSE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MEASURING] = g_param_spec_boolean ("measuring", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UPDATING] =
    g_param_spec_boolean ("updating", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PronySession::message:
   * @self: the session
   * @text: a sentence for the user
   */
  signals[MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * PronySession::run-changed:
   * @self: the session
   * @run_id: which run
   *
   * The entry of a run in the list is another one: filters and orders of the list may have
   * to be looked at again.
   */
  signals[RUN_CHANGED] = g_signal_new ("run-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
prony_session_init (PronySession *self)
{
  self->cancellable = g_cancellable_new ();
  self->engines = g_list_store_new (PRONY_TYPE_ENGINE_ITEM);
  self->scenarios = g_list_store_new (PRONY_TYPE_SCENARIO_ITEM);
  self->broken_scenarios = g_list_store_new (PRONY_TYPE_SCENARIO_ITEM);
  self->deleted_scenarios = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->scenario_lock);
  self->runs = g_list_store_new (PRONY_TYPE_RUN_ITEM);
  self->plans = g_list_store_new (PRONY_TYPE_PLAN_ITEM);
  self->queue = g_list_store_new (PRONY_TYPE_QUEUED_RUN);
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
 * prony_session_close:
 * @self: a session
 *
 * Cancels what is under way, forgets the runs that wait, stops the simulated engine,
 * makes deletions final and closes the store, which waits until everything is written. A run must
 * have ended before. Calling it again does nothing.
 */
void
prony_session_close (PronySession *self)
{
  g_return_if_fail (PRONY_IS_SESSION (self));

  if (self->closed)
    return;
  self->closed = TRUE;

  g_cancellable_cancel (self->cancellable);
  if (self->estimating != NULL)
    g_cancellable_cancel (self->estimating);
  _prony_session_pause_checks (self);
  _prony_session_drop_queue (self);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_object (&self->scenario_monitor);
  _prony_session_discard_scenarios (self);
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
 * prony_session_get_broken_scenarios:
 * @self: a session
 *
 * Returns: (transfer none): a list of #PronyScenarioItem: the user's files that have
 *   mistakes, to be repaired; they cannot be run
 */
GListModel *
prony_session_get_broken_scenarios (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->broken_scenarios);
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
_prony_session_set_store_error (PronySession *self, const char *text)
{
  if (prony_set_str (&self->store_error, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORE_ERROR]);
}

void
_prony_session_set_ready (PronySession *self)
{
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
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

/* Until it is ready. */
void
_prony_session_set_updating (PronySession *self)
{
  self->updating = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPDATING]);
}

void
_prony_session_set_queue_held (PronySession *self, gboolean held)
{
  if (self->queue_held == held)
    return;

  self->queue_held = held;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE_HELD]);
}

void
_prony_session_tell_run_changed (PronySession *self, const char *run_id)
{
  g_signal_emit (self, signals[RUN_CHANGED], 0, run_id);
}

void
_prony_session_send_message (PronySession *self, const char *text)
{
  if (!self->closed)
    g_signal_emit (self, signals[MESSAGE], 0, text);
}
