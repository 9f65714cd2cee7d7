/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-list-growth.h"

/* How many items come with a frame, and from how many on the view makes no more widgets. */
#define STEP 8
#define ENOUGH 225

struct _PronyListGrowth
{
  GtkWidget *view; /* borrowed */

  /* Owned */
  GtkSliceListModel *slice;

  /* Plain */
  guint frame_id;
  gulong model_id;
};

static gboolean
on_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PronyListGrowth *self = user_data;
  guint n_items = g_list_model_get_n_items (gtk_slice_list_model_get_model (self->slice));
  guint size = gtk_slice_list_model_get_size (self->slice) + STEP;

  if (n_items > 0 && size < MIN (n_items, ENOUGH))
    {
      gtk_slice_list_model_set_size (self->slice, size);
      return G_SOURCE_CONTINUE;
    }

  self->frame_id = 0;
  /* Where there is nothing yet, all that comes will be new to the view. */
  if (n_items > 0)
    gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
go_on (PronyListGrowth *self)
{
  if (self->frame_id == 0 && gtk_slice_list_model_get_size (self->slice) < G_MAXUINT)
    self->frame_id = gtk_widget_add_tick_callback (self->view, on_frame_cb, self, NULL);
}

/**
 * prony_list_growth_new:
 * @view: what shows the items; it outlives the growth
 * @model: (transfer full): all of them
 *
 * Returns: (transfer full): a growth that begins when @view is seen
 */
PronyListGrowth *
prony_list_growth_new (GtkWidget *view, GListModel *model)
{
  PronyListGrowth *self = g_new0 (PronyListGrowth, 1);

  self->view = view;
  self->model_id = g_signal_connect_swapped (model, "items-changed", G_CALLBACK (go_on), self);
  self->slice = gtk_slice_list_model_new (model, 0, STEP);
  go_on (self);
  return self;
}

/**
 * prony_list_growth_free:
 * @self: (nullable) (transfer full): a growth
 */
void
prony_list_growth_free (PronyListGrowth *self)
{
  if (self == NULL)
    return;

  if (self->frame_id != 0)
    gtk_widget_remove_tick_callback (self->view, self->frame_id);
  g_signal_handler_disconnect (gtk_slice_list_model_get_model (self->slice), self->model_id);
  g_object_unref (self->slice);
  g_free (self);
}

/**
 * prony_list_growth_get_model:
 * @self: a growth
 *
 * Returns: (transfer none): what the view is to show
 */
GListModel *
prony_list_growth_get_model (PronyListGrowth *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return G_LIST_MODEL (self->slice);
}

/**
 * prony_list_growth_begin:
 * @self: a growth
 *
 * Shows the first items only, and the others with the frames that follow: call it before most
 * of the items become others.
 */
void
prony_list_growth_begin (PronyListGrowth *self)
{
  g_return_if_fail (self != NULL);

  gtk_slice_list_model_set_size (self->slice, STEP);
  go_on (self);
}

/**
 * prony_list_growth_end:
 * @self: a growth
 *
 * Shows all items at once: call it before one of them is looked for.
 */
void
prony_list_growth_end (PronyListGrowth *self)
{
  g_return_if_fail (self != NULL);

  if (self->frame_id != 0)
    gtk_widget_remove_tick_callback (self->view, self->frame_id);
  self->frame_id = 0;
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}
