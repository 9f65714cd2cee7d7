/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The real client, asking a simulated engine of a known pace that has a fault. */

#pragma once

#include <math.h>

#include "core/metrics/prony-request-metrics.h"
#include "unit/engines/http-client.h"
#include "unit/sim/sim-fixture.h"

/* When the engine sends the first token, and how long it leaves between two. */
#define FIRST_MS 30
#define GAP_MS 4
#define N_TOKENS 12
/* How many of them are reasoning. */
#define N_THOUGHTS 3

static inline SimFixture *
quirk_engine_new (const char *api, const char *fault)
{
  g_autofree char *first = g_strdup_printf ("%d", FIRST_MS);
  g_autofree char *gap = g_strdup_printf ("%d", GAP_MS);

  return sim_fixture_new ("--api", api, "--model", "m", "--ttft-ms", first, "--itl-ms", gap,
                          "--fault", fault, NULL);
}

static inline void
quirk_client_open (Client *client, SimFixture *engine, PronyApi api, PronyEngineKind kind)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", sim_fixture_get_port (engine));
  g_autoptr (GError) error = NULL;
  PronyEngineSpec *spec = prony_engine_spec_new (url, &error);

  g_assert_no_error (error);
  spec->api = api;
  spec->kind = kind;
  *client = (Client){ .target = prony_target_new (spec, "m") };
  prony_engine_spec_unref (spec);
  client_connect (client);
}

/* Asks for %N_TOKENS tokens, as a stream. */
static inline PronyRequestRecord *
quirk_client_ask (SimFixture *engine, PronyApi api, PronyEngineKind kind, double timeout_s)
{
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Say something.");
  PronyRequestRecord *record = prony_request_record_new (1);
  Client client;

  quirk_client_open (&client, engine, api, kind);
  spec->max_tokens = N_TOKENS;
  spec->seed = 5;
  spec->stream = TRUE;
  record->scheduled_ns = prony_clock_now_ns ();
  prony_http_stream_send (client.stream, spec, record, timeout_s);
  while (!client.done)
    g_main_context_iteration (NULL, TRUE);
  client_destroy (&client);
  return record;
}

/* Whether the time is what the engine's clock makes of it. The client may be late to
 * note that it has sent, which makes a time short, or late to read. */
static inline gboolean
quirk_time_is_near (double seconds, double due_ms)
{
  return seconds * 1e3 > due_ms - 2 * GAP_MS && seconds * 1e3 < due_ms + 250;
}
