/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-dataset-task.h"
#include "app/widgets/prony-data-group.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-toast.h"
#include "base/prony-format.h"
#include "base/prony-paths.h"
#include "base/prony-util.h"

/* Between what is typed and a look into the file. */
#define PAUSE_MS 400

/* Mistakes of a file that are said here. */
#define MAX_PROBLEMS 3

struct _PronyDataGroup
{
  AdwPreferencesGroup parent_instance;

  /* Template widgets */
  AdwComboRow *place_row;
  PronyFieldRow *file_row;
  GtkWidget *format_row;
  GtkWidget *sample_row;
  AdwActionRow *state_row;
  GtkSpinner *spinner;

  /* Owned */
  PronyScenarioEdit *edit;
  PronyScenarioDraft *before;    /* with the test cases that a file has replaced; NULL for none */
  GtkFileChooserNative *chooser; /* while it is open */
  char *checked;                 /* what the state was found of */
  GCancellable *cancellable;     /* of a look into the file; NULL while there is none */
  char *outside;                 /* a file that is to be copied; NULL for none */

  /* Plain */
  guint pause_id;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (PronyDataGroup, prony_data_group, ADW_TYPE_PREFERENCES_GROUP)

static PronyScenarioDraft *
get_draft (PronyDataGroup *self)
{
  return prony_scenario_edit_get_draft (self->edit);
}

/* --- What is in the file -------------------------------------------------------------------- */

static void
show_state (PronyDataGroup *self, const char *title, const char *details, gboolean is_wrong)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row), title);
  adw_action_row_set_subtitle (self->state_row, details);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->cancellable != NULL);
  gtk_spinner_set_spinning (self->spinner, self->cancellable != NULL);
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_row), "error");
}

static const char *
get_format_name (PronyDatasetFormat format)
{
  switch (format)
    {
    case PRONY_DATASET_JSONL:
      return "JSONL";

    case PRONY_DATASET_CSV:
      return "CSV";

    case PRONY_DATASET_SHAREGPT:
      return "ShareGPT";

    case PRONY_DATASET_AUTO:
    case PRONY_DATASET_TEXT:
    default:
      return _ ("Plain text");
    }
}

static char *
describe_problems (PronyProblems *problems)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (prony_problems_count (problems), MAX_PROBLEMS); i++)
    {
      guint line;
      guint column;
      const char *sentence = prony_problems_get (problems, i, &line, &column);

      /* TRANSLATORS: a place in a file: line and column; then a sentence on what is wrong. */
      g_string_append_printf (text, _ ("%u:%u  %s"), line, column, sentence);
      g_string_append_c (text, '\n');
    }
  g_string_truncate (text, text->len - MIN (text->len, 1));

  return g_string_free (text, FALSE);
}

static void
show_finding (PronyDataGroup *self, const PronyDatasetFinding *finding)
{
  guint64 n_problems = prony_problems_count_all (finding->problems);
  g_autofree char *rows = prony_format_value ((double) finding->summary.rows, PRONY_UNIT_COUNT);
  g_autofree char *n_text = prony_format_value ((double) n_problems, PRONY_UNIT_COUNT);
  g_autofree char *title = NULL;
  g_autofree char *details = NULL;

  if (n_problems > 0)
    {
      title = g_strdup_printf (ngettext ("%s Mistake in the File", "%s Mistakes in the File",
                                         (gulong) MIN (n_problems, G_MAXULONG)),
                               n_text);
      details = describe_problems (finding->problems);
    }
  else
    {
      title = g_strdup_printf (
        ngettext ("%s Row", "%s Rows", (gulong) MIN (finding->summary.rows, G_MAXULONG)), rows);
      details = g_strdup (get_format_name (finding->summary.format));
    }
  show_state (self, title, details, n_problems > 0);
}

static void
stop (PronyDataGroup *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyDataGroup) self = user_data;
  g_autoptr (PronyDatasetFinding) finding = prony_dataset_check_finish (result, NULL);

  if (finding == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  show_finding (self, finding);
}

