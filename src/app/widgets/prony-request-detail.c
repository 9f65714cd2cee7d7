/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-request-events.h"
#include "app/session/prony-request-text.h"
#include "app/widgets/prony-request-detail.h"
#include "app/widgets/prony-request-overview.h"
#include "app/widgets/prony-try-events.h"
#include "app/widgets/prony-try-metrics.h"

struct _PronyRequestDetail
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  AdwViewStack *parts;
  GtkLabel *trouble;
  PronyRequestOverview *overview;
  PronyTryMetrics *figures;
  GtkStack *events_stack;
  PronyTryEvents *events;

  /* Owned */
  PronySession *session;     /* (nullable) */
  PronyRun *run;             /* (nullable) */
  PronyRequestStory *story;  /* (nullable): what is shown */
  GCancellable *cancellable; /* (nullable): while a request is being read */

  /* Plain */
  PronyRequestRow row; /* of what is shown or being read; without a number for none */
};

G_DEFINE_FINAL_TYPE (PronyRequestDetail, prony_request_detail, ADW_TYPE_BIN)

static PronyTrial *
get_trial (PronyRequestDetail *self)
{
  return g_ptr_array_index (self->run->trials, self->row.trial);
}

/* Only of the part that is in sight: figures and events take their time. */
static void
show_part (PronyRequestDetail *self)
{
  const char *part = adw_view_stack_get_visible_child_name (self->parts);
  const PronyRequestRecord *record;

  /* While another request is being read, what is in sight stays. */
  if (self->story == NULL || self->cancellable != NULL)
    return;

  record = self->story->record;
  if (g_strcmp0 (part, "figures") == 0)
    {
      prony_try_metrics_set_record (self->figures, record, NULL);
    }
  else if (g_strcmp0 (part, "events") == 0)
    {
      g_autoptr (PronyRequestEvents) events = prony_request_events_new (record);
      gboolean any = g_list_model_get_n_items (G_LIST_MODEL (events)) > 0;

      prony_try_events_set_model (self->events, G_LIST_MODEL (events), FALSE);
      gtk_stack_set_visible_child_name (self->events_stack, any ? "events" : "none");
    }
  else
    {
      prony_request_overview_show (self->overview, get_trial (self), record,
                                   self->story->broken_rule, self->story->advice);
    }
}

static void
on_part_changed_cb (PronyRequestDetail *self)
{
  show_part (self);
}

static void
show_trouble (PronyRequestDetail *self, const char *text)
{
  gtk_label_set_text (self->trouble, text);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyRequestDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRequestStory) story =
    prony_session_read_request_finish (PRONY_SESSION (source), result, &error);

  /* Cancelled: another one is shown, or none. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (story == NULL)
    {
      show_trouble (self, error->message);
      return;
    }

  g_clear_pointer (&self->story, prony_request_story_free);
  self->story = g_steal_pointer (&story);
  gtk_stack_set_visible_child_name (self->stack, "request");
  show_part (self);
}

static void
stop (PronyRequestDetail *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Its window is closed: what is being read for it would hold it. */
static void
prony_request_detail_unroot (GtkWidget *widget)
{
  stop (PRONY_REQUEST_DETAIL (widget));

  GTK_WIDGET_CLASS (prony_request_detail_parent_class)->unroot (widget);
}

static void
prony_request_detail_dispose (GObject *object)
{
  PronyRequestDetail *self = PRONY_REQUEST_DETAIL (object);

  stop (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->run, prony_run_unref);
  g_clear_pointer (&self->story, prony_request_story_free);
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_REQUEST_DETAIL);

  G_OBJECT_CLASS (prony_request_detail_parent_class)->dispose (object);
}

static void
prony_request_detail_class_init (PronyRequestDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_request_detail_dispose;
  widget_class->unroot = prony_request_detail_unroot;

  g_type_ensure (PRONY_TYPE_REQUEST_OVERVIEW);
  g_type_ensure (PRONY_TYPE_TRY_EVENTS);
  g_type_ensure (PRONY_TYPE_TRY_METRICS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-request-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, parts);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, trouble);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, overview);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, figures);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, events_stack);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestDetail, events);
  gtk_widget_class_bind_template_callback (widget_class, on_part_changed_cb);
}

static void
prony_request_detail_init (PronyRequestDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_request_detail_set_session:
 * @self: a detail
 * @session: (nullable): where requests are read
 */
void
prony_request_detail_set_session (PronyRequestDetail *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_REQUEST_DETAIL (self));

  prony_request_detail_clear (self);
  g_set_object (&self->session, session);
}

/**
 * prony_request_detail_show:
 * @self: a detail
 * @run: a run
 * @row: one of its requests
 *
 * Reads a request and shows it; what is shown stays until then. What was being read before
 * is given up.
 */
void
prony_request_detail_show (PronyRequestDetail *self, PronyRun *run, const PronyRequestRow *row)
{
  g_return_if_fail (PRONY_IS_REQUEST_DETAIL (self));
  g_return_if_fail (run != NULL && row != NULL);

  if (self->session == NULL || row->trial >= run->trials->len ||
      (self->run == run && self->row.row_id == row->row_id))
    return;

  stop (self);
  if (self->run != run)
    prony_request_detail_clear (self);
  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;
  self->row = *row;
  self->cancellable = g_cancellable_new ();
  prony_session_read_request_async (self->session, run, row, self->cancellable, on_read_cb,
                                    g_object_ref (self));
}

/**
 * prony_request_detail_clear:
 * @self: a detail
 *
 * Shows nothing.
 */
void
prony_request_detail_clear (PronyRequestDetail *self)
{
  g_return_if_fail (PRONY_IS_REQUEST_DETAIL (self));

  stop (self);
  g_clear_pointer (&self->run, prony_run_unref);
  g_clear_pointer (&self->story, prony_request_story_free);
  self->row.row_id = 0;
  prony_try_events_set_model (self->events, NULL, FALSE);
  prony_try_metrics_set_record (self->figures, NULL, NULL);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

/**
 * prony_request_detail_get_row_id:
 * @self: a detail
 *
 * Returns: the store's number of the request that is shown or about to be; 0 for none
 */
gint64
prony_request_detail_get_row_id (PronyRequestDetail *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_DETAIL (self), 0);

  return self->row.row_id;
}

/**
 * prony_request_detail_get_text:
 * @self: a detail
 *
 * Returns: (transfer full) (nullable): all that is known of the request, to be copied;
 *   %NULL where none is shown
 */
char *
prony_request_detail_get_text (PronyRequestDetail *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_DETAIL (self), NULL);

  if (self->story == NULL || self->story->record->id != self->row.id)
    return NULL;

  return prony_request_text_all (get_trial (self), self->story->record, self->story->broken_rule,
                                 self->story->advice);
}
