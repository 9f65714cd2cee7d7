/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-charts.h"
#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-result-figures.h"
#include "app/widgets/prony-result-table.h"
#include "app/widgets/prony-toast.h"

struct _PronyResultFigures
{
  AdwBin parent_instance;

  /* Template children */
  GtkDropDown *definition;
  GtkSpinner *spinner;
  PronyTable *table;
  GtkLabel *note;
  GtkWidget *doubt_label;

  /* Owned */
  PronySession *session;
  PronyRun *run;
  GCancellable *cancellable;                        /* of what is read for the run */
  PronyRunDefinition *defined[PRONY_N_DEFINITIONS]; /* (nullable): those asked for */
};

G_DEFINE_FINAL_TYPE (PronyResultFigures, prony_result_figures, ADW_TYPE_BIN)

static PronyDefinition
get_chosen (PronyResultFigures *self)
{
  return (PronyDefinition) gtk_drop_down_get_selected (self->definition);
}

/* Under the definitions that were chosen, or Prony's until these are at hand. */
static void
show_table (PronyResultFigures *self)
{
  const PronyRunDefinition *defined = self->defined[get_chosen (self)];
  g_autoptr (GListModel) rows = prony_result_table_show (self->table, self->run, defined);
  g_autofree char *note =
    defined != NULL ? prony_run_definition_describe (get_chosen (self)) : NULL;

  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (self->doubt_label, prony_result_table_any_mark (self->run));
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (rows) > 0);
}

static void
on_defined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyResultFigures) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRunDefinition) made =
    prony_session_define_run_finish (PRONY_SESSION (source), result, &error);
  PronyDefinition definition;

  /* Another run is shown, or the widget is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable ||
      g_cancellable_is_cancelled (self->cancellable))
    return;

  gtk_spinner_stop (self->spinner);
  if (made == NULL)
    {
      gtk_drop_down_set_selected (self->definition, PRONY_DEFINITION_PRONY);
      prony_toast_show_error (GTK_WIDGET (self), error->message);
      return;
    }

  definition = prony_run_definition_get_definition (made);
  if (self->defined[definition] == NULL)
    self->defined[definition] = g_steal_pointer (&made);
  show_table (self);
}

static void
on_chosen_cb (PronyResultFigures *self)
{
  PronyDefinition definition = get_chosen (self);

  g_assert (PRONY_IS_RESULT_FIGURES (self));

  if (self->run == NULL)
    return;
  if (definition == PRONY_DEFINITION_PRONY || self->defined[definition] != NULL ||
      self->session == NULL)
    {
      show_table (self);
      return;
    }

  gtk_spinner_start (self->spinner);
  prony_session_define_run_async (self->session, self->run, definition, self->cancellable,
                                  on_defined_cb, g_object_ref (self));
}

static void
show_as_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyDefinition definition;

  if (prony_definition_from_string (g_variant_get_string (parameter, NULL), &definition))
    gtk_drop_down_set_selected (PRONY_RESULT_FIGURES (widget)->definition, definition);
}

/* Nothing of the run before is left. */
static void
forget (PronyResultFigures *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->run, prony_run_unref);
  for (guint i = 0; i < PRONY_N_DEFINITIONS; i++)
    g_clear_pointer (&self->defined[i], prony_run_definition_unref);
}

/* --- Virtual functions -------------------------------------------------------- */

/* Its window is closed: what is being read for it would hold it, and the store is about
 * to be closed. */
static void
prony_result_figures_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_RESULT_FIGURES (widget)->cancellable);

  GTK_WIDGET_CLASS (prony_result_figures_parent_class)->unroot (widget);
}

static void
prony_result_figures_dispose (GObject *object)
{
  PronyResultFigures *self = PRONY_RESULT_FIGURES (object);

  forget (self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_FIGURES);

  G_OBJECT_CLASS (prony_result_figures_parent_class)->dispose (object);
}

static void
prony_result_figures_class_init (PronyResultFiguresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_result_figures_dispose;
  widget_class->unroot = prony_result_figures_unroot;

  g_type_ensure (PRONY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-figures.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResultFigures, definition);
  gtk_widget_class_bind_template_child (widget_class, PronyResultFigures, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyResultFigures, table);
  gtk_widget_class_bind_template_child (widget_class, PronyResultFigures, note);
  gtk_widget_class_bind_template_child (widget_class, PronyResultFigures, doubt_label);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_cb);

  gtk_widget_class_install_action (widget_class, "figures.show-as", "s", show_as_action);
}

static void
prony_result_figures_init (PronyResultFigures *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  prony_result_table_set_up (self->table);
  for (guint i = 0; i < PRONY_N_DEFINITIONS; i++)
    gtk_string_list_append (titles, prony_definition_title ((PronyDefinition) i));
  gtk_drop_down_set_model (self->definition, G_LIST_MODEL (titles));
  prony_drop_down_set_label (self->definition, _ ("Show as"));
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_result_figures_new:
 *
 * Returns: (transfer floating): a table without a run
 */
GtkWidget *
prony_result_figures_new (void)
{
  return g_object_new (PRONY_TYPE_RESULT_FIGURES, NULL);
}

/**
 * prony_result_figures_set_session:
 * @self: a table
 * @session: (nullable): where the requests of runs are read; set it before the run
 */
void
prony_result_figures_set_session (PronyResultFigures *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RESULT_FIGURES (self));

  g_set_object (&self->session, session);
}

/**
 * prony_result_figures_set_run:
 * @self: a table
 * @run: a run, with its trials and summaries
 *
 * Shows the figures of a run as Prony defines them.
 */
void
prony_result_figures_set_run (PronyResultFigures *self, PronyRun *run)
{
  g_return_if_fail (PRONY_IS_RESULT_FIGURES (self));
  g_return_if_fail (run != NULL);

  prony_run_ref (run);
  forget (self);
  gtk_spinner_stop (self->spinner);
  gtk_drop_down_set_selected (self->definition, PRONY_DEFINITION_PRONY);
  self->run = run;
  self->cancellable = g_cancellable_new ();
  show_table (self);
}
