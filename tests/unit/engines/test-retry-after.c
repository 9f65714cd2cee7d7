/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/http/prony-retry-after.h"

/* 1999-12-31T23:59:00Z */
#define NOW G_GINT64_CONSTANT (946684740)

static void
test_parse (void)
{
  static const struct
  {
    const char *value;
    double wanted_s;
  } cases[] = {
    { "0", 0 },
    { "120", 120 },
    { "999999999", 999999999 },
    { "Fri, 31 Dec 1999 23:59:59 GMT", 59 },
    { "Friday, 31-Dec-99 23:59:59 GMT", 59 },
    { "Fri Dec 31 23:59:59 1999", 59 },
    { "Fri, 31 Dec 1999 23:00:00 GMT", 0 },
    { NULL, NAN },
    { "", NAN },
    { "-5", NAN },
    { "1.5", NAN },
    { "5 s", NAN },
    { "1e9", NAN },
    { "12345678901234567890", NAN },
    { "soon", NAN },
    { "Fri", NAN },
    { "Fri, 99 Dec 1999 23:59:59 GMT", NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double got_s = prony_retry_after_parse (cases[i].value, NOW);

      g_test_message ("%s", cases[i].value != NULL ? cases[i].value : "(none)");
      if (isnan (cases[i].wanted_s))
        g_assert_true (isnan (got_s));
      else
        g_assert_cmpfloat (got_s, ==, cases[i].wanted_s);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry-after/parse", test_parse);

  return g_test_run ();
}
