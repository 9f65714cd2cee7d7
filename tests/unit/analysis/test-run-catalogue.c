/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/analysis/prony-run-catalogue.h"

#define NS_PER_MS (PRONY_NS_PER_S / 1000)

/* What a made-up run is like. */
typedef struct
{
  guint n_targets;
  guint n_scenarios; /* of different classes */
  guint n_levels;
  guint n_requests; /* of each trial */
  gboolean failed;  /* all of them */
  gboolean equal;   /* each request is like the other */
  guint n_repeats;
} Shape;

static void
add_trials (PronyRun *run, const Shape *shape, guint scenario, guint level)
{
  for (guint i = 0; i < shape->n_targets * MAX (shape->n_repeats, 1); i++)
    {
      guint number = i % shape->n_targets;
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", number + 1);
      g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);
      g_autoptr (PronyTarget) target = prony_target_new (spec, "model");
      g_autofree char *name = g_strdup_printf ("scenario-%u", scenario);
      PronyTrial *trial =
        prony_trial_new (run->trials->len, target, name, name, (PronyScenarioClass) scenario,
                         prony_load_level_closed (1u << level));
      PronySummary *summary = prony_summary_new ();

      trial->repeat = i / shape->n_targets;
      trial->summary = summary;
      summary->outcomes[shape->failed ? PRONY_OUTCOME_TIMEOUT : PRONY_OUTCOME_OK] =
        shape->n_requests;
      g_ptr_array_add (run->trials, trial);
      if (shape->failed || shape->n_requests == 0)
        continue;
      summary->distributions[PRONY_METRIC_TTFT].p50 = 0.1 * (number + 1);
      summary->distributions[PRONY_METRIC_TPOT].p50 = 0.01;
      summary->distributions[PRONY_METRIC_LATENCY].p50 = 0.5 * (level + 1);
      summary->distributions[PRONY_METRIC_PROMPT_TOKENS].mean = 100;
      summary->distributions[PRONY_METRIC_COMPLETION_TOKENS].mean = 40;
      summary->scalars[PRONY_METRIC_OUTPUT_TOKENS_PER_SEC - PRONY_N_DISTRIBUTIONS] = 50 + level;
    }
}

static PronyRun *
make_run (const Shape *shape)
{
  PronyRun *run = prony_run_new ("Catalogue");

  run->started_us = G_GINT64_CONSTANT (1700000000000000);
  for (guint scenario = 0; scenario < shape->n_scenarios; scenario++)
    for (guint level = 0; level < shape->n_levels; level++)
      add_trials (run, shape, scenario, level);

  return run;
}

/* A request of 40 tokens, 10 ms apart, that is the slower the later it is sent. */
static PronyRequestRecord *
make_record (guint number, const Shape *shape, guint trial)
{
  PronyRequestRecord *record = prony_request_record_new (number + 1);
  guint slow = shape->equal ? 0 : number;
  gint64 at_ns = (1 + trial * 100 + (shape->equal ? 0 : number)) * PRONY_NS_PER_S;

  record->scheduled_ns = at_ns;
  record->started_ns = at_ns + 1000;
  record->sent_ns = at_ns + 2000;
  record->headers_ns = at_ns + 3000;
  at_ns += (100 + slow) * NS_PER_MS;
  for (guint i = 0; i < 40 && !shape->failed; i++)
    {
      prony_request_record_add_event (record, i < 10 ? PRONY_EVENT_REASONING : PRONY_EVENT_CONTENT,
                                      at_ns, 1);
      at_ns += (shape->equal ? 10 : 5 + number % 7) * NS_PER_MS;
    }
  record->finished_ns = at_ns;
  record->prompt_tokens = shape->equal ? 50 : 10 + 40 * (number % 30);
  record->completion_tokens = shape->failed ? -1 : 40;
  record->outcome = shape->failed ? PRONY_OUTCOME_TIMEOUT : PRONY_OUTCOME_OK;
  prony_request_record_seal (record);
  return record;
}

