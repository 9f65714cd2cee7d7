/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The command that does what a plan says: read by the code that reads commands, it makes
 * the same plan. */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "cli/prony-cli-run-options.h"
#include "cli/prony-cli-target-text.h"
#include "core/bench/prony-plan-command.h"
#include "core/engines/prony-engine-process.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "random-plan.h"
#include "support/prony-test-folder.h"

#define N_PLANS 60

/* The names of the core ones, and one that has a load of its own. */
static const char *const names[] = { "long-long", "long-short", "short-long", "short-short",
                                     "together" };

static const char scenario_text[] = "name: %s\n"
                                    "title: A title\n"
                                    "description: What it is for.\n"
                                    "class: short-short\n"
                                    "prompt: { template: \"{question}\" }\n"
                                    "completion: { max_tokens: 8 }\n"
                                    "test_cases: [{ question: Why? }]\n";

typedef struct
{
  char *folder;
  GPtrArray *scenarios;
  PronyTrace *trace;
  char *trace_file;
} Fixture;

static void
make_scenarios (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strdup_printf ("%s/%s.yaml", folder, names[i]);
      g_autofree char *text = g_strdup_printf (scenario_text, names[i]);
      g_autofree char *with_load =
        g_strconcat (text, "load: { concurrency: [2, 8], requests: 12, warmup: 3 }\n", NULL);

      g_assert_true (
        g_file_set_contents (file, i < G_N_ELEMENTS (names) - 1 ? text : with_load, -1, NULL));
    }
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("prony trace-XXXXXX.csv", &self->trace_file, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (self->trace_file,
                       "TIMESTAMP,ContextTokens,GeneratedTokens\n"
                       "2023-11-16 18:15:46.6805900,374,44\n",
                       -1, &error);
  g_assert_no_error (error);
  self->trace = prony_trace_read (self->trace_file, &error);
  g_assert_no_error (error);

  self->folder = g_dir_make_tmp ("prony-scenarios-XXXXXX", &error);
  g_assert_no_error (error);
  make_scenarios (self->folder);
  g_setenv ("PRONY_SCENARIOS", self->folder, TRUE);
  g_setenv ("XDG_DATA_HOME", self->folder, TRUE);
  self->scenarios = prony_scenario_catalog_load (NULL);
  g_assert_cmpuint (self->scenarios->len, ==, G_N_ELEMENTS (names));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_unlink (self->trace_file);
  g_free (self->trace_file);
  prony_test_remove_tree (self->folder);
  g_free (self->folder);
  prony_trace_unref (self->trace);
  g_ptr_array_unref (self->scenarios);
}

/* The plan that `prony-cli` would carry out. */
static PronyPlan *
obey (const char *command)
{
  g_auto (PronyCliRunOptions) options = { 0 };
  g_auto (GStrv) words = NULL;
  g_autofree char **arguments = NULL;
  g_autoptr (GError) error = NULL;
  PronyPlan *plan;
  int n;

  g_assert_true (g_shell_parse_argv (command, &n, &words, &error));
  g_assert_cmpstr (words[0], ==, "prony-cli");
  g_assert_cmpstr (words[1], ==, "run");
  arguments = g_memdup2 (words + 1, sizeof (char *) * n);
  g_assert_true (prony_cli_run_options_parse (&options, n - 1, arguments));
  plan = prony_cli_run_options_make_plan (&options, &error);
  g_assert_no_error (error);
  for (guint i = 0; options.targets != NULL && options.targets[i] != NULL; i++)
    {
      g_ptr_array_add (plan->targets,
                       prony_cli_target_parse (options.targets[i], &options.shared, &error));
      g_assert_no_error (error);
    }
  return plan;
}

/* Whose loads and bounds these are, a command may say in another way. */
static char *
describe (PronyPlan *plan)
{
  static const char *const ways[] = { "use_own_loads", "own_bounds", "own_warmup", "plan_levels",
                                      "duration",      "requests",   "iterations", "warmup",
                                      "own_loads",     "targets" };
  g_autoptr (JsonObject) object = prony_plan_to_json (plan);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    json_object_remove_member (object, ways[i]);
  return prony_json_to_text (object, TRUE);
}

static void
assert_same_target (PronyTarget *target, PronyTarget *expected)
{
  g_assert_cmpstr (target->engine->url, ==, expected->engine->url);
  g_assert_cmpint (target->engine->api, ==, expected->engine->api);
  g_assert_cmpstr (target->engine->path, ==, expected->engine->path);
  g_assert_cmpint (target->engine->tls_insecure, ==, expected->engine->tls_insecure);
  g_assert_cmpfloat (target->engine->request_timeout_s, ==, expected->engine->request_timeout_s);
  g_assert_cmpstr (target->model, ==, expected->model);
  g_assert_cmpstr (target->name, ==, expected->name);
}

