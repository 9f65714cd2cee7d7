/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A tried request as a document and as text. */

#include "config.h"

#include <string.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/report/prony-report-attempt.h"
#include "core/report/prony-report-exchange.h"

#define S G_GINT64_CONSTANT (1000000000)

static void
add_event (PronyAttemptResult *result, PronyEventKind kind, gint64 at_ns, int tokens, gsize end)
{
  PronyAttemptEvent item = { { at_ns, tokens, kind }, end };

  prony_request_record_add_event (result->record, kind, at_ns, tokens);
  g_array_append_val (result->events, item);
}

/* Sent at 10 s; thinks, answers twice, with a request that was refused before. */
static PronyAttemptResult *
new_result (void)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  PronyAttemptResult *result;
  PronyExchange *exchange;

  target->credentials = prony_credentials_new ("sk-secret-key");
  spec->max_tokens = 9;
  result = prony_attempt_result_new (target, spec);
  result->record = prony_request_record_new (1);
  result->record->started_ns = 10 * S - S / 4;
  result->record->sent_ns = 10 * S;
  result->record->finished_ns = 12 * S;
  result->record->reasoning = g_string_new ("hmm");
  g_string_assign (result->record->answer, "Héllo");
  result->dropped = g_strsplit ("seed", ",", -1);
  add_event (result, PRONY_EVENT_ROLE, 10 * S + S / 2, -1, 0);
  add_event (result, PRONY_EVENT_REASONING, 11 * S, 1, 3);
  add_event (result, PRONY_EVENT_CONTENT, 11 * S + S / 4, 2, 3);
  add_event (result, PRONY_EVENT_CONTENT, 11 * S + S / 2, 1, 6);

  exchange = prony_exchange_log_begin (result->log, body);
  prony_exchange_head_set_line (&exchange->request, g_strdup ("POST /x HTTP/1.1"));
  prony_exchange_head_add (&exchange->request, "Authorization", "Bearer sk-secret-key", NULL);
  prony_exchange_head_set_line (&exchange->response, g_strdup ("HTTP/1.1 200 OK"));
  /* The second byte of a character comes later than the first. */
  prony_exchange_add_body (exchange, "one \xc3", 5, 11 * S);
  prony_exchange_add_body (exchange, "\xa9 two", 5, 11 * S + S / 2);
  return result;
}

static JsonObject *
parse (PronyAttemptResult *result)
{
  g_autofree char *text = prony_report_attempt (result);
  g_autoptr (GError) error = NULL;
  JsonObject *document = prony_json_parse_object (text, -1, &error);

  g_assert_no_error (error);
  g_assert_null (strstr (text, "secret"));
  g_assert_true (g_str_has_suffix (text, "}\n"));
  return document;
}

/* What was said before. */
static void
test_history (void)
{
  g_autoptr (PronyAttemptResult) result = new_result ();
  g_autoptr (JsonObject) alone = parse (result);
  g_autoptr (JsonObject) document = NULL;
  JsonArray *history;

  g_assert_false (json_object_has_member (alone, "history"));
  result->spec->history = prony_messages_new ();
  g_ptr_array_add (result->spec->history, prony_message_new (PRONY_ROLE_USER, "Hello"));
  g_ptr_array_add (result->spec->history, prony_message_new (PRONY_ROLE_ASSISTANT, "Yes?"));
  document = parse (result);
  history = prony_json_get_array (document, "history");
  g_assert_cmpuint (json_array_get_length (history), ==, 2);
  g_assert_cmpstr (prony_json_get_string (json_array_get_object_element (history, 1), "role", NULL),
                   ==, "assistant");
  g_assert_cmpstr (
    prony_json_get_string (json_array_get_object_element (history, 1), "content", NULL), ==,
    "Yes?");
  g_assert_cmpstr (prony_json_get_string (document, "prompt", NULL), ==, "Hi");
}

static void
test_document (void)
{
  g_autoptr (PronyAttemptResult) result = new_result ();
  g_autoptr (JsonObject) document = parse (result);
  JsonArray *events = prony_json_get_array (document, "events");
  JsonObject *event = json_array_get_object_element (events, 2);

  g_assert_cmpstr (prony_json_get_string (document, "schema", NULL), ==, "prony.try/1");
  g_assert_cmpstr (prony_json_get_string (document, "response", NULL), ==, "Héllo");
  g_assert_cmpstr (prony_json_get_string (document, "reasoning", NULL), ==, "hmm");
  g_assert_cmpint (
    prony_json_get_int (prony_json_get_object (document, "parameters"), "max_tokens", 0), ==, 9);
  g_assert_false (
    json_object_has_member (prony_json_get_object (document, "parameters"), "temperature"));
  g_assert_cmpstr (
    json_array_get_string_element (prony_json_get_array (document, "dropped_fields"), 0), ==,
    "seed");
  g_assert_cmpfloat (
    prony_json_get_double (prony_json_get_object (document, "stamps"), "started", 0), ==, -0.25);
  g_assert_cmpfloat (prony_json_get_double (prony_json_get_object (document, "metrics"), "ttft", 0),
                     ==, 1);

  g_assert_cmpuint (json_array_get_length (events), ==, 4);
  g_assert_cmpstr (prony_json_get_string (event, "kind", NULL), ==, "content");
  g_assert_cmpfloat (prony_json_get_double (event, "offset", 0), ==, 1.25);
  g_assert_cmpint (prony_json_get_int (event, "tokens", 0), ==, 2);
  g_assert_cmpstr (prony_json_get_string (event, "text", NULL), ==, "Hé");
  g_assert_false (json_object_has_member (json_array_get_object_element (events, 0), "tokens"));
}

