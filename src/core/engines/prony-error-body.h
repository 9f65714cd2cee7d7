/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PronyErrorBody:
 * @message: the engine's sentence; empty for none
 * @type: the engine's word for it; empty for none
 * @code: HTTP-like status inside the error; 0 for none
 *
 * Where the parts of an error go; all are the caller's.
 */
typedef struct
{
  GString *message;
  GString *type;
  guint *code;
} PronyErrorBody;

gboolean prony_error_body_is_error (JsonObject *root);
void prony_error_body_read (JsonObject *root, PronyErrorBody *into);
void prony_error_body_read_text (const char *body, gsize length, PronyErrorBody *into);

G_END_DECLS
