/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim-fixture.h"

/* What holds for every protocol: the connection, the limits, the queue, the
 * faults. */

#define ASK_VLLM "POST /v1/completions"
#define BODY_VLLM "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":6,\"stream\":true}"

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

/* --- The connection ---------------------------------------------------------- */

static void
test_header (void)
{
  static const char *const apis[] = { "vllm", "ollama", "llamacpp", "tgi", "sglang" };

  for (guint i = 0; i < G_N_ELEMENTS (apis); i++)
    {
      g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", apis[i], NULL);
      g_autofree char *list = sim_fixture_ask (fixture, "GET /v1/models", "");
      g_autofree char *lost = sim_fixture_ask (fixture, "GET /nowhere", "");

      g_assert_true (g_str_has_prefix (list, "HTTP/1.1 200 OK\r\n"));
      g_assert_true (g_str_has_prefix (lost, "HTTP/1.1 404 Not Found\r\n"));
      assert_has (list, "\r\nX-Prony-Simulated: 1\r\n");
      assert_has (lost, "\r\nX-Prony-Simulated: 1\r\n");
    }
}

/* Requests on one connection are answered in turn, also when they are sent at
 * once and when the last one asks to close. */
static void
test_keep_alive (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "0", NULL);
  g_autofree char *first =
    g_strdup_printf ("POST /v1/completions HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s",
                     strlen (BODY_VLLM), BODY_VLLM);
  g_autofree char *all =
    g_strconcat (first, first, "GET /version HTTP/1.1\r\nConnection: close\r\n\r\n", NULL);
  g_autofree char *response = sim_fixture_send (fixture, all);

  g_assert_cmpuint (count (response, "HTTP/1.1 200 OK\r\n"), ==, 3);
  g_assert_cmpuint (count (response, "data: [DONE]\n\n"), ==, 2);
  g_assert_cmpuint (count (response, "\r\n0\r\n\r\n"), ==, 2);
  g_assert_true (g_str_has_suffix (response, "{\"version\":\"0.11.0\"}"));
}

/* Very many small requests at once are answered, and do not pile up. */
static void
test_pipeline (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "vllm", NULL);
  GString *requests = g_string_new (NULL);
  g_autofree char *response = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (requests, "GET /health HTTP/1.1\r\n\r\n");
  g_string_append (requests, "GET /version HTTP/1.0\r\n\r\n");
  response = sim_fixture_send (fixture, requests->str);
  g_string_free (requests, TRUE);

  g_assert_cmpuint (count (response, "HTTP/1.1 200 OK\r\n"), ==, 5001);
  g_assert_true (g_str_has_suffix (response, "{\"version\":\"0.11.0\"}"));
}

/* A client of HTTP/1.0 gets no chunks, and the end of the connection as the end. */
static void
test_old_client (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "0", NULL);
  g_autofree char *request =
    g_strdup_printf ("POST /v1/completions HTTP/1.0\r\nContent-Length: %zu\r\n\r\n%s",
                     strlen (BODY_VLLM), BODY_VLLM);
  g_autofree char *response = sim_fixture_send (fixture, request);

  g_assert_null (strstr (response, "chunked"));
  g_assert_true (g_str_has_suffix (response, "data: [DONE]\n\n"));
}

static void
test_expect (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "llamacpp", NULL);
  int fd = sim_fixture_connect (fixture);
  char answer[26] = "";
  g_autofree char *rest = NULL;

  sim_write_all (fd, "POST /tokenize HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\n"
                     "Content-Length: 15\r\n\r\n");
  g_assert_cmpint (recv (fd, answer, 25, MSG_WAITALL), ==, 25);
  g_assert_cmpstr (answer, ==, "HTTP/1.1 100 Continue\r\n\r\n");
  sim_write_all (fd, "{\"content\":\"\"}\n");
  rest = sim_read_to_end (fd);
  g_assert_true (g_str_has_suffix (rest, "{\"tokens\":[]}"));
}

