/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "sim-fixture.h"

/* What the simulated engine remembers. A prompt of 40 words and marks is 40 tokens: two
 * whole blocks of 16, and 8 more. */

#define WORDS                                                                                      \
  "one two three four five six seven eight nine ten one two three four five six seven eight "      \
  "nine ten one two three four five six seven eight nine ten one two three four five six seven "   \
  "eight nine ten"

/* Fast, without chance; a prompt token costs 1/12 ms. */
#define PROFILE "--profile", "server", "--jitter", "0", "--answer-tokens", "2"

typedef struct
{
  const char *name;
  const char *api;
  const char *request;
  const char *body;   /* with a further member of the object in place of %s */
  const char *none;   /* what says that nothing was cached */
  const char *cached; /* what says that two blocks were */
} Row;

static const Row rows[] = {
  { "vllm-chat", "vllm", "POST /v1/chat/completions",
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" WORDS "\"}]%s}",
    "\"prompt_tokens_details\":{\"cached_tokens\":0}",
    "\"prompt_tokens_details\":{\"cached_tokens\":32}" },
  { "vllm-completions", "vllm", "POST /v1/completions",
    "{\"model\":\"m\",\"prompt\":\"" WORDS "\"%s}", "{\"cached_tokens\":0}",
    "{\"cached_tokens\":32}" },
  { "sglang-chat", "sglang", "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"" WORDS "\"}]%s}", "{\"cached_tokens\":0}",
    "{\"cached_tokens\":32}" },
  { "sglang", "sglang", "POST /generate", "{\"text\":\"" WORDS "\"%s}", "\"cached_tokens\":0,",
    "\"cached_tokens\":32," },
  { "llamacpp-chat", "llamacpp", "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"" WORDS "\"}]%s}", "\"cache_n\":0,",
    "\"cache_n\":32," },
  { "llamacpp", "llamacpp", "POST /completion", "{\"prompt\":\"" WORDS "\"%s}",
    "\"cache_n\":0,\"prompt_n\":40,", "\"cache_n\":32,\"prompt_n\":8," },
};

static void
assert_says (SimFixture *fixture, const Row *row, const char *member, const char *expected)
{
  g_autoptr (GString) body = g_string_new (row->body);
  g_autofree char *answer = NULL;

  g_string_replace (body, "%s", member, 1);
  answer = sim_fixture_body (fixture, row->request, body->str);
  if (strstr (answer, expected) == NULL)
    g_error ("“%s” is not in:\n%s", expected, answer);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  gboolean is_llamacpp = g_str_equal (row->api, "llamacpp");
  const char *salt = g_str_equal (row->name, "sglang") ? ",\"extra_key\":\"a\""
                     : is_llamacpp                     ? ",\"cache_prompt\":false"
                                                       : ",\"cache_salt\":\"a\"";
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", "m", PROFILE, "--prompt-cache", NULL);

  assert_says (fixture, row, "", row->none);
  assert_says (fixture, row, "", row->cached);
  assert_says (fixture, row, salt, row->none);
  /* A salt is a cache of its own; without any there is no use of it. */
  assert_says (fixture, row, salt, is_llamacpp ? row->none : row->cached);
  assert_says (fixture, row, "", row->cached);
}

static void
test_without (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", "m", PROFILE, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) body = g_string_new (row->body);
      g_autofree char *answer = NULL;

      g_string_replace (body, "%s", "", 1);
      answer = sim_fixture_body (fixture, row->request, body->str);
      g_assert_null (strstr (answer, row->cached));
    }
}

/* What is known costs no time, and a distinct beginning makes all of it unknown. */
static void
test_time (void)
{
  static const struct
  {
    const char *body;
    const char *timings;
  } asks[] = {
    { "{\"prompt\":\"" WORDS "\"}", "\"cache_n\":0,\"prompt_n\":40,\"prompt_ms\":18.33" },
    { "{\"prompt\":\"" WORDS "\"}", "\"cache_n\":32,\"prompt_n\":8,\"prompt_ms\":15.66" },
    { "{\"prompt\":\"" WORDS " and more\"}", "\"cache_n\":32,\"prompt_n\":10,\"prompt_ms\":15.83" },
    { "{\"prompt\":\"No " WORDS "\"}", "\"cache_n\":0,\"prompt_n\":41,\"prompt_ms\":18.41" },
  };
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "llamacpp", PROFILE, "--prompt-cache", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    {
      g_autofree char *answer = sim_fixture_body (fixture, "POST /completion", asks[i].body);

      if (strstr (answer, asks[i].timings) == NULL)
        g_error ("“%s” is not in:\n%s", asks[i].timings, answer);
    }
}

static gint64
ask_for_time (SimFixture *fixture, const char *prompt)
{
  g_autofree char *body = g_strdup_printf ("{\"prompt\":\"%s\"}", prompt);
  gint64 start_ns = prony_clock_now_ns ();
  g_autofree char *answer = sim_fixture_body (fixture, "POST /completion", body);

  g_assert_nonnull (strstr (answer, "\"tokens_predicted\":2"));
  return prony_clock_now_ns () - start_ns;
}

/* A distinct beginning does not keep out what looks at the end. */
static void
test_answers (void)
{
  const gint64 slow_ns = PRONY_NS_PER_S / 5;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "llamacpp", "--ttft-ms", "200", "--itl-ms", "1", "--answer-tokens",
                     "2", "--fault", "answer-cache", NULL);

  g_assert_cmpint (ask_for_time (fixture, "[1] " WORDS), >=, slow_ns);
  g_assert_cmpint (ask_for_time (fixture, "[2] " WORDS), <, slow_ns);
  g_assert_cmpint (ask_for_time (fixture, "[3] " WORDS "?"), >=, slow_ns);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *with = g_strconcat ("/sim/cache/with/", rows[i].name, NULL);
      g_autofree char *without = g_strconcat ("/sim/cache/without/", rows[i].name, NULL);

      g_test_add_data_func (with, &rows[i], test_row);
      g_test_add_data_func (without, &rows[i], test_without);
    }
  g_test_add_func ("/sim/cache/time", test_time);
  g_test_add_func ("/sim/cache/answers", test_answers);

  return g_test_run ();
}
