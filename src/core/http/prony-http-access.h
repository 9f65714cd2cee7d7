/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <libsoup/soup.h>

#include "core/model/prony-credentials.h"
#include "core/model/prony-engine-spec.h"

G_BEGIN_DECLS

typedef struct _PronyHttpAccess PronyHttpAccess;

PronyHttpAccess *
prony_http_access_new (PronyEngineSpec *engine, PronyCredentials *credentials, GError **error);
PronyHttpAccess *prony_http_access_ref (PronyHttpAccess *self);
void prony_http_access_unref (PronyHttpAccess *self);
const char *prony_http_access_get_url (PronyHttpAccess *self);
GUri *prony_http_access_get_uri (PronyHttpAccess *self);
PronyCredentials *prony_http_access_get_credentials (PronyHttpAccess *self);
SoupSession *prony_http_access_create_session (PronyHttpAccess *self, guint max_connections);
void prony_http_access_prepare (PronyHttpAccess *self, SoupMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHttpAccess, prony_http_access_unref)

G_END_DECLS
