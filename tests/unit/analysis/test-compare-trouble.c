/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What is hard to compare: for every metric there are figures or a sentence, and never what is no
 * number. */

#include "config.h"

#include <string.h>

#include "analysis-world.h"
#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-compare-notes.h"
#include "core/analysis/prony-compare-variants.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/chart/prony-chart-file.h"
#include "core/chart/prony-chart-text.h"

/* The requests of one side. */
typedef struct
{
  guint n;
  gboolean failed;
  gboolean equal;
  gboolean instant; /* every figure of time is 0 */
} Side;

static const struct
{
  const char *name;
  Side sides[2];
} cases[] = {
  { "one sample", { { .n = 1 }, { .n = 1 } } },
  { "one against many", { { .n = 1 }, { .n = 40 } } },
  { "no sample", { { .n = 0 }, { .n = 0 } } },
  { "none against many", { { .n = 0 }, { .n = 40 } } },
  { "all failed", { { .n = 20, .failed = TRUE }, { .n = 20, .failed = TRUE } } },
  { "all failed against all right", { { .n = 20, .failed = TRUE }, { .n = 20 } } },
  { "all right against all failed", { { .n = 20 }, { .n = 20, .failed = TRUE } } },
  { "all equal", { { .n = 20, .equal = TRUE }, { .n = 20, .equal = TRUE } } },
  { "equal against others", { { .n = 20, .equal = TRUE }, { .n = 20 } } },
  { "a baseline of 0", { { .n = 20, .instant = TRUE }, { .n = 20 } } },
  { "nothing but 0", { { .n = 20, .instant = TRUE }, { .n = 20, .instant = TRUE } } },
};

static GPtrArray *
make_side (World *world, const Side *side)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < side->n; i++)
    {
      double ttft = side->instant ? 0 : side->equal ? 0.2 : 0.2 * world_draw (world);
      double gap = side->instant ? 0 : side->equal ? 0.02 : 0.02 * world_draw (world);
      PronyRequestRecord *record = make_record (i + 1, i * 2, ttft, gap, 10);

      if (side->failed)
        record->outcome = PRONY_OUTCOME_HTTP_5XX;
      g_ptr_array_add (records, record);
    }
  return records;
}

static PronyRun *
make_run (World *world, const char *target, gint64 day, const Side *side, guint repeats)
{
  PronyRun *run = world_new_run (target, day);

  for (guint i = 0; i < repeats; i++)
    {
      PronyTrial *trial = world_add_trial (world, run, target, "chat", 4, 0, 1);
      GPtrArray *records = make_side (world, side);
      PronySummaryInput input;

      trial->repeat = i;
      prony_set_str (&trial->target->model, day == 0 ? "qwen2.5:7b-q4_K_M" : "qwen2.5:7b-q8_0");
      prony_summary_unref (trial->summary);
      prony_summary_input_init (&input, records);
      trial->summary = prony_summarize (&input);
      g_hash_table_insert (world->records, trial, records);
    }
  return run;
}

static GPtrArray *
get_records (PronyRun *run, PronyTrial *trial, gpointer user_data)
{
  return world_get_records (trial, user_data);
}

static void
check_text (const char *name, const char *text)
{
  g_autofree char *small = g_utf8_strdown (text, -1);

  if (*text == '\0' || strstr (small, "nan") != NULL || strstr (small, "inf ") != NULL ||
      strstr (small, "∞") != NULL || g_str_has_suffix (small, "inf"))
    g_error ("%s: “%s”", name, text);
}

static void
check_and_free (const char *name, char *text)
{
  if (text != NULL)
    check_text (name, text);
  g_free (text);
}

static void
check_comparison (const char *name, const PronyComparison *comparison)
{
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  double difference = comparison->value - comparison->baseline;

  g_assert_false (isinf (comparison->ratio));
  g_assert_false (isinf (comparison->difference_ci[0]) || isinf (comparison->difference_ci[1]));
  g_assert_false (isinf (comparison->ratio_ci[0]) || isinf (comparison->ratio_ci[1]));
  g_assert_false (isinf (comparison->detectable) || isinf (comparison->detectable_share));
  g_assert_true (!comparison->clear || isfinite (difference));
  check_text (name, prony_comparison_describe_verdict (comparison));
  check_and_free (name, prony_comparison_describe (comparison, "one", "two"));
  check_and_free (name, prony_comparison_describe_limits (comparison));
  check_and_free (name, prony_comparison_describe_interval (comparison));
  check_and_free (name, prony_comparison_format_p_value (comparison->p_adjusted));
  check_and_free (name, prony_comparison_format_ratio (comparison->ratio));
  check_and_free (name, prony_comparison_format_difference (difference, unit));
}

