/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the form of a scenario does beyond single values: conversations, data files, the
 * order of test cases, nested rules, large texts. And what is said of scenarios in words. */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/session/prony-rule-text.h"
#include "app/session/prony-scenario-edit.h"
#include "app/session/prony-scenario-text.h"
#include "app/widgets/prony-case-list.h"
#include "app/widgets/prony-data-group.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-message-list.h"
#include "app/widgets/prony-rules-note.h"
#include "app/widgets/prony-scenario-form.h"
#include "widget-fixture.h"

#define HEAD "name: abc\ntitle: A Title\n"
#define PROMPT "prompt:\n  template: \"{question}\"\n"
#define CASES "test_cases:\n  - question: one\n  - question: two\n  - question: three\n"

typedef struct
{
  char *folder;
  GtkWidget *window;
  PronyScenarioEdit *edit;
  GtkWidget *form;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = NULL;
  g_autoptr (PronyScenarioDraft) draft = NULL;

  fixture->folder = widget_fixture_make_folder ();
  file = g_build_filename (fixture->folder, "abc.yaml", NULL);
  draft = prony_scenario_draft_new (data, file);
  fixture->edit = prony_scenario_edit_new (draft, TRUE);
  fixture->form = g_object_new (PRONY_TYPE_SCENARIO_FORM, NULL);
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->form);
  prony_scenario_form_set_edit (PRONY_SCENARIO_FORM (fixture->form), fixture->edit);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_alone (Fixture *fixture)
{
  return G_OBJECT (fixture->edit)->ref_count == 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_alone, fixture);
  g_assert_finalize_object (fixture->edit);
  g_free (fixture->folder);
}

static GtkTextBuffer *
find_text (Fixture *fixture, const char *title)
{
  GtkWidget *row = widget_fixture_find (fixture->form, PRONY_TYPE_FIELD_ROW, title);

  g_assert_nonnull (row);
  return gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (widget_fixture_find (row, GTK_SOURCE_TYPE_VIEW, NULL)));
}

static void
assert_text (Fixture *fixture, const char *text)
{
  /* What an entry of a menu says is done once the menu has closed. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (prony_scenario_draft_get_text (prony_scenario_edit_get_draft (fixture->edit)),
                   ==, text);
}

static void
activate (Fixture *fixture, GType type, const char *action, const char *target)
{
  g_assert_true (gtk_widget_activate_action (widget_fixture_find (fixture->form, type, NULL),
                                             action, target != NULL ? "s" : NULL, target));
}

/* --- Conversations ------------------------------------------------------------------------ */

static void
test_conversation (Fixture *fixture, gconstpointer data)
{
  AdwComboRow *shape =
    ADW_COMBO_ROW (widget_fixture_find (fixture->form, ADW_TYPE_COMBO_ROW, "Shape"));
  GtkWidget *list = widget_fixture_find (fixture->form, PRONY_TYPE_MESSAGE_LIST, NULL);
  GtkWidget *button;

  g_assert_false (gtk_widget_get_visible (list));
  adw_combo_row_set_selected (shape, 1);
  assert_text (fixture, HEAD "prompt:\n  messages:\n    - role: user\n"
                             "      content: \"{question}\"\n" CASES);
  g_assert_true (gtk_widget_get_visible (list));
  button = widget_fixture_find (widget_fixture_find (list, PRONY_TYPE_FIELD_ROW, "User 1"),
                                GTK_TYPE_BUTTON, NULL);
  g_assert_false (gtk_widget_get_sensitive (button));

  activate (fixture, PRONY_TYPE_MESSAGE_LIST, "messages.add", NULL);
  gtk_text_buffer_set_text (find_text (fixture, "Assistant 1"), "Really?", -1);
  gtk_text_buffer_set_text (find_text (fixture, "User 2"), "Yes.\nTell me.", -1);
  assert_text (fixture,
               HEAD "prompt:\n  messages:\n    - role: user\n      content: \"{question}\"\n"
                    "    - role: assistant\n      content: Really?\n"
                    "    - role: user\n      content: |-\n        Yes.\n        Tell me.\n" CASES);
  g_assert_true (prony_scenario_draft_is_valid (prony_scenario_edit_get_draft (fixture->edit)));

  button = widget_fixture_find (widget_fixture_find (list, PRONY_TYPE_FIELD_ROW, "Assistant 1"),
                                GTK_TYPE_BUTTON, NULL);
  g_signal_emit_by_name (button, "clicked");
  g_assert_null (widget_fixture_find (list, PRONY_TYPE_FIELD_ROW, "User 2"));
  adw_combo_row_set_selected (shape, 0);
  assert_text (fixture, data);
}

/* --- Data files ----------------------------------------------------------------------------- */

static char *
write_file (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gboolean
has_title (GtkWidget *row)
{
  const char *wanted = g_object_get_data (G_OBJECT (row), "wanted");

  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), wanted) == 0;
}

