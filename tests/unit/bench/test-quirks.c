/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim/prony-sim-fault.h"
#include "unit/bench/quirk-client.h"

/* The real client against every fault and quirk of the simulated engine: how the
 * request ends, what of the answer arrives, how many tokens are counted and by what,
 * and that nothing but the first token ends the time to it.
 *
 * The rules are: J1 reading of lines, J2 what an event is, J3 the first token, J4
 * counting, J5 errors, J6 requests, J7 HTTP. */

#define IMPATIENT_S 0.3
/* A busy computer makes a time wrong now and then, but not always. */
#define ATTEMPTS 5

/* What arrives of the answer. */
typedef enum
{
  TEXT_WHOLE,   /* all of it, without reasoning */
  TEXT_THOUGHT, /* all of it, reasoning apart */
  TEXT_INLINE,  /* all of it, reasoning between marks in it */
  TEXT_ACCENTS, /* all of it, with characters of several bytes */
  TEXT_PART,    /* its beginning */
  TEXT_ANY,     /* something */
  TEXT_NONE,
} Text;

/* When the first token is due: after the fixed time and so many gaps, or never. */
#define NEVER (-1)

typedef struct
{
  const char *rule;
  const char *fault;
  const char *api;
  PronyApi protocol;
  PronyEngineKind kind;
  PronyOutcome outcome;
  Text text;
  int first;
  PronyCountSource source;
  const char *message;
} Row;

#define CHAT "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM
#define TGI "tgi", PRONY_API_TGI, PRONY_ENGINE_TGI
#define OLLAMA "ollama", PRONY_API_OLLAMA_CHAT, PRONY_ENGINE_OLLAMA
#define LLAMACPP "llamacpp", PRONY_API_LLAMACPP, PRONY_ENGINE_LLAMACPP
#define SGLANG "sglang", PRONY_API_SGLANG, PRONY_ENGINE_SGLANG
#define KOBOLD "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_KOBOLDCPP

#define OK(text, first) PRONY_OUTCOME_OK, text, first, PRONY_COUNT_USAGE, NULL
#define OK_CHUNKS(text, first) PRONY_OUTCOME_OK, text, first, PRONY_COUNT_CHUNKS, NULL
#define BAD(outcome, text, first, message)                                                         \
  PRONY_OUTCOME_##outcome, text, first, PRONY_COUNT_CHUNKS, message

