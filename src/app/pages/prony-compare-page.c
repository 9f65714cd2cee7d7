/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-compare-page.h"
#include "app/session/prony-result-item.h"
#include "app/session/prony-session-analysis.h"
#include "app/session/prony-session-compare.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-compare-table.h"
#include "app/widgets/prony-result-chooser.h"
#include "app/widgets/prony-toast.h"
#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-comparison-text.h"

struct _PronyComparePage
{
  PronyPage parent_instance;

  /* Template children */
  GtkStack *stack;
  PronyResultChooser *chooser;
  GtkLabel *status;
  GtkSpinner *spinner;
  AdwComboRow *metric_row;
  AdwComboRow *baseline_row;
  GtkLabel *definition;
  GtkListBox *winners;
  PronyChartPane *chart;
  GtkLabel *no_values;
  PronyTable *table;

  /* Owned */
  GListModel *results;       /* PronyResultItem: what can be chosen */
  PronyCompareSet *set;      /* what is compared, with all figures */
  GCancellable *cancellable; /* of what is being read or compared */

  /* Plain */
  guint baseline;
  PronyMetric metric;
  gboolean updating; /* the program changes the choices, not the user */
};

G_DEFINE_FINAL_TYPE (PronyComparePage, prony_compare_page, PRONY_TYPE_PAGE)

/* What can be compared by, in the order of the list. */
static const PronyMetric offered[] = {
  PRONY_METRIC_TTFT,
  PRONY_METRIC_TTFT_FROM_SCHEDULE,
  PRONY_METRIC_ITL,
  PRONY_METRIC_TPOT,
  PRONY_METRIC_LATENCY,
  PRONY_METRIC_LATENCY_FROM_SCHEDULE,
  PRONY_METRIC_TIME_TO_FIRST_SENTENCE,
  PRONY_METRIC_JITTER,
  PRONY_METRIC_MAX_STALL,
  PRONY_METRIC_PREFILL_RATE,
  PRONY_METRIC_DECODE_RATE,
  PRONY_METRIC_TOKENS_PER_SEC,
  PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
  PRONY_METRIC_TOTAL_TOKENS_PER_SEC,
  PRONY_METRIC_REQUESTS_PER_SEC,
  PRONY_METRIC_SUCCESS_RATE,
  PRONY_METRIC_QUALITY_PASS_RATE,
};

/* --- Choosing ----------------------------------------------------------------- */

static void
on_choice_changed_cb (PronyComparePage *self)
{
  guint n_chosen = prony_result_chooser_get_chosen (self->chooser)->len;

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.run", n_chosen >= 2);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.clear", n_chosen > 0);
}

static void
show_choice (PronyComparePage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  guint n_results = self->results != NULL ? g_list_model_get_n_items (self->results) : 0;
  gboolean loading = session == NULL || (!prony_session_get_ready (session) &&
                                         prony_session_get_store_error (session) == NULL);

  gtk_stack_set_visible_child_name (self->stack, n_results >= 2 ? "choose"
                                                 : loading      ? "loading"
                                                                : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.choose", FALSE);
  on_choice_changed_cb (self);
}

/* --- Comparing ---------------------------------------------------------------- */

static void
show_winners (PronyComparePage *self, GPtrArray *pairs)
{
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (self->winners, 0)) != NULL)
    gtk_list_box_remove (self->winners, GTK_WIDGET (old));

  for (guint i = 0; i < self->set->groups->len; i++)
    {
      PronyCompareGroup *group = g_ptr_array_index (self->set->groups, i);
      g_autofree char *title =
        prony_comparison_describe_group (group->scenario_title, &group->load);
      g_autofree char *sentence = prony_compare_table_describe_group (self->set, i, pairs);
      gboolean clear = prony_compare_table_has_winner (i, pairs);
      GtkWidget *row =
        g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle",
                      sentence, "title-lines", 0, "subtitle-lines", 0, "icon-name",
                      clear ? "starred-symbolic" : "non-starred-symbolic", NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      sentence, -1);
      gtk_list_box_append (self->winners, row);
    }
}

static void
show_status (PronyComparePage *self, gboolean done)
{
  g_autofree char *text = NULL;
  guint n = self->set->entries->len;

  if (!done)
    text = g_strdup (_ ("Comparing…"));
  else if (prony_compare_set_mixes_simulated (self->set))
    text = g_strdup_printf (
      ngettext ("%u result. Simulated results are shown, but not ranked beside real ones.",
                "%u results. Simulated results are shown, but not ranked beside real ones.", n),
      n);
  else
    text = g_strdup_printf (ngettext ("%u result compared", "%u results compared", n), n);
  gtk_label_set_text (self->status, text);
  if (done)
    gtk_spinner_stop (self->spinner);
  else
    gtk_spinner_start (self->spinner);
}