static GtkWidget *
find_state (Fixture *fixture)
{
  GtkWidget *group = widget_fixture_find (fixture->form, PRONY_TYPE_DATA_GROUP, NULL);

  return gtk_widget_get_ancestor (widget_fixture_find (group, GTK_TYPE_SPINNER, NULL),
                                  ADW_TYPE_ACTION_ROW);
}

static void
wait_for_state (Fixture *fixture, const char *title)
{
  GtkWidget *row = find_state (fixture);

  g_object_set_data (G_OBJECT (row), "wanted", (gpointer) title);
  wait_until (has_title, row);
}

static void
test_data_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = write_file (fixture->folder, "good.csv", "question\na\nb\n");
  g_autofree char *bad = write_file (fixture->folder, "bad.csv", "answer\na\nb\n");
  GtkWidget *cases = widget_fixture_find (fixture->form, PRONY_TYPE_CASE_LIST, NULL);

  activate (fixture, PRONY_TYPE_DATA_GROUP, "data.use-file", good);
  assert_text (fixture, HEAD PROMPT "test_cases:\n  from: good.csv\n");
  g_assert_false (gtk_widget_get_visible (cases));
  wait_for_state (fixture, "2 Rows");
  g_assert_false (gtk_widget_has_css_class (find_state (fixture), "error"));

  activate (fixture, PRONY_TYPE_DATA_GROUP, "data.use-file", bad);
  wait_for_state (fixture, "1 Mistake in the File");
  g_assert_true (gtk_widget_has_css_class (find_state (fixture), "error"));
  g_assert_nonnull (
    strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_state (fixture))), "“question”"));

  gtk_editable_set_text (
    GTK_EDITABLE (widget_fixture_find (
      widget_fixture_find (fixture->form, PRONY_TYPE_FIELD_ROW, "File"), GTK_TYPE_ENTRY, NULL)),
    "gone.csv");
  wait_for_state (fixture, "Not Read");

  activate (fixture, PRONY_TYPE_DATA_GROUP, "data.use-scenario", NULL);
  assert_text (fixture, data);
  g_assert_true (gtk_widget_get_visible (cases));
}

static GtkWidget *
find_dialog (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      return link->data;

  return NULL;
}

/* A file from elsewhere is copied, if the user likes. */
static void
test_data_file_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *elsewhere = widget_fixture_make_folder ();
  g_autofree char *path = write_file (elsewhere, "far.csv", "question\na\n");
  g_autofree char *copy = g_build_filename (fixture->folder, "far.csv", NULL);

  activate (fixture, PRONY_TYPE_DATA_GROUP, "data.use-file", path);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog (fixture)), "cancel");
  assert_text (fixture, data);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (find_dialog (fixture)));

  activate (fixture, PRONY_TYPE_DATA_GROUP, "data.use-file", path);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog (fixture)), "copy");
  gtk_window_destroy (GTK_WINDOW (find_dialog (fixture)));
  wait_for_state (fixture, "1 Row");
  assert_text (fixture, HEAD PROMPT "test_cases:\n  from: far.csv\n");
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
}

/* --- Test cases ------------------------------------------------------------------------------ */

static void
test_cases (Fixture *fixture, gconstpointer data)
{
  GtkWidget *second = widget_fixture_find (fixture->form, ADW_TYPE_EXPANDER_ROW, "two");
  GtkWidget *first = widget_fixture_find (fixture->form, ADW_TYPE_EXPANDER_ROW, "one");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (second), TRUE);
  g_assert_true (gtk_widget_activate_action (second, "case.move-up", NULL));
  assert_text (fixture, HEAD PROMPT
               "test_cases:\n  - question: two\n  - question: one\n  - question: three\n");
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (first)));
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (second)));
  g_assert_true (gtk_widget_activate_action (first, "case.move-up", NULL)); /* is there */
  g_assert_true (gtk_widget_activate_action (first, "case.move-down", NULL));
  assert_text (fixture, data);

  g_assert_true (gtk_widget_activate_action (first, "case.duplicate", NULL));
  g_assert_true (gtk_widget_activate_action (first, "case.remove", NULL));
  assert_text (fixture, data);
  activate (fixture, PRONY_TYPE_CASE_LIST, "cases.add", NULL);
  assert_text (fixture, HEAD PROMPT CASES "  - question: \"\"\n");
}

