/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/engines/prony-advice.h"
#include "core/engines/prony-error-body.h"
#include "core/engines/prony-failure.h"
#include "core/http/prony-http-place.h"

/* What a failed request came to, for the records, and a sentence, for people. Pure
 * functions; safe in any thread. */

#define CONTEXT_OVERFLOW_SENTENCE                                                                  \
  _ ("The prompt and the answer do not fit into the model's context. Use a shorter prompt or "     \
     "fewer tokens, or start the engine with a larger context.")

static gboolean
contains (const char *text, const char *const *needles)
{
  g_autofree char *folded = g_ascii_strdown (text, -1);

  for (; *needles != NULL; needles++)
    if (strstr (folded, *needles) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * prony_failure_is_context_overflow:
 * @type: an engine's word for an error
 * @message: its sentence
 *
 * Each engine has its own words for a prompt that does not fit; only llama.cpp and
 * OpenAI have a type for it as well.
 *
 * Returns: whether prompt and answer were too long for the model
 */
gboolean
prony_failure_is_context_overflow (const char *type, const char *message)
{
  static const char *const types[] = { "exceed_context_size", "context_length_exceeded", NULL };
  static const char *const words[] = {
    "context length",
    "context size",
    "context window",
    "maximum context",
    "exceeds the available context",
    "`inputs` tokens + `max_new_tokens`",
    "`inputs` must have less than",
    "longer than the model's context",
    NULL,
  };

  return contains (type, types) || contains (message, words);
}

static gboolean
is_overloaded (const char *type, const char *message)
{
  static const char *const words[] = {
    "overloaded", "queue is full", "server busy", "too many requests",
    "rate limit", "rate_limit",    NULL,
  };

  return contains (type, words) || contains (message, words);
}

/**
 * prony_failure_is_loading:
 * @type: an engine's word for an error
 * @message: its sentence
 *
 * Returns: whether it says that it is still loading its model
 */
gboolean
prony_failure_is_loading (const char *type, const char *message)
{
  static const char *const words[] = { "loading model", "model is loading", "still loading", NULL };

  return contains (message, words) || contains (type, words);
}

static gboolean
is_missing_model (const char *type, const char *message)
{
  static const char *const types[] = { "model_not_found", NULL };
  static const char *const words[] = { "model", NULL };

  return contains (type, types) || contains (message, words);
}

/* What the engine said, as a further sentence. */
static char *
quote (const char *message)
{
  g_autofree char *text = NULL;
  gsize length;

  text = g_strndup (
    message, g_utf8_offset_to_pointer (message, MIN (g_utf8_strlen (message, -1), 300)) - message);
  g_strdelimit (text, "\r\n\t", ' ');

  /* The sentence has a full stop of its own. */
  length = strlen (text);
  while (length > 0 && strchr (" .", text[length - 1]) != NULL)
    text[--length] = '\0';
  if (length == 0)
    return g_strdup ("");

  /* Translators: %s is the engine's own message. The text follows a sentence. */
  return g_strdup_printf (_ (" The engine says: “%s”."), text);
}

static PronyOutcome
outcome_of_status (guint status)
{
  if (status == 429)
    return PRONY_OUTCOME_HTTP_429;
  if (status >= 400 && status < 500)
    return PRONY_OUTCOME_HTTP_4XX;
  if (status >= 500 && status < 600)
    return PRONY_OUTCOME_HTTP_5XX;

  return PRONY_OUTCOME_PROTOCOL;
}

static char *
describe_client_status (guint status, const char *type, const char *message)
{
  switch (status)
    {
    case 401:
    case 403:
      return g_strdup_printf (_ ("The engine refuses access (status %u). Give it the API key "
                                 "that it was started with."),
                              status);

    case 404:
      if (is_missing_model (type, message))
        return g_strdup (_ ("The engine does not have this model. Choose one that it lists, or "
                            "add the model to the engine."));
      return g_strdup (_ ("The engine does not know this kind of request (status 404). Choose "
                          "another API for it."));

    case 429:
      return g_strdup (_ ("The engine has too much to do and refused the request (status 429). "
                          "Use fewer streams."));

    default:
      return g_strdup_printf (_ ("The engine did not accept the request (status %u). Change what "
                                 "the scenario asks for, or choose another API."),
                              status);
    }
}

static char *
describe_status (guint status, const char *type, const char *message)
{
  if (status >= 400 && status < 500)
    return describe_client_status (status, type, message);

  if (status == 503 && prony_failure_is_loading (type, message))
    return g_strdup (_ ("The engine is still loading its model. Wait a moment and try again."));
  if (status == 503)
    return g_strdup (_ ("The engine refused work for now (status 503): it is busy or starting. "
                        "Wait a moment, or use fewer streams."));
  if (status >= 500 && status < 600)
    return g_strdup_printf (_ ("The engine failed (status %u). Its log tells more."), status);
  if (status >= 300 && status < 400)
    return g_strdup_printf (_ ("The server sends requests on to another address (status %u). "
                               "Use that address."),
                            status);

  return g_strdup_printf (_ ("The server answered with status %u, which is not an answer to this "
                             "request. Check the address."),
                          status);
}

/**
 * prony_failure_from_status:
 * @status: an HTTP status that is not 200
 * @body: (nullable): the response's body as far as it was read: anything
 * @length: its length in bytes
 * @outcome: (out): how the request ended
 * @message: (out) (transfer full): a sentence with advice
 *
 * Explains a response that is an error.
 */
void
prony_failure_from_status (
  guint status, const char *body, gsize length, PronyOutcome *outcome, char **message)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) type = g_string_new (NULL);
  guint code = 0;
  PronyErrorBody error = { text, type, &code };
  g_autofree char *quoted = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (outcome != NULL);
  g_return_if_fail (message != NULL);

  prony_error_body_read_text (body, length, &error);
  quoted = quote (text->str);
  *outcome = outcome_of_status (status);

  /* Ollama gives its runner's refusal as 500. */
  if ((status == 400 || status == 413 || status == 422 || status == 500) &&
      prony_failure_is_context_overflow (type->str, text->str))
    {
      *outcome = PRONY_OUTCOME_CONTEXT_OVERFLOW;
      sentence = g_strdup (CONTEXT_OVERFLOW_SENTENCE);
    }
  else
    sentence = describe_status (status, type->str, text->str);

  *message = g_strconcat (sentence, quoted, NULL);
}