static void
check_chart (const char *name, PronyChart *chart)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  g_assert_true (prony_chart_has_values (chart));
  check_and_free (name, prony_chart_describe (chart));
  picture = prony_chart_render (chart, theme, 640, PRONY_CHART_FORMAT_SVG, &error);
  g_assert_no_error (error);
}

static void
check_metric (const char *name, World *world, PronyCompareSet *set, PronyMetric metric)
{
  g_autoptr (GPtrArray) pairs = prony_compare_set_make_pairs (set, metric, 0);
  g_autoptr (GPtrArray) charts = prony_compare_set_make_charts (set, metric);

  prony_compare_pairs_compare (pairs, get_records, world, NULL);
  for (guint i = 0; i < pairs->len; i++)
    check_comparison (name, &((PronyComparePair *) g_ptr_array_index (pairs, i))->comparison);
  /* Pictures take their time; metrics are drawn alike. */
  for (guint i = 0; i < charts->len && metric % 8 == 0; i++)
    check_chart (name, g_ptr_array_index (charts, i));
}

static void
check_variants (const char *name, PronyCompareSet *set)
{
  g_autoptr (GPtrArray) variants = prony_compare_set_list_variants (set);

  g_assert_cmpuint (variants->len, ==, 2);
  for (guint i = 0; i < variants->len; i++)
    {
      const PronyCompareVariant *variant = g_ptr_array_index (variants, i);

      check_and_free (name, prony_compare_variant_describe_size (variant));
      check_and_free (name, prony_compare_variant_describe_quantization (variant));
      check_and_free (name, prony_format_value (variant->speed, PRONY_UNIT_TOKENS_PER_SECOND));
    }
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint repeats = 1; repeats <= 3; repeats += 2)
      {
        World world;
        g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
        g_autoptr (PronyRun) first = NULL;
        g_autoptr (PronyRun) second = NULL;

        world_init (&world, i);
        first = make_run (&world, "one", 0, &cases[i].sides[0], repeats);
        second = make_run (&world, "two", 1, &cases[i].sides[1], repeats);
        prony_compare_set_add (set, first, ((PronyTrial *) first->trials->pdata[0])->target);
        prony_compare_set_add (set, second, ((PronyTrial *) second->trials->pdata[0])->target);
        g_assert_cmpuint (set->groups->len, ==, 1);
        for (guint k = 0; k < PRONY_N_METRICS; k++)
          check_metric (cases[i].name, &world, set, (PronyMetric) k);
        check_variants (cases[i].name, set);
        world_clear (&world);
      }
}

/* Two hundred results side by side: what does not fit is left out of pictures. */
static void
test_many (void)
{
  World world;
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (PronyRun) model = world_new_run ("run", 0);
  g_autoptr (GPtrArray) notes = NULL;
  PronyTrial *measured;

  world_init (&world, 9);
  measured = world_add_trial (&world, model, "a", "chat", 4, 20, 1);
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (PronyRun) run = world_new_run ("run", i);
      PronyTrial *trial = world_add_trial (&world, run, "a", "chat", 4, 0, 1);

      prony_summary_unref (trial->summary);
      trial->summary = prony_summary_ref (measured->summary);
      g_hash_table_insert (world.records, trial, world_get_records (measured, &world));
      prony_compare_set_add (set, run, trial->target);
    }
  g_assert_cmpuint (set->entries->len, ==, 200);
  check_metric ("two hundred", &world, set, PRONY_METRIC_TTFT);
  notes = prony_compare_set_list_notes (set);
  g_assert_cmpuint (notes->len, ==, 0);
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/analysis/compare-trouble/cases", test_cases);
  g_test_add_func ("/analysis/compare-trouble/many", test_many);

  return g_test_run ();
}