static void
test_exchanges (void)
{
  g_autoptr (PronyAttemptResult) result = new_result ();
  g_autoptr (JsonObject) document = parse (result);
  JsonObject *exchange =
    json_array_get_object_element (prony_json_get_array (document, "exchanges"), 0);
  JsonObject *request = prony_json_get_object (exchange, "request");
  JsonObject *response = prony_json_get_object (exchange, "response");
  JsonObject *header = json_array_get_object_element (prony_json_get_array (request, "headers"), 0);

  g_assert_cmpstr (prony_json_get_string (request, "body", NULL), ==, "{\"a\":1}");
  g_assert_cmpstr (prony_json_get_string (header, "name", NULL), ==, "Authorization");
  g_assert_true (prony_json_get_boolean (header, "left_out", FALSE));
  g_assert_false (json_object_has_member (header, "value"));
  g_assert_cmpstr (prony_json_get_string (response, "body", NULL), ==, "one é two");
  g_assert_cmpint (prony_json_get_int (response, "body_length", 0), ==, 10);
  g_assert_false (prony_json_get_boolean (response, "body_cut", TRUE));
  g_assert_cmpfloat (
    json_array_get_double_element (prony_json_get_array (response, "piece_offsets"), 1), ==, 1.5);
  g_assert_cmpint (json_array_get_int_element (prony_json_get_array (response, "piece_ends"), 1),
                   ==, 10);
}

/* A body is text where it is text, also if it was cut within a character. */
static void
test_bodies (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    guint64 in_all;
    const char *text;
    const char *base64;
  } rows[] = {
    { "abc", 3, 3, "abc", NULL },   { "ab\xc3", 3, 3, NULL, "YWLD" },
    { "ab\xc3", 3, 4, "ab", NULL }, { "a\0c", 3, 3, NULL, "YQBj" },
    { "a\0c", 3, 9, NULL, "YQBj" }, { "\xff\xfe\xfd\xfc", 4, 4, NULL, "//79/A==" },
    { "", 0, 0, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PronyAttemptResult) result = new_result ();
      PronyExchange *exchange = prony_exchange_log_begin (result->log, NULL);
      g_autoptr (JsonObject) document = NULL;
      JsonObject *response;

      if (rows[i].length > 0)
        prony_exchange_add_body (exchange, rows[i].bytes, rows[i].length, S);
      exchange->body_length = rows[i].in_all;
      document = parse (result);
      response = prony_json_get_object (
        json_array_get_object_element (prony_json_get_array (document, "exchanges"), 1),
        "response");
      g_assert_cmpstr (prony_json_get_string (response, "body", NULL), ==, rows[i].text);
      g_assert_cmpstr (prony_json_get_string (response, "body_base64", NULL), ==, rows[i].base64);
    }
}

static void
test_text (void)
{
  g_autoptr (PronyAttemptResult) result = new_result ();
  g_autofree char *size = prony_format_size (3 * 1024 * 1024);
  g_autofree char *text = NULL;
  const char *first;

  ((PronyExchange *) result->log->exchanges->pdata[0])->body_length += 3 * 1024 * 1024;
  text = prony_report_exchange (result);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (
    g_str_has_prefix (text, "POST /x HTTP/1.1\nAuthorization: (left out)\n\n{\"a\":1}"));
  first = strstr (text, "one é\n──");
  g_assert_nonnull (first);
  g_assert_nonnull (strstr (first, "──\n two"));
  g_assert_nonnull (strstr (text, size));
}

/* Nothing was sent: the document says why, and makes nothing up. */
static void
test_nothing_sent (void)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, NULL);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new ("Be brief.", "Hi \xff");
  g_autoptr (PronyAttemptResult) result = prony_attempt_result_new (target, spec);
  g_autoptr (JsonObject) document = NULL;
  g_autofree char *text = prony_report_exchange (result);

  g_set_error_literal (&result->error, G_IO_ERROR, G_IO_ERROR_FAILED, "Nobody is there.");
  document = parse (result);
  g_assert_cmpstr (prony_json_get_string (document, "error_message", NULL), ==, "Nobody is there.");
  g_assert_cmpstr (prony_json_get_string (document, "system", NULL), ==, "Be brief.");
  for (guint i = 0; i < 5; i++)
    {
      static const char *const absent[] = { "outcome", "metrics", "events", "exchanges", "model" };

      g_assert_false (json_object_has_member (document, absent[i]));
    }
  g_assert_cmpstr (text, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-attempt/document", test_document);
  g_test_add_func ("/report-attempt/history", test_history);
  g_test_add_func ("/report-attempt/exchanges", test_exchanges);
  g_test_add_func ("/report-attempt/bodies", test_bodies);
  g_test_add_func ("/report-attempt/text", test_text);
  g_test_add_func ("/report-attempt/nothing-sent", test_nothing_sent);

  return g_test_run ();
}