static gboolean
on_pause_cb (gpointer user_data)
{
  PronyDataGroup *self = user_data;
  PronyScenario *scenario = prony_scenario_draft_get_scenario (get_draft (self));

  self->pause_id = 0;
  if (scenario == NULL || scenario->dataset == NULL || scenario->dataset->path == NULL)
    {
      show_state (self, _ ("Not Read"), _ ("Correct the mistakes of the scenario first."), FALSE);
      return G_SOURCE_REMOVE;
    }

  self->cancellable = g_cancellable_new ();
  show_state (self, _ ("Reading the File…"), "", FALSE);
  prony_dataset_check_async (scenario, self->cancellable, on_checked_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* What a row must have follows from the prompt, too. */
static void
check (PronyDataGroup *self)
{
  PronyScenarioDraft *draft = get_draft (self);
  PronyScenario *scenario = prony_scenario_draft_get_scenario (draft);
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (draft);
  g_autofree char *joined = g_strjoinv (" ", names);
  g_autofree char *file = prony_scenario_draft_get_value (draft, "test_cases.from");
  g_autofree char *format = prony_scenario_draft_get_value (draft, "test_cases.format");
  g_autofree char *key = g_strdup_printf (
    "%s\n%s\n%s\n%d %d %d", file != NULL ? file : "", format != NULL ? format : "", joined,
    prony_scenario_draft_has (draft, "prompt.template"),
    prony_scenario_draft_has (draft, "prompt.messages"),
    scenario != NULL && scenario->dataset != NULL && scenario->dataset->path != NULL);

  if (!prony_set_str (&self->checked, key))
    return;

  stop (self);
  self->pause_id = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

/* --- Where they come from ------------------------------------------------------------------- */

static void
update (PronyDataGroup *self)
{
  PronyScenarioDraft *draft = get_draft (self);
  gboolean has_file = prony_scenario_draft_has (draft, "test_cases.from");

  g_assert (PRONY_IS_DATA_GROUP (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), prony_scenario_draft_is_readable (draft));
  if (!prony_scenario_draft_is_readable (draft))
    return;

  self->showing = TRUE;
  adw_combo_row_set_selected (self->place_row, has_file ? 1 : 0);
  self->showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), has_file);
  gtk_widget_set_visible (self->format_row, has_file);
  gtk_widget_set_visible (self->sample_row, has_file);
  gtk_widget_set_visible (GTK_WIDGET (self->state_row), has_file);
  if (has_file)
    check (self);
  else
    {
      stop (self);
      g_clear_pointer (&self->checked, g_free);
    }
}

static PronyScenarioDraft *
use_file (PronyScenarioDraft *draft, gconstpointer data)
{
  g_autoptr (PronyScenarioDraft) without = NULL;

  if (prony_scenario_draft_has (draft, "test_cases.from"))
    return prony_scenario_draft_set_value (draft, "test_cases.from", data);

  without = prony_scenario_draft_remove (draft, "test_cases");
  return prony_scenario_draft_set_value (without, "test_cases.from", data);
}

/* With the test cases that it had before, or with one to be filled in. */
static PronyScenarioDraft *
use_scenario (PronyScenarioDraft *draft, gconstpointer data)
{
  g_autoptr (PronyScenarioDraft) without = prony_scenario_draft_remove (draft, "test_cases");
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (draft);

  if (data != NULL)
    return prony_scenario_draft_set_from (without, "test_cases", (PronyScenarioDraft *) data);

  return names[0] != NULL ? prony_scenario_draft_add_case (without)
                          : prony_scenario_draft_ref (without);
}

static char *
get_folder (PronyDataGroup *self)
{
  const char *file = prony_scenario_draft_get_file_name (get_draft (self));

  return file != NULL ? g_path_get_dirname (file) : prony_paths_user_scenarios ();
}

static void
take_file (PronyDataGroup *self, const char *name)
{
  if (!prony_scenario_draft_has (get_draft (self), "test_cases.from"))
    {
      g_clear_pointer (&self->before, prony_scenario_draft_unref);
      if (prony_scenario_draft_has (get_draft (self), "test_cases"))
        self->before = prony_scenario_draft_ref (get_draft (self));
    }
  g_clear_pointer (&self->checked, g_free); /* the file may be another one of that name */
  prony_scenario_edit_change (self->edit, use_file, g_strdup (name), g_free, NULL);
  update (self);
}

/* --- Files from elsewhere ------------------------------------------------------------------- */

static void
on_copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyDataGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (self->outside != NULL ? self->outside : "");
  g_autofree char *sentence = NULL;

  if (self->edit == NULL)
    return;

  if (g_file_copy_finish (G_FILE (source), result, &error))
    {
      take_file (self, name);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    sentence = g_strdup_printf (
      /* TRANSLATORS: %s is the name of a file. */
      _ ("The scenario’s folder has another file “%s”. Give one of them another name."), name);
  else
    /* TRANSLATORS: the name of a file, and why it could not be copied. */
    sentence = g_strdup_printf (_ ("“%s” could not be copied: %s"), name, error->message);
  prony_toast_show_error (GTK_WIDGET (self), sentence);
}

static void
on_copy_response_cb (PronyDataGroup *self, const char *response)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) target = NULL;

  g_assert (PRONY_IS_DATA_GROUP (self));

  if (strcmp (response, "copy") != 0)
    return;

  folder = get_folder (self);
  name = g_path_get_basename (self->outside);
  file = g_file_new_for_path (self->outside);
  target = g_file_new_build_filename (folder, name, NULL);
  g_mkdir_with_parents (folder, 0755); /* what is wrong with it copying says */
  g_file_copy_async (file, target, G_FILE_COPY_NONE, G_PRIORITY_DEFAULT, NULL, NULL, NULL,
                     on_copied_cb, g_object_ref (self));
}

