/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-draft-field.h"
#include "app/widgets/prony-case-list.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-lengths-group.h"
#include "app/widgets/prony-scenario-form.h"

/* A scenario as a form. Each of its fields shows one value of the draft and changes just
 * that; what no field can show is edited in the source. */
struct _PronyScenarioForm
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *page;
  GtkWidget *template_row;
  GtkWidget *messages_note;
  GtkWidget *turns_row;
  GtkWidget *data_group;
  GtkWidget *json_row;
  GtkWidget *rules_note;

  /* Owned */
  PronyScenarioEdit *edit;
};

G_DEFINE_FINAL_TYPE (PronyScenarioForm, prony_scenario_form, ADW_TYPE_BIN)

static gboolean
has_more_rules (PronyScenarioDraft *draft)
{
  static const char *const paths[] = { "expect.all", "expect.any", "expect.none" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (prony_scenario_draft_has (draft, paths[i]))
      return TRUE;

  return prony_draft_needs_source (draft, "expect.json");
}

static void
update (PronyScenarioForm *self)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  gboolean has_messages = prony_scenario_draft_has (draft, "prompt.messages");

  g_assert (PRONY_IS_SCENARIO_FORM (self));

  /* A text that is being typed may be no YAML for a moment: the form stays as it was. */
  if (!prony_scenario_draft_is_readable (draft))
    return;

  gtk_widget_set_visible (self->template_row, !has_messages);
  gtk_widget_set_visible (self->messages_note, has_messages);
  gtk_widget_set_visible (self->turns_row, has_messages);
  gtk_widget_set_visible (self->data_group, prony_scenario_draft_has (draft, "test_cases.from"));
  gtk_widget_set_visible (self->json_row, !prony_draft_needs_source (draft, "expect.json"));
  gtk_widget_set_visible (self->rules_note, has_more_rules (draft));
}

static void
give_edit (PronyScenarioForm *self, GtkWidget *widget)
{
  if (PRONY_IS_FIELD_ROW (widget))
    prony_field_row_set_edit (PRONY_FIELD_ROW (widget), self->edit);
  else if (PRONY_IS_CASE_LIST (widget))
    prony_case_list_set_edit (PRONY_CASE_LIST (widget), self->edit);
  else
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        give_edit (self, child);
      if (PRONY_IS_LENGTHS_GROUP (widget))
        prony_lengths_group_set_edit (PRONY_LENGTHS_GROUP (widget), self->edit);
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

static void
prony_scenario_form_class_init (PronyScenarioFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_scenario_form_dispose;

  g_type_ensure (PRONY_TYPE_CASE_LIST);
  g_type_ensure (PRONY_TYPE_FIELD_ROW);
  g_type_ensure (PRONY_TYPE_LENGTHS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, page);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, template_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, messages_note);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, turns_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, data_group);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, json_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioForm, rules_note);
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
