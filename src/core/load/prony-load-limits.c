/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <stdio.h>
#include <sys/resource.h>

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/load/prony-load-limits.h"

/* Descriptors of everything that is not a connection of ours. */
#define OTHER_FILES 128

#define PORT_RANGE "/proc/sys/net/ipv4/ip_local_port_range"

/* Raises the process's own limit as far as it may.
 *
 * Returns: how many files may be open */
static rlim_t
raise_files (rlim_t wanted)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return wanted;

  if (limit.rlim_cur < wanted)
    {
      limit.rlim_cur = MIN (wanted, limit.rlim_max);
      setrlimit (RLIMIT_NOFILE, &limit);
      getrlimit (RLIMIT_NOFILE, &limit);
    }
  return limit.rlim_cur;
}

/* How many connections there may be to one address. */
static guint
count_ports (void)
{
  g_autofree char *text = NULL;
  guint first, last;

  if (!g_file_get_contents (PORT_RANGE, &text, NULL, NULL) ||
      sscanf (text, "%u %u", &first, &last) != 2 || last < first)
    return PRONY_LOAD_MAX_CONCURRENCY;

  return last - first + 1;
}

static gboolean
check_concurrency (guint concurrency, rlim_t files, guint ports, GError **error)
{
  rlim_t needed = (rlim_t) concurrency + OTHER_FILES;

  if (files < needed)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: the numbers are counts of streams and of open files. */
                   _ ("%u streams at once need %lu open files, but the system allows this program "
                      "%lu. Use fewer streams, or raise the limit (ulimit -n)."),
                   concurrency, (gulong) needed, (gulong) files);
      return FALSE;
    }
  if (ports < concurrency)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: the numbers are counts of streams and of network ports; %s is
                    * the name of a file. */
                   _ ("%u streams at once need as many ports, but the system has %u for "
                      "connections to one address. Use fewer streams, or widen the range in %s."),
                   concurrency, ports, PORT_RANGE);
      return FALSE;
    }

  return TRUE;
}

/**
 * prony_load_limits_reserve:
 * @level: a load
 * @max_streams: (out): how many streams there can be at once
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Raises the program's limit on open files as far as the load may need and the
 * system allows. A load that names its concurrency is refused where descriptors or
 * local ports do not suffice for it; one that does not gets as far as they do.
 *
 * Returns: whether the load can be carried
 */
gboolean
prony_load_limits_reserve (const PronyLoadLevel *level, guint *max_streams, GError **error)
{
  guint concurrency = MAX (level->concurrency, level->from_concurrency);
  guint expected = concurrency > 0 ? concurrency : PRONY_LOAD_MAX_CONCURRENCY;
  rlim_t files = raise_files (2 * (rlim_t) expected + OTHER_FILES);
  guint ports = count_ports ();

  if (concurrency > 0)
    {
      *max_streams = concurrency;
      return check_concurrency (concurrency, files, ports, error);
    }

  *max_streams = (guint) MIN (files > 2 * OTHER_FILES ? files - OTHER_FILES : files / 2,
                              MIN (ports, PRONY_LOAD_MAX_CONCURRENCY));
  return TRUE;
}
