/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-scenario-item.h"
#include "app/widgets/prony-load-group.h"
#include "app/widgets/prony-run-setup.h"
#include "app/widgets/prony-target-chooser.h"
#include "base/prony-error.h"

/* What is chosen until the user chooses. */
#define FIRST_SCENARIO "short-short"

struct _PronyRunSetup
{
  AdwBin parent_instance;

  /* Template children */
  AdwPreferencesGroup *targets_group;
  AdwPreferencesGroup *scenarios_group;
  PronyLoadGroup *load_group;
  GtkLabel *plan_label;
  GtkButton *start_button;

  /* Owned references */
  PronySession *session;
  PronyTargetChooser *targets;
  GPtrArray *scenario_checks; /* GtkCheckButton, borrowed; each has its item */
  GPtrArray *scenario_rows;   /* GtkWidget in the group, borrowed */
  GHashTable *chosen;         /* names of scenarios, a set */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRunSetup, prony_run_setup, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static PronyScenario *
get_scenario (GtkCheckButton *check)
{
  return prony_scenario_item_get_scenario (g_object_get_data (G_OBJECT (check), "item"));
}

static void
offer_own_loads (PronyRunSetup *self)
{
  guint n_own = 0;
  guint n_others = 0;

  for (guint i = 0; i < self->scenario_checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->scenario_checks, i);

      if (!gtk_check_button_get_active (check))
        continue;
      if (get_scenario (check)->load.levels->len > 0)
        n_own++;
      else
        n_others++;
    }

  prony_load_group_set_scenarios (self->load_group, n_own, n_others);
}

static void
update (PronyRunSetup *self)
{
  g_autofree char *text = NULL;

  if (self->session == NULL)
    return;

  offer_own_loads (self);
  text = prony_run_setup_describe (self);
  gtk_label_set_label (self->plan_label, text);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_scenario_toggled_cb (PronyRunSetup *self, GtkCheckButton *check)
{
  PronyScenarioItem *item = g_object_get_data (G_OBJECT (check), "item");
  const char *name = prony_scenario_item_get_scenario (item)->name;

  g_assert (PRONY_IS_RUN_SETUP (self));

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->chosen, g_strdup (name));
  else
    g_hash_table_remove (self->chosen, name);
  update (self);
}

/* The four that everybody measures, the user's own and what is chosen; the others of the
 * library are one step away. */
static gboolean
is_near (PronyRunSetup *self, PronyScenario *scenario)
{
  return !scenario->shipped || prony_scenario_has_tag (scenario, "core") ||
         g_hash_table_contains (self->chosen, scenario->name);
}

static void
add_scenario_row (PronyRunSetup *self, GtkWidget *row)
{
  adw_preferences_group_add (self->scenarios_group, row);
  g_ptr_array_add (self->scenario_rows, row);
}

static void
append_scenario (PronyRunSetup *self, PronyScenarioItem *item, GtkWidget *more)
{
  PronyScenario *scenario = prony_scenario_item_get_scenario (item);
  const char *title = prony_scenario_translate (scenario->title);
  const char *subtitle = prony_scenario_translate (scenario->description);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (row, subtitle);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               g_hash_table_contains (self->chosen, scenario->name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (check), "item", g_object_ref (item), g_object_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_scenario_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (self->scenario_checks, check);
  if (is_near (self, scenario))
    add_scenario_row (self, row);
  else
    adw_expander_row_add_row (ADW_EXPANDER_ROW (more), row);
}

static GtkCheckButton *
find_scenario_check (PronyRunSetup *self, const char *name)
{
  for (guint i = 0; i < self->scenario_checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->scenario_checks, i);
      PronyScenarioItem *item = g_object_get_data (G_OBJECT (check), "item");

      if (g_str_equal (prony_scenario_item_get_scenario (item)->name, name))
        return check;
    }

  return NULL;
}

/* Scenarios come, change and go while they are edited; what is chosen is known by its
 * name. */
static void
fill_scenarios (PronyRunSetup *self)
{
  GListModel *scenarios = prony_session_get_scenarios (self->session);
  GtkWidget *more;

  g_assert (PRONY_IS_RUN_SETUP (self));

  for (guint i = 0; i < self->scenario_rows->len; i++)
    adw_preferences_group_remove (self->scenarios_group,
                                  g_ptr_array_index (self->scenario_rows, i));
  g_ptr_array_set_size (self->scenario_rows, 0);
  g_ptr_array_set_size (self->scenario_checks, 0);

  more = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), _ ("More Scenarios"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More Scenarios"), -1);
  g_object_ref_sink (more);
  for (guint i = 0; i < g_list_model_get_n_items (scenarios); i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (scenarios, i);

      append_scenario (self, item, more);
    }
  if (self->scenario_checks->len > self->scenario_rows->len)
    add_scenario_row (self, more);
  g_object_unref (more);
  update (self);
}

static void
on_scenarios_changed_cb (PronyRunSetup *self, guint position, guint removed, guint added)
{
  GListModel *scenarios = prony_session_get_scenarios (self->session);

  g_assert (PRONY_IS_RUN_SETUP (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (scenarios, i);

      g_signal_handlers_disconnect_by_func (item, fill_scenarios, self);
      g_signal_connect_object (item, "notify::title", G_CALLBACK (fill_scenarios), self,
                               G_CONNECT_SWAPPED);
    }
  fill_scenarios (self);
}

static void
prony_run_setup_dispose (GObject *object)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (object);

  g_clear_object (&self->targets);
  g_clear_object (&self->session);
  g_clear_pointer (&self->scenario_checks, g_ptr_array_unref);
  g_clear_pointer (&self->scenario_rows, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RUN_SETUP);

  G_OBJECT_CLASS (prony_run_setup_parent_class)->dispose (object);
}

