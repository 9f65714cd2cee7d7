/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/model/prony-calibration.h"
#include "core/model/prony-check.h"

/* Only a check that failed has something to say, with both figures. */
static void
test_describe (void)
{
  for (guint kind = 0; kind < PRONY_N_CHECKS; kind++)
    {
      PronyCheck check = { PRONY_VERDICT_ABSENT, 812, 790 };
      g_autofree char *text = NULL;

      g_assert_null (prony_check_describe (kind, &check));
      check.verdict = PRONY_VERDICT_PASSED;
      g_assert_null (prony_check_describe (kind, &check));
      check.verdict = PRONY_VERDICT_FAILED;
      text = prony_check_describe (kind, &check);
      g_assert_nonnull (strstr (text, "812"));
      g_assert_nonnull (strstr (text, "790"));
      g_assert_cmpint (strstr (text, "790") < strstr (text, "812"), ==, TRUE);
      g_assert_cmpstr (prony_check_kind_to_string (kind), !=, "");
    }
}

static void
test_limits (void)
{
  PronyClientLimit back = PRONY_CLIENT_LIMIT_CPU;

  for (guint limit = 0; limit < PRONY_N_CLIENT_LIMITS; limit++)
    {
      g_assert_true (prony_client_limit_from_string (prony_client_limit_to_string (limit), &back));
      g_assert_cmpint (back, ==, limit);
      g_assert_true (g_str_has_suffix (prony_client_limit_describe (limit), "."));
    }
  g_assert_false (prony_client_limit_from_string ("moon", &back));
  g_assert_false (prony_client_limit_from_string (NULL, &back));
  g_assert_cmpint (back, ==, PRONY_N_CLIENT_LIMITS - 1);
}

static PronyCalibration *
make_calibration (void)
{
  PronyCalibration *calibration = prony_calibration_new ("openai-chat closed 8");

  calibration->made_us = 1795253400123456;
  calibration->requests = 40;
  calibration->threads = 2;
  calibration->pace = 0.95;
  calibration->tokens_per_sec = 800;
  calibration->ttft_p50_s = 0.0001;
  calibration->ttft_p99_s = 0.001;
  calibration->itl_p99_s = 0.0005;
  return calibration;
}

static void
test_calibration_round_trip (void)
{
  g_autoptr (PronyCalibration) calibration = make_calibration ();
  g_autoptr (JsonObject) object = prony_calibration_to_json (calibration);
  g_autoptr (PronyCalibration) back = prony_calibration_from_json (object);
  g_autoptr (JsonObject) other = json_object_new ();

  g_assert_cmpstr (back->shape, ==, calibration->shape);
  g_assert_cmpint (back->made_us, ==, calibration->made_us);
  g_assert_cmpuint (back->threads, ==, 2);
  g_assert_cmpfloat (back->pace, ==, 0.95);
  g_assert_cmpuint (back->requests, ==, 40);
  g_assert_cmpfloat (back->tokens_per_sec, ==, 800);
  g_assert_cmpfloat (back->ttft_p50_s, ==, 0.0001);
  g_assert_cmpfloat (back->ttft_p99_s, ==, 0.001);
  g_assert_true (isnan (back->itl_p50_s));
  g_assert_cmpfloat (back->itl_p99_s, ==, 0.0005);
  g_assert_true (isnan (back->max_tokens_per_sec));
  g_assert_false (json_object_has_member (object, "max_tokens_per_sec"));
  g_assert_null (prony_calibration_from_json (NULL));
  g_assert_null (prony_calibration_from_json (other));
}

static void
test_doubts (void)
{
  static const struct
  {
    PronyMetric metric;
    double value;
    double error;
    gboolean doubted;
  } cases[] = {
    { PRONY_METRIC_TTFT, 0.021, 0.001, FALSE },     { PRONY_METRIC_TTFT, 0.019, 0.001, TRUE },
    { PRONY_METRIC_LATENCY, 0.019, 0.001, TRUE },   { PRONY_METRIC_ITL, 0.011, 0.0005, FALSE },
    { PRONY_METRIC_ITL, 0.009, 0.0005, TRUE },      { PRONY_METRIC_ITL, NAN, 0.0005, FALSE },
    { PRONY_METRIC_DECODE_RATE, 0.001, NAN, FALSE }
  };
  g_autoptr (PronyCalibration) calibration = make_calibration ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double error = prony_calibration_get_error (calibration, cases[i].metric);

      g_assert_true (error == cases[i].error || (isnan (error) && isnan (cases[i].error)));
      g_assert_cmpint (prony_calibration_doubts (calibration, cases[i].metric, cases[i].value), ==,
                       cases[i].doubted);
      g_assert_false (prony_calibration_doubts (NULL, cases[i].metric, cases[i].value));
    }
}

static void
test_carried (void)
{
  static const struct
  {
    double pace;
    gboolean carried;
  } cases[] = { { 1, TRUE }, { 0.9, TRUE }, { 0.89, FALSE }, { NAN, FALSE } };
  g_autoptr (PronyCalibration) calibration = make_calibration ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      calibration->pace = cases[i].pace;
      g_assert_cmpint (prony_calibration_is_carried (calibration), ==, cases[i].carried);
    }
}

static void
test_format_error (void)
{
  g_autoptr (PronyCalibration) calibration = make_calibration ();
  g_autofree char *ttft = prony_calibration_format_error (calibration, PRONY_METRIC_TTFT);
  g_autofree char *itl = prony_calibration_format_error (calibration, PRONY_METRIC_ITL);

  g_assert_cmpstr (ttft, ==, "± 1.00 ms");
  g_assert_cmpstr (itl, ==, "± 0.500 ms");
  g_assert_null (prony_calibration_format_error (calibration, PRONY_METRIC_PROMPT_TOKENS));
  g_assert_null (prony_calibration_format_error (NULL, PRONY_METRIC_TTFT));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/check/describe", test_describe);
  g_test_add_func ("/model/client-limit/names", test_limits);
  g_test_add_func ("/model/calibration/round-trip", test_calibration_round_trip);
  g_test_add_func ("/model/calibration/doubts", test_doubts);
  g_test_add_func ("/model/calibration/carried", test_carried);
  g_test_add_func ("/model/calibration/format-error", test_format_error);
  return g_test_run ();
}
