/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/http/prony-http-access.h"

/* How an engine is reached: its address, whom to trust, and what to show it. The
 * one place where requests get their secrets, so that they are never sent anywhere
 * else: redirections are not followed. Reference counted and immutable; may be
 * shared by threads, each of which makes sessions of its own. */
struct _PronyHttpAccess
{
  char *url;
  GUri *uri;
  GTlsDatabase *tls_database;
  gboolean tls_insecure;
  PronyCredentials *credentials;
};

static void
access_clear (gpointer data)
{
  PronyHttpAccess *self = data;

  g_free (self->url);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->tls_database);
  g_clear_pointer (&self->credentials, prony_credentials_unref);
}

static gboolean
load_certificates (PronyHttpAccess *self, const char *ca_file, GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize length;

  self->tls_database = g_tls_file_database_new (ca_file, &local);
  if (self->tls_database != NULL)
    return TRUE;

  /* It stands within a sentence. */
  length = strlen (local->message);
  if (length > 0 && local->message[length - 1] == '.')
    local->message[length - 1] = '\0';
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: a file, and the system's own explanation. */
               _ ("The certificates in “%s” cannot be used: %s. Choose a PEM file with the "
                  "certificate of the authority that signed the engine’s."),
               ca_file, local->message);
  return FALSE;
}

/**
 * prony_http_access_new:
 * @engine: the engine
 * @credentials: (nullable): what to show it
 * @error: return location for %PRONY_ERROR_INPUT: what is no address, certificates
 *   that cannot be read, or credentials that cannot be sent
 *
 * Makes what is needed to talk to an engine. Reads the engine's file of
 * certificates, if it has one. Any thread.
 *
 * Returns: (transfer full) (nullable): the access
 */
PronyHttpAccess *
prony_http_access_new (PronyEngineSpec *engine, PronyCredentials *credentials, GError **error)
{
  g_autoptr (PronyHttpAccess) self = NULL;

  g_return_val_if_fail (engine != NULL, NULL);

  if (!prony_credentials_check (credentials, error) ||
      !prony_engine_path_check (engine->path, error) ||
      !prony_engine_path_check (engine->models_path, error))
    return NULL;

  self = g_atomic_rc_box_new0 (PronyHttpAccess);
  self->url = g_strdup (engine->url);
  self->uri = g_uri_parse (engine->url, SOUP_HTTP_URI_FLAGS, NULL);
  self->tls_insecure = engine->tls_insecure;
  self->credentials = credentials != NULL ? prony_credentials_ref (credentials) : NULL;
  if (self->uri == NULL || g_uri_get_host (self->uri) == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: %s is what was given as an engine's address. */
                   _ ("“%s” is not an address. Give it as http://host:port."), engine->url);
      return NULL;
    }
  if (engine->ca_file != NULL && !load_certificates (self, engine->ca_file, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * prony_http_access_ref:
 * @self: an access
 *
 * Returns: (transfer full): @self
 */
PronyHttpAccess *
prony_http_access_ref (PronyHttpAccess *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_http_access_unref:
 * @self: (transfer full): an access
 */
void
prony_http_access_unref (PronyHttpAccess *self)
{
  g_atomic_rc_box_release_full (self, access_clear);
}

/**
 * prony_http_access_get_url:
 * @self: an access
 *
 * Returns: (transfer none): the engine's address
 */
const char *
prony_http_access_get_url (PronyHttpAccess *self)
{
  return self->url;
}

/**
 * prony_http_access_get_uri:
 * @self: an access
 *
 * Returns: (transfer none): the engine's address, parsed
 */
GUri *
prony_http_access_get_uri (PronyHttpAccess *self)
{
  return self->uri;
}

/**
 * prony_http_access_get_credentials:
 * @self: an access
 *
 * Returns: (transfer none) (nullable): what the engine is shown
 */
PronyCredentials *
prony_http_access_get_credentials (PronyHttpAccess *self)
{
  return self->credentials;
}

/**
 * prony_http_access_create_session:
 * @self: an access
 * @max_connections: how many it may hold open at once
 *
 * Makes a session that belongs to the calling thread. Time is bounded by whoever
 * cancels; nothing is decoded, cached, or sent through a proxy that an address of
 * this computer is not meant for.
 *
 * Returns: (transfer full): the session
 */
SoupSession *
prony_http_access_create_session (PronyHttpAccess *self, guint max_connections)
{
  /* The defaults of 10 connections, 2 per host and 60 s of silence would quietly
   * serialise a load test and end slow requests. */
  SoupSession *session = soup_session_new_with_options (
    "max-conns", max_connections, "max-conns-per-host", max_connections, "timeout", 0,
    "idle-timeout", 0, "user-agent", "Prony/" PRONY_VERSION, NULL);

  /* Compression would hold tokens back. Authentication is a header of ours, and a
   * request must not be sent again behind the stamps' back. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  if (prony_engine_url_is_loopback (self->url))
    soup_session_set_proxy_resolver (session, NULL);
  if (self->tls_database != NULL)
    soup_session_set_tls_database (session, self->tls_database);

  return session;
}

static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer user_data)
{
  return TRUE;
}

/**
 * prony_http_access_prepare:
 * @self: an access
 * @message: a message to this engine
 *
 * Gives a message what all messages to the engine have: the key and headers, no
 * compression, no redirection, and the user's word on its certificate.
 */
void
prony_http_access_prepare (PronyHttpAccess *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  PronyCredentials *credentials = self->credentials;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", "*/*");
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (self->tls_insecure)
    g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), NULL);
  if (credentials == NULL)
    return;

  if (credentials->api_key != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", credentials->api_key, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  for (guint i = 0; i < credentials->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (credentials->headers, i);

      soup_message_headers_replace (headers, header->name, header->value);
    }
}
