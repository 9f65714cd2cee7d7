/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-stamp-error.h"

#define MS G_GINT64_CONSTANT (1000000)

/* The engine's clock at which the request came. */
#define RECEIVED (5000 * MS)

/* A request that was sent 2 ms before it was received, and whose tokens are read
 * so many milliseconds after they were sent. */
static PronyRequestRecord *
make_record (const gint64 *delays_ms, guint n)
{
  PronyRequestRecord *record = prony_request_record_new (1);

  record->sent_ns = RECEIVED - 2 * MS;
  g_string_append_printf (record->answer, " R%019" G_GINT64_FORMAT, RECEIVED);
  prony_request_record_add_event (record, PRONY_EVENT_ROLE, RECEIVED + MS, 0);
  for (guint i = 0; i < n; i++)
    {
      gint64 sent_ns = RECEIVED + 50 * MS + (gint64) i * 10 * MS;

      g_string_append_printf (record->answer, " S%019" G_GINT64_FORMAT, sent_ns);
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, sent_ns + delays_ms[i] * MS, 1);
    }
  prony_request_record_add_event (record, PRONY_EVENT_USAGE, RECEIVED + 9000 * MS, 0);
  prony_request_record_add_event (record, PRONY_EVENT_END, RECEIVED + 9000 * MS, 0);
  return record;
}

static void
test_known_errors (void)
{
  /* What the gaps are off by: +3, -3, 0, +1 */
  static const gint64 delays_ms[] = { 1, 4, 1, 1, 2 };
  g_autoptr (PronyRequestRecord) record = make_record (delays_ms, G_N_ELEMENTS (delays_ms));
  g_autoptr (PronyStampError) errors = prony_stamp_error_new ();

  g_assert_true (isnan (prony_stamp_error_get_ttft (errors, 0.5)));
  g_assert_true (isnan (prony_stamp_error_get_itl (errors, 0.5)));

  g_assert_true (prony_stamp_error_add (errors, record));
  g_assert_cmpuint (prony_stamp_error_count_requests (errors), ==, 1);
  g_assert_cmpuint (prony_stamp_error_count_tokens (errors), ==, 5);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_ttft (errors, 0.5), 0.003, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_itl (errors, 0), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_itl (errors, 0.5), 0.002, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_itl (errors, 1), 0.003, 1e-9);

  /* A perfect client still sent 2 ms before the engine received. */
  {
    static const gint64 none[] = { 0, 0 };
    g_autoptr (PronyRequestRecord) perfect = make_record (none, G_N_ELEMENTS (none));

    g_assert_true (prony_stamp_error_add (errors, perfect));
    g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_ttft (errors, 0), 0.002, 1e-9);
    g_assert_cmpuint (prony_stamp_error_count_requests (errors), ==, 2);
  }
}

static void
test_first_blank (void)
{
  static const gint64 delays_ms[] = { 1, 1 };
  g_autoptr (PronyRequestRecord) record = make_record (delays_ms, 2);
  g_autoptr (PronyStampError) errors = prony_stamp_error_new ();

  g_string_erase (record->answer, 0, 1);
  g_assert_true (prony_stamp_error_add (errors, record));
}

static void
test_refused (gconstpointer data)
{
  static const gint64 delays_ms[] = { 1, 1 };
  g_autoptr (PronyRequestRecord) record = make_record (delays_ms, 2);
  g_autoptr (PronyStampError) errors = prony_stamp_error_new ();

  g_string_assign (record->answer, data);
  g_assert_false (prony_stamp_error_add (errors, record));
  g_assert_cmpuint (prony_stamp_error_count_requests (errors), ==, 0);
  g_assert_cmpuint (prony_stamp_error_count_tokens (errors), ==, 0);
}

static void
test_unsent (void)
{
  static const gint64 delays_ms[] = { 1, 1 };
  g_autoptr (PronyRequestRecord) record = make_record (delays_ms, 2);
  g_autoptr (PronyStampError) errors = prony_stamp_error_new ();

  record->sent_ns = 0;
  g_assert_false (prony_stamp_error_add (errors, record));
}

/* More errors than are kept: what is kept stands for all of them. */
static void
test_bounded (void)
{
  enum
  {
    TOKENS = 4096,
    REQUESTS = 1100
  };
  g_autofree gint64 *delays_ms = g_new0 (gint64, TOKENS);
  g_autoptr (PronyStampError) errors = prony_stamp_error_new ();
  g_autoptr (PronyRequestRecord) record = NULL;

  for (guint i = 0; i < TOKENS; i++)
    delays_ms[i] = i % 8 < 4 ? 0 : i % 8;
  record = make_record (delays_ms, TOKENS);

  for (guint i = 0; i < REQUESTS; i++)
    g_assert_true (prony_stamp_error_add (errors, record));
  g_assert_cmpuint (prony_stamp_error_count_tokens (errors), ==, (guint64) TOKENS * REQUESTS);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_itl (errors, 0), 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_itl (errors, 0.5), 0.001, 1e-6);
  g_assert_cmpfloat_with_epsilon (prony_stamp_error_get_itl (errors, 1), 0.007, 1e-6);
}

#define R " R0000000005000000000"
#define S1 " S0000000005050000000"
#define S2 " S0000000005060000000"

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    const char *answer;
  } refused[] = {
    { "nothing", "" },
    { "words", " The engine speaks" },
    { "no-time", R },
    { "too-few", R S1 },
    { "too-many", R S1 S2 S2 },
    { "not-received", S1 S2 },
    { "cut", R S1 " S00000000050600000" },
    { "words-after", R S1 S2 " and so on" },
    { "letters", R S1 " S000000000506000000x" },
    { "overflow", R S1 " S9999999999999999999" },
    { "backwards", R S2 S1 },
    { "never-filled", R " S0000000000000000000 S0000000000000000000" },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stamp-error/known-errors", test_known_errors);
  g_test_add_func ("/stamp-error/first-blank", test_first_blank);
  g_test_add_func ("/stamp-error/unsent", test_unsent);
  g_test_add_func ("/stamp-error/bounded", test_bounded);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stamp-error/refused/%s", refused[i].name);

      g_test_add_data_func (path, refused[i].answer, test_refused);
    }
  return g_test_run ();
}
