/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Statistics against those of NumPy and SciPy, as tests/data/stats/make-references.py
 * has written them down. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-change-points.h"
#include "core/stats/prony-density.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"
#include "core/stats/prony-sample.h"
#include "core/stats/prony-share.h"
#include "core/stats/prony-student.h"

typedef struct
{
  JsonParser *parser;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name =
    g_build_filename (g_getenv ("PRONY_TEST_DATA"), "stats", "references.json", NULL);

  fixture->parser = json_parser_new ();
  json_parser_load_from_file (fixture->parser, name, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->parser);
}

static JsonArray *
get_cases (Fixture *fixture, const char *name)
{
  JsonObject *root = json_node_get_object (json_parser_get_root (fixture->parser));
  JsonArray *cases = json_object_get_array_member (root, name);

  g_assert_cmpuint (json_array_get_length (cases), >, 3);
  return cases;
}

static GArray *
get_numbers (JsonObject *object, const char *name)
{
  JsonArray *array = json_object_get_array_member (object, name);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      double number = json_array_get_double_element (array, i);

      g_array_append_val (numbers, number);
    }
  return numbers;
}

static GArray *
get_sorted (JsonObject *object, const char *name)
{
  GArray *numbers = get_numbers (object, name);

  prony_sort_doubles ((double *) numbers->data, numbers->len);
  return numbers;
}

static double
at (GArray *numbers, guint index)
{
  return g_array_index (numbers, double, index);
}

static void
check (const char *what, const char *name, double value, double expected, double error)
{
  if (!(fabs (value - expected) <= error * MAX (fabs (expected), 1e-3)))
    g_error ("%s, %s: %.17g, not %.17g", what, name, value, expected);
}

static void
test_percentiles (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "percentiles");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *name = json_object_get_string_member (object, "name");
      g_autoptr (GArray) values = get_sorted (object, "values");
      g_autoptr (GArray) places = get_numbers (object, "at");
      g_autoptr (GArray) expected = get_numbers (object, "expected");
      PronyMoments moments;

      for (guint k = 0; k < places->len; k++)
        check ("percentile", name,
               prony_quantile_sorted ((double *) values->data, values->len, at (places, k)),
               at (expected, k), 1e-14);
      prony_moments ((double *) values->data, values->len, &moments);
      check ("mean", name, moments.mean, json_object_get_double_member (object, "mean"), 1e-13);
      if (json_object_get_null_member (object, "sd"))
        g_assert_true (isnan (moments.sd));
      else
        check ("sd", name, moments.sd, json_object_get_double_member (object, "sd"), 1e-9);
    }
}

static JsonObject *
find_sample (Fixture *fixture, const char *name)
{
  JsonArray *cases = get_cases (fixture, "percentiles");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);

      if (g_str_equal (json_object_get_string_member (object, "name"), name))
        return object;
    }
  g_error ("There is no sample %s", name);
}

static void
check_end (JsonObject *object, const char *name, const char *end, double value)
{
  g_autoptr (GArray) range = get_numbers (object, end);
  double rounding = 1e-12 * fabs (value);

  if (!(value >= at (range, 0) - rounding && value <= at (range, 1) + rounding))
    g_error ("%s, %s of %s: %.17g, not %.17g to %.17g", name, end,
             json_object_get_string_member (object, "statistic"), value, at (range, 0),
             at (range, 1));
}

static void
test_bootstraps (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "bootstraps");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *name = json_object_get_string_member (object, "name");
      const char *statistic = json_object_get_string_member (object, "statistic");
      g_autoptr (GArray) values = get_sorted (find_sample (fixture, name), "values");
      gboolean mean = g_str_equal (statistic, "mean");
      double interval[2];

      prony_bootstrap_ci95 ((double *) values->data, values->len,
                            mean ? prony_statistic_mean : prony_statistic_quantile,
                            g_str_equal (statistic, "p95") ? 0.95 : 0.5, 1821, interval);
      check_end (object, name, "low", interval[0]);
      check_end (object, name, "high", interval[1]);
    }
}

static void
test_rank_tests (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "rank_tests");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      g_autoptr (GArray) a = get_sorted (object, "a");
      g_autoptr (GArray) b = get_sorted (object, "b");
      double p = prony_mann_whitney_p ((double *) a->data, a->len, (double *) b->data, b->len);

      check ("Mann-Whitney", json_object_get_string_member (object, "name"), p,
             json_object_get_double_member (object, "p"), 1e-9);
    }
}

