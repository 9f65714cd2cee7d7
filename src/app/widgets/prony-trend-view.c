/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session-past.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-choice-bar.h"
#include "app/widgets/prony-name-choice.h"
#include "app/widgets/prony-trend-view.h"
#include "core/metrics/prony-repeats.h"

/* Which metrics there are is looked up in so many of the latest runs. */
#define MAX_LOOKED_AT 50

enum
{
  TARGET,
  SCENARIO,
  MODEL,
  LOAD,
  METRIC,
  N_CHOICES
};

struct _PronyTrendView
{
  AdwBin parent_instance;

  /* Borrowed, owned by the widget */
  PronyChoiceBar *bar;
  PronyNameChoice *choices[N_CHOICES];
  GtkStack *stack;
  GtkLabel *sentence;
  GtkWidget *hint;
  PronyChartPane *pane;
  AdwStatusPage *status;

  /* Owned */
  PronySession *session;
  GCancellable *cancellable; /* of what is being read */
  GPtrArray *runs;           /* (nullable): what the chosen target did at the scenario */
  PronyTrend *trend;         /* (nullable): what is shown */
};

G_DEFINE_FINAL_TYPE (PronyTrendView, prony_trend_view, ADW_TYPE_BIN)

static const char *
get_chosen (PronyTrendView *self, guint choice)
{
  return prony_name_choice_get_name (self->choices[choice]);
}

static void
show_status (PronyTrendView *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, text);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static GCancellable *
begin (PronyTrendView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  return self->cancellable;
}

static void
show_error (PronyTrendView *self, const GError *error)
{
  g_autofree char *markup = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;

  markup = g_markup_escape_text (error->message, -1);
  show_status (self, _ ("No Trend Available"), markup);
}

/* --- The trend --------------------------------------------------------------------- */

static void
show_trend (PronyTrendView *self)
{
  g_autoptr (PronyChart) chart = NULL;
  g_autofree char *text = NULL;

  if (self->trend->points->len < 2)
    {
      show_status (self, _ ("Not Enough Runs"),
                   _ ("A trend needs two runs at least that measured this."));
      return;
    }

  chart = prony_trend_make_chart (self->trend);
  text = prony_trend_describe (self->trend);
  gtk_label_set_label (self->sentence, text);
  prony_chart_pane_set_chart (self->pane, chart);
  gtk_stack_set_visible_child_name (self->stack, "trend");
}

static void
on_trend_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyTrendView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyTrend) trend =
    prony_session_follow_trend_finish (PRONY_SESSION (source), result, &error);

  if (trend == NULL)
    {
      show_error (self, error);
      return;
    }
  if (self->stack == NULL)
    return;

  g_clear_pointer (&self->trend, prony_trend_free);
  self->trend = g_steal_pointer (&trend);
  show_trend (self);
}

static const PronyLoadLevel *
find_load (PronyTrendView *self, const char *label)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      PronyRun *run = g_ptr_array_index (self->runs, i);

      for (guint k = 0; k < run->trials->len; k++)
        {
          PronyTrial *trial = g_ptr_array_index (run->trials, k);
          g_autofree char *other = prony_load_level_describe (&trial->load);

          if (g_strcmp0 (label, other) == 0)
            return &trial->load;
        }
    }

  return NULL;
}

static void
follow (PronyTrendView *self)
{
  const char *model = get_chosen (self, MODEL);
  const PronyLoadLevel *load = find_load (self, get_chosen (self, LOAD));
  PronyMetric metric;

  if (load == NULL || get_chosen (self, METRIC) == NULL ||
      !prony_metric_from_name (get_chosen (self, METRIC), &metric))
    {
      show_status (self, _ ("Not Enough Runs"), _ ("No run has measured this."));
      return;
    }

  prony_session_follow_trend_async (self->session,
                                    prony_trend_new (get_chosen (self, TARGET),
                                                     model != NULL && *model != '\0' ? model : NULL,
                                                     get_chosen (self, SCENARIO), load, metric),
                                    self->runs, begin (self), on_trend_cb, g_object_ref (self));
}

/* --- What there is to choose --------------------------------------------------------- */

static void
count_metrics (PronyTrendView *self, PronyTrial *trial)
{
  for (guint i = 0; i < PRONY_N_METRICS; i++)
    if (isfinite (prony_summary_get (trial->summary, i)))
      prony_name_choice_count (self->choices[METRIC], prony_metric_get_info (i)->name,
                               prony_metric_get_title (i));
}

