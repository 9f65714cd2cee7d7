/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-chart-view-private.h"

/* What pointer and keys do in a chart. */

/* Of the data, how many are passed by a page key. */
#define PAGES 10
#define MAX_PAGE 1000

/* How far what is shown moves by a step of the wheel and by a key, as a share of it. */
#define PAN_SHARE 0.25

/* How much larger a step of the wheel makes things. */
#define WHEEL_STEP 1.25

/* --- Cursor ------------------------------------------------------------------- */

static gboolean
is_hidden (PronyChartView *self, int index)
{
  return self->hidden[prony_chart_get_datum (self->shown, index)->series];
}

/* The first datum from @index on that is not hidden; -1 for none. */
static int
find_visible (PronyChartView *self, int index, int direction)
{
  int n = (int) prony_chart_count_data (self->shown);

  while (index >= 0 && index < n && is_hidden (self, index))
    index += direction;

  return index >= 0 && index < n ? index : -1;
}

static gboolean
put_cursor (PronyChartView *self, int index)
{
  self->by_pointer = FALSE;
  if (index >= 0)
    _prony_chart_view_reveal (self, (guint) index);
  prony_chart_view_set_cursor (self, index);

  return GDK_EVENT_STOP;
}

/* One step, over all that is hidden; at the end it stays where it is. */
static int
step_from (PronyChartView *self, int from, int dx, int dy)
{
  int next = prony_chart_step (self->shown, from, dx, dy);
  int before = from;

  if (from < 0)
    return find_visible (self, next, dx + dy < 0 ? -1 : 1);

  while (next != before && is_hidden (self, next))
    {
      before = next;
      next = prony_chart_step (self->shown, next, dx, dy);
    }

  return is_hidden (self, next) ? from : next;
}

static gboolean
move_cursor (PronyChartView *self, int dx, int dy)
{
  return put_cursor (self, step_from (self, self->cursor, dx, dy));
}

static gboolean
move_page (PronyChartView *self, int direction)
{
  int page = CLAMP ((int) prony_chart_count_data (self->shown) / PAGES, 1, MAX_PAGE);
  int cursor = self->cursor;

  for (int i = 0; i < page; i++)
    {
      int next = step_from (self, cursor, direction, 0);

      if (next == cursor)
        break;
      cursor = next;
    }

  return put_cursor (self, cursor);
}

/* To an end of the line that the cursor is on; in a chart without lines, of all. */
static gboolean
move_to_end (PronyChartView *self, int direction)
{
  int n = (int) prony_chart_count_data (self->shown);
  int index = self->cursor;
  guint series;

  if (index < 0 || !prony_chart_has_continuous_x (self->shown) ||
      self->shown->kind == PRONY_CHART_WATERFALL)
    return put_cursor (self, find_visible (self, direction < 0 ? 0 : n - 1, -direction));

  series = prony_chart_get_datum (self->shown, index)->series;
  while (index + direction >= 0 && index + direction < n &&
         prony_chart_get_datum (self->shown, index + direction)->series == series)
    index += direction;

  return put_cursor (self, index);
}

/* To what is pointed out, from one to the next. */
static gboolean
move_to_flagged (PronyChartView *self, int direction)
{
  int n = (int) prony_chart_count_data (self->shown);
  int start = self->cursor >= 0 ? self->cursor : (direction < 0 ? n : -1);

  for (int i = start + direction; i >= 0 && i < n; i += direction)
    if (prony_chart_get_datum (self->shown, i)->flagged && !is_hidden (self, i))
      return put_cursor (self, i);

  return GDK_EVENT_STOP;
}

/* --- Keys --------------------------------------------------------------------- */

