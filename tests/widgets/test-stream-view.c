/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A text that grows: what stays of it, and what of it is in sight. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/widgets/prony-source-style.h"
#include "app/widgets/prony-stream-view.h"
#include "widget-fixture.h"

/* What is left are whole lines from the end of the text, however it came. */
static void
test_trimming (gconstpointer data)
{
  gsize piece = GPOINTER_TO_SIZE (data);
  g_autoptr (PronyStreamView) view = g_object_ref_sink (
    g_object_new (PRONY_TYPE_STREAM_VIEW, "max-bytes", 5000, "language", "prony-answer", NULL));
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (all, "Zeile %u: grüßen\n", i);
  for (gsize at = 0, length; at < all->len; at += length)
    {
      length = MIN (piece, all->len - at);
      while ((all->str[at + length] & 0xc0) == 0x80) /* whole characters */
        length++;
      prony_stream_view_append (view, all->str + at, length);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  wait_until (prony_stream_view_is_settled, view);
  text = widget_fixture_get_text (prony_stream_view_get_text_view (view));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, 5000);
  g_assert_cmpuint (strlen (text), >=, 3000);
  g_assert_true (g_str_has_suffix (all->str, text));

  prony_stream_view_clear (view);
  prony_stream_view_append (view, "again", 5);
  wait_until (prony_stream_view_is_settled, view);
  again = widget_fixture_get_text (prony_stream_view_get_text_view (view));
  g_assert_cmpstr (again, ==, "again");
}

/* --- The end of a text ------------------------------------------------------------------- */

static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) > 1000 &&
         gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
           gtk_adjustment_get_upper (adjustment) - 24; /* but for the margin */
}

static void
append_lines (PronyStreamView *view)
{
  for (guint i = 0; i < 100; i++)
    prony_stream_view_append (view, "One more line\n", 14);
  wait_until (prony_stream_view_is_settled, view);
  for (guint i = 0; i < 5; i++)
    gtk_test_widget_wait_for_draw (GTK_WIDGET (view));
}

static void
test_follow (void)
{
  GtkWidget *window = gtk_window_new ();
  PronyStreamView *view = g_object_new (PRONY_TYPE_STREAM_VIEW, "follow", TRUE, NULL);
  GtkWidget *button = widget_fixture_find (GTK_WIDGET (view), GTK_TYPE_BUTTON, NULL);
  GtkAdjustment *adjustment =
    gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (prony_stream_view_get_text_view (view)));

  gtk_window_set_default_size (GTK_WINDOW (window), 300, 200);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  append_lines (view);
  wait_until (is_at_end, adjustment);
  g_assert_false (gtk_widget_get_visible (button));

  gtk_adjustment_set_value (adjustment, 100);
  append_lines (view);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 100);
  g_assert_true (gtk_widget_get_visible (button));

  gtk_widget_activate_action (GTK_WIDGET (view), "stream.jump-to-end", NULL);
  g_assert_false (gtk_widget_get_visible (button));
  append_lines (view);
  wait_until (is_at_end, adjustment);
  g_assert_false (gtk_widget_get_visible (button));

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  prony_source_style_init ();

  g_test_add_data_func ("/stream-view/trimming/pieces", GSIZE_TO_POINTER (333), test_trimming);
  g_test_add_data_func ("/stream-view/trimming/whole", GSIZE_TO_POINTER (100000), test_trimming);
  g_test_add_func ("/stream-view/follow", test_follow);

  return g_test_run ();
}
