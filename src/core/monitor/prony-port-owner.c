/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/monitor/prony-listening-socket.h"
#include "core/monitor/prony-port-owner.h"
#include "core/monitor/prony-process-stat.h"

/* Who only passes connections on to an engine: containers, tunnels and web servers. What
 * they use is not what the engine does. Names have 15 bytes at most. */
static const char *const passers[] = {
  "caddy",        "conmon",  "containerd-shim", "docker-proxy", "envoy", "haproxy", "kubectl",
  "nginx",        "pasta",   "rootlessport",    "slirp4netns",  "socat", "ssh",     "sshd",
  "sshd-session", "systemd", "systemd-socket-", "traefik",      NULL,
};

static gboolean
is_at (const PronyListeningSocket *socket, const char *host)
{
  g_autoptr (GInetAddress) address = prony_listening_socket_get_address (socket);
  g_autoptr (GInetAddress) wanted = host != NULL ? g_inet_address_new_from_string (host) : NULL;
  gboolean is_any = g_inet_address_get_is_any (address);

  if (host == NULL)
    return TRUE;
  if (wanted == NULL) /* "localhost" */
    return is_any || g_inet_address_get_is_loopback (address);

  /* A socket for every IPv6 address takes IPv4 as well, unless it was told not to. */
  return g_inet_address_equal (address, wanted) ||
         (is_any && (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ||
                     g_inet_address_get_family (wanted) == G_SOCKET_FAMILY_IPV4));
}

static GArray *
list_sockets (const char *proc, const char *host, guint port)
{
  GArray *sockets = prony_listening_socket_list (proc);

  for (guint i = sockets->len; i > 0; i--)
    {
      const PronyListeningSocket *socket = &g_array_index (sockets, PronyListeningSocket, i - 1);

      if (socket->port != port || !is_at (socket, host))
        g_array_remove_index_fast (sockets, i - 1);
    }

  return sockets;
}

static gboolean
has_one_of (const char *proc, guint pid, GArray *sockets)
{
  g_autoptr (GArray) inodes = prony_listening_socket_list_inodes (proc, pid);

  for (guint i = 0; inodes != NULL && i < inodes->len; i++)
    for (guint j = 0; j < sockets->len; j++)
      if (g_array_index (inodes, guint64, i) ==
          g_array_index (sockets, PronyListeningSocket, j).inode)
        return TRUE;

  return FALSE;
}

/* Users of services: static ones, and those that systemd makes up. Root and people run
 * all sorts of things. */
static gboolean
is_service_user (guint uid)
{
  return (uid > 0 && uid < 1000) || (uid >= 61184 && uid <= 65519);
}

static gboolean
is_run_by (const char *proc, guint pid, guint uid)
{
  g_autofree char *path = g_strdup_printf ("%s/%u", proc, pid);
  GStatBuf status;

  return g_stat (path, &status) == 0 && status.st_uid == uid;
}

/* Another user's processes do not show their files. What a service's own user listens at
 * is that service; where that user has several programs, nobody can tell which. */
static const PronyProcessStat *
find_service (const char *proc, GArray *processes, guint uid)
{
  const PronyProcessStat *found = NULL;

  for (guint i = 0; is_service_user (uid) && i < processes->len; i++)
    {
      const PronyProcessStat *process = &g_array_index (processes, PronyProcessStat, i);

      if (!is_run_by (proc, process->pid, uid) || is_run_by (proc, process->parent, uid))
        continue;
      if (found != NULL)
        return NULL;
      found = process;
    }

  return found;
}

/* Workers of a server share its socket: the one that began first has started the others. */
static const PronyProcessStat *
find_holder (const char *proc, GArray *processes, GArray *sockets)
{
  const PronyProcessStat *found = NULL;

  for (guint i = 0; i < processes->len; i++)
    {
      const PronyProcessStat *process = &g_array_index (processes, PronyProcessStat, i);

      if ((found == NULL || process->start < found->start) &&
          !g_strv_contains (passers, process->name) && has_one_of (proc, process->pid, sockets))
        found = process;
    }

  return found;
}

/* A launcher is called like the server that it has started beside others, but for
 * programs in Python, which may have started anything. */
static const PronyProcessStat *
find_launcher (GArray *processes, const PronyProcessStat *process)
{
  const PronyProcessStat *parent = prony_process_stat_find (processes, process->parent);

  return parent != NULL && parent->start <= process->start &&
             g_str_equal (parent->name, process->name) && !g_str_has_prefix (parent->name, "python")
           ? parent
           : process;
}

/**
 * prony_port_owner_find:
 * @proc: where the system tells about processes: "/proc"
 * @processes: (element-type PronyProcessStat): those that there are
 * @host: (nullable): an address of this computer, or its name; %NULL means any
 * @port: a port of it
 *
 * Finds the program that answers there. It reads the files of all processes, so it takes
 * some milliseconds. Any thread.
 *
 * Returns: its first process; 0 where nobody listens, where that cannot be seen, and where
 *   connections are only passed on, as to a container
 */
guint
prony_port_owner_find (const char *proc, GArray *processes, const char *host, guint port)
{
  g_autoptr (GArray) sockets = list_sockets (proc, host, port);
  const PronyProcessStat *found;

  if (sockets->len == 0)
    return 0;

  found = find_holder (proc, processes, sockets);
  if (found == NULL)
    found = find_service (proc, processes, g_array_index (sockets, PronyListeningSocket, 0).uid);
  if (found == NULL || g_strv_contains (passers, found->name))
    return 0;

  return find_launcher (processes, found)->pid;
}
