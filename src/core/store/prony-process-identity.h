/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *prony_process_identity_new (void);
gboolean prony_process_identity_is_alive (const char *identity);

G_END_DECLS