static void
test_bad_bytes (void)
{
  static const struct
  {
    const char *bytes;
    const char *start;
  } rows[] = {
    { "\x16\x03\x01\x02\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n" },
    { "GET / HTTP/3\r\n\r\n", "HTTP/1.1 505 " },
    { "POST /v1/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 411 Length Required\r\n" },
    { "POST /v1/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\n{x}",
      "HTTP/1.1 400 Bad Request\r\n" },
    { "POST /v1/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]",
      "HTTP/1.1 400 Bad Request\r\n" },
    { "POST /v1/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: 8\r\n\r\n{\"\xff\":1 "
      "}",
      "HTTP/1.1 400 Bad Request\r\n" },
  };
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "vllm", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *response = sim_fixture_send (fixture, rows[i].bytes);

      g_assert_true (g_str_has_prefix (response, rows[i].start));
    }
}

/* Bodies that are JSON, but not what the API promises, are refused. */
static void
test_bad_bodies (void)
{
  static const struct
  {
    const char *api;
    const char *request;
    const char *body;
    guint status;
  } rows[] = {
    { "vllm", "POST /v1/completions", "{\"model\":\"m\"}", 400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}", 400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":[]}", 400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":[1,null]}", 400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":0}", 400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":\"9\"}",
      400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":99999}",
      400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"min_tokens\":17}", 400 },
    { "vllm", "POST /v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"stop\":[1]}", 400 },
    { "vllm", "POST /v1/chat/completions", "{\"model\":\"m\",\"messages\":[]}", 400 },
    { "vllm", "POST /v1/chat/completions", "{\"model\":\"m\",\"messages\":[1]}", 400 },
    { "vllm", "POST /v1/chat/completions",
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[null]}]}", 400 },
    { "vllm", "POST /tokenize", "{}", 400 },
    { "ollama", "POST /api/chat", "{\"model\":\"m\",\"messages\":[null]}", 400 },
    { "ollama", "POST /api/generate",
      "{\"model\":\"m\",\"prompt\":\"a\",\"options\":{\"stop\":\"x\"}}", 400 },
    { "ollama", "POST /api/show", "{}", 404 },
    { "llamacpp", "POST /completion", "{}", 400 },
    { "tgi", "POST /generate", "{}", 422 },
    { "tgi", "POST /generate", "{\"inputs\":\"a\",\"parameters\":{\"max_new_tokens\":32768}}",
      422 },
    { "tgi", "POST /generate",
      "{\"inputs\":\"a\",\"parameters\":{\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}}", 422 },
    { "tgi", "POST /v1/chat/completions",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop\":\"x\"}", 422 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", rows[i].api, "--model", "m", NULL);
      g_autofree char *response = sim_fixture_ask (fixture, rows[i].request, rows[i].body);
      g_autofree char *start = g_strdup_printf ("HTTP/1.1 %u ", rows[i].status);

      if (!g_str_has_prefix (response, start))
        g_error ("%s with %s was answered: %s", rows[i].request, rows[i].body, response);
    }
}

/* llama.cpp tells how long the prompt was. */
static void
test_context (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "llamacpp", NULL);
  GString *body = g_string_new ("{\"prompt\":\"");
  g_autofree char *response = NULL;

  for (guint i = 0; i < 32768; i++)
    g_string_append (body, "a ");
  g_string_append (body, "a\"}");
  response = sim_fixture_body (fixture, "POST /completion", body->str);
  g_string_free (body, TRUE);

  g_assert_cmpstr (response, ==,
                   "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available "
                   "context size, try increasing it\",\"type\":\"exceed_context_size_error\","
                   "\"n_prompt_tokens\":32769,\"n_ctx\":32768}}");
}

/* --- Lengths ----------------------------------------------------------------- */

