/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-export.h"
#include "app/session/prony-session-analysis.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-result-notes.h"
#include "app/widgets/prony-result-table.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-run-text.h"
#include "app/widgets/prony-shortcut.h"
#include "core/chart/prony-run-charts.h"
#include "core/model/prony-host-info.h"
#include "core/model/prony-run-targets.h"

struct _PronyResultView
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *name;
  GtkLabel *when;
  GtkLabel *state;
  GtkLabel *simulated;
  GtkWidget *unverified;
  GtkLabel *problem;
  GtkWidget *winners_box;
  GtkSpinner *spinner;
  GtkListBox *winners;
  GtkWidget *table_box;
  PronyTable *table;
  GtkWidget *doubt_label;
  GtkWidget *notes_box;
  GtkListBox *notes;
  GtkBox *charts;
  GtkWidget *failures_box;
  GtkListBox *failures;
  GtkListBox *details;

  /* Owned */
  PronySession *session;
  PronyRun *run;
  GCancellable *cancellable; /* of the analysis under way */
};

G_DEFINE_FINAL_TYPE (PronyResultView, prony_result_view, ADW_TYPE_BIN)

/* What is drawn of a run; the rest is in the table. */
static const PronyMetric charted[] = { PRONY_METRIC_TTFT, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC };

/* --- Helpers ------------------------------------------------------------------ */

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
append_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle)
{
  AdwActionRow *row =
    g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle", subtitle,
                  "title-lines", 0, "subtitle-lines", 0, "icon-name", icon, NULL);

  /* The row names itself after its title. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle, -1);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
show_header (PronyResultView *self)
{
  g_autofree char *when = prony_run_text_when (self->run);
  const char *problem = prony_run_text_problem (self->run);
  gboolean partial = prony_run_is_partial (self->run);
  g_autofree char *state =
    /* Translators: %s is how a run ended, such as "Stopped" */
    g_strdup_printf (partial ? _ ("%s, partial results") : "%s",
                     prony_state_title (self->run->state));

  gtk_label_set_text (self->name, self->run->name);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->state, state);
  gtk_widget_set_visible (GTK_WIDGET (self->simulated), prony_run_is_simulated (self->run));
  gtk_widget_set_visible (self->unverified, prony_run_is_unverified (self->run));
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
show_charts (PronyResultView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->charts))) != NULL)
    gtk_box_remove (self->charts, child);

  for (guint i = 0; i < G_N_ELEMENTS (charted); i++)
    {
      g_autoptr (GPtrArray) charts = prony_run_charts_new (self->run, charted[i]);

      for (guint j = 0; j < charts->len; j++)
        {
          GtkWidget *pane = prony_chart_pane_new ();

          prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), g_ptr_array_index (charts, j));
          gtk_box_append (self->charts, pane);
        }
    }
}

static void
show_table (PronyResultView *self)
{
  g_autoptr (GListModel) rows = prony_result_table_show (self->table, self->run);

  gtk_widget_set_visible (self->table_box, g_list_model_get_n_items (rows) > 0);
  gtk_widget_set_visible (self->doubt_label, prony_result_table_any_mark (self->run));
}

/* How far the figures may be trusted. */
static void
show_notes (PronyResultView *self)
{
  g_autoptr (GPtrArray) notes = prony_result_notes_new (self->run);

  clear_list (self->notes);
  for (guint i = 0; i < notes->len; i++)
    {
      const PronyResultNote *note = g_ptr_array_index (notes, i);

      append_row (self->notes, note->warning ? "dialog-warning-symbolic" : NULL, note->title,
                  note->text);
    }
  gtk_widget_set_visible (self->notes_box, notes->len > 0);
}

static void
show_details (PronyResultView *self)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (self->run);
  PronyHostInfo *host = self->run->host;

  clear_list (self->details);
  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);
      g_autofree char *title = prony_run_target_title (targets, i);
      g_autofree char *subtitle =
        g_strdup_printf ("%s%s%s%s%s%s%s", prony_engine_kind_title (target->engine->kind),
                         target->engine_version != NULL ? " " : "",
                         target->engine_version != NULL ? target->engine_version : "",
                         target->model != NULL ? " · " : "",
                         target->model != NULL ? target->model : "", " · ", target->engine->url);

      append_row (self->details, NULL, title, subtitle);
    }
  if (host != NULL)
    {
      g_autofree char *memory = prony_format_size (host->memory_mb * 1024 * 1024);
      /* Translators: operating system, processor, number of its cores, memory */
      g_autofree char *subtitle = g_strdup_printf (
        ngettext ("%s · %s, %u core · %s", "%s · %s, %u cores · %s", host->cores), host->os,
        host->cpu != NULL ? host->cpu : _ ("unknown processor"), host->cores, memory);

      append_row (self->details, NULL, host->hostname, subtitle);
    }
  append_row (self->details, NULL, _ ("Prony"), self->run->prony_version);
}

/* Trials that could not be run, at once; failed requests once they are read. */
static void
show_trial_errors (PronyResultView *self)
{
  clear_list (self->failures);
  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->run->trials, i);
      g_autofree char *title = NULL;

      if (trial->error == NULL)
        continue;
      title = prony_trial_get_title (trial);
      append_row (self->failures, "dialog-error-symbolic", title, trial->error);
    }
  gtk_widget_set_visible (self->failures_box,
                          gtk_list_box_get_row_at_index (self->failures, 0) != NULL);
}

