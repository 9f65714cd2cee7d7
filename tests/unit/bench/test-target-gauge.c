/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-json.h"
#include "core/bench/prony-target-gauge.h"
#include "core/prompts/prony-filler.h"
#include "support/prony-test-server.h"

/* Engines that count tokens in different ways, or in none, and what a gauge makes of
 * them. Their tokens are words, and their template has seven. */

#define TEMPLATE_TOKENS 7
/* What no engine may see before it is measured. */
#define SECRET "Sesame"

typedef struct
{
  const char *test;
  PronyEngineKind kind;
  PronyApi api;
  const char *prompt;
  guint n_counted;    /* texts that /tokenize counts, before it fails */
  gboolean in_stream; /* usage is in streams */
  gboolean in_whole;  /* usage is in answers of one piece */
  guint fixed;        /* usage that has nothing to do with the prompt, if any */
  guint status;       /* of every answer, if not 200 */
  gboolean hangs;
  PronyCountSource source;
  gint64 overhead;
  guint n_asked; /* requests that have the engine read a prompt */
} Case;

#define VLLM PRONY_ENGINE_VLLM
#define OTHER PRONY_ENGINE_OPENAI
#define CHAT PRONY_API_OPENAI_CHAT
#define PLAIN PRONY_API_OPENAI_COMPLETIONS
#define ALL G_MAXUINT
#define ONE "{text:600}"
#define TWO "{text:600} {code:500}"
#define NONE "Nothing to fill"

static const Case cases[] = {
  { "endpoint", VLLM, CHAT, TWO, ALL, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_TOKENIZE,
    TEMPLATE_TOKENS, 1 },
  { "endpoint-plain", VLLM, PLAIN, TWO, ALL, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_TOKENIZE, -1, 0 },
  { "endpoint-no-usage", VLLM, CHAT, ONE, ALL, FALSE, FALSE, 0, 0, FALSE, PRONY_COUNT_TOKENIZE, -1,
    2 },
  { "endpoint-fixed-text", VLLM, CHAT, NONE, ALL, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_TOKENIZE, -1,
    0 },
  { "usage-one-kind", OTHER, CHAT, ONE, 0, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_USAGE,
    TEMPLATE_TOKENS, 2 },
  { "usage-two-kinds", OTHER, CHAT, TWO, 0, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_USAGE,
    TEMPLATE_TOKENS, 3 },
  { "usage-broken-endpoint", VLLM, CHAT, ONE, 0, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_USAGE,
    TEMPLATE_TOKENS, 2 },
  { "usage-whole", OTHER, CHAT, ONE, 0, FALSE, TRUE, 0, 0, FALSE, PRONY_COUNT_USAGE,
    TEMPLATE_TOKENS, 3 },
  { "usage-fixed-text", OTHER, CHAT, NONE, 0, TRUE, TRUE, 0, 0, FALSE, PRONY_COUNT_ESTIMATE, -1,
    0 },
  { "usage-nonsense", OTHER, CHAT, TWO, 0, TRUE, TRUE, 5, 0, FALSE, PRONY_COUNT_ESTIMATE, -1, 2 },
  { "no-usage", OTHER, CHAT, TWO, 0, FALSE, FALSE, 0, 0, FALSE, PRONY_COUNT_ESTIMATE, -1, 2 },
  { "failing", OTHER, CHAT, TWO, 0, TRUE, TRUE, 0, 500, FALSE, PRONY_COUNT_ESTIMATE, -1, 1 },
  { "all-failing", VLLM, CHAT, TWO, 0, TRUE, TRUE, 0, 500, FALSE, PRONY_COUNT_ESTIMATE, -1, 1 },
  { "hanging", OTHER, CHAT, TWO, 0, TRUE, TRUE, 0, 0, TRUE, PRONY_COUNT_ESTIMATE, -1, 1 },
};

typedef struct
{
  const Case *item;
  PronyTestServer *server;
  PronyTarget *target;
  gint n_asked; /* atomic, like the next */
  gint n_counted;
} Engine;

static guint
count_words (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += !g_ascii_isspace (*p) && (p == text || g_ascii_isspace (p[-1]));
  return n;
}

static gboolean
answer_json (PronyTestRequest *request, guint status, const char *text)
{
  return prony_test_request_printf (
    request,
    "HTTP/1.1 %u Status\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", status,
    strlen (text), text);
}

