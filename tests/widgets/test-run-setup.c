/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The set-up of a run: plans that are filled in come out as they were, the key Enter goes
 * through its steps, what is chosen is estimated, saved and brought back. */

#include "config.h"

#include <math.h>

#include "app/widgets/prony-plan-bar.h"
#include "app/widgets/prony-run-setup.h"
#include "base/prony-json.h"
#include "session-fixture.h"
#include "widget-fixture.h"

#define N_ENGINES 3

typedef struct
{
  SessionFixture session;
  GtkWindow *window;
  PronyRunSetup *setup;
  PronyEngineItem *engines[N_ENGINES]; /* the last one is not running */
} Fixture;

static PronyEngineInfo *
make_info (PronyEngineItem *item)
{
  PronyEngineInfo *info = prony_engine_info_new (prony_engine_item_get_url (item));
  PronyModelInfo *model = prony_model_info_new ("tiny");
  PronyModelInfo *other = prony_model_info_new ("small");

  info->kind = PRONY_ENGINE_VLLM;
  info->status = PRONY_ENGINE_STATUS_READY;
  g_ptr_array_add (info->models, model);
  g_ptr_array_add (info->models, other);
  return info;
}

static void
add_engine (Fixture *fixture, guint index)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", 5 + index);
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec (url);
  PronyEngineItem *item = prony_session_add_engine (fixture->session.session, spec, NULL);

  wait_until (session_fixture_is_probed, item);
  if (index < N_ENGINES - 1)
    {
      g_autoptr (PronyEngineInfo) info = make_info (item);

      prony_engine_item_set_info (item, info);
    }
  fixture->engines[index] = item;
}

/* What the page has for the set-up. */
static void
add_actions (GtkWidget *window)
{
  static const GActionEntry entries[] = { { .name = "start" }, { .name = "queue" } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (window, "run", G_ACTION_GROUP (group));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  session_fixture_set_up (&fixture->session, NULL);
  session_fixture_open (&fixture->session);
  for (guint i = 0; i < N_ENGINES; i++)
    add_engine (fixture, i);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  add_actions (GTK_WIDGET (fixture->window));
  fixture->setup = g_object_new (PRONY_TYPE_RUN_SETUP, NULL);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->setup));
  gtk_window_set_default_size (fixture->window, 700, 600);
  prony_run_setup_set_session (fixture->setup, fixture->session.session);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  session_fixture_tear_down (&fixture->session, NULL);
}

static char *
to_text (PronyPlan *plan)
{
  g_autoptr (JsonObject) json = prony_plan_to_json (plan);

  return prony_json_to_text (json, TRUE);
}

static void
activate (Fixture *fixture, const char *action, const char *argument)
{
  g_assert_true (
    gtk_widget_activate_action_variant (GTK_WIDGET (fixture->setup), action,
                                        argument != NULL ? g_variant_new_string (argument) : NULL));
}

static PronyTarget *
add_target (PronyPlan *plan, PronyEngineItem *item, const char *model, const char *name)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  PronyTarget *target = prony_target_new (spec, model);

  g_free (target->name);
  target->name = g_strdup (name);
  g_ptr_array_add (plan->targets, target);
  return target;
}

/* --- Plans there and back ----------------------------------------------------------- */

static void
change_ramps (PronyPlan *plan)
{
  g_auto (GStrv) words = g_strsplit ("1 2..32 64", " ", -1);

  g_array_set_size (plan->levels, 0);
  plan->duration_s = 7.5;
  plan->requests = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      PronyLoadLevel level = prony_load_level_closed (0);

      g_assert_true (prony_load_level_parse (&level, words[i]));
      level.ramp_s = level.from_concurrency > 0 ? 7.5 : 0;
      prony_plan_add_level (plan, level);
    }
}

static void
change_rates (PronyPlan *plan)
{
  const double rates[] = { 0.3, 8 };

  g_array_set_size (plan->levels, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      PronyLoadLevel level = prony_load_level_open (rates[i], PRONY_ARRIVAL_GAMMA);

      level.burstiness = 0.125;
      level.concurrency = 99;
      prony_plan_add_level (plan, level);
    }
}

/* No row has loads of several kinds, or rates with patterns of their own. */
static void
change_mixed (PronyPlan *plan)
{
  prony_plan_add_level (plan, prony_load_level_open (2, PRONY_ARRIVAL_CONSTANT));
  prony_plan_add_level (plan, prony_load_level_open (2, PRONY_ARRIVAL_POISSON));
}

static void
change_sweep (PronyPlan *plan)
{
  g_array_set_size (plan->levels, 0);
  prony_plan_add_level (plan, prony_load_level_closed (1));
  plan->sweep = TRUE;
  plan->sweep_max = 48;
}

