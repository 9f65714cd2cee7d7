/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyHeader:
 * @name: the header's name
 * @value: its value, a secret like a key
 *
 * A header that a request is sent with.
 */
typedef struct
{
  char *name;
  char *value;
} PronyHeader;

/**
 * PronyCredentials:
 * @api_key: (nullable): sent as a bearer token
 * @headers: (element-type PronyHeader): further headers, never %NULL
 *
 * What an engine wants to be shown with each request. It lies in the keyring, and
 * in memory for as long as it is used; nothing that writes a file may reach it but
 * the keyring's own text. The memory is wiped at the end. Reference counted;
 * immutable once it is shared.
 */
struct _PronyCredentials
{
  char *api_key;
  GPtrArray *headers;
};

PronyCredentials *prony_credentials_new (const char *api_key);
PronyCredentials *prony_credentials_ref (PronyCredentials *self);
void prony_credentials_unref (PronyCredentials *self);
void prony_credentials_add_header (PronyCredentials *self, const char *name, const char *value);
gboolean prony_credentials_is_empty (PronyCredentials *self);
gboolean prony_credentials_equal (PronyCredentials *self, PronyCredentials *other);
void prony_credentials_mask (PronyCredentials *self, char *bytes, gsize length);
gboolean prony_credentials_check (PronyCredentials *self, GError **error);
char *prony_credentials_to_secret (PronyCredentials *self);
PronyCredentials *prony_credentials_from_secret (const char *secret);
void prony_secret_free (char *secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCredentials, prony_credentials_unref)

G_END_DECLS
