/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/engines/prony-deadline.h"
#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-engine-models.h"
#include "core/engines/prony-error-body.h"
#include "core/engines/prony-failure.h"
#include "core/engines/prony-model-loader.h"
#include "core/engines/prony-probe-fetch.h"
#include "core/engines/prony-sync.h"

/* Tells an engine to load or unload a model and waits until it has. A change belongs
 * to the thread that started it and lives in its task. */

/* Large models come from slow disks. */
#define DEFAULT_TIMEOUT_S 600.0
#define POLL_MS 200

typedef struct
{
  PronyEngineSpec *engine;
  char *model;
  PronyModelChange change;
  const PronyModelCalls *calls;
  PronyHttpAccess *access;
  SoupSession *session;
  PronyDeadline deadline;
  GSource *poll;
  double timeout_s;
  gint64 started_ns;
  PronyModelLoading loading;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  prony_deadline_clear (&self->deadline);
  if (self->poll != NULL)
    g_source_destroy (self->poll);
  g_clear_pointer (&self->poll, g_source_unref);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->access, prony_http_access_unref);
  prony_engine_spec_unref (self->engine);
  g_free (self->model);
  g_free (self);
}

static const PronyModelCall *
get_call (const PronyModelCalls *calls, PronyModelChange change)
{
  return change == PRONY_MODEL_LOAD ? &calls->load : &calls->unload;
}

/* --- What went wrong ---------------------------------------------------------- */

static PronyError
code_of_status (guint status)
{
  switch (status)
    {
    case 401:
    case 403:
      return PRONY_ERROR_UNAUTHORIZED;
    case 404:
      return PRONY_ERROR_NO_MODEL;
    case 429:
    case 503:
      return PRONY_ERROR_OVERLOADED;
    default:
      return PRONY_ERROR_HTTP;
    }
}

static const char *
sentence_of_status (guint status)
{
  switch (status)
    {
    case 401:
    case 403:
      return _ ("Give it the API key that it was started with.");
    case 404:
      return _ ("Choose a model that it lists.");
    case 429:
    case 503:
      return _ ("It is busy or starting; wait a moment and try again.");
    default:
      return _ ("Its log tells more.");
    }
}

static GError *
explain_answer (Change *self, const PronyProbeAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) type = g_string_new (NULL);
  guint code = 0;
  PronyErrorBody body = { text, type, &code };

  prony_error_body_read_text (answer->body->str, answer->body->len, &body);
  g_string_truncate (
    text, (gsize) (g_utf8_offset_to_pointer (text->str, MIN (g_utf8_strlen (text->str, -1), 300)) -
                   text->str));
  if (text->len == 0)
    g_string_printf (text, "%s %u", _ ("status"), answer->status);

  if (self->change == PRONY_MODEL_LOAD)
    return g_error_new (PRONY_ERROR, code_of_status (answer->status),
                        /* Translators: a model's name, the engine's own words, and advice */
                        _ ("The engine did not load “%s”: %s. %s"), self->model, text->str,
                        sentence_of_status (answer->status));

  return g_error_new (PRONY_ERROR, code_of_status (answer->status),
                      /* Translators: a model's name, the engine's own words, and advice */
                      _ ("The engine did not unload “%s”: %s. %s"), self->model, text->str,
                      sentence_of_status (answer->status));
}

static GError *
explain_silence (Change *self, const GError *cause)
{
  g_autofree char *message = NULL;
  PronyOutcome outcome;

  if (self->deadline.timed_out)
    {
      g_autofree char *time = prony_format_duration (self->timeout_s);

      return g_error_new (PRONY_ERROR, PRONY_ERROR_TIMEOUT,
                          /* Translators: a model's name, and a time such as "10 min". */
                          _ ("The engine was not done with “%s” after %s. Look at its log, or give "
                             "it more time in its settings."),
                          self->model, time);
    }

  prony_failure_from_error (cause, self->engine->url, self->engine->kind, &outcome, &message);
  return g_error_new_literal (PRONY_ERROR,
                              outcome == PRONY_OUTCOME_TLS       ? PRONY_ERROR_TLS
                              : outcome == PRONY_OUTCOME_CONNECT ? PRONY_ERROR_UNREACHABLE
                                                                 : PRONY_ERROR_PROTOCOL,
                              message);
}