static gboolean
answer_count (Engine *self, PronyTestRequest *request, JsonObject *body)
{
  guint number = (guint) g_atomic_int_add (&self->n_counted, 1);
  g_autofree char *text = NULL;

  if (number >= self->item->n_counted || self->item->status != 0)
    return answer_json (request, 500, "{}");

  text =
    g_strdup_printf ("{\"count\":%u}", count_words (prony_json_get_string (body, "prompt", "")));
  return answer_json (request, 200, text);
}

static guint
count_prompt (JsonObject *body)
{
  JsonArray *messages = prony_json_get_array (body, "messages");
  guint n = TEMPLATE_TOKENS;

  if (messages == NULL)
    return count_words (prony_json_get_string (body, "prompt", ""));

  for (guint i = 0; i < json_array_get_length (messages); i++)
    n += count_words (
      prony_json_get_string (json_array_get_object_element (messages, i), "content", ""));
  return n;
}

static gboolean
answer_prompt (Engine *self, PronyTestRequest *request, JsonObject *body)
{
  guint tokens = self->item->fixed > 0 ? self->item->fixed : count_prompt (body);
  g_autofree char *usage =
    g_strdup_printf ("\"usage\":{\"prompt_tokens\":%u,\"completion_tokens\":1}", tokens);
  g_autofree char *text = NULL;

  if (!prony_json_get_boolean (body, "stream", FALSE))
    {
      text = g_strdup_printf ("{\"choices\":[{\"message\":{\"content\":\"x\"},\"text\":\"x\","
                              "\"finish_reason\":\"length\"}]%s%s}",
                              self->item->in_whole ? "," : "", self->item->in_whole ? usage : "");
      return answer_json (request, 200, text);
    }

  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_token (request, "x");
  text = g_strdup_printf ("data: {\"choices\":[]%s%s}\n\ndata: [DONE]\n\n",
                          self->item->in_stream ? "," : "", self->item->in_stream ? usage : "");
  prony_test_request_chunk (request, text);
  return prony_test_request_end (request);
}

static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  Engine *self = user_data;
  g_autoptr (JsonNode) root = json_from_string (request->body, NULL);
  JsonObject *body = json_node_get_object (root);

  g_assert_null (strstr (request->body, SECRET));
  if (strcmp (request->path, "/tokenize") == 0)
    return answer_count (self, request, body);

  g_atomic_int_inc (&self->n_asked);
  g_assert_cmpint (prony_json_get_int (body, "max_tokens", 0), ==, 1);
  if (self->item->hangs)
    return prony_test_request_begin (request, "text/event-stream") &&
           prony_test_request_wait_for_close (request, 10000);
  if (self->item->status != 0)
    return answer_json (request, self->item->status, "{\"error\":{\"message\":\"Out of order\"}}");

  return answer_prompt (self, request, body);
}

static void
engine_start (Engine *self, const Case *item)
{
  g_autoptr (PronyEngineSpec) spec = NULL;

  *self = (Engine){ .item = item };
  self->server = prony_test_server_new (answer, self);
  spec = prony_engine_spec_new (prony_test_server_get_url (self->server), NULL);
  spec->kind = item->kind;
  spec->api = item->api;
  if (item->hangs)
    spec->request_timeout_s = 0.2;
  self->target = prony_target_new (spec, "m");
}

static void
engine_stop (Engine *self)
{
  prony_test_server_free (self->server);
  prony_target_unref (self->target);
}

static PronyScenario *
make_scenario (const char *prompt, const char *system)
{
  PronyScenario *scenario = prony_scenario_new ("lengths");
  PronyTestCase *test_case = prony_test_case_new ();

  scenario->template = g_strconcat (prompt, " {word}", NULL);
  scenario->system = g_strdup (system);
  g_hash_table_insert (test_case->values, g_strdup ("word"), g_strdup (SECRET));
  g_ptr_array_add (scenario->cases, test_case);
  return scenario;
}

