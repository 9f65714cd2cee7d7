/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "sim/prony-sim-engine.h"
#include "sim/prony-sim-random.h"

/* What the requests of a simulated engine share, and the way of each request: to
 * its fault, if it has one, else to the function of the API that answers it. */

#define SLOW_HEADER_NS (3 * PRONY_NS_PER_S)

/* A request whose header has only begun. */
typedef struct
{
  PronySimTimer timer;
  PronySimEngine *engine;
  PronySimConnection *connection;
  PronySimRequest *request;
  const PronySimRoute *route;
} SlowHeader;

/* An answer that is not due yet. */
typedef struct
{
  PronySimTimer timer;
  PronySimConnection *connection;
  const char *content_type;
  char *body;
} LateAnswer;

/**
 * prony_sim_engine_new:
 * @options: what was asked for; must live longer
 * @context: (nullable): the context of the thread that will use it, %NULL for
 *   the default one
 *
 * Returns: (transfer full): an engine without requests
 */
PronySimEngine *
prony_sim_engine_new (const PronySimOptions *options, GMainContext *context)
{
  PronySimEngine *self = g_new0 (PronySimEngine, 1);

  self->api = options->api;
  self->options = options;
  self->profile = options->profile;
  self->faults = options->faults;
  self->residences = g_new0 (PronySimResidence, g_strv_length (options->models));
  self->scheduler = prony_sim_scheduler_new (context);
  self->corpus = prony_sim_corpus_new ();
  self->cache = prony_sim_cache_new ();
  self->created_s = g_get_real_time () / G_USEC_PER_SEC;
  g_queue_init (&self->waiting);
  return self;
}

/**
 * prony_sim_engine_free:
 * @engine: (transfer full): an engine whose server has been freed
 */
void
prony_sim_engine_free (PronySimEngine *engine)
{
  g_queue_clear (&engine->waiting);
  prony_sim_scheduler_free (engine->scheduler);
  prony_sim_corpus_free (engine->corpus);
  prony_sim_cache_free (engine->cache);
  g_free (engine->residences);
  g_free (engine);
}

/**
 * prony_sim_failure_headers:
 * @failure: why a request is refused
 *
 * Returns: (nullable) (transfer none): the header lines that go with it: when to
 *   come again, where there is too much to do
 */
const char *
prony_sim_failure_headers (PronySimFailure failure)
{
  gboolean is_busy = failure == PRONY_SIM_FAILURE_RATE || failure == PRONY_SIM_FAILURE_OVERLOADED;

  return is_busy ? "Retry-After: 1\r\n" : NULL;
}

/**
 * prony_sim_call_respond_json:
 * @call: a call
 * @status: the HTTP status
 * @json: the body
 *
 * Answers with a JSON document.
 */
void
prony_sim_call_respond_json (PronySimCall *call, guint status, const char *json)
{
  prony_sim_connection_respond (call->connection, status, "application/json", NULL, json);
}

/**
 * prony_sim_call_respond_text:
 * @call: a call
 * @status: the HTTP status
 * @text: the body
 *
 * Answers with plain text.
 */
void
prony_sim_call_respond_text (PronySimCall *call, guint status, const char *text)
{
  prony_sim_connection_respond (call->connection, status, "text/plain; charset=utf-8", NULL, text);
}

static gboolean
method_matches (const PronySimRoute *route, const char *method)
{
  return strcmp (route->method, method) == 0 ||
         (strcmp (route->method, "GET") == 0 && strcmp (method, "HEAD") == 0);
}

/* Returns the route; where the path is there for another method only, sets
 * @other_method. */
static const PronySimRoute *
find_route (PronySimEngine *self, const PronySimRequest *request, gboolean *other_method)
{
  *other_method = FALSE;
  for (const PronySimRoute *route = self->api->routes; route->path != NULL; route++)
    {
      if (strcmp (route->path, request->path) != 0)
        continue;
      if (method_matches (route, request->method))
        return route;
      *other_method = TRUE;
    }

  return NULL;
}