static void
assert_same_measure (PronyPlan *plan, PronyPlan *expected, guint scenario)
{
  GArray *levels = prony_plan_get_levels (plan, scenario);
  GArray *levels_expected = prony_plan_get_levels (expected, scenario);
  PronyPlanBounds bounds;
  PronyPlanBounds bounds_expected;

  prony_plan_get_bounds (plan, scenario, &bounds);
  prony_plan_get_bounds (expected, scenario, &bounds_expected);
  g_assert_cmpuint (levels->len, ==, levels_expected->len);
  for (guint i = 0; i < levels->len; i++)
    g_assert_true (prony_load_level_equal (&g_array_index (levels, PronyLoadLevel, i),
                                           &g_array_index (levels_expected, PronyLoadLevel, i)));
  g_assert_cmpfloat (bounds.duration_s, ==, bounds_expected.duration_s);
  g_assert_cmpuint (bounds.requests, ==, bounds_expected.requests);
  if (g_array_index (levels, PronyLoadLevel, 0).kind == PRONY_LOAD_CLOSED)
    g_assert_cmpuint (bounds.iterations, ==, bounds_expected.iterations);
  g_assert_cmpuint (bounds.warmup, ==, bounds_expected.warmup);
}

static void
assert_same (PronyPlan *plan, PronyPlan *expected)
{
  g_autofree char *text = describe (plan);
  g_autofree char *text_expected = describe (expected);

  g_assert_cmpstr (text, ==, text_expected);
  g_assert_cmpuint (plan->targets->len, ==, expected->targets->len);
  for (guint i = 0; i < plan->targets->len; i++)
    assert_same_target (plan->targets->pdata[i], expected->targets->pdata[i]);
  for (guint i = 0; i < plan->scenarios->len; i++)
    assert_same_measure (plan, expected, i);
}

static void
test_random (Fixture *self, gconstpointer unused)
{
  guint n_said = 0;

  for (guint i = 0; i < N_PLANS; i++)
    {
      g_autoptr (PronyPlan) plan = random_plan_new (self->scenarios, self->trace);
      g_autoptr (GError) error = NULL;
      g_autofree char *command = prony_plan_to_command (plan, &error);
      g_autoptr (PronyPlan) obeyed = NULL;

      if (command == NULL)
        {
          g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
          continue;
        }

      g_test_message ("%s", command);
      n_said++;
      obeyed = obey (command);
      assert_same (obeyed, plan);
    }
  /* Of those that cannot be said, most mix loads of scenarios with bounds for all. */
  g_assert_cmpuint (n_said, >, N_PLANS / 2);
}

/* --- How commands look ----------------------------------------------------------- */

static PronyPlan *
make_plan (Fixture *self, guint n_scenarios)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  PronyPlan *plan = prony_plan_new ();

  g_ptr_array_add (plan->targets, prony_target_new (engine, NULL));
  for (guint i = 0; i < n_scenarios; i++)
    g_ptr_array_add (plan->scenarios, prony_scenario_ref (self->scenarios->pdata[i]));
  prony_plan_add_level (plan, prony_load_level_closed (1));
  plan->iterations = 1;
  return plan;
}

static void
assert_command (PronyPlan *plan, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command = prony_plan_to_command (plan, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (command, ==, expected);
}

static void
assert_refused (PronyPlan *plan, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command = prony_plan_to_command (plan, &error);

  g_assert_null (command);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, reason));
}

/* What is as usual is not said. */
static void
test_short (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = make_plan (self, 4);
  PronyTarget *target = plan->targets->pdata[0];

  assert_command (plan, "prony-cli run --target url=http://127.0.0.1:8000");

  g_ptr_array_set_size (plan->scenarios, 1);
  assert_command (plan, "prony-cli run --target url=http://127.0.0.1:8000 --scenario short-long");

  target->name = (g_free (target->name), g_strdup ("It's mine"));
  g_array_index (plan->levels, PronyLoadLevel, 0).concurrency = 8;
  plan->duration_s = 30;
  plan->iterations = 0;
  plan->slo_ttft_s = 0.3;
  plan->slo_itl_s = 0.0125;
  assert_command (plan, "prony-cli run --target 'name=It'\\''s mine,url=http://127.0.0.1:8000' "
                        "--scenario short-long --concurrency 8 --duration 30 "
                        "--slo ttft:300,itl:12.5");
}

static void
test_own_file (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = make_plan (self, 0);
  PronyScenario *own = prony_scenario_copy (self->scenarios->pdata[0]);

  g_free (own->file);
  own->file = g_strdup ("/home/me/My scenarios/own.yaml");
  own->shipped = FALSE;
  g_ptr_array_add (plan->scenarios, own);
  assert_command (plan, "prony-cli run --target url=http://127.0.0.1:8000 "
                        "--scenario '/home/me/My scenarios/own.yaml'");

  own->kept = TRUE;
  assert_refused (plan, "“A title” is asked as it was in an earlier run");
}

