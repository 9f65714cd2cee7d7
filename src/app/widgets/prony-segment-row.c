/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-segment-row.h"
#include "app/widgets/prony-turn-box.h"

struct _PronySegmentRow
{
  AdwPreferencesRow parent_instance;

  /* Template children */
  GtkBox *box;

  /* Plain */
  guint selected;
};

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SELECTED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronySegmentRow, prony_segment_row, ADW_TYPE_PREFERENCES_ROW)

static GParamSpec *properties[N_PROPS];

static void
on_toggled_cb (GtkToggleButton *button, PronySegmentRow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->box));
  guint index = 0;

  if (!gtk_toggle_button_get_active (button))
    return;

  for (; child != NULL && child != GTK_WIDGET (button); child = gtk_widget_get_next_sibling (child))
    index++;
  if (index == self->selected)
    return;

  self->selected = index;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
set_model (PronySegmentRow *self, GListModel *model)
{
  GtkToggleButton *first = NULL;

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) title = g_list_model_get_item (model, i);
      GtkWidget *button = gtk_toggle_button_new_with_label (gtk_string_object_get_string (title));

      gtk_widget_add_css_class (button, "prony-chip");
      /* A long word gets shorter before the row gets wider than a narrow window. */
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                               PANGO_ELLIPSIZE_END);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == self->selected);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled_cb), self, 0);
      gtk_box_append (self->box, button);
    }
}

static void
prony_segment_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_uint (value, PRONY_SEGMENT_ROW (object)->selected);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_segment_row_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  PronySegmentRow *self = PRONY_SEGMENT_ROW (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      set_model (self, g_value_get_object (value));
      break;

    case PROP_SELECTED:
      prony_segment_row_set_selected (self, g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_segment_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SEGMENT_ROW);

  G_OBJECT_CLASS (prony_segment_row_parent_class)->dispose (object);
}

static void
prony_segment_row_class_init (PronySegmentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_segment_row_dispose;
  object_class->get_property = prony_segment_row_get_property;
  object_class->set_property = prony_segment_row_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PRONY_TYPE_TURN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-segment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronySegmentRow, box);
}

static void
prony_segment_row_init (PronySegmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_segment_row_get_selected:
 * @self: a row
 *
 * Returns: the index of the choice
 */
guint
prony_segment_row_get_selected (PronySegmentRow *self)
{
  g_return_val_if_fail (PRONY_IS_SEGMENT_ROW (self), 0);

  return self->selected;
}

/**
 * prony_segment_row_set_selected:
 * @self: a row
 * @selected: the index of a choice; one that there is not changes nothing
 *
 * Makes a choice.
 */
void
prony_segment_row_set_selected (PronySegmentRow *self, guint selected)
{
  GtkWidget *child;

  g_return_if_fail (PRONY_IS_SEGMENT_ROW (self));

  child = gtk_widget_get_first_child (GTK_WIDGET (self->box));
  for (guint i = 0; child != NULL && i < selected; i++)
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child), TRUE);
}
