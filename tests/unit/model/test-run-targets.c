/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "core/model/prony-run-targets.h"

static void
add_trial (PronyRun *run, const char *name, const char *url, const char *model, guint concurrency)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);
  g_autoptr (PronyTarget) target = NULL;

  spec->name = g_strdup (name);
  target = prony_target_new (spec, model);
  g_ptr_array_add (run->trials, prony_trial_new (run->trials->len, target, "short-short", "Short",
                                                 PRONY_SCENARIO_SHORT_SHORT,
                                                 prony_load_level_closed (concurrency)));
}

static void
test_titles (void)
{
  static const struct
  {
    const char *name;
    const char *url;
    const char *model;
    const char *title;
  } cases[] = {
    { "vLLM", "http://127.0.0.1:8000", "a", "vLLM" },
    { "ollama", "http://127.0.0.1:11434", "b", "ollama · b" },
    { "ollama", "http://127.0.0.1:11434", "c", "ollama · c · http://127.0.0.1:11434" },
    { "ollama", "http://127.0.0.1:11435", "c", "ollama · c · http://127.0.0.1:11435" },
    { "bare", "http://127.0.0.1:1", NULL, "bare" },
  };
  g_autoptr (PronyRun) run = prony_run_new ("Targets");
  g_autoptr (GPtrArray) targets = NULL;

  /* Every target at two levels: it is listed once. */
  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      guint at = i % G_N_ELEMENTS (cases);

      add_trial (run, cases[at].name, cases[at].url, cases[at].model, i);
    }

  targets = prony_run_list_targets (run);
  g_assert_cmpuint (targets->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = prony_run_target_title (targets, i);
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      g_assert_cmpint (prony_run_find_target (targets, trial->target), ==, (int) i);
      g_assert_cmpstr (title, ==, cases[i].title);
    }
}

static void
test_stranger (void)
{
  g_autoptr (PronyRun) run = prony_run_new ("One");
  g_autoptr (PronyRun) other = prony_run_new ("Other");
  g_autoptr (GPtrArray) targets = NULL;

  add_trial (run, "vLLM", "http://127.0.0.1:8000", "a", 1);
  add_trial (other, "vLLM", "http://127.0.0.1:8000", "b", 1);
  targets = prony_run_list_targets (run);
  g_assert_cmpint (
    prony_run_find_target (targets, ((PronyTrial *) g_ptr_array_index (other->trials, 0))->target),
    ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/run-targets/titles", test_titles);
  g_test_add_func ("/model/run-targets/stranger", test_stranger);
  return g_test_run ();
}