static const Row rows[] = {
  /* Lines. */
  { "J1.2", "crlf", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.2", "crlf", OLLAMA, OK (TEXT_WHOLE, 0) },
  { "J1.2", "lone-cr", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.3", "no-space", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.4", "data-lines", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.4", "comments", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.4", "comments", TGI, OK (TEXT_WHOLE, 0) },
  { "J1.4", "comments", LLAMACPP, OK (TEXT_WHOLE, 0) },
  { "J1.4", "named-events", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.5", "bom", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.6", "no-final-blank", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.6", "done-without-newline", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.7", "done-blanks", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.7", "no-done", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.7", "text-after-done", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.8", "garbage-once", CHAT, OK (TEXT_WHOLE, 0) },
  { "J1.8", "garbage", CHAT, BAD (PROTOCOL, TEXT_NONE, NEVER, "protocol") },
  { "J1.9", "long-line", CHAT, OK (TEXT_ANY, 0) },
  { "J7", "half-escapes", CHAT, OK (TEXT_ANY, 0) },

  /* Delivery. */
  { "J1.1", "coalesced", CHAT, OK (TEXT_WHOLE, 2) },
  { "J1.1", "coalesced", OLLAMA, OK (TEXT_WHOLE, 3) },
  { "J1.1", "split", CHAT, OK (TEXT_ACCENTS, 0) },
  { "J1.1", "split", OLLAMA, OK (TEXT_ACCENTS, 0) },
  { "J1.1", "bytewise", CHAT, OK (TEXT_ACCENTS, 0) },
  { "J3", "buffered", CHAT, OK (TEXT_WHOLE, NEVER) },
  { "J7", "unchunked", CHAT, OK (TEXT_WHOLE, 0) },
  { "J7", "gzip", CHAT, BAD (PROTOCOL, TEXT_NONE, NEVER, "compresses") },
  { "I1", "whole-json", CHAT, OK (TEXT_WHOLE, NEVER) },

  /* Chunks. */
  { "J3", "role-at-once", CHAT, OK (TEXT_WHOLE, 0) },
  { "J3", "no-role", CHAT, OK (TEXT_WHOLE, 0) },
  { "J3", "ping-at-once", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.2", "progress", CHAT, OK (TEXT_WHOLE, 0) },
  { "I2", "loading-text", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.4", "empty-content", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.4", "null-content", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.4", "empty-delta", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.4", "content-parts", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.3", "no-choices", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.3", "empty-choices", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.6", "usage-always", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.6", "usage-first", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.6", "usage-in-finish", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.6", "null-usage", CHAT, OK (TEXT_WHOLE, 0) },
  { "J4", "no-usage", CHAT, OK_CHUNKS (TEXT_WHOLE, 0) },
  { "J4", "fake-usage", KOBOLD, OK_CHUNKS (TEXT_WHOLE, 0) },
  { "J7", "float-counts", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.5", "empty-finish", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.5", "no-finish", CHAT, OK (TEXT_WHOLE, 0) },
  { "J2.4", "reasoning-content", CHAT, OK (TEXT_THOUGHT, 0) },
  { "J2.4", "reasoning", CHAT, OK (TEXT_THOUGHT, 0) },
  { "J2.4", "thinking", CHAT, OK (TEXT_THOUGHT, 0) },
  { "J2.4", "reasoning-twice", CHAT, OK (TEXT_THOUGHT, 0) },
  { "J2.4", "reasoning-and-text", CHAT, OK (TEXT_THOUGHT, 1) },
  { "D4", "think-inline", CHAT, OK (TEXT_INLINE, 0) },
  { "E4", "incremental-text", SGLANG, OK (TEXT_WHOLE, 0) },
  { "J4", "several-tokens", CHAT, OK (TEXT_WHOLE, 3) },
  { "J2.4", "tool-calls", CHAT, OK (TEXT_NONE, 0) },
  { "J5", "wrong-model", CHAT, OK (TEXT_WHOLE, 0) },

  /* Errors in the middle of a stream. */
  { "J5", "error", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error", OLLAMA, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error", TGI, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error", LLAMACPP, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error", SGLANG, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error-string", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error-string-code", CHAT, BAD (HTTP_429, TEXT_PART, 0, "on purpose") },
  { "J5", "error-flat", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error-type", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error-event", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J1.10", "error-field", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J1.7", "error-done", CHAT, BAD (STREAM_ERROR, TEXT_PART, 0, "on purpose") },
  { "J5", "error-first", CHAT, BAD (HTTP_5XX, TEXT_NONE, NEVER, "queue is full") },

  /* Other answers. */
  { "J7", "redirect", CHAT, BAD (PROTOCOL, TEXT_NONE, NEVER, "another address") },
  { "J5", "empty-body", CHAT, BAD (EMPTY, TEXT_NONE, NEVER, "single token") },
  { "J5", "binary-body", CHAT, BAD (PROTOCOL, TEXT_NONE, NEVER, "no stream") },
  { "J5", "huge-body", CHAT, BAD (PROTOCOL, TEXT_NONE, NEVER, "protocol") },
  { "J5", "html", CHAT, BAD (PROTOCOL, TEXT_NONE, NEVER, "web page") },
  { "J5", "html-error", CHAT, BAD (HTTP_5XX, TEXT_NONE, NEVER, "502") },
  { "J5", "http-429", CHAT, BAD (HTTP_429, TEXT_NONE, NEVER, "Too many requests") },
  { "J5", "http-500", CHAT, BAD (HTTP_5XX, TEXT_NONE, NEVER, "Internal server error") },
  { "J5", "http-503", CHAT, BAD (HTTP_5XX, TEXT_NONE, NEVER, "queue is full") },
  { "J5", "http-503", SGLANG, BAD (HTTP_5XX, TEXT_NONE, NEVER, "queue is full") },
  { "J5", "loading", LLAMACPP, BAD (HTTP_5XX, TEXT_NONE, NEVER, "Loading model") },
  { "J5", "unauthorized", CHAT, BAD (HTTP_4XX, TEXT_NONE, NEVER, "key") },
  { "J5", "empty", CHAT, BAD (EMPTY, TEXT_NONE, NEVER, "single token") },

  /* Fields that are refused. */
  { "J6", "reject=stream_options", CHAT, OK_CHUNKS (TEXT_WHOLE, 0) },
  { "J6", "reject-argument=stream_options", CHAT, OK_CHUNKS (TEXT_WHOLE, 0) },
  { "J6", "reject-value=seed", CHAT, OK (TEXT_ANY, 0) },
  { "J6", "reject-detail=stream_options", CHAT, OK_CHUNKS (TEXT_WHOLE, 0) },
  { "J6", "reject-flat=stream_options", CHAT, OK_CHUNKS (TEXT_WHOLE, 0) },
  { "J6", "reject-plain=stream_options", CHAT, OK_CHUNKS (TEXT_WHOLE, 0) },

  /* Connections. */
  { "J5", "disconnect", CHAT, BAD (TRUNCATED, TEXT_PART, 0, "middle of the answer") },
  { "J5", "truncate", CHAT, BAD (TRUNCATED, TEXT_PART, 0, "middle of the answer") },
  { "J5", "truncate", OLLAMA, BAD (TRUNCATED, TEXT_PART, 0, "middle of the answer") },
  { "J5", "stall", CHAT, BAD (TIMEOUT, TEXT_NONE, NEVER, "in time") },
  { "J5", "slow-headers", CHAT, BAD (TIMEOUT, TEXT_NONE, NEVER, "in time") },
  { "J5", "trickle", CHAT, BAD (TIMEOUT, TEXT_NONE, NEVER, "in time") },
  { "J5", "no-answer", CHAT, BAD (CONNECT, TEXT_NONE, NEVER, "without an answer") },
  { "J6", "answer-cache", CHAT, OK (TEXT_WHOLE, 0) },
  { "J7", "close", CHAT, OK (TEXT_WHOLE, 0) },
};

/* --- What is to arrive ------------------------------------------------------- */

static char *
replace (const char *text, const char *what, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (by, parts);
}

static void
assert_text (const Row *row, const PronyRequestRecord *record, const char *plain)
{
  const char *answer = record->answer->str;
  const char *thoughts = record->reasoning != NULL ? record->reasoning->str : "";

  switch (row->text)
    {
    case TEXT_WHOLE:
      g_assert_cmpstr (answer, ==, plain);
      g_assert_cmpstr (thoughts, ==, "");
      break;
    case TEXT_THOUGHT:
      /* The same sentences are begun twice. */
      g_assert_cmpstr (thoughts, ==, "This answer comes");
      g_assert_true (g_str_has_prefix (plain, answer));
      g_assert_cmpuint (strlen (answer), >, strlen (thoughts));
      break;
    case TEXT_INLINE:
      g_assert_true (g_str_has_prefix (answer, "<think>This answer comes</think>This answer"));
      g_assert_cmpstr (thoughts, ==, "");
      break;
    case TEXT_ACCENTS:
      {
        g_autofree char *accents = replace (plain, "e", "\xc3\xa9");
        g_autofree char *faces = replace (accents, "o", "\xf0\x9f\x98\x80");

        g_assert_cmpstr (answer, ==, faces);
      }
      break;
    case TEXT_PART:
      g_assert_cmpuint (strlen (answer), >, 0);
      g_assert_cmpuint (strlen (answer), <, strlen (plain));
      g_assert_true (g_str_has_prefix (plain, answer));
      break;
    case TEXT_ANY:
      g_assert_cmpuint (strlen (answer), >, 0);
      g_assert_true (g_utf8_validate (answer, -1, NULL));
      break;
    case TEXT_NONE:
    default:
      g_assert_cmpstr (answer, ==, "");
      g_assert_cmpstr (thoughts, ==, "");
      break;
    }
}

static gboolean
first_is_due (const Row *row, const PronyRequestRecord *record)
{
  double ttft = prony_request_metric (record, PRONY_METRIC_TTFT);

  return row->first == NEVER ? isnan (ttft)
                             : quirk_time_is_near (ttft, FIRST_MS + row->first * GAP_MS);
}

static void
assert_ended (const Row *row, const PronyRequestRecord *record)
{
  if (record->outcome != row->outcome)
    g_test_message ("%s", record->error_message);
  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (row->outcome));
  if (row->outcome == PRONY_OUTCOME_OK)
    {
      g_assert_null (record->error_message);
      g_assert_cmpint (record->completion_tokens, ==, N_TOKENS);
      g_assert_cmpstr (prony_count_source_to_string (record->count_source), ==,
                       prony_count_source_to_string (row->source));
      return;
    }

  g_assert_nonnull (record->error_message);
  if (row->message != NULL && strstr (record->error_message, row->message) == NULL)
    g_error ("“%s” is not in “%s”", row->message, record->error_message);
}

/* What the engine answers where nothing is odd. */
static char *
ask_plainly (const Row *row)
{
  g_autoptr (SimFixture) engine = quirk_engine_new (row->api, "die:0");
  g_autoptr (PronyRequestRecord) record =
    quirk_client_ask (engine, row->protocol, row->kind, PLENTY_S);

  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_true (g_str_has_prefix (record->answer->str, "This answer comes from a simulated"));
  return g_strdup (record->answer->str);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  double timeout_s = row->outcome == PRONY_OUTCOME_TIMEOUT ? IMPATIENT_S : PLENTY_S;
  g_autoptr (SimFixture) engine = quirk_engine_new (row->api, row->fault);
  g_autofree char *plain = row->text != TEXT_NONE ? ask_plainly (row) : NULL;
  gboolean is_due = FALSE;

  for (guint i = 0; i < ATTEMPTS && !is_due; i++)
    {
      g_autoptr (PronyRequestRecord) record =
        quirk_client_ask (engine, row->protocol, row->kind, timeout_s);

      assert_ended (row, record);
      assert_text (row, record, plain);
      is_due = first_is_due (row, record);
    }
  g_assert_true (is_due);
}

/* --- That none is left out ---------------------------------------------------- */

/* One that ends the process is for another test. */
static void
test_complete (void)
{
  const char *name;

  for (guint n = 0; (name = prony_sim_faults_get_name (n)) != NULL; n++)
    {
      gboolean there = strcmp (name, "die") == 0;

      for (guint i = 0; !there && i < G_N_ELEMENTS (rows); i++)
        {
          g_autofree char *fault = g_strndup (rows[i].fault, strcspn (rows[i].fault, "="));

          there = strcmp (fault, name) == 0;
        }
      if (!there)
        g_error ("The fault “%s” is in no row.", name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/quirks/complete", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/quirks/%s-%s-%s", rows[i].rule, rows[i].fault, rows[i].api);

      g_test_add_data_func (path, &rows[i], test_row);
    }

  return g_test_run ();
}
