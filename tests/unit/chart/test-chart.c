/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-chart-text.h"

static PronyChart *
make_bars (guint n_series)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_BARS, "Time to first token", PRONY_UNIT_SECONDS,
                                       PRONY_BETTER_LOWER);

  prony_chart_add_group (chart, "Short at 10");
  for (guint i = 0; i < n_series; i++)
    {
      g_autofree char *name = g_strdup_printf ("Engine %u", i);

      /* The first is simulated and by far the fastest. */
      prony_chart_add_series (chart, name, i, i == 0);
      prony_chart_add_bar (chart, 0, i, i == 0 ? 0.001 : 0.1 * i, 0.1 * i, 0.2 * i);
    }

  return chart;
}

static PronyChart *
make_lines (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, "Output rate",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  chart->x_title = g_strdup ("Concurrency");
  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_series (chart, "ollama", 1, FALSE);
  prony_chart_add_point (chart, 0, 1, 100, NAN, NAN);
  prony_chart_add_point (chart, 0, 8, 700, NAN, NAN);
  prony_chart_add_point (chart, 1, 1, 90, NAN, NAN);
  prony_chart_add_point (chart, 1, 8, NAN, NAN, NAN);

  return chart;
}

static void
test_range (void)
{
  g_autoptr (PronyChart) chart = make_bars (3);
  g_autoptr (PronyChart) empty =
    prony_chart_new (PRONY_CHART_BARS, "None", PRONY_UNIT_NONE, PRONY_BETTER_NEITHER);
  double low;
  double high;

  prony_chart_get_range (chart, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (high, 0.4, 1e-9);
  g_assert_true (prony_chart_has_values (chart));

  prony_chart_get_range (empty, &low, &high);
  g_assert_true (isnan (low) && isnan (high));
  g_assert_false (prony_chart_has_values (empty));
}

static void
test_datum_text (void)
{
  g_autoptr (PronyChart) bars = make_bars (3);
  g_autoptr (PronyChart) lines = make_lines ();
  const struct
  {
    PronyChart *chart;
    guint index;
    const char *expected;
  } cases[] = {
    { bars, 1, "Engine 1, Short at 10: 100 ms, 95 % interval 100 ms to 200 ms" },
    { bars, 0, "Engine 0 (simulated), Short at 10: 1.00 ms, 95 % interval 0 ms to 0 ms" },
    { lines, 1, "vLLM, Concurrency 8: 700 tok/s" },
    { lines, 3, "ollama, Concurrency 8: no value" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = prony_chart_describe_datum (cases[i].chart, cases[i].index);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_description (void)
{
  g_autoptr (PronyChart) few = make_bars (2);
  g_autoptr (PronyChart) many = make_bars (20);
  g_autoptr (PronyChart) empty =
    prony_chart_new (PRONY_CHART_BARS, "None", PRONY_UNIT_NONE, PRONY_BETTER_NEITHER);
  g_autofree char *few_text = prony_chart_describe (few);
  g_autofree char *many_text = prony_chart_describe (many);
  g_autofree char *empty_text = prony_chart_describe (empty);

  g_assert_true (g_str_has_prefix (few_text, "Time to first token. 2 values. Lower is better."));
  g_assert_nonnull (strstr (few_text, "Engine 1, Short at 10: 100 ms"));
  /* Of many, the best real one is named: the simulated one is not ranked. */
  g_assert_nonnull (strstr (many_text, "Lowest: Engine 1, Short at 10: 100 ms"));
  g_assert_null (strstr (many_text, "Engine 0"));
  g_assert_cmpstr (empty_text, ==, "None. There are no values.");
}

static void
test_steps (void)
{
  g_autoptr (PronyChart) bars = make_bars (3);
  g_autoptr (PronyChart) lines = make_lines ();
  g_autoptr (PronyChart) empty =
    prony_chart_new (PRONY_CHART_BARS, "None", PRONY_UNIT_NONE, PRONY_BETTER_NEITHER);
  const struct
  {
    PronyChart *chart;
    int from;
    int dx;
    int dy;
    int to;
  } cases[] = {
    { bars, -1, 0, 1, 0 },  { bars, -1, 0, -1, 2 },  { bars, 0, 0, 1, 1 },  { bars, 2, 0, 1, 2 },
    { bars, 0, -1, 0, 0 },  { bars, 1, 1, 0, 2 },    { bars, 99, 1, 0, 0 }, { lines, 0, 1, 0, 1 },
    { lines, 1, 1, 0, 1 },  { lines, 2, -1, 0, 2 },  { lines, 1, 0, 1, 3 }, { lines, 3, 0, -1, 1 },
    { lines, 0, 0, -1, 0 }, { empty, -1, 1, 0, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (prony_chart_step (cases[i].chart, cases[i].from, cases[i].dx, cases[i].dy), ==,
                     cases[i].to);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/chart/range", test_range);
  g_test_add_func ("/chart/chart/datum-text", test_datum_text);
  g_test_add_func ("/chart/chart/description", test_description);
  g_test_add_func ("/chart/chart/steps", test_steps);
  return g_test_run ();
}