static gboolean
pan_by_key (PronyChartView *self, int direction)
{
  PronyPlotArea area;

  if (!prony_chart_view_is_zoomed (self))
    return GDK_EVENT_PROPAGATE;

  prony_plot_get_plot_area (_prony_chart_view_get_current_plot (self), &area);
  _prony_chart_view_pan_pixels (self, self->window, -direction * area.width * PAN_SHARE);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_by_key (PronyChartView *self, int steps)
{
  if (!prony_chart_view_is_zoomable (self))
    return GDK_EVENT_PROPAGATE;

  prony_chart_view_zoom (self, steps);
  return GDK_EVENT_STOP;
}

static gboolean
leave (PronyChartView *self)
{
  if (self->drag != PRONY_CHART_DRAG_NONE)
    {
      self->drag = PRONY_CHART_DRAG_NONE;
      gtk_widget_queue_draw (self->area);
      return GDK_EVENT_STOP;
    }
  if (self->cursor < 0)
    return GDK_EVENT_PROPAGATE;

  return put_cursor (self, -1);
}

static gboolean
on_other_key (PronyChartView *self, guint key, GdkModifierType state)
{
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return zoom_by_key (self, 1);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return zoom_by_key (self, -1);
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      return zoom_by_key (self, 0);
    case GDK_KEY_n:
      return move_to_flagged (self, 1);
    case GDK_KEY_N:
      return move_to_flagged (self, -1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->cursor < 0 || prony_chart_get_datum (self->chart, self->cursor)->mark == 0)
        return GDK_EVENT_PROPAGATE;
      _prony_chart_view_activate (self, self->cursor);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      return leave (self);
    default:
      break;
    }

  if (key >= GDK_KEY_1 && key <= GDK_KEY_9 && key - GDK_KEY_1 < self->shown->series->len)
    {
      prony_chart_view_toggle_series (self, key - GDK_KEY_1);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_key_pressed_cb (PronyChartView *self, guint key, guint code, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  if (self->shown == NULL || prony_chart_count_data (self->shown) == 0 ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)))
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return shift ? pan_by_key (self, -1) : move_cursor (self, rtl ? 1 : -1, 0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return shift ? pan_by_key (self, 1) : move_cursor (self, rtl ? -1 : 1, 0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move_cursor (self, 0, -1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move_cursor (self, 0, 1);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return move_to_end (self, -1);
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return move_to_end (self, 1);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return move_page (self, -1);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return move_page (self, 1);
    default:
      return on_other_key (self, key, state);
    }
}

/* --- Pointer ------------------------------------------------------------------ */

static void
show_what_can_be_clicked (PronyChartView *self, int hit, int legend)
{
  gboolean link = legend >= 0 || (hit >= 0 && prony_chart_get_datum (self->shown, hit)->mark != 0);

  if (link != (gtk_widget_get_cursor (self->area) != NULL))
    gtk_widget_set_cursor_from_name (self->area, link ? "pointer" : NULL);
}

static void
on_motion_cb (PronyChartView *self, double x, double y)
{
  PronyPlot *plot = _prony_chart_view_get_current_plot (self);
  int hit;

  g_assert (PRONY_IS_CHART_VIEW (self));

  /* It is told of again when something moves below it, such as this text. */
  if (plot == NULL || self->drag != PRONY_CHART_DRAG_NONE ||
      (x == self->pointer[0] && y == self->pointer[1]))
    return;

  self->pointer[0] = x;
  self->pointer[1] = y;
  hit = prony_plot_hit (plot, x, y);
  show_what_can_be_clicked (self, hit, prony_plot_hit_legend (plot, x, y));
  self->by_pointer = TRUE;
  prony_chart_view_set_cursor (self, hit);
}

static void
on_enter_cb (PronyChartView *self, double x, double y)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  self->inside = TRUE;
  _prony_chart_view_update_words (self);
}

static void
on_leave_cb (PronyChartView *self)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  self->inside = FALSE;
  self->pointer[0] = NAN;
  if (self->by_pointer)
    prony_chart_view_set_cursor (self, -1);
  _prony_chart_view_update_words (self);
}

static void
on_pressed_cb (PronyChartView *self, int n_press, double x, double y)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  gtk_widget_grab_focus (self->area);
  on_motion_cb (self, x, y);
  if (n_press == 2 && self->cursor >= 0)
    _prony_chart_view_activate (self, self->cursor);
}

static void
on_released_cb (PronyChartView *self, int n_press, double x, double y)
{
  PronyPlot *plot = _prony_chart_view_get_current_plot (self);
  int series = plot != NULL ? prony_plot_hit_legend (plot, x, y) : -1;

  g_assert (PRONY_IS_CHART_VIEW (self));

  if (series >= 0)
    prony_chart_view_toggle_series (self, (guint) series);
}

/* The wheel: with Control it enlarges at the pointer, with Shift it moves what is enlarged. */
gboolean
_prony_chart_view_scroll (PronyChartView *self, double dx, double dy, GdkModifierType state)
{
  PronyPlotArea area;

  if (!prony_chart_view_is_zoomable (self))
    return GDK_EVENT_PROPAGATE;

  if (state & GDK_CONTROL_MASK)
    {
      _prony_chart_view_zoom_at (self, pow (WHEEL_STEP, -dy), self->pointer[0]);
      return GDK_EVENT_STOP;
    }
  if (state & GDK_SHIFT_MASK && dx == 0)
    dx = dy;
  if (!prony_chart_view_is_zoomed (self) || dx == 0)
    return GDK_EVENT_PROPAGATE;

  prony_plot_get_plot_area (_prony_chart_view_get_current_plot (self), &area);
  _prony_chart_view_pan_pixels (self, self->window, -dx * area.width * PAN_SHARE / 2);
  return GDK_EVENT_STOP;
}

