/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/engines/prony-probe-fetch.h"

/* More than any engine's list of models; a server that sends more is not listened
 * to any longer. */
#define BODY_MAX_BYTES (4u * 1024u * 1024u)
#define READ_BYTES (32u * 1024u)

typedef struct
{
  PronyHttpAccess *access;
  PronyProbeAnswer *answer;
  SoupMessage *message;
  gint64 started_ns;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  prony_probe_answer_free (self->answer);
  g_clear_object (&self->message);
  prony_http_access_unref (self->access);
  g_free (self);
}

static void
finish_fetch (GTask *task, GError *error)
{
  Fetch *self = g_task_get_task_data (task);

  /* Some engines repeat the key that they refuse. */
  prony_credentials_mask (prony_http_access_get_credentials (self->access), self->answer->body->str,
                          self->answer->body->len);
  self->answer->error = error;
  prony_probe_answer_parse (self->answer);
  g_task_return_pointer (task, g_steal_pointer (&self->answer),
                         (GDestroyNotify) prony_probe_answer_free);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *self = g_task_get_task_data (task);
  GInputStream *stream = G_INPUT_STREAM (source);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, &error);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (size == 0)
    {
      finish_fetch (task, error);
      return;
    }

  if (size > BODY_MAX_BYTES - self->answer->body->len)
    {
      finish_fetch (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                                               /* Translators: stands within a sentence */
                                               _ ("the answer does not end")));
      return;
    }

  g_string_append_len (self->answer->body, g_bytes_get_data (bytes, NULL), (gssize) size);
  g_input_stream_read_bytes_async (stream, READ_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_read_cb, g_object_ref (task));
}

/* GIO's error says only that there was something; it stays with the verdict. */
static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer user_data)
{
  PronyProbeAnswer *answer = user_data;

  answer->tls_errors = errors;
  return FALSE;
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *self = g_task_get_task_data (task);
  PronyProbeAnswer *answer = self->answer;
  GError *error = NULL;
  g_autoptr (GInputStream) stream =
    soup_session_send_finish (SOUP_SESSION (source), result, &error);
  SoupMessageHeaders *headers;

  g_signal_handlers_disconnect_by_data (self->message, answer);
  if (stream == NULL)
    {
      /* Nothing has come, so nothing has broken off: container proxies accept
       * connections for engines that do not listen yet. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        error->code = G_IO_ERROR_CONNECTION_CLOSED;
      finish_fetch (task, error);
      return;
    }

  headers = soup_message_get_response_headers (self->message);
  answer->latency_s = prony_ns_to_s (prony_clock_now_ns () - self->started_ns);
  answer->status = soup_message_get_status (self->message);
  answer->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  answer->headers = soup_message_headers_ref (headers);
  answer->server = g_strdup (soup_message_headers_get_one (headers, "Server"));
  answer->simulated =
    g_strcmp0 (soup_message_headers_get_one (headers, "X-Prony-Simulated"), "1") == 0;

  g_input_stream_read_bytes_async (stream, READ_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_read_cb, g_object_ref (task));
}

/**
 * prony_probe_fetch_async:
 * @session: from prony_http_access_create_session()
 * @access: how the engine is reached
 * @path: what to ask for, below the engine's address
 * @body: (nullable): a JSON body to POST; %NULL for a GET
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Asks a server for one thing. Redirections are not followed: the key is meant for
 * this server only.
 */
void
prony_probe_fetch_async (SoupSession *session,
                         PronyHttpAccess *access,
                         const char *path,
                         const char *body,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autofree char *full = g_strconcat (prony_http_access_get_url (access), path, NULL);
  Fetch *self = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, prony_probe_fetch_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, fetch_free);

  self->access = prony_http_access_ref (access);
  self->answer = prony_probe_answer_new (path);
  self->started_ns = prony_clock_now_ns ();
  self->message = soup_message_new (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, full);
  if (self->message == NULL)
    {
      finish_fetch (task, g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                       /* Translators: stands within a sentence */
                                       _ ("“%s” is not an address"), full));
      return;
    }

  /* Or else libsoup would open a connection for each POST. All that is asked in this way
   * may be asked again. */
  soup_message_add_flags (self->message, SOUP_MESSAGE_IDEMPOTENT);
  prony_http_access_prepare (access, self->message);
  g_signal_connect (self->message, "accept-certificate", G_CALLBACK (on_accept_certificate),
                    self->answer);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (self->message, "application/json", bytes);
    }

  soup_session_send_async (session, self->message, G_PRIORITY_DEFAULT, cancellable, on_sent_cb,
                           g_object_ref (task));
}

/**
 * prony_probe_fetch_finish:
 * @result: the result that the callback was given
 *
 * Returns: (transfer full): what came; never %NULL, since errors are answers too
 */
PronyProbeAnswer *
prony_probe_fetch_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
