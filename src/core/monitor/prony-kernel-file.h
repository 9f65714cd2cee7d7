/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small files of the kernel, in /proc and /sys: one value or one line. */
gboolean prony_kernel_file_read (const char *path, char *buffer, gsize size);
double prony_kernel_file_read_number (const char *path);

G_END_DECLS