static void
count_trial (PronyTrendView *self, PronyTrial *trial, gboolean look)
{
  g_autofree char *load = NULL;

  if (trial->summary == NULL)
    return;

  load = prony_load_level_describe (&trial->load);
  prony_name_choice_count (self->choices[LOAD], load, NULL);
  prony_name_choice_count (self->choices[MODEL],
                           trial->target->model != NULL ? trial->target->model : "",
                           trial->target->model != NULL ? NULL : _ ("Model not known"));
  if (look)
    count_metrics (self, trial);
}

/* Of what was read. */
static void
fill_details (PronyTrendView *self)
{
  for (guint i = MODEL; i < N_CHOICES; i++)
    prony_name_choice_begin (self->choices[i]);
  for (guint i = 0; i < self->runs->len; i++)
    {
      PronyRun *run = g_ptr_array_index (self->runs, i);

      for (guint k = 0; k < run->trials->len; k++)
        count_trial (self, g_ptr_array_index (run->trials, k),
                     self->runs->len - i <= MAX_LOOKED_AT);
    }
  for (guint i = MODEL; i < N_CHOICES; i++)
    prony_name_choice_end (self->choices[i], NULL);
  prony_choice_bar_set_shown (self->bar, GTK_WIDGET (self->choices[MODEL]),
                              prony_name_choice_get_n_names (self->choices[MODEL]) > 1);
}

static void
on_past_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyTrendView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs =
    prony_session_load_past_finish (PRONY_SESSION (source), result, &error);

  if (runs == NULL)
    {
      show_error (self, error);
      return;
    }
  if (self->stack == NULL)
    return;

  g_clear_pointer (&self->runs, g_ptr_array_unref);
  self->runs = g_steal_pointer (&runs);
  fill_details (self);
  follow (self);
}

static void
read_past (PronyTrendView *self)
{
  const char *target = get_chosen (self, TARGET);
  const char *scenario = get_chosen (self, SCENARIO);

  if (target == NULL || scenario == NULL)
    {
      show_status (self, _ ("No Runs Yet"), _ ("How figures change over runs is shown here."));
      return;
    }

  prony_session_load_past_async (self->session, target, scenario, begin (self), on_past_cb,
                                 g_object_ref (self));
}

/* Of the list of runs; the scenarios are those of the target. */
static void
fill_subjects (PronyTrendView *self, guint choice, const char *target, const char *wanted)
{
  GListModel *runs = prony_session_get_runs (self->session);
  guint n_runs = g_list_model_get_n_items (runs);

  prony_name_choice_begin (self->choices[choice]);
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);
      const PronyRunEntry *entry = prony_run_item_get_entry (item);
      GStrv names = choice == TARGET ? entry->targets : entry->scenarios;

      if (target != NULL && !g_strv_contains ((const char *const *) entry->targets, target))
        continue;
      for (guint k = 0; names[k] != NULL; k++)
        prony_name_choice_count (
          self->choices[choice], names[k],
          choice == SCENARIO ? prony_scenario_translate (entry->scenario_titles[k]) : NULL);
    }
  prony_name_choice_end (self->choices[choice], wanted);
}

/* --- Callbacks --------------------------------------------------------------------- */

static void
on_subject_changed_cb (PronyTrendView *self, PronyNameChoice *choice)
{
  g_assert (PRONY_IS_TREND_VIEW (self));

  if (choice == self->choices[TARGET])
    fill_subjects (self, SCENARIO, get_chosen (self, TARGET), NULL);
  read_past (self);
}

static void
on_detail_changed_cb (PronyTrendView *self)
{
  g_assert (PRONY_IS_TREND_VIEW (self));

  if (self->runs != NULL)
    follow (self);
}

static void
on_datum_activated_cb (PronyTrendView *self, gint64 mark)
{
  g_assert (PRONY_IS_TREND_VIEW (self));

  if (self->trend != NULL && mark >= 1 && mark <= (gint64) self->trend->points->len)
    gtk_widget_activate_action (
      GTK_WIDGET (self), "history.open-run", "s",
      g_array_index (self->trend->points, PronyTrendPoint, mark - 1).run_id);
}

