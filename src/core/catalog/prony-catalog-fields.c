/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-catalog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/catalog/prony-catalog-fields.h"

/* Reads and writes the entries of catalogues by tables of their members. People write
 * such entries by hand, so that a member that is not known is a mistake and not passed
 * over. */

#define STRINGS_MAX 100

static gpointer
get_place (const PronyCatalogField *field, gconstpointer entry)
{
  return (guint8 *) entry + field->offset;
}

static const PronyCatalogField *
find_field (const PronyCatalogField *fields, const char *name)
{
  for (; fields->name != NULL; fields++)
    if (strcmp (fields->name, name) == 0)
      return fields;

  return NULL;
}

static gboolean
check_names (const PronyCatalogField *fields, JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  for (const PronyCatalogField *field = fields; field->name != NULL; field++)
    g_ptr_array_add (names, (gpointer) field->name);
  g_ptr_array_add (names, NULL);

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      const char *nearest = prony_nearest_word (name, (const char *const *) names->pdata);

      if (find_field (fields, name) != NULL)
        continue;
      if (nearest != NULL)
        g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                     _ ("“%s” is not known here. Did you mean “%s”?"), name, nearest);
      else
        g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” is not known here."), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_strings (JsonArray *array, char ***place)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL || json_array_get_length (array) > STRINGS_MAX)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return FALSE;
      g_strv_builder_add (builder, json_node_get_string (node));
    }
  *place = g_strv_builder_end (builder);
  return TRUE;
}

/* Whether the member is of its type, and taken. */
static gboolean
read_value (const PronyCatalogField *field, JsonObject *object, gpointer place)
{
  const char *text;
  JsonNode *node;

  switch (field->type)
    {
    case PRONY_CATALOG_FIELD_STRING:
      text = prony_json_get_string (object, field->name, "");
      if (*text == '\0' || strpbrk (text, "\r\n") != NULL)
        return FALSE;
      *(char **) place = g_strdup (text);
      return TRUE;

    case PRONY_CATALOG_FIELD_STRINGS:
      return read_strings (prony_json_get_array (object, field->name), place);

    case PRONY_CATALOG_FIELD_COUNT:
      *(gint64 *) place = prony_json_get_int (object, field->name, -1);
      return *(gint64 *) place > 0;

    case PRONY_CATALOG_FIELD_BOOLEAN:
    default:
      node = json_object_get_member (object, field->name);
      *(gboolean *) place = prony_json_get_boolean (object, field->name, FALSE);
      return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
    }
}

static void
set_wrong_type (const PronyCatalogField *field, GError **error)
{
  const char *name = field->name;

  switch (field->type)
    {
    case PRONY_CATALOG_FIELD_STRING:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” must be a text of one line."),
                   name);
      break;

    case PRONY_CATALOG_FIELD_STRINGS:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” must be a list of texts."),
                   name);
      break;

    case PRONY_CATALOG_FIELD_COUNT:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("“%s” must be a whole number above zero."), name);
      break;

    case PRONY_CATALOG_FIELD_BOOLEAN:
    default:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” must be true or false."), name);
    }
}

/**
 * prony_catalog_fields_read:
 * @fields: the members that such an entry has
 * @object: the entry in a file
 * @entry: the struct that is filled; must be all zero
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Reads an entry. What was read before a mistake stays, to be cleared by the caller.
 *
 * Returns: whether all is well with it
 */
gboolean
prony_catalog_fields_read (const PronyCatalogField *fields,
                           JsonObject *object,
                           gpointer entry,
                           GError **error)
{
  for (const PronyCatalogField *field = fields; field->name != NULL; field++)
    if (field->type == PRONY_CATALOG_FIELD_COUNT)
      *(gint64 *) get_place (field, entry) = -1;

  if (!check_names (fields, object, error))
    return FALSE;

  for (const PronyCatalogField *field = fields; field->name != NULL; field++)
    {
      if (!json_object_has_member (object, field->name))
        {
          if (!field->required)
            continue;
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” is missing."), field->name);
          return FALSE;
        }
      if (!read_value (field, object, get_place (field, entry)))
        {
          set_wrong_type (field, error);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * prony_catalog_fields_write:
 * @fields: the members that such an entry has
 * @entry: the entry
 *
 * Returns: (transfer full): what prony_catalog_fields_read() reads
 */
JsonObject *
prony_catalog_fields_write (const PronyCatalogField *fields, gconstpointer entry)
{
  JsonObject *object = json_object_new ();

  for (const PronyCatalogField *field = fields; field->name != NULL; field++)
    {
      gpointer place = get_place (field, entry);
      char **strings;

      switch (field->type)
        {
        case PRONY_CATALOG_FIELD_STRING:
          prony_json_add_string (object, field->name, *(char **) place);
          break;

        case PRONY_CATALOG_FIELD_COUNT:
          prony_json_add_count (object, field->name, *(gint64 *) place);
          break;

        case PRONY_CATALOG_FIELD_BOOLEAN:
          if (*(gboolean *) place)
            json_object_set_boolean_member (object, field->name, TRUE);
          break;

        case PRONY_CATALOG_FIELD_STRINGS:
        default:
          strings = *(char ***) place;
          if (strings != NULL)
            {
              JsonArray *array = json_array_new ();

              for (guint i = 0; strings[i] != NULL; i++)
                json_array_add_string_element (array, strings[i]);
              json_object_set_array_member (object, field->name, array);
            }
        }
    }

  return object;
}

/**
 * prony_catalog_fields_clear:
 * @fields: the members that such an entry has
 * @entry: the entry
 *
 * Frees what the members hold.
 */
void
prony_catalog_fields_clear (const PronyCatalogField *fields, gpointer entry)
{
  for (const PronyCatalogField *field = fields; field->name != NULL; field++)
    {
      gpointer place = get_place (field, entry);

      if (field->type == PRONY_CATALOG_FIELD_STRING)
        g_clear_pointer ((char **) place, g_free);
      else if (field->type == PRONY_CATALOG_FIELD_STRINGS)
        g_clear_pointer ((char ***) place, g_strfreev);
    }
}
