/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"
#include "core/model/prony-api.h"
#include "core/model/prony-capabilities.h"
#include "core/model/prony-engine-kind.h"

G_BEGIN_DECLS

/**
 * PronyEngineSpec:
 * @id: stable identifier of a saved engine (a UUID)
 * @name: (nullable): the user's name for it; %NULL means the kind's title
 * @url: base address without trailing slash and without `/v1`
 * @kind: the server software, as detected or chosen
 * @api: the protocol to use
 * @key_id: (nullable): the name under which its #PronyCredentials lie in the
 *   keyring; they themselves are never part of a spec
 * @path: (nullable): where requests go below @url, with the slash; %NULL means
 *   where the protocol puts them
 * @models_path: (nullable): where its models are listed, in OpenAI's shape; %NULL
 *   means the usual place
 * @ca_file: (nullable): the certificates to trust instead of the system's, PEM
 * @tls_insecure: its certificate is not checked; marked in every result
 * @probe_timeout_s: how long it may take to say how it is; 0 means the usual
 * @request_timeout_s: how long a request may take; 0 means as the run says
 * @capabilities: what it was seen to do
 * @rejected_fields: (nullable) (array zero-terminated=1): fields of a request that
 *   it refuses, as far as is known
 *
 * An engine as the user knows it: server software at an address, and what differs
 * from the usual with it. Reference counted; treat as immutable once it is shared.
 */
struct _PronyEngineSpec
{
  char *id;
  char *name;
  char *url;
  PronyEngineKind kind;
  PronyApi api;
  char *key_id;
  char *path;
  char *models_path;
  char *ca_file;
  gboolean tls_insecure;
  double probe_timeout_s;
  double request_timeout_s;
  PronyCapabilities capabilities;
  char **rejected_fields;
};

char *prony_engine_normalize_url (const char *text, GError **error);
gboolean prony_engine_url_is_loopback (const char *url);
char *prony_engine_url_dup_place (const char *url);
gboolean prony_engine_path_check (const char *path, GError **error);

PronyEngineSpec *prony_engine_spec_new (const char *url, GError **error);
PronyEngineSpec *prony_engine_spec_copy (PronyEngineSpec *self);
PronyEngineSpec *prony_engine_spec_ref (PronyEngineSpec *self);
void prony_engine_spec_unref (PronyEngineSpec *self);
gboolean prony_engine_spec_is_reached_like (PronyEngineSpec *self, PronyEngineSpec *other);
const char *prony_engine_spec_get_title (PronyEngineSpec *self);
JsonObject *prony_engine_spec_to_json (PronyEngineSpec *self);
PronyEngineSpec *prony_engine_spec_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyEngineSpec, prony_engine_spec_unref)

G_END_DECLS
