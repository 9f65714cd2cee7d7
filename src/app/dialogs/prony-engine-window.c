/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-engine-window.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-probe.h"

/* How long the probe waits for an answer, seconds. */
#define PROBE_TIMEOUT_S 10.0

/* Adds an engine by its address. "Add" first asks the address what answers there:
 * an engine is added at once; of anything else the window says what it found, and
 * the button becomes "Add Anyway". Changing what was typed starts over. */
struct _PronyEngineWindow
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkButton *add_button;
  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  AdwPasswordEntryRow *key_row;
  GtkSpinner *spinner;
  GtkImage *verdict_icon;
  GtkLabel *verdict;

  /* Owned */
  PronySession *session;
  GCancellable *probe; /* NULL while none is under way */

  /* Plain */
  gboolean probed; /* what is typed was probed, and found wanting */
};

enum
{
  ADDED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyEngineWindow, prony_engine_window, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static void
show_verdict (PronyEngineWindow *self, const char *text, const char *icon)
{
  gboolean probing = self->probe != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), probing);
  gtk_spinner_set_spinning (self->spinner, probing);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict_icon), icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->verdict_icon, icon);
  gtk_label_set_label (self->verdict, text);
}

static void
cancel_probe (PronyEngineWindow *self)
{
  if (self->probe != NULL)
    g_cancellable_cancel (self->probe);
  g_clear_object (&self->probe);
}

static PronyEngineSpec *
make_spec (PronyEngineWindow *self, GError **error)
{
  g_autofree char *name =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  PronyEngineSpec *spec =
    prony_engine_spec_new (gtk_editable_get_text (GTK_EDITABLE (self->address_row)), error);

  if (spec != NULL && *name != '\0')
    prony_set_str (&spec->name, name);

  return spec;
}

/* Says what is wrong with what is typed, or what to do. Returns whether the
 * address can be used. */
static gboolean
validate (PronyEngineWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address_row));
  const char *key = gtk_editable_get_text (GTK_EDITABLE (self->key_row));
  g_autoptr (PronyEngineSpec) spec = NULL;
  g_autoptr (GError) error = NULL;
  gboolean empty = text[strspn (text, " \t")] == '\0';

  if (!empty)
    spec = make_spec (self, &error);

  gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
  if (empty)
    show_verdict (self, _ ("Prony finds out by itself which engine answers there."), NULL);
  else if (spec == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
      show_verdict (self, error->message, "dialog-error-symbolic");
    }
  else if (prony_session_find_engine_by_url (self->session, spec->url) != NULL && *key == '\0')
    {
      show_verdict (self, _ ("This engine is in the list already."), "dialog-warning-symbolic");
      return FALSE;
    }
  else if (*key != '\0' && g_str_has_prefix (spec->url, "http:") &&
           !prony_engine_url_is_loopback (spec->url))
    show_verdict (self,
                  _ ("This address is not encrypted: everybody on the way can read the API key. "
                     "Use https:// if the engine offers it."),
                  "dialog-warning-symbolic");
  else
    show_verdict (self, _ ("Prony finds out by itself which engine answers there."), NULL);

  return spec != NULL;
}

static void
on_changed_cb (PronyEngineWindow *self)
{
  g_assert (PRONY_IS_ENGINE_WINDOW (self));

  cancel_probe (self);
  self->probed = FALSE;
  gtk_button_set_label (self->add_button, _ ("_Add"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), validate (self));
}

static void
add (PronyEngineWindow *self, PronyEngineInfo *info)
{
  g_autoptr (PronyEngineSpec) spec = make_spec (self, NULL);
  g_autoptr (PronyCredentials) credentials =
    prony_credentials_new (gtk_editable_get_text (GTK_EDITABLE (self->key_row)));
  PronyEngineItem *item;

  if (spec == NULL)
    return;

  if (info != NULL)
    spec->kind = info->kind;
  item = prony_session_add_engine (self->session, spec, credentials);
  g_signal_emit (self, signals[ADDED], 0, item);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
is_engine (PronyEngineInfo *info)
{
  return info->status == PRONY_ENGINE_STATUS_READY || info->status == PRONY_ENGINE_STATUS_LOADING ||
         info->status == PRONY_ENGINE_STATUS_OVERLOADED;
}

static void
on_probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyEngineWindow) self = user_data;
  g_autoptr (PronyEngineInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  info = prony_engine_probe_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->probe);
  if (info != NULL && is_engine (info))
    {
      add (self, info);
      return;
    }

  self->probed = TRUE;
  show_verdict (self,
                info == NULL            ? error->message
                : info->message != NULL ? info->message
                                        : prony_engine_status_title (info->status),
                "dialog-warning-symbolic");
  gtk_button_set_label (self->add_button, _ ("_Add Anyway"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
}

static void
on_add_cb (PronyEngineWindow *self)
{
  g_autoptr (PronyEngineSpec) spec = NULL;
  g_autoptr (PronyCredentials) credentials =
    prony_credentials_new (gtk_editable_get_text (GTK_EDITABLE (self->key_row)));

  g_assert (PRONY_IS_ENGINE_WINDOW (self));

  if (self->probe != NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->add_button)))
    return;
  if (self->probed)
    {
      add (self, NULL);
      return;
    }

  spec = make_spec (self, NULL);
  if (spec == NULL)
    return;

  self->probe = g_cancellable_new ();
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  show_verdict (self, _ ("Asking what answers there…"), NULL);
  prony_engine_probe_async (spec, credentials, PROBE_TIMEOUT_S, self->probe, on_probed_cb,
                            g_object_ref (self));
}

static void
prony_engine_window_dispose (GObject *object)
{
  PronyEngineWindow *self = (PronyEngineWindow *) object;

  cancel_probe (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_ENGINE_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (prony_engine_window_parent_class)->dispose (object);
}

/* A probe under way holds the window, so that closing has to end it. */
static gboolean
prony_engine_window_close_request (GtkWindow *window)
{
  cancel_probe ((PronyEngineWindow *) window);

  return GTK_WINDOW_CLASS (prony_engine_window_parent_class)->close_request (window);
}

static void
prony_engine_window_class_init (PronyEngineWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engine_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = prony_engine_window_close_request;

  /**
   * PronyEngineWindow::added:
   * @self: the window
   * @item: the engine that is in the session's list now
   */
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, PRONY_TYPE_ENGINE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-engine-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, address_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, key_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, verdict);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
prony_engine_window_init (PronyEngineWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_engine_window_new:
 * @parent: the window in front of which it appears
 * @session: the session to add to
 *
 * Returns: (transfer none): a window that is not shown yet
 */
PronyEngineWindow *
prony_engine_window_new (GtkWindow *parent, PronySession *session)
{
  PronyEngineWindow *self;

  g_return_val_if_fail (PRONY_IS_SESSION (session), NULL);

  self = g_object_new (PRONY_TYPE_ENGINE_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  on_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->address_row));

  return self;
}
