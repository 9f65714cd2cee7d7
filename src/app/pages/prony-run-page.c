/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-run-page-private.h"
#include "app/widgets/prony-toast.h"
#include "app/widgets/prony-turn-box.h"

G_DEFINE_FINAL_TYPE (PronyRunPage, prony_run_page, PRONY_TYPE_PAGE)

/* Says what can be done now. */
void
_prony_run_page_update_actions (PronyRunPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = self->run != NULL && prony_run_session_is_running (self->run);
  gboolean valid = prony_run_setup_is_valid (self->setup);

  gtk_widget_action_set_enabled (widget, "run.start", valid && !running);
  gtk_widget_action_set_enabled (widget, "run.queue", valid && running);
  prony_run_setup_set_running (self->setup, running);
  _prony_run_page_update_live_actions (self);
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (self->setup, &error);
  PronyRunSession *run = NULL;

  if (plan != NULL)
    run = prony_session_start_run (session, plan, &error);
  if (run == NULL)
    {
      prony_page_add_toast (PRONY_PAGE (self), prony_toast_new (error->message));
      return;
    }

  prony_run_setup_remember (self->setup, plan);
  _prony_run_page_watch (self, run);
}

static void
queue_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (self->setup, &error);

  if (plan == NULL || !prony_session_queue_run (session, plan, &error))
    {
      prony_page_add_toast (PRONY_PAGE (self), prony_toast_new (error->message));
      return;
    }

  prony_run_setup_remember (self->setup, plan);
  prony_page_add_toast (PRONY_PAGE (self), prony_toast_new (_ ("Run added to the queue")));
  _prony_run_page_show_latest (self);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_page_new_run (PRONY_RUN_PAGE (widget), NULL);
}

static void
set_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  const char *value = g_variant_get_string (parameter, NULL);

  if (g_str_equal (name, "run.set-load"))
    prony_run_setup_set_load (self->setup, value);
  else if (g_str_equal (name, "run.set-bound"))
    prony_run_setup_set_bound (self->setup, value);
  else if (g_str_equal (name, "run.select-target"))
    prony_run_setup_set_target (self->setup, value, TRUE);
  else if (g_str_equal (name, "run.deselect-target"))
    prony_run_setup_set_target (self->setup, value, FALSE);
  else if (g_str_equal (name, "run.select-scenario"))
    prony_run_setup_set_scenario (self->setup, value, TRUE);
  else
    prony_run_setup_set_scenario (self->setup, value, FALSE);
}

static void
prony_run_page_session_set (PronyPage *page, PronySession *session)
{
  PronyRunPage *self = PRONY_RUN_PAGE (page);

  prony_result_view_set_session (self->result, session);
  prony_run_setup_set_session (self->setup, session);
  _prony_run_page_set_live_session (self, session);
  g_signal_connect_object (self->setup, "changed", G_CALLBACK (_prony_run_page_update_actions),
                           self, G_CONNECT_SWAPPED);
  _prony_run_page_update_actions (self);
}

static void
prony_run_page_dispose (GObject *object)
{
  PronyRunPage *self = PRONY_RUN_PAGE (object);

  g_clear_object (&self->run);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RUN_PAGE);

  G_OBJECT_CLASS (prony_run_page_parent_class)->dispose (object);
}

static void
prony_run_page_class_init (PronyRunPageClass *klass)
{
  static const char *const setters[] = { "run.set-load",        "run.set-bound",
                                         "run.select-target",   "run.deselect-target",
                                         "run.select-scenario", "run.deselect-scenario" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_run_page_dispose;
  PRONY_PAGE_CLASS (klass)->session_set = prony_run_page_session_set;

  g_type_ensure (PRONY_TYPE_RUN_SETUP);
  g_type_ensure (PRONY_TYPE_RUN_VIEW);
  g_type_ensure (PRONY_TYPE_RESULT_VIEW);
  g_type_ensure (PRONY_TYPE_TURN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, live_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, queue_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, queue_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, setup);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, view);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, result);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, failed_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, failed_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunPage, error_page);

  gtk_widget_class_install_action (widget_class, "run.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "run.queue", NULL, queue_action);
  gtk_widget_class_install_action (widget_class, "run.new", NULL, new_action);
  _prony_run_page_install_live_actions (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (setters); i++)
    gtk_widget_class_install_action (widget_class, setters[i], "s", set_action);
}

static void
prony_run_page_init (PronyRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  _prony_run_page_update_actions (self);
}

/**
 * prony_run_page_new_run:
 * @self: a run page
 * @engine: (nullable): the engine to measure; %NULL leaves the choice as it was
 *
 * Shows the set-up of another run. One that is under way goes on.
 */
void
prony_run_page_new_run (PronyRunPage *self, PronyEngineItem *engine)
{
  g_return_if_fail (PRONY_IS_RUN_PAGE (self));

  if (engine != NULL)
    prony_run_setup_select_engine (self->setup, engine);
  gtk_stack_set_visible_child_name (self->stack, "setup");
  prony_run_setup_begin (self->setup);
  _prony_run_page_update_actions (self);
}

/**
 * prony_run_page_run_scenario:
 * @self: a run page
 * @name: a scenario's name
 *
 * Shows the set-up of another run, with this scenario chosen alone. One that is under way
 * goes on.
 */
void
prony_run_page_run_scenario (PronyRunPage *self, const char *name)
{
  g_return_if_fail (PRONY_IS_RUN_PAGE (self));

  prony_run_setup_select_scenario (self->setup, name);
  prony_run_page_new_run (self, NULL);
}

/**
 * prony_run_page_focus_setup:
 * @self: a run page
 *
 * Gives the focus to what goes on in the set-up, if that is shown.
 */
void
prony_run_page_focus_setup (PronyRunPage *self)
{
  g_return_if_fail (PRONY_IS_RUN_PAGE (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "setup") == 0)
    prony_run_setup_focus_next (self->setup);
}

/**
 * prony_run_page_use_plan:
 * @self: a run page
 * @plan: a plan, as the session reads it; nobody changes it any more
 *
 * Shows the set-up of another run, with everything chosen as @plan has it. One that is
 * under way goes on.
 */
void
prony_run_page_use_plan (PronyRunPage *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_RUN_PAGE (self));
  g_return_if_fail (plan != NULL);

  prony_run_setup_set_plan (self->setup, plan);
  prony_run_page_new_run (self, NULL);
}