/* Whether the request has the field, also within what holds settings. */
static gboolean
has_field (JsonObject *body, const char *field)
{
  static const char *const owners[] = { "options", "parameters", "sampling_params",
                                        "stream_options" };

  if (json_object_has_member (body, field))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      JsonObject *inner = prony_json_get_object (body, owners[i]);

      if (inner != NULL && json_object_has_member (inner, field))
        return TRUE;
    }
  return FALSE;
}

/* Returns whether a quirk was the answer. Those that are about a field wait for the
 * body. */
static gboolean
answer_quirk (PronySimCall *call)
{
  for (guint i = 0; call->quirks[i].quirk != NULL; i++)
    {
      const PronySimQuirkUse *use = &call->quirks[i];
      g_autoptr (GBytes) body = NULL;
      PronySimReply reply;

      if (use->field != NULL && (call->body == NULL || !has_field (call->body, use->field)))
        continue;
      if (!prony_sim_quirk_make_reply (use, &reply))
        continue;

      body = reply.body;
      prony_sim_connection_respond_bytes (call->connection, reply.status, reply.content_type,
                                          reply.headers, body);
      return TRUE;
    }

  return FALSE;
}

static void
dispatch (PronySimCall *call, const PronySimRoute *route)
{
  g_autoptr (JsonObject) body = NULL;

  if (strcmp (route->method, "POST") == 0)
    {
      g_autoptr (GError) error = NULL;

      /* Some need nothing to be said. */
      if (call->request->body_length == 0 && !route->generates)
        body = json_object_new ();
      else if (g_utf8_validate_len (call->request->body, call->request->body_length, NULL))
        body = prony_json_parse_object (call->request->body, (gssize) call->request->body_length,
                                        &error);
      if (body == NULL)
        {
          call->engine->api->fail (call, PRONY_SIM_FAILURE_INPUT,
                                   error != NULL ? error->message : "The body is not UTF-8.");
          return;
        }
    }

  call->body = body;
  if (body == NULL || !answer_quirk (call))
    route->handle (call);
}

static void
late_answer_free (gpointer data)
{
  LateAnswer *late = data;

  prony_sim_timer_stop (&late->timer);
  g_free (late->body);
  g_free (late);
}

static void
on_late_answer_due_cb (PronySimTimer *timer, gpointer user_data)
{
  LateAnswer *late = user_data;
  g_autofree char *body = g_steal_pointer (&late->body);

  prony_sim_connection_respond (late->connection, 200, late->content_type, NULL, body);
}

/**
 * prony_sim_call_respond_later:
 * @call: a call
 * @due_ns: when
 * @content_type: (nullable) (transfer none): the type of the body, a constant
 * @body: the body
 *
 * Answers a request whose work takes its time.
 */
void
prony_sim_call_respond_later (PronySimCall *call,
                              gint64 due_ns,
                              const char *content_type,
                              const char *body)
{
  LateAnswer *late = g_new0 (LateAnswer, 1);

  late->connection = call->connection;
  late->content_type = content_type;
  late->body = g_strdup (body);
  prony_sim_timer_init (&late->timer, call->engine->scheduler, on_late_answer_due_cb, late);
  prony_sim_timer_start (&late->timer, due_ns);
  prony_sim_connection_set_exchange (call->connection, late, late_answer_free);
}

static void
slow_header_free (gpointer data)
{
  SlowHeader *slow = data;

  prony_sim_timer_stop (&slow->timer);
  g_free (slow);
}

static void
on_slow_header_due_cb (PronySimTimer *timer, gpointer user_data)
{
  SlowHeader *slow = user_data;
  const PronySimRoute *route = slow->route;
  PronySimCall call = {
    .engine = slow->engine,
    .connection = slow->connection,
    .request = slow->request,
    .random = prony_sim_hash (slow->engine->options->seed, "slow"),
  };

  /* The work, and its times, start now. */
  slow->request->read_ns = timer->due_ns;
  prony_sim_connection_set_exchange (slow->connection, NULL, NULL);
  dispatch (&call, route);
}