static void
test_case_rules (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = widget_fixture_find (fixture->form, ADW_TYPE_EXPANDER_ROW, "one");
  GtkWidget *tags;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  tags = widget_fixture_find (row, PRONY_TYPE_FIELD_ROW, "Tags of This Test Case");
  gtk_editable_set_text (GTK_EDITABLE (widget_fixture_find (tags, GTK_TYPE_ENTRY, NULL)), "short");
  gtk_text_buffer_set_text (find_text (fixture, "Answer Contains"), "1", -1);
  assert_text (fixture,
               HEAD PROMPT "test_cases:\n  - values:\n      question: one\n    tags: [short]\n"
                           "    expect:\n      contains: [\"1\"]\n"
                           "  - question: two\n  - question: three\n");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "one");
}

/* Of many a page is listed, and more on demand. */
static void
test_many_cases (Fixture *fixture, gconstpointer data)
{
  GtkWidget *cases = widget_fixture_find (fixture->form, PRONY_TYPE_CASE_LIST, NULL);
  g_autoptr (GString) text = g_string_new (HEAD PROMPT "test_cases:\n");
  GtkWidget *more;

  for (guint i = 1; i <= 150; i++)
    g_string_append_printf (text, "  - question: number %u\n", i);
  prony_scenario_edit_set_text (fixture->edit, text->str);
  g_assert_cmpstr (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (cases)), ==,
                   "The first 100 of 150");
  g_assert_null (widget_fixture_find (cases, ADW_TYPE_EXPANDER_ROW, "number 101"));
  more = widget_fixture_find (cases, ADW_TYPE_ACTION_ROW, "Show More");
  adw_action_row_activate (ADW_ACTION_ROW (more));
  g_assert_nonnull (widget_fixture_find (cases, ADW_TYPE_EXPANDER_ROW, "number 150"));
  g_assert_null (widget_fixture_find (cases, ADW_TYPE_ACTION_ROW, "Show More"));
}

/* --- Rules ------------------------------------------------------------------------------------ */

static void
test_rules_note (Fixture *fixture, gconstpointer data)
{
  GtkWidget *note = widget_fixture_find (fixture->form, PRONY_TYPE_RULES_NOTE, NULL);

  g_assert_true (gtk_widget_get_visible (note));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (note)), ==,
                   "all of: contains “x”, (any of: last number at least 3, "
                   "(none of: matches “no”, is valid JSON with a, b))");
  prony_scenario_edit_set_text (fixture->edit, HEAD PROMPT CASES "expect:\n  contains: x\n");
  g_assert_false (gtk_widget_get_visible (note));
}

static void
test_rule_text (void)
{
  static const struct
  {
    const char *rule;
    const char *text;
  } cases[] = {
    { "equals: \" a\\nb\"", "equals “ a b”" },
    { "number: {min: 3, max: 4}", "last number from 3 to 4" },
    { "number: {max: 4}", "last number at most 4" },
    { "json: true", "is valid JSON" },
    { "contains: 1234567890123456789012345678901234567890123456789012345678901",
      "contains “123456789012345678901234567890123456789012345678901234567890…”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *source =
        g_strdup_printf ("name: a\nprompt: {template: b}\nexpect:\n  %s\n", cases[i].rule);
      g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (source, NULL);
      PronyScenario *scenario = prony_scenario_draft_get_scenario (draft);
      g_autofree char *text = NULL;

      g_assert_true (prony_scenario_draft_is_valid (draft));
      text = prony_rule_text (scenario->expect);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* --- Large texts ------------------------------------------------------------------------------ */

#define TYPED "Typed quickly"

static gboolean
is_typed (PronyScenarioEdit *edit)
{
  g_autofree char *title =
    prony_scenario_draft_get_value (prony_scenario_edit_get_draft (edit), "title");

  return g_strcmp0 (title, TYPED) == 0;
}

/* No step of the main thread takes long, the last key counts, and nothing is lost. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (HEAD PROMPT "test_cases:\n");
  GtkWidget *row = widget_fixture_find (fixture->form, PRONY_TYPE_FIELD_ROW, "Title");
  GtkEditable *entry = GTK_EDITABLE (widget_fixture_find (row, GTK_TYPE_ENTRY, NULL));
  gint64 longest = 0;

  while (text->len < 200 * 1024)
    g_string_append_printf (text, "  - question: What is the number %zu good for?\n", text->len);
  prony_scenario_edit_set_text (fixture->edit, text->str);
  prony_scenario_edit_flush (fixture->edit);
  for (guint n = 0; n < 100; n++) /* rows appear */
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  for (guint n = 1; n <= strlen (TYPED); n++)
    {
      g_autofree char *typed = g_strndup (TYPED, n);
      gint64 start = g_get_monotonic_time ();

      gtk_editable_set_text (entry, typed);
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, g_get_monotonic_time () - start);
    }
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, TYPED);
  while (!is_typed (fixture->edit))
    {
      gint64 start = g_get_monotonic_time ();

      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, g_get_monotonic_time () - start);
      g_usleep (500);
    }
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, TYPED);
  g_test_minimized_result ((double) longest / 1000.0, "longest step while typing: %.1f ms",
                           (double) longest / 1000.0);

  prony_scenario_edit_undo (fixture->edit);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "A Title");
  gtk_editable_set_text (entry, TYPED);
  prony_scenario_edit_undo (fixture->edit); /* what was typed just now is there to take back */
  assert_text (fixture, text->str);
}

