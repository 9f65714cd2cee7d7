/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/prony-settings.h"
#include "app/widgets/prony-plan-text.h"
#include "app/widgets/prony-run-setup-private.h"
#include "app/widgets/prony-shortcut.h"

/* How long a scroll to the next step takes. */
#define SCROLL_MS 300

/* What is left above a step, in pixels. */
#define SCROLL_MARGIN 12

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRunSetup, prony_run_setup, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

/* --- Steps ------------------------------------------------------------------------ */

static GtkWidget *
get_group (PronyRunSetup *self, guint step)
{
  GtkWidget *groups[PRONY_SETUP_N_STEPS] = { GTK_WIDGET (self->targets_group),
                                             GTK_WIDGET (self->scenarios_group),
                                             GTK_WIDGET (self->load_group) };

  return groups[step];
}

/* The words on the button that goes on. After the last step there is only the start, or
 * what is missing is looked for from the beginning. */
static const char *
get_next (PronyRunSetup *self)
{
  static const char *const titles[PRONY_SETUP_N_STEPS] = { N_ ("_Next: Scenarios"),
                                                           N_ ("_Next: Load and Limits"),
                                                           N_ ("_Next: Targets") };

  return self->step == PRONY_SETUP_N_STEPS - 1 && self->valid ? NULL : _ (titles[self->step]);
}

static void
mark_step (PronyRunSetup *self)
{
  for (guint i = 0; i < PRONY_SETUP_N_STEPS; i++)
    if (i == self->step)
      gtk_widget_add_css_class (get_group (self, i), "prony-current-step");
    else
      gtk_widget_remove_css_class (get_group (self, i), "prony-current-step");
  prony_plan_bar_set_next (self->bar, get_next (self));
}

static void
scroll_to (double value, gpointer adjustment)
{
  gtk_adjustment_set_value (adjustment, value);
}

static void
show_step (PronyRunSetup *self)
{
  GtkWidget *group = get_group (self, self->step);
  GtkWidget *window = gtk_widget_get_ancestor (group, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  double from;
  double y;

  if (window == NULL || !gtk_widget_translate_coordinates (group, window, 0, 0, NULL, &y))
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (window));
  from = gtk_adjustment_get_value (adjustment);
  y = self->step == 0 ? 0 : from + y - SCROLL_MARGIN;
  if (self->scrolling != NULL)
    adw_animation_skip (self->scrolling);
  g_clear_object (&self->scrolling);
  /* Without animations it is there at once. */
  self->scrolling = adw_timed_animation_new (
    GTK_WIDGET (self), from,
    MIN (y, gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)),
    SCROLL_MS,
    adw_callback_animation_target_new (scroll_to, g_object_ref (adjustment), g_object_unref));
  g_object_ref_sink (self->scrolling);
  adw_animation_play (self->scrolling);
}

/* --- Choices ------------------------------------------------------------------------ */

static void
offer_own_loads (PronyRunSetup *self)
{
  g_autoptr (GPtrArray) scenarios = prony_scenario_chooser_get_scenarios (self->scenarios);
  guint n_own = 0;

  for (guint i = 0; i < scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (scenarios, i);

      n_own += scenario->load.levels->len > 0 ? 1 : 0;
    }

  prony_load_group_set_scenarios (self->load_group, n_own, scenarios->len - n_own);
}

static void
update (PronyRunSetup *self)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (GPtrArray) targets = NULL;
  g_autofree char *text = NULL;

  if (self->scenarios == NULL || self->setting)
    return;

  offer_own_loads (self);
  targets = prony_target_chooser_get_targets (self->targets);
  prony_load_group_set_n_targets (self->load_group, targets->len);
  plan = prony_run_setup_make_plan (self, NULL);
  text = prony_run_setup_describe (self);
  self->valid = plan != NULL;
  prony_plan_bar_set_plan (self->bar, plan, text);
  _prony_run_setup_update_actions (self);
  g_signal_emit (self, signals[CHANGED], 0);
  /* Last: a button gets no focus before its action is enabled. */
  prony_plan_bar_set_next (self->bar, get_next (self));
}

/* Fills in what a plan says, all of it or without its targets. */
void
_prony_run_setup_fill (PronyRunSetup *self, PronyPlan *plan, gboolean with_targets)
{
  self->setting = TRUE;
  if (with_targets)
    prony_target_chooser_set_targets (self->targets, plan->targets);
  prony_scenario_chooser_set_scenarios (self->scenarios, plan->scenarios);
  offer_own_loads (self);
  prony_load_group_set_plan (self->load_group, plan);
  self->setting = FALSE;
  update (self);
}

/* --- The widget ----------------------------------------------------------------------- */

static gboolean
on_shown_cb (gpointer user_data)
{
  PronyRunSetup *self = user_data;

  self->focus_id = 0;
  prony_plan_bar_grab_focus (self->bar);
  return G_SOURCE_REMOVE;
}

/* Whether the focus is somewhere in the pages, and not in the list of pages: who comes from
 * there with the keyboard goes on through it. */
static gboolean
has_focus_near (PronyRunSetup *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *list = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX) : NULL;

  return list == NULL || !gtk_widget_get_mapped (focus) ||
         !gtk_widget_has_css_class (list, "navigation-sidebar");
}

static void
prony_run_setup_map (GtkWidget *widget)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (widget);

  GTK_WIDGET_CLASS (prony_run_setup_parent_class)->map (widget);

  /* A stack gives the focus to its first widget when it has turned to a page. */
  if (self->focus_id == 0 && has_focus_near (self))
    self->focus_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_shown_cb, self, NULL);
}

