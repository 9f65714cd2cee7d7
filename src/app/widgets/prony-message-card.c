/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/widgets/prony-message-card.h"

/* More bytes than this get a view that scrolls by itself. */
#define SHORT_TEXT 2000

/* What one side says in a conversation, to be read. */
struct _PronyMessageCard
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *role;
  GtkLabel *label;
  GtkWidget *scroller;
  GtkTextView *text;
};

G_DEFINE_FINAL_TYPE (PronyMessageCard, prony_message_card, ADW_TYPE_BIN)

static void
prony_message_card_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_MESSAGE_CARD);

  G_OBJECT_CLASS (prony_message_card_parent_class)->dispose (object);
}

static void
prony_message_card_class_init (PronyMessageCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_message_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-message-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyMessageCard, role);
  gtk_widget_class_bind_template_child (widget_class, PronyMessageCard, label);
  gtk_widget_class_bind_template_child (widget_class, PronyMessageCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, PronyMessageCard, text);
}

static void
prony_message_card_init (PronyMessageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_message_card_new:
 * @role: (nullable): who says it; %NULL where that is clear
 * @text: what is said
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
prony_message_card_new (const char *role, const char *text)
{
  PronyMessageCard *self = g_object_new (PRONY_TYPE_MESSAGE_CARD, NULL);
  gboolean is_short = strlen (text) <= SHORT_TEXT;

  gtk_label_set_label (self->role, role);
  gtk_widget_set_visible (GTK_WIDGET (self->role), role != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->label), is_short);
  gtk_widget_set_visible (self->scroller, !is_short);
  if (is_short)
    gtk_label_set_label (self->label, text);
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  role != NULL ? role : _ ("Prompt"), -1);

  return GTK_WIDGET (self);
}