static void
change_sweep_from (PronyPlan *plan)
{
  change_sweep (plan);
  g_array_index (plan->levels, PronyLoadLevel, 0).concurrency = 4;
}

static PronyScenario *
add_own (PronyPlan *plan, guint streams)
{
  PronyScenario *scenario = prony_scenario_new ("own");
  PronyLoadLevel level = prony_load_level_closed (streams);

  scenario->kept = TRUE;
  scenario->load.duration_s = 3;
  g_array_append_val (scenario->load.levels, level);
  g_ptr_array_add (plan->scenarios, scenario);
  plan->own_loads = TRUE;
  return scenario;
}

static void
change_own (PronyPlan *plan)
{
  add_own (plan, 9);
}

static void
change_own_only (PronyPlan *plan)
{
  g_ptr_array_set_size (plan->scenarios, 0);
  add_own (plan, 9);
  plan->own_bounds = FALSE;
  plan->own_warmup = FALSE;
}

static void
change_bounds (PronyPlan *plan)
{
  plan->duration_s = 12.25;
  plan->requests = 1234567;
  plan->iterations = 3;
}

static void
change_iterations (PronyPlan *plan)
{
  plan->requests = 0;
  plan->iterations = 2;
}

static void
change_settings (PronyPlan *plan)
{
  plan->warmup = 4;
  plan->max_tokens = 17;
  plan->timeout_s = 2.5;
  plan->think_s = 0.125;
  plan->cooldown_s = 0.5;
  plan->retries = 3;
  plan->order = PRONY_ORDER_PARALLEL;
  plan->price_per_hour = 0;
  plan->slo_ttft_s = 0.123456789;
  plan->slo_latency_s = 7;
}

static void
change_rest (PronyPlan *plan)
{
  plan->name = g_strdup ("Nightly");
  plan->temperature = 0.7;
  plan->seed = -42;
  plan->repeatable = TRUE;
  plan->grace_s = 5;
  plan->threads = 2;
  plan->stream = FALSE;
}

static const struct
{
  const char *name;
  void (*change) (PronyPlan *plan);
} changes[] = {
  { "ramps", change_ramps },
  { "rates", change_rates },
  { "mixed", change_mixed },
  { "sweep", change_sweep },
  { "sweep from 4", change_sweep_from },
  { "own loads and others", change_own },
  { "own loads only", change_own_only },
  { "three bounds", change_bounds },
  { "iterations", change_iterations },
  { "settings", change_settings },
  { "rest", change_rest },
};

static void
assert_comes_back (Fixture *fixture, PronyPlan *plan)
{
  g_autofree char *before = to_text (plan);
  g_autofree char *after = NULL;
  g_autoptr (PronyPlan) made = NULL;
  g_autoptr (GError) error = NULL;

  prony_run_setup_set_plan (fixture->setup, plan);
  made = prony_run_setup_make_plan (fixture->setup, &error);
  g_assert_no_error (error);
  after = to_text (made);
  g_assert_cmpstr (after, ==, before);
}

static PronyPlan *
make_plan (Fixture *fixture)
{
  PronyPlan *plan = session_fixture_make_plan (&fixture->session, fixture->engines[0], 11);

  plan->calibrate = TRUE;
  return plan;
}

/* One after another in the same set-up: nothing of the one before is left over. */
static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (PronyPlan) plan = make_plan (fixture);

      g_test_message ("%s", changes[i % G_N_ELEMENTS (changes)].name);
      changes[i % G_N_ELEMENTS (changes)].change (plan);
      assert_comes_back (fixture, plan);
    }
}

/* Names and order are the plan's, not those of the list. */
static void
test_round_trip_of_targets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = make_plan (fixture);

  g_ptr_array_set_size (plan->targets, 0);
  add_target (plan, fixture->engines[1], "small", "second");
  add_target (plan, fixture->engines[0], "small", "first, small");
  add_target (plan, fixture->engines[0], "tiny", "first, tiny")->vocabulary = g_strdup ("/v.gguf");
  add_target (plan, fixture->engines[0], "tiny", "the same, counted by events");
  assert_comes_back (fixture, plan);
}

static void
test_round_trip_of_trace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = make_plan (fixture);
  g_autofree char *path = g_build_filename (fixture->session.folder, "trace.csv", NULL);
  g_autoptr (GError) error = NULL;
  PronyLoadLevel level = prony_load_level_trace (2.5);

  g_assert_true (
    g_file_set_contents (path, "time,prompt_tokens,output_tokens\n0,5,6\n1,7,8\n", -1, &error));
  plan->trace = prony_trace_read (path, &error);
  g_assert_no_error (error);
  level.concurrency = 3;
  g_array_set_size (plan->levels, 0);
  prony_plan_add_level (plan, level);
  plan->duration_s = 60;
  assert_comes_back (fixture, plan);
}

