/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The editor of scenarios: what lies between the draft and its views, and that form and
 * source are in step. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/dialogs/prony-scenario-window.h"
#include "app/session/prony-draft-field.h"
#include "app/session/prony-scenario-edit.h"
#include "app/session/prony-scenario-filter.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-scenario-form.h"
#include "app/widgets/prony-scenario-source.h"
#include "widget-fixture.h"

#define TEXT                                                                                       \
  "# why\nname: abc\ntitle: A Title\nprompt:\n  template: \"{question}\"\n  max_tokens: 50\n"      \
  "completion:\n  max_tokens: 10\ntest_cases:\n  - question: one\n  - question: two\n"

/* --- Without a display ------------------------------------------------------------------ */

static PronyScenario *
make_scenario (const char *name, const char *title, const char *tag)
{
  PronyScenario *scenario = prony_scenario_new (name);
  g_auto (GStrv) tags = g_strsplit (tag, " ", -1);

  g_free (scenario->title);
  scenario->title = g_strdup (title);
  g_strfreev (scenario->tags);
  scenario->tags = g_steal_pointer (&tags);

  return scenario;
}

static void
test_filter (void)
{
  static const struct
  {
    const char *search;
    const char *tags[3];
    gboolean matches;
  } cases[] = {
    { "", { NULL }, TRUE },
    { "  ", { NULL }, TRUE },
    { "ÜBER", { NULL }, TRUE },
    { "chat über", { NULL }, TRUE },
    { "short-x", { NULL }, TRUE },
    { "über nothing", { NULL }, FALSE },
    { "", { "chat", NULL }, TRUE },
    { "", { "chat", "core", NULL }, TRUE },
    { "", { "chat", "code", NULL }, FALSE },
    { "über", { "code", NULL }, FALSE },
  };
  g_autoptr (PronyScenario) scenario = make_scenario ("short-x", "Über Alles", "core chat");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyScenarioFilter) filter =
        prony_scenario_filter_new (cases[i].search, cases[i].tags);

      g_assert_cmpint (prony_scenario_filter_matches (filter, scenario), ==, cases[i].matches);
    }
}

static void
test_count_tags (void)
{
  g_autoptr (PronyScenario) first = make_scenario ("a", "A", "core chat");
  g_autoptr (PronyScenario) second = make_scenario ("b", "B", "chat chat");
  g_autoptr (GPtrArray) scenarios = g_ptr_array_new ();
  g_autoptr (GArray) counts = NULL;

  g_ptr_array_add (scenarios, first);
  g_ptr_array_add (scenarios, second);
  counts = prony_scenario_count_tags (scenarios);
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpstr (g_array_index (counts, PronyTagCount, 0).tag, ==, "chat");
  g_assert_cmpuint (g_array_index (counts, PronyTagCount, 0).count, ==, 2);
  g_assert_cmpstr (g_array_index (counts, PronyTagCount, 1).tag, ==, "core");
  g_assert_cmpuint (g_array_index (counts, PronyTagCount, 1).count, ==, 1);
}

static void
test_difference (void)
{
  static const struct
  {
    const char *text;
    const char *other;
    gsize start;
    gsize end;
    gsize other_end;
  } cases[] = {
    { "abc", "abxc", 2, 2, 3 }, { "abc", "ac", 1, 2, 1 },
    { "aaa", "aa", 2, 3, 2 },   { "", "x", 0, 0, 1 },
    { "x", "", 0, 1, 0 },       { "aéb", "aèb", 1, 3, 3 },
    { "é", "éé", 2, 2, 4 },     { "one two", "one 2", 4, 7, 5 },
  };
  gsize start;
  gsize end;
  gsize other_end;

  g_assert_false (prony_text_find_difference ("same", "same", &start, &end, &other_end));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (
        prony_text_find_difference (cases[i].text, cases[i].other, &start, &end, &other_end));
      g_assert_cmpuint (start, ==, cases[i].start);
      g_assert_cmpuint (end, ==, cases[i].end);
      g_assert_cmpuint (other_end, ==, cases[i].other_end);
    }
}

