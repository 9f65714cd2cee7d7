/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Starting a run in a session, and what happens when it has ended. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-private.h"
#include "base/prony-error.h"
#include "core/model/prony-run-targets.h"

/* A field that an engine refused need not be tried again in the next run. */
static void
learn_from_run (PronySession *self, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);

  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);

      if (!prony_rejected_fields_is_empty (target->rejected))
        _prony_session_learn (self, target->engine->id, NULL, target->rejected);
    }
}

static void
on_run_ended_cb (PronySession *self, PronyRunSession *run_session)
{
  PronyRun *run = prony_run_session_get_result (run_session);

  g_assert (PRONY_IS_SESSION (self));

  if (self->closed)
    return;

  if (run != NULL)
    {
      _prony_session_add_run (self, run);
      learn_from_run (self, run);
    }
  _prony_session_go_on_after (self, run);
  _prony_session_check_after (self, run);
}

/* A plan names engines; their keys are the session's business. */
static void
fill_in_keys (PronySession *self, PronyPlan *plan)
{
  for (guint i = 0; i < plan->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (plan->targets, i);
      PronyEngineItem *item = prony_session_find_engine (self, target->engine->id);

      if (target->credentials == NULL && item != NULL &&
          prony_engine_item_get_credentials (item) != NULL)
        target->credentials = prony_credentials_ref (prony_engine_item_get_credentials (item));
    }
}

/**
 * prony_session_start_run:
 * @self: a session
 * @plan: what to run; the API keys of its targets are filled in
 * @error: return location
 *
 * Starts a run and makes it the session's run. One runs at a time, because two
 * would measure each other.
 *
 * Returns: (transfer none): the run under way, %NULL if the plan is not complete
 *   or another run is under way
 */
PronyRunSession *
prony_session_start_run (PronySession *self, PronyPlan *plan, GError **error)
{
  g_autoptr (PronyRunSession) run_session = NULL;

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (plan != NULL, NULL);

  if (self->run_session != NULL && prony_run_session_is_running (self->run_session))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("Another run is under way. Wait until it has ended, or stop it."));
      return NULL;
    }
  if (!prony_plan_check (plan, error))
    return NULL;

  fill_in_keys (self, plan);
  _prony_session_pause_checks (self);
  run_session = prony_run_session_start (plan, self->store);
  g_signal_connect_object (run_session, "ended", G_CALLBACK (on_run_ended_cb), self,
                           G_CONNECT_SWAPPED);
  _prony_session_set_run_session (self, run_session);
  g_object_notify (G_OBJECT (self), "measuring");

  return self->run_session;
}
