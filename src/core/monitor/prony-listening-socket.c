/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/monitor/prony-listening-socket.h"

/* Which sockets wait for connections and whose they are, as /proc tells: see proc(5),
 * /proc/net/tcp and /proc/PID/fd. Reads only. */

#define STATE_LISTEN 0x0a

/* An address is written as numbers of 32 bits as they lie in memory. */
static gboolean
parse_socket (const char *line, PronyListeningSocket *socket)
{
  char address[33];
  guint state;
  gsize length;

  if (sscanf (line, "%*u: %32[0-9A-Fa-f]:%x %*s %x %*s %*s %*s %u %*u %" G_GUINT64_FORMAT, address,
              &socket->port, &state, &socket->uid, &socket->inode) != 5 ||
      state != STATE_LISTEN || socket->port == 0 || socket->port > G_MAXUINT16 ||
      socket->inode == 0)
    return FALSE;

  length = strlen (address);
  if (length != 8 && length != 32)
    return FALSE;

  for (gsize i = 0; i < length / 8; i++)
    {
      char word[9] = { 0 };
      guint32 value;

      memcpy (word, address + i * 8, 8);
      value = (guint32) g_ascii_strtoull (word, NULL, 16);
      memcpy (socket->address + i * 4, &value, 4);
    }
  socket->family = length == 8 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  return TRUE;
}

static void
read_sockets (const char *proc, const char *name, GArray *sockets)
{
  g_autofree char *path = g_build_filename (proc, "net", name, NULL);
  g_autofree char *text = NULL;
  char *line;
  char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  for (line = text; line != NULL; line = end)
    {
      PronyListeningSocket socket = { 0 };

      end = strchr (line, '\n');
      if (end != NULL)
        *end++ = '\0';
      if (parse_socket (line, &socket))
        g_array_append_val (sockets, socket);
    }
}

/**
 * prony_listening_socket_list:
 * @proc: where the system tells about processes: "/proc"
 *
 * Any thread but one that must not wait: /proc/net/tcp has all connections.
 *
 * Returns: (transfer full) (element-type PronyListeningSocket): sockets of TCP that wait
 *   for connections
 */
GArray *
prony_listening_socket_list (const char *proc)
{
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (PronyListeningSocket));

  read_sockets (proc, "tcp", sockets);
  read_sockets (proc, "tcp6", sockets);
  return sockets;
}

/**
 * prony_listening_socket_get_address:
 * @self: a socket
 *
 * Returns: (transfer full): where it listens; an IPv4 address also where a socket of IPv6
 *   has one
 */
GInetAddress *
prony_listening_socket_get_address (const PronyListeningSocket *self)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

  if (self->family == G_SOCKET_FAMILY_IPV6 && memcmp (self->address, mapped, sizeof mapped) == 0)
    return g_inet_address_new_from_bytes (self->address + sizeof mapped, G_SOCKET_FAMILY_IPV4);

  return g_inet_address_new_from_bytes (self->address, self->family);
}

/**
 * prony_listening_socket_list_inodes:
 * @proc: where the system tells about processes: "/proc"
 * @pid: a process
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type guint64): all sockets that it has, of
 *   any kind; %NULL where it does not show them, as another user's does not
 */
GArray *
prony_listening_socket_list_inodes (const char *proc, guint pid)
{
  g_autofree char *fd = g_strdup_printf ("%s/%u/fd", proc, pid);
  g_autoptr (GDir) dir = g_dir_open (fd, 0, NULL);
  GArray *inodes;
  const char *name;

  if (dir == NULL)
    return NULL;

  inodes = g_array_new (FALSE, FALSE, sizeof (guint64));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (fd, name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);
      guint64 inode;

      if (target == NULL || !g_str_has_prefix (target, "socket:["))
        continue;
      inode = g_ascii_strtoull (target + strlen ("socket:["), NULL, 10);
      g_array_append_val (inodes, inode);
    }

  return inodes;
}
