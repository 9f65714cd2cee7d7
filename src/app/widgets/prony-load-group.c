/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/widgets/prony-load-group.h"
#include "app/widgets/prony-trace-row.h"
#include "base/prony-error.h"

/* The kinds in the order of their row. */
typedef enum
{
  KIND_CONCURRENCY,
  KIND_RATE,
  KIND_SWEEP,
  KIND_TRACE,
  KIND_OWN, /* only there where a scenario names a load */
  N_KINDS,
} Kind;

static const char *const kinds[N_KINDS] = {
  [KIND_CONCURRENCY] = "concurrency",
  [KIND_RATE] = "rate",
  [KIND_SWEEP] = "sweep",
  [KIND_TRACE] = "trace",
  [KIND_OWN] = "own",
};

static const char *const explanations[N_KINDS] = {
  [KIND_CONCURRENCY] = N_ ("Each stream sends its next request when it has its answer"),
  [KIND_RATE] = N_ ("Requests go out on time, however slow the answers are"),
  [KIND_SWEEP] = N_ ("1, 2, 4 … at once, until the engine gets no faster"),
  [KIND_TRACE] = N_ ("Requests at recorded times, with recorded lengths"),
  [KIND_OWN] =
    N_ ("Each scenario at the load that it names; the rows here are for what it does not say"),
};

typedef enum
{
  BOUND_REQUESTS,
  BOUND_DURATION,
  BOUND_ITERATIONS,
  N_BOUNDS,
} Bound;

static const struct
{
  const char *name;
  const char *title;
  const char *label; /* for screen readers, which read it as a sentence */
  guint amount;
} bounds[N_BOUNDS] = {
  [BOUND_REQUESTS] = { "requests", N_ ("Number of Requests"), N_ ("Number of requests"), 20 },
  [BOUND_DURATION] = { "duration", N_ ("Number of Seconds"), N_ ("Number of seconds"), 30 },
  [BOUND_ITERATIONS] = { "iterations", N_ ("Number of Iterations"), N_ ("Number of iterations"),
                         1 },
};

struct _PronyLoadGroup
{
  AdwPreferencesGroup parent_instance;

  /* Template children */
  AdwComboRow *kind_row;
  AdwEntryRow *concurrency_row;
  AdwEntryRow *rate_row;
  AdwComboRow *arrival_row;
  GtkWidget *burstiness_row;
  GtkSpinButton *burstiness_spin;
  PronyTraceRow *trace_row;
  GtkWidget *speed_row;
  GtkSpinButton *speed_spin;
  GtkWidget *cap_row;
  GtkSpinButton *cap_spin;
  GtkWidget *limit_row;
  GtkSpinButton *limit_spin;
  AdwComboRow *bound_row;
  AdwPreferencesRow *amount_row;
  GtkSpinButton *amount_spin;
  GtkSpinButton *warmup_spin;
  GtkSpinButton *max_tokens_spin;
  GtkSpinButton *timeout_spin;
  GtkWidget *think_row;
  GtkSpinButton *think_spin;
  GtkSpinButton *retries_spin;
  GtkSpinButton *cooldown_spin;
  GtkSwitch *calibrate_switch;
  GtkSwitch *parallel_switch;

  /* Plain */
  Kind shown;     /* for which the other rows are set */
  guint n_own;    /* chosen scenarios that name a load */
  guint n_others; /* chosen scenarios that do not */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyLoadGroup, prony_load_group, ADW_TYPE_PREFERENCES_GROUP)

static guint signals[N_SIGNALS];

/* --- What was typed ----------------------------------------------------------- */

/* Returns the levels, or NULL if one of them is none. */
static GArray *
parse_levels (const char *text, Kind kind)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (PronyLoadLevel));
  /* Points and not the locale's sign in rates, since commas part the numbers. */
  g_auto (GStrv) words = g_strsplit_set (text, ", ;", -1);
  PronyLoadLevel base = kind == KIND_RATE ? prony_load_level_open (NAN, PRONY_ARRIVAL_POISSON)
                                          : prony_load_level_closed (0);

  for (guint i = 0; words[i] != NULL; i++)
    {
      PronyLoadLevel level = base;

      if (*words[i] == '\0')
        continue;
      if (!prony_load_level_parse (&level, words[i]))
        return NULL;
      g_array_append_val (levels, level);
    }

  return levels->len > 0 ? g_steal_pointer (&levels) : NULL;
}

static Kind
get_kind (PronyLoadGroup *self)
{
  guint kind = adw_combo_row_get_selected (self->kind_row);

  return kind < N_KINDS ? kind : KIND_CONCURRENCY;
}

static PronyArrivalPattern
get_arrival (PronyLoadGroup *self)
{
  return (PronyArrivalPattern) MIN (adw_combo_row_get_selected (self->arrival_row),
                                    PRONY_ARRIVAL_GAMMA);
}

static const char *
get_complaint (Kind kind)
{
  return kind == KIND_RATE
           ? _ ("Requests a second must be numbers over 0, with commas between them, such as "
                "“0.5, 2, 8”.")
           : _ ("Requests at once must be whole numbers from 1 on, with commas between them, such "
                "as “1, 4, 16”.");
}