/**
 * prony_failure_from_delta:
 * @delta: an error inside a stream, or a payload that could not be understood
 * @outcome: (out): how the request ended
 * @message: (out) (transfer full): a sentence
 *
 * Explains an error that came after a good status. Some engines refuse work in this
 * way too: then the outcome is that of the status that they would have sent.
 */
void
prony_failure_from_delta (const PronyDelta *delta, PronyOutcome *outcome, char **message)
{
  g_autofree char *quoted = NULL;
  const char *sentence;

  g_return_if_fail (delta != NULL);
  g_return_if_fail (outcome != NULL);
  g_return_if_fail (message != NULL);

  quoted = quote (delta->error_message->str);

  if (!delta->failed)
    {
      *outcome = PRONY_OUTCOME_PROTOCOL;
      sentence = _ ("The server sent something that is not what this API promises. Check the "
                    "address and the API.");
    }
  else if (prony_failure_is_context_overflow (delta->error_type->str, delta->error_message->str))
    {
      *outcome = PRONY_OUTCOME_CONTEXT_OVERFLOW;
      sentence = CONTEXT_OVERFLOW_SENTENCE;
    }
  else if (delta->error_code == 429 || delta->error_code == 503 ||
           is_overloaded (delta->error_type->str, delta->error_message->str))
    {
      *outcome = delta->error_code == 503 ? PRONY_OUTCOME_HTTP_5XX : PRONY_OUTCOME_HTTP_429;
      sentence = _ ("The engine has too much to do and refused the request. Use fewer streams.");
    }
  else
    {
      *outcome = PRONY_OUTCOME_STREAM_ERROR;
      sentence = _ ("The engine broke off with an error.");
    }

  *message = g_strconcat (sentence, quoted, NULL);
}

static PronyOutcome
outcome_of_io_error (const GError *error)
{
  switch (error->code)
    {
    case G_IO_ERROR_CANCELLED:
      return PRONY_OUTCOME_CANCELLED;
    case G_IO_ERROR_TIMED_OUT:
      return PRONY_OUTCOME_TIMEOUT;
    case G_IO_ERROR_PARTIAL_INPUT:
      return PRONY_OUTCOME_TRUNCATED;
    case G_IO_ERROR_INVALID_DATA:
    case G_IO_ERROR_MESSAGE_TOO_LARGE:
      return PRONY_OUTCOME_PROTOCOL;
    default:
      return PRONY_OUTCOME_CONNECT;
    }
}

/* GIO has no code of its own for it, only the system's words. */
static gboolean
is_out_of_ports (const GError *error)
{
  return error->domain == G_IO_ERROR && strstr (error->message, g_strerror (EADDRNOTAVAIL)) != NULL;
}

