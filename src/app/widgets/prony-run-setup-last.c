/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What was run last is set up when the window opens again, unless somebody has chosen
 * something else before it was read. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-run-setup-private.h"

/* Says that a plan is going to be filled in, instead of another that is being read. */
GCancellable *
_prony_run_setup_begin_reading (PronyRunSetup *self)
{
  _prony_run_setup_stop_reading (self);
  self->reading = g_cancellable_new ();
  return self->reading;
}

/* Something else is chosen. */
void
_prony_run_setup_stop_reading (PronyRunSetup *self)
{
  self->touched = TRUE;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static gboolean
knows_any (PronyRunSetup *self, PronyPlan *plan)
{
  for (guint i = 0; i < plan->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (plan->targets, i);

      if (prony_session_find_engine_by_url (self->session, target->engine->url) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* The engines may be gone, such as a simulated one: then the rest is brought back. */
static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyRunSetup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPlan) plan =
    prony_session_read_plan_finish (PRONY_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (plan != NULL)
    _prony_run_setup_fill (self, plan, knows_any (self, plan));
  else
    g_message ("What was run last cannot be set up again: %s", error->message);
}

/* Once, when the session knows its engines and scenarios. */
void
_prony_run_setup_bring_back (PronyRunSetup *self)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!prony_session_get_ready (self->session) || self->settings == NULL || self->touched)
    return;

  self->touched = TRUE;
  text = g_settings_get_string (self->settings, "last-plan");
  if (*text == '\0')
    return;

  node = json_from_string (text, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    prony_session_read_plan_async (self->session, json_node_get_object (node),
                                   _prony_run_setup_begin_reading (self), on_read_cb,
                                   g_object_ref (self));
  else
    g_message ("What was run last cannot be set up again: it is no plan.");
}

/**
 * prony_run_setup_remember:
 * @self: a setup
 * @plan: what is run
 *
 * Keeps a plan as what was run last: it is set up when the window opens again.
 */
void
prony_run_setup_remember (PronyRunSetup *self, PronyPlan *plan)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (PRONY_IS_RUN_SETUP (self));
  g_return_if_fail (plan != NULL);

  if (self->settings == NULL)
    return;

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, prony_plan_to_json (plan));
  text = json_to_string (node, FALSE);
  g_settings_set_string (self->settings, "last-plan", text);
}
