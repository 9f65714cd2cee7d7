/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PronyHttpConnections PronyHttpConnections;

PronyHttpConnections *prony_http_connections_new (void);
void prony_http_connections_free (PronyHttpConnections *self);
void prony_http_connections_note (PronyHttpConnections *self, guint64 id, GIOStream *connection);
int prony_http_connections_get_fd (PronyHttpConnections *self, guint64 id);
void prony_http_connections_update (PronyHttpConnections *self, guint64 id);
guint prony_http_connections_count_open (PronyHttpConnections *self);
guint64 prony_http_connections_count_retransmits (PronyHttpConnections *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHttpConnections, prony_http_connections_free)

G_END_DECLS
