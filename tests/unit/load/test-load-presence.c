/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-load-presence.h"

typedef struct
{
  double started_s;
  PronyOutcome outcome;
  gboolean warmup;
  gboolean own_limit;
} Request;

static void
note (PronyLoadPresence *presence, const Request *request)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);

  record->started_ns = prony_s_to_ns (request->started_s);
  record->outcome = request->outcome;
  record->warmup = request->warmup;
  record->own_limit = request->own_limit;
  record->error_message = g_strdup_printf ("failed at %.0f", request->started_s);
  prony_load_presence_note (presence, record);
}

static void
test_lost (void)
{
  static const struct
  {
    Request requests[4];
    guint n_requests;
    double now_s;
    gboolean lost;
    const char *error;
  } cases[] = {
    { { { 0 } }, 0, 100, FALSE, NULL },
    { { { 1, PRONY_OUTCOME_OK } }, 1, 100, FALSE, NULL },
    { { { 1, PRONY_OUTCOME_CONNECT } }, 1, 10.9, FALSE, "failed at 1" },
    { { { 1, PRONY_OUTCOME_CONNECT, FALSE, TRUE } }, 1, 100, FALSE, NULL },
    { { { 1, PRONY_OUTCOME_CONNECT } }, 1, 11.1, TRUE, "failed at 1" },
    { { { 1, PRONY_OUTCOME_TLS }, { 5, PRONY_OUTCOME_CONNECT } }, 2, 11.1, TRUE, "failed at 1" },
    { { { 1, PRONY_OUTCOME_CONNECT }, { 5, PRONY_OUTCOME_OK } }, 2, 100, FALSE, NULL },
    { { { 1, PRONY_OUTCOME_CONNECT }, { 5, PRONY_OUTCOME_HTTP_5XX } }, 2, 100, FALSE, NULL },
    { { { 1, PRONY_OUTCOME_CONNECT }, { 5, PRONY_OUTCOME_CANCELLED } },
      2,
      12,
      TRUE,
      "failed at 1" },
    { { { 1, PRONY_OUTCOME_CONNECT }, { 5, PRONY_OUTCOME_OK }, { 9, PRONY_OUTCOME_CONNECT } },
      3,
      18,
      FALSE,
      "failed at 9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyLoadPresence presence = { 0 };

      for (guint k = 0; k < cases[i].n_requests; k++)
        note (&presence, &cases[i].requests[k]);
      g_assert_cmpint (prony_load_presence_is_lost (&presence, prony_s_to_ns (cases[i].now_s)), ==,
                       cases[i].lost);
      g_assert_cmpstr (presence.error, ==, cases[i].error);
      prony_load_presence_clear (&presence);
    }
}

static void
test_never_found (void)
{
  PronyLoadPresence presence = { 0 };
  Request alone = { 1, PRONY_OUTCOME_CONNECT, TRUE };
  Request refused = { 2, PRONY_OUTCOME_HTTP_5XX, TRUE };

  g_assert_false (prony_load_presence_never_found (&presence, 2));
  note (&presence, &alone);
  g_assert_false (prony_load_presence_never_found (&presence, 2));
  note (&presence, &alone);
  g_assert_true (prony_load_presence_never_found (&presence, 2));
  note (&presence, &refused);
  g_assert_false (prony_load_presence_never_found (&presence, 2));
  prony_load_presence_clear (&presence);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/load-presence/lost", test_lost);
  g_test_add_func ("/load-presence/never-found", test_never_found);

  return g_test_run ();
}
