/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session-compare.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-compare-entries.h"
#include "app/widgets/prony-compare-output.h"
#include "app/widgets/prony-compare-spread.h"
#include "app/widgets/prony-compare-table.h"
#include "app/widgets/prony-compare-view.h"
#include "app/widgets/prony-shortcut.h"
#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-compare-notes.h"
#include "core/analysis/prony-comparison-text.h"

/* More than these nobody reads. */
#define MAX_CHARTS 6
#define MAX_WINNERS 60
#define MAX_NOTES 5

struct _PronyCompareView
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *status;
  GtkSpinner *spinner;
  AdwComboRow *metric_row;
  AdwComboRow *baseline_row;
  AdwComboRow *group_row;
  PronyCompareEntries *entries_row;
  GtkLabel *definition;
  GtkLabel *notes;
  GtkListBox *winners;
  GtkLabel *winners_left;
  GtkBox *charts;
  GtkLabel *no_values;
  GtkLabel *table_heading;
  PronyTable *table;
  PronyCompareSpread *spread;
  GtkWidget *variants_box;
  PronyTable *variants;

  /* Owned */
  PronySession *session;
  PronyCompareSet *set;
  GPtrArray *pairs;          /* PronyComparePair: the answers; NULL before they are there */
  GCancellable *cancellable; /* of what is being compared */

  /* Plain */
  guint baseline;
  guint group;
  PronyMetric metric;
  gboolean updating; /* the program changes the choices, not the user */
};

enum
{
  REMOVE_ENTRY,
  ADD_PINNED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyCompareView, prony_compare_view, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

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
  PRONY_METRIC_MEMORY_PEAK_MB,
  PRONY_METRIC_GPU_MEMORY_MB,
  PRONY_METRIC_ENERGY_J,
  PRONY_METRIC_TOKENS_PER_JOULE,
  PRONY_METRIC_COST_PER_MILLION_TOKENS,
};

static PronyReportComparison
get_comparison (PronyCompareView *self)
{
  const PronyReportComparison comparison = { self->set, self->metric, self->baseline, self->pairs };

  return comparison;
}

/* --- What was found ---------------------------------------------------------------- */

static void
show_winners (PronyCompareView *self)
{
  const PronyReportComparison comparison = get_comparison (self);
  guint n_groups = self->set->groups->len;
  g_autofree char *left =
    g_strdup_printf (_ ("The first %u of %u scenarios and loads are listed; the others can be "
                        "chosen above."),
                     MAX_WINNERS, n_groups);

  prony_compare_table_show_winners (self->winners, &comparison, MAX_WINNERS);
  gtk_label_set_text (self->winners_left, left);
  gtk_widget_set_visible (GTK_WIDGET (self->winners_left), n_groups > MAX_WINNERS);
}

static void
show_status (PronyCompareView *self)
{
  gboolean done = self->pairs != NULL;
  guint n = self->set->entries->len;
  g_autofree char *text = NULL;

  if (done)
    text = g_strdup_printf (ngettext ("%u result compared", "%u results compared", n), n);
  gtk_label_set_text (self->status, done ? text : _ ("Comparing…"));
  gtk_spinner_set_spinning (self->spinner, !done);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.copy-table", done);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.save", done);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.save-to", done);
}

static void
show_table (PronyCompareView *self)
{
  const PronyReportComparison comparison = get_comparison (self);

  if (self->pairs != NULL)
    prony_compare_table_show (self->table, &comparison, self->group);
}

static void
on_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyCompareView) self = user_data;
  g_autoptr (GPtrArray) pairs = prony_session_compare_finish (PRONY_SESSION (source), result, NULL);

  /* Cancelled: something else is compared by now, or the widget is gone. */
  if (pairs == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  self->pairs = g_steal_pointer (&pairs);
  show_table (self);
  show_winners (self);
  show_status (self);
}

/* --- What is shown at once ------------------------------------------------------------ */