static void
test_lengths (void)
{
  static const struct
  {
    const char *options;
    guint tokens;
  } rows[] = {
    { "\"max_tokens\":700", 50 },
    { "\"max_tokens\":700,\"ignore_eos\":true", 700 },
    { "\"max_tokens\":700,\"min_tokens\":600", 600 },
    { "\"max_tokens\":20", 20 },
    { "\"seed\":1", 16 },
  };
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--answer-tokens", "50", "--ttft-ms", "0",
                     "--itl-ms", "0", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"model\":\"m\",\"prompt\":\"a\",\"stream\":true,%s}", rows[i].options);
      g_autofree char *answer = sim_fixture_body (fixture, ASK_VLLM, body);

      /* The chunk that only says why it ended has an empty text. */
      g_assert_cmpuint (count (answer, "\"text\":\"") - count (answer, "\"text\":\"\""), ==,
                        rows[i].tokens);
    }
}

/* The same question with the same seed has the same answer, over the natural
 * length too, and another seed another one. */
static void
test_seed (void)
{
  static const char body[] = "{\"prompt\":\"a\",\"seed\":%u,\"response_fields\":[\"content\"]}";
  char *texts[3] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SimFixture) fixture =
        sim_fixture_new ("--api", "llamacpp", "--ttft-ms", "0", "--itl-ms", "0", NULL);
      g_autofree char *ask = g_strdup (body);
      char *place = strstr (ask, "%u");

      memcpy (place, i < 2 ? " 1" : " 2", 2);
      texts[i] = sim_fixture_body (fixture, "POST /completion", ask);
    }
  g_assert_cmpstr (texts[0], ==, texts[1]);
  g_assert_cmpstr (texts[0], !=, texts[2]);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

/* --- The queue --------------------------------------------------------------- */

static gpointer
ask_in_thread (gpointer fixture)
{
  return sim_fixture_body (fixture, "POST /completion",
                           "{\"prompt\":\"a\",\"n_predict\":20,\"response_fields\":[\"timings\"]}");
}

/* One slot: the second waits for the first, which the metrics of the whole show:
 * two answers of 40 ms each cannot both be there after 60 ms. */
static void
test_slots (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "llamacpp", "--profile", "laptop", "--ttft-ms", "2", "--itl-ms", "2",
                     "--jitter", "0", NULL);
  gint64 start_us = g_get_monotonic_time ();
  GThread *first = g_thread_new ("first", ask_in_thread, fixture);
  g_autofree char *second = ask_in_thread (fixture);
  g_autofree char *other = g_thread_join (first);

  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 2 * (2 + 19 * 2) * 1000);
  assert_has (second, "\"predicted_n\":20,\"predicted_ms\":38.000");
  assert_has (other, "\"predicted_n\":20,\"predicted_ms\":38.000");
}

/* A client that goes away frees its slot, at once. */
static void
test_cancel (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "600000", NULL);
  g_autofree char *request =
    g_strdup_printf ("POST /v1/completions HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s",
                     strlen (BODY_VLLM), BODY_VLLM);
  g_autofree char *before = NULL;
  gboolean gone = FALSE;
  char byte;
  int fd = sim_fixture_connect (fixture);

  sim_write_all (fd, request);
  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 1);
  before = sim_fixture_body (fixture, "GET /metrics", "");
  assert_has (before, "vllm:num_requests_running{engine=\"0\",model_name=\"m\"} 1.0\n");
  close (fd);

  for (guint i = 0; i < 1000 && !gone; i++)
    {
      g_autofree char *after = sim_fixture_body (fixture, "GET /metrics", "");

      gone = strstr (after, "num_requests_running{engine=\"0\",model_name=\"m\"} 0.0\n") != NULL;
      if (gone)
        assert_has (after, "finished_reason=\"abort\"} 1.0\n");
      else
        g_usleep (1000);
    }
  g_assert_true (gone);
}

