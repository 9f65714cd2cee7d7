/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the widget tests share: folders of their own instead of the user's, and
 * waiting for a condition with a deadline. */

#include "config.h"

#include <adwaita.h>
#include <errno.h>
#include <gio/gio.h>

#include "widget-fixture.h"

/* A test that waits longer than this is broken, also on a busy machine. */
#define DEADLINE_S 30
#define TICK_MS 50

/*
 * widget_fixture_init:
 *
 * Points the user's folders at fresh ones. Before anything asks for them. The cache
 * stays: it is the tests' own, and keeps what this computer adds to figures.
 */
void
widget_fixture_init (void)
{
  g_autofree char *home = widget_fixture_make_folder ();
  const char *const names[] = { "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME" };

  g_setenv ("HOME", home, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = g_build_filename (home, names[i], NULL);

      g_setenv (names[i], folder, TRUE);
    }
}

/* What happens in another thread, such as the last reference that goes, wakes nobody. */
static gboolean
on_tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
on_deadline_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/*
 * widget_fixture_wait:
 * @condition: what to wait for
 * @data: given to @condition
 *
 * Runs the main loop until @condition is true; fails the test when it never is.
 */
void
widget_fixture_wait (WidgetCondition condition, gpointer data)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (DEADLINE_S, on_deadline_cb, &late);
  guint tick_id = g_timeout_add (TICK_MS, on_tick_cb, NULL);

  while (!late && !condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick_id);
  g_assert_false (late);
  g_source_remove (id);
}

/*
 * widget_fixture_make_folder:
 *
 * Returns: (transfer full): a new folder
 */
char *
widget_fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("prony-test-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

/* Whether a weak pointer points to nothing any more. */
gboolean
widget_fixture_is_gone (gpointer *place)
{
  return *place == NULL;
}

/* The first widget of a type below @parent, or itself; with a title, a row that has it. */
GtkWidget *
widget_fixture_find (GtkWidget *parent, GType type, const char *title)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (parent), type) &&
      (title == NULL ||
       g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (parent)), title) == 0))
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = widget_fixture_find (child, type, title);

  return found;
}

/* Whether a label that is shown below @parent, or is it, has a text in its own. */
gboolean
widget_fixture_says (GtkWidget *parent, const char *text)
{
  gboolean found = GTK_IS_LABEL (parent) && gtk_widget_get_mapped (parent) &&
                   strstr (gtk_label_get_text (GTK_LABEL (parent)), text) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = widget_fixture_says (child, text);

  return found;
}

char *
widget_fixture_get_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
