/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim-fixture.h"

/* Faults that more than one request is needed to see, and the counters, which must
 * be true whatever goes wrong. */

#define BODY "{\"model\":\"m\",\"prompt\":\"a b c\",\"max_tokens\":6,\"stream\":true}"
#define ASK "POST /v1/completions"

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static char *
make_request (const char *body)
{
  return g_strdup_printf (ASK " HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s", strlen (body), body);
}

/* The first requests are refused and told when to come again, the next is not. */
static void
test_first (gconstpointer data)
{
  const char *fault = data;
  g_autofree char *option = g_strconcat (fault, ":first=2", NULL);
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms",
                                                    "1", "--itl-ms", "0", "--fault", option, NULL);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *list = sim_fixture_ask (fixture, "GET /v1/models", "");
      g_autofree char *answer = sim_fixture_ask (fixture, ASK, BODY);

      assert_has (list, "HTTP/1.1 200 OK\r\n");
      if (i < 2)
        {
          assert_has (answer, fault + strlen ("http-"));
          assert_has (answer, "\r\nRetry-After: 1\r\n");
        }
      else
        assert_has (answer, "data: [DONE]\n\n");
    }
}

/* The connection ends after the answer, which does not say so. */
static void
test_close (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms",
                                                    "1", "--itl-ms", "0", "--fault", "close", NULL);
  g_autofree char *request = make_request (BODY);
  g_autofree char *answer = sim_fixture_send (fixture, request);

  g_assert_true (g_str_has_suffix (answer, "data: [DONE]\n\n\r\n0\r\n\r\n"));
  g_assert_null (strstr (answer, "Connection:"));
}

/* The header comes whole, and then a byte, of which the next is a second away. */
static void
test_trickle (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new (
    "--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "0", "--fault", "trickle", NULL);
  g_autofree char *request = make_request (BODY);
  g_autoptr (GString) got = g_string_new (NULL);
  int fd = sim_fixture_connect (fixture);

  sim_write_all (fd, request);
  while (!g_str_has_suffix (got->str, "\r\n\r\n1\r\nd\r\n"))
    {
      char byte;

      g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 1);
      g_string_append_c (got, byte);
      g_assert_cmpuint (got->len, <, 1000);
    }
  assert_has (got->str, "HTTP/1.1 200 OK\r\n");
  close (fd);
}

static void
test_long_line (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "0", "--fault",
                     "long-line", NULL);
  g_autofree char *body = sim_fixture_body (fixture, ASK, BODY);
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  guint n_long = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (strlen (lines[i]) > 8 * 1024 * 1024)
      n_long++;
  g_assert_cmpuint (n_long, ==, 1);
  g_assert_true (g_str_has_suffix (body, "data: [DONE]\n\n"));
}

typedef struct
{
  const char *api;
  const char *prompt;
  const char *generated;
} CounterRow;

static const CounterRow counter_rows[] = {
  { "vllm", "vllm:prompt_tokens_total{engine=\"0\",model_name=\"m\"} ",
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"m\"} " },
  { "llamacpp", "counter\nllamacpp:prompt_tokens_total ",
    "counter\nllamacpp:tokens_predicted_total " },
  { "tgi", "tgi_request_input_length_sum ", "tgi_request_generated_tokens_sum " },
};

static guint64
read_counter (SimFixture *fixture, const char *name)
{
  g_autofree char *metrics = sim_fixture_body (fixture, "GET /metrics", "");

  assert_has (metrics, name);
  return g_ascii_strtoull (strstr (metrics, name) + strlen (name), NULL, 10);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

/* Events without a text are no tokens. */
static guint
count_tokens (SimFixture *fixture)
{
  g_autofree char *body = sim_fixture_body (fixture, ASK, BODY);

  return count (body, "\"text\":\"") - count (body, "\"text\":\"\"");
}

/* What has been sent, also of answers that are cut off. */
static void
test_counters (gconstpointer data)
{
  static const char *const faults[] = { "disconnect:0", "disconnect" };
  const CounterRow *row = data;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (SimFixture) fixture =
        sim_fixture_new ("--api", row->api, "--model", "m", "--ttft-ms", "1", "--itl-ms", "0",
                         "--answer-tokens", "100", "--metrics", "--fault", faults[i], NULL);
      guint n = 0;

      for (guint ask = 0; ask < 3; ask++)
        n += count_tokens (fixture);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (read_counter (fixture, row->prompt), ==, 3 * 3);
      g_assert_cmpuint (read_counter (fixture, row->generated), ==, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/sim/faults/first-429", "http-429", test_first);
  g_test_add_data_func ("/sim/faults/first-503", "http-503", test_first);
  g_test_add_func ("/sim/faults/close", test_close);
  g_test_add_func ("/sim/faults/trickle", test_trickle);
  g_test_add_func ("/sim/faults/long-line", test_long_line);
  for (guint i = 0; i < G_N_ELEMENTS (counter_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sim/counters/", counter_rows[i].api, NULL);

      g_test_add_data_func (path, &counter_rows[i], test_counters);
    }

  return g_test_run ();
}
