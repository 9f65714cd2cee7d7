/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Work that is done a step at a time, seen and unseen, and tooltips that look for no
 * pointer. */

#include "config.h"

#include <adwaita.h>

#include "app/widgets/prony-stepper.h"
#include "app/widgets/prony-tooltip.h"
#include "widget-fixture.h"

/* How many steps have been done, and how many frames they have seen. */
static guint n_steps;
static gint64 frames[3];

static gboolean
step (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  frames[n_steps % 3] = clock != NULL ? gdk_frame_clock_get_frame_counter (clock) : -1;
  return ++n_steps % 3 != 0;
}

static gboolean
has_done (gpointer n)
{
  return n_steps == GPOINTER_TO_UINT (n);
}

static void
test_unseen (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new ("unseen"));
  PronyStepper *stepper = prony_stepper_new (label, step);

  n_steps = 0;
  prony_stepper_go_on (stepper);
  g_assert_cmpuint (n_steps, ==, 0);
  wait_until (has_done, GUINT_TO_POINTER (3));
  prony_stepper_go_on (stepper);
  prony_stepper_go_on (stepper); /* one of them is enough */
  wait_until (has_done, GUINT_TO_POINTER (6));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_steps, ==, 6);

  prony_stepper_go_on (stepper);
  prony_stepper_free (stepper);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_steps, ==, 6);
}

static void
test_seen (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *label = gtk_label_new ("seen");
  PronyStepper *stepper = prony_stepper_new (label, step);

  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped, label);

  n_steps = 0;
  prony_stepper_go_on (stepper);
  wait_until (has_done, GUINT_TO_POINTER (3));
  g_assert_cmpint (frames[0], <, frames[1]);
  g_assert_cmpint (frames[1], <, frames[2]);

  prony_stepper_go_on (stepper);
  wait_until (has_done, GUINT_TO_POINTER (4));
  prony_stepper_free (stepper);
  gtk_widget_queue_draw (label);
  gtk_test_widget_wait_for_draw (label);
  g_assert_cmpuint (n_steps, ==, 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
asks (GtkWidget *widget)
{
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &shown);
  return shown;
}

static void
test_tooltip (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new ("a"));

  g_assert_false (prony_tooltip_set (label, NULL));
  g_assert_true (prony_tooltip_set (label, "one"));
  g_assert_false (prony_tooltip_set (label, "one"));
  g_assert_true (prony_tooltip_set (label, "two"));
  g_assert_true (gtk_widget_get_has_tooltip (label));
  g_assert_true (asks (label));

  g_assert_true (prony_tooltip_set (label, NULL));
  g_assert_false (gtk_widget_get_has_tooltip (label));
  g_assert_false (asks (label));
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/steps/unseen", test_unseen);
  g_test_add_func ("/steps/seen", test_seen);
  g_test_add_func ("/steps/tooltip", test_tooltip);
  return g_test_run ();
}
