/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Every template must instantiate without a critical message. The templates are
 * those of the resources, so that a new one is tested without being named here. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "widget-fixture.h"

#define BASE "/org/prony/Prony"

/* "prony-run-page.ui" to "PronyRunPage". */
static char *
type_name_of (const char *file_name)
{
  GString *name = g_string_new (NULL);
  gboolean capital = TRUE;

  for (const char *p = file_name; *p != '\0' && *p != '.'; p++)
    {
      if (*p != '-')
        g_string_append_c (name, capital ? g_ascii_toupper (*p) : *p);
      capital = *p == '-';
    }

  return g_string_free (name, FALSE);
}

static void
test_template (gconstpointer data)
{
  const char *type_name = data;
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  GType type = gtk_builder_get_type_from_name (builder, type_name);
  GtkWidget *widget;

  g_assert_cmpuint (type, !=, G_TYPE_INVALID);
  g_assert_true (g_type_is_a (type, GTK_TYPE_WIDGET));

  widget = g_object_ref_sink (g_object_new (type, NULL));
  g_assert_nonnull (gtk_widget_get_first_child (widget));
  if (GTK_IS_WINDOW (widget))
    gtk_window_destroy (GTK_WINDOW (widget));
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
  g_object_unref (widget);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (widget); /* nothing holds it: no cycle, no leak */
}

/* Whatever GtkApplication loads by itself. */
static void
test_plain_file (gconstpointer data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;

  gtk_builder_add_from_resource (builder, data, &error);
  g_assert_no_error (error);
}

static guint
add_tests (const char *folder)
{
  g_autofree char *path = g_strconcat (BASE, folder, NULL);
  g_auto (GStrv) names = g_resources_enumerate_children (path, 0, NULL);
  guint count = 0;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *type_name = NULL;
      g_autofree char *test_name = NULL;

      if (!g_str_has_prefix (names[i], "prony-") || !g_str_has_suffix (names[i], ".ui"))
        continue;

      type_name = type_name_of (names[i]);
      test_name = g_strdup_printf ("/templates/%s", type_name);
      g_test_add_data_func_full (test_name, g_steal_pointer (&type_name), test_template, g_free);
      count++;
    }

  return count;
}

int
main (int argc, char **argv)
{
  guint count = 0;

  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();

  count += add_tests ("/");
  count += add_tests ("/pages/");
  count += add_tests ("/dialogs/");
  count += add_tests ("/widgets/");
  g_assert_cmpuint (count, >=, 10); /* the window, five pages and what is in them */
  g_test_add_data_func ("/templates/menus", BASE "/gtk/menus.ui", test_plain_file);
  g_test_add_data_func ("/templates/help-overlay", BASE "/gtk/help-overlay.ui", test_plain_file);

  return g_test_run ();
}