/* Loading happens once, and is told as its own duration. */
static void
test_load (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--profile", "workstation", "--model", "m",
                                                    "--ttft-ms", "1", "--itl-ms", "1", NULL);
  static const char body[] =
    "{\"model\":\"m\",\"prompt\":\"a\",\"stream\":false,\"options\":{\"num_predict\":1}}";
  g_autofree char *before = sim_fixture_body (fixture, "GET /api/ps", "");
  g_autofree char *first = sim_fixture_body (fixture, "POST /api/generate", body);
  g_autofree char *second = sim_fixture_body (fixture, "POST /api/generate", body);
  g_autofree char *after = sim_fixture_body (fixture, "GET /api/ps", "");

  g_assert_cmpstr (before, ==, "{\"models\":[]}");
  assert_has (first, "\"load_duration\":800000000,");
  g_assert_null (strstr (second, "load_duration"));
  assert_has (after, "\"name\":\"m\"");
}

/* --- Faults ------------------------------------------------------------------ */

typedef struct
{
  const char *fault;
  const char *api;
  const char *request;
  const char *body;
  const char *start;
  const char *end;
} FaultRow;

#define CHAT_BODY                                                                                  \
  "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":6,"        \
  "\"stream\":true}"
#define TGI_BODY "{\"inputs\":\"a\",\"parameters\":{\"max_new_tokens\":6}}"
#define LLAMA_BODY "{\"prompt\":\"a\",\"n_predict\":6,\"stream\":true}"

static const FaultRow fault_rows[] = {
  { "error", "vllm", ASK_VLLM, BODY_VLLM, "HTTP/1.1 200",
    "data: {\"error\":{\"message\":\"The simulated engine failed on purpose.\","
    "\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\ndata: [DONE]\n\n" },
  { "error", "llamacpp", "POST /completion", LLAMA_BODY, "HTTP/1.1 200",
    "data: {\"error\":{\"code\":500,\"message\":\"The simulated engine failed on purpose.\","
    "\"type\":\"server_error\"}}\n\n" },
  { "error", "ollama", "POST /api/chat", CHAT_BODY, "HTTP/1.1 200",
    "{\"error\":\"the simulated runner failed on purpose\"}\n" },
  { "error", "tgi", "POST /generate_stream", TGI_BODY, "HTTP/1.1 200",
    "data:{\"error\":\"Request failed during generation: the simulated engine failed on purpose\","
    "\"error_type\":\"generation\"}\n\n" },
  { "error", "tgi", "POST /v1/chat/completions", CHAT_BODY, "HTTP/1.1 200",
    "data:{\"error\":{\"message\":\"The simulated engine failed on purpose.\","
    "\"http_status_code\":500}}\n\ndata:[DONE]\n\n" },
  { "error", "vllm", ASK_VLLM, "{\"model\":\"m\",\"prompt\":\"a\"}", "HTTP/1.1 500", "}}" },
  { "disconnect", "vllm", ASK_VLLM, BODY_VLLM, "HTTP/1.1 200",
    "\"logprobs\":null,\"finish_reason\":null,\"stop_reason\":null}]}\n\n[cut]" },
  { "disconnect", "ollama", "POST /api/chat", CHAT_BODY, "HTTP/1.1 200", "\"done\":false}\n[cut]" },
  { "truncate", "vllm", ASK_VLLM, BODY_VLLM, "HTTP/1.1 200",
    "\"logprobs\":null,\"finish_reason\":null,\"stop_reason\":null}]}\n\n" },
  { "truncate", "ollama", "POST /api/chat", CHAT_BODY, "HTTP/1.1 200", "\"done\":false}\n" },
  { "garbage", "tgi", "POST /generate_stream", TGI_BODY, "HTTP/1.1 200",
    "data:{\"token\":\n\ndata:{\"token\":\n\n" },
  { "empty", "vllm", ASK_VLLM, BODY_VLLM, "HTTP/1.1 200",
    "\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"stop\",\"stop_reason\":null}]}\n\n"
    "data: [DONE]\n\n" },
  { "empty", "tgi", "POST /generate_stream", TGI_BODY, "HTTP/1.1 200",
    "\"special\":true},\"generated_text\":\"\",\"details\":null}\n\n" },
  { "http-429", "tgi", "POST /generate_stream", TGI_BODY,
    "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n"
    "X-Prony-Simulated: 1\r\nRetry-After: 1\r\n",
    "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}" },
  { "http-500", "ollama", "POST /api/chat", CHAT_BODY, "HTTP/1.1 500", "on purpose\"}" },
  { "http-503", "ollama", "POST /api/chat", CHAT_BODY, "HTTP/1.1 503",
    "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}" },
  { "http-503", "ollama", "GET /api/tags", "", "HTTP/1.1 200", "}]}" },
  { "html", "ollama", "GET /api/tags", "", "HTTP/1.1 200", "</h1>\n" },
  { "loading", "llamacpp", "GET /health", "", "HTTP/1.1 503",
    "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}" },
  { "unauthorized", "vllm", "GET /v1/models", "", "HTTP/1.1 401", "{\"error\":\"Unauthorized\"}" },
  { "unauthorized", "vllm", "GET /version", "", "HTTP/1.1 200", "\"}" },
  { "unauthorized", "tgi", "POST /generate", TGI_BODY, "HTTP/1.1 401", "\r\n\r\n" },
  { "unauthorized", "llamacpp", "GET /v1/models", "", "HTTP/1.1 200", "}]}" },
};

