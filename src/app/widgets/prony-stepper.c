/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-stepper.h"

struct _PronyStepper
{
  GtkWidget *widget; /* borrowed: it owns the stepper */
  PronyStepFunc step;

  /* At most one of them is not 0 */
  guint idle_id;
  guint frame_id;
};

static gboolean
on_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PronyStepper *self = user_data;

  if (self->step (widget))
    return G_SOURCE_CONTINUE;

  self->frame_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_idle_cb (gpointer user_data)
{
  PronyStepper *self = user_data;
  gboolean seen = gtk_widget_get_mapped (self->widget);

  if (!seen && self->step (self->widget))
    return G_SOURCE_CONTINUE;

  self->idle_id = 0;
  if (seen)
    self->frame_id = gtk_widget_add_tick_callback (self->widget, on_frame_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * prony_stepper_new:
 * @widget: what is worked on; it outlives the stepper
 * @step: does a step
 *
 * Returns: (transfer full): a stepper that waits for prony_stepper_go_on()
 */
PronyStepper *
prony_stepper_new (GtkWidget *widget, PronyStepFunc step)
{
  PronyStepper *self = g_new0 (PronyStepper, 1);

  self->widget = widget;
  self->step = step;
  return self;
}

/**
 * prony_stepper_free:
 * @self: (nullable) (transfer full): a stepper
 *
 * No step follows.
 */
void
prony_stepper_free (PronyStepper *self)
{
  if (self == NULL)
    return;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->frame_id != 0)
    gtk_widget_remove_tick_callback (self->widget, self->frame_id);
  g_free (self);
}

/**
 * prony_stepper_go_on:
 * @self: a stepper
 *
 * There is something to do: soon, and until a step says that there is nothing more.
 */
void
prony_stepper_go_on (PronyStepper *self)
{
  g_return_if_fail (self != NULL);

  if (self->idle_id == 0 && self->frame_id == 0)
    self->idle_id = g_idle_add (on_idle_cb, self);
}
