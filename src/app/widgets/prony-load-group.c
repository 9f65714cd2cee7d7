/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-level-text.h"
#include "app/widgets/prony-load-group-private.h"
#include "app/widgets/prony-spin-number.h"
#include "base/prony-error.h"

static const struct
{
  const char *name;
  const char *title;
  const char *explanation;
} kinds[N_KINDS] = {
  [KIND_CONCURRENCY] = { "concurrency", N_ ("Requests at Once"),
                         N_ ("Each stream sends its next request when it has its answer") },
  [KIND_RATE] = { "rate", N_ ("Requests a Second"),
                  N_ ("Requests go out on time, however slow the answers are") },
  [KIND_SWEEP] = { "sweep", N_ ("Find the Limit"),
                   N_ ("1, 2, 4 … at once, until the engine gets no faster") },
  [KIND_TRACE] = { "trace", N_ ("Replay a Trace"),
                   N_ ("Requests at recorded times, with recorded lengths") },
  [KIND_OWN] = { "own", N_ ("As Each Scenario Says"),
                 N_ ("Each scenario at the load that it names; the rows here are for what it "
                     "does not say") },
  [KIND_FIXED] = { "plan", N_ ("As the Plan Says"), N_ ("The loads of the plan that is used") },
};

/* A first run is over in about a minute: fast engines answer all of the requests at 1 and at
 * 4 at once, and slow ones are stopped, which is enough to tell how each of them does with
 * one user and with several. */
#define USUAL_REQUESTS 20
#define USUAL_LONGEST_S 30

static const struct
{
  const char *name;
  const char *title;
  const char *label; /* for screen readers, which read it as a sentence */
  guint amount;
  double least;
} bounds[N_BOUNDS] = {
  [BOUND_REQUESTS] = { "requests", N_ ("Number of Requests"), N_ ("Number of requests"),
                       USUAL_REQUESTS, 1 },
  [BOUND_DURATION] = { "duration", N_ ("Number of Seconds"), N_ ("Number of seconds"), 30, 0.1 },
  [BOUND_ITERATIONS] = { "iterations", N_ ("Number of Iterations"), N_ ("Number of iterations"), 1,
                         1 },
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyLoadGroup, prony_load_group, ADW_TYPE_PREFERENCES_GROUP)

static guint signals[N_SIGNALS];

/* --- What was typed ----------------------------------------------------------- */

Kind
_prony_load_group_get_kind (PronyLoadGroup *self)
{
  guint position = adw_combo_row_get_selected (self->kind_row);

  return position < self->n_offered ? self->offered[position] : KIND_CONCURRENCY;
}

PronyArrivalPattern
_prony_load_group_get_arrival (PronyLoadGroup *self)
{
  return (PronyArrivalPattern) MIN (adw_combo_row_get_selected (self->arrival_row),
                                    PRONY_ARRIVAL_GAMMA);
}

GArray *
_prony_load_group_parse_rates (PronyLoadGroup *self, GError **error)
{
  GArray *levels =
    prony_level_text_parse (gtk_editable_get_text (GTK_EDITABLE (self->rate_row)), PRONY_LOAD_OPEN);

  if (levels == NULL)
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                         _ ("Requests a second must be numbers over 0, with commas between them, "
                            "such as “0.5, 2, 8”."));
  return levels;
}

static void
mark_rates (PronyLoadGroup *self)
{
  GtkWidget *row = GTK_WIDGET (self->rate_row);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) levels = _prony_load_group_parse_rates (self, &error);

  if (levels != NULL)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");

  /* The colour says nothing to a screen reader. */
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
    levels != NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    levels != NULL ? gtk_widget_get_tooltip_text (row) : error->message, -1);
}

/* --- Rows --------------------------------------------------------------------- */

