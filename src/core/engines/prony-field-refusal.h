/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *prony_field_refusal_find (
  guint status, const char *request, gsize request_length, const char *body, gsize length);

G_END_DECLS
