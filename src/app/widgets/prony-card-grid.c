/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-card-grid.h"

/* No card is wider than can be looked at. */
#define MAX_WIDTH 960

struct _PronyCardGrid
{
  GtkWidget parent_instance;

  /* Plain */
  /* A card is no narrower where another one stands beside it; 0 for what the widest wants. */
  int comfortable_width;
  int spacing;
  guint max_columns;
};

enum
{
  PROP_0,
  PROP_COMFORTABLE_WIDTH,
  PROP_SPACING,
  PROP_MAX_COLUMNS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyCardGrid, prony_card_grid, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];

static GtkWidget *
next_visible (GtkWidget *card)
{
  while (card != NULL && !gtk_widget_should_layout (card))
    card = gtk_widget_get_next_sibling (card);

  return card;
}

static GtkWidget *
first_card (PronyCardGrid *self)
{
  return next_visible (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static GtkWidget *
next_card (GtkWidget *card)
{
  return next_visible (gtk_widget_get_next_sibling (card));
}

static int
get_width (PronyCardGrid *self, gboolean natural)
{
  int widest = 0;

  for (GtkWidget *card = first_card (self); card != NULL; card = next_card (card))
    {
      int minimum;
      int wanted;

      gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &wanted, NULL, NULL);
      widest = MAX (widest, natural ? wanted : minimum);
    }

  return widest;
}

/* Of a card that stands beside another one. */
static int
get_comfortable_width (PronyCardGrid *self)
{
  if (self->comfortable_width == 0)
    return get_width (self, TRUE);

  return MAX (get_width (self, FALSE), self->comfortable_width);
}

static int
get_card_width (PronyCardGrid *self, int width, guint columns)
{
  return MIN ((width - (int) (columns - 1) * self->spacing) / (int) columns, MAX_WIDTH);
}

/* The height of the line that begins with a card; moves on to the next line. */
static int
get_line_height (GtkWidget **card, guint columns, int card_width)
{
  int highest = 0;

  for (guint i = 0; i < columns && *card != NULL; i++, *card = next_card (*card))
    {
      int natural;

      gtk_widget_measure (*card, GTK_ORIENTATION_VERTICAL, card_width, NULL, &natural, NULL, NULL);
      highest = MAX (highest, natural);
    }

  return highest;
}

static int
get_height (PronyCardGrid *self, int width)
{
  guint columns = prony_card_grid_count_columns (self, width);
  int card_width = get_card_width (self, width, columns);
  GtkWidget *card = first_card (self);
  int height = 0;

  while (card != NULL)
    height += get_line_height (&card, columns, card_width) + self->spacing;

  return MAX (height - self->spacing, 0);
}

static void
prony_card_grid_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  PronyCardGrid *self = PRONY_CARD_GRID (widget);
  int least = get_width (self, FALSE);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = get_comfortable_width (self);
    }
  else
    {
      *minimum = get_height (self, MAX (for_size, least));
      *natural = *minimum;
    }
}

static void
prony_card_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PronyCardGrid *self = PRONY_CARD_GRID (widget);
  guint columns = prony_card_grid_count_columns (self, width);
  int card_width = get_card_width (self, width, columns);
  int used = (int) columns * (card_width + self->spacing) - self->spacing;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *card = first_card (self);
  int y = 0;

  while (card != NULL)
    {
      GtkWidget *next = card;
      int line_height = get_line_height (&next, columns, card_width);

      for (guint i = 0; card != next; i++, card = next_card (card))
        {
          int place = (int) (rtl ? columns - 1 - i : i);
          GtkAllocation allocation = { (width - used) / 2 + place * (card_width + self->spacing), y,
                                       card_width, line_height };

          gtk_widget_size_allocate (card, &allocation, -1);
        }
      y += line_height + self->spacing;
    }
}

static GtkSizeRequestMode
prony_card_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
prony_card_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_card_grid_parent_class)->dispose (object);
}

static void
prony_card_grid_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PronyCardGrid *self = PRONY_CARD_GRID (object);

  switch (prop_id)
    {
    case PROP_COMFORTABLE_WIDTH:
      self->comfortable_width = g_value_get_int (value);
      break;

    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;

    case PROP_MAX_COLUMNS:
      self->max_columns = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_card_grid_class_init (PronyCardGridClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_card_grid_dispose;
  G_OBJECT_CLASS (klass)->set_property = prony_card_grid_set_property;
  widget_class->measure = prony_card_grid_measure;
  widget_class->size_allocate = prony_card_grid_size_allocate;
  widget_class->get_request_mode = prony_card_grid_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  properties[PROP_COMFORTABLE_WIDTH] =
    g_param_spec_int ("comfortable-width", NULL, NULL, 0, G_MAXINT, 380, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 12, flags);
  properties[PROP_MAX_COLUMNS] =
    g_param_spec_uint ("max-columns", NULL, NULL, 1, G_MAXUINT, 4, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
prony_card_grid_init (PronyCardGrid *self)
{
}

/**
 * prony_card_grid_new:
 *
 * Returns: (transfer floating): a grid without cards
 */
GtkWidget *
prony_card_grid_new (void)
{
  return g_object_new (PRONY_TYPE_CARD_GRID, NULL);
}

/**
 * prony_card_grid_insert:
 * @self: a grid
 * @card: (transfer floating): a card
 * @position: how many cards stand before it
 */
void
prony_card_grid_insert (PronyCardGrid *self, GtkWidget *card, guint position)
{
  GtkWidget *next;

  g_return_if_fail (PRONY_IS_CARD_GRID (self));
  g_return_if_fail (GTK_IS_WIDGET (card));

  next = gtk_widget_get_first_child (GTK_WIDGET (self));
  for (guint i = 0; i < position && next != NULL; i++)
    next = gtk_widget_get_next_sibling (next);
  gtk_widget_insert_before (card, GTK_WIDGET (self), next);
}

/**
 * prony_card_grid_remove:
 * @self: a grid
 * @card: one of its cards
 */
void
prony_card_grid_remove (PronyCardGrid *self, GtkWidget *card)
{
  g_return_if_fail (PRONY_IS_CARD_GRID (self));
  g_return_if_fail (gtk_widget_get_parent (card) == GTK_WIDGET (self));

  gtk_widget_unparent (card);
}

/**
 * prony_card_grid_count_columns:
 * @self: a grid
 * @width: how much room there is
 *
 * Returns: how many cards stand next to each other, at least 1
 */
guint
prony_card_grid_count_columns (PronyCardGrid *self, int width)
{
  guint n = 0;
  guint most;
  guint lines;
  int least;

  g_return_val_if_fail (PRONY_IS_CARD_GRID (self), 1);

  for (GtkWidget *card = first_card (self); card != NULL; card = next_card (card))
    n++;
  if (n == 0)
    return 1;

  least = get_comfortable_width (self);
  most =
    (guint) CLAMP ((width + self->spacing) / (least + self->spacing), 1, (int) self->max_columns);
  lines = (n + most - 1) / most;
  return (n + lines - 1) / lines;
}