static void
show_charts (PronyCompareView *self)
{
  g_autoptr (GPtrArray) charts = prony_compare_set_make_charts (self->set, self->metric);
  GtkWidget *pane = gtk_widget_get_first_child (GTK_WIDGET (self->charts));

  for (guint i = 0; i < MIN (charts->len, MAX_CHARTS); i++)
    {
      if (pane == NULL)
        {
          pane = prony_chart_pane_new ();
          gtk_box_append (self->charts, pane);
        }
      prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), g_ptr_array_index (charts, i));
      gtk_widget_set_visible (pane, TRUE);
      pane = gtk_widget_get_next_sibling (pane);
    }
  for (; pane != NULL; pane = gtk_widget_get_next_sibling (pane))
    gtk_widget_set_visible (pane, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->charts), charts->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->no_values), charts->len == 0);
}

static void
show_group (PronyCompareView *self)
{
  PronyCompareGroup *group = g_ptr_array_index (self->set->groups, self->group);
  g_autofree char *heading = prony_comparison_describe_group (group->scenario_title, &group->load);

  gtk_label_set_text (self->table_heading, heading);
  show_table (self);
  prony_compare_spread_show (self->spread, self->session, self->set, self->group, self->metric);
}

static void
compare (PronyCompareView *self)
{
  g_autoptr (GPtrArray) pairs =
    prony_compare_set_make_pairs (self->set, self->metric, self->baseline);

  gtk_label_set_text (self->definition, prony_metric_get_definition (self->metric));
  prony_compare_entries_show (self->entries_row, self->set, self->baseline);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  self->cancellable = g_cancellable_new ();
  show_status (self);
  prony_session_compare_async (self->session, pairs, self->cancellable, on_compared_cb,
                               g_object_ref (self));
}

static void
show_metric (PronyCompareView *self)
{
  show_charts (self);
  compare (self);
  show_group (self);
}

static void
show_notes (PronyCompareView *self)
{
  g_autoptr (GPtrArray) notes = prony_compare_set_list_notes (self->set);
  g_autofree char *text = NULL;

  g_ptr_array_set_size (notes, (int) MIN (notes->len, MAX_NOTES));
  g_ptr_array_add (notes, NULL);
  text = g_strjoinv ("\n", (char **) notes->pdata);
  gtk_label_set_text (self->notes, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *text != '\0');
}

static void
show_variants (PronyCompareView *self)
{
  g_autoptr (GPtrArray) variants = prony_compare_set_list_variants (self->set);

  gtk_widget_set_visible (self->variants_box, variants->len > 0);
  prony_compare_table_show_variants (self->variants, self->set, variants);
}

/* --- Choices --------------------------------------------------------------------------- */

static void
set_choices (AdwComboRow *row, GtkStringList *titles, guint selected)
{
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (row, selected);
}

static gboolean
is_pinned (PronyCompareView *self, guint index)
{
  const PronyCompareEntry *entry = g_ptr_array_index (self->set->entries, index);
  PronyRunEntry *listed = prony_session_find_run_entry (self->session, entry->run->id);

  return listed != NULL && listed->pinned;
}

/* A pinned run is the baseline, or else what was chosen first. */
static void
fill_baselines (PronyCompareView *self, int asked)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (PronyRunItem) pinned_run = prony_session_dup_pinned_run (self->session);
  int pinned = -1;

  for (guint i = 0; i < self->set->entries->len; i++)
    {
      g_autofree char *title = prony_compare_set_dup_title (self->set, i);

      if (is_pinned (self, i) && pinned < 0)
        pinned = (int) i;
      /* Translators: %s is a result */
      gtk_string_list_take (titles, is_pinned (self, i) ? g_strdup_printf (_ ("%s · pinned"), title)
                                                        : g_strdup (title));
    }
  if (pinned < 0 && pinned_run != NULL)
    gtk_string_list_append (titles, _ ("Pinned baseline"));

  self->baseline = asked >= 0 && (guint) asked < self->set->entries->len ? (guint) asked
                   : pinned >= 0                                         ? (guint) pinned
                                                                         : 0;
  set_choices (self->baseline_row, titles, self->baseline);
}

