/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "sim-fixture.h"

/* How far a long prompt is, as llama-server tells it: at once, after each 512 tokens, and
 * with the first token. */

#define TIMES "--ttft-ms", "60", "--itl-ms", "1"

typedef struct
{
  const char *name;
  const char *api;
  const char *request;
  const char *body; /* with 1,200 words in place of %s */
  const char *expected[5];
} Row;

#define RAW(processed, ms) "{\"total\":1200,\"cache\":0,\"processed\":" processed ",\"time_ms\":" ms
#define CHAT(processed, ms)                                                                        \
  "{\"total\":1204,\"cache\":0,\"processed\":" processed ",\"time_ms\":" ms

static const Row rows[] = {
  { "native",
    "llamacpp",
    "POST /completion",
    "{\"prompt\":\"%s\",\"n_predict\":2,\"stream\":true,\"return_progress\":true}",
    { RAW ("0", "0.000}"), RAW ("512", "25.600}"), RAW ("1024", "51.200}"),
      RAW ("1200", "60.000}") } },
  { "completions",
    "llamacpp",
    "POST /v1/completions",
    "{\"prompt\":\"%s\",\"max_tokens\":2,\"stream\":true,\"return_progress\":true}",
    { RAW ("0", "0.000}"), RAW ("512", "25.600}"), RAW ("1024", "51.200}"),
      RAW ("1200", "60.000}") } },
  { "chat",
    "llamacpp",
    "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"max_tokens\":2,\"stream\":true,"
    "\"return_progress\":true}",
    { CHAT ("0", "0.000}"), CHAT ("512", "25."), CHAT ("1024", "51."), CHAT ("1204", "60.000}") } },
  { "not-asked",
    "llamacpp",
    "POST /completion",
    "{\"prompt\":\"%s\",\"n_predict\":2,\"stream\":true}",
    { NULL } },
  { "whole",
    "llamacpp",
    "POST /completion",
    "{\"prompt\":\"%s\",\"n_predict\":2,\"return_progress\":true}",
    { NULL } },
  { "other-engine",
    "vllm",
    "POST /v1/completions",
    "{\"model\":\"m\",\"prompt\":\"%s\",\"max_tokens\":2,\"stream\":true,"
    "\"return_progress\":true}",
    { NULL } },
};

static char *
make_body (const char *template)
{
  g_autoptr (GString) words = g_string_new ("one");
  GString *body = g_string_new (template);

  for (guint i = 1; i < 1200; i++)
    g_string_append (words, " one");
  g_string_replace (body, "%s", words->str, 1);
  return g_string_free (body, FALSE);
}

/* And nothing else. */
static void
assert_tells (const char *answer, const char *const *expected)
{
  static const char key[] = "\"prompt_progress\":";
  const char *found = answer;

  for (guint i = 0; expected[i] != NULL; i++)
    {
      found = strstr (found, key);
      g_assert_nonnull (found);
      found += strlen (key);
      if (!g_str_has_prefix (found, expected[i]))
        g_error ("“%s” is not what comes in:\n%s", expected[i], found);
    }
  g_assert_null (strstr (found, key));
  g_assert_nonnull (strstr (found, "This"));
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *body = make_body (row->body);
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", row->api, "--model", "m", TIMES, NULL);
  g_autofree char *answer = sim_fixture_body (fixture, row->request, body);

  assert_tells (answer, row->expected);
}

/* What is cached has been processed from the first. */
static void
test_cached (void)
{
  static const char *const expected[] = {
    "{\"total\":1200,\"cache\":1184,\"processed\":1184,\"time_ms\":0.000}",
    "{\"total\":1200,\"cache\":1184,\"processed\":1200,\"time_ms\":60.000}",
    NULL,
  };
  g_autofree char *body = make_body (rows[0].body);
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "llamacpp", TIMES, "--prompt-cache", NULL);
  g_autofree char *first = sim_fixture_body (fixture, rows[0].request, body);
  g_autofree char *second = sim_fixture_body (fixture, rows[0].request, body);

  assert_tells (first, rows[0].expected);
  assert_tells (second, expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sim/progress/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/sim/progress/cached", test_cached);

  return g_test_run ();
}