static void
ask_to_copy (PronyDataGroup *self, const char *path)
{
  g_autofree char *folder = get_folder (self);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (
    /* TRANSLATORS: the name of a file, and a folder. */
    _ ("A scenario can only read files in its own folder. “%s” is to be copied to “%s”."), name,
    folder);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Copy the File?"), text);

  prony_set_str (&self->outside, path);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "copy",
                                    _ ("C_opy"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "copy",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "copy");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_copy_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
take_or_copy (PronyDataGroup *self, const char *path)
{
  g_autofree char *folder = get_folder (self);
  g_autoptr (GFile) parent = g_file_new_for_path (folder);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_relative_path (parent, file);

  if (name != NULL)
    take_file (self, name);
  else
    ask_to_copy (self, path);
}

/* --- Callbacks and actions -------------------------------------------------------------------- */

static void
on_chosen_cb (PronyDataGroup *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  g_assert (PRONY_IS_DATA_GROUP (self));

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT)
    return;

  if (path != NULL)
    take_or_copy (self, path);
  else
    prony_toast_show_error (GTK_WIDGET (self), _ ("Only files of this computer can be read."));
}

static void
choose_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyDataGroup *self = (PronyDataGroup *) widget;
  g_autofree char *folder = get_folder (self);
  g_autoptr (GFile) first = g_file_new_for_path (folder);

  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Data File"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), first, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
use_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  take_or_copy ((PronyDataGroup *) widget, g_variant_get_string (parameter, NULL));
}

static void
use_scenario_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyDataGroup *self = (PronyDataGroup *) widget;

  prony_scenario_edit_change (
    self->edit, use_scenario, self->before != NULL ? prony_scenario_draft_ref (self->before) : NULL,
    self->before != NULL ? (GDestroyNotify) prony_scenario_draft_unref : NULL, NULL);
}

/* A file is in it only when one was chosen: until then all stays as it is. */
static void
on_place_selected_cb (PronyDataGroup *self)
{
  gboolean wants_file = adw_combo_row_get_selected (self->place_row) == 1;

  g_assert (PRONY_IS_DATA_GROUP (self));

  if (self->showing || self->edit == NULL)
    return;

  if (wants_file)
    {
      update (self);
      gtk_widget_activate_action (GTK_WIDGET (self), "data.choose-file", NULL);
    }
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "data.use-scenario", NULL);
}

/* --- The object ----------------------------------------------------------------------------------
 */

static void
prony_data_group_dispose (GObject *object)
{
  PronyDataGroup *self = (PronyDataGroup *) object;

  stop (self);
  if (self->edit != NULL)
    g_signal_handlers_disconnect_by_data (self->edit, self);
  g_clear_object (&self->edit);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->before, prony_scenario_draft_unref);

  G_OBJECT_CLASS (prony_data_group_parent_class)->dispose (object);
}

static void
prony_data_group_finalize (GObject *object)
{
  PronyDataGroup *self = (PronyDataGroup *) object;

  g_free (self->checked);
  g_free (self->outside);

  G_OBJECT_CLASS (prony_data_group_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PronyDataGroup, name)

static void
prony_data_group_class_init (PronyDataGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_data_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = prony_data_group_finalize;

  g_type_ensure (PRONY_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-data-group.ui");
  BIND (place_row);
  BIND (file_row);
  BIND (format_row);
  BIND (sample_row);
  BIND (state_row);
  BIND (spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_place_selected_cb);
  gtk_widget_class_install_action (widget_class, "data.choose-file", NULL, choose_file_action);
  gtk_widget_class_install_action (widget_class, "data.use-file", "s", use_file_action);
  gtk_widget_class_install_action (widget_class, "data.use-scenario", NULL, use_scenario_action);
}

static void
prony_data_group_init (PronyDataGroup *self)
{
  GtkWidget *button;

  gtk_widget_init_template (GTK_WIDGET (self));

  button = gtk_button_new_from_icon_name ("document-open-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose a Data File"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Choose a Data File"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "data.choose-file");
  prony_field_row_add_suffix (self->file_row, button);
}

/**
 * prony_data_group_set_edit:
 * @self: a group
 * @edit: what is edited
 *
 * Shows where the test cases of @edit come from; called once. Whoever gives all fields of
 * a form what is edited gives it to those of this group, too.
 */
void
prony_data_group_set_edit (PronyDataGroup *self, PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_DATA_GROUP (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
