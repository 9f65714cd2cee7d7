/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/widgets/prony-case-list.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-menu-later.h"
#include "app/widgets/prony-rules-note.h"
#include "base/prony-util.h"

/* So many rows are added at a time: more of them help nobody to find one. */
#define PAGE 100

/* Characters of a value in the title of its row. */
#define MAX_TITLE 80

/* The test cases of a scenario: a row for each, which unfolds to a field for each
 * placeholder, its tags and its rules. Rows are made anew only for other placeholders, so
 * that nobody loses the one in which they type. */
struct _PronyCaseList
{
  AdwPreferencesGroup parent_instance;

  /* Borrowed reference, owned by the group */
  GtkWidget *more_row; /* NULL where all are shown */

  /* Owned */
  PronyScenarioEdit *edit;
  GPtrArray *rows; /* AdwExpanderRow, borrowed from the group */
  char *names;     /* the placeholders that the rows were made for */

  /* Plain */
  guint limit;     /* of rows that are shown */
  gboolean adding; /* whoever adds a test case wants to fill it in */
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

static gboolean
is_open (PronyCaseList *self, guint index)
{
  return adw_expander_row_get_expanded (g_ptr_array_index (self->rows, index));
}

static void
set_open (PronyCaseList *self, guint index, gboolean is_open)
{
  adw_expander_row_set_expanded (g_ptr_array_index (self->rows, index), is_open);
}

/* --- Changes ------------------------------------------------------------------------------ */

typedef struct
{
  guint index;
  guint new_index;
} Move;

static PronyScenarioDraft *
add_case (PronyScenarioDraft *draft, gconstpointer data)
{
  return prony_scenario_draft_add_case (draft);
}

static PronyScenarioDraft *
duplicate_case (PronyScenarioDraft *draft, gconstpointer data)
{
  return prony_scenario_draft_duplicate_case (draft, GPOINTER_TO_UINT (data));
}

static PronyScenarioDraft *
remove_case (PronyScenarioDraft *draft, gconstpointer data)
{
  return prony_scenario_draft_remove_case (draft, GPOINTER_TO_UINT (data));
}

static PronyScenarioDraft *
move_case (PronyScenarioDraft *draft, gconstpointer data)
{
  const Move *move = data;

  return prony_scenario_draft_move_case (draft, move->index, move->new_index);
}

/* Rows stay where they are and show other test cases then: what is unfolded and has the
 * focus goes along. */
static void
move_row (PronyCaseList *self, GtkWidget *row, int by)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));
  guint index = get_index (self, row);
  guint new_index = index + (guint) by;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, row);
  gboolean open = is_open (self, index);
  GtkWidget *new_row;
  Move *move;

  if (new_index >= self->rows->len)
    return;

  move = g_new0 (Move, 1);
  move->index = index;
  move->new_index = new_index;
  new_row = g_ptr_array_index (self->rows, new_index);
  set_open (self, index, is_open (self, new_index));
  set_open (self, new_index, open);
  prony_scenario_edit_change (self->edit, move_case, move, g_free, NULL);
  if (had_focus)
    gtk_widget_child_focus (new_row, GTK_DIR_TAB_FORWARD);
}

static void
change_row (PronyCaseList *self, GtkWidget *row, const char *what)
{
  guint index = get_index (self, row);
  guint n = self->rows->len;

  if (strcmp (what, "move-up") == 0)
    move_row (self, row, -1);
  else if (strcmp (what, "move-down") == 0)
    move_row (self, row, 1);
  else if (strcmp (what, "duplicate") == 0)
    {
      for (guint i = n - 1; i > index + 1; i--)
        set_open (self, i, is_open (self, i - 1));
      prony_scenario_edit_change (self->edit, duplicate_case, GUINT_TO_POINTER (index), NULL, NULL);
    }
  else
    {
      for (guint i = index; i < n; i++)
        set_open (self, i, i + 1 < n && is_open (self, i + 1));
      prony_scenario_edit_change (self->edit, remove_case, GUINT_TO_POINTER (index), NULL, NULL);
    }
}

