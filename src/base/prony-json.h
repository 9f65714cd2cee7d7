/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reading: each getter returns the value only if it is there and of the right
 * kind (a whole number may be written as 1, 1.0 or 1e3), else the fallback. The
 * object may be NULL. JSON null counts as absent. */
const char *prony_json_get_string (JsonObject *object, const char *name, const char *fallback);
gint64 prony_json_get_int (JsonObject *object, const char *name, gint64 fallback);
double prony_json_get_double (JsonObject *object, const char *name, double fallback);
gboolean prony_json_get_boolean (JsonObject *object, const char *name, gboolean fallback);
JsonObject *prony_json_get_object (JsonObject *object, const char *name);
JsonArray *prony_json_get_array (JsonObject *object, const char *name);

JsonNode *prony_json_parse (const char *text, gssize length, GError **error);
JsonObject *prony_json_parse_object (const char *text, gssize length, GError **error);

/* Writing: absent is absent. Each adds nothing for NULL, NAN or infinity. */
void prony_json_add_string (JsonObject *object, const char *name, const char *value);
void prony_json_add_double (JsonObject *object, const char *name, double value);
void prony_json_add_interval (JsonObject *object, const char *name, const double interval[2]);
void prony_json_add_count (JsonObject *object, const char *name, gint64 value);

char *prony_json_to_text (JsonObject *object, gboolean pretty);

G_END_DECLS
