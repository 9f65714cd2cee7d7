/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A client with one stream for the tests of the HTTP stream. */

#pragma once

#include "base/prony-clock.h"
#include "core/engines/prony-http-stream.h"
#include "support/prony-test-server.h"

/* No test takes that long, also on a slow computer. */
#define PLENTY_S 60

/* One client with one stream, in the test's own thread, against a server that does
 * something particular. */
typedef struct
{
  PronyTestServer *server;
  PronyTarget *target;
  PronyHttpPool *pool;
  PronyHttpStream *stream;
  gboolean done;
  guint n_sent;
  guint n_events;
  guint n_progress;
  gint64 processed; /* of a prompt, as told last */
  gint64 total;
} Client;

static inline void
on_sent (gpointer user_data)
{
  ((Client *) user_data)->n_sent++;
}

static inline void
on_event (const PronyRecordEvent *event, gpointer user_data)
{
  ((Client *) user_data)->n_events++;
}

static inline void
on_progress (gint64 processed, gint64 total, gpointer user_data)
{
  Client *self = user_data;

  self->n_progress++;
  self->processed = processed;
  self->total = total;
}

static inline void
on_done (gpointer user_data)
{
  ((Client *) user_data)->done = TRUE;
}

static const PronyHttpStreamFuncs client_funcs = {
  .sent = on_sent,
  .event = on_event,
  .progress = on_progress,
  .done = on_done,
};

/* Makes pool and stream, with what the target has by now. */
static inline void
client_connect (Client *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyHttpAccess) access =
    prony_http_access_new (self->target->engine, self->target->credentials, &error);

  g_assert_no_error (error);
  self->pool = prony_http_pool_new (access, 1, &error);
  g_assert_no_error (error);
  self->stream =
    prony_http_stream_new (self->pool, 0, prony_dialect_get (self->target->engine->api),
                           self->target, &client_funcs, self);
}

static inline void
client_open (Client *self, const char *url, PronyApi api, const char *ca_file)
{
  g_autoptr (GError) error = NULL;
  PronyEngineSpec *engine = prony_engine_spec_new (url, &error);

  g_assert_no_error (error);
  engine->api = api;
  engine->ca_file = g_strdup (ca_file);
  self->target = prony_target_new (engine, "m");
  prony_engine_spec_unref (engine);
  client_connect (self);
}

static inline void
client_init (Client *self, PronyTestHandler handler, gpointer handler_data, PronyApi api)
{
  *self = (Client){ .server = prony_test_server_new (handler, handler_data) };
  client_open (self, prony_test_server_get_url (self->server), api, NULL);
}

static inline void
client_destroy (Client *self)
{
  prony_http_stream_free (self->stream);
  prony_http_pool_free (self->pool);
  prony_target_unref (self->target);
  g_clear_pointer (&self->server, prony_test_server_free);
}

static inline PronyRequestRecord *
client_send (Client *self, gboolean stream, double timeout_s)
{
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Say something.");
  PronyRequestRecord *record = prony_request_record_new (1);

  spec->stream = stream;
  record->scheduled_ns = prony_clock_now_ns ();
  self->done = FALSE;
  prony_http_stream_send (self->stream, spec, record, timeout_s);
  return record;
}

static inline PronyRequestRecord *
client_ask (Client *self, gboolean stream, double timeout_s)
{
  PronyRequestRecord *record = client_send (self, stream, timeout_s);

  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  return record;
}

static inline guint
count_events (const PronyRequestRecord *record, PronyEventKind kind)
{
  guint n = 0;

  for (guint i = 0; i < record->events->len; i++)
    n += g_array_index (record->events, PronyRecordEvent, i).kind == kind;
  return n;
}

static inline void
assert_stamps_in_order (const PronyRequestRecord *record)
{
  gint64 previous_ns = record->headers_ns;

  g_assert_cmpint (record->scheduled_ns, <=, record->started_ns);
  g_assert_cmpint (record->started_ns, <=, record->connected_ns);
  g_assert_cmpint (record->connected_ns, <=, record->sent_ns);
  g_assert_cmpint (record->sent_ns, <=, record->headers_ns);
  for (guint i = 0; i < record->events->len; i++)
    {
      gint64 at_ns = g_array_index (record->events, PronyRecordEvent, i).at_ns;

      g_assert_cmpint (previous_ns, <=, at_ns);
      previous_ns = at_ns;
    }
  g_assert_cmpint (previous_ns, <=, record->finished_ns);
}
