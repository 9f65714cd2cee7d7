/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/bench/prony-ask.h"
#include "core/bench/prony-capability-check.h"
#include "core/engines/prony-dialect.h"

/* A short question whose answer ends by itself long before the limit: only an engine
 * that goes on past the end mark comes to it. A model that thinks first gets there in
 * any case, as does one that does not know how to end. */
#define QUESTION "Reply with the single word: yes"
#define MAX_TOKENS 24u

/* The first request may have to wait for the model to be loaded. */
#define DEFAULT_TIMEOUT_S 300.0

static PronyRequestSpec *
make_spec (void)
{
  PronyRequestSpec *spec = prony_request_spec_new (NULL, QUESTION);

  spec->max_tokens = MAX_TOKENS;
  spec->min_tokens = MAX_TOKENS;
  spec->temperature = 0;
  spec->ignore_eos = TRUE;
  spec->stream = TRUE;
  return spec;
}

/* --- What it came to ------------------------------------------------------------ */

static PronyError
get_error_code (const PronyRequestRecord *record)
{
  switch (record->outcome)
    {
    case PRONY_OUTCOME_CONNECT:
      return PRONY_ERROR_UNREACHABLE;
    case PRONY_OUTCOME_TLS:
      return PRONY_ERROR_TLS;
    case PRONY_OUTCOME_TIMEOUT:
      return PRONY_ERROR_TIMEOUT;
    case PRONY_OUTCOME_HTTP_429:
      return PRONY_ERROR_OVERLOADED;
    case PRONY_OUTCOME_HTTP_4XX:
      return record->http_status == 401 || record->http_status == 403 ? PRONY_ERROR_UNAUTHORIZED
                                                                      : PRONY_ERROR_HTTP;
    case PRONY_OUTCOME_HTTP_5XX:
    case PRONY_OUTCOME_STREAM_ERROR:
    case PRONY_OUTCOME_CONTEXT_OVERFLOW:
      return PRONY_ERROR_HTTP;
    default:
      return PRONY_ERROR_PROTOCOL;
    }
}

static gboolean
check_outcome (const PronyRequestRecord *record, GError **error)
{
  if (record->outcome == PRONY_OUTCOME_OK)
    return TRUE;

  if (record->outcome == PRONY_OUTCOME_CANCELLED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("The check was stopped before the engine had answered."));
  else
    g_set_error_literal (error, PRONY_ERROR, get_error_code (record), record->error_message);
  return FALSE;
}

/* Token by token means that they came at more than one time. */
static PronyAbility
judge_stream (const PronyRequestRecord *record)
{
  gint64 first_ns = 0;
  guint n_tokens = 0;

  for (guint i = 0; i < record->events->len; i++)
    {
      const PronyRecordEvent *event = &g_array_index (record->events, PronyRecordEvent, i);

      if (!prony_event_kind_carries_tokens (event->kind))
        continue;
      if (n_tokens++ == 0)
        first_ns = event->at_ns;
      else if (event->at_ns != first_ns)
        return PRONY_ABILITY_YES;
    }

  /* One event may be a short answer, or several tokens of a longer one. */
  return n_tokens == 1 ? PRONY_ABILITY_UNKNOWN : PRONY_ABILITY_NO;
}

static gboolean
sends_field (PronyTarget *target, const PronyRequestSpec *spec, const char *name)
{
  g_autoptr (JsonObject) body = NULL;
  static const char *const inner[] = { "options", "parameters", "sampling_params" };

  if (prony_rejected_fields_contains (target->rejected, name))
    return FALSE;

  body = prony_dialect_get (target->engine->api)->build_body (spec, target->model);
  if (json_object_has_member (body, name))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    {
      JsonObject *settings = prony_json_get_object (body, inner[i]);

      if (settings != NULL && json_object_has_member (settings, name))
        return TRUE;
    }
  return FALSE;
}

static PronyAbility
judge_ignore_eos (PronyTarget *target,
                  const PronyRequestSpec *spec,
                  const PronyRequestRecord *record)
{
  const char *reason = record->finish_reason != NULL ? record->finish_reason : "";
  gboolean at_limit = g_str_equal (reason, "length") || g_str_equal (reason, "limit");

  if (!sends_field (target, spec, "ignore_eos"))
    return PRONY_ABILITY_NO;
  if (*reason != '\0' && !at_limit)
    return PRONY_ABILITY_NO;
  if (record->count_source != PRONY_COUNT_USAGE || record->completion_tokens < 0)
    return PRONY_ABILITY_UNKNOWN;
  if (record->completion_tokens < MAX_TOKENS)
    return PRONY_ABILITY_NO;

  return at_limit && record->completion_tokens == MAX_TOKENS ? PRONY_ABILITY_YES
                                                             : PRONY_ABILITY_UNKNOWN;
}

/* A model that does not think shows nothing; one whose thinking is a part of the answer
 * shows that it is not told apart. */
static PronyAbility
judge_reasoning (const PronyRequestRecord *record)
{
  if (record->reasoning != NULL && record->reasoning->len > 0)
    return PRONY_ABILITY_YES;
  if (strstr (record->answer->str, "<think>") != NULL)
    return PRONY_ABILITY_NO;

  return PRONY_ABILITY_UNKNOWN;
}

/**
 * prony_capability_check:
 * @target: a prepared target; the fields that the engine refuses are added to it
 * @cancellable: (nullable): ends the check, from any thread
 * @capabilities: (out): what the engine was seen to do; what the request did not show is
 *   left open
 * @error: return location for what keeps the engine from answering, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Sends one short request and finds out from the answer whether the engine streams,
 * counts tokens in the stream, goes on past the end mark, tells thinking apart, and
 * which fields it refuses. Nothing is taken from its kind. Blocks for as long as the
 * answer takes, which may include loading a model; for any thread but the user
 * interface's.
 *
 * Returns: whether it answered
 */
gboolean
prony_capability_check (PronyTarget *target,
                        GCancellable *cancellable,
                        PronyCapabilities *capabilities,
                        GError **error)
{
  g_autoptr (PronyRequestSpec) spec = make_spec ();
  g_autoptr (PronyRequestRecord) record = NULL;
  PronyAbility *abilities = capabilities->abilities;
  double timeout_s;

  g_return_val_if_fail (target != NULL, FALSE);
  g_return_val_if_fail (target->engine->api != PRONY_API_AUTO, FALSE);

  *capabilities = (PronyCapabilities){ 0 };
  timeout_s = target->engine->request_timeout_s;
  record =
    prony_ask (target, spec, timeout_s > 0 ? timeout_s : DEFAULT_TIMEOUT_S, cancellable, error);
  if (record == NULL || !check_outcome (record, error))
    return FALSE;

  abilities[PRONY_CAPABILITY_STREAM] = judge_stream (record);
  if (abilities[PRONY_CAPABILITY_STREAM] != PRONY_ABILITY_NO)
    abilities[PRONY_CAPABILITY_USAGE] =
      record->count_source == PRONY_COUNT_USAGE ? PRONY_ABILITY_YES : PRONY_ABILITY_NO;
  abilities[PRONY_CAPABILITY_IGNORE_EOS] = judge_ignore_eos (target, spec, record);
  abilities[PRONY_CAPABILITY_REASONING] = judge_reasoning (record);
  return TRUE;
}