static gboolean
on_scroll_cb (PronyChartView *self, double dx, double dy, GtkEventController *scroll)
{
  return _prony_chart_view_scroll (self, dx, dy,
                                   gtk_event_controller_get_current_event_state (scroll));
}

/* --- Drags -------------------------------------------------------------------- */

/* A finger moves the page. */
static gboolean
is_touch (GtkGesture *gesture)
{
  GdkDevice *device =
    gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

static void
on_drag_begin_cb (PronyChartView *self, double x, double y, GtkGesture *gesture)
{
  PronyPlotArea area;

  g_assert (PRONY_IS_CHART_VIEW (self));

  self->drag_from = self->drag_to = x;
  if (!prony_chart_view_is_zoomable (self) || is_touch (gesture))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  prony_plot_get_plot_area (_prony_chart_view_get_current_plot (self), &area);
  if (y < area.y || y > area.y + area.height)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

/* With Shift what is enlarged moves, without it a part is chosen. */
void
_prony_chart_view_begin_drag (PronyChartView *self, GdkModifierType state)
{
  self->drag = state & GDK_SHIFT_MASK ? PRONY_CHART_DRAG_PAN : PRONY_CHART_DRAG_BRUSH;
  prony_chart_view_get_window (self, &self->drag_window[0], &self->drag_window[1]);
  prony_chart_view_set_cursor (self, -1);
}

static void
on_drag_update_cb (PronyChartView *self, double dx, double dy, GtkGesture *gesture)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  if (self->drag == PRONY_CHART_DRAG_NONE)
    {
      if (!gtk_drag_check_threshold (self->area, 0, 0, (int) dx, 0))
        return;
      _prony_chart_view_begin_drag (
        self, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    }

  self->drag_to = self->drag_from + dx;
  if (self->drag == PRONY_CHART_DRAG_PAN)
    _prony_chart_view_pan_pixels (self, self->drag_window, dx);
  gtk_widget_queue_draw (self->area);
}

static void
on_drag_end_cb (PronyChartView *self, double dx, double dy, GtkGesture *gesture)
{
  PronyChartDrag drag = self->drag;
  PronyPlot *plot = _prony_chart_view_get_current_plot (self);

  g_assert (PRONY_IS_CHART_VIEW (self));

  self->drag = PRONY_CHART_DRAG_NONE;
  if (drag == PRONY_CHART_DRAG_BRUSH && plot != NULL)
    {
      double from = prony_plot_get_x_at (plot, self->drag_from);
      double to = prony_plot_get_x_at (plot, self->drag_from + dx);

      if (from != to)
        prony_chart_view_set_window (self, MIN (from, to), MAX (from, to));
    }
  gtk_widget_queue_draw (self->area);
}

static void
on_drag_cancel_cb (PronyChartView *self)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  self->drag = PRONY_CHART_DRAG_NONE;
  gtk_widget_queue_draw (self->area);
}

/* --- Setting up --------------------------------------------------------------- */

static void
connect (PronyChartView *self, gpointer controller, const char *signal, GCallback callback)
{
  g_signal_connect_object (controller, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * _prony_chart_view_add_controllers:
 * @self: a view with an area
 */
void
_prony_chart_view_add_controllers (PronyChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  connect (self, motion, "enter", G_CALLBACK (on_enter_cb));
  connect (self, motion, "motion", G_CALLBACK (on_motion_cb));
  connect (self, motion, "leave", G_CALLBACK (on_leave_cb));
  connect (self, key, "key-pressed", G_CALLBACK (on_key_pressed_cb));
  connect (self, focus, "notify::is-focus", G_CALLBACK (_prony_chart_view_update_words));
  connect (self, scroll, "scroll", G_CALLBACK (on_scroll_cb));
  connect (self, click, "pressed", G_CALLBACK (on_pressed_cb));
  connect (self, click, "released", G_CALLBACK (on_released_cb));
  connect (self, drag, "drag-begin", G_CALLBACK (on_drag_begin_cb));
  connect (self, drag, "drag-update", G_CALLBACK (on_drag_update_cb));
  connect (self, drag, "drag-end", G_CALLBACK (on_drag_end_cb));
  connect (self, drag, "cancel", G_CALLBACK (on_drag_cancel_cb));

  gtk_widget_add_controller (self->area, motion);
  gtk_widget_add_controller (self->area, key);
  gtk_widget_add_controller (self->area, focus);
  gtk_widget_add_controller (self->area, scroll);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (drag));
}
