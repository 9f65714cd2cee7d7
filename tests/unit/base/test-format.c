/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <locale.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "base/prony-util.h"

static void
test_values (void)
{
  static const struct
  {
    double value;
    PronyUnit unit;
    const char *text;
  } cases[] = {
    { 0, PRONY_UNIT_NONE, "0" },
    { 0.0123, PRONY_UNIT_SECONDS, "12.3 ms" },
    { 0.0099949, PRONY_UNIT_SECONDS, "9.99 ms" },
    { 0.1234, PRONY_UNIT_SECONDS, "123 ms" },
    { 0.9996, PRONY_UNIT_SECONDS, "1000 ms" },
    { 1.5, PRONY_UNIT_SECONDS, "1.50 s" },
    { 0.0001234, PRONY_UNIT_SECONDS, "0.123 ms" },
    { 99.96, PRONY_UNIT_TOKENS_PER_SECOND, "100 tok/s" },
    { 45.24, PRONY_UNIT_TOKENS_PER_SECOND, "45.2 tok/s" },
    { 1.126, PRONY_UNIT_REQUESTS_PER_SECOND, "1.13 req/s" },
    { 0.985, PRONY_UNIT_RATIO, "98.5 %" },
    { 1, PRONY_UNIT_RATIO, "100 %" },
    { 4.5, PRONY_UNIT_PERCENT, "4.50 %" },
    { 12, PRONY_UNIT_TOKENS, "12" },
    { 312.5, PRONY_UNIT_WATTS, "312 W" },
    { 71.25, PRONY_UNIT_JOULES, "71.2 J" },
    { 0.1234, PRONY_UNIT_TOKENS_PER_JOULE, "0.123 tok/J" },
    { 85, PRONY_UNIT_CELSIUS, "85.0 °C" },
    { 4673, PRONY_UNIT_MEGABYTES, "4.9\302\240GB" },
    { -9, PRONY_UNIT_MEGABYTES, "−9.4\302\240MB" },
    { NAN, PRONY_UNIT_SECONDS, "–" },
    { INFINITY, PRONY_UNIT_COUNT, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = prony_format_value (cases[i].value, cases[i].unit);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_durations (void)
{
  static const struct
  {
    double seconds;
    const char *duration;
    const char *remaining;
    const char *at_least;
  } cases[] = {
    { 0.4, "400 ms", "Almost done", "At least 1 second left" },
    { 1, "1.00 s", "About 1 second left", "At least 1 second left" },
    { 45, "45 s", "About 45 seconds left", "At least 45 seconds left" },
    { 59.4, "59 s", "About 59 seconds left", "At least 59 seconds left" },
    { 59.6, "1 min 00 s", "About 1 minute left", "At least 59 seconds left" },
    { 230, "3 min 50 s", "About 4 minutes left", "At least 3 minutes left" },
    { 3900, "1 h 05 min", "About 65 minutes left", "At least 65 minutes left" },
    { NAN, "–", "Estimating time left…", "Estimating time left…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *duration = prony_format_duration (cases[i].seconds);
      g_autofree char *remaining = prony_format_remaining (cases[i].seconds, FALSE);
      g_autofree char *at_least = prony_format_remaining (cases[i].seconds, TRUE);

      g_assert_cmpstr (duration, ==, cases[i].duration);
      g_assert_cmpstr (remaining, ==, cases[i].remaining);
      g_assert_cmpstr (at_least, ==, cases[i].at_least);
    }
}

static void
check_file_numbers (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0.1, "0.1" },
    { 1, "1" },
    { 1234567.891, "1234567.891" },
    { 1.0 / 3, "0.3333333333333333" },
    { 1e-9, "1e-09" },
    { NAN, "" },
    { -INFINITY, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = prony_format_c_double (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_file_numbers (void)
{
  check_file_numbers ();

  /* A locale with a comma, where the machine has one, changes nothing. */
  if (setlocale (LC_ALL, "de_DE.UTF-8") != NULL)
    check_file_numbers ();
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_clock (void)
{
  gint64 before = prony_clock_now_ns ();
  g_autofree char *text = prony_clock_format_rfc3339 (1700000000123456);

  g_assert_cmpstr (text, ==, "2023-11-14T22:13:20.123456Z");
  g_assert_cmpint (prony_clock_now_ns (), >=, before);
  g_assert_cmpint (prony_s_to_ns (0.0000015), ==, 1500);
  g_assert_cmpfloat (prony_ns_to_s (2500000000), ==, 2.5);
  g_assert_cmpint (prony_clock_thread_cpu_ns (), >, 0);
}

static void
test_set_str (void)
{
  g_autofree char *place = NULL;

  g_assert_false (prony_set_str (&place, NULL));
  g_assert_true (prony_set_str (&place, "a"));
  g_assert_false (prony_set_str (&place, "a"));
  g_assert_true (prony_set_str (&place, place + 1));
  g_assert_cmpstr (place, ==, "");
  g_assert_true (prony_set_str (&place, NULL));
  g_assert_null (place);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/format/values", test_values);
  g_test_add_func ("/base/format/durations", test_durations);
  g_test_add_func ("/base/format/file-numbers", test_file_numbers);
  g_test_add_func ("/base/clock", test_clock);
  g_test_add_func ("/base/set-str", test_set_str);

  return g_test_run ();
}