static void
mark_entry (AdwEntryRow *row, Kind kind)
{
  g_autoptr (GArray) levels = parse_levels (gtk_editable_get_text (GTK_EDITABLE (row)), kind);

  if (levels != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");

  /* The colour says nothing to a screen reader. */
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
    levels != NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    levels != NULL ? gtk_widget_get_tooltip_text (GTK_WIDGET (row)) : get_complaint (kind), -1);
}

/* --- Rows --------------------------------------------------------------------- */

static void
on_setting_changed_cb (PronyLoadGroup *self)
{
  /* The template sets its values before all children are there. */
  if (self->parallel_switch == NULL)
    return;

  mark_entry (self->concurrency_row, KIND_CONCURRENCY);
  mark_entry (self->rate_row, KIND_RATE);
  g_signal_emit (self, signals[CHANGED], 0);
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
    adw_combo_row_set_selected (self->bound_row, BOUND_DURATION);
  else
    adw_combo_row_set_selected (self->bound_row, BOUND_REQUESTS);
}

static void
on_kind_selected_cb (PronyLoadGroup *self)
{
  Kind kind;
  gboolean open;

  if (self->parallel_switch == NULL)
    return;

  kind = get_kind (self);
  open = kind == KIND_RATE || kind == KIND_TRACE;
  /* Not in the row, where it would leave no room for the kind in a narrow window. */
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ (explanations[kind]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kind_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (explanations[kind]), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->concurrency_row),
                          kind == KIND_CONCURRENCY || (kind == KIND_OWN && self->n_others > 0));
  gtk_widget_set_visible (GTK_WIDGET (self->rate_row), kind == KIND_RATE);
  gtk_widget_set_visible (GTK_WIDGET (self->arrival_row), kind == KIND_RATE);
  gtk_widget_set_visible (self->burstiness_row,
                          kind == KIND_RATE && get_arrival (self) == PRONY_ARRIVAL_GAMMA);
  gtk_widget_set_visible (GTK_WIDGET (self->trace_row), kind == KIND_TRACE);
  gtk_widget_set_visible (self->speed_row, kind == KIND_TRACE);
  gtk_widget_set_visible (self->cap_row, open);
  gtk_widget_set_visible (self->limit_row, kind == KIND_SWEEP);
  gtk_widget_set_visible (self->think_row, !open);
  choose_bound (self, kind);
  on_setting_changed_cb (self);
}

static void
on_bound_selected_cb (PronyLoadGroup *self)
{
  guint bound;

  if (self->parallel_switch == NULL)
    return;

  bound = adw_combo_row_get_selected (self->bound_row);
  if (bound < N_BOUNDS)
    {
      adw_preferences_row_set_title (self->amount_row, _ (bounds[bound].title));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->amount_spin),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ (bounds[bound].label), -1);
      gtk_spin_button_set_value (self->amount_spin, bounds[bound].amount);
    }
  on_setting_changed_cb (self);
}

/* A trace is replayed to its end unless less is asked for. */
static void
on_trace_changed_cb (PronyLoadGroup *self)
{
  PronyTrace *trace = prony_trace_row_get_trace (self->trace_row, NULL);

  if (trace != NULL && adw_combo_row_get_selected (self->bound_row) == BOUND_REQUESTS)
    gtk_spin_button_set_value (self->amount_spin, trace->requests->len);
  on_setting_changed_cb (self);
}

/* --- The widget ------------------------------------------------------------------ */

static void
prony_load_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_LOAD_GROUP);

  G_OBJECT_CLASS (prony_load_group_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PronyLoadGroup, name)

static void
prony_load_group_class_init (PronyLoadGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_load_group_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_TRACE_ROW);
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
  BIND (bound_row);
  BIND (amount_spin);
  BIND (warmup_spin);
  BIND (limit_row);
  BIND (limit_spin);
  BIND (amount_row);
  BIND (max_tokens_spin);
  BIND (timeout_spin);
  BIND (think_row);
  BIND (think_spin);
  BIND (retries_spin);
  BIND (cooldown_spin);
  BIND (calibrate_switch);
  BIND (parallel_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_setting_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bound_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_trace_changed_cb);
}

static void
prony_load_group_init (PronyLoadGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_kind_selected_cb (self);
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
  for (guint kind = 0; g_strv_length (parts) == 2 && kind < N_KINDS; kind++)
    {
      if (!g_str_equal (parts[0], kinds[kind]) || (kind == KIND_OWN && self->n_own == 0))
        continue;

      if (kind == KIND_CONCURRENCY)
        gtk_editable_set_text (GTK_EDITABLE (self->concurrency_row), parts[1]);
      else if (kind == KIND_RATE)
        gtk_editable_set_text (GTK_EDITABLE (self->rate_row), parts[1]);
      else if (kind == KIND_TRACE)
        prony_trace_row_read (self->trace_row, parts[1]);
      adw_combo_row_set_selected (self->kind_row, kind);
    }
}