static PronyRunChartData *
make_data (PronyRun *run, const Shape *shape)
{
  PronyRunChartData *data = prony_run_chart_data_new (run);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PronyRequestRow));

  for (guint i = 0; i < run->trials->len; i++)
    for (guint j = 0; j < shape->n_requests; j++)
      {
        g_autoptr (PronyRequestRecord) record = make_record (j, shape, i);
        PronyRequestRow row;

        prony_request_row_init (&row, record, i, 0);
        row.row_id = rows->len + 1;
        g_array_append_val (rows, row);
        if (!shape->failed)
          prony_run_chart_data_add_record (data, i, g_steal_pointer (&record));
      }
  prony_run_chart_data_take_rows (data, rows);
  return data;
}

/* Nothing that is no number is drawn, and nothing without a value; no line goes back. */
static void
check_chart (PronyChart *chart)
{
  g_assert_true (prony_chart_has_values (chart));
  g_assert_cmpint (strlen (chart->title), >, 0);
  for (guint i = 0; i < prony_chart_count_data (chart); i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);

      g_assert_false (isinf (datum->value) || isinf (datum->x));
      g_assert_true (isnan (datum->low) == isnan (datum->high));
      if (prony_chart_has_continuous_x (chart))
        g_assert_true (isfinite (datum->x) && isfinite (datum->value));
      if (chart->kind == PRONY_CHART_LINES && i > 0 &&
          prony_chart_get_datum (chart, i - 1)->series == datum->series)
        g_assert_cmpfloat (prony_chart_get_datum (chart, i - 1)->x, <, datum->x);
    }
}

/* Of all kinds, exactly these have charts. */
static void
check_present (const Shape *shape, const char *wanted)
{
  g_autoptr (PronyRun) run = make_run (shape);
  g_autoptr (PronyRunChartData) data = make_data (run, shape);
  g_autoptr (GString) present = g_string_new (NULL);
  guint n_kinds;
  const PronyRunChartKind *kinds = prony_run_catalogue_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (PronyRunChart) made = prony_run_chart_make (&kinds[i], data);

      g_assert_true ((made->charts->len == 0) == (made->absent != NULL));
      g_assert_cmpuint (made->charts->len, <=, 16);
      for (guint j = 0; j < made->charts->len; j++)
        check_chart (g_ptr_array_index (made->charts, j));
      if (made->charts->len > 0)
        g_string_append_printf (present, "%s%s", present->len > 0 ? " " : "", kinds[i].id);
    }
  g_assert_cmpstr (present->str, ==, wanted);
}