static void
fill_groups (PronyCompareView *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->set->groups->len; i++)
    {
      PronyCompareGroup *group = g_ptr_array_index (self->set->groups, i);

      gtk_string_list_take (titles,
                            prony_comparison_describe_group (group->scenario_title, &group->load));
    }
  self->group = 0;
  set_choices (self->group_row, titles, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->group_row), self->set->groups->len > 1);
}

static void
select_metric (PronyCompareView *self, PronyMetric metric)
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
on_metric_selected_cb (PronyCompareView *self)
{
  guint selected = adw_combo_row_get_selected (self->metric_row);

  g_assert (PRONY_IS_COMPARE_VIEW (self));

  if (self->updating || self->set == NULL || selected >= G_N_ELEMENTS (offered))
    return;

  self->metric = offered[selected];
  show_metric (self);
}

static void
on_baseline_selected_cb (PronyCompareView *self)
{
  guint selected = adw_combo_row_get_selected (self->baseline_row);

  g_assert (PRONY_IS_COMPARE_VIEW (self));

  if (self->updating || self->set == NULL || selected == self->baseline)
    return;
  if (selected == self->set->entries->len)
    {
      g_signal_emit (self, signals[ADD_PINNED], 0);
      return;
    }
  if (selected > self->set->entries->len)
    return;

  self->baseline = selected;
  compare (self);
}

static void
on_group_selected_cb (PronyCompareView *self)
{
  guint selected = adw_combo_row_get_selected (self->group_row);

  g_assert (PRONY_IS_COMPARE_VIEW (self));

  if (self->updating || self->set == NULL || selected >= self->set->groups->len)
    return;

  self->group = selected;
  show_group (self);
}

/* --- Actions --------------------------------------------------------------------------- */

static void
set_metric_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyCompareView *self = PRONY_COMPARE_VIEW (widget);
  PronyMetric metric;

  if (self->set == NULL ||
      !prony_metric_from_name (g_variant_get_string (parameter, NULL), &metric))
    return;

  select_metric (self, metric);
  show_metric (self);
}

static void
set_baseline_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_combo_row_set_selected (PRONY_COMPARE_VIEW (widget)->baseline_row,
                              g_variant_get_uint32 (parameter));
}

static void
set_group_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_combo_row_set_selected (PRONY_COMPARE_VIEW (widget)->group_row,
                              g_variant_get_uint32 (parameter));
}

/* To the next entry: of two, the two change places. */
static void
swap_baseline_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyCompareView *self = PRONY_COMPARE_VIEW (widget);

  if (self->set != NULL && self->set->entries->len > 0)
    adw_combo_row_set_selected (self->baseline_row, (self->baseline + 1) % self->set->entries->len);
}

static void
remove_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[REMOVE_ENTRY], 0, g_variant_get_uint32 (parameter));
}

static void
output_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyCompareView *self = PRONY_COMPARE_VIEW (widget);
  const PronyReportComparison comparison = get_comparison (self);

  if (self->set == NULL)
    return;
  if (g_str_equal (action, "compare.copy-command"))
    prony_compare_output_copy_command (widget, &comparison);
  else if (self->pairs == NULL)
    return;
  else if (g_str_equal (action, "compare.copy-table"))
    prony_compare_output_copy_table (widget, &comparison);
  else
    prony_compare_output_save (widget, &comparison,
                               parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
}

/* --- Virtual functions ----------------------------------------------------------------- */