static void
show_failures (PronyResultView *self, PronyRunAnalysis *analysis)
{
  for (guint i = 0; i < analysis->failures->len; i++)
    {
      const PronyRunFailure *failure = g_ptr_array_index (analysis->failures, i);
      PronyTrial *trial = g_ptr_array_index (self->run->trials, failure->trial_index);
      g_autofree char *where = prony_trial_get_title (trial);
      /* Translators: a target, scenario and load, then how many requests failed there */
      g_autofree char *title = g_strdup_printf (
        ngettext ("%s: %u request failed", "%s: %u requests failed", failure->count), where,
        failure->count);

      append_row (self->failures, "dialog-warning-symbolic", title, failure->message);
    }
  if (analysis->failures->len > 0)
    gtk_widget_set_visible (self->failures_box, TRUE);
}

static void
show_winners (PronyResultView *self, PronyRunAnalysis *analysis)
{
  clear_list (self->winners);
  for (guint i = 0; i < analysis->winners->len; i++)
    {
      const PronyWinner *winner = &g_array_index (analysis->winners, PronyWinner, i);
      g_autofree char *group = prony_run_analysis_describe_group (analysis, i);
      g_autofree char *sentence = prony_run_analysis_describe_winner (analysis, i);

      append_row (self->winners,
                  winner->winner >= 0 && winner->comparison.clear ? "starred-symbolic"
                                                                  : "non-starred-symbolic",
                  group, sentence);
    }
  gtk_widget_set_visible (self->winners_box, analysis->winners->len > 0);
}

/* --- Analysis ----------------------------------------------------------------- */

static void
on_analysed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyResultView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRunAnalysis) analysis =
    prony_session_analyse_run_finish (PRONY_SESSION (source), result, &error);

  /* Cancelled: another run is shown, or the view is gone. */
  if (analysis == NULL || analysis->run != self->run || self->winners == NULL)
    return;

  gtk_spinner_stop (self->spinner);
  show_winners (self, analysis);
  show_failures (self, analysis);
}

static void
analyse (PronyResultView *self)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (self->run);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  clear_list (self->winners);
  gtk_widget_set_visible (self->winners_box, targets->len > 1);
  if (self->session == NULL)
    {
      gtk_widget_set_visible (self->winners_box, FALSE);
      return;
    }

  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  prony_session_analyse_run_async (self->session, self->run, self->cancellable, on_analysed_cb,
                                   g_object_ref (self));
}

/* --- Actions ------------------------------------------------------------------ */

static void
export_run (PronyResultView *self, const char *parent)
{
  const char *run_ids[] = { NULL, NULL };

  if (self->run == NULL || self->session == NULL)
    return;

  run_ids[0] = self->run->id;
  prony_export_runs (GTK_WIDGET (self), self->session, run_ids, parent);
}

static void
export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  export_run (PRONY_RESULT_VIEW (widget), NULL);
}

static void
export_to_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  export_run (PRONY_RESULT_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
compare_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);
  const char *run_ids[] = { NULL, NULL };

  if (self->run == NULL)
    return;

  run_ids[0] = self->run->id;
  gtk_widget_activate_action_variant (widget, "win.compare-runs", g_variant_new_strv (run_ids, 1));
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_result_view_dispose (GObject *object)
{
  PronyResultView *self = PRONY_RESULT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->run, prony_run_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_VIEW);

  G_OBJECT_CLASS (prony_result_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, name);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, when);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, state);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, simulated);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, unverified);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, problem);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, winners_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, winners);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, table_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, table);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, doubt_label);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, notes_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, notes);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, charts);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, failures_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, failures);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, details);
}

static void
prony_result_view_class_init (PronyResultViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_result_view_dispose;

  g_type_ensure (PRONY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-view.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "result.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "result.export-to", "s", export_to_action);
  gtk_widget_class_install_action (widget_class, "result.compare", NULL, compare_action);
}

static void
prony_result_view_init (PronyResultView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_result_table_set_up (self->table);
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_d, GDK_CONTROL_MASK, "result.compare");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_e, GDK_CONTROL_MASK, "result.export");
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_result_view_new:
 *
 * Returns: (transfer floating): a view without a run
 */
GtkWidget *
prony_result_view_new (void)
{
  return g_object_new (PRONY_TYPE_RESULT_VIEW, NULL);
}

/**
 * prony_result_view_set_session:
 * @self: a view
 * @session: (nullable): where the requests of runs are read; set it before the run
 */
void
prony_result_view_set_session (PronyResultView *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RESULT_VIEW (self));

  g_set_object (&self->session, session);
}

/**
 * prony_result_view_set_run:
 * @self: a view
 * @run: a run that has ended, with its trials and summaries
 *
 * Shows a run. Winners and failures follow when they have been worked out.
 */
void
prony_result_view_set_run (PronyResultView *self, PronyRun *run)
{
  g_return_if_fail (PRONY_IS_RESULT_VIEW (self));
  g_return_if_fail (run != NULL);

  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;

  show_header (self);
  show_table (self);
  show_notes (self);
  show_charts (self);
  show_trial_errors (self);
  show_details (self);
  analyse (self);
}

/**
 * prony_result_view_get_run:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the run that it shows
 */
PronyRun *
prony_result_view_get_run (PronyResultView *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_VIEW (self), NULL);

  return self->run;
}
