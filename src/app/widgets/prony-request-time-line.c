/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-request-time-line.h"
#include "core/analysis/prony-request-charts.h"

/* More rows than that are a grey field. */
#define MAX_REQUESTS 100

struct _PronyRequestTimeLine
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *note;
  PronyChartPane *pane;

  /* Owned */
  PronySession *session;     /* (nullable) */
  GArray *ids;               /* (element-type gint64) */
  GCancellable *cancellable; /* (nullable): while they are being read */

  /* Plain */
  guint n_requests; /* of which these are the first */
  gboolean is_shown;
  gboolean is_stale;
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRequestTimeLine, prony_request_time_line, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
show_note (PronyRequestTimeLine *self)
{
  /* Translators: how many requests are shown, and of how many */
  g_autofree char *note =
    g_strdup_printf (_ ("The first %u of %'u requests, in the order of the list."), self->ids->len,
                     self->n_requests);

  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->n_requests > self->ids->len);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyRequestTimeLine) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows =
    prony_session_read_request_rows_finish (PRONY_SESSION (source), result, &error);
  g_autoptr (PronyChart) chart = NULL;

  /* Cancelled: others are shown, or the view is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (rows == NULL)
    {
      gtk_label_set_text (self->note, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
      return;
    }

  chart = prony_request_rows_chart_new ((const PronyRequestRow *) rows->data, rows->len);
  prony_chart_pane_set_chart (self->pane, chart);
  show_note (self);
}

static void
stop (PronyRequestTimeLine *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Only while somebody looks. */
static void
read_rows (PronyRequestTimeLine *self)
{
  if (!self->is_shown || !self->is_stale || self->session == NULL)
    return;

  self->is_stale = FALSE;
  stop (self);
  if (self->ids->len == 0)
    return;

  self->cancellable = g_cancellable_new ();
  prony_session_read_request_rows_async (self->session, (const gint64 *) self->ids->data,
                                         self->ids->len, self->cancellable, on_read_cb,
                                         g_object_ref (self));
}

static void
on_datum_activated_cb (PronyRequestTimeLine *self, gint64 mark)
{
  if (mark != 0)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, mark);
}

static void
prony_request_time_line_unroot (GtkWidget *widget)
{
  stop (PRONY_REQUEST_TIME_LINE (widget));

  GTK_WIDGET_CLASS (prony_request_time_line_parent_class)->unroot (widget);
}

static void
prony_request_time_line_dispose (GObject *object)
{
  PronyRequestTimeLine *self = PRONY_REQUEST_TIME_LINE (object);

  stop (self);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_REQUEST_TIME_LINE);

  G_OBJECT_CLASS (prony_request_time_line_parent_class)->dispose (object);
}

static void
prony_request_time_line_finalize (GObject *object)
{
  g_array_unref (PRONY_REQUEST_TIME_LINE (object)->ids);

  G_OBJECT_CLASS (prony_request_time_line_parent_class)->finalize (object);
}

static void
prony_request_time_line_class_init (PronyRequestTimeLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_request_time_line_dispose;
  object_class->finalize = prony_request_time_line_finalize;
  widget_class->unroot = prony_request_time_line_unroot;

  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (PRONY_TYPE_CHART_PANE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/widgets/prony-request-time-line.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRequestTimeLine, note);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestTimeLine, pane);
}

static void
prony_request_time_line_init (PronyRequestTimeLine *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (prony_chart_pane_get_view (self->pane), "datum-activated",
                           G_CALLBACK (on_datum_activated_cb), self, G_CONNECT_SWAPPED);
}

/**
 * prony_request_time_line_set_session:
 * @self: a time line
 * @session: (nullable): where requests are read
 */
void
prony_request_time_line_set_session (PronyRequestTimeLine *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_REQUEST_TIME_LINE (self));

  stop (self);
  g_set_object (&self->session, session);
}

/**
 * prony_request_time_line_set_requests:
 * @self: a time line
 * @list: whose first requests it shows from now on
 */
void
prony_request_time_line_set_requests (PronyRequestTimeLine *self, PronyRequestList *list)
{
  const gint64 *ids;

  g_return_if_fail (PRONY_IS_REQUEST_TIME_LINE (self));

  ids = prony_request_list_get_ids (list, &self->n_requests);
  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids, MIN (self->n_requests, MAX_REQUESTS));
  self->is_stale = TRUE;
  read_rows (self);
}

/**
 * prony_request_time_line_set_shown:
 * @self: a time line
 * @shown: whether somebody looks at it
 */
void
prony_request_time_line_set_shown (PronyRequestTimeLine *self, gboolean shown)
{
  g_return_if_fail (PRONY_IS_REQUEST_TIME_LINE (self));

  self->is_shown = shown;
  read_rows (self);
}
