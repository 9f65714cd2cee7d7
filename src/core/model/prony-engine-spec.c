/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-engine-spec.h"

static gboolean
is_engine_scheme (const char *scheme)
{
  return g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0;
}

/* The path of an engine's base address: no trailing slashes, no /v1. */
static char *
normalize_path (const char *path)
{
  g_autofree char *base = g_strdup (path);

  for (;;)
    {
      gsize length = strlen (base);

      while (length > 0 && base[length - 1] == '/')
        base[--length] = '\0';
      if (!g_str_has_suffix (base, "/v1"))
        break;
      base[length - strlen ("/v1")] = '\0';
    }

  return g_steal_pointer (&base);
}

/**
 * prony_engine_normalize_url:
 * @text: an address as a person types it: "localhost:11434",
 *   "http://10.0.0.2:8000/v1/"
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Brings an engine's address into the one form that the program keeps: with
 * scheme (http where none is given), without trailing slash, `/v1`, query and
 * user name.
 *
 * Returns: (transfer full) (nullable): the base address
 */
char *
prony_engine_normalize_url (const char *text, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *stripped = NULL;
  g_autofree char *full = NULL;
  g_autofree char *path = NULL;
  g_autofree char *scheme = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  full = strstr (stripped, "://") != NULL ? g_strdup (stripped)
                                          : g_strconcat ("http://", stripped, NULL);
  if (g_utf8_validate (full, -1, NULL))
    uri = g_uri_parse (full, G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      strpbrk (g_uri_get_host (uri), " \t\"<>\\^`{|}") != NULL ||
      !is_engine_scheme (g_uri_get_scheme (uri)) || g_uri_get_port (uri) == 0 ||
      g_uri_get_port (uri) > 65535)
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("“%s” is not the address of an engine. Write it like "
                      "http://127.0.0.1:11434."),
                   shown);
      return NULL;
    }

  path = normalize_path (g_uri_get_path (uri));
  scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     path, NULL, NULL);
}

/**
 * prony_engine_url_is_loopback:
 * @url: an address as prony_engine_normalize_url() gives it
 *
 * Returns: whether it is an address of this computer, so that no proxy and no
 *   other machine can be meant
 */
gboolean
prony_engine_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * prony_engine_url_dup_place:
 * @url: an address as prony_engine_normalize_url() gives it
 *
 * Returns: (transfer full): where it leads: the same text for `localhost` and
 *   `127.0.0.1`
 */
char *
prony_engine_url_dup_place (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_host (uri), "127.0.0.1") != 0)
    return g_strdup (url);

  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, "localhost",
                     g_uri_get_port (uri), g_uri_get_path (uri), NULL, NULL);
}

/**
 * prony_engine_path_check:
 * @path: (nullable): where something is below an engine's address; %NULL means the
 *   usual place
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Without its slash a path could make another host of the address, which would get the
 * key.
 *
 * Returns: whether @path can follow an address
 */
gboolean
prony_engine_path_check (const char *path, GError **error)
{
  g_autofree char *url = NULL;

  if (path == NULL)
    return TRUE;

  url = g_strconcat ("http://engine", path, NULL);
  if (*path == '/' && g_str_is_ascii (path) && strpbrk (path, " \t\r\n\\#") == NULL &&
      g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is what was given as a path. */
               _ ("“%s” is not a path below an engine’s address. Write it like /v1/models."), path);
  return FALSE;
}

static void
engine_spec_clear (gpointer data)
{
  PronyEngineSpec *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->url);
  g_free (self->key_id);
  g_free (self->path);
  g_free (self->models_path);
  g_free (self->ca_file);
  g_strfreev (self->rejected_fields);
}

/**
 * prony_engine_spec_new:
 * @url: an address as a person types it
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Makes an engine of unknown kind with a new identifier.
 *
 * Returns: (transfer full) (nullable): the engine
 */
PronyEngineSpec *
prony_engine_spec_new (const char *url, GError **error)
{
  g_autofree char *normal = prony_engine_normalize_url (url, error);
  PronyEngineSpec *self;

  if (normal == NULL)
    return NULL;

  self = g_atomic_rc_box_new0 (PronyEngineSpec);
  self->id = g_uuid_string_random ();
  self->url = g_steal_pointer (&normal);
  return self;
}

/**
 * prony_engine_spec_copy:
 * @self: an engine
 *
 * Returns: (transfer full): an engine of its own with the same identifier, to be
 *   changed before it is shared
 */
PronyEngineSpec *
prony_engine_spec_copy (PronyEngineSpec *self)
{
  PronyEngineSpec *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_atomic_rc_box_new0 (PronyEngineSpec);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->url = g_strdup (self->url);
  copy->kind = self->kind;
  copy->api = self->api;
  copy->key_id = g_strdup (self->key_id);
  copy->path = g_strdup (self->path);
  copy->models_path = g_strdup (self->models_path);
  copy->ca_file = g_strdup (self->ca_file);
  copy->tls_insecure = self->tls_insecure;
  copy->probe_timeout_s = self->probe_timeout_s;
  copy->request_timeout_s = self->request_timeout_s;
  copy->capabilities = self->capabilities;
  copy->rejected_fields = g_strdupv (self->rejected_fields);
  return copy;
}

