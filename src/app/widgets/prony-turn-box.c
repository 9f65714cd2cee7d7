/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-turn-box.h"

/* Between two children, in pixels. */
#define SPACING_ACROSS 12
#define SPACING_DOWN 6

struct _PronyTurnBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (PronyTurnBox, prony_turn_box, GTK_TYPE_WIDGET)

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

#define FOR_EACH_CHILD(child, self)                                                                \
  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (GTK_WIDGET (self)));           \
       child != NULL; child = next_visible (gtk_widget_get_next_sibling (child)))

static int
get_width (GtkWidget *child, gboolean natural)
{
  int minimum;
  int wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &wanted, NULL, NULL);
  return natural ? wanted : minimum;
}

/* What is left of a width for the children that expand; negative where it is too little for
 * a line. */
static int
get_rest (PronyTurnBox *self, int width, guint *n_expanding)
{
  int rest = width + SPACING_ACROSS;

  *n_expanding = 0;
  FOR_EACH_CHILD (child, self)
  {
    gboolean expands = gtk_widget_get_hexpand (child);

    rest -= SPACING_ACROSS + get_width (child, !expands);
    *n_expanding += expands ? 1 : 0;
  }

  return rest;
}

/* The width of a child in a line. */
static int
get_share (GtkWidget *child, int rest, guint n_expanding)
{
  if (!gtk_widget_get_hexpand (child))
    return get_width (child, TRUE);

  return get_width (child, FALSE) + rest / (int) n_expanding;
}

static void
measure_width (PronyTurnBox *self, int *minimum, int *natural)
{
  FOR_EACH_CHILD (child, self)
  {
    *minimum = MAX (*minimum, get_width (child, FALSE));
    *natural += get_width (child, TRUE) + (*natural > 0 ? SPACING_ACROSS : 0);
  }
}

static void
measure_height (PronyTurnBox *self, int width, int *minimum, int *natural)
{
  guint n_expanding;
  int rest = get_rest (self, width, &n_expanding);
  gboolean line = width < 0 || rest >= 0;

  FOR_EACH_CHILD (child, self)
  {
    int share = width < 0 ? -1 : line ? get_share (child, rest, n_expanding) : width;
    int height;
    int wanted;

    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, share, &height, &wanted, NULL, NULL);
    *minimum =
      line ? MAX (*minimum, height) : *minimum + height + (*minimum > 0 ? SPACING_DOWN : 0);
    *natural =
      line ? MAX (*natural, wanted) : *natural + wanted + (*natural > 0 ? SPACING_DOWN : 0);
  }
}

static void
prony_turn_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (PRONY_TURN_BOX (widget), minimum, natural);
  else
    measure_height (PRONY_TURN_BOX (widget), for_size, minimum, natural);
}

static void
prony_turn_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PronyTurnBox *self = PRONY_TURN_BOX (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint n_expanding;
  int rest = get_rest (self, width, &n_expanding);
  int x = 0;
  int y = 0;

  FOR_EACH_CHILD (child, self)
  {
    int share = rest >= 0 ? get_share (child, rest, n_expanding) : width;
    int deep = height;

    if (rest < 0)
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, share, NULL, &deep, NULL, NULL);
    gtk_widget_size_allocate (
      child, &(GtkAllocation){ mirrored ? width - x - share : x, y, share, deep }, -1);
    x += rest >= 0 ? share + SPACING_ACROSS : 0;
    y += rest >= 0 ? 0 : deep + SPACING_DOWN;
  }
}

static GtkSizeRequestMode
prony_turn_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
prony_turn_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_turn_box_parent_class)->dispose (object);
}

static void
prony_turn_box_class_init (PronyTurnBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_turn_box_dispose;
  widget_class->measure = prony_turn_box_measure;
  widget_class->size_allocate = prony_turn_box_size_allocate;
  widget_class->get_request_mode = prony_turn_box_get_request_mode;
}

static void
prony_turn_box_init (PronyTurnBox *self)
{
}
