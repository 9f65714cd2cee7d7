/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/engines/prony-engine-trouble.h"
#include "core/engines/prony-error-body.h"
#include "core/engines/prony-failure.h"
#include "core/http/prony-certificate-trouble.h"
#include "core/http/prony-http-place.h"

/* Why an engine that was probed cannot be used, and what to do about it. */

static void
set_status (PronyEngineInfo *info, PronyEngineStatus status, char *message)
{
  info->status = status;
  g_free (info->message);
  info->message = message;
}

static gboolean
says_that_it_loads (const PronyProbeAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) type = g_string_new (NULL);
  guint code = 0;
  PronyErrorBody error = { text, type, &code };

  prony_error_body_read_text (answer->body->str, answer->body->len, &error);
  return prony_failure_is_loading (type->str, text->str);
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
  else if (answer->status == 503 && says_that_it_loads (answer))
    status = PRONY_ENGINE_STATUS_LOADING;
  else if (answer->status == 429 || answer->status == 503)
    status = PRONY_ENGINE_STATUS_OVERLOADED;

  set_status (info, status, message);
}

static void
set_from_error (PronyEngineInfo *info, PronyEngineKind believed, const GError *error)
{
  PronyOutcome outcome;
  char *message = NULL;

  prony_failure_from_error (error, info->url, believed, &outcome, &message);
  if (outcome == PRONY_OUTCOME_CONNECT)
    set_status (info, PRONY_ENGINE_STATUS_REFUSED, message);
  else if (outcome == PRONY_OUTCOME_TIMEOUT)
    set_status (info, PRONY_ENGINE_STATUS_TIMEOUT, message);
  else
    set_status (info, PRONY_ENGINE_STATUS_FOREIGN, message);
}

/* Says of its health that it has none, while it does not say that it is loading. */
static void
set_unwell (PronyEngineInfo *info)
{
  g_autofree char *place = prony_http_place_describe (info->url);

  set_status (info, PRONY_ENGINE_STATUS_REFUSED,
              /* Translators: the first %s is a kind of engine, such as vLLM, the second is
               * such as "127.0.0.1 port 8000". */
              g_strdup_printf (_ ("%s on %s answers, but says that it cannot work (status 503). "
                                  "Its log tells why; start it again."),
                               prony_engine_kind_title (info->kind), place));
}

/**
 * prony_engine_trouble_explain_engine:
 * @info: an info whose kind is known
 * @engine_class: that kind
 * @answers: all answers
 *
 * Fills in the status, and the message unless the engine is ready.
 */
void
prony_engine_trouble_explain_engine (PronyEngineInfo *info,
                                     const PronyEngineClass *engine_class,
                                     const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *models = prony_probe_answers_find_models (answers);
  const PronyProbeAnswer *decisive =
    engine_class->find_decisive != NULL ? engine_class->find_decisive (answers) : models;

  if (engine_class->is_loading != NULL && engine_class->is_loading (answers))
    set_status (info, PRONY_ENGINE_STATUS_LOADING,
                g_strdup (_ ("The engine is still loading its model. Wait a moment and try "
                             "again.")));
  else if (decisive == NULL)
    set_status (info, PRONY_ENGINE_STATUS_READY, NULL);
  else if (decisive->error != NULL)
    set_from_error (info, info->kind, decisive->error);
  else if (decisive->status == 200)
    set_status (info, PRONY_ENGINE_STATUS_READY, NULL);
  else if (decisive->status == 503 && decisive != models &&
           g_str_has_prefix (decisive->path, "/health"))
    set_unwell (info);
  else
    set_from_status (info, decisive);
}

/* Ollama refuses whoever calls it by a name that it does not know, without a word. */
static gboolean
is_nameless (const PronyEngineInfo *info, const PronyProbeAnswer *answer)
{
  g_autoptr (GUri) uri = g_uri_parse (info->url, G_URI_FLAGS_NONE, NULL);

  return answer->status == 403 && answer->error == NULL && answer->body->len == 0 && uri != NULL &&
         !g_hostname_is_ip_address (g_uri_get_host (uri));
}

static char *
describe_nameless (const PronyEngineInfo *info)
{
  g_autoptr (GUri) uri = g_uri_parse (info->url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *place = prony_http_place_describe (info->url);

  /* Translators: the first %s is such as "engine.example port 11434", the second a
   * computer's name. */
  return g_strdup_printf (_ ("The server on %s refuses access and does not say why (status 403). "
                             "Ollama does so when it is not known as “%s”: use its IP address, or "
                             "start it with OLLAMA_HOST=0.0.0.0. Any other engine may want an API "
                             "key."),
                          place, g_uri_get_host (uri));
}

static gboolean
wants_tls (const PronyProbeAnswer *response)
{
  return response->status == 400 && strstr (response->body->str, "HTTPS") != NULL;
}

static char *
describe_stranger (const PronyEngineInfo *info, const PronyProbeAnswer *response)
{
  g_autofree char *place = prony_http_place_describe (info->url);

  if (response->status >= 300 && response->status < 400)
    return g_strdup_printf (_ ("The server on %s sends requests on to another address. Use that "
                               "address."),
                            place);
  if (wants_tls (response))
    return g_strdup_printf (_ ("The server on %s wants a secure connection. Write its address with "
                               "https://."),
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
 * @believed: what the user takes it for; may be unknown
 * @answers: all answers, at least one
 *
 * Fills in the status and the message.
 */
void
prony_engine_trouble_explain_stranger (PronyEngineInfo *info,
                                       PronyEngineKind believed,
                                       const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *decisive = prony_probe_answers_find_models (answers);
  const PronyProbeAnswer *response = prony_probe_answers_find_response (answers);
  guint status = decisive != NULL ? decisive->status : 0;

  g_return_if_fail (info != NULL);
  g_return_if_fail (answers->items->len > 0);

  if (decisive != NULL && is_nameless (info, decisive))
    {
      set_status (info, PRONY_ENGINE_STATUS_UNAUTHORIZED, describe_nameless (info));
      return;
    }

  if (status == 401 || status == 403 ||
      ((status == 429 || status == 503) && !prony_probe_answer_is_html (decisive)))
    {
      set_from_status (info, decisive);
      return;
    }

  if (decisive != NULL && g_error_matches (decisive->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      set_from_error (info, believed, decisive->error);
      return;
    }

  if (response != NULL)
    {
      if (status != 0)
        response = decisive;
      set_status (info, PRONY_ENGINE_STATUS_FOREIGN, describe_stranger (info, response));
      return;
    }

  response = decisive != NULL ? decisive : g_ptr_array_index (answers->items, 0);
  if (response->error->domain == G_TLS_ERROR && response->tls_errors != 0)
    set_status (info, PRONY_ENGINE_STATUS_UNTRUSTED,
                prony_certificate_trouble_describe (response->tls_errors, info->url));
  else
    set_from_error (info, believed, response->error);
}
