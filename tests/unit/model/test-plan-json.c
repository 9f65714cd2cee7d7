/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Plans in files: what is written is read again, what is older too, and nonsense is
 * not. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-plan.h"
#include "random-plan.h"

#define N_PLANS 500

typedef struct
{
  GPtrArray *scenarios;
  PronyTrace *trace;
  char *trace_file;
} Fixture;

static void
add_scenario (Fixture *self, const char *name, guint concurrency)
{
  PronyScenario *scenario = prony_scenario_new (name);
  PronyLoadLevel level = prony_load_level_closed (concurrency);

  if (concurrency > 0)
    {
      g_array_append_val (scenario->load.levels, level);
      scenario->load.duration_s = 20;
      scenario->load.warmup = 2;
      scenario->slo_ttft_s = 0.5;
    }
  g_ptr_array_add (self->scenarios, scenario);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX.csv", &self->trace_file, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (self->trace_file,
                       "TIMESTAMP,ContextTokens,GeneratedTokens\n"
                       "2023-11-16 18:15:46.6805900,374,44\n"
                       "2023-11-16 18:15:50.9951690,396,109\n",
                       -1, &error);
  g_assert_no_error (error);
  self->trace = prony_trace_read (self->trace_file, &error);
  g_assert_no_error (error);

  self->scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);
  add_scenario (self, "plain", 0);
  add_scenario (self, "own", 4);
  add_scenario (self, "other", 16);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_unlink (self->trace_file);
  g_free (self->trace_file);
  prony_trace_unref (self->trace);
  g_ptr_array_unref (self->scenarios);
}

static PronyScenario *
find_scenario (const char *name, gpointer user_data)
{
  GPtrArray *scenarios = user_data;

  for (guint i = 0; i < scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (scenarios, i);

      if (strcmp (scenario->name, name) == 0)
        return prony_scenario_ref (scenario);
    }
  return NULL;
}

static char *
write_plan (PronyPlan *plan)
{
  g_autoptr (JsonObject) object = prony_plan_to_json (plan);

  return prony_json_to_text (object, TRUE);
}

static PronyPlan *
read_plan (Fixture *self, const char *text, GError **error)
{
  g_autoptr (JsonObject) object = prony_json_parse_object (text, -1, NULL);

  g_assert_nonnull (object);
  return prony_plan_from_json (object, find_scenario, self->scenarios, error);
}

static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < N_PLANS; i++)
    {
      g_autoptr (PronyPlan) plan = random_plan_new (self->scenarios, self->trace);
      g_autofree char *text = write_plan (plan);
      g_autoptr (PronyPlan) read = NULL;
      g_autofree char *again = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (prony_plan_check (plan, NULL));
      read = read_plan (self, text, &error);
      g_assert_no_error (error);
      again = write_plan (read);
      g_assert_cmpstr (again, ==, text);

      g_assert_cmpint (read->own_loads, ==, plan->own_loads);
      g_assert_cmpint (read->sweep, ==, plan->sweep);
      g_assert_cmpint (read->calibrate, ==, plan->calibrate);
      g_assert_cmpuint (read->levels->len, ==, plan->levels->len);
      g_assert_cmpuint (prony_plan_count_trials (read), ==, prony_plan_count_trials (plan));
      g_assert_true ((read->trace != NULL) == (plan->trace != NULL));
      if (plan->trace != NULL)
        g_assert_cmpuint (read->trace->requests->len, ==, 2);
    }
}

/* What a file does not say is as in a new plan. */
static void
test_older (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) usual = prony_plan_new ();
  g_autoptr (PronyPlan) plan = NULL;
  g_autofree char *text = NULL;
  g_autofree char *usual_text = write_plan (usual);
  g_autoptr (GError) error = NULL;

  plan = read_plan (self, "{\"name\": null, \"unknown\": [1]}", &error);
  g_assert_no_error (error);
  text = write_plan (plan);
  g_assert_cmpstr (text, ==, usual_text);
}

