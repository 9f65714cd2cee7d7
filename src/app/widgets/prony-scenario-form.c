/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-draft-field.h"
#include "app/widgets/prony-case-list.h"
#include "app/widgets/prony-data-group.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-lengths-group.h"
#include "app/widgets/prony-message-list.h"
#include "app/widgets/prony-rules-note.h"
#include "app/widgets/prony-scenario-form.h"

/* A scenario as a form. Each of its fields shows one value of the draft and changes just
 * that; what no field can show is edited in the source. */
struct _PronyScenarioForm
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *page;
  GtkWidget *name_row;
  AdwComboRow *shape_row;
  GtkWidget *template_row;
  GtkWidget *turns_row;
  GtkWidget *json_row;
  PronyRulesNote *rules_note;

  /* Owned */
  PronyScenarioEdit *edit;

  /* Plain */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (PronyScenarioForm, prony_scenario_form, ADW_TYPE_BIN)

static void
update (PronyScenarioForm *self)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  PronyScenario *scenario = prony_scenario_draft_get_scenario (draft);
  gboolean has_messages = prony_scenario_draft_has (draft, "prompt.messages");

  g_assert (PRONY_IS_SCENARIO_FORM (self));

  /* A text that is being typed may be no YAML for a moment: the form stays as it was. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->shape_row), prony_scenario_draft_is_readable (draft));
  if (!prony_scenario_draft_is_readable (draft))
    return;

  self->showing = TRUE;
  adw_combo_row_set_selected (self->shape_row, has_messages ? 1 : 0);
  self->showing = FALSE;
  gtk_widget_set_visible (self->template_row, !has_messages);
  gtk_widget_set_visible (self->turns_row, has_messages);
  gtk_widget_set_visible (self->json_row, !prony_draft_needs_source (draft, "expect.json"));
  prony_rules_note_show (self->rules_note, draft, "expect",
                         prony_scenario_draft_is_valid (draft) ? scenario->expect : NULL);
}

static PronyScenarioDraft *
change_shape (PronyScenarioDraft *draft, gconstpointer data)
{
  return GPOINTER_TO_INT (data) ? prony_scenario_draft_make_conversation (draft)
                                : prony_scenario_draft_make_single_prompt (draft);
}

static void
on_shape_selected_cb (PronyScenarioForm *self)
{
  gboolean has_messages = adw_combo_row_get_selected (self->shape_row) == 1;

  g_assert (PRONY_IS_SCENARIO_FORM (self));

  if (!self->showing && self->edit != NULL)
    prony_scenario_edit_change (self->edit, change_shape, GINT_TO_POINTER (has_messages), NULL,
                                NULL);
}

static void
give_edit (PronyScenarioForm *self, GtkWidget *widget)
{
  if (PRONY_IS_FIELD_ROW (widget))
    prony_field_row_set_edit (PRONY_FIELD_ROW (widget), self->edit);
  else if (PRONY_IS_CASE_LIST (widget))
    prony_case_list_set_edit (PRONY_CASE_LIST (widget), self->edit);
  else if (PRONY_IS_MESSAGE_LIST (widget))
    prony_message_list_set_edit (PRONY_MESSAGE_LIST (widget), self->edit);
  else
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        give_edit (self, child);
      if (PRONY_IS_LENGTHS_GROUP (widget))
        prony_lengths_group_set_edit (PRONY_LENGTHS_GROUP (widget), self->edit);
      else if (PRONY_IS_DATA_GROUP (widget))
        prony_data_group_set_edit (PRONY_DATA_GROUP (widget), self->edit);
    }
}

static void
prony_scenario_form_dispose (GObject *object)
{
  PronyScenarioForm *self = (PronyScenarioForm *) object;

  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SCENARIO_FORM);
  if (self->edit != NULL)
    g_signal_handlers_disconnect_by_data (self->edit, self);
  g_clear_object (&self->edit);

  G_OBJECT_CLASS (prony_scenario_form_parent_class)->dispose (object);
}

static gboolean
prony_scenario_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (((PronyScenarioForm *) widget)->name_row);
}

static void
prony_scenario_form_class_init (PronyScenarioFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_scenario_form_dispose;
  widget_class->grab_focus = prony_scenario_form_grab_focus;

  g_type_ensure (PRONY_TYPE_CASE_LIST);
  g_type_ensure (PRONY_TYPE_DATA_GROUP);
  g_type_ensure (PRONY_TYPE_FIELD_ROW);
  g_type_ensure (PRONY_TYPE_LENGTHS_GROUP);
  g_type_ensure (PRONY_TYPE_MESSAGE_LIST);
  g_type_ensure (PRONY_TYPE_RULES_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, page);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, template_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, turns_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, shape_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, json_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, rules_note);
  gtk_widget_class_bind_template_callback (widget_class, on_shape_selected_cb);
}

static void
prony_scenario_form_init (PronyScenarioForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_scenario_form_set_edit:
 * @self: a form
 * @edit: what is edited
 *
 * Shows @edit from now on; called once.
 */
void
prony_scenario_form_set_edit (PronyScenarioForm *self, PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_SCENARIO_FORM (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  give_edit (self, self->page);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