static void
test_typed (void)
{
  g_auto (GStrv) words = prony_draft_split_words (" chat,, two words , ");
  g_auto (GStrv) lines = prony_draft_split_lines ("a, b\n\n c\n");
  g_autofree char *number = prony_draft_number_from_typed (" 0,5 ");

  g_assert_cmpuint (g_strv_length (words), ==, 2);
  g_assert_cmpstr (words[1], ==, "two words");
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_cmpstr (lines[0], ==, "a, b");
  g_assert_cmpstr (lines[1], ==, " c");
  g_assert_cmpstr (number, ==, "0.5");
}

/* From each way of giving lengths to each other one. */
static void
test_lengths (void)
{
  static const char *const ways[] = {
    "", "fixed", "uniform", "normal", "log-normal", "list", "file"
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
      {
        g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (TEXT, NULL);
        g_autoptr (PronyScenarioDraft) first =
          prony_draft_set_lengths (draft, "completion.lengths", ways[i]);
        g_autoptr (PronyScenarioDraft) second =
          prony_draft_set_lengths (first, "completion.lengths", ways[k]);

        g_assert_cmpstr (prony_draft_get_lengths (second, "completion.lengths"), ==, ways[k]);
        if (strcmp (ways[k], "file") != 0) /* which is not there */
          g_assert_null (prony_scenario_draft_get_problem_of (second, "completion.lengths"));
      }
}

static void
on_changed_cb (guint *n)
{
  (*n)++;
}

static void
test_edit (void)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (TEXT, NULL);
  g_autoptr (PronyScenarioEdit) edit = prony_scenario_edit_new (draft, TRUE);
  guint n = 0;

  g_signal_connect_swapped (edit, "changed", G_CALLBACK (on_changed_cb), &n);
  g_assert_false (prony_scenario_edit_is_modified (edit));
  prony_scenario_edit_set_text (edit, TEXT);
  g_assert_cmpuint (n, ==, 0);
  prony_scenario_edit_take (edit, prony_scenario_draft_set_value (draft, "title", "B"), "title");
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (prony_scenario_edit_is_modified (edit));
  prony_scenario_edit_undo (edit);
  g_assert_false (prony_scenario_edit_is_modified (edit));
  g_assert_true (prony_scenario_edit_can_redo (edit));
  prony_scenario_edit_redo (edit);
  prony_scenario_edit_set_saved (edit, prony_scenario_edit_get_draft (edit));
  g_assert_true (prony_scenario_edit_is_saved (edit));
}

static gboolean
is_modified (PronyScenarioEdit *edit)
{
  return prony_scenario_edit_is_modified (edit);
}

/* A large text is read in a thread. */
static void
test_large_text (void)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (TEXT, NULL);
  g_autoptr (PronyScenarioEdit) edit = prony_scenario_edit_new (draft, TRUE);
  g_autoptr (GString) text = g_string_new (TEXT);

  while (text->len < 100000)
    g_string_append (text, "  - question: one more of many\n");
  prony_scenario_edit_set_text (edit, text->str);
  g_assert_false (prony_scenario_edit_is_modified (edit));
  wait_until (is_modified, edit);
  g_assert_cmpstr (prony_scenario_draft_get_text (prony_scenario_edit_get_draft (edit)), ==,
                   text->str);
  g_assert_true (prony_scenario_draft_is_valid (prony_scenario_edit_get_draft (edit)));
}

/* --- Form and source ---------------------------------------------------------------------- */

typedef struct
{
  GtkWidget *window;
  PronyScenarioEdit *edit;
  PronyScenarioForm *form;
  PronyScenarioSource *source;
  GtkTextBuffer *buffer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (TEXT, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->edit = prony_scenario_edit_new (draft, TRUE);
  fixture->form = g_object_new (PRONY_TYPE_SCENARIO_FORM, NULL);
  fixture->source = g_object_new (PRONY_TYPE_SCENARIO_SOURCE, NULL);
  fixture->window = gtk_window_new ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->form));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->source));
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  prony_scenario_form_set_edit (fixture->form, fixture->edit);
  prony_scenario_source_set_edit (fixture->source, fixture->edit);
  fixture->buffer = gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (widget_fixture_find (GTK_WIDGET (fixture->source), GTK_SOURCE_TYPE_VIEW, NULL)));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->edit);
}

static PronyFieldRow *
find_field (Fixture *fixture, const char *title)
{
  return PRONY_FIELD_ROW (
    widget_fixture_find (GTK_WIDGET (fixture->form), PRONY_TYPE_FIELD_ROW, title));
}