static void
test_jain (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "jain");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      g_autoptr (GArray) values = get_numbers (object, "values");

      check ("Jain", json_object_get_string_member (object, "name"),
             prony_jain_index ((double *) values->data, values->len),
             json_object_get_double_member (object, "expected"), 1e-13);
    }
}

static void
test_shares (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "shares");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      g_autoptr (GArray) first = get_numbers (object, "a");
      g_autoptr (GArray) second = get_numbers (object, "b");
      g_autoptr (GArray) wilson = get_numbers (object, "wilson");
      g_autoptr (GArray) newcombe = get_numbers (object, "newcombe");
      g_autofree char *name = g_strdup_printf ("%u", i);
      const PronyShare a = { at (first, 0), at (first, 1) };
      const PronyShare b = { at (second, 0), at (second, 1) };
      double interval[2];

      check ("Fisher", name, prony_fisher_p (&a, &b), json_object_get_double_member (object, "p"),
             1e-9);
      prony_share_ci95 (&a, interval);
      check ("Wilson, low", name, interval[0], at (wilson, 0), 1e-6);
      check ("Wilson, high", name, interval[1], at (wilson, 1), 1e-6);
      prony_share_difference_ci95 (&a, &b, interval);
      check ("Newcombe, low", name, interval[0], at (newcombe, 0), 1e-6);
      check ("Newcombe, high", name, interval[1], at (newcombe, 1), 1e-6);
    }
}

static void
check_cut (JsonObject *object, const char *name, GArray *values)
{
  gsize min_length = (gsize) json_object_get_int_member (object, "min_length");
  double penalty = json_object_get_double_member (object, "penalty");
  JsonArray *expected = json_object_get_array_member (object, "expected");
  g_autoptr (GArray) found =
    prony_change_points_find ((double *) values->data, values->len, min_length, penalty);

  if (found->len != json_array_get_length (expected))
    g_error ("%s: %u changes, not %u", name, found->len, json_array_get_length (expected));
  for (guint k = 0; k < found->len; k++)
    g_assert_cmpint (g_array_index (found, guint, k), ==, json_array_get_int_element (expected, k));
}

static void
test_change_points (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "change_points");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *name = json_object_get_string_member (object, "name");
      JsonArray *cuts = json_object_get_array_member (object, "cuts");
      g_autoptr (GArray) values = get_numbers (object, "values");

      check ("penalty", name, prony_change_points_penalty ((double *) values->data, values->len),
             json_object_get_double_member (object, "bic_penalty"), 1e-12);
      for (guint k = 0; k < json_array_get_length (cuts); k++)
        check_cut (json_array_get_object_element (cuts, k), name, values);
    }
}

static void
test_students (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "students");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      guint freedom = (guint) json_object_get_int_member (object, "freedom");
      g_autofree char *name = g_strdup_printf ("%u degrees", freedom);
      g_autoptr (GArray) t = get_numbers (object, "t");
      g_autoptr (GArray) p = get_numbers (object, "p");

      check ("quantile", name, prony_student_quantile975 (freedom),
             json_object_get_double_member (object, "quantile"), 1e-9);
      for (guint k = 0; k < t->len; k++)
        check ("p", name, prony_student_p (at (t, k), freedom), at (p, k), 1e-9);
    }
}

static void
test_densities (Fixture *fixture, gconstpointer data)
{
  JsonArray *cases = get_cases (fixture, "densities");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *name = json_object_get_string_member (object, "name");
      double width = json_object_get_double_member (object, "bandwidth");
      g_autoptr (GArray) values = get_sorted (find_sample (fixture, name), "values");
      g_autoptr (GArray) expected = get_numbers (object, "expected");
      const double *sorted = (const double *) values->data;
      g_autofree double *found = g_new (double, expected->len);

      check ("bandwidth", name, prony_density_bandwidth (sorted, values->len), width, 1e-9);
      prony_density_estimate (sorted, values->len, width,
                              json_object_get_double_member (object, "from"),
                              json_object_get_double_member (object, "to"), found, expected->len);
      /* What lies more than five bandwidths away is left out. */
      for (guint k = 0; k < expected->len; k++)
        if (fabs (found[k] - at (expected, k)) > 1e-5 / width)
          g_error ("density, %s, %u: %g, not %g", name, k, found[k], at (expected, k));
    }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/stats/references/percentiles", test_percentiles);
  add ("/stats/references/bootstraps", test_bootstraps);
  add ("/stats/references/rank-tests", test_rank_tests);
  add ("/stats/references/jain", test_jain);
  add ("/stats/references/shares", test_shares);
  add ("/stats/references/change-points", test_change_points);
  add ("/stats/references/students", test_students);
  add ("/stats/references/densities", test_densities);

  return g_test_run ();
}
