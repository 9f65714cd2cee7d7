/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "base/prony-util.h"
#include "core/bench/prony-target-preparation.h"
#include "core/engines/prony-engine-probe.h"
#include "core/tokens/prony-vocabulary.h"

#define PROBE_TIMEOUT_S 10.0
/* An engine that is still loading its model is waited for. */
#define LOADING_LIMIT_US (120 * G_TIME_SPAN_SECOND)
#define LOADING_INTERVAL_MS 500
/* A sentence does not list more models than this. */
#define MAX_LISTED_MODELS 8

/* Waits, but not longer than until the cancellable is cancelled. */
static gboolean
pause_between_probes (GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, LOADING_INTERVAL_MS);
      g_cancellable_release_fd (cancellable);
    }
  else
    {
      g_usleep (LOADING_INTERVAL_MS * 1000);
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static PronyEngineInfo *
probe_until_loaded (PronyTarget *target, GCancellable *cancellable, GError **error)
{
  gint64 deadline_us = g_get_monotonic_time () + LOADING_LIMIT_US;

  for (;;)
    {
      g_autoptr (PronyEngineInfo) info = NULL;

      info = prony_engine_probe (target->engine, target->credentials, PROBE_TIMEOUT_S, cancellable,
                                 error);
      if (info == NULL)
        return NULL;
      if (info->status != PRONY_ENGINE_STATUS_LOADING || g_get_monotonic_time () > deadline_us)
        return g_steal_pointer (&info);
      if (!pause_between_probes (cancellable, error))
        return NULL;
    }
}

static char *
list_models (PronyEngineInfo *info)
{
  GString *names = g_string_new (NULL);
  guint i;

  for (i = 0; i < info->models->len && i < MAX_LISTED_MODELS; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((PronyModelInfo *) info->models->pdata[i])->id);
  if (info->models->len > MAX_LISTED_MODELS)
    g_string_append (names, ", …");

  return g_string_free (names, FALSE);
}

/* Decides which model is asked for: (nullable), with an error, where there is no
 * such model. An engine that lists nothing is believed to have what is asked for. */
static const char *
choose_model (PronyTarget *target, PronyEngineInfo *info, GError **error)
{
  g_autofree char *models = list_models (info);
  const PronyModelInfo *model;

  if (target->model != NULL)
    {
      model = prony_engine_info_find_model (info, target->model);
      if (model != NULL)
        return model->id;
      if (info->models->len == 0)
        return target->model;

      g_set_error (error, PRONY_ERROR, PRONY_ERROR_NO_MODEL,
                   /* Translators: a model, an address, and a list of models. */
                   _ ("The model “%s” is not at %s. The models there are: %s."), target->model,
                   info->url, models);
      return NULL;
    }

  if (info->models->len == 1)
    return ((PronyModelInfo *) info->models->pdata[0])->id;

  if (info->models->len == 0)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_NO_MODEL,
                 _ ("The engine at %s has no model. Load a model there first."), info->url);
  else
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 /* Translators: an address, and a list of models. */
                 _ ("The engine at %s has several models: %s. Say which one to measure."),
                 info->url, models);
  return NULL;
}

static PronyTarget *
make_prepared (PronyTarget *target, PronyEngineInfo *info, const char *model)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_copy (target->engine);
  const PronyModelInfo *listed = prony_engine_info_find_model (info, model);
  PronyTarget *prepared;
  /* The name that a target has when nobody gave it one. */
  gboolean unnamed =
    g_strcmp0 (target->name, prony_engine_kind_to_string (PRONY_ENGINE_UNKNOWN)) == 0;

  engine->kind = info->kind;
  if (engine->api == PRONY_API_AUTO)
    engine->api = info->api;

  prepared = prony_target_new (engine, model);
  if (!unnamed)
    prony_set_str (&prepared->name, target->name);
  prepared->engine_version = g_strdup (info->version);
  if (listed != NULL && listed->size_bytes > 0)
    prepared->model_bytes = listed->size_bytes;
  if (listed != NULL && !listed->quantization_guessed)
    prepared->quantization = g_strdup (listed->quantization);
  prepared->simulated = info->simulated;
  prepared->vocabulary = g_strdup (target->vocabulary);
  prony_rejected_fields_unref (prepared->rejected);
  prepared->rejected = prony_rejected_fields_ref (target->rejected);
  if (target->credentials != NULL)
    prepared->credentials = prony_credentials_ref (target->credentials);
  return prepared;
}

/* A run must not begin with a vocabulary that turns out at its end to be none. */
static gboolean
check_vocabulary (PronyTarget *target, GError **error)
{
  g_autoptr (PronyVocabulary) vocabulary = NULL;

  if (target->vocabulary == NULL)
    return TRUE;

  vocabulary = prony_vocabulary_open (target->vocabulary, error);
  return vocabulary != NULL;
}

/**
 * prony_target_prepare:
 * @target: a target, not changed
 * @cancellable: (nullable): ends the wait
 * @error: return location for %PRONY_ERROR_NO_MODEL, for %PRONY_ERROR_INPUT where a
 *   model must be named or its vocabulary cannot be used, for what
 *   prony_engine_info_to_error() says of an engine that is not ready, or for
 *   %G_IO_ERROR_CANCELLED
 *
 * Looks what there is at the target's address and fills in what was left open: the
 * software and its version, the protocol, the only model. Waits for an engine that
 * is loading its model. Blocks; may be called from any thread but the user
 * interface's.
 *
 * Returns: (transfer full) (nullable): a copy of @target that can be measured
 */
PronyTarget *
prony_target_prepare (PronyTarget *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (PronyEngineInfo) info = NULL;
  const char *model;
  GError *trouble;

  g_return_val_if_fail (target != NULL, NULL);

  if (!check_vocabulary (target, error))
    return NULL;

  info = probe_until_loaded (target, cancellable, error);
  if (info == NULL)
    return NULL;

  trouble = prony_engine_info_to_error (info);
  if (trouble != NULL)
    {
      g_propagate_error (error, trouble);
      return NULL;
    }

  model = choose_model (target, info, error);
  return model != NULL ? make_prepared (target, info, model) : NULL;
}
