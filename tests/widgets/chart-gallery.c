/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Takes pictures of charts of every kind in their panes, some with a cursor, hidden series,
 * a part enlarged or on another axis, to be looked at.
 *
 *   chart-gallery FOLDER WIDTH
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "app/widgets/prony-chart-pane.h"
#include "unit/chart/sample-charts.h"
#include "unit/chart/sample-rows.h"
#include "widget-fixture.h"

#define PER_PICTURE 3

typedef struct
{
  GtkWidget *box;
  guint n_panes;
  guint n_pictures;
  const char *folder;
  int width;
} Gallery;

static void
wait_a_moment (void)
{
  gint64 end = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static void
write_picture (GtkWidget *window, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *node;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_write_to_png (surface, name);
  cairo_surface_destroy (surface);
}

static void
take (Gallery *self)
{
  g_autofree char *file = g_strdup_printf ("charts-%u.png", ++self->n_pictures);
  g_autofree char *name = g_build_filename (self->folder, file, NULL);
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), self->width, -1);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), self->box);
  gtk_window_present (GTK_WINDOW (window));
  wait_a_moment ();
  write_picture (window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  self->box = NULL;
  self->n_panes = 0;
}

/* (transfer full): @chart. */
static PronyChartPane *
hang (Gallery *self, PronyChart *chart)
{
  GtkWidget *pane = prony_chart_pane_new ();

  if (self->n_panes == PER_PICTURE)
    take (self);
  if (self->box == NULL)
    {
      self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
      gtk_widget_set_margin_start (self->box, 12);
      gtk_widget_set_margin_end (self->box, 12);
      gtk_widget_set_margin_top (self->box, 12);
      gtk_widget_set_margin_bottom (self->box, 12);
    }
  prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), chart);
  prony_chart_unref (chart);
  gtk_box_append (GTK_BOX (self->box), pane);
  self->n_panes++;

  return PRONY_CHART_PANE (pane);
}

static void
hang_with_cursor (Gallery *self, PronyChart *chart)
{
  int middle = (int) prony_chart_count_data (chart) / 2;

  prony_chart_view_set_cursor (prony_chart_pane_get_view (hang (self, chart)), middle);
}

static PronyChart *
make_equal (guint n)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_SCATTER, n == 1 ? "One value" : "All equal",
                                       PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  for (guint i = 0; i < n; i++)
    prony_chart_add_point (chart, 0, 5, 0.25, NAN, NAN);

  return chart;
}

static PronyChart *
make_empty (void)
{
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_LINES, "Nothing", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  return chart;
}

static void
hang_every_kind (Gallery *self)
{
  hang_with_cursor (self, sample_lines ());
  hang_with_cursor (self, sample_time ());
  hang_with_cursor (self, sample_steps ());
  hang_with_cursor (self, sample_histogram (2));
  hang_with_cursor (self, sample_scatter ());
  hang_with_cursor (self, sample_pareto ());
  hang_with_cursor (self, sample_bars (3));
  hang_with_cursor (self, sample_stacked (4));
  hang_with_cursor (self, sample_boxes (PRONY_CHART_BOXES));
  hang_with_cursor (self, sample_boxes (PRONY_CHART_VIOLINS));
  hang_with_cursor (self, sample_waterfall (8));
  hang_with_cursor (self, sample_heat_map (4, 8));
}

static void
hang_choices (Gallery *self)
{
  PronyChartView *view = prony_chart_pane_get_view (hang (self, sample_scatter ()));

  prony_chart_view_zoom (view, 2);
  prony_chart_view_toggle_series (view, 1);
  view = prony_chart_pane_get_view (hang (self, sample_lines ()));
  prony_chart_view_set_log_scale (view, TRUE);
  view = prony_chart_pane_get_view (hang (self, sample_boxes (PRONY_CHART_BOXES)));
  prony_chart_view_set_log_scale (view, TRUE);
  view = prony_chart_pane_get_view (hang (self, sample_bars (3)));
  prony_chart_view_toggle_series (view, 0);
  view = prony_chart_pane_get_view (hang (self, sample_histogram (1)));
  prony_chart_view_set_log_scale (view, TRUE);
  view = prony_chart_pane_get_view (hang (self, sample_waterfall (30)));
  prony_chart_view_zoom (view, 1);
  prony_chart_pane_set_show_table (hang (self, sample_time ()), TRUE);
}

static void
hang_limits (Gallery *self)
{
  PronyChartView *view;

  hang_with_cursor (self, sample_many_series (200));
  view = prony_chart_pane_get_view (hang (self, sample_steps ()));
  prony_chart_view_set_all_hidden (view, TRUE);
  hang (self, make_empty ());
  hang_with_cursor (self, make_equal (1));
  hang_with_cursor (self, make_equal (20));
}

int
main (int argc, char *argv[])
{
  Gallery gallery = { 0 };

  widget_fixture_init ();
  gtk_init ();
  adw_init ();
  if (argc < 3)
    return EXIT_FAILURE;

  gallery.folder = argv[1];
  gallery.width = atoi (argv[2]);
  hang_every_kind (&gallery);
  hang_choices (&gallery);
  hang_limits (&gallery);
  take (&gallery);

  return EXIT_SUCCESS;
}
