/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/dialogs/prony-scenario-window.h"
#include "app/session/prony-draft-field.h"
#include "app/session/prony-scenario-edit.h"
#include "app/widgets/prony-scenario-form.h"
#include "app/widgets/prony-scenario-preview-pane.h"
#include "app/widgets/prony-scenario-source.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"
#include "base/prony-paths.h"

/* Edits a scenario: as a form and as its source, side by side, or one behind the other
 * where it is narrow, with a preview. One with mistakes cannot be saved, so that each file
 * in the user's folder can be run; what is wrong is said all the time. */
struct _PronyScenarioWindow
{
  AdwWindow parent_instance;

  /* Template children */
  AdwViewSwitcherTitle *title;
  GtkRevealer *mistakes;
  GtkLabel *mistakes_label;
  AdwLeaflet *leaflet;
  AdwBin *wide_bin;
  GtkWidget *pages_side;
  AdwViewStack *pages;
  AdwViewStackPage *form_page;
  AdwBin *narrow_bin;
  PronyScenarioForm *form;
  PronyScenarioSource *source;
  PronyScenarioPreviewPane *preview;

  /* Owned */
  PronySession *session;
  PronyScenarioEdit *edit;
  PronyScenarioDraft *saving; /* what is being saved; NULL while nothing is */
  char *file;                 /* NULL before it is saved for the first time */
  char *file_text;            /* what is in it, as far as is known */

  /* Plain */
  gboolean closing; /* without a question, or as soon as it is saved */
};

enum
{
  SAVED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyScenarioWindow, prony_scenario_window, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

/* Whatever was typed last is in the draft then. */
static void
flush (PronyScenarioWindow *self)
{
  prony_scenario_source_flush (self->source);
  if (self->edit != NULL)
    prony_scenario_edit_flush (self->edit);
}

/* --- State ------------------------------------------------------------------------------- */

static void
update (PronyScenarioWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  guint n = prony_problems_count (prony_scenario_draft_get_problems (draft));
  gboolean valid = prony_scenario_draft_is_valid (draft);
  g_autofree char *text =
    g_strdup_printf (ngettext ("Correct %u mistake to save this scenario",
                               "Correct %u mistakes to save this scenario", n),
                     n);
  g_autofree char *title = prony_scenario_draft_get_value (draft, "title");

  g_assert (PRONY_IS_SCENARIO_WINDOW (self));

  gtk_label_set_label (self->mistakes_label, text);
  gtk_revealer_set_reveal_child (self->mistakes, !valid);
  adw_view_switcher_title_set_subtitle (
    self->title, title != NULL && !adw_leaflet_get_folded (self->leaflet) ? title : "");
  gtk_widget_action_set_enabled (widget, "scenario.save",
                                 valid && self->saving == NULL &&
                                   !prony_scenario_edit_is_saved (self->edit));
  gtk_widget_action_set_enabled (widget, "scenario.undo",
                                 prony_scenario_edit_can_undo (self->edit));
  gtk_widget_action_set_enabled (widget, "scenario.redo",
                                 prony_scenario_edit_can_redo (self->edit));
}

/* --- Saving ---------------------------------------------------------------------------------- */

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenarioWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioItem) item =
    prony_session_save_scenario_finish (PRONY_SESSION (source), result, &error);
  g_autoptr (PronyScenarioDraft) saved = g_steal_pointer (&self->saving);

  if (self->edit == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (item == NULL)
    {
      self->closing = FALSE;
      prony_toast_show_error (GTK_WIDGET (self->pages), error->message);
      update (self);
      return;
    }

  g_free (self->file);
  self->file = g_strdup (prony_scenario_item_get_scenario (item)->file);
  g_free (self->file_text);
  self->file_text = g_strdup (prony_scenario_draft_get_text (saved));
  prony_scenario_edit_set_saved (self->edit, saved);
  g_signal_emit (self, signals[SAVED], 0, item);
  if (self->closing && !prony_scenario_edit_is_modified (self->edit))
    gtk_window_destroy (GTK_WINDOW (self));
  else if (!self->closing)
    prony_toast_show (GTK_WIDGET (self->pages), _ ("Scenario saved"));
  self->closing = FALSE;
}

