/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PRONY_SOCKET_ADDRESS_BYTES 16

/**
 * PronyListeningSocket:
 * @family: IPv4 or IPv6
 * @address: where it listens; the first 4 bytes for IPv4
 * @port: at which port
 * @uid: whose it is
 * @inode: which socket it is, as its process names it
 *
 * A socket of this computer that waits for connections.
 */
typedef struct
{
  GSocketFamily family;
  guint8 address[PRONY_SOCKET_ADDRESS_BYTES];
  guint port;
  guint uid;
  guint64 inode;
} PronyListeningSocket;

GArray *prony_listening_socket_list (const char *proc);
GInetAddress *prony_listening_socket_get_address (const PronyListeningSocket *self);
GArray *prony_listening_socket_list_inodes (const char *proc, guint pid);

G_END_DECLS