static void
prony_run_setup_class_init (PronyRunSetupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_run_setup_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_LOAD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-setup.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, targets_group);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, scenarios_group);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, load_group);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, plan_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, start_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
prony_run_setup_init (PronyRunSetup *self)
{
  self->scenario_checks = g_ptr_array_new ();
  self->scenario_rows = g_ptr_array_new ();
  /* A first run asks short prompts, which any engine answers within a minute. */
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->chosen, g_strdup (FIRST_SCENARIO));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_run_setup_set_session:
 * @self: a setup
 * @session: what the pages share
 *
 * Fills the lists; called once.
 */
void
prony_run_setup_set_session (PronyRunSetup *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->targets =
    prony_target_chooser_new (self->targets_group, prony_session_get_engines (session));
  g_signal_connect_object (self->targets, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (prony_session_get_scenarios (session), "items-changed",
                           G_CALLBACK (on_scenarios_changed_cb), self, G_CONNECT_SWAPPED);
  on_scenarios_changed_cb (self, 0, 0,
                           g_list_model_get_n_items (prony_session_get_scenarios (session)));
}

/**
 * prony_run_setup_select_engine:
 * @self: a setup
 * @item: an engine
 *
 * Chooses this engine alone.
 */
void
prony_run_setup_select_engine (PronyRunSetup *self, PronyEngineItem *item)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  prony_target_chooser_select_only (self->targets, item);
}

/**
 * prony_run_setup_set_target:
 * @self: a setup
 * @target: an engine's address, a space, and a model there
 * @selected: whether it is to be measured
 *
 * Chooses a target by name.
 */
void
prony_run_setup_set_target (PronyRunSetup *self, const char *target, gboolean selected)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  prony_target_chooser_set (self->targets, target, selected);
}

/**
 * prony_run_setup_set_scenario:
 * @self: a setup
 * @name: a scenario's name
 * @selected: whether it is to be asked
 *
 * Chooses a scenario by name.
 */
void
prony_run_setup_set_scenario (PronyRunSetup *self, const char *name, gboolean selected)
{
  GtkCheckButton *check;

  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  check = find_scenario_check (self, name);
  if (check != NULL)
    gtk_check_button_set_active (check, selected);
}

/**
 * prony_run_setup_select_scenario:
 * @self: a setup
 * @name: a scenario's name
 *
 * Chooses this scenario alone.
 */
void
prony_run_setup_select_scenario (PronyRunSetup *self, const char *name)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  g_hash_table_remove_all (self->chosen);
  g_hash_table_add (self->chosen, g_strdup (name));
  fill_scenarios (self);
}

/**
 * prony_run_setup_set_load:
 * @self: a setup
 * @load: as prony_load_group_set_load() takes it
 *
 * Sets the load.
 */
void
prony_run_setup_set_load (PronyRunSetup *self, const char *load)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  prony_load_group_set_load (self->load_group, load);
}

/**
 * prony_run_setup_set_bound:
 * @self: a setup
 * @bound: as prony_load_group_set_bound() takes it
 *
 * Sets what ends a trial.
 */
void
prony_run_setup_set_bound (PronyRunSetup *self, const char *bound)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  prony_load_group_set_bound (self->load_group, bound);
}

/**
 * prony_run_setup_make_plan:
 * @self: a setup
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): what was chosen
 */
PronyPlan *
prony_run_setup_make_plan (PronyRunSetup *self, GError **error)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();

  g_return_val_if_fail (PRONY_IS_RUN_SETUP (self), NULL);

  if (!prony_load_group_fill (self->load_group, plan, error))
    return NULL;

  g_ptr_array_unref (plan->targets);
  plan->targets = prony_target_chooser_get_targets (self->targets);
  for (guint i = 0; i < self->scenario_checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->scenario_checks, i);

      if (gtk_check_button_get_active (check))
        g_ptr_array_add (plan->scenarios, prony_scenario_ref (get_scenario (check)));
    }

  return prony_plan_check (plan, error) ? g_steal_pointer (&plan) : NULL;
}

/**
 * prony_run_setup_describe:
 * @self: a setup
 *
 * Returns: (transfer full): what would be run, or what is missing, in a sentence
 */
char *
prony_run_setup_describe (PronyRunSetup *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (self, &error);
  g_autofree char *targets = NULL;
  g_autofree char *scenarios = NULL;
  g_autofree char *loads = NULL;
  guint n;

  if (plan == NULL)
    return g_strdup (error->message);

  n = plan->targets->len;
  targets = g_strdup_printf (ngettext ("%u target", "%u targets", n), n);
  n = plan->scenarios->len;
  scenarios = g_strdup_printf (ngettext ("%u scenario", "%u scenarios", n), n);
  if (plan->own_loads)
    {
      n = prony_plan_count_trials (plan);
      /* Translators: such as "1 target × 4 scenarios at the loads that they name: 9 trials" */
      return g_strdup_printf (ngettext ("%s × %s at the loads that they name: %u trial",
                                        "%s × %s at the loads that they name: %u trials", n),
                              targets, scenarios, n);
    }
  n = plan->levels->len;
  loads = g_strdup_printf (ngettext ("%u load", "%u loads", n), n);
  if (plan->sweep)
    /* Translators: such as "1 target × 4 scenarios, as many loads as it takes, up to 64 at
     * once" */
    return g_strdup_printf (_ ("%s × %s, as many loads as it takes, up to %u at once"), targets,
                            scenarios, plan->sweep_max);

  n = prony_plan_count_trials (plan);
  /* Translators: such as "1 target × 4 scenarios × 2 loads: 8 trials" */
  return g_strdup_printf (ngettext ("%s × %s × %s: %u trial", "%s × %s × %s: %u trials", n),
                          targets, scenarios, loads, n);
}
