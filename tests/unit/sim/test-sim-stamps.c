/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "sim/prony-sim-stamp.h"

#include "sim-fixture.h"

/* Answers that tell when they were made. */

#define GAP_NS (2 * G_GINT64_CONSTANT (1000000))
#define PROMPT "\"prompt\":\"a\",\"max_tokens\":5,\"stream\":true}"
#define MESSAGES "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":true"

static void
test_fill (void)
{
  PronySimStamp first = { 0 };
  PronySimStamp next = { 0 };
  PronySimPiece piece = prony_sim_stamp_make (&first, 12345);
  g_autoptr (GString) text = g_string_new ("S00 ");

  g_assert_cmpstr (piece.json, ==, "\" R0000000000000012345 S0000000000000000000\"");
  g_assert_cmpuint (piece.length, ==, strlen (piece.json) - 2);
  g_string_append_len (text, piece.text, (gssize) piece.length);
  prony_sim_stamp_fill (text, 0, G_MAXINT64);
  g_assert_cmpstr (text->str, ==, "S00  R0000000000000012345 S9223372036854775807");

  piece = prony_sim_stamp_make (&next, 0);
  g_string_append_len (text, piece.text, (gssize) piece.length);
  g_string_append_len (text, piece.text, (gssize) piece.length);
  prony_sim_stamp_fill (text, text->len, 1);
  g_assert_nonnull (strstr (text->str, "S0000000000000000000"));
  prony_sim_stamp_fill (text, 0, 7);
  g_assert_cmpstr (text->str, ==,
                   "S00  R0000000000000012345 S9223372036854775807"
                   " S0000000000000000007 S0000000000000000007");
}

/* Takes the number after @mark at @text, which is moved behind it; 0 where there
 * is none. */
static gint64
take (const char **text, const char *mark)
{
  const char *found = strstr (*text, mark);
  char *end;
  gint64 value;

  if (found == NULL)
    return 0;

  value = g_ascii_strtoll (found + strlen (mark), &end, 10);
  g_assert_cmpint (end - found - (gssize) strlen (mark), ==, 19);
  *text = end;
  return value;
}

/* Returns the number of stamps in a text that begins with the first token, of
 * which each must be after the one before and not before it was due. */
static guint
check_stamps (const char *text, gint64 from_ns, gint64 to_ns)
{
  gint64 received_ns = take (&text, " R");
  gint64 due_ns = received_ns + GAP_NS;
  guint n = 0;

  g_assert_cmpint (received_ns, >=, from_ns);
  for (;; n++, due_ns += GAP_NS)
    {
      gint64 sent_ns = take (&text, " S");

      if (sent_ns == 0)
        return n;
      g_assert_cmpint (sent_ns, >=, due_ns);
      g_assert_cmpint (sent_ns, <=, to_ns);
    }
}

/* Each API and both ways to answer. TGI tells the whole text once more. */
static void
test_apis (void)
{
  static const struct
  {
    const char *api;
    const char *path;
    const char *body;
    guint stamps;
  } rows[] = {
    { "vllm", "POST /v1/completions", "{\"model\":\"m\"," PROMPT, 5 },
    { "vllm", "POST /v1/chat/completions", "{\"model\":\"m\"," MESSAGES ",\"max_tokens\":5}", 5 },
    { "vllm", "POST /v1/chat/completions",
      "{\"model\":\"m\"," MESSAGES ",\"max_tokens\":5,\"stream_options\":{\"include_usage\":true,"
      "\"continuous_usage_stats\":true}}",
      5 },
    { "llamacpp", "POST /completion", "{\"prompt\":\"a\",\"n_predict\":5,\"stream\":true}", 5 },
    { "llamacpp", "POST /v1/chat/completions", "{" MESSAGES ",\"max_tokens\":5}", 5 },
    { "ollama", "POST /api/generate",
      "{\"model\":\"m\",\"prompt\":\"a\",\"options\":{\"num_predict\":5}}", 5 },
    { "ollama", "POST /api/chat", "{\"model\":\"m\"," MESSAGES ",\"options\":{\"num_predict\":5}}",
      5 },
    { "ollama", "POST /v1/chat/completions", "{\"model\":\"m\"," MESSAGES ",\"max_tokens\":5}", 5 },
    { "tgi", "POST /v1/chat/completions", "{" MESSAGES ",\"max_tokens\":5}", 5 },
    { "tgi", "POST /generate", "{\"inputs\":\"a\",\"parameters\":{\"max_new_tokens\":5}}", 5 },
    { "ollama", "POST /api/generate",
      "{\"model\":\"m\",\"prompt\":\"a\",\"stream\":false,\"options\":{\"num_predict\":5}}", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SimFixture) fixture =
        sim_fixture_new ("--api", rows[i].api, "--model", "m", "--ttft-ms", "2", "--itl-ms", "2",
                         "--answer-tokens", "100", "--stamp-tokens", NULL);
      gint64 from_ns = prony_clock_now_ns ();
      g_autofree char *body = sim_fixture_body (fixture, rows[i].path, rows[i].body);

      g_test_message ("%s %s", rows[i].api, rows[i].path);
      g_assert_cmpuint (check_stamps (body, from_ns, prony_clock_now_ns ()), ==, rows[i].stamps);
      g_assert_null (strstr (body, "S0000000000000000000"));
    }
}

/* TGI's own stream, of which the last event holds the whole text. */
static void
test_text_again (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "tgi", "--ttft-ms", "2", "--itl-ms", "2", "--stamp-tokens", NULL);
  gint64 from_ns = prony_clock_now_ns ();
  g_autofree char *body = sim_fixture_body (
    fixture, "POST /generate_stream", "{\"inputs\":\"a\",\"parameters\":{\"max_new_tokens\":5}}");
  const char *whole = strstr (body, "\"generated_text\":\"");

  g_assert_nonnull (whole);
  g_assert_cmpuint (check_stamps (whole, from_ns, prony_clock_now_ns ()), ==, 5);
}

/* Neither thoughts nor stop words come between. */
static void
test_plain (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "ollama", "--model", "m-thinking", "--ttft-ms", "2", "--itl-ms", "2",
                     "--stamp-tokens", NULL);
  gint64 from_ns = prony_clock_now_ns ();
  g_autofree char *body =
    sim_fixture_body (fixture, "POST /api/generate",
                      "{\"model\":\"m-thinking\",\"prompt\":\"a\","
                      "\"options\":{\"num_predict\":20,\"stop\":[\"S0\",\"R\"]}}");

  g_assert_null (strstr (body, "thinking\":\""));
  g_assert_cmpuint (check_stamps (body, from_ns, prony_clock_now_ns ()), ==, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim/stamps/fill", test_fill);
  g_test_add_func ("/sim/stamps/apis", test_apis);
  g_test_add_func ("/sim/stamps/text-again", test_text_again);
  g_test_add_func ("/sim/stamps/plain", test_plain);

  return g_test_run ();
}
