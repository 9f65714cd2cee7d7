/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-export.h"
#include "app/prony-preferences.h"
#include "app/session/prony-session-analysis.h"
#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-command-copy.h"
#include "app/widgets/prony-regression-list.h"
#include "app/widgets/prony-request-explorer.h"
#include "app/widgets/prony-result-charts.h"
#include "app/widgets/prony-result-failure.h"
#include "app/widgets/prony-result-figures.h"
#include "app/widgets/prony-result-rows.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-run-text.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-stepper.h"
#include "app/widgets/prony-toast.h"
#include "core/model/prony-run-targets.h"

struct _PronyResultView
{
  AdwBin parent_instance;

  /* Template children */
  AdwViewStack *stack;
  GtkLabel *name;
  GtkLabel *when;
  GtkLabel *state;
  GtkLabel *simulated;
  GtkWidget *unverified;
  GtkLabel *problem;
  GtkLabel *trials;
  GtkWidget *export_button;
  PronyRegressionList *regressions;
  GtkWidget *winners_box;
  GtkSpinner *spinner;
  GtkListBox *winners;
  GtkWidget *advice_box;
  GtkListBox *advice;
  PronyResultFigures *figures;
  GtkWidget *notes_box;
  GtkListBox *notes;
  PronyResultCharts *charts;
  PronyResultCharts *resources;
  PronyRequestExplorer *requests;
  GtkWidget *remarks_box;
  GtkListBox *remarks;
  GtkWidget *failures_box;
  GtkListBox *failures;
  GtkListBox *details;

  /* Owned */
  PronySession *session;
  PronyStepper *stepper; /* shows the rest */
  PronyRun *run;
  GCancellable *cancellable;  /* of the analysis under way */
  PronyRunAnalysis *analysis; /* (nullable): what it has found, until it is shown */

  /* Plain */
  guint step; /* how many of the steps have been done */
};

G_DEFINE_FINAL_TYPE (PronyResultView, prony_result_view, ADW_TYPE_BIN)

/* --- What it shows ------------------------------------------------------------ */

static void
show_header (PronyResultView *self)
{
  g_autofree char *when = prony_run_text_when (self->run->started_us, self->run->duration_s);
  const char *problem = prony_run_text_problem (self->run);
  g_autofree char *trials = prony_result_rows_describe_trials (self->run);
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
  gtk_label_set_text (self->trials, trials != NULL ? trials : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trials), trials != NULL);
}

static gboolean
show_figures (PronyResultView *self)
{
  prony_result_figures_set_run (self->figures, self->run);
  return TRUE;
}

static void
show_box (GtkWidget *box, GtkListBox *list)
{
  gtk_widget_set_visible (box, !prony_result_rows_is_empty (list));
}

static gboolean
show_notes (PronyResultView *self)
{
  prony_result_rows_add_notes (self->notes, self->run);
  show_box (self->notes_box, self->notes);
  return TRUE;
}

static gboolean
show_troubles (PronyResultView *self)
{
  prony_result_rows_add_remarks (self->remarks, self->run);
  show_box (self->remarks_box, self->remarks);
  prony_result_rows_add_trial_errors (self->failures, self->run);
  show_box (self->failures_box, self->failures);
  return TRUE;
}

static gboolean
show_details (PronyResultView *self)
{
  prony_result_rows_add_details (self->details, self->run);
  return TRUE;
}

static gboolean
show_winners (PronyResultView *self)
{
  gtk_spinner_stop (self->spinner);
  prony_result_rows_add_winners (self->winners, self->analysis);
  show_box (self->winners_box, self->winners);
  return TRUE;
}

static gboolean
show_advice (PronyResultView *self)
{
  prony_result_rows_add_advice (self->advice, self->analysis);
  show_box (self->advice_box, self->advice);
  return TRUE;
}

static gboolean
show_failures (PronyResultView *self)
{
  prony_result_rows_add_failures (self->failures, self->analysis);
  show_box (self->failures_box, self->failures);
  return TRUE;
}

/* --- A step at a time ---------------------------------------------------------- */

/* What follows the header: to make and lay out all of it takes longer than several
 * frames. Each returns whether it has come to its end. */
static gboolean (*const steps[]) (PronyResultView *self) = {
  show_figures,
  show_notes,
  show_troubles,
  show_details,
  /* These need the analysis: */
  show_winners,
  show_advice,
  show_failures,
};

#define FIRST_ANALYSED 4

/* How many rows of lists are shown at a time: to lay out one with a long sentence takes
 * half a frame and more. */
#define ROWS 1