static void
on_setting_changed_cb (PronyLoadGroup *self)
{
  if (!self->complete || self->setting)
    return;

  mark_rates (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* After the rows followed a plan. */
void
_prony_load_group_tell (PronyLoadGroup *self)
{
  on_setting_changed_cb (self);
}

/* What usually ends a trial of a kind: a count of requests says nothing of a rate, and
 * does not keep many streams busy. A trace has an end of its own. */
static void
choose_bound (PronyLoadGroup *self, Kind kind)
{
  if (kind == self->shown)
    return;

  self->shown = kind;
  if (kind == KIND_RATE || kind == KIND_SWEEP)
    prony_segment_row_set_selected (self->bound_row, BOUND_DURATION);
  else
    prony_segment_row_set_selected (self->bound_row, BOUND_REQUESTS);
  prony_spin_number_set (self->longest_spin, kind == KIND_TRACE ? 0 : USUAL_LONGEST_S);
}

static void
show_rows_of (PronyLoadGroup *self, Kind kind)
{
  gboolean open = kind == KIND_RATE || kind == KIND_TRACE;

  gtk_widget_set_visible (GTK_WIDGET (self->concurrency_row),
                          kind == KIND_CONCURRENCY || (kind == KIND_OWN && self->n_others > 0));
  gtk_widget_set_visible (GTK_WIDGET (self->rate_row), kind == KIND_RATE);
  gtk_widget_set_visible (GTK_WIDGET (self->arrival_row), kind == KIND_RATE);
  gtk_widget_set_visible (self->burstiness_row,
                          kind == KIND_RATE &&
                            _prony_load_group_get_arrival (self) == PRONY_ARRIVAL_GAMMA);
  gtk_widget_set_visible (GTK_WIDGET (self->trace_row), kind == KIND_TRACE);
  gtk_widget_set_visible (self->speed_row, kind == KIND_TRACE);
  gtk_widget_set_visible (self->cap_row, open);
  gtk_widget_set_visible (self->limit_row, kind == KIND_SWEEP);
  gtk_widget_set_visible (self->repeats_row, kind != KIND_SWEEP);
  gtk_widget_set_visible (GTK_WIDGET (self->fixed_row), kind == KIND_FIXED);
  prony_trial_settings_row_set_closed (self->settings_row, !open);
}

static void
on_kind_selected_cb (PronyLoadGroup *self)
{
  const char *explanation;
  g_autofree char *description = NULL;
  Kind kind;

  if (!self->complete)
    return;

  kind = _prony_load_group_get_kind (self);
  explanation = _ (kinds[kind].explanation);
  /* Not in the row, where it would leave no room for the kind in a narrow window. */
  description =
    g_strconcat (_ ("How much to send, and when a trial ends"), "\n", explanation, NULL);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kind_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, explanation, -1);
  show_rows_of (self, kind);
  choose_bound (self, kind);
  on_setting_changed_cb (self);
}

static void
on_bound_selected_cb (PronyLoadGroup *self)
{
  guint bound;

  if (!self->complete)
    return;

  bound = prony_segment_row_get_selected (self->bound_row);
  adw_preferences_row_set_title (self->amount_row, _ (bounds[bound].title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->amount_spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (bounds[bound].label), -1);
  gtk_spin_button_set_digits (self->amount_spin, 0);
  gtk_adjustment_set_lower (gtk_spin_button_get_adjustment (self->amount_spin),
                            bounds[bound].least);
  gtk_spin_button_set_value (self->amount_spin, bounds[bound].amount);
  gtk_widget_set_visible (self->longest_row, bound != BOUND_DURATION);
  on_setting_changed_cb (self);
}

/* A trace is replayed to its end unless less is asked for. */
static void
on_trace_changed_cb (PronyLoadGroup *self)
{
  PronyTrace *trace = prony_trace_row_get_trace (self->trace_row, NULL);

  if (self->setting)
    return;

  if (trace != NULL && prony_segment_row_get_selected (self->bound_row) == BOUND_REQUESTS)
    gtk_spin_button_set_value (self->amount_spin, trace->requests->len);
  on_setting_changed_cb (self);
}

void
_prony_load_group_select_kind (PronyLoadGroup *self, Kind kind)
{
  for (guint i = 0; i < self->n_offered; i++)
    if (self->offered[i] == kind)
      adw_combo_row_set_selected (self->kind_row, i);
}

/* Not all kinds are there always. */
static void
offer_kinds (PronyLoadGroup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  Kind kind = _prony_load_group_get_kind (self);
  gboolean setting = self->setting;

  self->n_offered = 0;
  for (guint i = 0; i < N_KINDS; i++)
    if ((i != KIND_OWN || self->n_own > 0) && (i != KIND_FIXED || self->fixed != NULL))
      {
        self->offered[self->n_offered++] = i;
        gtk_string_list_append (titles, _ (kinds[i].title));
      }

  self->complete = FALSE;
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->kind_row, 0);
  _prony_load_group_select_kind (self, kind);
  self->complete = TRUE;
  self->setting = TRUE;
  on_kind_selected_cb (self);
  self->setting = setting;
}

/* Offers the loads of a plan as they are; NULL: does so no more. */
void
_prony_load_group_keep_loads (PronyLoadGroup *self, PronyPlan *plan)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->fixed, prony_plan_unref);
  if (plan != NULL)
    {
      self->fixed = prony_plan_ref (plan);
      for (guint i = 0; i < plan->levels->len; i++)
        {
          g_autofree char *word =
            prony_load_level_describe (&g_array_index (plan->levels, PronyLoadLevel, i));

          g_strv_builder_add (words, word);
        }
    }
  all = g_strv_builder_end (words);
  text = g_strjoinv (" · ", all);
  adw_action_row_set_subtitle (self->fixed_row, text);
  offer_kinds (self);
}

/* --- The widget ------------------------------------------------------------------ */

static void
prony_load_group_dispose (GObject *object)
{
  PronyLoadGroup *self = PRONY_LOAD_GROUP (object);

  self->complete = FALSE;
  g_clear_pointer (&self->fixed, prony_plan_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_LOAD_GROUP);

  G_OBJECT_CLASS (prony_load_group_parent_class)->dispose (object);
}

