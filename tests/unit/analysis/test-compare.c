/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "analysis-world.h"
#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-compare-notes.h"
#include "core/analysis/prony-compare-variants.h"

static void
add_target (PronyCompareSet *set, PronyRun *run, guint trial)
{
  prony_compare_set_add (set, run, ((PronyTrial *) g_ptr_array_index (run->trials, trial))->target);
}

static GPtrArray *
get_records (PronyRun *run, PronyTrial *trial, gpointer user_data)
{
  return world_get_records (trial, user_data);
}

static void
set_scenario (PronyRun *run, const char *title, const char *template)
{
  PronyScenario *scenario = prony_scenario_new ("chat");

  prony_set_str (&scenario->title, title);
  prony_set_str (&scenario->source, title);
  prony_set_str (&scenario->template, template);
  g_ptr_array_add (run->scenarios, scenario);
}

/* Repeats are one result, and count by trial. */
static void
test_repeats (void)
{
  World world;
  g_autoptr (PronyRun) run = world_new_run ("run", 0);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  const PronyComparePair *pair;

  world_init (&world, 1);
  for (guint i = 0; i < 3; i++)
    {
      world_add_trial (&world, run, "a", "chat", 4, 40, 1)->repeat = i;
      world_add_trial (&world, run, "b", "chat", 4, 40, 1.5)->repeat = i;
    }
  add_target (set, run, 0);
  add_target (set, run, 1);
  g_assert_cmpuint (set->groups->len, ==, 1);
  pairs = prony_compare_set_make_pairs (set, PRONY_METRIC_TTFT, 0);
  prony_compare_pairs_compare (pairs, get_records, &world, NULL);

  g_assert_cmpuint (pairs->len, ==, 2); /* against the baseline, and the best two */
  pair = g_ptr_array_index (pairs, 0);
  g_assert_cmpuint (pair->comparison.n_repeats[1], ==, 3);
  g_assert_cmpuint (pair->comparison.n_values[1], ==, 120);
  g_assert_cmpfloat (pair->comparison.noise_floor, >, 0);
  g_assert_true (pair->comparison.clear);
  g_assert_false (pair->comparison.second_is_better);
  notes = prony_compare_set_list_notes (set);
  g_assert_cmpuint (notes->len, ==, 0);
  world_clear (&world);
}

/* Of repeats, each can be held against the others by itself. */
static void
test_single_trials (void)
{
  World world;
  g_autoptr (PronyRun) run = world_new_run ("run", 0);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) pairs = NULL;
  g_autofree char *title = NULL;
  const PronyComparePair *pair;

  world_init (&world, 4);
  for (guint i = 0; i < 3; i++)
    world_add_trial (&world, run, "a", "chat", 4, 40, 1)->repeat = i;
  for (guint i = 1; i < 3; i++)
    {
      prony_compare_set_add_trial (set, run, g_ptr_array_index (run->trials, i));
      prony_compare_set_add_trial (set, run, g_ptr_array_index (run->trials, i));
    }
  g_assert_cmpuint (set->entries->len, ==, 2);
  g_assert_cmpuint (set->groups->len, ==, 1);
  title = prony_compare_set_dup_title (set, 1);
  g_assert_cmpstr (title, ==, "a · trial 3");

  pairs = prony_compare_set_make_pairs (set, PRONY_METRIC_TTFT, 0);
  prony_compare_pairs_compare (pairs, get_records, &world, NULL);
  pair = g_ptr_array_index (pairs, 0);
  g_assert_cmpuint (pair->comparison.n_repeats[0], ==, 1);
  g_assert_cmpuint (pair->comparison.n_values[1], ==, 40);
  g_assert_cmpint ((int) pair->trial->index, ==, 2);

  add_target (set, run, 0); /* all of them, beside the two */
  g_assert_cmpuint (set->entries->len, ==, 3);
  world_clear (&world);
}

/* Loads that differ only in a number lie on a line, the others side by side. */
static void
test_charts (void)
{
  static const guint levels[] = { 8, 1, 4, 2 };
  World world;
  g_autoptr (PronyRun) run = world_new_run ("run", 0);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) charts = NULL;
  g_autoptr (GPtrArray) none = NULL;
  PronyChart *lines;

  world_init (&world, 5);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      world_add_trial (&world, run, "a", "chat", levels[i], 10, 1);
      world_add_trial (&world, run, "b", "chat", levels[i], 10, 1);
    }
  world_add_trial (&world, run, "a", "code", 4, 10, 1);
  world_add_trial (&world, run, "b", "code", 4, 10, 1);
  add_target (set, run, 0);
  add_target (set, run, 1);

  charts = prony_compare_set_make_charts (set, PRONY_METRIC_TTFT);
  g_assert_cmpuint (charts->len, ==, 2);
  lines = g_ptr_array_index (charts, 0);
  g_assert_cmpint (lines->kind, ==, PRONY_CHART_LINES);
  g_assert_cmpuint (prony_chart_count_data (lines), ==, 8);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (prony_chart_get_datum (lines, i)->x, ==, 1 << i);
  g_assert_cmpint (((PronyChart *) charts->pdata[1])->kind, ==, PRONY_CHART_BARS);
  g_assert_cmpuint (prony_chart_count_data (charts->pdata[1]), ==, 2);

  none = prony_compare_set_make_charts (set, PRONY_METRIC_QUALITY_PASS_RATE);
  g_assert_cmpuint (none->len, ==, 0);
  world_clear (&world);
}