/* --- One after another -------------------------------------------------------- */

static void
finish_change (GTask *task)
{
  Change *self = g_task_get_task_data (task);

  prony_deadline_end (&self->deadline);
  self->loading.wall_s = prony_ns_to_s (prony_clock_now_ns () - self->started_ns);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
fail_change (GTask *task, GError *error)
{
  Change *self = g_task_get_task_data (task);

  prony_deadline_end (&self->deadline);
  if (g_task_return_error_if_cancelled (task))
    g_error_free (error);
  else
    g_task_return_error (task, error);
}

static PronyModelState
find_state (const PronyProbeAnswer *answer, const char *id)
{
  JsonArray *list = prony_engine_models_get_openai_list (answer->json);
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_model_info_free);

  if (list != NULL)
    prony_engine_models_read_openai (list, models);
  for (guint i = 0; i < models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (models, i);

      if (g_str_equal (model->id, id))
        return model->state;
    }

  return PRONY_MODEL_STATE_UNKNOWN;
}

static void wait_for_state (GTask *task);

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *self = g_task_get_task_data (task);
  g_autoptr (PronyProbeAnswer) answer = prony_probe_fetch_finish (result);
  gboolean load = self->change == PRONY_MODEL_LOAD;
  PronyModelState state;

  if (answer->error != NULL)
    {
      fail_change (task, explain_silence (self, answer->error));
      return;
    }

  state = find_state (answer, self->model);
  if (state == (load ? PRONY_MODEL_STATE_LOADED : PRONY_MODEL_STATE_NOT_LOADED))
    finish_change (task);
  else if (state == PRONY_MODEL_STATE_UNKNOWN || (load && state == PRONY_MODEL_STATE_NOT_LOADED))
    fail_change (task, g_error_new (PRONY_ERROR, PRONY_ERROR_FAILED,
                                    _ ("The engine gave up loading “%s”. Its log tells why."),
                                    self->model));
  else
    wait_for_state (task);
}

static gboolean
on_poll_cb (gpointer user_data)
{
  GTask *task = user_data;
  Change *self = g_task_get_task_data (task);

  g_clear_pointer (&self->poll, g_source_unref);
  prony_probe_fetch_async (self->session, self->access, "/v1/models", NULL, self->deadline.stop,
                           on_listed_cb, g_object_ref (task));
  return G_SOURCE_REMOVE;
}

static void
wait_for_state (GTask *task)
{
  Change *self = g_task_get_task_data (task);

  self->poll = g_timeout_source_new (POLL_MS);
  g_source_set_callback (self->poll, on_poll_cb, g_object_ref (task), g_object_unref);
  g_source_attach (self->poll, g_main_context_get_thread_default ());
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *self = g_task_get_task_data (task);
  g_autoptr (PronyProbeAnswer) answer = prony_probe_fetch_finish (result);
  JsonObject *object = prony_probe_answer_get_object (answer);

  if (answer->error != NULL)
    {
      fail_change (task, explain_silence (self, answer->error));
      return;
    }
  /* Some answer 200 with an error to what they do not know. */
  if (answer->status < 200 || answer->status > 299 ||
      (object != NULL && prony_error_body_is_error (object)))
    {
      fail_change (task, explain_answer (self, answer));
      return;
    }

  if (self->change == PRONY_MODEL_LOAD && self->calls->read_load_s != NULL && object != NULL)
    self->loading.engine_s = self->calls->read_load_s (object);
  if (self->calls->answers_early)
    wait_for_state (task);
  else
    finish_change (task);
}

static void
send_call (GTask *task)
{
  Change *self = g_task_get_task_data (task);
  const PronyModelCall *call = get_call (self->calls, self->change);
  g_autoptr (JsonObject) object =
    call->build_body != NULL ? call->build_body (self->model) : json_object_new ();
  g_autofree char *body = prony_json_to_text (object, FALSE);
  g_autofree char *escaped = g_uri_escape_string (self->model, NULL, FALSE);
  g_autofree char *path =
    g_strconcat (call->path, call->path_ends_with_model ? escaped : NULL, NULL);

  self->started_ns = prony_clock_now_ns ();
  prony_deadline_start (&self->deadline, self->timeout_s, g_task_get_cancellable (task));
  prony_probe_fetch_async (self->session, self->access, path, body, self->deadline.stop,
                           on_answered_cb, g_object_ref (task));
}

