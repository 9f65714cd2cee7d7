/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

#include "sim/prony-sim-request.h"

G_BEGIN_DECLS

typedef struct _PronySimConnection PronySimConnection;

/**
 * PronySimConnectionFuncs:
 * @serve: answers a request, at once or later; the request stays valid until the
 *   answer has ended
 * @want_write: tells whether to watch for room in the socket's send buffer
 * @closed: the connection is shut and must be freed when nothing uses it any more
 *
 * What a connection needs of the server that holds it.
 */
typedef struct
{
  void (*serve) (PronySimConnection *connection, PronySimRequest *request, gpointer user_data);
  void (*want_write) (PronySimConnection *connection, gboolean want, gpointer user_data);
  void (*closed) (PronySimConnection *connection, gpointer user_data);
} PronySimConnectionFuncs;

PronySimConnection *
prony_sim_connection_new (int fd, const PronySimConnectionFuncs *funcs, gpointer user_data);
void prony_sim_connection_free (PronySimConnection *connection);
int prony_sim_connection_get_fd (PronySimConnection *connection);
gboolean prony_sim_connection_read (PronySimConnection *connection);
void prony_sim_connection_serve (PronySimConnection *connection);

void prony_sim_connection_set_exchange (PronySimConnection *connection,
                                        gpointer exchange,
                                        GDestroyNotify cancel);
void prony_sim_connection_begin (PronySimConnection *connection,
                                 guint status,
                                 const char *content_type,
                                 const char *headers);
void prony_sim_connection_append (PronySimConnection *connection, const char *bytes, gsize length);
void prony_sim_connection_append_filled (PronySimConnection *connection,
                                         const GString *bytes,
                                         gsize gap,
                                         const char *text);
void prony_sim_connection_append_raw (PronySimConnection *connection, const char *bytes);
GString *prony_sim_connection_get_unsent (PronySimConnection *connection);
void prony_sim_connection_flush (PronySimConnection *connection);
void prony_sim_connection_hang_up (PronySimConnection *connection);
void prony_sim_connection_set_unchunked (PronySimConnection *connection);
void prony_sim_connection_end (PronySimConnection *connection);
void prony_sim_connection_close (PronySimConnection *connection);
void prony_sim_connection_respond (PronySimConnection *connection,
                                   guint status,
                                   const char *content_type,
                                   const char *headers,
                                   const char *body);
void prony_sim_connection_respond_bytes (PronySimConnection *connection,
                                         guint status,
                                         const char *content_type,
                                         const char *headers,
                                         GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimConnection, prony_sim_connection_free)

G_END_DECLS