static void
write_file (PronyScenarioWindow *self)
{
  self->saving = prony_scenario_draft_ref (prony_scenario_edit_get_draft (self->edit));
  prony_session_save_scenario_async (self->session, prony_scenario_draft_get_text (self->saving),
                                     self->file, on_saved_cb, g_object_ref (self));
  update (self);
}

static void
on_overwrite_response_cb (PronyScenarioWindow *self, const char *response)
{
  g_assert (PRONY_IS_SCENARIO_WINDOW (self));

  if (strcmp (response, "overwrite") == 0)
    write_file (self);
  else
    self->closing = FALSE;
}

static void
ask_to_overwrite (PronyScenarioWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (self), _ ("Overwrite the File?"),
    _ ("Another program has changed the file of this scenario since it was opened. Saving "
       "replaces what is in it."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "overwrite", _ ("_Overwrite"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "overwrite",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_overwrite_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A file that cannot be read any more is written anew. */
static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenarioWindow) self = user_data;
  g_autofree char *contents = NULL;
  gboolean there =
    g_file_load_contents_finish (G_FILE (source), result, &contents, NULL, NULL, NULL);

  g_clear_pointer (&self->saving, prony_scenario_draft_unref);
  if (self->edit == NULL)
    return;

  update (self);
  if (there && strcmp (contents, self->file_text) != 0)
    ask_to_overwrite (self);
  else
    write_file (self);
}

static void
save (PronyScenarioWindow *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->file == NULL)
    {
      write_file (self);
      return;
    }

  file = g_file_new_for_path (self->file);
  self->saving = prony_scenario_draft_ref (prony_scenario_edit_get_draft (self->edit));
  update (self);
  g_file_load_contents_async (file, NULL, on_looked_cb, g_object_ref (self));
}

/* --- Closing --------------------------------------------------------------------------------- */

static gboolean
destroy_cb (gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (user_data));
  return G_SOURCE_REMOVE;
}

/* A question that is answered still looks at its parent while it goes, so that the parent
 * waits until it is gone. */
static void
on_close_response_cb (PronyScenarioWindow *self, const char *response)
{
  g_assert (PRONY_IS_SCENARIO_WINDOW (self));

  if (strcmp (response, "discard") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT, destroy_cb, g_object_ref (self), g_object_unref);
  else if (strcmp (response, "save") == 0 && self->saving == NULL)
    {
      self->closing = TRUE;
      save (self);
    }
}

static void
ask_to_close (PronyScenarioWindow *self)
{
  gboolean valid = prony_scenario_draft_is_valid (prony_scenario_edit_get_draft (self->edit));
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (self), _ ("Save Changes?"),
    valid ? _ ("The scenario has changes that are not saved. They are lost if you discard them.")
          : _ ("The scenario has changes that are not saved, and mistakes that must be corrected "
               "before. The changes are lost if you discard them."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save", valid);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), valid ? "save" : "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
prony_scenario_window_close_request (GtkWindow *window)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) window;

  flush (self);
  if (self->edit != NULL && prony_scenario_edit_is_modified (self->edit))
    {
      ask_to_close (self);
      return TRUE;
    }

  return GTK_WINDOW_CLASS (prony_scenario_window_parent_class)->close_request (window);
}

/* --- Actions ------------------------------------------------------------------------------------
 */

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) widget;

  flush (self);
  if (self->saving == NULL &&
      prony_scenario_draft_is_valid (prony_scenario_edit_get_draft (self->edit)))
    save (self);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) widget;

  flush (self);
  prony_scenario_edit_undo (self->edit);
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) widget;

  flush (self);
  prony_scenario_edit_redo (self->edit);
}

static void
show_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) widget;
  const char *page = parameter != NULL ? g_variant_get_string (parameter, NULL) : "source";

  prony_scenario_source_flush (self->source);
  if (strcmp (page, "form") == 0 && !adw_leaflet_get_folded (self->leaflet))
    gtk_widget_grab_focus (GTK_WIDGET (self->form));
  else
    adw_view_stack_set_visible_child_name (self->pages, page);
}

