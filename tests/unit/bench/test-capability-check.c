/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/bench/prony-capability-check.h"
#include "support/prony-test-server.h"

/* Engines that differ in what they can, and what the check finds out about them. */

/* How often an engine is asked again whose tokens came together. */
#define MAX_AGAIN 20

typedef struct
{
  const char *test;
  guint n_tokens;
  const char *finish;
  gboolean usage;
  gboolean at_once;
  gboolean whole;
  gboolean thinks;
  const char *refuses;
  PronyEngineKind kind;
  PronyAbility stream;
  PronyAbility counts;
  PronyAbility ignore_eos;
  PronyAbility reasoning;
} Case;

#define YES PRONY_ABILITY_YES
#define NO PRONY_ABILITY_NO
#define OPEN PRONY_ABILITY_UNKNOWN

static const Case cases[] = {
  { "all", 24, "length", TRUE, FALSE, FALSE, TRUE, NULL, PRONY_ENGINE_VLLM, YES, YES, YES, YES },
  { "no-usage", 24, "length", FALSE, FALSE, FALSE, FALSE, NULL, PRONY_ENGINE_OPENAI, YES, NO, OPEN,
    OPEN },
  { "ends-early", 2, "stop", TRUE, FALSE, FALSE, FALSE, NULL, PRONY_ENGINE_OPENAI, YES, YES, NO,
    OPEN },
  { "ends-early-for-length", 2, "length", TRUE, FALSE, FALSE, FALSE, NULL, PRONY_ENGINE_OPENAI, YES,
    YES, NO, OPEN },
  { "one-token", 1, "stop", TRUE, FALSE, FALSE, FALSE, NULL, PRONY_ENGINE_OPENAI, OPEN, YES, NO,
    OPEN },
  { "refuses-ignore-eos", 24, "length", TRUE, FALSE, FALSE, FALSE, "ignore_eos",
    PRONY_ENGINE_OPENAI, YES, YES, NO, OPEN },
  { "refuses-usage", 24, "length", FALSE, FALSE, FALSE, FALSE, "stream_options",
    PRONY_ENGINE_OPENAI, YES, NO, OPEN, OPEN },
  { "buffered", 24, "length", TRUE, TRUE, FALSE, FALSE, NULL, PRONY_ENGINE_OPENAI, NO, OPEN, YES,
    OPEN },
  { "whole", 24, "length", TRUE, FALSE, TRUE, FALSE, NULL, PRONY_ENGINE_OPENAI, NO, OPEN, YES,
    OPEN },
  { "made-up-counts", 24, "length", TRUE, FALSE, FALSE, FALSE, NULL, PRONY_ENGINE_KOBOLDCPP, YES,
    NO, OPEN, OPEN },
};

static gboolean
refuse (PronyTestRequest *request, const char *field)
{
  g_autofree char *text = g_strdup_printf ("unknown field `%s`, expected one of `seed`", field);

  return prony_test_request_printf (
    request,
    "HTTP/1.1 422 Unprocessable\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s",
    strlen (text), text);
}

static gboolean
answer_whole (PronyTestRequest *request, const Case *item)
{
  g_autofree char *text =
    g_strdup_printf ("{\"choices\":[{\"message\":{\"content\":\"yes\"},\"finish_reason\":\"%s\"}],"
                     "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":%u}}",
                     item->finish, item->n_tokens);

  return prony_test_request_printf (
    request, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
    strlen (text), text);
}

static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  const Case *item = user_data;
  g_autoptr (GString) rest = g_string_new (NULL);

  g_assert_nonnull (strstr (request->body, "\"max_tokens\":24"));
  if (item->refuses != NULL && strstr (request->body, item->refuses) != NULL)
    return refuse (request, item->refuses);
  if (item->whole)
    return answer_whole (request, item);

  prony_test_request_begin (request, "text/event-stream");
  for (guint i = 0; i < item->n_tokens; i++)
    {
      g_string_append_printf (rest, "data: {\"choices\":[{\"delta\":{\"%s\":\"yes\"}}]}\n\n",
                              item->thinks && i < 3 ? "reasoning_content" : "content");
      if (item->at_once)
        continue;
      prony_test_request_chunk (request, rest->str);
      prony_test_request_sleep (request, 2);
      g_string_truncate (rest, 0);
    }
  g_string_append_printf (rest, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"%s\"}]}\n\n",
                          item->finish);
  if (item->usage)
    g_string_append_printf (
      rest, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":%u}}\n\n",
      item->n_tokens);
  g_string_append (rest, "data: [DONE]\n\n");
  prony_test_request_chunk (request, rest->str);
  return prony_test_request_end (request);
}

