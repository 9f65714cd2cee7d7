/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-case-list.h"
#include "app/widgets/prony-field-row.h"

/* More rows than this help nobody to find one; the source has them all. */
#define MAX_SHOWN 100

/* Characters of a value in the title of its row. */
#define MAX_TITLE 80

/* The test cases of a scenario: a row for each, which unfolds to a field for each
 * placeholder. Rows are made anew only when there are others, so that nobody loses the
 * one in which they type. */
struct _PronyCaseList
{
  AdwPreferencesGroup parent_instance;

  /* Borrowed references, owned by the group */
  GtkWidget *add_button;

  /* Owned */
  PronyScenarioEdit *edit;
  GPtrArray *rows; /* AdwExpanderRow, borrowed from the group */
  char *shown;     /* what the rows were made for */
};

G_DEFINE_FINAL_TYPE (PronyCaseList, prony_case_list, ADW_TYPE_PREFERENCES_GROUP)

static PronyScenarioDraft *
get_draft (PronyCaseList *self)
{
  return prony_scenario_edit_get_draft (self->edit);
}

static guint
get_index (PronyCaseList *self, GtkWidget *row)
{
  guint index = 0;

  g_ptr_array_find (self->rows, row, &index);
  return index;
}

/* --- One test case ----------------------------------------------------------------------- */

static void
add_fields (PronyCaseList *self, AdwExpanderRow *row)
{
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (get_draft (self));
  guint index = get_index (self, GTK_WIDGET (row));

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("test_cases[%u].%s", index, names[i]);
      GtkWidget *field = prony_field_row_new (PRONY_FIELD_LINES, path, names[i]);

      prony_field_row_set_edit (PRONY_FIELD_ROW (field), self->edit);
      adw_expander_row_add_row (row, field);
    }
  g_object_set_data (G_OBJECT (row), "filled", row);
}

/* Only of those that somebody looks into: a scenario may have hundreds. */
static void
on_expanded_cb (PronyCaseList *self, GParamSpec *pspec, AdwExpanderRow *row)
{
  g_assert (PRONY_IS_CASE_LIST (self));

  if (adw_expander_row_get_expanded (row) && g_object_get_data (G_OBJECT (row), "filled") == NULL)
    add_fields (self, row);
}

static void
on_duplicate_cb (PronyCaseList *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_EXPANDER_ROW);

  g_assert (PRONY_IS_CASE_LIST (self));

  prony_scenario_edit_take (
    self->edit, prony_scenario_draft_duplicate_case (get_draft (self), get_index (self, row)),
    NULL);
}

static void
on_remove_cb (PronyCaseList *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_EXPANDER_ROW);

  g_assert (PRONY_IS_CASE_LIST (self));

  prony_scenario_edit_take (
    self->edit, prony_scenario_draft_remove_case (get_draft (self), get_index (self, row)), NULL);
}

static GtkWidget *
make_button (PronyCaseList *self, const char *icon, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
make_row (PronyCaseList *self)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row),
                               make_button (self, "edit-copy-symbolic", _ ("Duplicate Test Case"),
                                            G_CALLBACK (on_duplicate_cb)));
  adw_expander_row_add_action (
    ADW_EXPANDER_ROW (row),
    make_button (self, "user-trash-symbolic", _ ("Remove Test Case"), G_CALLBACK (on_remove_cb)));
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

/* --- All of them --------------------------------------------------------------------------- */

/* One line, and not a long one: an unfolded row shows all of it. */
static char *
shorten (const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", 2);

  if (g_utf8_strlen (lines[0], -1) > MAX_TITLE)
    {
      g_autofree char *start = g_utf8_substring (lines[0], 0, MAX_TITLE);

      return g_strconcat (start, "…", NULL);
    }

  return g_strdup (lines[0]);
}

static char *
get_title (PronyScenarioDraft *draft, guint index, char **names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("test_cases[%u].%s", index, names[i]);
      g_autofree char *value = prony_scenario_draft_get_value (draft, path);

      if (value != NULL && *g_strstrip (value) != '\0')
        return shorten (value);
    }

  return g_strdup_printf (_ ("Test Case %u"), index + 1);
}

static void
update_row (PronyCaseList *self, guint index, char **names)
{
  GtkWidget *row = g_ptr_array_index (self->rows, index);
  g_autofree char *path = g_strdup_printf ("test_cases[%u]", index);
  g_autofree char *title = get_title (get_draft (self), index, names);
  const char *problem = prony_scenario_draft_get_problem_of (get_draft (self), path);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), problem != NULL ? problem : "");
  if (problem != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
remake_rows (PronyCaseList *self, guint n)
{
  guint n_before = self->rows->len;

  for (guint i = 0; i < n_before; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
    {
      GtkWidget *row = make_row (self);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
update (PronyCaseList *self)
{
  PronyScenarioDraft *draft = get_draft (self);
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (draft);
  g_autofree char *joined = g_strjoinv (" ", names);
  guint n = prony_scenario_draft_count_items (draft, "test_cases");
  g_autofree char *shown = g_strdup_printf ("%u %s", n, joined);
  g_autofree char *note = NULL;

  g_assert (PRONY_IS_CASE_LIST (self));

  /* A text that is being typed may be no YAML for a moment: the rows stay as they were. */
  if (!prony_scenario_draft_is_readable (draft))
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), !prony_scenario_draft_has (draft, "test_cases.from"));
  if (g_strcmp0 (shown, self->shown) != 0)
    {
      g_free (self->shown);
      self->shown = g_steal_pointer (&shown);
      remake_rows (self, n);
    }
  for (guint i = 0; i < self->rows->len; i++)
    update_row (self, i, names);

  if (n > MAX_SHOWN)
    note = g_strdup_printf (ngettext ("%u more test case is in the source.",
                                      "%u more test cases are in the source.", n - MAX_SHOWN),
                            n - MAX_SHOWN);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), note);
}

static void
on_add_cb (PronyCaseList *self)
{
  guint n;

  g_assert (PRONY_IS_CASE_LIST (self));

  prony_scenario_edit_take (self->edit, prony_scenario_draft_add_case (get_draft (self)), NULL);
  n = prony_scenario_draft_count_items (get_draft (self), "test_cases");
  if (n > 0 && n <= self->rows->len)
    {
      AdwExpanderRow *row = g_ptr_array_index (self->rows, n - 1);

      adw_expander_row_set_expanded (row, TRUE);
      gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_DOWN);
    }
}

/* --- The object ------------------------------------------------------------------------------- */

static void
prony_case_list_finalize (GObject *object)
{
  PronyCaseList *self = (PronyCaseList *) object;

  g_clear_object (&self->edit);
  g_ptr_array_unref (self->rows);
  g_free (self->shown);

  G_OBJECT_CLASS (prony_case_list_parent_class)->finalize (object);
}

static void
prony_case_list_class_init (PronyCaseListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_case_list_finalize;
}

static void
prony_case_list_init (PronyCaseList *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Test Cases"));
  self->add_button =
    make_button (self, "list-add-symbolic", _ ("Add Test Case"), G_CALLBACK (on_add_cb));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}

/**
 * prony_case_list_set_edit:
 * @self: a list
 * @edit: what is edited
 *
 * Shows the test cases of @edit from now on; called once.
 */
void
prony_case_list_set_edit (PronyCaseList *self, PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_CASE_LIST (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
