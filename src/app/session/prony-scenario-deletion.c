/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-scenario-deletion.h"

struct _PronyScenarioDeletion
{
  GObject parent_instance;

  /* Owned */
  PronySession *session;
  PronyScenarioItem *item;
  char *title;
  char *name;
  char *aside; /* where the file is meanwhile; NULL before, and once it has ended */
};

enum
{
  DELETED,
  RESTORED,
  FAILED,
  ENDED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyScenarioDeletion, prony_scenario_deletion, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
end (PronyScenarioDeletion *self)
{
  g_clear_pointer (&self->aside, g_free);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenarioDeletion) self = user_data;
  g_autoptr (GError) error = NULL;

  self->aside = prony_session_delete_scenario_finish (PRONY_SESSION (source), result, &error);
  if (self->aside != NULL)
    {
      g_signal_emit (self, signals[DELETED], 0);
      return;
    }

  g_signal_emit (self, signals[FAILED], 0, error->message);
  end (self);
}

static void
on_restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenarioDeletion) self = user_data;
  g_autoptr (GError) error = NULL;

  if (prony_session_restore_scenario_finish (PRONY_SESSION (source), result, &error))
    g_signal_emit (self, signals[RESTORED], 0, self->name);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* --- The object ---------------------------------------------------------------------- */

static void
prony_scenario_deletion_finalize (GObject *object)
{
  PronyScenarioDeletion *self = (PronyScenarioDeletion *) object;

  if (self->aside != NULL)
    prony_session_discard_scenario (self->session, self->aside);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  g_free (self->title);
  g_free (self->name);
  g_free (self->aside);

  G_OBJECT_CLASS (prony_scenario_deletion_parent_class)->finalize (object);
}

static void
prony_scenario_deletion_class_init (PronyScenarioDeletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->finalize = prony_scenario_deletion_finalize;

  signals[DELETED] =
    g_signal_new ("deleted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESTORED] = g_signal_new ("restored", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] =
    g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_scenario_deletion_init (PronyScenarioDeletion *self)
{
}

/**
 * prony_scenario_deletion_new:
 * @session: the session
 * @item: the user's scenario that is to be deleted
 *
 * Returns: (transfer full): a deletion that has not begun
 */
PronyScenarioDeletion *
prony_scenario_deletion_new (PronySession *session, PronyScenarioItem *item)
{
  PronyScenarioDeletion *self;
  PronyScenario *scenario;

  g_return_val_if_fail (PRONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (PRONY_IS_SCENARIO_ITEM (item), NULL);

  self = g_object_new (PRONY_TYPE_SCENARIO_DELETION, NULL);
  scenario = prony_scenario_item_get_scenario (item);
  self->session = g_object_ref (session);
  self->item = g_object_ref (item);
  self->name = g_strdup (scenario->name);
  self->title = g_strdup (*scenario->title != '\0' ? scenario->title : scenario->name);

  return self;
}

/**
 * prony_scenario_deletion_get_title:
 * @self: a deletion
 *
 * Returns: (transfer none): the title of the scenario
 */
const char *
prony_scenario_deletion_get_title (PronyScenarioDeletion *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_DELETION (self), NULL);

  return self->title;
}

/**
 * prony_scenario_deletion_start:
 * @self: a deletion that has not begun
 *
 * Deletes the scenario.
 */
void
prony_scenario_deletion_start (PronyScenarioDeletion *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_DELETION (self));

  prony_session_delete_scenario_async (self->session, self->item, on_deleted_cb,
                                       g_object_ref (self));
}

/**
 * prony_scenario_deletion_undo:
 * @self: a deletion
 *
 * Brings the scenario back, if that is still possible.
 */
void
prony_scenario_deletion_undo (PronyScenarioDeletion *self)
{
  g_autoptr (PronyScenarioDeletion) kept = NULL;

  g_return_if_fail (PRONY_IS_SCENARIO_DELETION (self));

  if (self->aside == NULL)
    return;

  kept = g_object_ref (self);
  prony_session_restore_scenario_async (self->session, self->aside, on_restored_cb,
                                        g_object_ref (self));
  end (self);
}

/**
 * prony_scenario_deletion_commit:
 * @self: a deletion
 *
 * Gives up the way back, unless it was taken.
 */
void
prony_scenario_deletion_commit (PronyScenarioDeletion *self)
{
  g_autoptr (PronyScenarioDeletion) kept = NULL;

  g_return_if_fail (PRONY_IS_SCENARIO_DELETION (self));

  if (self->aside == NULL)
    return;

  kept = g_object_ref (self);
  prony_session_discard_scenario (self->session, self->aside);
  end (self);
}
