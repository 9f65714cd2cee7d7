/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-result-item.h"
#include "app/widgets/prony-choice-row.h"
#include "app/widgets/prony-result-chooser.h"

struct _PronyResultChooser
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *status;
  GtkListView *list;

  /* Owned */
  GListModel *results; /* PronyResultItem: what can be chosen */
  GPtrArray *chosen;   /* PronyResultItem: what is chosen, in that order */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyResultChooser, prony_result_chooser, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
update_choice (PronyResultChooser *self)
{
  guint n_chosen = self->chosen->len;
  g_autofree char *text = NULL;

  if (n_chosen == 0)
    text = g_strdup (_ ("Choose two or more results to put side by side."));
  else if (n_chosen == 1)
    text = g_strdup (_ ("1 result chosen. Choose at least one more."));
  else
    text = g_strdup_printf (ngettext ("%u result chosen", "%u results chosen", n_chosen), n_chosen);
  gtk_label_set_text (self->status, text);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The place among the chosen ones; -1 if it is none of them. The list makes its
 * items anew. */
static int
find_chosen (PronyResultChooser *self, PronyResultItem *item)
{
  for (guint i = 0; i < self->chosen->len; i++)
    if (prony_result_item_equal (g_ptr_array_index (self->chosen, i), item))
      return i;

  return -1;
}

static void
set_chosen (PronyResultChooser *self, PronyResultItem *item, gboolean chosen)
{
  int index = find_chosen (self, item);

  prony_result_item_set_chosen (item, chosen);
  if (chosen && index < 0)
    g_ptr_array_add (self->chosen, g_object_ref (item));
  else if (!chosen && index >= 0)
    g_ptr_array_remove_index (self->chosen, index);
  update_choice (self);
}

static void
on_row_toggled_cb (PronyChoiceRow *row, GtkListItem *item)
{
  PronyResultChooser *self =
    PRONY_RESULT_CHOOSER (gtk_widget_get_ancestor (GTK_WIDGET (row), PRONY_TYPE_RESULT_CHOOSER));

  set_chosen (self, gtk_list_item_get_item (item), prony_choice_row_get_chosen (row));
}

static void
on_setup_cb (PronyResultChooser *self, GtkListItem *item)
{
  GtkWidget *row = prony_choice_row_new ();

  g_signal_connect_object (row, "toggled", G_CALLBACK (on_row_toggled_cb), item, 0);
  gtk_list_item_set_child (item, row);
}

static void
on_item_chosen_cb (PronyChoiceRow *row, GParamSpec *pspec, PronyResultItem *item)
{
  prony_choice_row_set_chosen (row, prony_result_item_get_chosen (item));
}

static void
on_bind_cb (PronyResultChooser *self, GtkListItem *item)
{
  PronyChoiceRow *row = PRONY_CHOICE_ROW (gtk_list_item_get_child (item));
  PronyResultItem *result = gtk_list_item_get_item (item);
  PronyRunEntry *run = prony_result_item_get_entry (result);
  const PronyRunEntryResult *measured = prony_result_item_get_result (result);
  g_autofree char *date = prony_format_date (run->started_us);
  /* Translators: a run's name and date */
  g_autofree char *subtitle = g_strdup_printf (_ ("%s · %s"), run->name, date);
  g_autofree char *title = measured->model != NULL
                             ? g_strdup_printf ("%s · %s", measured->target, measured->model)
                             : g_strdup (measured->target);

  prony_choice_row_set_texts (row, title, subtitle, measured);
  prony_choice_row_set_chosen (row, find_chosen (self, result) >= 0);
  g_signal_connect_object (result, "notify::chosen", G_CALLBACK (on_item_chosen_cb), row,
                           G_CONNECT_SWAPPED);
}

static void
on_unbind_cb (PronyResultChooser *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item),
                                        gtk_list_item_get_child (item));
}

static void
on_activate_cb (PronyResultChooser *self, guint position)
{
  g_autoptr (PronyResultItem) item = g_list_model_get_item (self->results, position);

  g_assert (PRONY_IS_RESULT_CHOOSER (self));

  set_chosen (self, item, find_chosen (self, item) < 0);
}

static void
prony_result_chooser_dispose (GObject *object)
{
  PronyResultChooser *self = PRONY_RESULT_CHOOSER (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_CHOOSER);
  g_clear_object (&self->results);
  g_clear_pointer (&self->chosen, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_result_chooser_parent_class)->dispose (object);
}

static void
prony_result_chooser_class_init (PronyResultChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_result_chooser_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, status);
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
prony_result_chooser_init (PronyResultChooser *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->chosen = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  update_choice (self);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_result_chooser_set_results:
 * @self: a chooser
 * @results: a list of #PronyResultItem
 */
void
prony_result_chooser_set_results (PronyResultChooser *self, GListModel *results)
{
  g_autoptr (GtkSelectionModel) model = NULL;

  g_return_if_fail (PRONY_IS_RESULT_CHOOSER (self));

  if (!g_set_object (&self->results, results))
    return;

  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (results)));
  gtk_list_view_set_model (self->list, model);
}

/**
 * prony_result_chooser_get_chosen:
 * @self: a chooser
 *
 * Returns: (transfer none) (element-type PronyResultItem): what is marked, in the
 *   order of marking
 */
GPtrArray *
prony_result_chooser_get_chosen (PronyResultChooser *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_CHOOSER (self), NULL);

  return self->chosen;
}

static void
choose_run (PronyResultChooser *self, const char *run_id)
{
  guint n_results = g_list_model_get_n_items (self->results);

  for (guint i = 0; i < n_results; i++)
    {
      g_autoptr (PronyResultItem) item = g_list_model_get_item (self->results, i);

      if (g_str_equal (prony_result_item_get_entry (item)->id, run_id))
        {
          prony_result_item_set_chosen (item, TRUE);
          g_ptr_array_add (self->chosen, g_steal_pointer (&item));
        }
    }
}

/**
 * prony_result_chooser_choose_runs:
 * @self: a chooser with results
 * @run_ids: (array zero-terminated=1): runs; none to clear all marks
 *
 * Marks all results of some runs, and no others.
 */
void
prony_result_chooser_choose_runs (PronyResultChooser *self, const char *const *run_ids)
{
  g_return_if_fail (PRONY_IS_RESULT_CHOOSER (self));
  g_return_if_fail (run_ids != NULL);

  for (guint i = 0; i < self->chosen->len; i++)
    prony_result_item_set_chosen (g_ptr_array_index (self->chosen, i), FALSE);
  g_ptr_array_set_size (self->chosen, 0);
  for (guint i = 0; self->results != NULL && run_ids[i] != NULL; i++)
    choose_run (self, run_ids[i]);
  update_choice (self);
}
