/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim/prony-sim-request.h"

#define GOOD                                                                                       \
  "POST /api/chat?x=1 HTTP/1.1\r\nHost: a\r\ncontent-length:  5 \r\n\r\nhelloGET / HTTP/1.1\r\n"

/* Whatever the first read holds, the request is the same, and what follows it
 * stays. */
static void
test_every_split (void)
{
  const gsize whole = strlen (GOOD);
  const gsize request_length = whole - strlen ("GET / HTTP/1.1\r\n");

  for (gsize split = 0; split < request_length; split++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (PronySimRequest) request = NULL;
      guint status = 0;

      g_byte_array_append (bytes, (const guint8 *) GOOD, (guint) split);
      g_assert_cmpint (prony_sim_request_parse (bytes, 1, &request, &status), ==,
                       PRONY_SIM_REQUEST_INCOMPLETE);
      g_byte_array_append (bytes, (const guint8 *) GOOD + split, (guint) (whole - split));
      g_assert_cmpint (prony_sim_request_parse (bytes, 2, &request, &status), ==,
                       PRONY_SIM_REQUEST_COMPLETE);
      g_assert_cmpstr (request->method, ==, "POST");
      g_assert_cmpstr (request->path, ==, "/api/chat");
      g_assert_cmpstr (request->query, ==, "x=1");
      g_assert_cmpstr (request->body, ==, "hello");
      g_assert_cmpuint (request->body_length, ==, 5);
      g_assert_cmpint (request->read_ns, ==, 2);
      g_assert_true (request->keep_alive);
      g_assert_cmpuint (bytes->len, ==, whole - request_length);
    }
}

static void
test_states (void)
{
  static const struct
  {
    const char *bytes;
    PronySimRequestState state;
    guint status;
    gboolean keep_alive;
  } rows[] = {
    { "GET / HTTP/1.1\r\n\r\n", PRONY_SIM_REQUEST_COMPLETE, 0, TRUE },
    { "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", PRONY_SIM_REQUEST_COMPLETE, 0, FALSE },
    { "GET / HTTP/1.0\r\n\r\n", PRONY_SIM_REQUEST_COMPLETE, 0, FALSE },
    { "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", PRONY_SIM_REQUEST_COMPLETE, 0, TRUE },
    { "POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n",
      PRONY_SIM_REQUEST_CONTINUE, 0, FALSE },
    { "GET / HTTP/2\r\n\r\n", PRONY_SIM_REQUEST_BAD, 505, FALSE },
    { "\r\n\r\n", PRONY_SIM_REQUEST_BAD, 400, FALSE },
    { "GET /\r\n\r\n", PRONY_SIM_REQUEST_BAD, 400, FALSE },
    { "GET http://a/ HTTP/1.1\r\n\r\n", PRONY_SIM_REQUEST_BAD, 400, FALSE },
    { "\x16\x03\x01\r\n\r\n", PRONY_SIM_REQUEST_BAD, 400, FALSE },
    { "GET / HTTP/1.1\r\nno colon\r\n\r\n", PRONY_SIM_REQUEST_BAD, 400, FALSE },
    { "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", PRONY_SIM_REQUEST_BAD, 400, FALSE },
    { "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", PRONY_SIM_REQUEST_BAD, 413, FALSE },
    { "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", PRONY_SIM_REQUEST_BAD, 411, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (PronySimRequest) request = NULL;
      guint status = 0;

      g_byte_array_append (bytes, (const guint8 *) rows[i].bytes, (guint) strlen (rows[i].bytes));
      g_assert_cmpint (prony_sim_request_parse (bytes, 1, &request, &status), ==, rows[i].state);
      if (rows[i].state == PRONY_SIM_REQUEST_BAD)
        g_assert_cmpuint (status, ==, rows[i].status);
      if (rows[i].state == PRONY_SIM_REQUEST_COMPLETE)
        g_assert_true (request->keep_alive == rows[i].keep_alive);
    }
}

static void
test_endless_header (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PronySimRequest *request = NULL;
  guint status = 0;

  g_byte_array_set_size (bytes, 64 * 1024);
  memset (bytes->data, 'a', bytes->len);
  g_assert_cmpint (prony_sim_request_parse (bytes, 1, &request, &status), ==,
                   PRONY_SIM_REQUEST_BAD);
  g_assert_cmpuint (status, ==, 431);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/request/every-split", test_every_split);
  g_test_add_func ("/sim/request/states", test_states);
  g_test_add_func ("/sim/request/endless-header", test_endless_header);
  return g_test_run ();
}
