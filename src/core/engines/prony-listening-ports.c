/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-listening-ports.h"

/* Which addresses of this computer the processes of engines listen at, as /proc tells:
 * see proc(5), /proc/net/tcp, /proc/PID/cmdline, comm, stat and fd. Reads only. */

#define STATE_LISTEN 0x0a
#define ADDRESS_BYTES 16

/* More words of a command line than come before the name of a Python program. */
#define WORDS_MAX 16

typedef struct
{
  GSocketFamily family;
  guint8 address[ADDRESS_BYTES];
  guint port;
  guint uid;
  guint64 inode;
  PronyEngineKind kind; /* of the process that listens, as far as is known */
} Socket;

/* An address is written as numbers of 32 bits as they lie in memory. */
static gboolean
parse_socket (const char *line, Socket *socket)
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
  socket->kind = PRONY_ENGINE_UNKNOWN;
  return TRUE;
}

static void
read_sockets (const char *proc, const char *name, GArray *sockets)
{
  g_autofree char *path = g_build_filename (proc, "net", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Socket socket;

      if (parse_socket (lines[i], &socket))
        g_array_append_val (sockets, socket);
    }
}

/* Programs carry their platform or version in their names: "koboldcpp-linux-x64",
 * "koboldcpp.py", "vllm.entrypoints.openai.api_server"; llamafiles are called after
 * their models. */
static gboolean
is_called (const char *program, const char *name)
{
  gsize length = strlen (name);
  gsize program_length = strlen (program);

  /* The zero that ends the name counts among these. */
  if (g_ascii_strncasecmp (program, name, length) == 0 && strchr (".-_:", program[length]) != NULL)
    return TRUE;

  return program_length > length + 1 && program[program_length - length - 1] == '.' &&
         g_ascii_strcasecmp (program + program_length - length, name) == 0;
}

static PronyEngineKind
find_kind (const char *program)
{
  for (const PronyEngineClass *const *list = prony_engine_class_list (); *list != NULL; list++)
    {
      const char *const *names = (*list)->process_names;

      for (guint i = 0; names != NULL && names[i] != NULL; i++)
        if (is_called (program, names[i]))
          return (*list)->kind;
    }

  return PRONY_ENGINE_UNKNOWN;
}

/* A Python program is named by the first word that is no option, be it a script or a
 * module. */
static PronyEngineKind
find_kind_of_words (const char *const *words)
{
  g_autofree char *program = NULL;
  g_autofree char *script = NULL;
  PronyEngineKind kind;
  guint i = 1;

  if (words[0] == NULL)
    return PRONY_ENGINE_UNKNOWN;

  program = g_path_get_basename (words[0]);
  kind = find_kind (program);
  if (kind != PRONY_ENGINE_UNKNOWN || !g_str_has_prefix (program, "python"))
    return kind;

  while (words[i] != NULL && words[i][0] == '-')
    i++;
  if (words[i] == NULL)
    return PRONY_ENGINE_UNKNOWN;

  script = g_path_get_basename (words[i]);
  return find_kind (script);
}

static char *
read_file (const char *proc, const char *pid, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (proc, pid, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, length, NULL) ? text : NULL;
}

static PronyEngineKind
find_kind_of_process (const char *proc, const char *pid)
{
  gsize length = 0;
  g_autofree char *command_line = read_file (proc, pid, "cmdline", &length);
  g_autofree char *name = read_file (proc, pid, "comm", NULL);
  const char *words[WORDS_MAX + 1] = { NULL };
  gsize at = 0;
  guint n = 0;

  if (name != NULL && find_kind (g_strchomp (name)) != PRONY_ENGINE_UNKNOWN)
    return find_kind (name);
  if (command_line == NULL)
    return PRONY_ENGINE_UNKNOWN;

  for (; at < length && n < WORDS_MAX; at += strlen (command_line + at) + 1)
    words[n++] = command_line + at;
  return find_kind_of_words (words);
}

/* Ollama and llama-swap start a llama.cpp of their own, which is not for others. */
static gboolean
is_servant (const char *proc, const char *pid, PronyEngineKind kind)
{
  g_autofree char *stat = read_file (proc, pid, "stat", NULL);
  const char *rest = stat != NULL ? strrchr (stat, ')') : NULL;
  g_autofree char *parent = NULL;
  PronyEngineKind parent_kind;
  guint number;

  if (rest == NULL || sscanf (rest + 1, " %*c %u", &number) != 1)
    return FALSE;

  parent = g_strdup_printf ("%u", number);
  parent_kind = find_kind_of_process (proc, parent);
  return parent_kind != PRONY_ENGINE_UNKNOWN && parent_kind != kind;
}