/**
 * prony_load_group_set_bound:
 * @self: a group
 * @bound: "requests:N", "duration:N" or "iterations:N"; anything else is ignored
 *
 * Sets what ends a trial.
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
        adw_combo_row_set_selected (self->bound_row, i);
        gtk_spin_button_set_value (self->amount_spin, (double) amount);
      }
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
  GtkStringList *titles;
  gboolean is_offered;

  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));

  if (n_own == self->n_own && n_others == self->n_others)
    return;

  titles = GTK_STRING_LIST (adw_combo_row_get_model (self->kind_row));
  is_offered = self->n_own > 0;
  self->n_own = n_own;
  self->n_others = n_others;
  if (n_own > 0 && !is_offered)
    gtk_string_list_append (titles, _ ("As Each Scenario Says"));
  if (n_own == 0 && is_offered)
    {
      if (get_kind (self) == KIND_OWN)
        adw_combo_row_set_selected (self->kind_row, KIND_CONCURRENCY);
      gtk_string_list_remove (titles, KIND_OWN);
    }
  on_kind_selected_cb (self);
}

static void
fill_bound (PronyLoadGroup *self, PronyPlan *plan)
{
  guint amount = (guint) gtk_spin_button_get_value_as_int (self->amount_spin);

  switch (adw_combo_row_get_selected (self->bound_row))
    {
    case BOUND_DURATION:
      plan->duration_s = amount;
      break;

    case BOUND_ITERATIONS:
      plan->iterations = amount;
      break;

    case BOUND_REQUESTS:
    default:
      plan->requests = amount;
      break;
    }
}

static gboolean
fill_typed (PronyLoadGroup *self, Kind kind, PronyPlan *plan, GError **error)
{
  AdwEntryRow *row = kind == KIND_RATE ? self->rate_row : self->concurrency_row;
  g_autoptr (GArray) levels = parse_levels (gtk_editable_get_text (GTK_EDITABLE (row)), kind);

  if (levels == NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT, get_complaint (kind));
      return FALSE;
    }

  for (guint i = 0; i < levels->len; i++)
    {
      PronyLoadLevel *level = &g_array_index (levels, PronyLoadLevel, i);

      if (kind == KIND_RATE)
        {
          level->arrival = get_arrival (self);
          if (level->arrival == PRONY_ARRIVAL_GAMMA)
            level->burstiness = gtk_spin_button_get_value (self->burstiness_spin);
          level->concurrency = (guint) gtk_spin_button_get_value_as_int (self->cap_spin);
        }
      if (level->from_concurrency > 0 || isfinite (level->from_rate))
        level->ramp_s = plan->duration_s;
      prony_plan_add_level (plan, *level);
    }

  return TRUE;
}

static gboolean
fill_trace (PronyLoadGroup *self, PronyPlan *plan, GError **error)
{
  PronyLoadLevel level = prony_load_level_trace (gtk_spin_button_get_value (self->speed_spin));
  PronyTrace *trace = prony_trace_row_get_trace (self->trace_row, error);

  if (trace == NULL)
    return FALSE;

  level.concurrency = (guint) gtk_spin_button_get_value_as_int (self->cap_spin);
  prony_plan_add_level (plan, level);
  plan->trace = prony_trace_ref (trace);
  return TRUE;
}

static void
fill_settings (PronyLoadGroup *self, PronyPlan *plan)
{
  plan->warmup = (guint) gtk_spin_button_get_value_as_int (self->warmup_spin);
  plan->max_tokens = (guint) gtk_spin_button_get_value_as_int (self->max_tokens_spin);
  plan->timeout_s = gtk_spin_button_get_value (self->timeout_spin);
  plan->think_s = gtk_spin_button_get_value (self->think_spin);
  plan->retries = (guint) gtk_spin_button_get_value_as_int (self->retries_spin);
  plan->cooldown_s = gtk_spin_button_get_value (self->cooldown_spin);
  plan->calibrate = gtk_switch_get_active (self->calibrate_switch);
  plan->order =
    gtk_switch_get_active (self->parallel_switch) ? PRONY_ORDER_PARALLEL : PRONY_ORDER_SEQUENTIAL;
}

/**
 * prony_load_group_fill:
 * @self: a group
 * @plan: a plan without loads
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Puts what was chosen into a plan.
 *
 * Returns: whether it can be a load; otherwise @error says what to correct
 */
gboolean
prony_load_group_fill (PronyLoadGroup *self, PronyPlan *plan, GError **error)
{
  Kind kind;

  g_return_val_if_fail (PRONY_IS_LOAD_GROUP (self), FALSE);
  g_return_val_if_fail (plan != NULL, FALSE);

  kind = get_kind (self);
  fill_bound (self, plan);
  fill_settings (self, plan);
  if (kind == KIND_SWEEP)
    {
      plan->sweep = TRUE;
      plan->sweep_max = (guint) gtk_spin_button_get_value_as_int (self->limit_spin);
      prony_plan_add_level (plan, prony_load_level_closed (1));
      return TRUE;
    }
  if (kind == KIND_TRACE)
    return fill_trace (self, plan, error);

  plan->own_loads = kind == KIND_OWN;
  if (kind == KIND_OWN && self->n_others == 0)
    return TRUE;

  return fill_typed (self, kind, plan, error);
}
