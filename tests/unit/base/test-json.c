/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"

static void
test_getters (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object =
    prony_json_parse_object ("{\"s\":\"text\",\"i\":7,\"f\":1e3,\"h\":2.75,\"n\":null,\"b\":true,"
                             "\"o\":{\"x\":1},\"a\":[1],\"big\":1e300}",
                             -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (prony_json_get_string (object, "s", NULL), ==, "text");
  g_assert_cmpstr (prony_json_get_string (object, "i", "none"), ==, "none");
  g_assert_cmpint (prony_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpint (prony_json_get_int (object, "f", -1), ==, 1000);
  g_assert_cmpint (prony_json_get_int (object, "h", -1), ==, 2);
  g_assert_cmpint (prony_json_get_int (object, "n", -1), ==, -1);
  g_assert_cmpint (prony_json_get_int (object, "s", -1), ==, -1);
  g_assert_cmpint (prony_json_get_int (object, "b", -1), ==, -1);
  g_assert_cmpint (prony_json_get_int (object, "big", -1), ==, -1);
  g_assert_cmpfloat (prony_json_get_double (object, "i", NAN), ==, 7);
  g_assert_true (isnan (prony_json_get_double (object, "none", NAN)));
  g_assert_true (prony_json_get_boolean (object, "b", FALSE));
  g_assert_false (prony_json_get_boolean (object, "i", FALSE));
  g_assert_nonnull (prony_json_get_object (object, "o"));
  g_assert_null (prony_json_get_object (object, "a"));
  g_assert_nonnull (prony_json_get_array (object, "a"));
  g_assert_null (prony_json_get_array (object, "n"));
  g_assert_cmpint (prony_json_get_int (NULL, "i", 3), ==, 3);
}

static void
test_bad_json (void)
{
  static const char *const cases[] = { "", "{", "nonsense", "[1]", "\"text\"", "{\"a\":}" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) object = prony_json_parse_object (cases[i], -1, &error);

      g_assert_null (object);
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_PROTOCOL);
    }
}

static void
test_absent_is_absent (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  static const double none[2] = { 0, NAN };
  static const double some[2] = { 1, 2 };
  g_autofree char *text = NULL;

  prony_json_add_string (object, "s", NULL);
  prony_json_add_double (object, "d", NAN);
  prony_json_add_double (object, "i", INFINITY);
  prony_json_add_count (object, "c", -1);
  prony_json_add_count (object, "zero", 0);
  prony_json_add_interval (object, "none", none);
  prony_json_add_interval (object, "some", some);

  text = prony_json_to_text (object, FALSE);
  g_assert_cmpstr (text, ==, "{\"zero\":0,\"some\":[1.0,2.0]}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json/getters", test_getters);
  g_test_add_func ("/base/json/bad", test_bad_json);
  g_test_add_func ("/base/json/absent", test_absent_is_absent);

  return g_test_run ();
}