static const PronyModelCalls *
find_calls (PronyEngineKind kind, PronyModelChange change)
{
  const PronyEngineClass *klass = prony_engine_class_get (kind);
  const PronyModelCalls *calls = klass != NULL ? klass->model_calls : NULL;

  return calls != NULL && get_call (calls, change)->path != NULL ? calls : NULL;
}

/**
 * prony_model_loader_can:
 * @kind: a kind of engine
 * @change: what would be done
 *
 * Returns: whether such an engine can be told to do that. Whether it does it with one
 *   model, #PronyModelInfo.switchable says
 */
gboolean
prony_model_loader_can (PronyEngineKind kind, PronyModelChange change)
{
  return find_calls (kind, change) != NULL;
}

/**
 * prony_model_loader_run_async:
 * @engine: the engine, of a known kind
 * @credentials: (nullable): what to show it
 * @model: the model's name there
 * @change: what to do with it
 * @cancellable: (nullable): ends the waiting. Ollama then gives up loading; others may
 *   go on with it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Has an engine load or unload a model. May take as long as the engine's own
 * `request_timeout_s`, or ten minutes.
 */
void
prony_model_loader_run_async (PronyEngineSpec *engine,
                              PronyCredentials *credentials,
                              const char *model,
                              PronyModelChange change,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Change *self;

  g_return_if_fail (engine != NULL);
  g_return_if_fail (model != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_model_loader_run_async);
  self = g_new0 (Change, 1);
  self->engine = prony_engine_spec_ref (engine);
  self->model = g_strdup (model);
  self->change = change;
  self->calls = find_calls (engine->kind, change);
  self->timeout_s = engine->request_timeout_s > 0 ? engine->request_timeout_s : DEFAULT_TIMEOUT_S;
  self->loading.engine_s = NAN;
  g_task_set_task_data (task, self, change_free);

  if (self->calls == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_INPUT,
                               /* Translators: %s is a kind of engine, such as vLLM. */
                               _ ("%s cannot be told to do that with its models. Start it with "
                                  "the models that it shall have."),
                               prony_engine_kind_title (engine->kind));
      return;
    }
  self->access = prony_http_access_new (engine, credentials, &error);
  if (self->access == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->session = prony_http_access_create_session (self->access, 1);
  send_call (task);
}

/**
 * prony_model_loader_run_finish:
 * @result: the result that the callback was given
 * @loading: (out caller-allocates) (optional): how long it took
 * @error: return location for %PRONY_ERROR, whose message is a sentence, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was done
 */
gboolean
prony_model_loader_run_finish (GAsyncResult *result, PronyModelLoading *loading, GError **error)
{
  Change *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  if (loading != NULL)
    *loading = self->loading;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * prony_model_loader_run:
 * @engine: as for prony_model_loader_run_async()
 * @credentials: (nullable): what to show it
 * @model: the model's name there
 * @change: what to do with it
 * @loading: (out caller-allocates) (optional): how long it took
 * @cancellable: (nullable): ends the waiting, from any thread
 * @error: as for prony_model_loader_run_finish()
 *
 * The same as prony_model_loader_run_async(), but blocks.
 *
 * Returns: whether it was done
 */
gboolean
prony_model_loader_run (PronyEngineSpec *engine,
                        PronyCredentials *credentials,
                        const char *model,
                        PronyModelChange change,
                        PronyModelLoading *loading,
                        GCancellable *cancellable,
                        GError **error)
{
  gboolean done;
  PronySync sync;

  prony_sync_begin (&sync);
  prony_model_loader_run_async (engine, credentials, model, change, cancellable, prony_sync_done_cb,
                                &sync);
  done = prony_model_loader_run_finish (prony_sync_wait (&sync), loading, error);
  prony_sync_end (&sync);
  return done;
}
