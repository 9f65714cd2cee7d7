/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-run-indicator.h"
#include "base/prony-format.h"

/* It is seen from the corner of the eye: each time that it changes, the window is drawn. */
#define REFRESH_US G_USEC_PER_SEC

/* The run under way, at the foot of the sidebar: its state in words, how much is
 * done and how long it may still take. Hidden while nothing runs; a click shows the
 * Run page. */
struct _PronyRunIndicator
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkRevealer *revealer;
  GtkButton *button;
  GtkLabel *state_label;
  GtkLabel *remaining_label;
  GtkProgressBar *progress_bar;

  /* Owned */
  PronySession *session;
  PronyRunSession *run_session;

  /* Plain: what is shown, and since when */
  PronyState state;
  gint64 shown_us; /* 0 for nothing of this run */
};

G_DEFINE_FINAL_TYPE (PronyRunIndicator, prony_run_indicator, ADW_TYPE_BIN)

/* Says the state, but only when it has changed. */
static void
set_texts (PronyRunIndicator *self, const char *state, const char *remaining)
{
  g_autofree char *name = NULL;

  gtk_label_set_label (self->remaining_label, remaining);
  if (g_strcmp0 (gtk_label_get_label (self->state_label), state) == 0)
    return;

  gtk_label_set_label (self->state_label, state);
  /* TRANSLATORS: for a screen reader; %s is a state such as "Measuring, 40 %". */
  name = g_strdup_printf (_ ("Show the run under way: %s"), state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
update (PronyRunIndicator *self)
{
  gboolean running = self->run_session != NULL && prony_run_session_is_running (self->run_session);
  gint64 now_us = g_get_monotonic_time ();
  PronyRunSnapshot *snapshot = NULL;
  g_autofree char *state = NULL;
  g_autofree char *remaining = NULL;
  const char *title;

  if (running)
    snapshot = prony_run_session_get_snapshot (self->run_session);
  gtk_revealer_set_reveal_child (self->revealer, running);
  if (snapshot == NULL || (snapshot->state == self->state && now_us - self->shown_us < REFRESH_US))
    return;

  self->state = snapshot->state;
  self->shown_us = now_us;
  title = prony_state_title (snapshot->state);
  /* TRANSLATORS: the state of a run, such as "Measuring", and how much of it is done. */
  state = g_strdup_printf (_ ("%s, %u %%"), title, (guint) (snapshot->progress * 100.0));
  if (isfinite (snapshot->remaining_s))
    remaining = prony_format_remaining (snapshot->remaining_s, snapshot->remaining_at_least);
  set_texts (self, state, remaining != NULL ? remaining : "");
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (snapshot->progress, 0.0, 1.0));
}

static void
on_run_session_changed_cb (PronyRunIndicator *self)
{
  g_assert (PRONY_IS_RUN_INDICATOR (self));

  if (self->run_session != NULL)
    g_signal_handlers_disconnect_by_func (self->run_session, update, self);
  g_set_object (&self->run_session, prony_session_get_run_session (self->session));
  self->shown_us = 0;
  if (self->run_session != NULL)
    {
      g_signal_connect_object (self->run_session, "changed", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->run_session, "ended", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
prony_run_indicator_dispose (GObject *object)
{
  PronyRunIndicator *self = (PronyRunIndicator *) object;

  g_clear_object (&self->run_session);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RUN_INDICATOR);

  G_OBJECT_CLASS (prony_run_indicator_parent_class)->dispose (object);
}

static void
prony_run_indicator_class_init (PronyRunIndicatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_run_indicator_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-indicator.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunIndicator, revealer);
  gtk_widget_class_bind_template_child (widget_class, PronyRunIndicator, button);
  gtk_widget_class_bind_template_child (widget_class, PronyRunIndicator, state_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunIndicator, remaining_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunIndicator, progress_bar);
}

static void
prony_run_indicator_init (PronyRunIndicator *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_run_indicator_set_session:
 * @self: an indicator
 * @session: whose run to show; set once
 */
void
prony_run_indicator_set_session (PronyRunIndicator *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RUN_INDICATOR (self));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::run-session", G_CALLBACK (on_run_session_changed_cb),
                           self, G_CONNECT_SWAPPED);
  on_run_session_changed_cb (self);
}
