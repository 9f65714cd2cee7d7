/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/engines/prony-advice.h"
#include "core/engines/prony-engine-trouble.h"
#include "core/engines/prony-failure.h"

/* Why an engine that was probed cannot be used, and what to do about it. */

static void
set_status (PronyEngineInfo *info, PronyEngineStatus status, char *message)
{
  info->status = status;
  g_free (info->message);
  info->message = message;
}

/**
 * prony_engine_trouble_is_loading:
 * @answer: (nullable): to `/v1/models`
 *
 * Returns: whether it is llama.cpp's answer to everything while it loads its model
 */
gboolean
prony_engine_trouble_is_loading (const PronyProbeAnswer *answer)
{
  return answer != NULL && answer->status == 503 && answer->json != NULL &&
         (strstr (answer->body->str, "Loading model") != NULL ||
          strstr (answer->body->str, "loading model") != NULL);
}

static void
set_from_status (PronyEngineInfo *info, const PronyProbeAnswer *answer)
{
  PronyEngineStatus status = PRONY_ENGINE_STATUS_FOREIGN;
  PronyOutcome outcome;
  char *message = NULL;

  prony_failure_from_status (answer->status, answer->body->str, answer->body->len, &outcome,
                             &message);

  if (answer->status == 401 || answer->status == 403)
    status = PRONY_ENGINE_STATUS_UNAUTHORIZED;
  else if (prony_engine_trouble_is_loading (answer))
    status = PRONY_ENGINE_STATUS_LOADING;
  else if (answer->status == 429 || answer->status == 503)
    status = PRONY_ENGINE_STATUS_OVERLOADED;

  set_status (info, status, message);
}

static void
set_from_error (PronyEngineInfo *info, const GError *error)
{
  PronyOutcome outcome;
  char *message = NULL;

  prony_failure_from_error (error, info->url, info->kind, &outcome, &message);
  if (outcome == PRONY_OUTCOME_CONNECT)
    set_status (info, PRONY_ENGINE_STATUS_REFUSED, message);
  else if (outcome == PRONY_OUTCOME_TIMEOUT)
    set_status (info, PRONY_ENGINE_STATUS_TIMEOUT, message);
  else
    set_status (info, PRONY_ENGINE_STATUS_FOREIGN, message);
}

/**
 * prony_engine_trouble_explain_engine:
 * @info: an info whose kind is known
 * @decisive: (nullable): the answer that tells whether it takes requests
 *
 * Fills in the status, and the message unless the engine is ready.
 */
void
prony_engine_trouble_explain_engine (PronyEngineInfo *info, const PronyProbeAnswer *decisive)
{
  g_return_if_fail (info != NULL);

  /* TGI may have no `/v1/models` at all; its kind was told by `/info`. */
  if (decisive == NULL || (info->kind == PRONY_ENGINE_TGI && decisive->status == 404))
    set_status (info, PRONY_ENGINE_STATUS_READY, NULL);
  else if (decisive->error != NULL)
    set_from_error (info, decisive->error);
  else if (decisive->status == 200)
    set_status (info, PRONY_ENGINE_STATUS_READY, NULL);
  else
    set_from_status (info, decisive);
}

static const PronyProbeAnswer *
find_first_response (GPtrArray *answers)
{
  for (guint i = 0; i < answers->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers, i);

      if (answer->status != 0)
        return answer;
    }

  return NULL;
}

static char *
describe_stranger (const PronyEngineInfo *info, const PronyProbeAnswer *response)
{
  g_autofree char *place = prony_advice_place (info->url);

  if (response->status >= 300 && response->status < 400)
    return g_strdup_printf (_ ("The server on %s sends requests on to another address. Use that "
                               "address."),
                            place);
  if (response->status == 502 || response->status == 504)
    return g_strdup_printf (_ ("A proxy answers on %s, but the engine behind it does not (status "
                               "%u). Start the engine, or check the proxy."),
                            place, response->status);
  if (prony_probe_answer_is_html (response))
    return g_strdup_printf (_ ("A web site answers on %s, not an inference engine. Check the "
                               "address."),
                            place);

  return g_strdup_printf (_ ("Something answers on %s, but not as an inference engine. Check the "
                             "address."),
                          place);
}

/**
 * prony_engine_trouble_explain_stranger:
 * @info: an info whose kind could not be told
 * @answers: (element-type PronyProbeAnswer): all answers, at least one
 * @decisive: (nullable): the answer to `/v1/models`
 *
 * Fills in the status and the message.
 */
void
prony_engine_trouble_explain_stranger (PronyEngineInfo *info,
                                       GPtrArray *answers,
                                       const PronyProbeAnswer *decisive)
{
  const PronyProbeAnswer *response = find_first_response (answers);
  guint status = decisive != NULL ? decisive->status : 0;

  g_return_if_fail (info != NULL);
  g_return_if_fail (answers->len > 0);

  if (status == 401 || status == 403 ||
      ((status == 429 || status == 503) && !prony_probe_answer_is_html (decisive)))
    {
      set_from_status (info, decisive);
      return;
    }

  if (decisive != NULL && g_error_matches (decisive->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      set_from_error (info, decisive->error);
      return;
    }

  if (response != NULL)
    {
      if (status != 0)
        response = decisive;
      set_status (info, PRONY_ENGINE_STATUS_FOREIGN, describe_stranger (info, response));
      return;
    }

  response = decisive != NULL ? decisive : g_ptr_array_index (answers, 0);
  set_from_error (info, response->error);
}
