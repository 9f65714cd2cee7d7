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
#include "core/monitor/prony-listening-socket.h"

/* Which addresses of this computer the processes of engines listen at, as /proc tells:
 * see proc(5), /proc/PID/cmdline, comm and stat. Reads only. */

/* More words of a command line than come before the name of a Python program. */
#define WORDS_MAX 16

typedef struct
{
  PronyListeningSocket place;
  PronyEngineKind kind; /* of the process that listens, as far as is known */
} Socket;

static void
read_sockets (const char *proc, GArray *sockets)
{
  g_autoptr (GArray) list = prony_listening_socket_list (proc);

  for (guint i = 0; i < list->len; i++)
    {
      Socket socket = { .place = g_array_index (list, PronyListeningSocket, i),
                        .kind = PRONY_ENGINE_UNKNOWN };

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

      if (socket->place.inode == inode)
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

      if (socket->place.uid == status.st_uid && socket->kind == PRONY_ENGINE_UNKNOWN)
        socket->kind = kind;
    }
}

static void
mark_sockets_of_process (GArray *sockets, const char *proc, const char *pid, PronyEngineKind kind)
{
  g_autofree char *path = g_build_filename (proc, pid, NULL);
  g_autoptr (GArray) inodes =
    prony_listening_socket_list_inodes (proc, (guint) g_ascii_strtoull (pid, NULL, 10));

  if (inodes == NULL)
    mark_sockets_of_user (sockets, path, kind);
  for (guint i = 0; inodes != NULL && i < inodes->len; i++)
    mark_socket (sockets, g_array_index (inodes, guint64, i), kind);
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
    strchr (host, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u", host, socket->place.port);
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
  g_autoptr (GInetAddress) address = prony_listening_socket_get_address (&socket->place);
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

  read_sockets (proc, sockets);
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