/* Meanwhile the row may have gone. */
static void
change_row_later (GtkWidget *row, GVariant *what)
{
  GtkWidget *self = gtk_widget_get_ancestor (row, PRONY_TYPE_CASE_LIST);

  if (self != NULL)
    change_row (PRONY_CASE_LIST (self), row, g_variant_get_string (what, NULL));
}

static void
on_case_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GVariant) what =
    g_variant_ref_sink (g_variant_new_string (g_action_get_name (G_ACTION (action))));

  prony_menu_later (user_data, change_row_later, what);
}

/* --- One test case ----------------------------------------------------------------------- */

static void
add_field (
  PronyCaseList *self, GtkWidget *row, PronyFieldKind kind, const char *key, const char *title)
{
  g_autofree char *path = g_strdup_printf ("test_cases[%u].%s", get_index (self, row), key);
  GtkWidget *field = prony_field_row_new (kind, path, title);

  prony_field_row_set_edit (PRONY_FIELD_ROW (field), self->edit);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), field);
}

static void
update_note (PronyCaseList *self, GtkWidget *row)
{
  PronyRulesNote *note = g_object_get_data (G_OBJECT (row), "note");
  PronyScenario *scenario = prony_scenario_draft_get_scenario (get_draft (self));
  guint index = get_index (self, row);
  g_autofree char *path = g_strdup_printf ("test_cases[%u].expect", index);
  const PronyTestCase *test_case =
    prony_scenario_draft_is_valid (get_draft (self)) && index < scenario->cases->len
      ? prony_scenario_get_case (scenario, index)
      : NULL;

  if (note != NULL)
    prony_rules_note_show (note, get_draft (self), path,
                           test_case != NULL ? test_case->expect : NULL);
}

static void
fill_row (PronyCaseList *self, GtkWidget *row)
{
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (get_draft (self));
  GtkWidget *note = prony_rules_note_new ();

  for (guint i = 0; names[i] != NULL; i++)
    add_field (self, row, PRONY_FIELD_LINES, names[i], names[i]);

  /* A placeholder of such a name is the value, and its test cases have no tags. */
  if (!g_strv_contains ((const char *const *) names, "tags"))
    add_field (self, row, PRONY_FIELD_WORDS, "tags", _ ("Tags of This Test Case"));
  if (!g_strv_contains ((const char *const *) names, "expect"))
    {
      add_field (self, row, PRONY_FIELD_TEXTS, "expect.contains", _ ("Answer Contains"));
      add_field (self, row, PRONY_FIELD_TEXT, "expect.equals", _ ("Answer Equals"));
      add_field (self, row, PRONY_FIELD_TEXT, "expect.regex", _ ("Answer Matches Expression"));
    }
  g_object_set_data (G_OBJECT (row), "note", note);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), note);
  update_note (self, row);
}

/* Only of those that somebody looks into: a scenario may have hundreds. */
static void
on_expanded_cb (PronyCaseList *self, GParamSpec *pspec, AdwExpanderRow *row)
{
  g_assert (PRONY_IS_CASE_LIST (self));

  if (adw_expander_row_get_expanded (row) && g_object_get_data (G_OBJECT (row), "note") == NULL)
    fill_row (self, GTK_WIDGET (row));
}

static void
add_shortcut (GtkWidget *row, guint key, const char *action)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_ALT_MASK), gtk_named_action_new (action)));
  gtk_widget_add_controller (row, controller);
}

static GtkWidget *
make_menu_button (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _ ("Move _Up"), "case.move-up");
  g_menu_append (menu, _ ("Move _Down"), "case.move-down");
  g_menu_append (menu, _ ("D_uplicate"), "case.duplicate");
  g_menu_append (menu, _ ("_Remove"), "case.remove");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("More for This Test Case"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More for This Test Case"), -1);

  return button;
}

