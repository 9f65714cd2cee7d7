/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-state-mark.h"
#include "app/widgets/prony-tooltip.h"
#include "app/widgets/prony-trial-row.h"
#include "app/widgets/prony-turn-box.h"

struct _PronyTrialRow
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *title_label;
  PronyStateMark *state_mark;
  GtkLabel *figures_label;
  GtkButton *skip_button;
  GtkButton *expand_button;
  GtkWidget *result_box;
  GtkLabel *result_label;
  GtkLabel *lead_label;

  /* Owned references */
  PronyTrialItem *item; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PronyTrialRow, prony_trial_row, ADW_TYPE_BIN)

static void
show_names (PronyTrialRow *self, const char *title, const char *figures)
{
  GtkWidget *line = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean expanded = prony_trial_item_get_expanded (self->item);
  const char *state = prony_state_title (prony_trial_item_get_state (self->item));
  g_autofree char *name = g_strjoin (", ", title, state, *figures != '\0' ? figures : NULL, NULL);
  /* Translators: %s is a trial */
  g_autofree char *skip = g_strdup_printf (_ ("Skip: %s"), title);
  /* Translators: %s is a trial */
  g_autofree char *hide = g_strdup_printf (_ ("Hide the result: %s"), title);
  /* Translators: %s is a trial */
  g_autofree char *show = g_strdup_printf (_ ("Show the result: %s"), title);

  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->skip_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  skip, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expand_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, expanded ? hide : show, -1);
}

static void
show_result (PronyTrialRow *self)
{
  gboolean has_result = prony_trial_item_get_summary (self->item) != NULL;
  gboolean expanded = has_result && prony_trial_item_get_expanded (self->item);
  const char *lead = prony_trial_item_get_lead (self->item);

  gtk_widget_set_visible (GTK_WIDGET (self->expand_button), has_result);
  gtk_button_set_icon_name (self->expand_button, expanded ? "go-up-symbolic" : "go-down-symbolic");
  prony_tooltip_set (GTK_WIDGET (self->expand_button),
                     expanded ? _ ("Hide the Result") : _ ("Show the Result"));
  gtk_widget_set_visible (self->result_box, expanded);
  if (expanded)
    {
      g_autofree char *result = prony_trial_item_describe_result (self->item);

      gtk_label_set_label (self->result_label, result);
      gtk_label_set_label (self->lead_label, lead != NULL ? lead : "");
      gtk_widget_set_visible (GTK_WIDGET (self->lead_label), lead != NULL);
    }
}

static void
show_item (PronyTrialRow *self)
{
  PronyTrial *trial = prony_trial_item_get_trial (self->item);
  PronyState state = prony_trial_item_get_state (self->item);
  g_autofree char *title = prony_trial_get_title (trial);
  g_autofree char *figures = prony_trial_item_describe (self->item);

  gtk_label_set_label (self->title_label, title);
  prony_state_mark_show (self->state_mark, state);
  gtk_label_set_label (self->figures_label, figures);
  gtk_widget_set_visible (GTK_WIDGET (self->figures_label), *figures != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), !prony_state_is_final (state));
  show_result (self);
  show_names (self, title, figures);
}

static void
on_expand_cb (PronyTrialRow *self)
{
  if (self->item != NULL)
    prony_trial_item_set_expanded (self->item, !prony_trial_item_get_expanded (self->item));
}

static void
prony_trial_row_dispose (GObject *object)
{
  PronyTrialRow *self = PRONY_TRIAL_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  g_clear_object (&self->item);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_TRIAL_ROW);

  G_OBJECT_CLASS (prony_trial_row_parent_class)->dispose (object);
}

static void
prony_trial_row_class_init (PronyTrialRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_trial_row_dispose;

  g_type_ensure (PRONY_TYPE_STATE_MARK);
  g_type_ensure (PRONY_TYPE_TURN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-trial-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, state_mark);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, figures_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, skip_button);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, expand_button);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, result_box);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, result_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTrialRow, lead_label);
  gtk_widget_class_bind_template_callback (widget_class, on_expand_cb);
}

static void
prony_trial_row_init (PronyTrialRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_trial_row_new:
 *
 * Returns: (transfer floating): a row without a trial
 */
GtkWidget *
prony_trial_row_new (void)
{
  return g_object_new (PRONY_TYPE_TRIAL_ROW, NULL);
}

/**
 * prony_trial_row_set_item:
 * @self: a row
 * @item: (nullable): what it shows from now on; %NULL for nothing
 */
void
prony_trial_row_set_item (PronyTrialRow *self, PronyTrialItem *item)
{
  g_return_if_fail (PRONY_IS_TRIAL_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_object (item, "changed", G_CALLBACK (show_item), self, G_CONNECT_SWAPPED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->skip_button), "u",
                                    prony_trial_item_get_trial (item)->index);
  show_item (self);
}