static void
ensure_rows (void)
{
  g_type_ensure (PRONY_TYPE_CONCURRENCY_ROW);
  g_type_ensure (PRONY_TYPE_NUMBER_ROW);
  g_type_ensure (PRONY_TYPE_OBJECTIVES_ROW);
  g_type_ensure (PRONY_TYPE_PLAN_REST_ROW);
  g_type_ensure (PRONY_TYPE_SEGMENT_ROW);
  g_type_ensure (PRONY_TYPE_TRACE_ROW);
  g_type_ensure (PRONY_TYPE_TRIAL_SETTINGS_ROW);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PronyLoadGroup, name)

static void
prony_load_group_class_init (PronyLoadGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_load_group_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  ensure_rows ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-load-group.ui");
  BIND (kind_row);
  BIND (concurrency_row);
  BIND (rate_row);
  BIND (arrival_row);
  BIND (burstiness_row);
  BIND (burstiness_spin);
  BIND (trace_row);
  BIND (speed_row);
  BIND (speed_spin);
  BIND (cap_row);
  BIND (cap_spin);
  BIND (limit_row);
  BIND (limit_spin);
  BIND (fixed_row);
  BIND (bound_row);
  BIND (amount_row);
  BIND (amount_spin);
  BIND (longest_row);
  BIND (longest_spin);
  BIND (warmup_spin);
  BIND (repeats_row);
  BIND (repeats_spin);
  BIND (order_row);
  BIND (objectives_row);
  BIND (price_row);
  BIND (settings_row);
  BIND (rest_row);
  gtk_widget_class_bind_template_callback (widget_class, on_setting_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bound_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_trace_changed_cb);
}

static void
prony_load_group_init (PronyLoadGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  offer_kinds (self);
}

/**
 * prony_load_group_set_load:
 * @self: a group
 * @load: "concurrency:1,4", "rate:2,8", "sweep:", "trace:PATH", or "own:" where a
 *   chosen scenario names a load; anything else is ignored
 *
 * Sets the load.
 */
void
prony_load_group_set_load (PronyLoadGroup *self, const char *load)
{
  g_auto (GStrv) parts = NULL;

  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));
  g_return_if_fail (load != NULL);

  parts = g_strsplit (load, ":", 2);
  for (guint i = 0; g_strv_length (parts) == 2 && i < self->n_offered; i++)
    {
      Kind kind = self->offered[i];

      if (!g_str_equal (parts[0], kinds[kind].name))
        continue;

      if (kind == KIND_CONCURRENCY)
        prony_concurrency_row_set_text (self->concurrency_row, parts[1]);
      else if (kind == KIND_RATE)
        gtk_editable_set_text (GTK_EDITABLE (self->rate_row), parts[1]);
      else if (kind == KIND_TRACE)
        prony_trace_row_read (self->trace_row, parts[1]);
      adw_combo_row_set_selected (self->kind_row, i);
    }
}

/**
 * prony_load_group_set_bound:
 * @self: a group
 * @bound: "requests:N", "duration:N" or "iterations:N"; anything else is ignored
 *
 * Sets what alone ends a trial.
 */
void
prony_load_group_set_bound (PronyLoadGroup *self, const char *bound)
{
  g_auto (GStrv) parts = NULL;
  guint64 amount;

  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));
  g_return_if_fail (bound != NULL);

  parts = g_strsplit (bound, ":", 2);
  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, 1000000, &amount, NULL))
    return;

  for (guint i = 0; i < N_BOUNDS; i++)
    if (g_str_equal (parts[0], bounds[i].name))
      {
        prony_segment_row_set_selected (self->bound_row, i);
        gtk_spin_button_set_value (self->amount_spin, (double) amount);
        gtk_spin_button_set_value (self->longest_spin, 0);
      }
}

/**
 * prony_load_group_set_objectives:
 * @self: a group
 * @name: of guide values, such as "chat" or "none"; another one is ignored
 *
 * Sets the objectives.
 */
void
prony_load_group_set_objectives (PronyLoadGroup *self, const char *name)
{
  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));

  prony_objectives_row_choose (self->objectives_row, name);
}

/**
 * prony_load_group_set_scenarios:
 * @self: a group
 * @n_own: how many of the chosen scenarios name a load
 * @n_others: how many do not
 *
 * Offers the scenarios' own loads where there are any.
 */
void
prony_load_group_set_scenarios (PronyLoadGroup *self, guint n_own, guint n_others)
{
  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));

  if (n_own == self->n_own && n_others == self->n_others)
    return;

  self->n_own = n_own;
  self->n_others = n_others;
  offer_kinds (self);
}

/**
 * prony_load_group_set_n_targets:
 * @self: a group
 * @n_targets: how many targets are chosen
 *
 * Offers an order where there is more than one target.
 */
void
prony_load_group_set_n_targets (PronyLoadGroup *self, guint n_targets)
{
  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->order_row), n_targets > 1);
}