/* --- Making ------------------------------------------------------------------------ */

static void
add_choice (PronyTrendView *self, guint choice, const char *title)
{
  GtkWidget *widget = prony_name_choice_new (title, NULL);

  self->choices[choice] = PRONY_NAME_CHOICE (widget);
  prony_choice_bar_add (self->bar, title, widget);
  g_signal_connect_object (widget, "changed",
                           choice <= SCENARIO ? G_CALLBACK (on_subject_changed_cb)
                                              : G_CALLBACK (on_detail_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_trend (PronyTrendView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->sentence =
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "selectable", TRUE, NULL);
  self->pane = PRONY_CHART_PANE (prony_chart_pane_new ());
  self->hint = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "label",
                             _ ("Enter or a double click on a value opens its run."), NULL);
  gtk_widget_add_css_class (self->hint, "caption");
  gtk_widget_add_css_class (self->hint, "dim-label");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pane), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sentence));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pane));
  gtk_box_append (GTK_BOX (box), self->hint);
  g_signal_connect_object (prony_chart_pane_get_view (self->pane), "datum-activated",
                           G_CALLBACK (on_datum_activated_cb), self, G_CONNECT_SWAPPED);

  return box;
}

static void
prony_trend_view_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_TREND_VIEW (widget)->cancellable);

  GTK_WIDGET_CLASS (prony_trend_view_parent_class)->unroot (widget);
}

static void
prony_trend_view_dispose (GObject *object)
{
  PronyTrendView *self = PRONY_TREND_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->trend, prony_trend_free);
  self->stack = NULL; /* what is still being read finds nothing to show it in */

  G_OBJECT_CLASS (prony_trend_view_parent_class)->dispose (object);
}

static void
prony_trend_view_class_init (PronyTrendViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_trend_view_dispose;
  GTK_WIDGET_CLASS (klass)->unroot = prony_trend_view_unroot;
}

static void
prony_trend_view_init (PronyTrendView *self)
{
  static const char *const titles[N_CHOICES] = { N_ ("Engine"), N_ ("Scenario"), N_ ("Model"),
                                                 N_ ("Load"), N_ ("Metric") };
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                 12, "margin-top", 12, "margin-bottom", 12, "margin-start", 12,
                                 "margin-end", 12, NULL);
  GtkWidget *clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", 1100, "child", box, NULL);
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
                                      GTK_POLICY_NEVER, "child", clamp, NULL);

  self->bar = PRONY_CHOICE_BAR (prony_choice_bar_new ());
  for (guint i = 0; i < N_CHOICES; i++)
    add_choice (self, i, _ (titles[i]));
  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->status, "prony-history-symbolic");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->status), "status");
  gtk_stack_add_named (self->stack, make_trend (self), "trend");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/* --- Public ------------------------------------------------------------------------ */

/**
 * prony_trend_view_new:
 *
 * Returns: (transfer floating): a view without a session
 */
GtkWidget *
prony_trend_view_new (void)
{
  return g_object_new (PRONY_TYPE_TREND_VIEW, NULL);
}

/**
 * prony_trend_view_set_session:
 * @self: a view
 * @session: whose runs it follows
 */
void
prony_trend_view_set_session (PronyTrendView *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_TREND_VIEW (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  g_set_object (&self->session, session);
}

/**
 * prony_trend_view_refresh:
 * @self: a view with its session
 *
 * Looks what there is to choose, and shows it anew: before it is looked at, and after the runs
 * have become others.
 */
void
prony_trend_view_refresh (PronyTrendView *self)
{
  g_return_if_fail (PRONY_IS_TREND_VIEW (self) && self->session != NULL);

  prony_trend_view_show (self, NULL, NULL);
}

/**
 * prony_trend_view_show:
 * @self: a view with its session
 * @target: (nullable): name of a target; %NULL for the one that is chosen
 * @scenario: (nullable): name of a scenario; %NULL for the one that is chosen
 *
 * Chooses what to follow, and shows it.
 */
void
prony_trend_view_show (PronyTrendView *self, const char *target, const char *scenario)
{
  g_return_if_fail (PRONY_IS_TREND_VIEW (self) && self->session != NULL);

  fill_subjects (self, TARGET, NULL, target);
  fill_subjects (self, SCENARIO, get_chosen (self, TARGET), scenario);
  read_past (self);
}
