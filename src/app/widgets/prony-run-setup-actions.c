/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What is done with the plan of a set-up: it is saved, used again, deleted, and copied as
 * a command. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-command-copy.h"
#include "app/widgets/prony-run-setup-private.h"
#include "app/widgets/prony-toast.h"

static void
next_step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_setup_next_step (PRONY_RUN_SETUP (widget));
}

static void
copy_command_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (PRONY_RUN_SETUP (widget), NULL);

  if (plan != NULL)
    prony_command_copy (widget, plan);
}

/* --- A name ------------------------------------------------------------------------- */

static void
on_name_changed_cb (AdwMessageDialog *dialog, GtkEditable *entry)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (entry));

  adw_message_dialog_set_response_enabled (dialog, "save", *g_strstrip (name) != '\0');
}

static void
on_named_cb (AdwMessageDialog *dialog, const char *response, PronyRunSetup *self)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));

  if (g_str_equal (response, "save") && *g_strstrip (name) != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self), g_object_get_data (G_OBJECT (dialog), "action"),
                                "s", name);
}

/* Asks for a name, and gives it to an action of the set-up. */
static void
ask_name (PronyRunSetup *self, const char *heading, const char *suggestion, const char *action)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog;
  GtkWidget *entry;

  if (!GTK_IS_WINDOW (root))
    return;

  dialog = adw_message_dialog_new (
    GTK_WINDOW (root), heading,
    _ ("It takes the place of the one that has the same name, if there is one."));
  entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), suggestion);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"),
                                  -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "action", (gpointer) action);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_name_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_named_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* --- Plans ---------------------------------------------------------------------------- */

static void
save_plan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);
  g_autofree char *suggestion = prony_run_setup_describe (self);

  ask_name (self, _ ("Save Plan"), suggestion, "run.save-plan-as");
}

static void
save_plan_as_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (self, NULL);

  if (plan == NULL || *g_variant_get_string (parameter, NULL) == '\0')
    return;

  prony_session_save_plan (self->session, g_variant_get_string (parameter, NULL), plan);
  prony_toast_show (widget, _ ("Plan saved"));
}

/* Such as "Ollama, vLLM". */
static char *
list_targets (GPtrArray *targets)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < targets->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((PronyTarget *) g_ptr_array_index (targets, i))->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
name_selection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);
  g_autoptr (GPtrArray) targets = prony_target_chooser_get_targets (self->targets);
  g_autofree char *suggestion = list_targets (targets);

  ask_name (self, _ ("Save Selection"), suggestion, "run.save-selection");
}

static void
save_selection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);
  g_autoptr (GPtrArray) targets = prony_target_chooser_get_targets (self->targets);

  if (targets->len == 0 || *g_variant_get_string (parameter, NULL) == '\0')
    return;

  prony_session_save_selection (self->session, g_variant_get_string (parameter, NULL), targets);
  prony_toast_show (widget, _ ("Selection saved"));
}

/* By its identifier, or else the first of that name. */
static PronyPlanItem *
find_item (PronyRunSetup *self, const char *name)
{
  GListModel *plans = prony_session_get_plans (self->session);
  PronyPlanItem *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (plans); i++)
    {
      g_autoptr (PronyPlanItem) item = g_list_model_get_item (plans, i);
      PronySavedPlan *plan = prony_plan_item_get_plan (item);

      if (g_str_equal (plan->id, name))
        return item; /* the list keeps it alive */
      if (found == NULL && g_str_equal (plan->name, name))
        found = item;
    }

  return found;
}

/* A plan that is being read, and who wants it. */
typedef struct
{
  PronyRunSetup *setup;
  PronyPlanItem *item;
} PlanCall;

static void
plan_call_free (PlanCall *call)
{
  g_object_unref (call->setup);
  g_object_unref (call->item);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlanCall, plan_call_free)

static void
on_plan_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlanCall) call = user_data;
  PronyRunSetup *self = call->setup;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPlan) plan =
    prony_session_read_plan_finish (PRONY_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (plan == NULL)
    {
      prony_toast_show_error (GTK_WIDGET (self), error->message);
      return;
    }

  if (prony_saved_plan_is_selection (prony_plan_item_get_plan (call->item)))
    prony_target_chooser_set_targets (self->targets, plan->targets);
  else
    prony_run_setup_set_plan (self, plan);
  prony_session_mark_plan_used (self->session, call->item);
}

static void
use_plan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);
  PronyPlanItem *item = find_item (self, g_variant_get_string (parameter, NULL));
  PlanCall *call;

  if (item == NULL)
    return;

  call = g_new0 (PlanCall, 1);
  call->setup = g_object_ref (self);
  call->item = g_object_ref (item);
  prony_session_read_plan_async (self->session, prony_plan_item_get_plan (item)->plan,
                                 _prony_run_setup_begin_reading (self), on_plan_read_cb, call);
}

static void
on_undo_cb (AdwToast *toast, PronyRunSetup *self)
{
  if (self->session != NULL)
    prony_session_restore_plan (self->session, g_object_get_data (G_OBJECT (toast), "item"));
}

static void
delete_plan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);
  PronyPlanItem *item = find_item (self, g_variant_get_string (parameter, NULL));
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (item == NULL)
    return;

  /* Translators: %s is the name of a saved plan or selection */
  text = g_strdup_printf (_ ("“%s” deleted"), prony_plan_item_get_plan (item)->name);
  toast = prony_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "item", g_object_ref (item), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_cb), self, 0);
  prony_session_delete_plan (self->session, item);
  prony_toast_add (widget, toast);
}

/* --- Choices by name -------------------------------------------------------------------- */

static void
select_scenarios_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_scenario_chooser_select_some (PRONY_RUN_SETUP (widget)->scenarios,
                                      g_variant_get_string (parameter, NULL));
}

static void
set_objectives_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_load_group_set_objectives (PRONY_RUN_SETUP (widget)->load_group,
                                   g_variant_get_string (parameter, NULL));
}

void
_prony_run_setup_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "run.next-step", NULL, next_step_action },
    { "run.copy-command", NULL, copy_command_action },
    { "run.save-plan", NULL, save_plan_action },
    { "run.save-plan-as", "s", save_plan_as_action },
    { "run.name-selection", NULL, name_selection_action },
    { "run.save-selection", "s", save_selection_action },
    { "run.use-plan", "s", use_plan_action },
    { "run.delete-plan", "s", delete_plan_action },
    { "run.select-scenarios", "s", select_scenarios_action },
    { "run.set-objectives", "s", set_objectives_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}

/* Says what can be done now. */
void
_prony_run_setup_update_actions (PronyRunSetup *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GPtrArray) targets =
    self->targets != NULL ? prony_target_chooser_get_targets (self->targets) : NULL;
  gboolean any = targets != NULL && targets->len > 0;

  gtk_widget_action_set_enabled (widget, "run.copy-command", self->valid);
  gtk_widget_action_set_enabled (widget, "run.save-plan", self->valid);
  gtk_widget_action_set_enabled (widget, "run.save-plan-as", self->valid);
  gtk_widget_action_set_enabled (widget, "run.name-selection", any);
  gtk_widget_action_set_enabled (widget, "run.save-selection", any);
}
