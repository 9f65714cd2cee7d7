/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint prony_port_owner_find (const char *proc, GArray *processes, const char *host, guint port);

G_END_DECLS