static void
prony_run_setup_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&PRONY_RUN_SETUP (widget)->focus_id, g_source_remove);

  GTK_WIDGET_CLASS (prony_run_setup_parent_class)->unmap (widget);
}

static void
prony_run_setup_dispose (GObject *object)
{
  PronyRunSetup *self = PRONY_RUN_SETUP (object);

  g_clear_handle_id (&self->focus_id, g_source_remove);
  _prony_run_setup_stop_reading (self);
  if (self->scrolling != NULL)
    adw_animation_reset (self->scrolling);
  g_clear_object (&self->scrolling);
  g_clear_object (&self->targets);
  g_clear_object (&self->scenarios);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RUN_SETUP);

  G_OBJECT_CLASS (prony_run_setup_parent_class)->dispose (object);
}

static void
prony_run_setup_class_init (PronyRunSetupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_run_setup_dispose;
  widget_class->map = prony_run_setup_map;
  widget_class->unmap = prony_run_setup_unmap;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_LOAD_GROUP);
  g_type_ensure (PRONY_TYPE_PLAN_BAR);
  g_type_ensure (PRONY_TYPE_PLAN_MENU);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-setup.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, targets_group);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, scenarios_group);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, load_group);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, selections);
  gtk_widget_class_bind_template_child (widget_class, PronyRunSetup, bar);
  gtk_widget_class_bind_template_callback (widget_class, update);
  _prony_run_setup_install_actions (widget_class);
}

static void
prony_run_setup_init (PronyRunSetup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = prony_settings_new ();
  mark_step (self);
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_c, GDK_SHIFT_MASK | GDK_CONTROL_MASK,
                             "run.copy-command");
  _prony_run_setup_update_actions (self);
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
  self->scenarios =
    prony_scenario_chooser_new (self->scenarios_group, prony_session_get_scenarios (session));
  prony_plan_bar_set_session (self->bar, session);
  prony_plan_menu_set_session (self->selections, session);
  g_signal_connect_object (self->targets, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scenarios, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (_prony_run_setup_bring_back), self,
                           G_CONNECT_SWAPPED);
  update (self);
  _prony_run_setup_bring_back (self);
}

/**
 * prony_run_setup_begin:
 * @self: a setup
 *
 * Goes to the first step, and to the button that goes on from there: the key Enter goes
 * through all of them and starts the run.
 */
void
prony_run_setup_begin (PronyRunSetup *self)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  self->step = 0;
  mark_step (self);
  show_step (self);
  prony_plan_bar_grab_focus (self->bar);
}

/**
 * prony_run_setup_focus_next:
 * @self: a setup
 *
 * Gives the focus to the button that goes on, or else to the one that starts.
 */
void
prony_run_setup_focus_next (PronyRunSetup *self)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  prony_plan_bar_grab_focus (self->bar);
}

/**
 * prony_run_setup_next_step:
 * @self: a setup
 *
 * Goes to the next step; to the button that starts the run with the last one, or from
 * there to the first while what is chosen cannot be run.
 */
void
prony_run_setup_next_step (PronyRunSetup *self)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  if (get_next (self) == NULL)
    return;

  self->step = (self->step + 1) % PRONY_SETUP_N_STEPS;
  mark_step (self);
  show_step (self);
}

/**
 * prony_run_setup_set_running:
 * @self: a setup
 * @running: whether a run is under way, so that another one has to wait
 */
void
prony_run_setup_set_running (PronyRunSetup *self, gboolean running)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  prony_plan_bar_set_running (self->bar, running);
}

/**
 * prony_run_setup_is_valid:
 * @self: a setup
 *
 * Returns: whether what is chosen can be run
 */
gboolean
prony_run_setup_is_valid (PronyRunSetup *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_SETUP (self), FALSE);

  return self->valid;
}

/**
 * prony_run_setup_set_plan:
 * @self: a setup with its session
 * @plan: a plan, as prony_session_read_plan_finish() makes it; nobody changes it any more
 *
 * Chooses all that a plan says. prony_run_setup_make_plan() makes an equal one of it where
 * its engines are ready.
 */
void
prony_run_setup_set_plan (PronyRunSetup *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));
  g_return_if_fail (plan != NULL);

  _prony_run_setup_stop_reading (self);
  _prony_run_setup_fill (self, plan, TRUE);
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

  _prony_run_setup_stop_reading (self);
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

  _prony_run_setup_stop_reading (self);
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
  g_return_if_fail (PRONY_IS_RUN_SETUP (self));

  _prony_run_setup_stop_reading (self);
  prony_scenario_chooser_set (self->scenarios, name, selected);
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

  _prony_run_setup_stop_reading (self);
  prony_scenario_chooser_select_only (self->scenarios, name);
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

  _prony_run_setup_stop_reading (self);
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

  _prony_run_setup_stop_reading (self);
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
  g_ptr_array_unref (plan->scenarios);
  plan->scenarios = prony_scenario_chooser_get_scenarios (self->scenarios);

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
  g_autoptr (PronyPlan) plan = NULL;
  g_autofree char *text = NULL;
  guint n;

  g_return_val_if_fail (PRONY_IS_RUN_SETUP (self), NULL);

  plan = prony_run_setup_make_plan (self, &error);
  text = plan != NULL ? prony_plan_text_make (plan) : g_strdup (error->message);
  n = prony_target_chooser_count_left_out (self->targets);
  if (n == 0)
    return g_steal_pointer (&text);

  return g_strdup_printf (
    /* Translators: %s says what would be run, or what is missing */
    ngettext ("%s. %u chosen target is not ready and is left out.",
              "%s. %u chosen targets are not ready and are left out.", n),
    text, n);
}
