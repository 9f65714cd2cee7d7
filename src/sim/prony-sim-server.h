/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "sim/prony-sim-connection.h"

G_BEGIN_DECLS

typedef struct _PronySimServer PronySimServer;

/**
 * PronySimServeFunc:
 * @connection: the connection to answer on
 * @request: the request, valid until the answer has ended
 * @user_data: the data given to prony_sim_server_new()
 *
 * Answers a request, at once or later.
 */
typedef void (*PronySimServeFunc) (PronySimConnection *connection,
                                   PronySimRequest *request,
                                   gpointer user_data);

PronySimServer *
prony_sim_server_new (GMainContext *context, PronySimServeFunc serve, gpointer user_data);
void prony_sim_server_free (PronySimServer *server);
gboolean
prony_sim_server_listen (PronySimServer *server, const char *host, guint16 port, GError **error);
guint16 prony_sim_server_get_port (PronySimServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimServer, prony_sim_server_free)

G_END_DECLS
