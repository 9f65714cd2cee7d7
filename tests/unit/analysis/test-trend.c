/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "analysis-world.h"
#include "core/analysis/prony-badge.h"
#include "core/analysis/prony-leaderboard.h"
#include "core/analysis/prony-trend.h"

#define RUNS 20
#define COURSES 200

static PronyTrend *
new_trend (void)
{
  const PronyLoadLevel load = prony_load_level_closed (4);

  return prony_trend_new ("vLLM", NULL, "chat", &load, PRONY_METRIC_TTFT);
}

/* A run with nothing but the figure that is looked at. */
static void
add_value (PronyTrend *trend, World *world, gint64 day, double value, gboolean simulated)
{
  g_autoptr (PronyRun) run = world_new_run ("night", day);
  PronyTrial *trial = world_add_trial (world, run, "vLLM", "chat", 4, 0, 1);

  trial->target->simulated = simulated;
  trial->summary->distributions[PRONY_METRIC_TTFT].p50 = value;
  prony_trend_add (trend, run);
  g_hash_table_remove (world->records, trial);
}

static guint
count_changes (PronyTrend *trend)
{
  guint n = 0;

  for (guint i = 0; i < trend->points->len; i++)
    n += !!g_array_index (trend->points, PronyTrendPoint, i).changed;
  return n;
}

static void
test_change (void)
{
  g_autoptr (PronyTrend) trend = new_trend ();
  g_autoptr (PronyChart) chart = NULL;
  g_autofree char *text = NULL;
  World world;

  world_init (&world, 1);
  /* Added in the wrong order, with a simulated run in between. */
  for (guint i = RUNS; i > 0; i--)
    add_value (trend, &world, i, (i > 12 ? 0.25 : 0.2) * (0.9 + 0.1 * world_draw (&world)), FALSE);
  add_value (trend, &world, 5, 0.001, TRUE);
  prony_trend_find_changes (trend);

  g_assert_cmpuint (trend->points->len, ==, RUNS + 1);
  g_assert_cmpuint (count_changes (trend), ==, 1);
  g_assert_true (g_array_index (trend->points, PronyTrendPoint, 13).changed);

  text = prony_trend_describe (trend);
  g_assert_nonnull (strstr (text, "21 runs"));
  g_assert_nonnull (strstr (text, "it is worse"));
  chart = prony_trend_make_chart (trend);
  g_assert_cmpuint (prony_chart_count_data (chart), ==, RUNS + 1);
  g_assert_cmpuint (chart->series->len, ==, 2);
  world_clear (&world);
}

/* Of courses that are nothing but noise few show a change. */
static void
test_noise (void)
{
  guint n = 0;
  World world;

  world_init (&world, 2);
  for (guint k = 0; k < COURSES; k++)
    {
      g_autoptr (PronyTrend) trend = new_trend ();

      for (guint i = 0; i < RUNS; i++)
        {
          PronyTrendPoint point = { .started_us = i, .value = world_draw (&world) };

          g_array_append_val (trend->points, point);
        }
      prony_trend_find_changes (trend);
      n += count_changes (trend) > 0;
    }
  g_test_message ("%u of %u courses of noise have a change", n, (guint) COURSES);
  g_assert_cmpuint (n, <, COURSES * 8 / 100);
  world_clear (&world);
}

static void
test_few (void)
{
  g_autoptr (PronyTrend) trend = new_trend ();
  g_autoptr (PronyChart) chart = NULL;
  g_autofree char *none = NULL;
  g_autofree char *one = NULL;
  World world;

  world_init (&world, 3);
  prony_trend_find_changes (trend);
  none = prony_trend_describe (trend);
  g_assert_cmpstr (none, ==, "No run has measured this.");
  chart = prony_trend_make_chart (trend);
  g_assert_false (prony_chart_has_values (chart));

  add_value (trend, &world, 0, 0.2, FALSE);
  add_value (trend, &world, 1, NAN, FALSE);
  prony_trend_find_changes (trend);
  g_assert_cmpuint (trend->points->len, ==, 1);
  one = prony_trend_describe (trend);
  g_assert_nonnull (strstr (one, "1 run."));
  world_clear (&world);
}

static void
test_leaderboard (void)
{
  World world;
  g_autoptr (PronyRun) first = world_new_run ("first", 0);
  g_autoptr (PronyRun) second = world_new_run ("second", 1);

  world_init (&world, 4);
  world_add_trial (&world, first, "a", "chat", 4, 30, 1);
  world_add_trial (&world, first, "b", "chat", 4, 30, 1.5);
  world_add_trial (&world, first, "sim", "chat", 4, 30, 0.1)->target->simulated = TRUE;
  world_add_trial (&world, first, "c", "chat", 4, 0, 1); /* has no value */
  world_add_trial (&world, second, "a", "chat", 4, 30, 2);
  for (guint best = 0; best < 2; best++)
    {
      g_autoptr (PronyLeaderboard) board = prony_leaderboard_new (-1, best, FALSE);
      const PronyLeaderGroup *group;
      const PronyLeader *leader;

      prony_leaderboard_add (board, second);
      prony_leaderboard_add (board, first);
      prony_leaderboard_sort (board);
      g_assert_cmpuint (board->groups->len, ==, 1);
      group = g_ptr_array_index (board->groups, 0);
      g_assert_cmpint (group->metric, ==, PRONY_METRIC_TTFT);
      g_assert_cmpuint (group->leaders->len, ==, 2);
      leader = g_ptr_array_index (group->leaders, 0);
      g_assert_cmpstr (leader->target, ==, best ? "a" : "b");
      g_assert_cmpstr (leader->run_name, ==, "first");
      g_assert_cmpfloat (leader->low, <, leader->value);
    }
  world_clear (&world);
}

static void
test_badge (void)
{
  World world;
  g_autoptr (PronyRun) run = world_new_run ("<night>", 0);
  g_autoptr (GMarkupParseContext) context = NULL;
  const GMarkupParser parser = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *svg = NULL;
  PronyTrial *trial;

  world_init (&world, 5);
  trial = world_add_trial (&world, run, "v<&\"LLM", "chat", 4, 30, 1);
  trial->target->simulated = TRUE;
  svg = prony_badge_make_svg (run, trial, PRONY_METRIC_TTFT);
  context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, NULL));
  g_assert_nonnull (strstr (svg, "simulated"));
  g_assert_nonnull (strstr (svg, "<title"));
  g_assert_null (strstr (svg, "nan"));

  g_assert_null (prony_badge_make_svg (run, trial, PRONY_METRIC_THINK_TIME));
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/analysis/trend/change", test_change);
  g_test_add_func ("/analysis/trend/noise", test_noise);
  g_test_add_func ("/analysis/trend/few", test_few);
  g_test_add_func ("/analysis/leaderboard", test_leaderboard);
  g_test_add_func ("/analysis/badge", test_badge);

  return g_test_run ();
}
