/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-message-list.h"

/* The messages of a conversation: a field for the text of each, with who says it. Rows are
 * only added and taken away at the end, so that nobody loses the one in which they type. */
struct _PronyMessageList
{
  AdwPreferencesGroup parent_instance;

  /* Owned */
  PronyScenarioEdit *edit;
  GPtrArray *rows; /* PronyFieldRow, borrowed from the group */

  /* Plain */
  gboolean adding; /* whoever adds a message wants to write it */
};

G_DEFINE_FINAL_TYPE (PronyMessageList, prony_message_list, ADW_TYPE_PREFERENCES_GROUP)

static char *
get_role (PronyScenarioDraft *draft, guint index)
{
  g_autofree char *path = g_strdup_printf ("prompt.messages[%u].role", index);
  char *role = prony_scenario_draft_get_value (draft, path);

  return role != NULL ? role : g_strdup ("");
}

/* --- Changes ------------------------------------------------------------------------------ */

static PronyScenarioDraft *
remove_turn (PronyScenarioDraft *draft, gconstpointer data)
{
  return prony_scenario_draft_remove_turn (draft, GPOINTER_TO_UINT (data));
}

static void
on_remove_cb (PronyMessageList *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, PRONY_TYPE_FIELD_ROW);
  guint index;

  g_assert (PRONY_IS_MESSAGE_LIST (self));

  if (g_ptr_array_find (self->rows, row, &index))
    prony_scenario_edit_change (self->edit, remove_turn, GUINT_TO_POINTER (index), NULL, NULL);
}

static PronyScenarioDraft *
add_turn (PronyScenarioDraft *draft, gconstpointer data)
{
  return prony_scenario_draft_add_turn (draft);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyMessageList *self = (PronyMessageList *) widget;

  self->adding = TRUE;
  prony_scenario_edit_change (self->edit, add_turn, NULL, NULL, NULL);
}

/* --- Rows ---------------------------------------------------------------------------------- */

static GtkWidget *
make_row (PronyMessageList *self, guint index)
{
  g_autofree char *path = g_strdup_printf ("prompt.messages[%u].content", index);
  GtkWidget *row = prony_field_row_new (PRONY_FIELD_LINES, path, "");
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_cb), self, G_CONNECT_SWAPPED);
  prony_field_row_add_suffix (PRONY_FIELD_ROW (row), button);
  g_object_set_data (G_OBJECT (row), "remove", button);
  prony_field_row_set_edit (PRONY_FIELD_ROW (row), self->edit);

  return row;
}

static void
set_name (GtkWidget *button, const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_row (PronyMessageList *self, guint index, guint n_system)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  GtkWidget *row = g_ptr_array_index (self->rows, index);
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "remove");
  g_autofree char *role = get_role (draft, index);
  guint number = (index - MIN (index, n_system)) / 2 + 1;
  g_autofree char *title = NULL;

  if (strcmp (role, "system") == 0)
    title = g_strdup (_ ("System Message"));
  else if (strcmp (role, "user") == 0)
    /* TRANSLATORS: a message in a conversation: what the user says, and which one it is. */
    title = g_strdup_printf (_ ("User %u"), number);
  else if (strcmp (role, "assistant") == 0)
    /* TRANSLATORS: a message in a conversation: what the model says, and which one it is. */
    title = g_strdup_printf (_ ("Assistant %u"), number);
  else
    title = g_strdup_printf (_ ("Message %u"), index + 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  set_name (button, index < n_system ? _ ("Remove the System Message")
                                     : _ ("Remove This Message and the Other One of Its Pair"));
  gtk_widget_set_sensitive (button, index < n_system || self->rows->len > n_system + 1);
}

static void
update (PronyMessageList *self)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  guint n = prony_scenario_draft_count_items (draft, "prompt.messages");
  guint n_before = self->rows->len;
  g_autofree char *first = get_role (draft, 0);

  g_assert (PRONY_IS_MESSAGE_LIST (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), prony_scenario_draft_is_readable (draft));
  if (!prony_scenario_draft_is_readable (draft))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self), prony_scenario_draft_has (draft, "prompt.messages"));
  while (self->rows->len > n)
    {
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                    g_ptr_array_index (self->rows, self->rows->len - 1));
      g_ptr_array_set_size (self->rows, (int) self->rows->len - 1);
    }
  while (self->rows->len < n)
    {
      GtkWidget *row = make_row (self, self->rows->len);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < n; i++)
    update_row (self, i, strcmp (first, "system") == 0 ? 1 : 0);

  if (self->adding && n > n_before)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, n_before));
  self->adding = FALSE;
}

/* --- The object ------------------------------------------------------------------------------ */

static void
prony_message_list_finalize (GObject *object)
{
  PronyMessageList *self = (PronyMessageList *) object;

  g_clear_object (&self->edit);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (prony_message_list_parent_class)->finalize (object);
}

static void
prony_message_list_class_init (PronyMessageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_message_list_finalize;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "messages.add", NULL, add_action);
}

static void
prony_message_list_init (PronyMessageList *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Messages"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "messages.add");
  set_name (button, _ ("Add an Answer and a Question"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
}

/**
 * prony_message_list_set_edit:
 * @self: a list
 * @edit: what is edited
 *
 * Shows the conversation of @edit from now on; called once.
 */
void
prony_message_list_set_edit (PronyMessageList *self, PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_MESSAGE_LIST (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
