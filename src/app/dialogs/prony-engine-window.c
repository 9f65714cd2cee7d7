/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-engine-form.h"
#include "app/dialogs/prony-engine-window.h"
#include "core/engines/prony-engine-probe.h"

/* How long the probe waits for an answer, seconds. */
#define PROBE_TIMEOUT_S 10.0

/* Adds an engine by its address, or changes the settings of one. "Add" first asks the
 * address what answers there: an engine is added at once; of anything else the window
 * says what it found, and the button becomes "Add Anyway". Changing what was typed
 * starts over. "Save" does the same, but asks only where the engine is reached in
 * another way than before. */
struct _PronyEngineWindow
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkButton *add_button;
  PronyEngineForm *form;
  GtkSpinner *spinner;
  GtkImage *verdict_icon;
  GtkLabel *verdict;

  /* Owned */
  PronySession *session;
  PronyEngineItem *item; /* the engine that is changed; NULL to add one */
  GCancellable *probe;   /* NULL while none is under way */

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

static gboolean
is_readable_by_others (PronyEngineSpec *spec, PronyCredentials *credentials)
{
  return !prony_credentials_is_empty (credentials) && g_str_has_prefix (spec->url, "http:") &&
         !prony_engine_url_is_loopback (spec->url);
}

static gboolean
is_another (PronyEngineWindow *self, PronyEngineSpec *spec)
{
  PronyEngineItem *known = prony_session_find_engine_by_url (self->session, spec->url);

  return known != NULL && known != self->item;
}

/* Says what is wrong with what is typed, or what to do. Returns whether it can be
 * used. */
static gboolean
validate (PronyEngineWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) spec = prony_engine_form_make_spec (self->form, &error);
  g_autoptr (PronyCredentials) credentials = NULL;

  if (spec != NULL)
    credentials = prony_engine_form_make_credentials (self->form, &error);

  if (prony_engine_form_is_empty (self->form))
    show_verdict (self, _ ("Prony finds out by itself which engine answers there."), NULL);
  else if (credentials == NULL)
    show_verdict (self, error->message, "dialog-error-symbolic");
  else if (is_another (self, spec))
    show_verdict (self, _ ("This engine is in the list already."), "dialog-warning-symbolic");
  else if (is_readable_by_others (spec, credentials))
    show_verdict (self,
                  _ ("This address is not encrypted: everybody on the way can read the API key. "
                     "Use https:// if the engine offers it."),
                  "dialog-warning-symbolic");
  else if (spec->tls_insecure && g_str_has_prefix (spec->url, "https:"))
    show_verdict (self,
                  _ ("The certificate is not checked, so another computer could answer in place of "
                     "the engine. Better trust the certificate that the engine has."),
                  "channel-insecure-symbolic");
  else
    show_verdict (self, _ ("Prony finds out by itself which engine answers there."), NULL);

  return credentials != NULL && !is_another (self, spec);
}

static void
on_changed_cb (PronyEngineWindow *self)
{
  g_assert (PRONY_IS_ENGINE_WINDOW (self));

  cancel_probe (self);
  self->probed = FALSE;
  gtk_button_set_label (self->add_button, self->item != NULL ? _ ("_Save") : _ ("_Add"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), validate (self));
}

/* Takes over what was typed, and what a probe of it has found. */
static void
finish (PronyEngineWindow *self, PronyEngineInfo *info)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_form_make_spec (self->form, NULL);
  g_autoptr (PronyCredentials) credentials = prony_engine_form_make_credentials (self->form, NULL);

  if (spec == NULL || credentials == NULL)
    return;

  if (info != NULL && info->kind != PRONY_ENGINE_UNKNOWN)
    spec->kind = info->kind;
  if (self->item != NULL)
    prony_session_change_engine (self->session, self->item, spec, credentials);
  else
    g_signal_emit (self, signals[ADDED], 0,
                   prony_session_add_engine (self->session, spec, credentials));
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
      finish (self, info);
      return;
    }

  self->probed = TRUE;
  show_verdict (self,
                info == NULL            ? error->message
                : info->message != NULL ? info->message
                                        : prony_engine_status_title (info->status),
                "dialog-warning-symbolic");
  gtk_button_set_label (self->add_button,
                        self->item != NULL ? _ ("_Save Anyway") : _ ("_Add Anyway"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
}

/* Whether a name or the like was changed, which no probe is needed for. */
static gboolean
is_reached_as_before (PronyEngineWindow *self, PronyEngineSpec *spec, PronyCredentials *credentials)
{
  return self->item != NULL &&
         prony_engine_spec_is_reached_like (spec, prony_engine_item_get_spec (self->item)) &&
         prony_credentials_equal (credentials, prony_engine_item_get_credentials (self->item));
}

static void
on_add_cb (PronyEngineWindow *self)
{
  g_autoptr (PronyEngineSpec) spec = NULL;
  g_autoptr (PronyCredentials) credentials = NULL;

  g_assert (PRONY_IS_ENGINE_WINDOW (self));

  if (self->probe != NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->add_button)))
    return;

  spec = prony_engine_form_make_spec (self->form, NULL);
  credentials = prony_engine_form_make_credentials (self->form, NULL);
  if (spec == NULL || credentials == NULL)
    return;
  if (self->probed || is_reached_as_before (self, spec, credentials))
    {
      finish (self, NULL);
      return;
    }

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
  g_clear_object (&self->item);

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

  g_type_ensure (PRONY_TYPE_ENGINE_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-engine-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineWindow, form);
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
 * @item: (nullable): the engine to change; %NULL to add one
 *
 * Returns: (transfer none): a window that is not shown yet
 */
PronyEngineWindow *
prony_engine_window_new (GtkWindow *parent, PronySession *session, PronyEngineItem *item)
{
  PronyEngineWindow *self;

  g_return_val_if_fail (PRONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (item == NULL || PRONY_IS_ENGINE_ITEM (item), NULL);

  self = g_object_new (PRONY_TYPE_ENGINE_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  if (item != NULL)
    {
      self->item = g_object_ref (item);
      gtk_window_set_title (GTK_WINDOW (self), _ ("Engine Settings"));
      prony_engine_form_fill (self->form, prony_engine_item_get_spec (item),
                              prony_engine_item_get_credentials (item));
    }
  on_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
  if (item != NULL && prony_engine_item_get_status (item) == PRONY_ENGINE_STATUS_UNAUTHORIZED)
    prony_engine_form_focus_key (self->form);
  if (item != NULL && prony_engine_item_get_status (item) == PRONY_ENGINE_STATUS_UNTRUSTED)
    prony_engine_form_focus_trust (self->form);

  return self;
}
