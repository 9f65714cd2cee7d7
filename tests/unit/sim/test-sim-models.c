/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim-fixture.h"

/* Which of Ollama's models are loaded, how much of them on the GPU, and until
 * when. */

static char *
post (SimFixture *fixture, const char *body)
{
  return sim_fixture_body (fixture, "POST /api/generate", body);
}

static void
assert_loaded (SimFixture *fixture, const char *first, const char *second)
{
  g_autofree char *list = sim_fixture_body (fixture, "GET /api/ps", "");

  g_assert_true ((strstr (list, "\"name\":\"a:8b\"") != NULL) == (first != NULL));
  g_assert_true ((strstr (list, "\"name\":\"b:8b\"") != NULL) == (second != NULL));
}

/* Each model is loaded and unloaded by itself. */
static void
test_each (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--model", "a:8b", "--model", "b:8b", SIM_EXACT_TIMES, NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  assert_loaded (fixture, NULL, NULL);
  first = post (fixture, "{\"model\":\"b:8b\"}");
  g_assert_nonnull (strstr (first, "\"done_reason\":\"load\""));
  assert_loaded (fixture, NULL, "b");
  second = post (fixture, "{\"model\":\"a:8b\",\"prompt\":\"a\",\"options\":{\"num_predict\":1}}");
  assert_loaded (fixture, "a", "b");
  third = post (fixture, "{\"model\":\"b:8b\",\"keep_alive\":0}");
  g_assert_nonnull (strstr (third, "\"done_reason\":\"unload\""));
  assert_loaded (fixture, "a", NULL);
}

/* The time until which a model stays, as the list tells it. */
static gint64
read_rest_s (SimFixture *fixture)
{
  g_autofree char *response = sim_fixture_ask (fixture, "GET /api/ps", "");
  const char *at = strstr (response, "\"expires_at\":\"");
  g_autofree char *time = NULL;
  g_autoptr (GDateTime) date = NULL;

  g_assert_nonnull (at);
  at += strlen ("\"expires_at\":\"");
  time = g_strndup (at, strcspn (at, "\""));
  date = g_date_time_new_from_iso8601 (time, NULL);
  g_assert_nonnull (date);
  return g_date_time_to_unix (date) - g_get_real_time () / G_USEC_PER_SEC;
}

static void
test_keep_alive (void)
{
  static const struct
  {
    const char *value;
    gint64 min_s;
    gint64 max_s;
  } rows[] = {
    { "null", 295, 301 },
    { "60", 55, 61 },
    { "\"10m\"", 595, 601 },
    { "\"1h30m\"", 5395, 5401 },
    { "\"90s\"", 85, 91 },
    { "-1", 1000000000, G_MAXINT64 },
    { "\"-1m\"", 1000000000, G_MAXINT64 },
  };
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--model", "a:8b", SIM_EXACT_TIMES, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"model\":\"a:8b\",\"keep_alive\":%s}", rows[i].value);
      g_autofree char *answer = post (fixture, body);
      gint64 rest_s = read_rest_s (fixture);

      g_assert_nonnull (strstr (answer, "\"load\""));
      g_assert_cmpint (rest_s, >=, rows[i].min_s);
      g_assert_cmpint (rest_s, <=, rows[i].max_s);
    }
}

static void
test_gpu_share (void)
{
  static const struct
  {
    const char *share;
    const char *expected;
  } rows[] = {
    { "0", "\"size_vram\":0," },
    { "0.5", "\"size_vram\":2456449152," },
    { "1", "\"size_vram\":4912898304," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SimFixture) fixture =
        sim_fixture_new ("--model", "a:8b", "--gpu-share", rows[i].share, SIM_EXACT_TIMES, NULL);
      g_autofree char *loaded = post (fixture, "{\"model\":\"a:8b\"}");
      g_autofree char *list = sim_fixture_body (fixture, "GET /api/ps", "");

      g_assert_nonnull (strstr (loaded, "\"load\""));
      g_assert_nonnull (strstr (list, "\"size\":4912898304,"));
      g_assert_nonnull (strstr (list, rows[i].expected));
      g_assert_nonnull (strstr (list, "\"context_length\":32768}"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/models/each", test_each);
  g_test_add_func ("/sim/models/keep-alive", test_keep_alive);
  g_test_add_func ("/sim/models/gpu-share", test_gpu_share);
  return g_test_run ();
}
