/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-paths.h"
#include "core/engines/prony-deadline.h"
#include "core/engines/prony-engine-process-private.h"
#include "core/engines/prony-engine-process.h"
#include "core/engines/prony-sync.h"

/* A simulated engine that runs as long as this object lives. It is told to end
 * itself when this process dies in whatever way, so that none is left behind. Owned
 * by whoever started it; belongs to one thread. */
struct _PronyEngineProcess
{
  GObject parent_instance;

  GSubprocess *process;
  GDataInputStream *output;
  char *url;
};

G_DEFINE_FINAL_TYPE (PronyEngineProcess, prony_engine_process, G_TYPE_OBJECT)

#define START_TIMEOUT_S 5.0
#define LISTENING "listening on "

typedef struct
{
  PronyEngineProcess *process;
  PronyDeadline deadline;
} Start;

static void
start_free (gpointer data)
{
  Start *self = data;

  prony_deadline_clear (&self->deadline);
  g_clear_object (&self->process);
  g_free (self);
}

static char *
read_url (const char *line)
{
  g_autoptr (GUri) uri = NULL;

  if (line == NULL || !g_str_has_prefix (line, LISTENING))
    return NULL;

  uri = g_uri_parse (line + strlen (LISTENING), G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 || g_uri_get_port (uri) <= 0)
    return NULL;

  return g_strchomp (g_strdup (line + strlen (LISTENING)));
}

static void
return_start_error (GTask *task, const char *line, const GError *error)
{
  Start *self = g_task_get_task_data (task);

  if (self->deadline.timed_out)
    g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_TIMEOUT,
                             _ ("The simulated engine did not start within five seconds. Try "
                                "again when this computer is less busy."));
  else if (error != NULL)
    g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_FAILED,
                             _ ("The simulated engine could not be understood: %s."),
                             error->message);
  else if (line == NULL)
    g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_FAILED,
                             _ ("The simulated engine ended as soon as it was started. Run "
                                "`prony-sim` in a terminal to see why."));
  else
    g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_FAILED,
                             _ ("The simulated engine did not say where it listens. Is the "
                                "installed `prony-sim` of another version?"));
}

static void
on_line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *line =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  prony_deadline_end (&self->deadline);
  self->process->url = read_url (line);

  if (self->process->url != NULL && !g_cancellable_is_cancelled (self->deadline.stop))
    {
      g_task_return_pointer (task, g_steal_pointer (&self->process), g_object_unref);
      return;
    }

  prony_engine_process_stop (self->process);
  if (!g_task_return_error_if_cancelled (task))
    return_start_error (task, line, error);
}

static GSubprocess *
spawn (const char *program, const char *const *arguments, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) local = NULL;
  GSubprocess *process;

  g_strv_builder_add_many (builder, program, "--port", "0", "--die-with-parent", NULL);
  if (arguments != NULL)
    g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);

  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &local);
  if (process == NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
                 _ ("The simulated engine could not be started: %s."), local->message);
  return process;
}

void
_prony_engine_process_start_async (const char *program,
                                   const char *const *arguments,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Start *self = g_new0 (Start, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, prony_engine_process_start_simulator_async);
  g_task_set_task_data (task, self, start_free);

  if (program == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                               _ ("The simulated engine, `prony-sim`, is not installed. Install "
                                  "it, or choose another engine."));
      return;
    }

  self->process = g_object_new (PRONY_TYPE_ENGINE_PROCESS, NULL);
  self->process->process = spawn (program, arguments, &error);
  if (self->process->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  prony_deadline_start (&self->deadline, START_TIMEOUT_S, cancellable);
  self->process->output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process->process));
  g_data_input_stream_read_line_async (self->process->output, G_PRIORITY_DEFAULT,
                                       self->deadline.stop, on_line_cb, g_object_ref (task));
}

/**
 * prony_engine_process_start_simulator_async:
 * @arguments: (nullable) (array zero-terminated=1): for `prony-sim`, besides
 *   `--port 0 --die-with-parent`
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Starts a simulated engine on a free port of this computer and waits until it
 * listens, for at most five seconds. The engine ends when the calling thread does,
 * since the kernel takes the thread for its parent: call it from one that stays.
 */
void
prony_engine_process_start_simulator_async (const char *const *arguments,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_autofree char *program = prony_paths_program ("prony-sim");

  _prony_engine_process_start_async (program, arguments, cancellable, callback, user_data);
}

/**
 * prony_engine_process_start_simulator_finish:
 * @result: the result that the callback was given
 * @error: return location for %PRONY_ERROR_NOT_FOUND, %PRONY_ERROR_TIMEOUT,
 *   %PRONY_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the running engine; it ends with its last
 *   reference
 */
PronyEngineProcess *
prony_engine_process_start_simulator_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_engine_process_start_simulator:
 * @arguments: (nullable) (array zero-terminated=1): as for
 *   prony_engine_process_start_simulator_async()
 * @cancellable: (nullable): ends it
 * @error: return location, as for prony_engine_process_start_simulator_finish()
 *
 * Starts a simulated engine and waits until it listens. Blocks, for threads that
 * have no main loop; the engine ends when the calling thread does.
 *
 * Returns: (transfer full) (nullable): the running engine
 */
PronyEngineProcess *
prony_engine_process_start_simulator (const char *const *arguments,
                                      GCancellable *cancellable,
                                      GError **error)
{
  PronyEngineProcess *process;
  PronySync sync;

  prony_sync_begin (&sync);
  prony_engine_process_start_simulator_async (arguments, cancellable, prony_sync_done_cb, &sync);
  process = prony_engine_process_start_simulator_finish (prony_sync_wait (&sync), error);
  prony_sync_end (&sync);
  return process;
}

/**
 * prony_engine_process_get_url:
 * @self: a process
 *
 * Returns: (transfer none): where it listens, such as "http://127.0.0.1:40001"
 */
const char *
prony_engine_process_get_url (PronyEngineProcess *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_PROCESS (self), NULL);

  return self->url;
}

/**
 * prony_engine_process_is_running:
 * @self: a process
 *
 * Returns: whether it has neither ended nor been stopped
 */
gboolean
prony_engine_process_is_running (PronyEngineProcess *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_PROCESS (self), FALSE);

  return self->process != NULL && g_subprocess_get_identifier (self->process) != NULL;
}

/**
 * prony_engine_process_stop:
 * @self: a process
 *
 * Asks the process to end and leaves it to that: nothing waits here, since this is
 * called while a window closes. One that does not listen ends with its parent. Does
 * nothing when it has ended.
 */
void
prony_engine_process_stop (PronyEngineProcess *self)
{
  g_return_if_fail (PRONY_IS_ENGINE_PROCESS (self));

  if (self->process == NULL)
    return;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}

static void
prony_engine_process_dispose (GObject *object)
{
  PronyEngineProcess *self = PRONY_ENGINE_PROCESS (object);

  prony_engine_process_stop (self);

  G_OBJECT_CLASS (prony_engine_process_parent_class)->dispose (object);
}

static void
prony_engine_process_finalize (GObject *object)
{
  PronyEngineProcess *self = PRONY_ENGINE_PROCESS (object);

  g_free (self->url);

  G_OBJECT_CLASS (prony_engine_process_parent_class)->finalize (object);
}

static void
prony_engine_process_class_init (PronyEngineProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = prony_engine_process_dispose;
  object_class->finalize = prony_engine_process_finalize;
}

static void
prony_engine_process_init (PronyEngineProcess *self)
{
}
