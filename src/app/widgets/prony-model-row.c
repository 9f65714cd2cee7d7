/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-model-row.h"

/**
 * PronyModelRow:
 *
 * Two lines at the left, name and details, and where the model is at the right, with a
 * mark of its own shape for each state.
 *
 * A list view of GTK 4.8 keeps two hundred rows, of which a window shows some twenty, and
 * asks all of them for their size whenever their text changes. Labels would have to lay
 * out their text for that. This draws its text itself, when it is seen and not before,
 * and is as high as the font says.
 */
struct _PronyModelRow
{
  GtkWidget parent_instance;

  /* Owned */
  PronyModelNode *node;

  /* Plain */
  gulong changed_id;
};

#define GAP 12
#define PADDING 4
#define MARK 10

G_DEFINE_FINAL_TYPE (PronyModelRow, prony_model_row, GTK_TYPE_WIDGET)

static PangoLayout *
make_layout (PronyModelRow *self, const char *text, double scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (scale < 1)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  return layout;
}

static int
get_line_height (PronyModelRow *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);
  return height;
}

static void
prony_model_row_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  int line = get_line_height ((PronyModelRow *) widget);

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? 2 * line + 2 * PADDING : 12 * line;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? *minimum : 30 * line;
}

static gboolean
is_rtl (PronyModelRow *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Where a piece that begins @start from the row's beginning is drawn, in either
 * direction of writing. */
static double
to_x (PronyModelRow *self, double start, double width)
{
  if (is_rtl (self))
    return gtk_widget_get_width (GTK_WIDGET (self)) - start - width;

  return start;
}

static void
draw_text (PronyModelRow *self,
           GtkSnapshot *snapshot,
           PangoLayout *layout,
           double start,
           double width,
           double y,
           const GdkRGBA *color)
{
  double x;

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, is_rtl (self) ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  x = to_x (self, start, width);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* A full circle is loaded, a half one is loading, an empty one is not loaded. */
static void
draw_mark (PronyModelRow *self,
           GtkSnapshot *snapshot,
           double x,
           double y,
           const GdkRGBA *color,
           PronyModelState state)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, (float) y, MARK, MARK);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &bounds, MARK / 2.0f);
  if (state != PRONY_MODEL_STATE_NOT_LOADED)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &circle);
      if (state == PRONY_MODEL_STATE_LOADING)
        bounds.size.width = MARK / 2.0f;
      gtk_snapshot_append_color (snapshot, color, &bounds);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_border (snapshot, &circle, (float[4]){ 1.5f, 1.5f, 1.5f, 1.5f },
                              (GdkRGBA[4]){ *color, *color, *color, *color });
}

/* Returns how much room it takes at the end of the row. */
static double
draw_state (PronyModelRow *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  const char *text = prony_model_node_get_state (self->node);
  const PronyModelInfo *model = prony_model_node_get_model (self->node);
  int row_width = gtk_widget_get_width (GTK_WIDGET (self));
  int row_height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autoptr (PangoLayout) layout = NULL;
  double start;
  int width;
  int height;

  if (*text == '\0')
    return 0;

  layout = make_layout (self, text, 0.9);
  pango_layout_get_pixel_size (layout, &width, &height);
  width = MIN (width, row_width / 2);
  start = row_width - width - GAP;
  draw_text (self, snapshot, layout, start, width, (row_height - height) / 2.0, color);
  if (model == NULL)
    return width + 2 * GAP;

  draw_mark (self, snapshot, to_x (self, start - MARK - 6, MARK), (row_height - MARK) / 2.0, color,
             model->state);
  return width + MARK + 6 + 2 * GAP;
}

static void
prony_model_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PronyModelRow *self = (PronyModelRow *) widget;
  g_autoptr (PangoLayout) title = NULL;
  g_autoptr (PangoLayout) details = NULL;
  GdkRGBA color;
  GdkRGBA dim;
  double width;

  if (self->node == NULL)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  dim = color;
  dim.alpha *= 0.7f;
  width = gtk_widget_get_width (widget) - draw_state (self, snapshot, &color);
  title = make_layout (self, prony_model_node_get_title (self->node), 1);
  details = make_layout (self, prony_model_node_get_details (self->node), 0.85);
  draw_text (self, snapshot, title, 0, width, PADDING, &color);
  draw_text (self, snapshot, details, 0, width, PADDING + get_line_height (self), &dim);
}

/* What there may be no room for. */
static gboolean
prony_model_row_query_tooltip (
  GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  PronyModelRow *self = (PronyModelRow *) widget;

  if (self->node == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, prony_model_node_get_spoken (self->node));
  return TRUE;
}

static void
forget_node (PronyModelRow *self)
{
  if (self->node != NULL)
    g_clear_signal_handler (&self->changed_id, self->node);
  g_clear_object (&self->node);
}

static void
prony_model_row_dispose (GObject *object)
{
  forget_node ((PronyModelRow *) object);

  G_OBJECT_CLASS (prony_model_row_parent_class)->dispose (object);
}

static void
prony_model_row_class_init (PronyModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_model_row_dispose;

  widget_class->measure = prony_model_row_measure;
  widget_class->snapshot = prony_model_row_snapshot;
  widget_class->query_tooltip = prony_model_row_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_css_name (widget_class, "prony-model-row");
}

static void
prony_model_row_init (PronyModelRow *self)
{
}

/**
 * prony_model_row_new:
 *
 * Returns: (transfer floating): a line that shows nothing yet
 */
GtkWidget *
prony_model_row_new (void)
{
  return g_object_new (PRONY_TYPE_MODEL_ROW, "hexpand", TRUE, "has-tooltip", TRUE, NULL);
}

/**
 * prony_model_row_set_node:
 * @self: a line
 * @node: (nullable): what it is to show, and to follow
 */
void
prony_model_row_set_node (PronyModelRow *self, PronyModelNode *node)
{
  g_return_if_fail (PRONY_IS_MODEL_ROW (self));

  if (self->node == node)
    return;

  forget_node (self);
  if (node != NULL)
    {
      self->node = g_object_ref (node);
      self->changed_id =
        g_signal_connect_swapped (node, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