static void
assert_source (Fixture *fixture, const char *part)
{
  g_autofree char *text = NULL;

  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_nonnull (strstr (text, part));
}

/* Only what differs is replaced: the cursor stays at its word. */
static void
test_form_to_source (Fixture *fixture, gconstpointer data)
{
  GtkEditable *entry = GTK_EDITABLE (
    widget_fixture_find (GTK_WIDGET (find_field (fixture, "Title")), GTK_TYPE_ENTRY, NULL));
  GtkTextIter place;
  g_autofree char *rest = NULL;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_line (fixture->buffer, &place, 4);
  gtk_text_buffer_place_cursor (fixture->buffer, &place);
  gtk_editable_set_text (entry, "Another: Title");
  assert_source (fixture, "# why\nname: abc\ntitle: \"Another: Title\"\nprompt:\n");
  gtk_text_buffer_get_iter_at_mark (fixture->buffer, &place,
                                    gtk_text_buffer_get_insert (fixture->buffer));
  end = place;
  gtk_text_iter_forward_to_line_end (&end);
  rest = gtk_text_buffer_get_text (fixture->buffer, &place, &end, TRUE);
  g_assert_cmpstr (rest, ==, "  template: \"{question}\"");

  prony_scenario_edit_undo (fixture->edit);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "A Title");
  assert_source (fixture, "\ntitle: A Title\n");
}

static void
test_source_to_form (Fixture *fixture, gconstpointer data)
{
  PronyFieldRow *name = find_field (fixture, "Name");
  GtkEditable *entry = GTK_EDITABLE (widget_fixture_find (GTK_WIDGET (name), GTK_TYPE_ENTRY, NULL));

  gtk_text_buffer_set_text (fixture->buffer, "name: Bad Name\n", -1);
  prony_scenario_source_flush (fixture->source);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "Bad Name");
  g_assert_true (prony_field_row_is_wrong (name));
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpuint (prony_scenario_source_count_marks (fixture->source), >, 0);

  gtk_text_buffer_set_text (fixture->buffer, TEXT, -1);
  prony_scenario_source_flush (fixture->source);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "abc");
  g_assert_false (prony_field_row_is_wrong (name));
  g_assert_cmpuint (prony_scenario_source_count_marks (fixture->source), ==, 0);
}

/* What is typed stays as it is while it means what the draft has. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  GtkEditable *tags = GTK_EDITABLE (
    widget_fixture_find (GTK_WIDGET (find_field (fixture, "Tags")), GTK_TYPE_ENTRY, NULL));
  GtkEditable *temperature = GTK_EDITABLE (
    widget_fixture_find (GTK_WIDGET (find_field (fixture, "Temperature")), GTK_TYPE_ENTRY, NULL));

  gtk_editable_set_text (tags, "chat, ");
  g_assert_cmpstr (gtk_editable_get_text (tags), ==, "chat, ");
  assert_source (fixture, "tags: [chat]\n");
  gtk_editable_set_text (temperature, "0,5");
  g_assert_cmpstr (gtk_editable_get_text (temperature), ==, "0,5");
  assert_source (fixture, "temperature: 0.5\n");
  gtk_editable_set_text (tags, "");
  assert_source (fixture, "title: A Title\nprompt:");
}

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();

  g_test_add_func ("/scenario-editor/filter", test_filter);
  g_test_add_func ("/scenario-editor/count-tags", test_count_tags);
  g_test_add_func ("/scenario-editor/difference", test_difference);
  g_test_add_func ("/scenario-editor/typed", test_typed);
  g_test_add_func ("/scenario-editor/lengths", test_lengths);
  g_test_add_func ("/scenario-editor/edit", test_edit);
  g_test_add_func ("/scenario-editor/large-text", test_large_text);
  g_test_add ("/scenario-editor/form-to-source", Fixture, NULL, set_up, test_form_to_source,
              tear_down);
  g_test_add ("/scenario-editor/source-to-form", Fixture, NULL, set_up, test_source_to_form,
              tear_down);
  g_test_add ("/scenario-editor/typing", Fixture, NULL, set_up, test_typing, tear_down);

  return g_test_run ();
}