static void
prony_compare_view_dispose (GObject *object)
{
  PronyCompareView *self = PRONY_COMPARE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_COMPARE_VIEW);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->set, prony_compare_set_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (prony_compare_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, status);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, metric_row);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, baseline_row);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, group_row);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, entries_row);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, definition);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, notes);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, winners);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, winners_left);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, charts);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, no_values);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, table_heading);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, table);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, spread);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, variants_box);
  gtk_widget_class_bind_template_child (widget_class, PronyCompareView, variants);
  gtk_widget_class_bind_template_callback (widget_class, on_metric_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_baseline_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_group_selected_cb);
}

static void
prony_compare_view_class_init (PronyCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_compare_view_dispose;

  signals[REMOVE_ENTRY] =
    g_signal_new ("remove-entry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ADD_PINNED] = g_signal_new ("add-pinned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_COMPARE_ENTRIES);
  g_type_ensure (PRONY_TYPE_COMPARE_SPREAD);
  g_type_ensure (PRONY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-compare-view.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "compare.set-metric", "s", set_metric_action);
  gtk_widget_class_install_action (widget_class, "compare.set-baseline", "u", set_baseline_action);
  gtk_widget_class_install_action (widget_class, "compare.set-group", "u", set_group_action);
  gtk_widget_class_install_action (widget_class, "compare.swap-baseline", NULL,
                                   swap_baseline_action);
  gtk_widget_class_install_action (widget_class, "compare.remove", "u", remove_action);
  gtk_widget_class_install_action (widget_class, "compare.copy-table", NULL, output_action);
  gtk_widget_class_install_action (widget_class, "compare.copy-command", NULL, output_action);
  gtk_widget_class_install_action (widget_class, "compare.save", NULL, output_action);
  gtk_widget_class_install_action (widget_class, "compare.save-to", "s", output_action);
}

static void
prony_compare_view_init (PronyCompareView *self)
{
  g_autoptr (GtkStringList) metrics = gtk_string_list_new (NULL);

  self->metric = offered[0];
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    gtk_string_list_append (metrics, prony_metric_get_title (offered[i]));
  adw_combo_row_set_model (self->metric_row, G_LIST_MODEL (metrics));
  prony_compare_table_set_up (self->table);
  prony_compare_table_set_up_variants (self->variants);
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_b, GDK_CONTROL_MASK,
                             "compare.swap-baseline");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                             "compare.copy-table");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_e, GDK_CONTROL_MASK, "compare.save");
}

/* --- Public ------------------------------------------------------------------------------ */

/**
 * prony_compare_view_set_session:
 * @self: a view
 * @session: where requests are read; only once
 */
void
prony_compare_view_set_session (PronyCompareView *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_COMPARE_VIEW (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  g_set_object (&self->session, session);
}

/**
 * prony_compare_view_get_set:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what is shown
 */
PronyCompareSet *
prony_compare_view_get_set (PronyCompareView *self)
{
  g_return_val_if_fail (PRONY_IS_COMPARE_VIEW (self), NULL);

  return self->set;
}

/**
 * prony_compare_view_take_set:
 * @self: a view with its session
 * @set: (transfer full): results side by side, that meet in at least one group
 * @baseline: index of the entry that the others are compared with; -1 for the pinned one,
 *   or else the first
 *
 * Shows results by the metric that decides in their first group.
 */
void
prony_compare_view_take_set (PronyCompareView *self, PronyCompareSet *set, int baseline)
{
  g_return_if_fail (PRONY_IS_COMPARE_VIEW (self) && self->session != NULL);
  g_return_if_fail (set != NULL && set->groups->len > 0);

  if (self->set == NULL || baseline < 0)
    select_metric (self, prony_compare_set_suggest_metric (set));
  prony_compare_spread_clear (self->spread);
  g_clear_pointer (&self->set, prony_compare_set_free);
  self->set = set;

  self->updating = TRUE;
  fill_baselines (self, baseline);
  fill_groups (self);
  self->updating = FALSE;
  show_notes (self);
  show_variants (self);
  show_metric (self);
}