static void
start_slow_header (PronySimCall *call, PronySimRequest *request, const PronySimRoute *route)
{
  SlowHeader *slow = g_new0 (SlowHeader, 1);

  slow->engine = call->engine;
  slow->connection = call->connection;
  slow->request = request;
  slow->route = route;
  prony_sim_timer_init (&slow->timer, call->engine->scheduler, on_slow_header_due_cb, slow);
  prony_sim_timer_start (&slow->timer, request->read_ns + SLOW_HEADER_NS);
  prony_sim_connection_set_exchange (call->connection, slow, slow_header_free);
  prony_sim_connection_append_raw (call->connection, "HTTP/1.1 ");
  prony_sim_connection_flush (call->connection);
}

/* Returns whether the fault was the answer. */
static gboolean
answer_fault (PronySimCall *call, PronySimRequest *request, const PronySimRoute *route)
{
  const PronySimApi *api = call->engine->api;

  switch (call->fault)
    {
    case PRONY_SIM_FAULT_HTML:
      prony_sim_connection_respond (call->connection, 200, "text/html; charset=utf-8", NULL,
                                    "<!doctype html><title>Welcome</title><h1>It works!</h1>\n");
      return TRUE;
    case PRONY_SIM_FAULT_LOADING:
      if (api->listens_while_loading &&
          (route == NULL || (!route->generates && !g_str_has_prefix (route->path, "/health"))))
        return FALSE;
      api->fail (call, PRONY_SIM_FAILURE_LOADING, NULL);
      return TRUE;
    case PRONY_SIM_FAULT_UNAUTHORIZED:
      if (route != NULL && route->open)
        return FALSE;
      api->fail (call, PRONY_SIM_FAILURE_UNAUTHORIZED, NULL);
      return TRUE;
    case PRONY_SIM_FAULT_HTTP_429:
      api->fail (call, PRONY_SIM_FAILURE_RATE, NULL);
      return TRUE;
    case PRONY_SIM_FAULT_HTTP_500:
      api->fail (call, PRONY_SIM_FAILURE_INTERNAL, NULL);
      return TRUE;
    case PRONY_SIM_FAULT_HTTP_503:
      api->fail (call, PRONY_SIM_FAILURE_OVERLOADED, NULL);
      return TRUE;
    case PRONY_SIM_FAULT_CLOSE:
      prony_sim_connection_hang_up (call->connection);
      return FALSE;
    case PRONY_SIM_FAULT_NO_ANSWER:
      prony_sim_connection_close (call->connection);
      return TRUE;
    case PRONY_SIM_FAULT_STALL:
      return TRUE;
    case PRONY_SIM_FAULT_SLOW_HEADERS:
      start_slow_header (call, request, route);
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * prony_sim_engine_serve:
 * @connection: where the answer goes
 * @request: the request
 * @engine: the engine
 *
 * Answers a request. A #PronySimServeFunc.
 */
void
prony_sim_engine_serve (PronySimConnection *connection, PronySimRequest *request, gpointer engine)
{
  PronySimEngine *self = engine;
  PronySimCall call = { .engine = self, .connection = connection, .request = request };
  gboolean other_method;
  const PronySimRoute *route = find_route (self, request, &other_method);
  gboolean generates = route != NULL && route->generates;

  call.random = self->options->seed ^ (++self->ordinal * G_GUINT64_CONSTANT (0xd1342543de82ef95));
  call.fault = prony_sim_faults_pick (&self->faults, generates, &call.random);
  prony_sim_faults_pick_quirks (&self->faults, generates, &call.random, call.quirks);
  if (answer_fault (&call, request, route) || answer_quirk (&call))
    return;

  if (route != NULL)
    dispatch (&call, route);
  else
    self->api->fail (&call, other_method ? PRONY_SIM_FAILURE_METHOD : PRONY_SIM_FAILURE_NOT_FOUND,
                     NULL);
}