static void
on_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyComparePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pairs =
    prony_session_compare_finish (PRONY_SESSION (source), result, &error);
  g_autoptr (GListModel) rows = NULL;

  /* Cancelled: something else is compared by now, or the page is gone. */
  if (pairs == NULL || self->table == NULL)
    return;

  rows = prony_compare_table_make_rows (self->set, self->metric, self->baseline, pairs);
  prony_table_set_rows (self->table, rows);
  show_winners (self, pairs);
  show_status (self, TRUE);
}

static void
compare (PronyComparePage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  g_autoptr (GPtrArray) charts = prony_compare_set_make_charts (self->set, self->metric);
  g_autoptr (GPtrArray) pairs =
    prony_compare_set_make_pairs (self->set, self->metric, self->baseline);
  gboolean has_values = charts->len > 0;

  if (has_values)
    prony_chart_pane_set_chart (self->chart, g_ptr_array_index (charts, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->chart), has_values);
  gtk_widget_set_visible (GTK_WIDGET (self->no_values), !has_values);
  gtk_label_set_text (self->definition, prony_metric_get_definition (self->metric));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  show_status (self, FALSE);
  prony_session_compare_async (session, pairs, self->cancellable, on_compared_cb,
                               g_object_ref (self));
}

static void
select_metric (PronyComparePage *self, PronyMetric metric)
{
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    if (offered[i] == metric)
      {
        self->metric = metric;
        self->updating = TRUE;
        adw_combo_row_set_selected (self->metric_row, i);
        self->updating = FALSE;
      }
}

static void
fill_baselines (PronyComparePage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->set->entries->len; i++)
    gtk_string_list_take (titles, prony_compare_set_dup_title (self->set, i));
  self->baseline = 0;
  self->updating = TRUE;
  adw_combo_row_set_model (self->baseline_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->baseline_row, 0);
  self->updating = FALSE;
}

static void
show_comparison (PronyComparePage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.choose", TRUE);
  if (self->set->groups->len == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing-in-common");
      return;
    }

  select_metric (self, prony_compare_set_suggest_metric (self->set));
  fill_baselines (self);
  compare (self);
  gtk_stack_set_visible_child_name (self->stack, "comparison");
}

static PronyRun *
find_run (GPtrArray *runs, const char *run_id)
{
  for (guint i = 0; i < runs->len; i++)
    if (g_str_equal (((PronyRun *) g_ptr_array_index (runs, i))->id, run_id))
      return g_ptr_array_index (runs, i);

  return NULL;
}

static void
on_runs_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyComparePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs =
    prony_session_load_runs_finish (PRONY_SESSION (source), result, &error);
  GPtrArray *chosen;

  if (runs == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    prony_toast_show_error (GTK_WIDGET (self), error->message);
  if (runs == NULL || self->table == NULL)
    return;

  chosen = prony_result_chooser_get_chosen (self->chooser);
  g_clear_pointer (&self->set, prony_compare_set_free);
  self->set = prony_compare_set_new ();
  for (guint i = 0; i < chosen->len; i++)
    {
      PronyResultItem *item = g_ptr_array_index (chosen, i);
      PronyRun *run = find_run (runs, prony_result_item_get_entry (item)->id);
      PronyTarget *target = run != NULL ? prony_result_find_target (prony_result_item_get_result (item), run) : NULL;

      if (target != NULL)
        prony_compare_set_add (self->set, run, target);
    }
  show_comparison (self);
}

/* Reads the figures of what is chosen, and shows them side by side. */
static void
read_runs (PronyComparePage *self)
{
  g_autoptr (GPtrArray) run_ids = g_ptr_array_new ();
  GPtrArray *chosen = prony_result_chooser_get_chosen (self->chooser);

  for (guint i = 0; i < chosen->len; i++)
    {
      PronyResultItem *item = g_ptr_array_index (chosen, i);
      char *id = prony_result_item_get_entry (item)->id;

      if (!g_ptr_array_find_with_equal_func (run_ids, id, g_str_equal, NULL))
        g_ptr_array_add (run_ids, id);
    }
  g_ptr_array_add (run_ids, NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  prony_session_load_runs_async (prony_page_get_session (PRONY_PAGE (self)),
                                 (const char *const *) run_ids->pdata, self->cancellable,
                                 on_runs_read_cb, g_object_ref (self));
}

static gboolean
is_comparing (PronyComparePage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "comparison") == 0;
}