static void
mark_socket (GArray *sockets, guint64 inode, PronyEngineKind kind)
{
  for (guint i = 0; i < sockets->len; i++)
    {
      Socket *socket = &g_array_index (sockets, Socket, i);

      if (socket->inode == inode)
        socket->kind = kind;
    }
}

/* Another user's processes do not show their files. What a service's own user listens
 * at is that service; root has many. */
static void
mark_sockets_of_user (GArray *sockets, const char *path, PronyEngineKind kind)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || status.st_uid == 0)
    return;

  for (guint i = 0; i < sockets->len; i++)
    {
      Socket *socket = &g_array_index (sockets, Socket, i);

      if (socket->uid == status.st_uid && socket->kind == PRONY_ENGINE_UNKNOWN)
        socket->kind = kind;
    }
}

static void
mark_sockets_of_process (GArray *sockets, const char *proc, const char *pid, PronyEngineKind kind)
{
  g_autofree char *path = g_build_filename (proc, pid, NULL);
  g_autofree char *fd = g_build_filename (path, "fd", NULL);
  g_autoptr (GDir) dir = g_dir_open (fd, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      mark_sockets_of_user (sockets, path, kind);
      return;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (fd, name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);

      if (target != NULL && g_str_has_prefix (target, "socket:["))
        mark_socket (sockets, g_ascii_strtoull (target + strlen ("socket:["), NULL, 10), kind);
    }
}

static void
mark_sockets (GArray *sockets, const char *proc)
{
  g_autoptr (GDir) dir = g_dir_open (proc, 0, NULL);
  const char *pid;

  while (dir != NULL && (pid = g_dir_read_name (dir)) != NULL)
    {
      PronyEngineKind kind;

      if (!g_ascii_isdigit (pid[0]))
        continue;

      kind = find_kind_of_process (proc, pid);
      if (kind != PRONY_ENGINE_UNKNOWN && !is_servant (proc, pid, kind))
        mark_sockets_of_process (sockets, proc, pid, kind);
    }
}

static void
add_engine (GPtrArray *engines, const char *host, const Socket *socket)
{
  g_autofree char *url = g_strdup_printf (
    strchr (host, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u", host, socket->port);
  PronyEngineSpec *engine = prony_engine_spec_new (url, NULL);

  if (engine == NULL)
    return;

  engine->kind = socket->kind;
  g_ptr_array_add (engines, engine);
}

/* What listens at every address is asked at the loopback ones; a socket for every IPv6
 * address takes IPv4 as well, unless it was told not to. */
static void
add_socket (GPtrArray *engines, const Socket *socket)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  gboolean is_mapped =
    socket->family == G_SOCKET_FAMILY_IPV6 && memcmp (socket->address, mapped, sizeof mapped) == 0;
  g_autoptr (GInetAddress) address =
    is_mapped
      ? g_inet_address_new_from_bytes (socket->address + sizeof mapped, G_SOCKET_FAMILY_IPV4)
      : g_inet_address_new_from_bytes (socket->address, socket->family);
  gboolean is_any = g_inet_address_get_is_any (address);
  g_autofree char *host = g_inet_address_to_string (address);

  if (is_any)
    add_engine (engines, "127.0.0.1", socket);
  if (is_any && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    add_engine (engines, "::1", socket);

  /* A link's own address means nothing without the link. */
  if (!is_any && !g_inet_address_get_is_link_local (address))
    add_engine (engines, host, socket);
}

/**
 * prony_listening_ports_find:
 * @proc: where the system tells about processes: "/proc"
 *
 * Finds where processes listen that are called like engines. Not for the main thread
 * of a program with windows: it reads many small files. What cannot be read is not
 * there.
 *
 * Returns: (transfer full) (element-type PronyEngineSpec): their addresses, with the
 *   kinds that their names tell; an address may be there several times
 */
GPtrArray *
prony_listening_ports_find (const char *proc)
{
  GPtrArray *engines = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_spec_unref);
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (Socket));

  g_return_val_if_fail (proc != NULL, engines);

  read_sockets (proc, "tcp", sockets);
  read_sockets (proc, "tcp6", sockets);
  if (sockets->len > 0)
    mark_sockets (sockets, proc);

  for (guint i = 0; i < sockets->len; i++)
    {
      const Socket *socket = &g_array_index (sockets, Socket, i);

      if (socket->kind != PRONY_ENGINE_UNKNOWN)
        add_socket (engines, socket);
    }

  return engines;
}