static void
show_place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) widget;
  guint line;
  guint column;

  flush (self);
  if (!prony_scenario_draft_get_place (prony_scenario_edit_get_draft (self->edit),
                                       g_variant_get_string (parameter, NULL), &line, &column))
    return;

  adw_view_stack_set_visible_child_name (self->pages, "source");
  prony_scenario_source_show_place (self->source, line, column);
}

static void
preview_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) widget;

  flush (self);
  adw_view_stack_set_visible_child_name (self->pages, "preview");
  gtk_widget_activate_action (GTK_WIDGET (self->preview), "preview.refresh", NULL);
}

/* --- The window ----------------------------------------------------------------------------------
 */

/* Beside the source where there is room, else a page of its own. */
static void
on_folded_cb (PronyScenarioWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  g_autoptr (GtkWidget) form = g_object_ref (GTK_WIDGET (self->form));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean has_focus = focus != NULL && gtk_widget_is_ancestor (focus, form);

  g_assert (PRONY_IS_SCENARIO_WINDOW (self));

  adw_bin_set_child (folded ? self->wide_bin : self->narrow_bin, NULL);
  adw_bin_set_child (folded ? self->narrow_bin : self->wide_bin, form);
  adw_view_stack_page_set_visible (self->form_page, folded);
  /* The buttons leave no room for a title, which is what was pressed to get here. */
  adw_view_switcher_title_set_title (self->title,
                                     folded ? "" : gtk_window_get_title (GTK_WINDOW (self)));
  adw_leaflet_set_visible_child (self->leaflet, self->pages_side);
  if (folded)
    adw_view_stack_set_visible_child_name (self->pages, "form");
  else if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "form") == 0)
    adw_view_stack_set_visible_child_name (self->pages, "source");
  if (has_focus)
    gtk_widget_grab_focus (focus);
  if (self->edit != NULL)
    update (self);
}

/* Before whatever is typed into: there is one history for all. */
static void
add_shortcuts (PronyScenarioWindow *self)
{
  static const PronyShortcut shortcuts[] = {
    { "<Control>s", "scenario.save" },
    { "<Control>z", "scenario.undo" },
    { "<Shift><Control>z", "scenario.redo" },
    { "<Control>y", "scenario.redo" },
    { "F5", "scenario.preview" },
  };

  prony_shortcut_add_first (GTK_WIDGET (self), shortcuts, G_N_ELEMENTS (shortcuts));
}

static void
prony_scenario_window_dispose (GObject *object)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) object;

  if (self->edit != NULL)
    g_signal_handlers_disconnect_by_data (self->edit, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_SCENARIO_WINDOW);
  g_clear_object (&self->edit);
  g_clear_object (&self->session);
  g_clear_pointer (&self->saving, prony_scenario_draft_unref);

  G_OBJECT_CLASS (prony_scenario_window_parent_class)->dispose (object);
}

