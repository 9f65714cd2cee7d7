/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-estimate-text.h"
#include "app/widgets/prony-plan-bar.h"
#include "app/widgets/prony-plan-menu.h"
#include "app/widgets/prony-turn-box.h"

/* How long choices must rest until they are estimated, so that a number that is being typed
 * is estimated once. */
#define REST_MS 150

struct _PronyPlanBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *plan_label;
  GtkLabel *estimate_label;
  PronyPlanMenu *menu;
  GtkButton *next_button;
  GtkWidget *start_button;
  GtkWidget *queue_button;

  /* Owned */
  PronySession *session;
  PronyPlan *plan;           /* NULL while nothing can be run */
  GCancellable *cancellable; /* of the estimate under way */
  guint rest_id;
};

G_DEFINE_FINAL_TYPE (PronyPlanBar, prony_plan_bar, ADW_TYPE_BIN)

/* --- The estimate ----------------------------------------------------------------- */

static void
stop_estimate (PronyPlanBar *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_estimated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyPlanBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PronyPlanEstimate estimate;

  if (prony_session_estimate_plan_finish (PRONY_SESSION (source), result, &estimate, &error))
    text = prony_estimate_text_make (&estimate);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (error->message);
  if (text == NULL || self->estimate_label == NULL)
    return;

  gtk_label_set_label (self->estimate_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->estimate_label), TRUE);
}

static gboolean
on_rested_cb (gpointer user_data)
{
  PronyPlanBar *self = user_data;

  self->rest_id = 0;
  self->cancellable = g_cancellable_new ();
  prony_session_estimate_plan_async (self->session, self->plan, self->cancellable, on_estimated_cb,
                                     g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* --- The widget --------------------------------------------------------------------- */

static void
prony_plan_bar_dispose (GObject *object)
{
  PronyPlanBar *self = PRONY_PLAN_BAR (object);

  stop_estimate (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->plan, prony_plan_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_PLAN_BAR);

  G_OBJECT_CLASS (prony_plan_bar_parent_class)->dispose (object);
}

static void
prony_plan_bar_class_init (PronyPlanBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_plan_bar_dispose;

  g_type_ensure (PRONY_TYPE_PLAN_MENU);
  g_type_ensure (PRONY_TYPE_TURN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-plan-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyPlanBar, plan_label);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanBar, estimate_label);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanBar, menu);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanBar, start_button);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanBar, queue_button);
}

static void
prony_plan_bar_init (PronyPlanBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_plan_bar_set_session:
 * @self: a bar
 * @session: what the pages share
 *
 * To be called once.
 */
void
prony_plan_bar_set_session (PronyPlanBar *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_PLAN_BAR (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  prony_plan_menu_set_session (self->menu, session);
}

/**
 * prony_plan_bar_set_plan:
 * @self: a bar with its session
 * @plan: (nullable): what would be run; nobody changes it any more
 * @text: the same in a sentence, or what is missing
 *
 * Shows what was chosen, and soon after that what it amounts to.
 */
void
prony_plan_bar_set_plan (PronyPlanBar *self, PronyPlan *plan, const char *text)
{
  g_return_if_fail (PRONY_IS_PLAN_BAR (self));
  g_return_if_fail (self->session != NULL);

  stop_estimate (self);
  g_clear_pointer (&self->plan, prony_plan_unref);
  gtk_label_set_label (self->plan_label, text);
  if (plan == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->estimate_label), FALSE);
      return;
    }

  self->plan = prony_plan_ref (plan);
  self->rest_id = g_timeout_add (REST_MS, on_rested_cb, self);
}

/**
 * prony_plan_bar_set_running:
 * @self: a bar
 * @running: whether a run is under way, so that another one has to wait
 */
void
prony_plan_bar_set_running (PronyPlanBar *self, gboolean running)
{
  g_return_if_fail (PRONY_IS_PLAN_BAR (self));

  gtk_widget_set_visible (self->start_button, !running);
  gtk_widget_set_visible (self->queue_button, running);
}

static GtkWidget *
get_start_button (PronyPlanBar *self)
{
  return gtk_widget_get_visible (self->queue_button) ? self->queue_button : self->start_button;
}

/**
 * prony_plan_bar_set_next:
 * @self: a bar
 * @next: (nullable): the words on the button that goes on; %NULL after the last step
 *
 * The focus of a button that goes is given to the one that starts.
 */
void
prony_plan_bar_set_next (PronyPlanBar *self, const char *next)
{
  gboolean had_focus;

  g_return_if_fail (PRONY_IS_PLAN_BAR (self));

  had_focus = gtk_widget_is_focus (GTK_WIDGET (self->next_button));
  if (next != NULL)
    gtk_button_set_label (self->next_button, next);
  if (next == NULL && had_focus)
    gtk_widget_grab_focus (get_start_button (self));
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), next != NULL);
}

/**
 * prony_plan_bar_grab_focus:
 * @self: a bar
 *
 * Gives the focus to the button that goes on, or else to the one that starts.
 */
void
prony_plan_bar_grab_focus (PronyPlanBar *self)
{
  g_return_if_fail (PRONY_IS_PLAN_BAR (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->next_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
  else
    gtk_widget_grab_focus (get_start_button (self));
}

/**
 * prony_plan_bar_get_estimate:
 * @self: a bar
 *
 * Returns: (transfer none) (nullable): what the plan amounts to, as it is shown; %NULL
 *   while nothing is
 */
const char *
prony_plan_bar_get_estimate (PronyPlanBar *self)
{
  g_return_val_if_fail (PRONY_IS_PLAN_BAR (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->estimate_label))
           ? gtk_label_get_label (self->estimate_label)
           : NULL;
}