static void
test_presence (void)
{
  static const struct
  {
    Shape shape;
    const char *wanted;
  } cases[] = {
    { { 0, 0, 0, 0, FALSE, FALSE, 1 }, "" },
    { { 2, 2, 3, 0, FALSE, FALSE, 1 }, "" },
    { { 2, 2, 3, 20, TRUE, FALSE, 1 }, "success" },
    { { 1, 1, 1, 1, FALSE, FALSE, 1 },
      "ttft throughput latency time-parts tpot ttft-spread tokens itl-distribution success" },
    { { 1, 1, 1, 40, FALSE, TRUE, 1 },
      "ttft throughput latency time-parts tpot ttft-spread ttft-distribution tokens "
      "rate-by-position itl-distribution success over-time" },
    { { 2, 1, 1, 40, FALSE, FALSE, 2 },
      "ttft throughput latency time-parts tpot ttft-spread ttft-distribution tokens "
      "latency-by-prompt latency-by-context rate-by-position itl-distribution success "
      "over-time" },
    { { 2, 2, 3, 40, FALSE, FALSE, 1 },
      "latency time-parts ttft-spread ttft-distribution complexity ttft-map throughput-map "
      "throughput-by-load latency-by-load throughput-against-latency ttft-by-load tpot-by-load "
      "tokens latency-by-prompt latency-by-context rate-by-position itl-distribution success "
      "over-time" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("shape %u", i);
      check_present (&cases[i].shape, cases[i].wanted);
    }
}

static const PronyRunChartKind *
find_kind (const char *id)
{
  guint n_kinds;
  const PronyRunChartKind *kinds = prony_run_catalogue_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    if (g_str_equal (kinds[i].id, id))
      return &kinds[i];

  g_assert_not_reached ();
}

/* Repeats are pooled: as many boxes as targets. */
static void
test_repeats (void)
{
  const Shape shape = { 2, 1, 1, 10, FALSE, FALSE, 3 };
  g_autoptr (PronyRun) run = make_run (&shape);
  g_autoptr (PronyRunChartData) data = make_data (run, &shape);
  g_autoptr (PronyRunChart) made = prony_run_chart_make (find_kind ("latency"), data);
  PronyChart *chart = g_ptr_array_index (made->charts, 0);
  guint n;

  g_assert_cmpuint (prony_chart_count_data (chart), ==, 2);
  prony_chart_get_samples (chart, 0, &n);
  g_assert_cmpuint (n, ==, 30);
}

/* An outlier is pointed out, and leads to its request. */
static void
test_outlier (void)
{
  const Shape shape = { 1, 1, 1, 40, FALSE, TRUE, 1 };
  g_autoptr (PronyRun) run = make_run (&shape);
  g_autoptr (PronyRunChartData) data = make_data (run, &shape);
  g_autoptr (PronyRunChart) made = NULL;
  guint n_flagged = 0;

  g_array_index (data->rows, PronyRequestRow, 7).first_token_ns += 50 * NS_PER_MS;
  made = prony_run_chart_make (find_kind ("over-time"), data);
  for (guint i = 0; i < prony_chart_count_data (made->charts->pdata[0]); i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (made->charts->pdata[0], i);

      n_flagged += datum->flagged;
      if (datum->flagged)
        g_assert_cmpint (datum->mark, ==, 8);
    }
  g_assert_cmpuint (n_flagged, ==, 1);
  g_assert_nonnull (made->note);
}

/* Of many requests some are picked, at equal distances. */
static void
test_pick (void)
{
  const Shape shape = { 2, 1, 1, 50, FALSE, FALSE, 1 };
  g_autoptr (PronyRun) run = make_run (&shape);
  g_autoptr (PronyRunChartData) data = make_data (run, &shape);
  g_autoptr (GArray) picked = NULL;
  guint n_candidates = 0;

  g_array_index (data->rows, PronyRequestRow, 0).warmup = TRUE;
  picked = prony_run_chart_data_pick (data, 11, &n_candidates);
  g_assert_cmpuint (n_candidates, ==, 99);
  g_assert_cmpuint (picked->len, ==, 11);
  for (guint i = 1; i < picked->len; i++)
    g_assert_cmpuint (g_array_index (picked, guint, i) - g_array_index (picked, guint, i - 1), ==,
                      9);
}

/* Without requests there are the charts of the figures alone. */
static void
test_unread (void)
{
  const Shape shape = { 1, 1, 1, 10, FALSE, FALSE, 1 };
  g_autoptr (PronyRun) run = make_run (&shape);
  g_autoptr (PronyRunChartData) data = prony_run_chart_data_new (run);
  g_autoptr (PronyRunChart) bars = prony_run_chart_make (find_kind ("ttft"), data);
  g_autoptr (PronyRunChart) boxes = prony_run_chart_make (find_kind ("latency"), data);

  g_assert_cmpuint (bars->charts->len, ==, 1);
  g_assert_cmpuint (boxes->charts->len, ==, 0);
  g_assert_nonnull (boxes->absent);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/run-catalogue/presence", test_presence);
  g_test_add_func ("/analysis/run-catalogue/repeats", test_repeats);
  g_test_add_func ("/analysis/run-catalogue/outlier", test_outlier);
  g_test_add_func ("/analysis/run-catalogue/pick", test_pick);
  g_test_add_func ("/analysis/run-catalogue/unread", test_unread);
  return g_test_run ();
}