/* Only what is to be measured. */
static void
test_selection (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  plan = read_plan (self,
                    "{\"targets\": [{\"name\": \"mine\", \"model\": \"m\","
                    " \"engine\": {\"url\": \"http://127.0.0.1:8000\"}}]}",
                    &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->targets->len, ==, 1);
  g_assert_cmpstr (((PronyTarget *) plan->targets->pdata[0])->name, ==, "mine");
  g_assert_cmpuint (plan->scenarios->len, ==, 0);
}

static void
test_nonsense (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *member;
    const char *named;
  } cases[] = {
    { "\"duration\": -1", "duration" },
    { "\"duration\": \"long\"", "duration" },
    { "\"duration\": 1e999", "duration" },
    { "\"requests\": 1.5", "requests" },
    { "\"requests\": 1e20", "requests" },
    { "\"requests\": 2147483647", "requests" },
    { "\"iterations\": {}", "iterations" },
    { "\"cooldown\": 1e300", "cooldown" },
    { "\"repeats\": 0", "repeats" },
    { "\"repeats\": 101", "repeats" },
    { "\"repeats\": 1.5", "repeats" },
    { "\"repeats\": \"twice\"", "repeats" },
    { "\"threads\": 100000", "threads" },
    { "\"sweep_max\": 1000000", "sweep_max" },
    { "\"warmup\": -3", "warmup" },
    { "\"warmup\": [1]", "warmup" },
    { "\"stream\": 1", "stream" },
    { "\"stream\": []", "stream" },
    { "\"order\": \"backwards\"", "order" },
    { "\"order\": 7", "order" },
    { "\"seed\": \"x\"", "seed" },
    { "\"seed\": 0.5", "seed" },
    { "\"temperature\": -0.1", "temperature" },
    { "\"levels\": [{\"kind\": \"sideways\"}]", "levels" },
    { "\"levels\": [3]", "levels" },
    { "\"levels\": {}", "levels" },
    { "\"plan_levels\": [{\"kind\": \"closed\"}]", "plan_levels" },
    { "\"scenarios\": [null]", "scenarios" },
    { "\"scenarios\": [3]", "scenarios" },
    { "\"scenarios\": \"plain\"", "scenarios" },
    { "\"targets\": 1", "targets" },
    { "\"targets\": 1, \"scenarios\": [\"lost\"]", "targets" },
    { "\"scenarios\": 1, \"trace\": \"/nowhere/at-all.csv\"", "scenarios" },
    { "\"trace\": 1", "trace" },
    { "\"sweep_max\": true", "sweep_max" },
    { "\"targets\": [1]", "address" },
    { "\"targets\": [{\"engine\": {\"url\": \"ftp://x\"}}]", "ftp://x" },
    { "\"scenarios\": [\"plain\", \"lost\"]", "lost" },
    { "\"trace\": \"/nowhere/at-all.csv\"", "/nowhere/at-all.csv" },
    { "\"scenarios\": [\"plain\"], \"targets\": [{\"engine\": {\"url\": \"http://a\"}}],"
      "\"levels\": [{\"kind\": \"open\", \"rate\": 2}]",
      "no end" },
    { "\"scenarios\": [\"plain\"], \"targets\": [{\"engine\": {\"url\": \"http://a\"}}],"
      "\"requests\": 1, \"sweep_max\": 8, \"levels\": [{\"kind\": \"open\", \"rate\": 2}]",
      "sweep" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{%s}", cases[i].member);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", text);
      g_assert_null (read_plan (self, text, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == PRONY_ERROR);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/plan-json/round-trip", test_round_trip);
  ADD ("/plan-json/older", test_older);
  ADD ("/plan-json/selection", test_selection);
  ADD ("/plan-json/nonsense", test_nonsense);

  return g_test_run ();
}