static gboolean
reveal_rows (PronyResultView *self)
{
  GtkListBox *const lists[] = { self->notes,   self->remarks, self->failures,
                                self->details, self->winners, self->advice };
  guint left = ROWS;

  for (guint i = 0; i < G_N_ELEMENTS (lists) && left > 0; i++)
    left -= prony_result_rows_reveal (lists[i], left);

  return left < ROWS;
}

/* Returns whether there is more that can be shown now. */
static gboolean
show_next (GtkWidget *widget)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);

  if (reveal_rows (self))
    return TRUE;

  if (self->step < G_N_ELEMENTS (steps) &&
      (self->step < FIRST_ANALYSED || self->analysis != NULL) && steps[self->step](self))
    self->step++;
  if (self->step == G_N_ELEMENTS (steps))
    g_clear_pointer (&self->analysis, prony_run_analysis_unref);

  return self->step < FIRST_ANALYSED || self->analysis != NULL || reveal_rows (self);
}

/* Nothing of the run before is left. */
static void
begin (PronyResultView *self)
{
  GtkListBox *const lists[] = { self->notes,   self->remarks, self->failures,
                                self->details, self->winners, self->advice };
  GtkWidget *const boxes[] = { GTK_WIDGET (self->figures), self->notes_box, self->remarks_box,
                               self->failures_box, self->advice_box };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    prony_result_rows_clear (lists[i]);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    gtk_widget_set_visible (boxes[i], FALSE);
  g_clear_pointer (&self->analysis, prony_run_analysis_unref);
  self->step = 0;
  prony_stepper_go_on (self->stepper);
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

  g_clear_pointer (&self->analysis, prony_run_analysis_unref);
  self->analysis = g_steal_pointer (&analysis);
  prony_stepper_go_on (self->stepper);
}

static void
analyse (PronyResultView *self)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (self->run);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (self->winners_box, targets->len > 1);
  if (self->session == NULL)
    {
      gtk_widget_set_visible (self->winners_box, FALSE);
      return;
    }

  self->cancellable = g_cancellable_new ();
  prony_regression_list_set_run (self->regressions, self->session, self->run->id);
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

/* At once, into the folder of the preferences. */
static void
export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *folder = prony_preferences_get_export_folder ();

  export_run (PRONY_RESULT_VIEW (widget), folder);
}

static void
choose_export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  export_run (PRONY_RESULT_VIEW (widget), NULL);
}

static void
export_to_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  export_run (PRONY_RESULT_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
run_again_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);

  if (self->run != NULL)
    gtk_widget_activate_action (widget, "win.run-again", "s", self->run->id);
}

static void
on_plan_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyResultView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *remark = NULL;
  g_autoptr (PronyPlan) plan =
    prony_session_read_plan_of_run_finish (PRONY_SESSION (source), result, &remark, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (plan == NULL)
    {
      prony_toast_show_error (GTK_WIDGET (self), error->message);
      return;
    }

  prony_command_copy (GTK_WIDGET (self), plan);
}

static void
copy_command_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);

  if (self->run != NULL && self->session != NULL)
    prony_session_read_plan_of_run_async (self->session, self->run->id, self->cancellable,
                                          on_plan_read_cb, g_object_ref (self));
}

static void
show_failure_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);
  guint index;
  guint64 number;

  g_variant_get (parameter, "(ut)", &index, &number);
  if (self->run == NULL || self->session == NULL || index >= self->run->trials->len || number == 0)
    return;

  prony_result_failure_open (widget, self->session, self->run, index, number, self->cancellable);
}

static void
show_request_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "requests");
  if (g_str_equal (action, "result.show-trial"))
    prony_request_explorer_show_trial (self->requests, g_variant_get_uint32 (parameter));
  else
    prony_request_explorer_show_request (self->requests, g_variant_get_int64 (parameter));
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

static void
show_section_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_view_stack_set_visible_child_name (PRONY_RESULT_VIEW (widget)->stack,
                                         g_variant_get_string (parameter, NULL));
}

/* To the next section that can be seen, or to the one before. */
static void
move_section_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->stack);
  guint n_pages = g_list_model_get_n_items (G_LIST_MODEL (pages));
  guint step = g_str_equal (action, "result.next-section") ? 1 : n_pages - 1;
  guint at = 0;

  while (at < n_pages && !gtk_selection_model_is_selected (pages, at))
    at++;
  for (guint i = 0; i < n_pages; i++)
    {
      g_autoptr (AdwViewStackPage) page = NULL;

      at = (at + step) % n_pages;
      page = g_list_model_get_item (G_LIST_MODEL (pages), at);
      if (!adw_view_stack_page_get_visible (page))
        continue;
      adw_view_stack_set_visible_child (self->stack, adw_view_stack_page_get_child (page));
      return;
    }
}

