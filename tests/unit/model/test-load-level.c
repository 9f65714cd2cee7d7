/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-error.h"
#include "core/model/prony-load-level.h"

static PronyLoadLevel
make_ramp (guint from, guint to, double seconds)
{
  PronyLoadLevel level = prony_load_level_closed (to);

  level.from_concurrency = from;
  level.ramp_s = seconds;
  return level;
}

static PronyLoadLevel
make_rate_ramp (double from, double to, double seconds)
{
  PronyLoadLevel level = prony_load_level_open (to, PRONY_ARRIVAL_POISSON);

  level.from_rate = from;
  level.ramp_s = seconds;
  return level;
}

static PronyLoadLevel
make_gamma (double rate, double burstiness, guint cap)
{
  PronyLoadLevel level = prony_load_level_open (rate, PRONY_ARRIVAL_GAMMA);

  level.burstiness = burstiness;
  level.concurrency = cap;
  return level;
}

static void
test_texts (void)
{
  const struct
  {
    PronyLoadLevel level;
    const char *label;
    const char *description;
    double value;
  } cases[] = {
    { prony_load_level_closed (8), "8", "8 at once", 8 },
    { make_ramp (1, 64, 10), "1–64", "from 1 to 64 at once", 64 },
    { prony_load_level_open (2.5, PRONY_ARRIVAL_CONSTANT), "2.5/s",
      "2.5 requests a second (evenly spaced)", 2.5 },
    { make_rate_ramp (1, 20, 5), "1–20/s", "from 1 to 20 requests a second (Poisson)", 20 },
    { make_gamma (4, 0.5, 64), "4/s", "4 requests a second (gamma), 64 at once at most", 4 },
    { prony_load_level_trace (1), "×1", "replay at the recorded speed", 1 },
    { prony_load_level_trace (2), "×2", "replay at 2 times the speed", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = prony_load_level_get_label (&cases[i].level);
      g_autofree char *description = prony_load_level_describe (&cases[i].level);

      g_assert_cmpstr (label, ==, cases[i].label);
      g_assert_cmpstr (description, ==, cases[i].description);
      g_assert_cmpfloat (prony_load_level_get_value (&cases[i].level), ==, cases[i].value);
    }
}

static void
test_json (void)
{
  const PronyLoadLevel levels[] = {
    prony_load_level_closed (8),
    make_ramp (1, 64, 10),
    prony_load_level_open (2.5, PRONY_ARRIVAL_CONSTANT),
    make_rate_ramp (1, 20, 5),
    make_gamma (4, 0.5, 64),
    prony_load_level_trace (2),
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autoptr (JsonObject) object = prony_load_level_to_json (&levels[i]);
      PronyLoadLevel back = prony_load_level_closed (1);

      g_assert_true (prony_load_level_from_json (&back, object));
      for (guint k = 0; k < G_N_ELEMENTS (levels); k++)
        g_assert_cmpint (prony_load_level_equal (&back, &levels[k]), ==, i == k);
    }
}

static void
test_no_load (void)
{
  PronyLoadLevel level = prony_load_level_closed (3);
  g_autoptr (JsonObject) object = json_object_new ();

  g_assert_false (prony_load_level_from_json (&level, NULL));
  g_assert_false (prony_load_level_from_json (&level, object));
  json_object_set_string_member (object, "kind", "closed");
  g_assert_false (prony_load_level_from_json (&level, object));
  json_object_set_string_member (object, "kind", "open");
  json_object_set_double_member (object, "rate", -4);
  g_assert_false (prony_load_level_from_json (&level, object));
  g_assert_true (prony_load_level_is_closed (&level, 3));
}

static void
test_check (void)
{
  const struct
  {
    PronyLoadLevel level;
    gboolean usable;
  } cases[] = {
    { prony_load_level_closed (1), TRUE },
    { prony_load_level_closed (0), FALSE },
    { prony_load_level_closed (PRONY_LOAD_MAX_CONCURRENCY), TRUE },
    { prony_load_level_closed (PRONY_LOAD_MAX_CONCURRENCY + 1), FALSE },
    { make_ramp (1, 64, 10), TRUE },
    { make_ramp (1, 64, 0), FALSE },
    { make_ramp (1, 64, NAN), FALSE },
    { make_ramp (PRONY_LOAD_MAX_CONCURRENCY + 1, 1, 10), FALSE },
    { prony_load_level_open (0.001, PRONY_ARRIVAL_CONSTANT), TRUE },
    { prony_load_level_open (0, PRONY_ARRIVAL_CONSTANT), FALSE },
    { prony_load_level_open (-1, PRONY_ARRIVAL_CONSTANT), FALSE },
    { prony_load_level_open (NAN, PRONY_ARRIVAL_CONSTANT), FALSE },
    { prony_load_level_open (INFINITY, PRONY_ARRIVAL_CONSTANT), FALSE },
    { prony_load_level_open (1e9, PRONY_ARRIVAL_CONSTANT), FALSE },
    { make_rate_ramp (1, 20, 5), TRUE },
    { make_rate_ramp (0, 20, 5), FALSE },
    { make_rate_ramp (1, 20, 0), FALSE },
    { make_gamma (4, 0.5, 0), TRUE },
    { make_gamma (4, 0, 0), FALSE },
    { make_gamma (4, INFINITY, 0), FALSE },
    { prony_load_level_trace (1), TRUE },
    { prony_load_level_trace (0), FALSE },
    { prony_load_level_trace (NAN), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (prony_load_level_check (&cases[i].level, &error), ==, cases[i].usable);
      if (!cases[i].usable)
        g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
    }
}

/* Closed loops before rates before replays, each from little to much. */
static void
test_compare (void)
{
  const PronyLoadLevel levels[] = {
    prony_load_level_closed (1),
    prony_load_level_closed (8),
    prony_load_level_open (0.5, PRONY_ARRIVAL_CONSTANT),
    prony_load_level_open (4, PRONY_ARRIVAL_CONSTANT),
    prony_load_level_open (4, PRONY_ARRIVAL_POISSON),
    prony_load_level_trace (1),
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    for (guint k = 0; k < G_N_ELEMENTS (levels); k++)
      {
        int order = prony_load_level_compare (&levels[i], &levels[k]);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > k) - (i < k));
      }
}

static void
test_is_closed (void)
{
  PronyLoadLevel ramp = make_ramp (1, 8, 10);
  PronyLoadLevel capped = make_gamma (1, 1, 8);
  PronyLoadLevel closed = prony_load_level_closed (8);

  g_assert_true (prony_load_level_is_closed (&closed, 8));
  g_assert_false (prony_load_level_is_closed (&closed, 7));
  g_assert_false (prony_load_level_is_closed (&ramp, 8));
  g_assert_false (prony_load_level_is_closed (&capped, 8));
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gboolean open;
    gboolean good;
    double from;
    double to;
  } cases[] = {
    { "8", FALSE, TRUE, 0, 8 },       { "1..64", FALSE, TRUE, 1, 64 },
    { "", FALSE, FALSE, 0, 0 },       { "0", FALSE, FALSE, 0, 0 },
    { "1.5", FALSE, FALSE, 0, 0 },    { "..4", FALSE, FALSE, 0, 0 },
    { "4..", FALSE, FALSE, 0, 0 },    { "1..2..3", FALSE, FALSE, 0, 0 },
    { "60001", FALSE, FALSE, 0, 0 },  { "-1", FALSE, FALSE, 0, 0 },
    { "2.5", TRUE, TRUE, NAN, 2.5 },  { ".5..20", TRUE, TRUE, 0.5, 20 },
    { "1e3", TRUE, TRUE, NAN, 1000 }, { "1e9", TRUE, FALSE, 0, 0 },
    { "0", TRUE, FALSE, 0, 0 },       { "nan", TRUE, FALSE, 0, 0 },
    { "inf", TRUE, FALSE, 0, 0 },     { "0x10", TRUE, FALSE, 0, 0 },
    { "2,5", TRUE, FALSE, 0, 0 },     { " 2", TRUE, FALSE, 0, 0 },
    { "2..", TRUE, FALSE, 0, 0 },     { "-2", TRUE, FALSE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyLoadLevel level = cases[i].open ? prony_load_level_open (NAN, PRONY_ARRIVAL_POISSON)
                                           : prony_load_level_closed (0);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (prony_load_level_parse (&level, cases[i].text), ==, cases[i].good);
      if (!cases[i].good)
        continue;
      g_assert_cmpfloat (prony_load_level_get_value (&level), ==, cases[i].to);
      if (!cases[i].open)
        g_assert_cmpfloat (level.from_concurrency, ==, cases[i].from);
      else if (isnan (cases[i].from))
        g_assert_true (isnan (level.from_rate));
      else
        g_assert_cmpfloat (level.from_rate, ==, cases[i].from);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/load-level/texts", test_texts);
  g_test_add_func ("/model/load-level/json", test_json);
  g_test_add_func ("/model/load-level/no-load", test_no_load);
  g_test_add_func ("/model/load-level/check", test_check);
  g_test_add_func ("/model/load-level/compare", test_compare);
  g_test_add_func ("/model/load-level/parse", test_parse);
  g_test_add_func ("/model/load-level/is-closed", test_is_closed);
  return g_test_run ();
}
