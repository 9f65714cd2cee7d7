/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PronyCatalogFieldType:
 * @PRONY_CATALOG_FIELD_STRING: a char *, not empty
 * @PRONY_CATALOG_FIELD_STRINGS: a char **, ending with %NULL
 * @PRONY_CATALOG_FIELD_COUNT: a gint64 above zero; -1 where it is absent
 * @PRONY_CATALOG_FIELD_BOOLEAN: a gboolean
 *
 * What a member of an entry is.
 */
typedef enum
{
  PRONY_CATALOG_FIELD_STRING,
  PRONY_CATALOG_FIELD_STRINGS,
  PRONY_CATALOG_FIELD_COUNT,
  PRONY_CATALOG_FIELD_BOOLEAN,
} PronyCatalogFieldType;

/**
 * PronyCatalogField:
 * @name: in the file; %NULL ends a table
 * @type: what it is
 * @offset: where it is in the entry's struct
 * @required: whether every entry must have it
 *
 * A member of a kind of entry.
 */
typedef struct
{
  const char *name;
  PronyCatalogFieldType type;
  gsize offset;
  gboolean required;
} PronyCatalogField;

gboolean prony_catalog_fields_read (const PronyCatalogField *fields,
                                    JsonObject *object,
                                    gpointer entry,
                                    GError **error);
JsonObject *prony_catalog_fields_write (const PronyCatalogField *fields, gconstpointer entry);
void prony_catalog_fields_clear (const PronyCatalogField *fields, gpointer entry);

G_END_DECLS
