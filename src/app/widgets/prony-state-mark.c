/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-state-mark.h"

struct _PronyStateMark
{
  AdwBin parent_instance;

  /* Borrowed references, owned by the box inside */
  GtkImage *icon;
  GtkLabel *label;

  /* Plain */
  int state; /* -1 before the first */
};

G_DEFINE_FINAL_TYPE (PronyStateMark, prony_state_mark, ADW_TYPE_BIN)

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [PRONY_STATE_WAITING] = { "content-loading-symbolic", "dim-label" },
  [PRONY_STATE_PREPARING] = { "emblem-synchronizing-symbolic", "accent" },
  [PRONY_STATE_CALIBRATING] = { "emblem-synchronizing-symbolic", "accent" },
  [PRONY_STATE_WARMING_UP] = { "emblem-synchronizing-symbolic", "accent" },
  [PRONY_STATE_MEASURING] = { "media-playback-start-symbolic", "accent" },
  [PRONY_STATE_DRAINING] = { "emblem-synchronizing-symbolic", "accent" },
  [PRONY_STATE_COOLING_DOWN] = { "alarm-symbolic", "accent" },
  [PRONY_STATE_PAUSED] = { "media-playback-pause-symbolic", "warning" },
  [PRONY_STATE_FINISHED] = { "emblem-ok-symbolic", "success" },
  [PRONY_STATE_STOPPED] = { "media-playback-stop-symbolic", "warning" },
  [PRONY_STATE_FAILED] = { "dialog-error-symbolic", "error" },
  [PRONY_STATE_INTERRUPTED] = { "dialog-warning-symbolic", "warning" },
};

static void
prony_state_mark_class_init (PronyStateMarkClass *klass)
{
}

static void
prony_state_mark_init (PronyStateMark *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));

  self->state = -1;
  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "valign", GTK_ALIGN_CENTER, NULL);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_box_append (box, GTK_WIDGET (self->icon));
  gtk_box_append (box, GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}

/**
 * prony_state_mark_show:
 * @self: a mark
 * @state: what to show
 */
void
prony_state_mark_show (PronyStateMark *self, PronyState state)
{
  GtkWidget *box;

  g_return_if_fail (PRONY_IS_STATE_MARK (self));
  g_return_if_fail (state < G_N_ELEMENTS (looks));

  if (self->state == (int) state)
    return;

  box = adw_bin_get_child (ADW_BIN (self));
  if (self->state >= 0)
    gtk_widget_remove_css_class (box, looks[self->state].style);
  self->state = (int) state;
  gtk_widget_add_css_class (box, looks[state].style);
  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  gtk_label_set_label (self->label, prony_state_title (state));
}