static void
prony_scenario_window_finalize (GObject *object)
{
  PronyScenarioWindow *self = (PronyScenarioWindow *) object;

  g_free (self->file);
  g_free (self->file_text);

  G_OBJECT_CLASS (prony_scenario_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const pages[] = { "form", "source", "preview" };

  gtk_widget_class_install_action (widget_class, "scenario.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "scenario.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "scenario.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "scenario.preview", NULL, preview_action);
  gtk_widget_class_install_action (widget_class, "scenario.show-source", NULL, show_page_action);
  gtk_widget_class_install_action (widget_class, "scenario.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "scenario.show-place", "s", show_place_action);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK,
                                         "scenario.show-page", "s", pages[i]);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PronyScenarioWindow, name)

static void
prony_scenario_window_class_init (PronyScenarioWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenario_window_dispose;
  object_class->finalize = prony_scenario_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = prony_scenario_window_close_request;

  /**
   * PronyScenarioWindow::saved:
   * @self: the window
   * @item: the scenario in the session's list
   */
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, PRONY_TYPE_SCENARIO_ITEM);

  g_type_ensure (PRONY_TYPE_SCENARIO_FORM);
  g_type_ensure (PRONY_TYPE_SCENARIO_PREVIEW_PANE);
  g_type_ensure (PRONY_TYPE_SCENARIO_SOURCE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-scenario-window.ui");
  BIND (title);
  BIND (mistakes);
  BIND (mistakes_label);
  BIND (leaflet);
  BIND (wide_bin);
  BIND (pages_side);
  BIND (pages);
  BIND (form_page);
  BIND (narrow_bin);
  BIND (form);
  BIND (source);
  BIND (preview);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  install_actions (widget_class);
}

static void
prony_scenario_window_init (PronyScenarioWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcuts (self);
  on_folded_cb (self);
}

static GHashTable *
list_names (PronySession *session)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *models[] = { prony_session_get_scenarios (session),
                           prony_session_get_broken_scenarios (session) };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    for (guint k = 0; k < g_list_model_get_n_items (models[i]); k++)
      {
        g_autoptr (PronyScenarioItem) item = g_list_model_get_item (models[i], k);

        g_hash_table_add (names, g_strdup (prony_scenario_item_get_scenario (item)->name));
      }

  return names;
}

/* Data files that a new scenario names lie where it will be saved. */
static PronyScenarioDraft *
place (PronyScenarioDraft *draft, const char *name)
{
  g_autoptr (PronyScenarioDraft) owned = draft;
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autofree char *base = g_strconcat (name, ".yaml", NULL);
  g_autofree char *file = g_build_filename (folder, base, NULL);

  return prony_scenario_draft_new (prony_scenario_draft_get_text (owned), file);
}

static PronyScenarioDraft *
make_draft (PronySession *session, PronyScenario *scenario)
{
  g_autoptr (GHashTable) names = list_names (session);
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  if (scenario != NULL && !scenario->shipped)
    return prony_scenario_draft_new (scenario->source, scenario->file);
  if (scenario != NULL)
    {
      /* TRANSLATORS: the title of a copy; %s is that of what is copied. */
      title = g_strdup_printf (_ ("%s (Copy)"), prony_scenario_translate (scenario->title));
      return place (prony_draft_new_copy (scenario, names, title), scenario->name);
    }

  name = g_strdup ("my-scenario");
  for (guint n = 2; g_hash_table_contains (names, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("my-scenario-%u", n);
    }

  return place (prony_scenario_draft_new_empty (name), name);
}

/**
 * prony_scenario_window_new:
 * @parent: the window in front of which it appears
 * @session: the session
 * @item: (nullable): what to edit; of one that came with Prony a copy; %NULL for a new one
 *
 * Returns: (transfer none): a window that is not shown yet
 */
PronyScenarioWindow *
prony_scenario_window_new (GtkWindow *parent, PronySession *session, PronyScenarioItem *item)
{
  PronyScenarioWindow *self;
  PronyScenario *scenario = item != NULL ? prony_scenario_item_get_scenario (item) : NULL;
  gboolean own = scenario != NULL && !scenario->shipped;
  g_autoptr (PronyScenarioDraft) draft = NULL;

  g_return_val_if_fail (PRONY_IS_SESSION (session), NULL);

  self = g_object_new (PRONY_TYPE_SCENARIO_WINDOW, "transient-for", parent, NULL);
  draft = make_draft (session, scenario);
  self->session = g_object_ref (session);
  self->edit = prony_scenario_edit_new (draft, own);
  if (own)
    {
      self->file = g_strdup (scenario->file);
      self->file_text = g_strdup (scenario->source);
    }
  gtk_window_set_title (GTK_WINDOW (self), own                ? _ ("Edit Scenario")
                                           : scenario != NULL ? _ ("Edit a Copy")
                                                              : _ ("New Scenario"));
  on_folded_cb (self);
  prony_scenario_form_set_edit (self->form, self->edit);
  prony_scenario_source_set_edit (self->source, self->edit);
  prony_scenario_preview_pane_set_edit (self->preview, session, self->edit);
  g_signal_connect_object (self->edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));

  return self;
}

/**
 * prony_scenario_window_is_modified:
 * @self: a window
 *
 * Returns: whether closing it would ask about changes
 */
gboolean
prony_scenario_window_is_modified (PronyScenarioWindow *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_WINDOW (self), FALSE);

  flush (self);

  return self->edit != NULL && prony_scenario_edit_is_modified (self->edit);
}
