/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint prony_http_place_get_port (const char *url);
char *prony_http_place_describe (const char *url);

G_END_DECLS
