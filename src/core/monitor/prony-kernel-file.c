/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#include "core/monitor/prony-kernel-file.h"

/**
 * prony_kernel_file_read:
 * @path: a file
 * @buffer: (out caller-allocates): its text, with a zero at the end
 * @size: of @buffer
 *
 * Reads the beginning of a file, as much as fits, without allocating anything. Files of
 * the kernel are made anew by each read, so one read gives a text that fits together.
 * Never waits for a pipe that stands where a file should be. Any thread.
 *
 * Returns: whether there was anything to read
 */
gboolean
prony_kernel_file_read (const char *path, char *buffer, gsize size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gssize length;

  buffer[0] = '\0';
  if (fd < 0)
    return FALSE;

  do
    length = read (fd, buffer, size - 1);
  while (length < 0 && errno == EINTR);
  close (fd);

  buffer[MAX (length, 0)] = '\0';
  return length > 0;
}

/**
 * prony_kernel_file_read_number:
 * @path: a file that has a number
 *
 * Any thread.
 *
 * Returns: the number; NAN where there is none, or the device does not tell
 */
double
prony_kernel_file_read_number (const char *path)
{
  char text[64];
  char *end;
  double value;

  if (!prony_kernel_file_read (path, text, sizeof text))
    return NAN;

  value = g_ascii_strtod (text, &end);
  return end != text && isfinite (value) ? value : NAN;
}
