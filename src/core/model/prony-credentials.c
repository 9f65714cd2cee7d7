/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-credentials.h"

/* A shorter value is no secret. */
#define MASK_MIN_LENGTH 8

/* Names of headers that the program sets itself; another value would break the
 * request or be sent twice. */
static const char *const own_headers[] = {
  "accept-encoding", "connection", "content-length",    "content-type",
  "expect",          "host",       "transfer-encoding", NULL,
};

/**
 * prony_secret_free:
 * @secret: (nullable) (transfer full): a key
 *
 * Frees a secret and leaves no trace of it in memory.
 */
void
prony_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
header_free (gpointer data)
{
  PronyHeader *self = data;

  g_free (self->name);
  prony_secret_free (self->value);
  g_free (self);
}

static void
credentials_clear (gpointer data)
{
  PronyCredentials *self = data;

  prony_secret_free (self->api_key);
  g_ptr_array_unref (self->headers);
}

/**
 * prony_credentials_new:
 * @api_key: (nullable): the key; an empty text is none
 *
 * Returns: (transfer full): credentials without further headers
 */
PronyCredentials *
prony_credentials_new (const char *api_key)
{
  PronyCredentials *self = g_atomic_rc_box_new0 (PronyCredentials);

  self->api_key = api_key != NULL && *api_key != '\0' ? g_strdup (api_key) : NULL;
  self->headers = g_ptr_array_new_with_free_func (header_free);
  return self;
}

/**
 * prony_credentials_ref:
 * @self: credentials
 *
 * Returns: (transfer full): @self
 */
PronyCredentials *
prony_credentials_ref (PronyCredentials *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_credentials_unref:
 * @self: (transfer full): credentials
 */
void
prony_credentials_unref (PronyCredentials *self)
{
  g_atomic_rc_box_release_full (self, credentials_clear);
}

/**
 * prony_credentials_add_header:
 * @self: credentials that are not shared yet
 * @name: a header's name
 * @value: its value
 *
 * Adds a header to be sent with each request.
 */
void
prony_credentials_add_header (PronyCredentials *self, const char *name, const char *value)
{
  PronyHeader *header;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  header = g_new0 (PronyHeader, 1);
  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/**
 * prony_credentials_is_empty:
 * @self: (nullable): credentials
 *
 * Returns: whether there is nothing to show
 */
gboolean
prony_credentials_is_empty (PronyCredentials *self)
{
  return self == NULL || (self->api_key == NULL && self->headers->len == 0);
}

/**
 * prony_credentials_equal:
 * @self: (nullable): credentials
 * @other: (nullable): credentials
 *
 * Returns: whether the same is shown; none and empty ones are the same
 */
gboolean
prony_credentials_equal (PronyCredentials *self, PronyCredentials *other)
{
  if (prony_credentials_is_empty (self) || prony_credentials_is_empty (other))
    return prony_credentials_is_empty (self) && prony_credentials_is_empty (other);

  if (g_strcmp0 (self->api_key, other->api_key) != 0 || self->headers->len != other->headers->len)
    return FALSE;

  for (guint i = 0; i < self->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (self->headers, i);
      const PronyHeader *twin = g_ptr_array_index (other->headers, i);

      if (!g_str_equal (header->name, twin->name) || !g_str_equal (header->value, twin->value))
        return FALSE;
    }

  return TRUE;
}

static void
mask_secret (char *bytes, gsize length, const char *secret)
{
  gsize secret_length = secret != NULL ? strlen (secret) : 0;
  char *found = bytes;

  if (secret_length < MASK_MIN_LENGTH)
    return;

  while ((found = memmem (found, length - (gsize) (found - bytes), secret, secret_length)) != NULL)
    {
      memset (found, '*', secret_length);
      found += secret_length;
    }
}

/**
 * prony_credentials_mask:
 * @self: (nullable): credentials
 * @bytes: (nullable): what may repeat them, such as an engine's answer
 * @length: how many bytes
 *
 * Puts asterisks where a secret stands. Values of fewer than eight characters are
 * left as they are: they are no secrets, and stand everywhere.
 */
void
prony_credentials_mask (PronyCredentials *self, char *bytes, gsize length)
{
  if (self == NULL || bytes == NULL)
    return;

  mask_secret (bytes, length, self->api_key);
  for (guint i = 0; i < self->headers->len; i++)
    mask_secret (bytes, length, ((PronyHeader *) self->headers->pdata[i])->value);
}

/* What RFC 9110, section 5.6.2, calls a token. */
static gboolean
is_header_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;

  return *name != '\0';
}

static gboolean
is_header_value (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      return FALSE;

  return TRUE;
}

static gboolean
is_own_header (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strv_contains (own_headers, lower);
}

/**
 * prony_credentials_check:
 * @self: (nullable): credentials
 * @error: return location for %PRONY_ERROR_INPUT; the sentence never has a value
 *   in it
 *
 * Returns: whether they can be sent: no line break that would make a header of its
 *   own, no header that is the program's own business
 */
gboolean
prony_credentials_check (PronyCredentials *self, GError **error)
{
  if (self == NULL)
    return TRUE;

  if (self->api_key != NULL && !is_header_value (self->api_key))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("The API key has a line break or another character in it that no "
                              "key has. Enter it again."));
      return FALSE;
    }

  for (guint i = 0; i < self->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (self->headers, i);

      if (is_header_name (header->name) && is_header_value (header->value) &&
          !is_own_header (header->name))
        continue;

      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: %s is the name of an HTTP header */
                   _ ("“%s” cannot be sent as a header. Use letters, digits and hyphens for its "
                      "name, one line for its value, and no header that Prony sets itself."),
                   header->name);
      return FALSE;
    }

  return TRUE;
}

/**
 * prony_credentials_to_secret:
 * @self: credentials
 *
 * Makes the one text that is put into the keyring: the key itself where there is
 * nothing else, so that a key put there by hand can be read as well; else a JSON
 * object with `key` and `headers`.
 *
 * Returns: (transfer full): the text; free it with prony_secret_free()
 */
char *
prony_credentials_to_secret (PronyCredentials *self)
{
  g_autoptr (JsonObject) object = NULL;
  JsonObject *headers;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->headers->len == 0)
    return g_strdup (self->api_key != NULL ? self->api_key : "");

  object = json_object_new ();
  headers = json_object_new ();
  prony_json_add_string (object, "key", self->api_key);
  for (guint i = 0; i < self->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (self->headers, i);

      json_object_set_string_member (headers, header->name, header->value);
    }
  json_object_set_object_member (object, "headers", headers);
  return prony_json_to_text (object, FALSE);
}

/**
 * prony_credentials_from_secret:
 * @secret: what prony_credentials_to_secret() made, or a key
 *
 * Returns: (transfer full): the credentials
 */
PronyCredentials *
prony_credentials_from_secret (const char *secret)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *headers;
  PronyCredentials *self;

  g_return_val_if_fail (secret != NULL, NULL);

  if (*secret == '{')
    object = prony_json_parse_object (secret, -1, NULL);
  if (object == NULL)
    return prony_credentials_new (secret);

  self = prony_credentials_new (prony_json_get_string (object, "key", NULL));
  headers = prony_json_get_object (object, "headers");
  names = headers != NULL ? json_object_get_members (headers) : NULL;
  for (GList *item = names; item != NULL; item = item->next)
    if (prony_json_get_string (headers, item->data, NULL) != NULL)
      prony_credentials_add_header (self, item->data,
                                    prony_json_get_string (headers, item->data, NULL));

  return self;
}