/* --- Virtual functions -------------------------------------------------------- */

/* Its window is closed: what is being read for it would hold it, and the store is about
 * to be closed. */
static void
prony_result_view_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_RESULT_VIEW (widget)->cancellable);

  GTK_WIDGET_CLASS (prony_result_view_parent_class)->unroot (widget);
}

/* What scrolls cannot have it: Tab would lead past everything in it. */
static gboolean
prony_result_view_grab_focus (GtkWidget *widget)
{
  PronyResultView *self = PRONY_RESULT_VIEW (widget);
  GtkWidget *section = adw_view_stack_get_visible_child (self->stack);

  return gtk_widget_is_ancestor (self->export_button, section)
           ? gtk_widget_grab_focus (self->export_button)
           : gtk_widget_child_focus (section, GTK_DIR_TAB_FORWARD);
}

static void
prony_result_view_dispose (GObject *object)
{
  PronyResultView *self = PRONY_RESULT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->stepper, prony_stepper_free);
  g_clear_pointer (&self->analysis, prony_run_analysis_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->run, prony_run_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_VIEW);

  G_OBJECT_CLASS (prony_result_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, name);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, when);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, state);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, simulated);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, unverified);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, problem);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, trials);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, export_button);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, regressions);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, winners_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, winners);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, advice_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, advice);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, figures);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, notes_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, notes);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, charts);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, resources);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, requests);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, remarks_box);
  gtk_widget_class_bind_template_child (widget_class, PronyResultView, remarks);
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
  widget_class->unroot = prony_result_view_unroot;
  widget_class->grab_focus = prony_result_view_grab_focus;

  g_type_ensure (PRONY_TYPE_CARD_GRID);
  g_type_ensure (PRONY_TYPE_REGRESSION_LIST);
  g_type_ensure (PRONY_TYPE_REQUEST_EXPLORER);
  g_type_ensure (PRONY_TYPE_RESULT_CHARTS);
  g_type_ensure (PRONY_TYPE_RESULT_FIGURES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-view.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "result.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "result.choose-export", NULL,
                                   choose_export_action);
  gtk_widget_class_install_action (widget_class, "result.export-to", "s", export_to_action);
  gtk_widget_class_install_action (widget_class, "result.run-again", NULL, run_again_action);
  gtk_widget_class_install_action (widget_class, "result.copy-command", NULL, copy_command_action);
  gtk_widget_class_install_action (widget_class, "result.show-failure", "(ut)",
                                   show_failure_action);
  gtk_widget_class_install_action (widget_class, "result.show-request", "x", show_request_action);
  gtk_widget_class_install_action (widget_class, "result.show-trial", "u", show_request_action);
  gtk_widget_class_install_action (widget_class, "result.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "result.show-section", "s", show_section_action);
  gtk_widget_class_install_action (widget_class, "result.next-section", NULL, move_section_action);
  gtk_widget_class_install_action (widget_class, "result.previous-section", NULL,
                                   move_section_action);
}

static void
prony_result_view_init (PronyResultView *self)
{
  self->stepper = prony_stepper_new (GTK_WIDGET (self), show_next);
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_d, GDK_CONTROL_MASK, "result.compare");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_Page_Down, GDK_ALT_MASK,
                             "result.next-section");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_Page_Up, GDK_ALT_MASK,
                             "result.previous-section");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_e, GDK_CONTROL_MASK, "result.export");
}

/* --- Public ------------------------------------------------------------------- */

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
  prony_result_figures_set_session (self->figures, session);
  prony_result_charts_set_session (self->charts, session);
  prony_result_charts_set_session (self->resources, session);
  prony_request_explorer_set_session (self->requests, session);
}

/**
 * prony_result_view_set_run:
 * @self: a view
 * @run: a run that has ended, with its trials and summaries
 *
 * Shows a run: its header at once, then a part with each frame. Winners, recommendations
 * and failed requests follow when they have been worked out.
 */
void
prony_result_view_set_run (PronyResultView *self, PronyRun *run)
{
  g_return_if_fail (PRONY_IS_RESULT_VIEW (self));
  g_return_if_fail (run != NULL);

  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;

  adw_view_stack_set_visible_child_name (self->stack, "summary");
  show_header (self);
  begin (self);
  prony_result_charts_set_run (self->charts, run);
  prony_result_charts_set_run (self->resources, run);
  prony_request_explorer_set_run (self->requests, run);
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
