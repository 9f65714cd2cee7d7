/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-scenario-catalog.h"

static char *
find_folder (const char *name)
{
  return g_build_filename (g_getenv ("PRONY_TEST_DATA"), "scenarios", name, NULL);
}

static PronyScenario *
load (const char *name)
{
  g_autofree char *folder = find_folder ("good");
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario = prony_scenario_load_file (file, &error);

  g_assert_no_error (error);
  return scenario;
}

/* --- Broken files -------------------------------------------------------------------- */

/* A broken file begins with a comment for each of its mistakes, in their order:
 * "# LINE:COLUMN: a part of the sentence". */
static GPtrArray *
list_expected (const char *text)
{
  GPtrArray *expected = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = NULL;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; g_str_has_prefix (lines[i] != NULL ? lines[i] : "", "# "); i++)
    g_ptr_array_add (expected, g_strdup (g_strchomp (lines[i] + 2)));
  return expected;
}

static void
check_mistakes (const char *file, const char *text, const char *message)
{
  g_autoptr (GPtrArray) expected = list_expected (text);
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);

  if (g_strv_length (lines) != expected->len)
    g_error ("%u mistakes, not %u: %s", g_strv_length (lines), expected->len, message);
  for (guint i = 0; i < expected->len; i++)
    {
      const char *wanted = g_ptr_array_index (expected, i);
      const char *part = strchr (wanted, ' ') + 1;
      g_autofree char *place = g_strndup (wanted, (gsize) (part - wanted));
      g_autofree char *start = g_strconcat (file, ":", place, NULL);

      if (!g_str_has_prefix (lines[i], start) || strstr (lines[i], part) == NULL)
        g_error ("“%s” is not “%s”", lines[i], wanted);
    }
}

static void
test_broken (gconstpointer data)
{
  const char *file = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) scenario = prony_scenario_load_file (file, &error);
  g_autofree char *text = NULL;

  g_assert_null (scenario);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  check_mistakes (file, text, error->message);
}

static guint
add_broken (void)
{
  g_autofree char *folder = find_folder ("broken");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".yaml"))
      {
        g_autofree char *path = g_strdup_printf ("/scenario-folders/broken/%s", name);

        g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), test_broken,
                                   g_free);
        n++;
      }
  return n;
}

/* --- Good files ---------------------------------------------------------------------- */

static void
test_good (void)
{
  g_autofree char *folder = find_folder ("good");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".yaml"))
      {
        g_autoptr (PronyScenario) scenario = load (name);

        g_assert_nonnull (scenario->title);
        g_assert_true (scenario->cases->len > 0 || scenario->dataset != NULL);
        n++;
      }
  g_assert_cmpuint (n, >=, 10);
}

static void
check_rules (PronyExpectation *expect)
{
  static const PronyExpectationKind kinds[] = { PRONY_EXPECT_CONTAINS, PRONY_EXPECT_REGEX,
                                                PRONY_EXPECT_JSON,     PRONY_EXPECT_NUMBER,
                                                PRONY_EXPECT_ANY,      PRONY_EXPECT_NONE };
  const PronyExpectation *rules[G_N_ELEMENTS (kinds)];
  const PronyExpectation *inner;

  g_assert_cmpint (expect->kind, ==, PRONY_EXPECT_ALL);
  g_assert_cmpuint (expect->rules->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      rules[i] = g_ptr_array_index (expect->rules, i);
      g_assert_cmpint (rules[i]->kind, ==, kinds[i]);
    }
  g_assert_cmpstr (rules[0]->text, ==, "{answer}");
  g_assert_cmpstr (rules[1]->text, ==, "\\b\\d{1,4}\\b");
  g_assert_cmpstr (rules[2]->keys[1], ==, "year");
  g_assert_cmpfloat (rules[3]->low, ==, 3);
  g_assert_cmpfloat (rules[3]->high, ==, 4.5);
  inner = g_ptr_array_index (rules[4]->rules, 1);
  g_assert_cmpint (inner->kind, ==, PRONY_EXPECT_ALL);
  /* Two rules: both texts must occur, and it must be JSON. */
  g_assert_cmpuint (inner->rules->len, ==, 2);
}

static void
check_load (const PronyScenario *scenario)
{
  const PronyLoadLevel *level;

  g_assert_cmpuint (scenario->load.levels->len, ==, 3);
  g_assert_cmpfloat (scenario->load.duration_s, ==, 60);
  g_assert_cmpuint (scenario->load.requests, ==, 500);
  g_assert_cmpuint (scenario->load.iterations, ==, 3);
  g_assert_cmpint (scenario->load.warmup, ==, 0);
  level = &g_array_index (scenario->load.levels, PronyLoadLevel, 1);
  g_assert_true (prony_load_level_is_closed (level, 5));
  g_assert_cmpfloat (level->ramp_s, ==, 0);
  level = &g_array_index (scenario->load.levels, PronyLoadLevel, 2);
  g_assert_cmpuint (level->from_concurrency, ==, 1);
  g_assert_cmpuint (level->concurrency, ==, 64);
  g_assert_cmpfloat (level->ramp_s, ==, 60);
  g_assert_cmpfloat (scenario->slo_ttft_s, ==, 0.3);
  g_assert_cmpfloat (scenario->slo_itl_s, ==, 0.0505);
  g_assert_cmpfloat (scenario->slo_latency_s, ==, 5);
}

