/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-failure-window.h"
#include "app/session/prony-request-text.h"
#include "app/widgets/prony-request-overview.h"
#include "app/widgets/prony-toast.h"

struct _PronyFailureWindow
{
  AdwWindow parent_instance;

  /* Template children */
  PronyRequestOverview *overview;

  /* Owned: all that is shown, to be copied */
  char *text;
};

G_DEFINE_FINAL_TYPE (PronyFailureWindow, prony_failure_window, ADW_TYPE_WINDOW)

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), PRONY_FAILURE_WINDOW (widget)->text);
  prony_toast_show (adw_window_get_content (ADW_WINDOW (widget)), _ ("Copied"));
}

static void
prony_failure_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_FAILURE_WINDOW);

  G_OBJECT_CLASS (prony_failure_window_parent_class)->dispose (object);
}

static void
prony_failure_window_finalize (GObject *object)
{
  g_free (PRONY_FAILURE_WINDOW (object)->text);

  G_OBJECT_CLASS (prony_failure_window_parent_class)->finalize (object);
}

static void
prony_failure_window_class_init (PronyFailureWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_failure_window_dispose;
  object_class->finalize = prony_failure_window_finalize;

  g_type_ensure (PRONY_TYPE_REQUEST_OVERVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-failure-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, overview);
  gtk_widget_class_install_action (widget_class, "failure.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "failure.copy", NULL);
}

static void
prony_failure_window_init (PronyFailureWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_failure_window_new:
 * @parent: (nullable): the window that it belongs to
 * @trial: the trial of @record
 * @record: the request that failed
 * @advice: (nullable): a sentence, what to do about it
 *
 * Returns: (transfer none): a window that is not shown yet
 */
GtkWindow *
prony_failure_window_new (GtkWindow *parent,
                          PronyTrial *trial,
                          PronyRequestRecord *record,
                          const char *advice)
{
  PronyFailureWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (trial != NULL && record != NULL, NULL);

  self = g_object_new (PRONY_TYPE_FAILURE_WINDOW, "transient-for", parent, NULL);
  prony_request_overview_show (self->overview, trial, record, NULL, advice);
  self->text = prony_request_text_all (trial, record, NULL, advice);
  return GTK_WINDOW (self);
}

/**
 * prony_failure_window_get_text:
 * @self: a window
 *
 * Returns: (transfer full): all that it shows, as it is copied
 */
char *
prony_failure_window_get_text (PronyFailureWindow *self)
{
  g_return_val_if_fail (PRONY_IS_FAILURE_WINDOW (self), NULL);

  return g_strdup (self->text);
}
