/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-engine-mark.h"

struct _PronyEngineMark
{
  AdwBin parent_instance;

  /* Borrowed references, owned by the box inside */
  GtkSpinner *spinner;
  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (PronyEngineMark, prony_engine_mark, ADW_TYPE_BIN)

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [PRONY_ENGINE_STATUS_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
  [PRONY_ENGINE_STATUS_READY] = { "emblem-ok-symbolic", "success" },
  [PRONY_ENGINE_STATUS_LOADING] = { "content-loading-symbolic", "warning" },
  [PRONY_ENGINE_STATUS_OVERLOADED] = { "dialog-warning-symbolic", "warning" },
  [PRONY_ENGINE_STATUS_UNAUTHORIZED] = { "dialog-password-symbolic", "warning" },
  [PRONY_ENGINE_STATUS_REFUSED] = { "network-offline-symbolic", "error" },
  [PRONY_ENGINE_STATUS_TIMEOUT] = { "dialog-warning-symbolic", "error" },
  [PRONY_ENGINE_STATUS_FOREIGN] = { "dialog-error-symbolic", "error" },
  [PRONY_ENGINE_STATUS_UNTRUSTED] = { "channel-insecure-symbolic", "error" },
};

static void
prony_engine_mark_class_init (PronyEngineMarkClass *klass)
{
}

static void
prony_engine_mark_init (PronyEngineMark *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "valign", GTK_ALIGN_START, NULL);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_box_append (box, GTK_WIDGET (self->spinner));
  gtk_box_append (box, GTK_WIDGET (self->icon));
  gtk_box_append (box, GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}

/**
 * prony_engine_mark_show:
 * @self: a mark
 * @item: the engine whose latest probe to show
 */
void
prony_engine_mark_show (PronyEngineMark *self, PronyEngineItem *item)
{
  PronyEngineStatus status;
  gboolean first_probe;

  g_return_if_fail (PRONY_IS_ENGINE_MARK (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  status = prony_engine_item_get_status (item);
  first_probe = prony_engine_item_get_info (item) == NULL && prony_engine_item_get_probing (item);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].style);
      gtk_widget_remove_css_class (GTK_WIDGET (self->label), looks[i].style);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), first_probe);
  gtk_spinner_set_spinning (self->spinner, first_probe);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !first_probe);
  gtk_image_set_from_icon_name (self->icon, looks[status].icon);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[status].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), looks[status].style);
  gtk_label_set_label (self->label,
                       first_probe ? _ ("Checking…") : prony_engine_status_title (status));
}

/**
 * prony_engine_mark_get_text:
 * @self: a mark
 *
 * Returns: (transfer none): the word that it shows
 */
const char *
prony_engine_mark_get_text (PronyEngineMark *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_MARK (self), NULL);

  return gtk_label_get_label (self->label);
}