/**
 * prony_engine_spec_ref:
 * @self: an engine
 *
 * Returns: (transfer full): @self
 */
PronyEngineSpec *
prony_engine_spec_ref (PronyEngineSpec *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_engine_spec_unref:
 * @self: (transfer full): an engine
 */
void
prony_engine_spec_unref (PronyEngineSpec *self)
{
  g_atomic_rc_box_release_full (self, engine_spec_clear);
}

/**
 * prony_engine_spec_is_reached_like:
 * @self: an engine
 * @other: an engine
 *
 * Returns: whether a probe of the one tells how the other is: same address, paths,
 *   protocol, trust and patience
 */
gboolean
prony_engine_spec_is_reached_like (PronyEngineSpec *self, PronyEngineSpec *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return g_str_equal (self->url, other->url) && self->api == other->api &&
         g_strcmp0 (self->path, other->path) == 0 &&
         g_strcmp0 (self->models_path, other->models_path) == 0 &&
         g_strcmp0 (self->ca_file, other->ca_file) == 0 &&
         self->tls_insecure == other->tls_insecure &&
         self->probe_timeout_s == other->probe_timeout_s;
}

/**
 * prony_engine_spec_get_title:
 * @self: an engine
 *
 * Returns: the user's name for it, else the title of its kind
 */
const char *
prony_engine_spec_get_title (PronyEngineSpec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name != NULL ? self->name : prony_engine_kind_title (self->kind);
}

static void
add_learned (PronyEngineSpec *self, JsonObject *object)
{
  JsonObject *capabilities = json_object_new ();

  prony_capabilities_add_to_json (&self->capabilities, capabilities);
  if (json_object_get_size (capabilities) > 0)
    json_object_set_object_member (object, "capabilities", capabilities);
  else
    json_object_unref (capabilities);

  if (self->rejected_fields != NULL && self->rejected_fields[0] != NULL)
    {
      JsonArray *fields = json_array_new ();

      for (guint i = 0; self->rejected_fields[i] != NULL; i++)
        json_array_add_string_element (fields, self->rejected_fields[i]);
      json_object_set_array_member (object, "rejected_fields", fields);
    }
}

static char **
read_strings (JsonArray *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }
  return g_strv_builder_end (builder);
}

/**
 * prony_engine_spec_to_json:
 * @self: an engine
 *
 * Returns: (transfer full): everything of it; it never holds a key
 */
JsonObject *
prony_engine_spec_to_json (PronyEngineSpec *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  prony_json_add_string (object, "id", self->id);
  prony_json_add_string (object, "name", self->name);
  prony_json_add_string (object, "url", self->url);
  prony_json_add_string (object, "kind", prony_engine_kind_to_string (self->kind));
  prony_json_add_string (object, "api", prony_api_to_string (self->api));
  prony_json_add_string (object, "key_id", self->key_id);
  prony_json_add_string (object, "path", self->path);
  prony_json_add_string (object, "models_path", self->models_path);
  prony_json_add_string (object, "ca_file", self->ca_file);
  if (self->tls_insecure)
    json_object_set_boolean_member (object, "tls_insecure", TRUE);
  if (self->probe_timeout_s > 0)
    prony_json_add_double (object, "probe_timeout", self->probe_timeout_s);
  if (self->request_timeout_s > 0)
    prony_json_add_double (object, "request_timeout", self->request_timeout_s);
  add_learned (self, object);
  return object;
}

/**
 * prony_engine_spec_from_json:
 * @object: what prony_engine_spec_to_json() made
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): the engine
 */
PronyEngineSpec *
prony_engine_spec_from_json (JsonObject *object, GError **error)
{
  g_autoptr (PronyEngineSpec) self = NULL;

  self = prony_engine_spec_new (prony_json_get_string (object, "url", ""), error);
  if (self == NULL ||
      !prony_api_from_string (prony_json_get_string (object, "api", "auto"), &self->api, error))
    return NULL;

  if (prony_json_get_string (object, "id", NULL) != NULL)
    {
      g_free (self->id);
      self->id = g_strdup (prony_json_get_string (object, "id", NULL));
    }
  self->name = g_strdup (prony_json_get_string (object, "name", NULL));
  self->kind = prony_engine_kind_from_string (prony_json_get_string (object, "kind", NULL));
  self->key_id = g_strdup (prony_json_get_string (object, "key_id", NULL));
  self->path = g_strdup (prony_json_get_string (object, "path", NULL));
  self->models_path = g_strdup (prony_json_get_string (object, "models_path", NULL));
  self->ca_file = g_strdup (prony_json_get_string (object, "ca_file", NULL));
  self->tls_insecure = prony_json_get_boolean (object, "tls_insecure", FALSE);
  self->probe_timeout_s = MAX (prony_json_get_double (object, "probe_timeout", 0), 0);
  self->request_timeout_s = MAX (prony_json_get_double (object, "request_timeout", 0), 0);
  prony_capabilities_read_json (&self->capabilities,
                                prony_json_get_object (object, "capabilities"));
  self->rejected_fields = read_strings (prony_json_get_array (object, "rejected_fields"));
  return g_steal_pointer (&self);
}
