/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/engines/prony-advice.h"
#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-failure.h"
#include "core/http/prony-http-place.h"

/**
 * prony_advice_start:
 * @url: the address where nothing listens
 * @kind: what is believed to be there; may be unknown
 *
 * Returns: (transfer full): a sentence that tells how to start that engine
 */
char *
prony_advice_start (const char *url, PronyEngineKind kind)
{
  const PronyEngineClass *engine_class = prony_engine_class_get (kind);
  guint port;

  g_return_val_if_fail (url != NULL, NULL);

  /* Without knowledge of what should be there, the usual ports tell. */
  port = prony_http_place_get_port (url);
  if (port > 0 && (kind == PRONY_ENGINE_UNKNOWN || kind == PRONY_ENGINE_OPENAI))
    engine_class = prony_engine_class_find_by_port (port);
  if (port == 0 || engine_class == NULL)
    engine_class = prony_engine_class_get (PRONY_ENGINE_OPENAI);

  return engine_class->advise_start (port);
}

/* --- What to do about a request that failed --------------------------------------------- */

/* What each engine calls the length of the context that it is started with. */
static const char *const context_settings[PRONY_N_ENGINE_KINDS] = {
  [PRONY_ENGINE_OLLAMA] = "OLLAMA_CONTEXT_LENGTH", [PRONY_ENGINE_LLAMACPP] = "--ctx-size",
  [PRONY_ENGINE_VLLM] = "--max-model-len",         [PRONY_ENGINE_TGI] = "--max-total-tokens",
  [PRONY_ENGINE_SGLANG] = "--context-length",      [PRONY_ENGINE_KOBOLDCPP] = "--contextsize",
  [PRONY_ENGINE_NIM] = "NIM_MAX_MODEL_LEN",        [PRONY_ENGINE_TRTLLM] = "--max_seq_len",
};

static gboolean
mentions (const char *text, const char *const *words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (; *words != NULL; words++)
    if (strstr (folded, *words) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
is_out_of_memory (const char *message)
{
  static const char *const words[] = {
    "out of memory",       "outofmemory",
    "failed to allocate",  "unable to allocate",
    "insufficient memory", "requires more system memory",
    "not enough memory",   NULL,
  };

  return mentions (message, words);
}

/* It was there when the run was prepared. */
static gboolean
is_model_gone (const PronyRequestRecord *record, const char *message)
{
  static const char *const words[] = { "model", NULL };
  static const char *const gone[] = {
    "not found", "does not exist",           "not loaded",     "no model",         "no longer",
    "unloaded",  "does not have this model", "failed to load", "is not available", NULL,
  };

  return (record->http_status == 404 || record->http_status >= 500) && mentions (message, words) &&
         mentions (message, gone);
}

static char *
advise_context (PronyEngineKind kind)
{
  const char *setting = context_settings[kind];

  if (setting == NULL)
    return g_strdup (_ ("The lengths of prompts and answers are set in the scenario, the length "
                        "of the context where the engine is started."));

  return g_strdup_printf (
    /* Translators: the first %s is a kind of engine, such as vLLM, the second a setting of
     * it, such as --max-model-len. */
    _ ("The lengths of prompts and answers are set in the scenario, the length of the context of "
       "%s by %s."),
    prony_engine_kind_title (kind), setting);
}

/* The message says already to use fewer streams. */
static char *
advise_overload (const PronyRequestRecord *record)
{
  if (record->retries > 0)
    return g_strdup (_ ("Sending the request again did not help. It can be allowed to be sent "
                        "again more often."));

  return g_strdup (_ ("Requests can also be allowed to be sent again after a while."));
}

/* The engine had accepted the connection: it may have died. */
static char *
advise_connect (PronyTarget *target, const PronyRequestRecord *record)
{
  if (record->own_limit || record->connected_ns == 0)
    return NULL;

  return prony_advice_start (target->engine->url, target->engine->kind);
}

static char *
advise_by_outcome (PronyTarget *target, const PronyRequestRecord *record, const char *message)
{
  switch ((int) record->outcome)
    {
    case PRONY_OUTCOME_CONNECT:
      return advise_connect (target, record);

    case PRONY_OUTCOME_TLS:
      return g_strdup (_ ("Which certificates are trusted can be chosen in the engine's settings, "
                          "on the Engines page."));

    case PRONY_OUTCOME_TIMEOUT:
      return g_strdup (_ ("Raise the time limit of a request, or lower the load."));

    case PRONY_OUTCOME_HTTP_429:
      return advise_overload (record);

    case PRONY_OUTCOME_HTTP_5XX:
      if (record->http_status != 503 || prony_failure_is_loading ("", message))
        return NULL;
      return advise_overload (record);

    case PRONY_OUTCOME_CONTEXT_OVERFLOW:
      return advise_context (target->engine->kind);

    case PRONY_OUTCOME_STREAM_ERROR:
      return g_strdup (_ ("The engine's log tells why. If it happens with several streams only, "
                          "lower the load."));

    case PRONY_OUTCOME_TRUNCATED:
      return g_strdup (_ ("If the engine is still running, a proxy in between may have a time "
                          "limit: raise that, or ask for shorter answers."));

    case PRONY_OUTCOME_EMPTY:
      return g_strdup (_ ("Allow more tokens in an answer, and check that the model fits this "
                          "kind of request."));

    default:
      return NULL;
    }
}

/**
 * prony_advice_failure:
 * @target: whose request it was
 * @record: a request that failed
 *
 * Says what to do about a failure in addition to the request's own message, which says it
 * where the Engines page says the same. Pure; safe in any thread.
 *
 * Returns: (transfer full) (nullable): one or two sentences; %NULL where the message says
 *   all that there is to say
 */
char *
prony_advice_failure (PronyTarget *target, const PronyRequestRecord *record)
{
  const char *message;
  g_autofree char *advice = NULL;

  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);

  message = record->error_message != NULL ? record->error_message : "";
  if (is_out_of_memory (message))
    advice = g_strdup (_ ("The engine has run out of memory. Lower the load, ask for shorter "
                          "prompts and answers, or give the engine a smaller model or context."));
  else if (is_model_gone (record, message))
    advice = g_strdup (_ ("If the model was there before, the engine has unloaded or removed it: "
                          "load it again on the Engines page."));
  else
    advice = advise_by_outcome (target, record, message);

  return advice != NULL && strstr (message, advice) == NULL ? g_steal_pointer (&advice) : NULL;
}