static PronyTarget *
make_target (const char *url, PronyEngineKind kind, PronyApi api)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);

  engine->kind = kind;
  engine->api = api;
  return prony_target_new (engine, "m");
}

static PronyCapabilities
check (const Case *item)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer, (gpointer) item);
  g_autoptr (PronyTarget) target =
    make_target (prony_test_server_get_url (server), item->kind, PRONY_API_OPENAI_CHAT);
  g_auto (GStrv) rejected = NULL;
  g_autoptr (GError) error = NULL;
  PronyCapabilities found;

  g_assert_true (prony_capability_check (target, NULL, &found, &error));
  g_assert_no_error (error);
  rejected = prony_rejected_fields_list (target->rejected);
  g_assert_cmpstr (rejected[0], ==, item->refuses);
  g_assert_cmpuint (prony_test_server_count_requests (server), ==, item->refuses != NULL ? 2 : 1);
  return found;
}

/* A busy computer may get round to reading two tokens only when both have come: then
 * the engine is asked once more. */
static void
test_case (gconstpointer data)
{
  const Case *item = data;
  PronyCapabilities found = check (item);

  for (guint i = 0; i < MAX_AGAIN && found.abilities[PRONY_CAPABILITY_STREAM] != item->stream; i++)
    found = check (item);

  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_STREAM], ==, item->stream);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_USAGE], ==, item->counts);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_IGNORE_EOS], ==, item->ignore_eos);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_REASONING], ==, item->reasoning);
}

static gboolean
answer_unauthorized (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_printf (
    request,
    "HTTP/1.1 401 Unauthorized\r\nContent-Length: 41\r\n\r\n{\"error\":\"The key abcdefghijk is "
    "wrong.\"}");
}

/* Also, the key that an engine repeats goes nowhere. */
static void
test_unauthorized (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_unauthorized, NULL);
  g_autoptr (PronyTarget) target =
    make_target (prony_test_server_get_url (server), PRONY_ENGINE_OPENAI, PRONY_API_OPENAI_CHAT);
  g_autoptr (GError) error = NULL;
  PronyCapabilities found;

  target->credentials = prony_credentials_new ("abcdefghijk");
  g_assert_false (prony_capability_check (target, NULL, &found, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_UNAUTHORIZED);
  g_assert_null (strstr (error->message, "abcdefghijk"));
  g_assert_nonnull (strstr (error->message, "*** is wrong"));
}

static gboolean
answer_never (PronyTestRequest *request, gpointer user_data)
{
  g_cancellable_cancel (user_data);
  prony_test_request_wait_for_close (request, 60000);
  return FALSE;
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_never, cancellable);
  g_autoptr (PronyTarget) target =
    make_target (prony_test_server_get_url (server), PRONY_ENGINE_OPENAI, PRONY_API_OPENAI_CHAT);
  g_autoptr (GError) error = NULL;
  PronyCapabilities found;

  g_assert_false (prony_capability_check (target, cancellable, &found, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What a protocol has no field for, its engine cannot be asked to do. */
static gboolean
answer_ollama (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_begin (request, "application/x-ndjson");
  for (guint i = 0; i < 3; i++)
    {
      prony_test_request_chunk (request,
                                "{\"message\":{\"content\":\"<think>\"},\"done\":false}\n");
      prony_test_request_sleep (request, 2);
    }
  prony_test_request_chunk (
    request, "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"length\","
             "\"eval_count\":24}\n");
  return prony_test_request_end (request);
}

static void
test_other_protocol (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_ollama, NULL);
  g_autoptr (PronyTarget) target =
    make_target (prony_test_server_get_url (server), PRONY_ENGINE_OLLAMA, PRONY_API_OLLAMA_CHAT);
  g_autoptr (GError) error = NULL;
  PronyCapabilities found;

  g_assert_true (prony_capability_check (target, NULL, &found, &error));
  g_assert_no_error (error);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_STREAM], ==, YES);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_USAGE], ==, YES);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_IGNORE_EOS], ==, NO);
  g_assert_cmpint (found.abilities[PRONY_CAPABILITY_REASONING], ==, NO);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/capability-check/", cases[i].test, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/capability-check/unauthorized", test_unauthorized);
  g_test_add_func ("/capability-check/cancelled", test_cancelled);
  g_test_add_func ("/capability-check/other-protocol", test_other_protocol);

  return g_test_run ();
}
