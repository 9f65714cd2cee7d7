/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Small dialogs that ask what is to be said of stored runs: a name, tags, a note. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-run-edit.h"
#include "app/session/prony-run-item.h"
#include "app/widgets/prony-tag-editor.h"

/* So many of the tags in use are offered. */
#define MAX_KNOWN 24

/* What a dialog is about. */
typedef struct
{
  PronySession *session;
  GStrv run_ids;
  GStrv common; /* tags that all of the runs had */
} Edit;

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  g_object_unref (edit->session);
  g_strfreev (edit->run_ids);
  g_strfreev (edit->common);
  g_free (edit);
}

static Edit *
get_edit (AdwMessageDialog *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), "prony-edit");
}

/* Takes the child; the response that says yes is "save". */
static AdwMessageDialog *
open_dialog (GtkWidget *widget,
             PronySession *session,
             const char *const *run_ids,
             const char *heading,
             const char *body,
             GtkWidget *child)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);
  Edit *edit = g_new0 (Edit, 1);

  edit->session = g_object_ref (session);
  edit->run_ids = g_strdupv ((char **) run_ids);
  g_object_set_data_full (G_OBJECT (dialog), "prony-edit", edit, edit_free);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), child);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (child);

  return ADW_MESSAGE_DIALOG (dialog);
}

static GtkWidget *
new_entry (const char *label, const char *text)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return entry;
}

static char *
get_text (AdwMessageDialog *dialog)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));

  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

/* Nothing is called nothing. */
static void
on_text_changed_cb (AdwMessageDialog *dialog)
{
  g_autofree char *text = get_text (dialog);

  adw_message_dialog_set_response_enabled (dialog, "save", *text != '\0');
}

/* --- Name -------------------------------------------------------------------------- */

static void
on_name_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Edit *edit = get_edit (dialog);
  g_autofree char *name = get_text (dialog);

  if (g_str_equal (response, "save") && *name != '\0')
    prony_session_rename_run (edit->session, edit->run_ids[0], name);
}

/**
 * prony_run_edit_name:
 * @widget: a widget of the window
 * @session: where the run is
 * @run_id: which; nothing happens where it is not in the list
 *
 * Asks what a run is to be called.
 */
void
prony_run_edit_name (GtkWidget *widget, PronySession *session, const char *run_id)
{
  const char *run_ids[] = { run_id, NULL };
  PronyRunEntry *entry;
  GtkWidget *child;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));

  entry = prony_session_find_run_entry (session, run_id);
  if (entry == NULL)
    return;

  child = new_entry (_ ("Name"), entry->name);
  dialog = open_dialog (widget, session, run_ids, _ ("Rename Run"), NULL, child);
  g_signal_connect_object (child, "changed", G_CALLBACK (on_text_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect (dialog, "response", G_CALLBACK (on_name_response_cb), NULL);
}

/* --- Note -------------------------------------------------------------------------- */

static void
on_note_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Edit *edit = get_edit (dialog);
  g_autofree char *text = get_text (dialog);
  const PronyRunNote note = { .at_us = g_get_real_time (), .trial = -1, .text = text };

  if (g_str_equal (response, "save") && *text != '\0')
    prony_session_add_run_note (edit->session, edit->run_ids[0], &note);
}

/**
 * prony_run_edit_add_note:
 * @widget: a widget of the window
 * @session: where the run is
 * @run_id: which; nothing happens where it is not in the list
 *
 * Asks what is to be remarked on a run.
 */