/* --- Scenarios in words --------------------------------------------------------------------- */

static void
test_scenario_text (void)
{
  static const struct
  {
    const char *source;
    const char *summary;
    const char *rules;
    const char *load;
    const char *objectives;
  } cases[] = {
    { "prompt: {template: b}", "1 prompt · as long as they are → as long as the engine likes", NULL,
      NULL, NULL },
    { "prompt: {template: b, min_tokens: 5, max_tokens: 50}\ncompletion: {max_tokens: 9}\n"
      "expect: {contains: [x, y]}\nload: {concurrency: [1, 4], requests: 1}\nslo: {latency: 5000}",
      "1 prompt · 5–50 tokens → at most 9 tokens", "each answer by 2 rules",
      "1 at once · 4 at once · 1 request", "whole answer ≤ 5000.0 ms" },
    { "prompt: {template: \"{q}{text:*}\", lengths: {distribution: uniform, min: 5, max: 9}}\n"
      "completion: {lengths: 7}\ntest_cases: [{q: a}, {values: {q: b}, expect: {equals: x}}]",
      "2 prompts · 5–9 tokens, each length as likely → 7 tokens", "1 answer by its own rules", NULL,
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *source = g_strconcat ("name: a\n", cases[i].source, "\n", NULL);
      g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (source, NULL);
      PronyScenario *scenario = prony_scenario_draft_get_scenario (draft);
      g_autofree char *summary = NULL;
      g_autofree char *rules = NULL;
      g_autofree char *load = NULL;
      g_autofree char *objectives = NULL;

      g_assert_true (prony_scenario_draft_is_valid (draft));
      summary = prony_scenario_text_summary (scenario);
      rules = prony_scenario_text_rules (scenario);
      load = prony_scenario_text_load (scenario);
      objectives = prony_scenario_text_objectives (scenario);
      g_assert_cmpstr (summary, ==, cases[i].summary);
      g_assert_cmpstr (rules, ==, cases[i].rules);
      g_assert_cmpstr (load, ==, cases[i].load);
      g_assert_cmpstr (objectives, ==, cases[i].objectives);
    }
}

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();

  g_test_add_func ("/scenario-form/rule-text", test_rule_text);
  g_test_add_func ("/scenario-form/scenario-text", test_scenario_text);
  g_test_add ("/scenario-form/conversation", Fixture, HEAD PROMPT CASES, set_up, test_conversation,
              tear_down);
  g_test_add ("/scenario-form/data-file", Fixture, HEAD PROMPT CASES, set_up, test_data_file,
              tear_down);
  g_test_add ("/scenario-form/data-file-elsewhere", Fixture, HEAD PROMPT CASES, set_up,
              test_data_file_elsewhere, tear_down);
  g_test_add ("/scenario-form/cases", Fixture, HEAD PROMPT CASES, set_up, test_cases, tear_down);
  g_test_add ("/scenario-form/case-rules", Fixture, HEAD PROMPT CASES, set_up, test_case_rules,
              tear_down);
  g_test_add ("/scenario-form/many-cases", Fixture, HEAD PROMPT CASES, set_up, test_many_cases,
              tear_down);
  g_test_add ("/scenario-form/rules-note", Fixture,
              HEAD PROMPT CASES "expect:\n  contains: x\n  any:\n    - number: {min: 3}\n"
                                "    - none: [{regex: no}, {json: {keys: [a, b]}}]\n",
              set_up, test_rules_note, tear_down);
  g_test_add ("/scenario-form/large", Fixture, HEAD PROMPT CASES, set_up, test_large, tear_down);

  return g_test_run ();
}
