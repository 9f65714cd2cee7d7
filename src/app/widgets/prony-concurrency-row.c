/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-concurrency-row.h"
#include "app/widgets/prony-level-text.h"
#include "app/widgets/prony-turn-box.h"
#include "base/prony-error.h"

static const guint chips[] = { 1, 2, 4, 8, 16, 32, 64 };

struct _PronyConcurrencyRow
{
  AdwPreferencesRow parent_instance;

  /* Template children */
  GtkBox *box;
  GtkEntry *entry;

  /* Borrowed */
  GtkToggleButton *buttons[G_N_ELEMENTS (chips)];

  /* Plain */
  gboolean setting; /* chips follow the entry */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyConcurrencyRow, prony_concurrency_row, ADW_TYPE_PREFERENCES_ROW)

static guint signals[N_SIGNALS];

static const char *
get_complaint (void)
{
  return _ ("Requests at once must be whole numbers from 1 on, with commas between them, such as "
            "“1, 4, 16”.");
}

static void
mark_entry (PronyConcurrencyRow *self)
{
  g_autoptr (GArray) levels =
    prony_level_text_parse (prony_concurrency_row_get_text (self), PRONY_LOAD_CLOSED);
  GtkAccessible *entry = GTK_ACCESSIBLE (self->entry);

  if (levels != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");

  /* The colour says nothing to a screen reader. */
  gtk_accessible_update_state (
    entry, GTK_ACCESSIBLE_STATE_INVALID,
    levels != NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (
    entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    levels != NULL ? gtk_widget_get_tooltip_text (GTK_WIDGET (self->entry)) : get_complaint (), -1);
}

static gboolean
has_number (char **words, guint number)
{
  g_autofree char *word = g_strdup_printf ("%u", number);

  return g_strv_contains ((const char *const *) words, word);
}

static void
on_entry_changed_cb (PronyConcurrencyRow *self)
{
  g_auto (GStrv) words = NULL;

  /* The template sets its text before the chips are there. */
  if (self->buttons[0] == NULL)
    return;

  words = prony_level_text_split (prony_concurrency_row_get_text (self));
  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    gtk_toggle_button_set_active (self->buttons[i], has_number (words, chips[i]));
  self->setting = FALSE;
  mark_entry (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_chip_toggled_cb (GtkToggleButton *button, PronyConcurrencyRow *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number"));
  g_autofree char *text = NULL;

  if (self->setting)
    return;

  text = prony_level_text_toggle (prony_concurrency_row_get_text (self), number,
                                  gtk_toggle_button_get_active (button));
  prony_concurrency_row_set_text (self, text);
}

static void
add_chip (PronyConcurrencyRow *self, guint index)
{
  guint number = chips[index];
  g_autofree char *digits = g_strdup_printf ("%u", number);
  g_autofree char *name =
    g_strdup_printf (ngettext ("%u request at once", "%u requests at once", number), number);
  GtkWidget *button = gtk_toggle_button_new_with_label (digits);

  gtk_widget_add_css_class (button, "prony-chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (button, name);
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (number));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_chip_toggled_cb), self, 0);
  gtk_box_append (self->box, button);
  self->buttons[index] = GTK_TOGGLE_BUTTON (button);
}

static void
prony_concurrency_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_CONCURRENCY_ROW);

  G_OBJECT_CLASS (prony_concurrency_row_parent_class)->dispose (object);
}

static void
prony_concurrency_row_class_init (PronyConcurrencyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_concurrency_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_TURN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-concurrency-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyConcurrencyRow, box);
  gtk_widget_class_bind_template_child (widget_class, PronyConcurrencyRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
}

static void
prony_concurrency_row_init (PronyConcurrencyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    add_chip (self, i);
  on_entry_changed_cb (self);
}

/**
 * prony_concurrency_row_get_text:
 * @self: a row
 *
 * Returns: (transfer none): the numbers as they were typed or chosen
 */
const char *
prony_concurrency_row_get_text (PronyConcurrencyRow *self)
{
  g_return_val_if_fail (PRONY_IS_CONCURRENCY_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * prony_concurrency_row_set_text:
 * @self: a row
 * @text: numbers or ramps with commas between them
 *
 * Chooses other numbers.
 */
void
prony_concurrency_row_set_text (PronyConcurrencyRow *self, const char *text)
{
  g_return_if_fail (PRONY_IS_CONCURRENCY_ROW (self));
  g_return_if_fail (text != NULL);

  if (!g_str_equal (text, prony_concurrency_row_get_text (self)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/**
 * prony_concurrency_row_get_levels:
 * @self: a row
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable) (element-type PronyLoadLevel): the loads, ramps
 *   without a length; otherwise @error says what to correct
 */
GArray *
prony_concurrency_row_get_levels (PronyConcurrencyRow *self, GError **error)
{
  GArray *levels;

  g_return_val_if_fail (PRONY_IS_CONCURRENCY_ROW (self), NULL);

  levels = prony_level_text_parse (prony_concurrency_row_get_text (self), PRONY_LOAD_CLOSED);
  if (levels == NULL)
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT, get_complaint ());
  return levels;
}
