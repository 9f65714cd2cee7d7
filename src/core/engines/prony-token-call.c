/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-deadline.h"
#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-probe-fetch.h"
#include "core/engines/prony-sync.h"
#include "core/engines/prony-token-call.h"

struct _PronyTokenCall
{
  const PronyTokenizeCall *call;
  PronyHttpAccess *access;
  SoupSession *session;
  char *model;
  PronySync sync;
  gint64 n_start; /* what it counts before every text; -1 before it was asked */
};

/**
 * prony_token_call_new:
 * @target: a target that is prepared
 *
 * Nothing is sent yet: whether the engine really counts shows when it is asked.
 *
 * Returns: (transfer full) (nullable): a call; %NULL for an engine that is not known to
 *   count tokens
 */
PronyTokenCall *
prony_token_call_new (PronyTarget *target)
{
  const PronyEngineClass *engine_class;
  PronyHttpAccess *access;
  PronyTokenCall *self;

  g_return_val_if_fail (target != NULL, NULL);

  engine_class = prony_engine_class_get (target->engine->kind);
  if (engine_class == NULL || engine_class->tokenize == NULL)
    return NULL;

  access = prony_http_access_new (target->engine, target->credentials, NULL);
  if (access == NULL)
    return NULL;

  self = g_new0 (PronyTokenCall, 1);
  self->call = engine_class->tokenize;
  self->access = access;
  self->model = g_strdup (target->model);
  self->n_start = self->call->counts_start ? -1 : 0;
  prony_sync_begin (&self->sync);
  self->session = prony_http_access_create_session (self->access, 1);
  return self;
}

/**
 * prony_token_call_free:
 * @self: (transfer full): a call, in the thread that made it
 */
void
prony_token_call_free (PronyTokenCall *self)
{
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  prony_sync_end (&self->sync);
  prony_http_access_unref (self->access);
  g_free (self->model);
  g_free (self);
}

static gint64
ask (PronyTokenCall *self, const char *text, double timeout_s, GCancellable *cancellable)
{
  g_autoptr (JsonObject) object = self->call->build_body (text, self->model);
  g_autofree char *body = prony_json_to_text (object, FALSE);
  g_autoptr (PronyProbeAnswer) answer = NULL;
  PronyDeadline deadline = { 0 };

  prony_deadline_start (&deadline, timeout_s, cancellable);
  prony_probe_fetch_async (self->session, self->access, self->call->path, body, deadline.stop,
                           prony_sync_done_cb, &self->sync);
  answer = prony_probe_fetch_finish (prony_sync_wait (&self->sync));
  g_clear_object (&self->sync.result);
  prony_deadline_clear (&deadline);

  if (answer->error != NULL || answer->status != 200 || answer->json == NULL)
    return -1;
  return self->call->read_count (answer->json);
}

/**
 * prony_token_call_count:
 * @self: a call
 * @text: a text
 * @length: its bytes
 * @timeout_s: how long it may take
 * @cancellable: (nullable): ends it, from any thread
 *
 * Asks the engine how many tokens a text has, without special tokens around it.
 *
 * Returns: the tokens; -1 if the engine does not say so, or not in time, and for a text
 *   that is not UTF-8
 */
gint64
prony_token_call_count (
  PronyTokenCall *self, const char *text, gsize length, double timeout_s, GCancellable *cancellable)
{
  g_autofree char *copy = NULL;
  gint64 count;

  /* Neither zeros nor broken characters can be sent as they are. */
  if (!g_utf8_validate_len (text, length, NULL))
    return -1;
  if (self->n_start < 0)
    self->n_start = ask (self, "", timeout_s, cancellable);
  if (self->n_start < 0)
    return -1;

  /* What follows in memory may be more of the text. */
  copy = g_strndup (text, length);
  count = ask (self, copy, timeout_s, cancellable);
  return count >= self->n_start ? count - self->n_start : -1;
}
