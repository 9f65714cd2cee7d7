/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-deadline.h"
#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-probe-fetch.h"
#include "core/engines/prony-sync.h"
#include "core/engines/prony-token-counter.h"
#include "core/wire/prony-prometheus.h"

/* A counter beyond what a double holds exactly is no count. */
#define MAX_COUNT 9007199254740992.0

/* llama.cpp shows it only with --metrics, SGLang with --enable-metrics. */
static gboolean
is_counter (const PronyPrometheus *sample)
{
  for (const PronyEngineClass *const *list = prony_engine_class_list (); *list != NULL; list++)
    if ((*list)->token_counter != NULL &&
        prony_prometheus_is_named (sample, (*list)->token_counter))
      return TRUE;

  return FALSE;
}

/* Nobody who has no Prometheus endpoint is asked for it. */
static const char *
find_path (PronyEngineSpec *engine)
{
  const PronyEngineClass *engine_class = prony_engine_class_get (engine->kind);

  if (engine->capabilities.abilities[PRONY_CAPABILITY_METRICS] == PRONY_ABILITY_NO)
    return NULL;
  if (engine_class == NULL)
    engine_class = prony_engine_class_get (PRONY_ENGINE_OPENAI);

  return engine_class->token_counter != NULL || engine_class->kind == PRONY_ENGINE_OPENAI
           ? engine_class->metrics_path
           : NULL;
}

/**
 * prony_token_counter_parse:
 * @text: what an engine shows at its Prometheus endpoint
 * @length: its bytes
 * @model: (nullable): the model that is asked for
 *
 * Reads how many tokens the engine has generated: the sum over whatever it tells
 * apart (processes, ranks), but only of one model. A model that the engine shows by
 * another name is taken for the one that was asked for, if it is the only one.
 *
 * Returns: the tokens; -1 if the engine does not say
 */
gint64
prony_token_counter_parse (const char *text, gsize length, const char *model)
{
  g_autofree char *first_model = NULL;
  gboolean has_other = FALSE;
  gboolean has_any = FALSE;
  gboolean has_model = FALSE;
  double of_all = 0;
  double of_model = 0;
  double count;
  PronyPrometheus sample;

  prony_prometheus_init (&sample, text, length);
  while (prony_prometheus_next (&sample))
    {
      g_autofree char *label = NULL;

      if (!is_counter (&sample))
        continue;
      if (!(sample.value >= 0 && sample.value <= MAX_COUNT))
        return -1;

      label = prony_prometheus_get_label (&sample, "model_name");
      of_all += sample.value;
      if (label != NULL && g_strcmp0 (label, model) == 0)
        {
          has_model = TRUE;
          of_model += sample.value;
        }
      if (!has_any)
        first_model = g_strdup (label);
      else if (g_strcmp0 (label, first_model) != 0)
        has_other = TRUE;
      has_any = TRUE;
    }

  if (!has_model && (!has_any || has_other))
    return -1;

  count = has_model ? of_model : of_all;
  return count <= MAX_COUNT ? (gint64) count : -1;
}

/**
 * prony_token_counter_read:
 * @target: a target that is prepared
 * @timeout_s: how long it may take
 * @cancellable: (nullable): ends it, from any thread
 *
 * Asks the engine how many tokens it has generated since it started, for whomever.
 * Blocks; not for the main thread of a program with windows.
 *
 * Returns: the tokens; -1 if the engine does not say so, or not in time
 */
gint64
prony_token_counter_read (PronyTarget *target, double timeout_s, GCancellable *cancellable)
{
  g_autoptr (PronyHttpAccess) access = NULL;
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (PronyProbeAnswer) answer = NULL;
  PronyDeadline deadline = { 0 };
  const char *path;
  PronySync sync;

  g_return_val_if_fail (target != NULL, -1);

  path = find_path (target->engine);
  if (path == NULL)
    return -1;

  access = prony_http_access_new (target->engine, target->credentials, NULL);
  if (access == NULL)
    return -1;

  prony_sync_begin (&sync);
  session = prony_http_access_create_session (access, 1);
  prony_deadline_start (&deadline, timeout_s, cancellable);
  prony_probe_fetch_async (session, access, path, NULL, deadline.stop, prony_sync_done_cb, &sync);
  answer = prony_probe_fetch_finish (prony_sync_wait (&sync));
  prony_deadline_clear (&deadline);
  g_clear_object (&session);
  prony_sync_end (&sync);

  if (answer->error != NULL || answer->status != 200)
    return -1;

  return prony_token_counter_parse (answer->body->str, answer->body->len, target->model);
}