static void
on_metric_selected_cb (PronyComparePage *self)
{
  guint selected = adw_combo_row_get_selected (self->metric_row);

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  if (self->updating || selected >= G_N_ELEMENTS (offered))
    return;

  self->metric = offered[selected];
  if (is_comparing (self))
    compare (self);
}

static void
on_baseline_selected_cb (PronyComparePage *self)
{
  guint selected = adw_combo_row_get_selected (self->baseline_row);

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  if (self->updating || selected >= self->set->entries->len)
    return;

  self->baseline = selected;
  if (is_comparing (self))
    compare (self);
}

/* Results come and go while the page shows a comparison of its own: only the other
 * states follow. */
static void
on_results_changed_cb (PronyComparePage *self)
{
  const char *visible = gtk_stack_get_visible_child_name (self->stack);

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  if (g_strcmp0 (visible, "loading") == 0 || g_strcmp0 (visible, "empty") == 0 ||
      g_strcmp0 (visible, "choose") == 0)
    show_choice (self);
}

/* --- Actions ------------------------------------------------------------------ */

static void
choose_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_choice (PRONY_COMPARE_PAGE (widget));
}

static void
clear_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *none[] = { NULL };

  prony_result_chooser_choose_runs (PRONY_COMPARE_PAGE (widget)->chooser, none);
}

static void
run_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  read_runs (PRONY_COMPARE_PAGE (widget));
}

static void
set_metric_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyComparePage *self = PRONY_COMPARE_PAGE (widget);
  PronyMetric metric;

  if (!prony_metric_from_name (g_variant_get_string (parameter, NULL), &metric))
    return;

  select_metric (self, metric);
  if (is_comparing (self))
    compare (self);
}

static void
set_baseline_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_combo_row_set_selected (PRONY_COMPARE_PAGE (widget)->baseline_row,
                              g_variant_get_uint32 (parameter));
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_compare_page_session_set (PronyPage *page, PronySession *session)
{
  PronyComparePage *self = PRONY_COMPARE_PAGE (page);

  self->results = prony_result_item_list (prony_session_get_runs (session));
  g_signal_connect_object (self->results, "items-changed", G_CALLBACK (on_results_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_results_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::store-error", G_CALLBACK (on_results_changed_cb), self,
                           G_CONNECT_SWAPPED);
  prony_result_chooser_set_results (self->chooser, self->results);
  show_choice (self);
}

static void
prony_compare_page_dispose (GObject *object)
{
  PronyComparePage *self = PRONY_COMPARE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_COMPARE_PAGE);
  g_clear_object (&self->results);
  g_clear_pointer (&self->set, prony_compare_set_free);

  G_OBJECT_CLASS (prony_compare_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, chooser);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, status);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, metric_row);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, baseline_row);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, definition);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, winners);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, chart);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, no_values);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, table);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_metric_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_baseline_selected_cb);
}

static void
prony_compare_page_class_init (PronyComparePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_compare_page_dispose;
  PRONY_PAGE_CLASS (klass)->session_set = prony_compare_page_session_set;

  g_type_ensure (PRONY_TYPE_CHART_PANE);
  g_type_ensure (PRONY_TYPE_RESULT_CHOOSER);
  g_type_ensure (PRONY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-compare-page.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "compare.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "compare.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "compare.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "compare.set-metric", "s", set_metric_action);
  gtk_widget_class_install_action (widget_class, "compare.set-baseline", "u", set_baseline_action);
}

static void
prony_compare_page_init (PronyComparePage *self)
{
  g_autoptr (GtkStringList) metrics = gtk_string_list_new (NULL);

  self->set = prony_compare_set_new ();
  self->metric = offered[0];
  gtk_widget_init_template (GTK_WIDGET (self));

  self->updating = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    gtk_string_list_append (metrics, prony_metric_get_title (offered[i]));
  adw_combo_row_set_model (self->metric_row, G_LIST_MODEL (metrics));
  self->updating = FALSE;

  prony_compare_table_set_up (self->table);
  show_choice (self);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_compare_page_compare_runs:
 * @self: the page, with its session
 * @run_ids: (array zero-terminated=1): stored runs
 *
 * Puts all results of some runs side by side. A single run is only marked in the
 * list, to be joined by what it is to be compared with.
 */
void
prony_compare_page_compare_runs (PronyComparePage *self, const char *const *run_ids)
{
  g_return_if_fail (PRONY_IS_COMPARE_PAGE (self));
  g_return_if_fail (run_ids != NULL);

  if (self->results == NULL)
    return;

  prony_result_chooser_choose_runs (self->chooser, run_ids);
  show_choice (self);
  if (run_ids[0] != NULL && run_ids[1] != NULL &&
      prony_result_chooser_get_chosen (self->chooser)->len >= 2)
    read_runs (self);
}