/* The same name that asked other things is another scenario. */
static void
test_changed (void)
{
  World world;
  g_autoptr (PronyRun) first = world_new_run ("first", 0);
  g_autoptr (PronyRun) second = world_new_run ("second", 1);
  g_autoptr (PronyRun) third = world_new_run ("third", 2);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) notes = NULL;
  PronyCompareGroup *group;

  world_init (&world, 2);
  world_add_trial (&world, first, "a", "chat", 4, 10, 1);
  world_add_trial (&world, second, "a", "chat", 4, 10, 1);
  world_add_trial (&world, third, "a", "chat", 4, 10, 1);
  set_scenario (first, "Chat", "one");
  set_scenario (second, "Chat", "two");
  set_scenario (third, "A chat", "one"); /* only its title is another one */
  add_target (set, first, 0);
  add_target (set, second, 0);
  g_assert_cmpuint (set->groups->len, ==, 0);
  notes = prony_compare_set_list_notes (set);
  g_assert_cmpuint (notes->len, ==, 2);
  g_assert_nonnull (strstr (g_ptr_array_index (notes, 0), "cannot be compared"));
  g_assert_cmpstr (g_ptr_array_index (notes, 1), ==,
                   "“chat” was another scenario in “second” than in “first”, so these are kept "
                   "apart. What changed: the prompt.");
  prony_set_str (&second->name, "first");
  g_clear_pointer (&notes, g_ptr_array_unref);
  notes = prony_compare_set_list_notes (set);
  g_assert_nonnull (strstr (g_ptr_array_index (notes, 1), "in “first · 15 Nov 2023, "));
  g_assert_nonnull (strstr (g_ptr_array_index (notes, 1), "than in “first · 14 Nov 2023, "));

  add_target (set, third, 0);
  g_assert_cmpuint (set->groups->len, ==, 1);
  group = g_ptr_array_index (set->groups, 0);
  g_assert_null (g_ptr_array_index (group->trials, 1));
  g_assert_nonnull (g_ptr_array_index (group->trials, 2));
  world_clear (&world);
}

static void
check_quantization (const PronyCompareVariant *variant, const char *quantization, const char *size)
{
  g_autofree char *said = prony_compare_variant_describe_quantization (variant);
  g_autofree char *bytes = prony_compare_variant_describe_size (variant);

  g_assert_cmpstr (said, ==, quantization);
  g_assert_cmpstr (bytes, ==, size);
}

static void
test_variants_and_overlay (void)
{
  const char *const models[] = { "qwen2.5:7b-instruct-q4_K_M", "qwen2.5:7b-instruct-q8_0",
                                 "mistral:7b" };
  World world;
  g_autoptr (PronyRun) run = world_new_run ("run", 0);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) variants = NULL;
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  world_init (&world, 3);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      PronyTrial *trial = world_add_trial (&world, run, "ollama", "chat", 4, 10, 1 + i);
      GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

      for (guint k = 0; k < 2000 * i; k++)
        {
          double value = (k * 7) % 2000;

          g_array_append_val (values, value);
        }
      g_ptr_array_add (samples, values);
      prony_set_str (&trial->target->model, models[i]);
      trial->target->model_bytes = i == 1 ? 8 : -1;
      trial->target->quantization = g_strdup (i == 1 ? "Q8_1" : NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    add_target (set, run, i);

  variants = prony_compare_set_list_variants (set);
  g_assert_cmpuint (variants->len, ==, 2);
  g_assert_cmpuint (((PronyCompareVariant *) variants->pdata[1])->entry, ==, 1);
  g_assert_true (isnan (((PronyCompareVariant *) variants->pdata[0])->size_bytes));
  g_assert_cmpfloat (((PronyCompareVariant *) variants->pdata[1])->size_bytes, ==, 8);
  check_quantization (variants->pdata[0], "Q4_K_M by name", "–");
  check_quantization (variants->pdata[1], "Q8_1", "8 bytes"); /* whatever its name says */
  g_assert_cmpfloat (((PronyCompareVariant *) variants->pdata[1])->ttft, >,
                     ((PronyCompareVariant *) variants->pdata[0])->ttft);

  for (guint i = 0; i < 2; i++)
    {
      PronyChartKind kind = i == 0 ? PRONY_CHART_STEPS : PRONY_CHART_BOXES;
      g_autoptr (PronyChart) chart =
        prony_compare_set_make_overlay (set, 0, PRONY_METRIC_TTFT, kind, samples);

      g_assert_cmpuint (chart->series->len, ==, 2); /* the first has no values */
      g_assert_cmpuint (prony_chart_count_data (chart), ==, i == 0 ? 2000 : 2);
      g_assert_cmpuint (prony_chart_get_series (chart, 0)->slot, ==, 1);
    }
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/analysis/compare/repeats", test_repeats);
  g_test_add_func ("/analysis/compare/single-trials", test_single_trials);
  g_test_add_func ("/analysis/compare/charts", test_charts);
  g_test_add_func ("/analysis/compare/changed", test_changed);
  g_test_add_func ("/analysis/compare/variants-and-overlay", test_variants_and_overlay);

  return g_test_run ();
}