static PronyOutcome
outcome_of_error (const GError *error)
{
  if (error->domain == G_TLS_ERROR || g_error_matches (error, PRONY_ERROR, PRONY_ERROR_TLS))
    return PRONY_OUTCOME_TLS;
  if (is_out_of_ports (error))
    return PRONY_OUTCOME_CONNECT;
  if (error->domain == G_IO_ERROR)
    return outcome_of_io_error (error);
  if (error->domain == G_RESOLVER_ERROR)
    return PRONY_OUTCOME_CONNECT;

  /* What libsoup cannot read as HTTP. */
  return PRONY_OUTCOME_PROTOCOL;
}

/* What this computer has run out of says nothing about the engine. */
static char *
describe_own_limit (const GError *error, const char *place)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES))
    return g_strdup_printf (
      /* Translators: %s is such as "127.0.0.1 port 8000". */
      _ ("No connection to the server on %s, since this computer allows no more open files. Use "
         "fewer streams, or raise the limit on open files (ulimit -n)."),
      place);
  if (is_out_of_ports (error))
    return g_strdup_printf (
      /* Translators: %s is such as "127.0.0.1 port 8000". */
      _ ("No connection to the server on %s, since this computer has no local port left for it. "
         "Use a lower rate or fewer streams, let the engine keep its connections open, or widen "
         "net.ipv4.ip_local_port_range."),
      place);

  return NULL;
}

static char *
describe_connect_error (const GError *error, const char *url, PronyEngineKind kind)
{
  g_autofree char *place = prony_http_place_describe (url);
  g_autofree char *advice = prony_advice_start (url, kind);
  char *own_limit = describe_own_limit (error, place);

  if (own_limit != NULL)
    return own_limit;
  if (error->domain == G_RESOLVER_ERROR)
    /* Translators: %s is such as "engine.example port 8000". */
    return g_strdup_printf (_ ("The server on %s cannot be found by its name. Check the "
                               "address and the network."),
                            place);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    /* Translators: the first %s is such as "127.0.0.1 port 8000", the second a
     * sentence that tells how to start the engine. */
    return g_strdup_printf (_ ("Nothing listens on %s. %s"), place, advice);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return g_strdup_printf (
      _ ("The server on %s closed the connection without an answer. The engine may be "
         "starting, or may have died: its log tells more."),
      place);

  return g_strdup_printf (
    _ ("The server on %s cannot be reached: %s. Check the address and the network."), place,
    error->message);
}

/**
 * prony_failure_is_own_limit:
 * @error: what libsoup or GIO reported
 *
 * Returns: whether this computer had no descriptor or port left for a connection,
 *   which says nothing about the engine
 */
gboolean
prony_failure_is_own_limit (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES) ||
         is_out_of_ports (error);
}

/**
 * prony_failure_from_error:
 * @error: what libsoup or GIO reported
 * @url: the address that was asked
 * @kind: what is known or believed to be there
 * @outcome: (out): how the request ended
 * @message: (out) (transfer full): a sentence with advice
 *
 * Explains a request that got no whole response. An answer that broke off counts
 * as truncated; the caller knows whether there was one.
 */
void
prony_failure_from_error (
  const GError *error, const char *url, PronyEngineKind kind, PronyOutcome *outcome, char **message)
{
  g_autofree char *place = NULL;

  g_return_if_fail (error != NULL);
  g_return_if_fail (url != NULL);
  g_return_if_fail (outcome != NULL);
  g_return_if_fail (message != NULL);

  place = prony_http_place_describe (url);
  *outcome = outcome_of_error (error);

  switch ((int) *outcome)
    {
    case PRONY_OUTCOME_CANCELLED:
      *message = g_strdup (_ ("The request was cancelled."));
      break;

    case PRONY_OUTCOME_TIMEOUT:
      *message =
        g_strdup_printf (_ ("The server on %s did not answer in time. It may be busy or loading a "
                            "model: wait, or allow more time."),
                         place);
      break;

    case PRONY_OUTCOME_TLS:
      if (error->domain == PRONY_ERROR) /* what is wrong with the certificate */
        *message = g_strdup (error->message);
      else
        *message = g_strdup_printf (
          _ ("No secure connection to the server on %s: %s. Check the certificate, or "
             "use http:// if the engine has none."),
          place, error->message);
      break;

    case PRONY_OUTCOME_TRUNCATED:
      *message = g_strdup_printf (
        _ ("The server on %s ended the connection in the middle of the answer. The "
           "engine's log may tell why."),
        place);
      break;

    case PRONY_OUTCOME_PROTOCOL:
      *message = g_strdup_printf (
        _ ("What the server on %s answers is not the HTTP of an engine: %s. Check the "
           "address."),
        place, error->message);
      break;

    default:
      *message = describe_connect_error (error, url, kind);
      break;
    }
}