static GtkWidget *
make_row (PronyCaseList *self)
{
  static const GActionEntry entries[] = {
    { .name = "move-up", .activate = on_case_action_cb },
    { .name = "move-down", .activate = on_case_action_cb },
    { .name = "duplicate", .activate = on_case_action_cb },
    { .name = "remove", .activate = on_case_action_cb },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), row);
  gtk_widget_insert_action_group (row, "case", G_ACTION_GROUP (actions));
  g_object_set_data (G_OBJECT (row), "actions", actions); /* the row keeps it */
  add_shortcut (row, GDK_KEY_Up, "case.move-up");
  add_shortcut (row, GDK_KEY_Down, "case.move-down");
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_menu_button ());
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
enable (GtkWidget *row, const char *name, gboolean enabled)
{
  GActionMap *actions = g_object_get_data (G_OBJECT (row), "actions");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, name)),
                               enabled);
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
  enable (row, "move-up", index > 0);
  enable (row, "move-down", index + 1 < self->rows->len);
  update_note (self, row);
}

static void
set_n_rows (PronyCaseList *self, guint n)
{
  while (self->rows->len > n)
    {
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                    g_ptr_array_index (self->rows, self->rows->len - 1));
      g_ptr_array_set_size (self->rows, (int) self->rows->len - 1);
    }
  while (self->rows->len < n)
    {
      GtkWidget *row = make_row (self);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void update (PronyCaseList *self);

static void
on_more_cb (PronyCaseList *self)
{
  guint first = self->rows->len;

  g_assert (PRONY_IS_CASE_LIST (self));

  self->limit += PAGE;
  update (self);
  if (first < self->rows->len)
    gtk_widget_child_focus (g_ptr_array_index (self->rows, first), GTK_DIR_TAB_FORWARD);
}

/* Behind all rows, so made anew when there are others. */
static void
show_more_row (PronyCaseList *self, guint n)
{
  if (self->more_row != NULL)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->more_row);
  self->more_row = NULL;
  if (n <= self->rows->len)
    return;

  self->more_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more_row), _ ("Show More"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->more_row), TRUE);
  g_signal_connect_object (self->more_row, "activated", G_CALLBACK (on_more_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->more_row);
}

static void
show_count (PronyCaseList *self, guint n)
{
  g_autofree char *note = NULL;

  if (n > self->rows->len)
    /* TRANSLATORS: how many test cases are listed, and how many there are. */
    note = g_strdup_printf (_ ("The first %u of %u"), self->rows->len, n);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), note);
}

static void
update (PronyCaseList *self)
{
  PronyScenarioDraft *draft = get_draft (self);
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (draft);
  g_autofree char *joined = g_strjoinv (" ", names);
  guint n = prony_scenario_draft_count_items (draft, "test_cases");
  guint n_before = self->rows->len;

  g_assert (PRONY_IS_CASE_LIST (self));

  /* A text that is being typed may be no YAML for a moment: the rows stay as they were. */
  gtk_widget_set_sensitive (GTK_WIDGET (self), prony_scenario_draft_is_readable (draft));
  if (!prony_scenario_draft_is_readable (draft))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self), !prony_scenario_draft_has (draft, "test_cases.from"));
  if (prony_set_str (&self->names, joined))
    set_n_rows (self, 0);
  if (self->adding && n > self->limit)
    self->limit = n;
  set_n_rows (self, MIN (n, self->limit));
  for (guint i = 0; i < self->rows->len; i++)
    update_row (self, i, names);
  show_more_row (self, n);
  show_count (self, n);

  if (self->adding && self->rows->len > n_before)
    {
      set_open (self, self->rows->len - 1, TRUE);
      gtk_widget_child_focus (g_ptr_array_index (self->rows, self->rows->len - 1), GTK_DIR_DOWN);
    }
  self->adding = FALSE;
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyCaseList *self = (PronyCaseList *) widget;

  self->adding = TRUE;
  prony_scenario_edit_change (self->edit, add_case, NULL, NULL, NULL);
}

/* --- The object ------------------------------------------------------------------------------- */

static void
prony_case_list_finalize (GObject *object)
{
  PronyCaseList *self = (PronyCaseList *) object;

  g_clear_object (&self->edit);
  g_ptr_array_unref (self->rows);
  g_free (self->names);

  G_OBJECT_CLASS (prony_case_list_parent_class)->finalize (object);
}

static void
prony_case_list_class_init (PronyCaseListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_case_list_finalize;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "cases.add", NULL, add_action);
}

static void
prony_case_list_init (PronyCaseList *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  self->limit = PAGE;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Test Cases"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add Test Case"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add Test Case"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "cases.add");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
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