/* --- Choosing ------------------------------------------------------------------------- */

static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (fixture->setup, NULL);
  g_autofree char *text = prony_run_setup_describe (fixture->setup);

  g_assert_cmpstr (text, ==, "1 target × 1 scenario × 2 loads: 2 trials");
  g_assert_cmpuint (plan->requests, ==, 20);
  g_assert_cmpfloat (plan->duration_s, ==, 30);
  g_assert_true (prony_run_setup_is_valid (fixture->setup));
}

static const char *
get_focused_label (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);

  g_assert_true (GTK_IS_BUTTON (focus));
  return gtk_button_get_label (GTK_BUTTON (focus));
}

/* What the key does at the end of a short flash of the button. */
static void
press_enter (Fixture *fixture)
{
  g_signal_emit_by_name (gtk_window_get_focus (fixture->window), "clicked");
}

static gboolean
is_at_next (Fixture *fixture)
{
  return GTK_IS_BUTTON (gtk_window_get_focus (fixture->window)) &&
         g_strcmp0 (get_focused_label (fixture), "_Next: Scenarios") == 0;
}

static void
test_enter (Fixture *fixture, gconstpointer data)
{
  wait_until (is_at_next, fixture);
  press_enter (fixture);
  g_assert_cmpstr (get_focused_label (fixture), ==, "_Next: Load and Limits");
  press_enter (fixture);
  g_assert_cmpstr (get_focused_label (fixture), ==, "_Start Run");

  prony_run_setup_set_running (fixture->setup, TRUE);
  prony_run_setup_begin (fixture->setup);
  g_assert_cmpstr (get_focused_label (fixture), ==, "_Next: Scenarios");
  activate (fixture, "run.next-step", NULL);
  activate (fixture, "run.next-step", NULL);
  g_assert_cmpstr (get_focused_label (fixture), ==, "Add to _Queue");

  /* Whatever is missing is looked for from the beginning. */
  prony_run_setup_begin (fixture->setup);
  activate (fixture, "run.select-scenarios", "none");
  activate (fixture, "run.next-step", NULL);
  activate (fixture, "run.next-step", NULL);
  g_assert_cmpstr (get_focused_label (fixture), ==, "_Next: Targets");
  activate (fixture, "run.select-scenarios", "core");
  g_assert_cmpstr (get_focused_label (fixture), ==, "Add to _Queue");
}

static guint
count_scenarios (Fixture *fixture)
{
  g_autoptr (PronyPlan) plan = prony_run_setup_make_plan (fixture->setup, NULL);

  return plan != NULL ? plan->scenarios->len : 0;
}

static void
test_scenarios (Fixture *fixture, gconstpointer data)
{
  guint n_all = g_list_model_get_n_items (prony_session_get_scenarios (fixture->session.session));

  activate (fixture, "run.select-scenarios", "core");
  g_assert_cmpuint (count_scenarios (fixture), ==, 4);
  activate (fixture, "run.select-scenarios", "all");
  g_assert_cmpuint (count_scenarios (fixture), ==, n_all);
  activate (fixture, "run.select-scenarios", "none");
  g_assert_cmpuint (count_scenarios (fixture), ==, 0);
  g_assert_false (prony_run_setup_is_valid (fixture->setup));
}

static void
test_objectives (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) chat = NULL;
  g_autoptr (PronyPlan) none = NULL;

  activate (fixture, "run.set-objectives", "chat");
  chat = prony_run_setup_make_plan (fixture->setup, NULL);
  g_assert_cmpfloat (chat->slo_ttft_s, ==, 0.2);
  g_assert_cmpfloat (chat->slo_itl_s, ==, 0.05);
  g_assert_true (isnan (chat->slo_latency_s));
  activate (fixture, "run.set-objectives", "none");
  none = prony_run_setup_make_plan (fixture->setup, NULL);
  g_assert_true (isnan (none->slo_ttft_s));
}

static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = make_plan (fixture);
  g_autofree char *text = NULL;
  g_autoptr (PronyPlan) made = NULL;

  add_target (plan, fixture->engines[2], "tiny", "down");
  prony_run_setup_set_plan (fixture->setup, plan);
  made = prony_run_setup_make_plan (fixture->setup, NULL);
  g_assert_cmpuint (made->targets->len, ==, 1);
  text = prony_run_setup_describe (fixture->setup);
  g_assert_nonnull (strstr (text, "1 chosen target is not ready and is left out."));
}

typedef struct
{
  PronyRunSetup *setup;
  PronyPlan *plan;
} Expectation;

static gboolean
is_set_up (Expectation *expectation)
{
  g_autoptr (PronyPlan) made = prony_run_setup_make_plan (expectation->setup, NULL);
  g_autofree char *expected = to_text (expectation->plan);
  g_autofree char *text = made != NULL ? to_text (made) : NULL;

  return g_strcmp0 (text, expected) == 0;
}

