/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/store/prony-process-identity.h"

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

/* A text that no other process has, at no other time: the number of the process,
 * when the kernel started it (numbers are used again), and the boot that both
 * belong to. See proc(5), /proc/PID/stat, field 22. */
static char *
identify (int pid)
{
  g_autofree char *file_name = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *boot_id = NULL;
  g_autofree char *stat = NULL;
  const char *rest;
  unsigned long long start_time;
  char state;

  if (!g_file_get_contents (BOOT_ID_FILE, &boot_id, NULL, NULL) ||
      !g_file_get_contents (file_name, &stat, NULL, NULL))
    return NULL;

  /* The program's name is in parentheses and may hold anything. */
  rest = strrchr (stat, ')');
  if (rest == NULL || sscanf (rest + 1,
                              " %c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
                              " %*s %*s %llu",
                              &state, &start_time) != 2)
    return NULL;

  /* It has ended; only its parent has not looked yet. */
  if (state == 'Z' || state == 'X')
    return NULL;

  return g_strdup_printf ("%s %d %llu", g_strchomp (boot_id), pid, start_time);
}

/**
 * prony_process_identity_new:
 *
 * Returns: (transfer full) (nullable): a text that tells this process from every
 *   other one, also of the past; %NULL where the system does not say
 */
char *
prony_process_identity_new (void)
{
  return identify (getpid ());
}

/**
 * prony_process_identity_is_alive:
 * @identity: (nullable): what prony_process_identity_new() returned in some
 *   process of this computer
 *
 * Returns: whether that process still runs; %FALSE where nothing is known of it
 */
gboolean
prony_process_identity_is_alive (const char *identity)
{
  g_autofree char *now = NULL;
  int pid;

  if (identity == NULL || sscanf (identity, "%*s %d", &pid) != 1 || pid <= 0)
    return FALSE;

  now = identify (pid);
  return g_strcmp0 (now, identity) == 0;
}
