/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/prompts/prony-prompt-mark.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "runner-fixture.h"

/* Where the prompts of a run come from: data files that go away, filler that is fitted to
 * the target, and that all trials of a target ask the same. */

#define FROM_FILE                                                                                  \
  "name: rows\n"                                                                                   \
  "title: Rows\n"                                                                                  \
  "description: Asks what is in a file.\n"                                                         \
  "class: short-short\n"                                                                           \
  "completion:\n"                                                                                  \
  "  max_tokens: 5\n"                                                                              \
  "test_cases:\n"                                                                                  \
  "  from: rows.jsonl\n"

#define FILLED                                                                                     \
  "name: filled\n"                                                                                 \
  "title: Filled\n"                                                                                \
  "description: Asks about made-up text.\n"                                                        \
  "class: long-short\n"                                                                            \
  "prompt:\n"                                                                                      \
  "  template: \"{document} What is it about?\"\n"                                                 \
  "completion:\n"                                                                                  \
  "  max_tokens: 5\n"                                                                              \
  "test_cases:\n"                                                                                  \
  "  - document: \"{text:300}\"\n"                                                                 \
  "  - document: \"{log:300}\"\n"

#define ROWS "{\"prompt\": \"Why is the sea salt?\"}\n{\"prompt\": \"Who was Ada?\"}\n"
#define MARK_LENGTH (PRONY_PROMPT_MARK_SIZE - 1)

static void
add_scenario (RunnerFixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_build_filename (self->folder, "scenario.yaml", NULL);
  PronyScenario *scenario = prony_scenario_parse (text, -1, name, &error);

  g_assert_no_error (error);
  g_ptr_array_add (self->plan->scenarios, scenario);
}

static char *
write_rows (RunnerFixture *self)
{
  char *path = g_build_filename (self->folder, "rows.jsonl", NULL);

  g_assert_true (g_file_set_contents (path, ROWS, -1, NULL));
  return path;
}

/* Its trials fail with a sentence, and the run goes on without them. */
static void
test_gone_before (RunnerFixture *self, gconstpointer unused)
{
  g_autofree char *path = write_rows (self);

  add_scenario (self, FROM_FILE);
  g_assert_cmpint (g_unlink (path), ==, 0);
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (self->run->trials->len, ==, 4);
  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = self->run->trials->pdata[i];

      if (strcmp (trial->scenario_name, "rows") != 0)
        {
          g_assert_cmpint (trial->state, ==, PRONY_STATE_FINISHED);
          continue;
        }
      g_assert_cmpint (trial->state, ==, PRONY_STATE_FAILED);
      g_assert_nonnull (strstr (trial->error, "rows.jsonl"));
      g_assert_null (trial->summary);
      g_assert_true (trial->target->simulated);
    }
}

/* What was read when the run began is asked to its end. */
static void
test_gone_meanwhile (RunnerFixture *self, gconstpointer unused)
{
  g_autofree char *path = write_rows (self);
  g_autoptr (PronyRunSnapshot) snapshot = NULL;

  g_ptr_array_set_size (self->plan->scenarios, 0);
  add_scenario (self, FROM_FILE);
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  self->plan->requests = 20;
  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  snapshot = runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);
  g_assert_cmpint (g_unlink (path), ==, 0);
  runner_fixture_wait_for_end (self);

  g_assert_cmpuint (self->run->trials->len, ==, 2);
  runner_fixture_assert_measured (self, 0, 20, 1);
  runner_fixture_assert_measured (self, 1, 20, 2);
}

static GHashTable *
collect_prompts (RunnerFixture *self, guint trial, gsize from)
{
  g_autoptr (GPtrArray) records = prony_runner_get_records (self->runner, trial);
  GHashTable *prompts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      PronyRequestRecord *record = records->pdata[i];

      g_assert_cmpuint (strlen (record->prompt), >, from);
      g_hash_table_add (prompts, g_strdup (record->prompt + from));
    }
  return prompts;
}

/* Trials of a target ask the same, but not so that a prompt cache could answer. */
static void
test_filler (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GHashTable) one = NULL;
  g_autoptr (GHashTable) other = NULL;
  g_autoptr (GHashTable) whole = NULL;
  GHashTableIter prompts;
  gpointer prompt;

  g_ptr_array_set_size (self->plan->scenarios, 0);
  add_scenario (self, FILLED);
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  one = collect_prompts (self, 0, MARK_LENGTH);
  other = collect_prompts (self, 1, MARK_LENGTH);
  g_assert_cmpuint (g_hash_table_size (one), ==, 2);
  g_assert_cmpuint (g_hash_table_size (other), ==, 2);
  g_hash_table_iter_init (&prompts, one);
  while (g_hash_table_iter_next (&prompts, &prompt, NULL))
    g_assert_true (g_hash_table_contains (other, prompt));
  whole = collect_prompts (self, 1, 0);
  g_assert_cmpuint (g_hash_table_size (whole), ==, 4 + 2);

  for (guint i = 0; i < 2; i++)
    {
      PronySummary *summary = ((PronyTrial *) self->run->trials->pdata[i])->summary;

      g_assert_true (summary->has_filler);
      g_assert_cmpint (summary->prompt_count_source, ==, PRONY_COUNT_USAGE);
      g_assert_nonnull (prony_summary_describe_filler (summary));
      /* The question and the prefix are some tokens more. */
      g_assert_cmpfloat (summary->distributions[PRONY_METRIC_PROMPT_TOKENS].min, >, 300);
      g_assert_cmpfloat (summary->distributions[PRONY_METRIC_PROMPT_TOKENS].max, <, 325);
    }
}

/* Nothing is said of lengths where none were made. */
static void
test_no_filler (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (JsonObject) object = NULL;
  PronySummary *summary;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, NULL);
  runner_fixture_wait_for_end (self);
  summary = ((PronyTrial *) self->run->trials->pdata[0])->summary;
  g_assert_false (summary->has_filler);
  g_assert_null (prony_summary_describe_filler (summary));
  object = prony_summary_to_json (summary);
  g_assert_false (json_object_has_member (object, "prompt_count_source"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD ("/runner-prompts/gone-before", NULL, test_gone_before);
  RUNNER_FIXTURE_ADD ("/runner-prompts/gone-meanwhile", NULL, test_gone_meanwhile);
  RUNNER_FIXTURE_ADD ("/runner-prompts/filler", NULL, test_filler);
  RUNNER_FIXTURE_ADD ("/runner-prompts/no-filler", NULL, test_no_filler);

  return g_test_run ();
}