static void
test_every_key (void)
{
  g_autoptr (PronyScenario) scenario = load ("every-key.yaml");
  const PronyTestCase *second = prony_scenario_get_case (scenario, 1);

  g_assert_cmpint (scenario->prompt_lengths.kind, ==, PRONY_LENGTHS_LOG_NORMAL);
  g_assert_cmpfloat (scenario->prompt_lengths.mean, ==, 1000);
  g_assert_cmpfloat (scenario->prompt_lengths.stddev, ==, 300);
  g_assert_cmpuint (scenario->prompt_lengths.min, ==, 200);
  g_assert_cmpuint (scenario->prompt_lengths.max, ==, 4000);
  g_assert_cmpint (scenario->completion_lengths.kind, ==, PRONY_LENGTHS_NONE);
  check_rules (scenario->expect);
  check_load (scenario);

  g_assert_cmpuint (scenario->cases->len, ==, 3);
  g_assert_cmpstr (prony_test_case_get_value (second, "language"), ==, "French");
  g_assert_cmpstr (second->tags[1], ==, "simple");
  g_assert_cmpint (second->expect->kind, ==, PRONY_EXPECT_CONTAINS);
  g_assert_null (prony_scenario_get_case (scenario, 0)->expect);
}

static void
test_conversation (void)
{
  g_autoptr (PronyScenario) scenario = load ("conversation.yaml");
  const PronyMessage *second;
  const PronyLoadLevel *level;

  g_assert_null (scenario->template);
  g_assert_cmpstr (scenario->system, ==, "You know {city} well.");
  g_assert_cmpuint (scenario->messages->len, ==, 3);
  second = g_ptr_array_index (scenario->messages, 1);
  g_assert_cmpint (second->role, ==, PRONY_ROLE_ASSISTANT);
  g_assert_cmpstr (second->text, ==, "Far away.");
  g_assert_true (scenario->last_turn_only);
  g_assert_cmpint (scenario->load.warmup, ==, -1);
  g_assert_true (isnan (scenario->slo_ttft_s));

  level = &g_array_index (scenario->load.levels, PronyLoadLevel, 1);
  g_assert_cmpint (level->arrival, ==, PRONY_ARRIVAL_GAMMA);
  g_assert_cmpfloat (level->burstiness, ==, 0.5);
  g_assert_cmpfloat (level->from_rate, ==, 2);
  g_assert_cmpfloat (level->rate, ==, 20);
}

static void
test_lengths (void)
{
  g_autoptr (PronyScenario) fixed = load ("lengths-fixed.yaml");
  g_autoptr (PronyScenario) list = load ("lengths-from.yaml");
  g_autoptr (PronyScenario) values = load ("lengths-in-values.yaml");

  g_assert_cmpint (fixed->prompt_lengths.kind, ==, PRONY_LENGTHS_FIXED);
  g_assert_cmpfloat (fixed->prompt_lengths.mean, ==, 2000);
  g_assert_cmpint (fixed->completion_lengths.kind, ==, PRONY_LENGTHS_UNIFORM);
  g_assert_cmpuint (fixed->completion_lengths.max, ==, 200);

  g_assert_cmpint (list->prompt_lengths.kind, ==, PRONY_LENGTHS_LIST);
  g_assert_true (g_path_is_absolute (list->prompt_lengths.file));
  g_assert_cmpuint (list->prompt_lengths.values->len, ==, 3);
  g_assert_cmpuint (list->prompt_lengths.min, ==, 120);
  g_assert_cmpuint (list->prompt_lengths.max, ==, 960);
  g_assert_cmpuint (g_array_index (list->completion_lengths.values, guint, 2), ==, 64);

  /* Cut off at the limits of the prompt where it says no others. */
  g_assert_cmpuint (values->prompt_lengths.min, ==, 1);
  g_assert_cmpuint (values->prompt_lengths.max, ==, 2000);
}

static void
test_data_set (void)
{
  g_autoptr (PronyScenario) scenario = load ("data-set.yaml");

  g_assert_true (g_path_is_absolute (scenario->dataset->path));
  g_assert_cmpstr (scenario->dataset->name, ==, "questions.jsonl");
  g_assert_cmpint (scenario->dataset->format, ==, PRONY_DATASET_JSONL);
  g_assert_cmpuint (scenario->dataset->sample, ==, 2);
  g_assert_cmpuint (scenario->dataset->line, ==, 3);
  g_assert_cmpuint (scenario->dataset->column, ==, 9);
  g_assert_cmpuint (scenario->cases->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_assert_cmpuint (add_broken (), >=, 35);
  g_test_add_func ("/scenario-folders/good", test_good);
  g_test_add_func ("/scenario-folders/every-key", test_every_key);
  g_test_add_func ("/scenario-folders/conversation", test_conversation);
  g_test_add_func ("/scenario-folders/lengths", test_lengths);
  g_test_add_func ("/scenario-folders/data-set", test_data_set);
  return g_test_run ();
}