/* Of text that the gauge has not seen. */
static void
assert_counts (PronyPromptGauge *gauge, PronyFillerKind kind, guint64 seed, double tolerance)
{
  g_autofree char *text = prony_filler_make (kind, 2000, seed);
  double words = count_words (text);
  g_autofree char *more = g_strconcat (text, " of the same", NULL);

  if (tolerance == 0)
    g_assert_cmpint (gauge->count (more, strlen (text), gauge->user_data), ==, (gint64) words);
  g_assert_cmpfloat_with_epsilon (prony_prompt_gauge_count (gauge, kind, text), words,
                                  words * tolerance + 0.5);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyScenario) scenario = make_scenario (item->prompt, NULL);
  g_autoptr (PronyPromptGauge) gauge = NULL;
  gint64 started_us = g_get_monotonic_time ();
  Engine engine;

  engine_start (&engine, item);
  gauge = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpint (gauge->source, ==, item->source);
  g_assert_cmpint (gauge->overhead, ==, item->overhead);
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, (gint) item->n_asked);
  g_assert_cmpint (g_get_monotonic_time () - started_us, <, 8 * G_TIME_SPAN_SECOND);

  if (item->source == PRONY_COUNT_TOKENIZE)
    assert_counts (gauge, PRONY_FILLER_TEXT, 99, 0);
  else if (item->source == PRONY_COUNT_USAGE)
    assert_counts (gauge, PRONY_FILLER_TEXT, 99, 0.005);
  if (item->source == PRONY_COUNT_USAGE && strstr (item->prompt, "code") != NULL)
    assert_counts (gauge, PRONY_FILLER_CODE, 99, 0.005);
  engine_stop (&engine);
}

/* The template of a system message counts, and its text does not. */
static void
test_system (void)
{
  g_autoptr (PronyScenario) scenario = make_scenario (ONE, SECRET " is the word");
  g_autoptr (PronyPromptGauge) counted = NULL;
  g_autoptr (PronyPromptGauge) calibrated = NULL;
  Engine engine;

  engine_start (&engine, &cases[0]);
  counted = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpint (counted->overhead, ==, TEMPLATE_TOKENS);
  g_clear_pointer (&counted, prony_prompt_gauge_free);
  engine_stop (&engine);

  engine_start (&engine, &cases[4]);
  calibrated = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpint (calibrated->overhead, ==, TEMPLATE_TOKENS);
  engine_stop (&engine);
}

/* Nothing about a prompt without filler can be changed to keep it in its limits, so its
 * engine is not asked for its template. */
static void
test_limits (void)
{
  g_autoptr (PronyScenario) scenario = make_scenario (NONE, NULL);
  g_autoptr (PronyPromptGauge) gauge = NULL;
  Engine engine;

  scenario->prompt_max_tokens = 100;
  engine_start (&engine, &cases[4]);
  gauge = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpint (gauge->source, ==, PRONY_COUNT_ESTIMATE);
  g_assert_cmpint (gauge->overhead, ==, -1);
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 0);
  engine_stop (&engine);
}

/* An engine that stops counting makes the gauge worse, and it says so. */
static void
test_endpoint_breaks (void)
{
  static const Case item = { "breaks", VLLM, PLAIN, TWO, 7, TRUE, TRUE, 0, 0, FALSE };
  g_autoptr (PronyScenario) scenario = make_scenario (TWO, NULL);
  g_autoptr (PronyPromptGauge) gauge = NULL;
  Engine engine;

  engine_start (&engine, &item);
  gauge = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpint (gauge->source, ==, PRONY_COUNT_TOKENIZE);
  assert_counts (gauge, PRONY_FILLER_TEXT, 99, 0);
  assert_counts (gauge, PRONY_FILLER_CODE, 99, 0);
  g_assert_cmpint (gauge->source, ==, PRONY_COUNT_TOKENIZE);
  for (guint i = 0; i < 6; i++)
    assert_counts (gauge, i % 2 == 0 ? PRONY_FILLER_TEXT : PRONY_FILLER_CODE, 100 + i, 0.2);
  g_assert_cmpint (gauge->source, ==, PRONY_COUNT_USAGE);
  /* It is not asked for ever. */
  g_assert_cmpint (g_atomic_int_get (&engine.n_counted), ==, 7 + 3);
  engine_stop (&engine);
}

/* A vocabulary of the 256 bytes, on this computer. */
static void
test_vocabulary (void)
{
  g_autoptr (PronyScenario) scenario = make_scenario (ONE, NULL);
  g_autoptr (PronyPromptGauge) gauge = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folder = g_dir_make_tmp ("prony-gauge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cl100k_base.tiktoken", NULL);
  Engine engine;

  for (guint i = 0; i < 256; i++)
    {
      guchar byte = (guchar) i;
      g_autofree char *encoded = g_base64_encode (&byte, 1);

      g_string_append_printf (text, "%s %u\n", encoded, i);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));

  engine_start (&engine, &cases[4]);
  engine.target->vocabulary = g_strdup (path);
  gauge = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpint (gauge->source, ==, PRONY_COUNT_TOKENIZER);
  g_assert_cmpfloat_with_epsilon (gauge->tokens_per_byte[PRONY_FILLER_TEXT], 1, 1e-9);
  g_assert_cmpuint (prony_prompt_gauge_count (gauge, PRONY_FILLER_TEXT, "seven b"), ==, 7);
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 1);
  engine_stop (&engine);
  g_unlink (path);
  g_rmdir (folder);
}

