/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/pages/prony-page.h"

typedef struct
{
  PronySession *session;
  GtkWidget *header_start;
  GtkWidget *header_end;
} PronyPagePrivate;

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_HEADER_START,
  PROP_HEADER_END,
  N_PROPS
};

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PronyPage, prony_page, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static void
prony_page_dispose (GObject *object)
{
  PronyPagePrivate *priv = prony_page_get_instance_private (PRONY_PAGE (object));

  g_clear_object (&priv->session);
  g_clear_object (&priv->header_start);
  g_clear_object (&priv->header_end);

  G_OBJECT_CLASS (prony_page_parent_class)->dispose (object);
}

static void
prony_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, prony_page_get_session (PRONY_PAGE (object)));
      break;

    case PROP_HEADER_START:
      g_value_set_object (value, prony_page_get_header_start (PRONY_PAGE (object)));
      break;

    case PROP_HEADER_END:
      g_value_set_object (value, prony_page_get_header_end (PRONY_PAGE (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PronyPagePrivate *priv = prony_page_get_instance_private (PRONY_PAGE (object));

  switch (prop_id)
    {
    case PROP_SESSION:
      prony_page_set_session (PRONY_PAGE (object), g_value_get_object (value));
      break;

    case PROP_HEADER_START:
      g_set_object (&priv->header_start, g_value_get_object (value));
      break;

    case PROP_HEADER_END:
      g_set_object (&priv->header_end, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_page_class_init (PronyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = prony_page_dispose;
  object_class->get_property = prony_page_get_property;
  object_class->set_property = prony_page_set_property;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, PRONY_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADER_START] = g_param_spec_object ("header-start", NULL, NULL, GTK_TYPE_WIDGET,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADER_END] = g_param_spec_object ("header-end", NULL, NULL, GTK_TYPE_WIDGET,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_page_init (PronyPage *self)
{
}

/**
 * prony_page_class_add_actions:
 * @klass: a page's class
 * @actions: (array length=n): what its pages can do
 * @n: how many
 *
 * Installs actions with their keys; to be called as the class is initialized.
 */
void
prony_page_class_add_actions (PronyPageClass *klass, const PronyPageAction *actions, guint n)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  for (guint i = 0; i < n; i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                       actions[i].activate);
      if (actions[i].key != 0)
        gtk_widget_class_add_binding_action (widget_class, actions[i].key, actions[i].modifiers,
                                             actions[i].name, NULL);
    }
}

/**
 * prony_page_get_session:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what the pages share
 */
PronySession *
prony_page_get_session (PronyPage *self)
{
  PronyPagePrivate *priv = prony_page_get_instance_private (self);

  g_return_val_if_fail (PRONY_IS_PAGE (self), NULL);

  return priv->session;
}

/**
 * prony_page_set_session:
 * @self: a page
 * @session: (nullable): what the pages share
 *
 * Gives the page its session; the window does so once.
 */
void
prony_page_set_session (PronyPage *self, PronySession *session)
{
  PronyPagePrivate *priv = prony_page_get_instance_private (self);

  g_return_if_fail (PRONY_IS_PAGE (self));

  if (!g_set_object (&priv->session, session))
    return;

  if (session != NULL && PRONY_PAGE_GET_CLASS (self)->session_set != NULL)
    PRONY_PAGE_GET_CLASS (self)->session_set (self, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * prony_page_add_toast:
 * @self: a page inside a window
 * @toast: (transfer full): what to show
 *
 * Shows a message in the window that the page is in.
 */
void
prony_page_add_toast (PronyPage *self, AdwToast *toast)
{
  GtkWidget *overlay;

  g_return_if_fail (PRONY_IS_PAGE (self));

  overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/**
 * prony_page_get_header_start:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what the window shows at the start of its
 *   header bar while this page is visible
 */
GtkWidget *
prony_page_get_header_start (PronyPage *self)
{
  PronyPagePrivate *priv = prony_page_get_instance_private (self);

  g_return_val_if_fail (PRONY_IS_PAGE (self), NULL);

  return priv->header_start;
}

/**
 * prony_page_get_header_end:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what the window shows at the end of its
 *   header bar while this page is visible
 */
GtkWidget *
prony_page_get_header_end (PronyPage *self)
{
  PronyPagePrivate *priv = prony_page_get_instance_private (self);

  g_return_val_if_fail (PRONY_IS_PAGE (self), NULL);

  return priv->header_end;
}