static char *
run_command (const char *command)
{
  g_autofree char *folder = g_path_get_dirname (g_getenv ("PRONY_CLI"));
  g_autofree char *line =
    g_strdup_printf ("PATH='%s':$PATH %s --json --no-store --quiet", folder, command);
  const char *const words[] = { "sh", "-c", line, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &output, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return g_steal_pointer (&output);
}

/* By a shell and the program itself. */
static void
test_carried_out (Fixture *self, gconstpointer unused)
{
  const char *const arguments[] = { "--ttft-ms", "5", "--itl-ms", "1", "--model", "a model", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineProcess) simulator =
    prony_engine_process_start_simulator (arguments, NULL, &error);
  g_autoptr (PronyEngineSpec) engine = NULL;
  g_autoptr (PronyPlan) plan = make_plan (self, 2);
  g_autoptr (JsonObject) result = NULL;
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  JsonObject *written;
  JsonArray *benchmarks;

  g_assert_no_error (error);
  engine = prony_engine_spec_new (prony_engine_process_get_url (simulator), NULL);
  engine->name = g_strdup ("It's $mine");
  g_ptr_array_set_size (plan->targets, 0);
  g_ptr_array_add (plan->targets, prony_target_new (engine, "a model"));
  g_array_index (plan->levels, PronyLoadLevel, 0).concurrency = 3;
  plan->iterations = 0;
  plan->requests = 6;
  plan->calibrate = FALSE;

  command = prony_plan_to_command (plan, &error);
  g_assert_no_error (error);
  output = run_command (command);
  prony_engine_process_stop (simulator);
  result = prony_json_parse_object (output, -1, &error);
  g_assert_no_error (error);
  written = prony_json_get_object (prony_json_get_object (result, "metadata"), "plan");
  g_assert_cmpint (prony_json_get_int (written, "requests", 0), ==, 6);
  benchmarks = prony_json_get_array (result, "benchmarks");
  g_assert_cmpuint (json_array_get_length (benchmarks), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *benchmark = json_array_get_object_element (benchmarks, i);
      JsonObject *metrics = prony_json_get_object (benchmark, "metrics");

      g_assert_cmpstr (prony_json_get_string (benchmark, "engine", NULL), ==, "It's $mine");
      g_assert_cmpstr (prony_json_get_string (benchmark, "model", NULL), ==, "a model");
      g_assert_cmpint (prony_json_get_int (benchmark, "concurrency", 0), ==, 3);
      g_assert_cmpint (prony_json_get_int (metrics, "successful_requests", 0), ==, 6);
    }
}

/* A key is never part of a command. */
static void
test_no_key (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = make_plan (self, 4);
  PronyTarget *target = plan->targets->pdata[0];

  target->credentials = prony_credentials_from_secret ("sk-secret");
  assert_command (plan, "prony-cli run --target url=http://127.0.0.1:8000");
}

static void
test_too_much (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = make_plan (self, 4);
  PronyTarget *target = plan->targets->pdata[0];

  prony_plan_add_level (plan, prony_load_level_closed (1));
  assert_refused (plan, "or one of them is there twice");

  g_array_index (plan->levels, PronyLoadLevel, 1) =
    prony_load_level_open (2, PRONY_ARRIVAL_POISSON);
  plan->requests = 10;
  assert_refused (plan, "Its loads are of different kinds");

  g_array_set_size (plan->levels, 1);
  target->model = g_strdup ("a,b");
  assert_refused (plan, "“a,b” has a comma");

  target->model = (g_free (target->model), NULL);
  plan->timeout_s = 0;
  assert_refused (plan, "Its requests may take any time.");

  plan->timeout_s = 60;
  plan->repeatable = TRUE;
  plan->seed = -1;
  assert_refused (plan, "have a seed, of 0 or more");

  plan->seed = 0;
  g_ptr_array_add (plan->scenarios, prony_scenario_ref (self->scenarios->pdata[4]));
  plan->own_loads = TRUE;
  g_array_index (plan->levels, PronyLoadLevel, 0).concurrency = 4;
  assert_refused (plan, "a load or an end of their own");

  g_ptr_array_set_size (plan->targets, 0);
  assert_refused (plan, "");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("/plan-command/random", test_random);
  ADD ("/plan-command/short", test_short);
  ADD ("/plan-command/own-file", test_own_file);
  ADD ("/plan-command/carried-out", test_carried_out);
  ADD ("/plan-command/no-key", test_no_key);
  ADD ("/plan-command/too-much", test_too_much);

  return g_test_run ();
}