void
prony_run_edit_add_note (GtkWidget *widget, PronySession *session, const char *run_id)
{
  const char *run_ids[] = { run_id, NULL };
  PronyRunEntry *entry;
  GtkWidget *child;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));

  entry = prony_session_find_run_entry (session, run_id);
  if (entry == NULL)
    return;

  child = new_entry (_ ("Note"), "");
  dialog = open_dialog (widget, session, run_ids, _ ("Add a Note"), entry->name, child);
  adw_message_dialog_set_response_enabled (dialog, "save", FALSE);
  g_signal_connect_object (child, "changed", G_CALLBACK (on_text_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect (dialog, "response", G_CALLBACK (on_note_response_cb), NULL);
}

/* --- Tags -------------------------------------------------------------------------- */

static GStrv
list_common_tags (PronySession *session, const char *const *run_ids)
{
  g_autoptr (GStrvBuilder) common = g_strv_builder_new ();
  PronyRunEntry *first = prony_session_find_run_entry (session, run_ids[0]);

  for (guint i = 0; first != NULL && first->tags[i] != NULL; i++)
    {
      gboolean all = TRUE;

      for (guint k = 1; run_ids[k] != NULL && all; k++)
        {
          PronyRunEntry *entry = prony_session_find_run_entry (session, run_ids[k]);

          all =
            entry == NULL || g_strv_contains ((const char *const *) entry->tags, first->tags[i]);
        }
      if (all)
        g_strv_builder_add (common, first->tags[i]);
    }

  return g_strv_builder_end (common);
}

static GStrv
list_known_tags (PronySession *session)
{
  GListModel *runs = prony_session_get_runs (session);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);
      GStrv own = prony_run_item_get_entry (item)->tags;

      for (guint k = 0; own[k] != NULL && g_hash_table_size (known) < MAX_KNOWN; k++)
        if (g_hash_table_add (known, own[k]))
          g_strv_builder_add (tags, own[k]);
    }

  return g_strv_builder_end (tags);
}

/* What was taken out of the common tags goes, what was added comes, the rest stays. */
static void
change_tags (const Edit *edit, const char *run_id, GStrv wanted)
{
  PronyRunEntry *entry = prony_session_find_run_entry (edit->session, run_id);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) tags = NULL;

  if (entry == NULL)
    return;

  for (guint i = 0; entry->tags[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) edit->common, entry->tags[i]) &&
        !g_strv_contains ((const char *const *) wanted, entry->tags[i]))
      g_strv_builder_add (builder, entry->tags[i]);
  g_strv_builder_addv (builder, (const char **) wanted);
  tags = g_strv_builder_end (builder);
  prony_session_set_run_tags (edit->session, run_id, (const char *const *) tags);
}

static void
on_tags_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Edit *edit = get_edit (dialog);
  PronyTagEditor *editor = PRONY_TAG_EDITOR (adw_message_dialog_get_extra_child (dialog));
  g_auto (GStrv) wanted = prony_tag_editor_get_tags (editor);

  for (guint i = 0; g_str_equal (response, "save") && edit->run_ids[i] != NULL; i++)
    change_tags (edit, edit->run_ids[i], wanted);
}

/**
 * prony_run_edit_tags:
 * @widget: a widget of the window
 * @session: where the runs are
 * @run_ids: (array zero-terminated=1): which
 *
 * Asks how runs are to be tagged. Of several runs these are the tags that all of them have;
 * others stay as they are.
 */
void
prony_run_edit_tags (GtkWidget *widget, PronySession *session, const char *const *run_ids)
{
  g_auto (GStrv) common = NULL;
  g_auto (GStrv) known = NULL;
  AdwMessageDialog *dialog;
  g_autofree char *body = NULL;
  guint n;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (run_ids != NULL);

  n = g_strv_length ((char **) run_ids);
  if (n == 0)
    return;

  common = list_common_tags (session, run_ids);
  known = list_known_tags (session);
  if (n > 1)
    body =
      g_strdup_printf (ngettext ("Tags that %u run has.", "Tags that all %u runs have.", n), n);
  dialog =
    open_dialog (widget, session, run_ids, _ ("Tags"), body,
                 prony_tag_editor_new ((const char *const *) common, (const char *const *) known));
  get_edit (dialog)->common = g_steal_pointer (&common);
  g_signal_connect (dialog, "response", G_CALLBACK (on_tags_response_cb), NULL);
}
