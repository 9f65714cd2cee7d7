/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-choice-row.h"

struct _PronyChoiceRow
{
  AdwBin parent_instance;

  /* Template children */
  GtkCheckButton *check;
  GtkLabel *title;
  GtkLabel *simulated;
  GtkWidget *unverified;
  GtkLabel *subtitle;

  /* Plain */
  gboolean setting; /* the program changes the mark, not the user */
};

enum
{
  TOGGLED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyChoiceRow, prony_choice_row, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
on_toggled_cb (PronyChoiceRow *self)
{
  g_assert (PRONY_IS_CHOICE_ROW (self));

  if (!self->setting)
    g_signal_emit (self, signals[TOGGLED], 0);
}

static void
prony_choice_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_CHOICE_ROW);

  G_OBJECT_CLASS (prony_choice_row_parent_class)->dispose (object);
}

static void
prony_choice_row_class_init (PronyChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_choice_row_dispose;

  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyChoiceRow, check);
  gtk_widget_class_bind_template_child (widget_class, PronyChoiceRow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyChoiceRow, simulated);
  gtk_widget_class_bind_template_child (widget_class, PronyChoiceRow, unverified);
  gtk_widget_class_bind_template_child (widget_class, PronyChoiceRow, subtitle);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled_cb);
}

static void
prony_choice_row_init (PronyChoiceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_choice_row_new:
 *
 * Returns: (transfer floating): a row without a result
 */
GtkWidget *
prony_choice_row_new (void)
{
  return g_object_new (PRONY_TYPE_CHOICE_ROW, NULL);
}

static char *
make_label (const char *title, const char *subtitle, const PronyRunEntryResult *result)
{
  g_autofree char *label = result->simulated
                             /* Translators: an engine, and where and when it was measured */
                             ? g_strdup_printf (_ ("%s, simulated, %s"), title, subtitle)
                             /* Translators: an engine, and where and when it was measured */
                             : g_strdup_printf (_ ("%s, %s"), title, subtitle);

  if (!result->unverified)
    return g_steal_pointer (&label);

  /* Translators: %s is what a screen reader says of a result before */
  return g_strdup_printf (_ ("%s, unverified"), label);
}

/**
 * prony_choice_row_set_texts:
 * @self: a row inside a list's row
 * @title: the result's name
 * @subtitle: where it is from
 * @result: what was measured
 */
void
prony_choice_row_set_texts (PronyChoiceRow *self,
                            const char *title,
                            const char *subtitle,
                            const PronyRunEntryResult *result)
{
  GtkWidget *list_row;
  g_autofree char *label = NULL;

  g_return_if_fail (PRONY_IS_CHOICE_ROW (self));
  g_return_if_fail (result != NULL);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->simulated), result->simulated);
  gtk_widget_set_visible (self->unverified, result->unverified);

  label = make_label (title, subtitle, result);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  list_row = gtk_widget_get_parent (GTK_WIDGET (self));
  if (GTK_IS_TREE_EXPANDER (list_row))
    list_row = gtk_widget_get_parent (list_row);
  if (list_row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
}

/**
 * prony_choice_row_set_chosen:
 * @self: a row
 * @chosen: whether its result is chosen
 *
 * Sets the mark without `toggled`.
 */
void
prony_choice_row_set_chosen (PronyChoiceRow *self, gboolean chosen)
{
  g_return_if_fail (PRONY_IS_CHOICE_ROW (self));

  self->setting = TRUE;
  gtk_check_button_set_active (self->check, chosen);
  self->setting = FALSE;
}

/**
 * prony_choice_row_get_chosen:
 * @self: a row
 *
 * Returns: whether the mark is set
 */
gboolean
prony_choice_row_get_chosen (PronyChoiceRow *self)
{
  g_return_val_if_fail (PRONY_IS_CHOICE_ROW (self), FALSE);

  return gtk_check_button_get_active (self->check);
}