/* An engine that counts by reading reads so much and no more, and the same text only once,
 * also when a little of it changes. */
static void
test_reading (void)
{
  g_autoptr (PronyScenario) scenario = make_scenario (ONE, NULL);
  g_autoptr (PronyPromptGauge) gauge = NULL;
  g_autofree char *text = prony_filler_make (PRONY_FILLER_TEXT, 2000, 5);
  g_autofree char *longer = g_strconcat ("A question about: ", text, " What is it?", NULL);
  Engine engine;

  engine_start (&engine, &cases[4]);
  gauge = prony_target_gauge_new (engine.target, scenario, NULL);
  g_assert_cmpuint (gauge->count (text, strlen (text), gauge->user_data), ==, count_words (text));
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 3);
  g_assert_cmpfloat_with_epsilon (gauge->count (longer, strlen (longer), gauge->user_data),
                                  count_words (longer), 5);
  g_assert_cmpfloat_with_epsilon (gauge->count (text, strlen (text) - 99, gauge->user_data),
                                  count_words (text) - 16, 5);
  g_assert_cmpint (gauge->count ("Short", 5, gauge->user_data), ==, -1);
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 3);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *other = prony_filler_make (PRONY_FILLER_TEXT, 200, 1000 + i);
      gint64 tokens = gauge->count (other, strlen (other), gauge->user_data);

      g_assert_cmpint (tokens, ==, i < 64 - 2 ? (gint64) count_words (other) : -1);
    }
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 1 + 64);
  engine_stop (&engine);
}

/* The same engine gives the same prompts. */
static void
test_repeatable (void)
{
  g_autoptr (PronyScenario) scenario = make_scenario (TWO, NULL);
  g_autoptr (PronyPromptGauge) one = NULL;
  g_autoptr (PronyPromptGauge) other = NULL;
  Engine engine;

  engine_start (&engine, &cases[5]);
  one = prony_target_gauge_new (engine.target, scenario, NULL);
  other = prony_target_gauge_new (engine.target, scenario, NULL);
  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    g_assert_true (one->tokens_per_byte[i] == other->tokens_per_byte[i]);
  g_assert_cmpint (one->overhead, ==, other->overhead);
  engine_stop (&engine);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100 * G_TIME_SPAN_MILLISECOND);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancelled (void)
{
  static const Case item = { "hangs", OTHER, CHAT, TWO, 0, TRUE, TRUE, 0, 0, TRUE };
  g_autoptr (PronyScenario) scenario = make_scenario (TWO, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PronyPromptGauge) gauge = NULL;
  g_autoptr (PronyPromptGauge) again = NULL;
  gint64 started_us = g_get_monotonic_time ();
  GThread *thread;
  Engine engine;

  engine_start (&engine, &item);
  engine.target->engine->request_timeout_s = 60;
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gauge = prony_target_gauge_new (engine.target, scenario, cancellable);
  again = prony_target_gauge_new (engine.target, scenario, cancellable);
  g_thread_join (thread);
  g_assert_cmpint (gauge->source, ==, PRONY_COUNT_ESTIMATE);
  g_assert_cmpint (again->source, ==, PRONY_COUNT_ESTIMATE);
  g_assert_cmpint (g_get_monotonic_time () - started_us, <, 8 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_atomic_int_get (&engine.n_asked), ==, 1);
  engine_stop (&engine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/target-gauge/", cases[i].test, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/target-gauge/system", test_system);
  g_test_add_func ("/target-gauge/limits", test_limits);
  g_test_add_func ("/target-gauge/endpoint-breaks", test_endpoint_breaks);
  g_test_add_func ("/target-gauge/vocabulary", test_vocabulary);
  g_test_add_func ("/target-gauge/reading", test_reading);
  g_test_add_func ("/target-gauge/repeatable", test_repeatable);
  g_test_add_func ("/target-gauge/cancelled", test_cancelled);
  return g_test_run ();
}