static gboolean
has_two_targets (PronyRunSetup *setup)
{
  g_autoptr (PronyPlan) made = prony_run_setup_make_plan (setup, NULL);

  return made->targets->len == 2;
}

/* --- Saved ---------------------------------------------------------------------------- */

static guint
count_saved (Fixture *fixture)
{
  return g_list_model_get_n_items (prony_session_get_plans (fixture->session.session));
}

static void
test_saved_plan (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = make_plan (fixture);

  prony_run_setup_set_plan (fixture->setup, plan);
  activate (fixture, "run.save-plan-as", "Evening");
  g_assert_cmpuint (count_saved (fixture), ==, 1);
  activate (fixture, "run.select-scenarios", "all");
  prony_run_setup_set_bound (fixture->setup, "duration:5");
  activate (fixture, "run.use-plan", "Evening");
  wait_until (is_set_up, &((Expectation){ fixture->setup, plan }));

  activate (fixture, "run.delete-plan", "Evening");
  g_assert_cmpuint (count_saved (fixture), ==, 0);
}

/* A selection changes the targets and nothing else. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other =
    g_strdup_printf ("%s small", prony_engine_item_get_url (fixture->engines[1]));
  g_autoptr (PronyPlan) made = NULL;

  prony_run_setup_set_target (fixture->setup, other, TRUE);
  activate (fixture, "run.save-selection", "Both");
  prony_run_setup_set_target (fixture->setup, other, FALSE);
  prony_run_setup_set_load (fixture->setup, "concurrency:3");
  activate (fixture, "run.use-plan", "Both");
  wait_until (has_two_targets, fixture->setup);
  made = prony_run_setup_make_plan (fixture->setup, NULL);
  g_assert_cmpstr (((PronyTarget *) g_ptr_array_index (made->targets, 1))->model, ==, "small");
  g_assert_true (prony_load_level_is_closed (&g_array_index (made->levels, PronyLoadLevel, 0), 3));
}

static gboolean
is_estimated (PronyPlanBar *bar)
{
  return prony_plan_bar_get_estimate (bar) != NULL;
}

/* What is run last is there at the next start. */
static void
test_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = make_plan (fixture);
  GtkWidget *bar = widget_fixture_find (GTK_WIDGET (fixture->setup), PRONY_TYPE_PLAN_BAR, NULL);

  wait_until (is_estimated, bar);
  prony_run_setup_remember (fixture->setup, plan);
  fixture->setup = g_object_new (PRONY_TYPE_RUN_SETUP, NULL);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->setup));
  prony_run_setup_set_session (fixture->setup, fixture->session.session);
  wait_until (is_set_up, &((Expectation){ fixture->setup, plan }));
}

typedef struct
{
  PronyRunSetup *setup;
  guint n_refs;
} Holders;

static gboolean
is_let_go (Holders *holders)
{
  return G_OBJECT (holders->setup)->ref_count == holders->n_refs;
}

/* What somebody chooses meanwhile is not lost. */
static void
test_chosen_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = make_plan (fixture);
  g_autoptr (PronyPlan) made = NULL;
  Holders holders = { .setup = fixture->setup };

  prony_run_setup_set_plan (fixture->setup, plan);
  activate (fixture, "run.save-plan-as", "Evening");
  holders.n_refs = G_OBJECT (fixture->setup)->ref_count;
  activate (fixture, "run.use-plan", "Evening"); /* holds it until it has read the plan */
  prony_run_setup_set_load (fixture->setup, "concurrency:5");
  wait_until (is_let_go, &holders);
  made = prony_run_setup_make_plan (fixture->setup, NULL);
  g_assert_true (prony_load_level_is_closed (&g_array_index (made->levels, PronyLoadLevel, 0), 5));
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/run-setup/defaults", test_defaults);
  ADD ("/run-setup/round-trip", test_round_trip);
  ADD ("/run-setup/round-trip/targets", test_round_trip_of_targets);
  ADD ("/run-setup/round-trip/trace", test_round_trip_of_trace);
  ADD ("/run-setup/enter", test_enter);
  ADD ("/run-setup/scenarios", test_scenarios);
  ADD ("/run-setup/objectives", test_objectives);
  ADD ("/run-setup/left-out", test_left_out);
  ADD ("/run-setup/saved-plan", test_saved_plan);
  ADD ("/run-setup/selection", test_selection);
  ADD ("/run-setup/chosen-meanwhile", test_chosen_meanwhile);
  /* Last, since all set-ups after it begin with what it remembers. */
  ADD ("/run-setup/remembered", test_remembered);

  return g_test_run ();
}
