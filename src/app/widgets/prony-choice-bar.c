/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-choice-bar.h"

struct _PronyChoiceBar
{
  GtkWidget parent_instance;

  /* Borrowed, owned by the widget */
  GtkFlowBox *flow;
};

G_DEFINE_FINAL_TYPE (PronyChoiceBar, prony_choice_bar, GTK_TYPE_WIDGET)

static void
prony_choice_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_choice_bar_parent_class)->dispose (object);
}

static void
prony_choice_bar_class_init (PronyChoiceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_choice_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
prony_choice_bar_init (PronyChoiceBar *self)
{
  self->flow =
    g_object_new (GTK_TYPE_FLOW_BOX, "selection-mode", GTK_SELECTION_NONE, "column-spacing", 6,
                  "row-spacing", 6, "max-children-per-line", 5, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->flow), GTK_WIDGET (self));
}

/**
 * prony_choice_bar_new:
 *
 * Returns: (transfer floating): a bar without choices
 */
GtkWidget *
prony_choice_bar_new (void)
{
  return g_object_new (PRONY_TYPE_CHOICE_BAR, NULL);
}

/**
 * prony_choice_bar_add:
 * @self: a bar
 * @title: what is chosen
 * @choice: (transfer floating): where it is chosen
 */
void
prony_choice_bar_add (PronyChoiceBar *self, const char *title, GtkWidget *choice)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = gtk_label_new (title);

  g_return_if_fail (PRONY_IS_CHOICE_BAR (self));
  g_return_if_fail (GTK_IS_WIDGET (choice));

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);
  gtk_widget_set_focusable (child, FALSE); /* the choice in it is what one comes to */
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_flow_box_insert (self->flow, child, -1);
}

/**
 * prony_choice_bar_set_shown:
 * @self: a bar
 * @choice: one of its choices
 * @shown: whether there is anything to choose
 */
void
prony_choice_bar_set_shown (PronyChoiceBar *self, GtkWidget *choice, gboolean shown)
{
  GtkWidget *child;

  g_return_if_fail (PRONY_IS_CHOICE_BAR (self));

  child = gtk_widget_get_ancestor (choice, GTK_TYPE_FLOW_BOX_CHILD);
  g_return_if_fail (child != NULL);

  gtk_widget_set_visible (child, shown);
}