static void
test_fault (gconstpointer data)
{
  const FaultRow *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", "m", "--ttft-ms", "1", "--itl-ms", "0",
                     "--fault", row->fault, NULL);
  g_autofree char *response = sim_fixture_ask (fixture, row->request, row->body);
  g_autofree char *body = sim_decode (response);

  g_assert_true (g_str_has_prefix (response, row->start));
  if (!g_str_has_suffix (body, row->end) && !g_str_has_suffix (response, row->end))
    g_error ("“%s” is not the end of:\n%s", row->end, response);
}

/* A request that stalls gets no byte, and others are served meanwhile. */
static void
test_stall (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--fault", "stall", NULL);
  g_autofree char *request =
    g_strdup_printf ("POST /v1/completions HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s",
                     strlen (BODY_VLLM), BODY_VLLM);
  int fd = sim_fixture_connect (fixture);
  g_autofree char *version = NULL;
  char byte;

  sim_write_all (fd, request);
  version = sim_fixture_body (fixture, "GET /version", "");
  g_assert_cmpstr (version, ==, "{\"version\":\"0.11.0\"}");
  g_usleep (20000);
  g_assert_cmpint (recv (fd, &byte, 1, MSG_DONTWAIT), ==, -1);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/engine/header", test_header);
  g_test_add_func ("/sim/engine/keep-alive", test_keep_alive);
  g_test_add_func ("/sim/engine/pipeline", test_pipeline);
  g_test_add_func ("/sim/engine/old-client", test_old_client);
  g_test_add_func ("/sim/engine/expect", test_expect);
  g_test_add_func ("/sim/engine/bad-bytes", test_bad_bytes);
  g_test_add_func ("/sim/engine/bad-bodies", test_bad_bodies);
  g_test_add_func ("/sim/engine/context", test_context);
  g_test_add_func ("/sim/engine/lengths", test_lengths);
  g_test_add_func ("/sim/engine/seed", test_seed);
  g_test_add_func ("/sim/engine/slots", test_slots);
  g_test_add_func ("/sim/engine/cancel", test_cancel);
  g_test_add_func ("/sim/engine/load", test_load);
  for (guint i = 0; i < G_N_ELEMENTS (fault_rows); i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/sim/fault/%s-%s-%u", fault_rows[i].fault, fault_rows[i].api, i);

      g_test_add_data_func (path, &fault_rows[i], test_fault);
    }
  g_test_add_func ("/sim/fault/stall", test_stall);
  return g_test_run ();
}
