/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-chip-box.h"
#include "app/widgets/prony-tooltip.h"

#define SPACING 4

struct _PronyChipBox
{
  GtkWidget parent_instance;

  /* Borrowed */
  GtkWidget *next; /* the first that is not in use, while they are being set */
};

G_DEFINE_FINAL_TYPE (PronyChipBox, prony_chip_box, GTK_TYPE_WIDGET)

/* --- One after another ------------------------------------------------------------- */

/* Where they are in lines of a width; returns the height of all lines. */
static int
lay_out (PronyChipBox *self, int width, gboolean allocate)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line_height = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      GtkRequisition least;
      GtkRequisition wanted;
      int chip_width;

      if (!gtk_widget_should_layout (chip))
        continue;
      gtk_widget_get_preferred_size (chip, &least, &wanted);
      chip_width = MAX (MIN (wanted.width, width), least.width);
      if (x > 0 && x + chip_width > width)
        {
          y += line_height + SPACING;
          x = 0;
          line_height = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (
          chip, &(GtkAllocation){ rtl ? width - x - chip_width : x, y, chip_width, wanted.height },
          -1);
      x += chip_width + SPACING;
      line_height = MAX (line_height, wanted.height);
    }

  return y + line_height;
}

static void
measure_width (PronyChipBox *self, int *minimum, int *natural)
{
  *minimum = 0;
  *natural = 0;
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      int least;
      int wanted;

      if (!gtk_widget_should_layout (chip))
        continue;
      gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += wanted + (*natural > 0 ? SPACING : 0);
    }
}

static void
prony_chip_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  PronyChipBox *self = PRONY_CHIP_BOX (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }

  *minimum = lay_out (self, for_size >= 0 ? for_size : G_MAXINT / 2, FALSE);
  *natural = *minimum;
}

static void
prony_chip_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (PRONY_CHIP_BOX (widget), width, TRUE);
}

static GtkSizeRequestMode
prony_chip_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
prony_chip_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_chip_box_parent_class)->dispose (object);
}

static void
prony_chip_box_class_init (PronyChipBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_chip_box_dispose;
  widget_class->measure = prony_chip_box_measure;
  widget_class->size_allocate = prony_chip_box_size_allocate;
  widget_class->get_request_mode = prony_chip_box_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
prony_chip_box_init (PronyChipBox *self)
{
}

/* --- Public ------------------------------------------------------------------------ */

/**
 * prony_chip_box_new:
 *
 * Returns: (transfer floating): a box without words
 */
GtkWidget *
prony_chip_box_new (void)
{
  return g_object_new (PRONY_TYPE_CHIP_BOX, NULL);
}

/**
 * prony_chip_box_begin:
 * @self: a box
 *
 * Begins to say what is in it; prony_chip_box_end() must follow.
 */
void
prony_chip_box_begin (PronyChipBox *self)
{
  g_return_if_fail (PRONY_IS_CHIP_BOX (self));

  self->next = gtk_widget_get_first_child (GTK_WIDGET (self));
}

static GtkWidget *
new_chip (PronyChipBox *self)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "pixel-size", 12, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (chip), icon);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_widget_insert_before (chip, GTK_WIDGET (self), NULL);

  return chip;
}

/**
 * prony_chip_box_add:
 * @self: a box
 * @text: a short word
 * @icon_name: (nullable): a picture before it
 * @style: (nullable): a style class, such as "error"
 * @tooltip: (nullable): what it means
 *
 * Puts a word into the box.
 */
void
prony_chip_box_add (PronyChipBox *self,
                    const char *text,
                    const char *icon_name,
                    const char *style,
                    const char *tooltip)
{
  const char *classes[] = { "prony-badge", style, NULL };
  GtkWidget *chip;
  GtkWidget *icon;

  g_return_if_fail (PRONY_IS_CHIP_BOX (self));
  g_return_if_fail (text != NULL);

  chip = self->next != NULL ? self->next : new_chip (self);
  icon = gtk_widget_get_first_child (chip);
  if (icon_name != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (icon), icon_name);
  gtk_widget_set_visible (icon, icon_name != NULL);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (chip)), text);
  gtk_widget_set_css_classes (chip, classes);
  prony_tooltip_set (chip, tooltip);
  gtk_widget_set_visible (chip, TRUE);
  self->next = gtk_widget_get_next_sibling (chip);
}

/**
 * prony_chip_box_end:
 * @self: a box
 *
 * Hides what was in it before; an empty box is hidden itself.
 */
void
prony_chip_box_end (PronyChipBox *self)
{
  g_return_if_fail (PRONY_IS_CHIP_BOX (self));

  for (; self->next != NULL; self->next = gtk_widget_get_next_sibling (self->next))
    gtk_widget_set_visible (self->next, FALSE);
  gtk_widget_set_visible (
    GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL &&
                         gtk_widget_get_visible (gtk_widget_get_first_child (GTK_WIDGET (self))));
}
