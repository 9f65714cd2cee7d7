/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-catalog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/catalog/prony-catalog-engine.h"
#include "core/catalog/prony-catalog-fields.h"

#define AT(member) G_STRUCT_OFFSET (PronyCatalogEngine, member)

static const PronyCatalogField fields[] = {
  { "name", PRONY_CATALOG_FIELD_STRING, AT (name), TRUE },
  { "kind", PRONY_CATALOG_FIELD_STRING, AT (kind), TRUE },
  { "port", PRONY_CATALOG_FIELD_COUNT, AT (port), TRUE },
  { "health", PRONY_CATALOG_FIELD_STRING, AT (health), FALSE },
  { "completions", PRONY_CATALOG_FIELD_STRINGS, AT (completions), FALSE },
  { "command", PRONY_CATALOG_FIELD_STRING, AT (command), FALSE },
  { "image", PRONY_CATALOG_FIELD_STRING, AT (image), FALSE },
  { "container_port", PRONY_CATALOG_FIELD_COUNT, AT (container_port), FALSE },
  { "volumes", PRONY_CATALOG_FIELD_STRINGS, AT (volumes), FALSE },
  { "arguments", PRONY_CATALOG_FIELD_STRINGS, AT (arguments), FALSE },
  { "gpu", PRONY_CATALOG_FIELD_BOOLEAN, AT (gpu), FALSE },
  { "ipc_host", PRONY_CATALOG_FIELD_BOOLEAN, AT (ipc_host), FALSE },
  { NULL, 0, 0, FALSE },
};

static void
engine_clear (gpointer data)
{
  prony_catalog_fields_clear (fields, data);
}

static gboolean
check (const PronyCatalogEngine *self, GError **error)
{
  if (prony_engine_kind_from_string (self->kind) == PRONY_ENGINE_UNKNOWN)
    {
      g_set_error (
        error, PRONY_ERROR, PRONY_ERROR_INPUT,
        _ ("“%s” is not a kind of engine that Prony knows; write “openai” for any server "
           "with the OpenAI API."),
        self->kind);
      return FALSE;
    }
  if (self->port > 65535 || self->container_port > 65535)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("A port is a number from 1 to 65535."));
      return FALSE;
    }

  return TRUE;
}

/**
 * prony_catalog_engine_from_json:
 * @object: an entry of a catalogue's `engines`
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): the engine
 */
PronyCatalogEngine *
prony_catalog_engine_from_json (JsonObject *object, GError **error)
{
  g_autoptr (PronyCatalogEngine) self = g_atomic_rc_box_new0 (PronyCatalogEngine);

  if (!prony_catalog_fields_read (fields, object, self, error) || !check (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * prony_catalog_engine_to_json:
 * @self: an engine
 *
 * Returns: (transfer full): the entry of a catalogue
 */
JsonObject *
prony_catalog_engine_to_json (const PronyCatalogEngine *self)
{
  return prony_catalog_fields_write (fields, self);
}

/**
 * prony_catalog_engine_ref:
 * @self: an engine
 *
 * Returns: (transfer full): @self
 */
PronyCatalogEngine *
prony_catalog_engine_ref (PronyCatalogEngine *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_catalog_engine_unref:
 * @self: (transfer full): an engine
 */
void
prony_catalog_engine_unref (PronyCatalogEngine *self)
{
  g_atomic_rc_box_release_full (self, engine_clear);
}

/* Quotes what a shell would not take as it is; "~/" at the start it is to expand. */
static void
append_word (GString *command, const char *word)
{
  const char *rest = g_str_has_prefix (word, "~/") ? word + 2 : word;
  g_autofree char *quoted = NULL;

  g_string_append_c (command, ' ');
  g_string_append_len (command, word, rest - word);
  if (*rest != '\0' &&
      rest[strspn (rest, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./:=,@+")] == '\0')
    {
      g_string_append (command, rest);
      return;
    }

  quoted = g_shell_quote (rest);
  g_string_append (command, quoted);
}

/**
 * prony_catalog_engine_build_container_command:
 * @self: an engine
 *
 * Engines have no password, so that the port is opened for this computer only.
 *
 * Returns: (transfer full) (nullable): the command that starts its container with
 *   Docker; %NULL where it has no image
 */
char *
prony_catalog_engine_build_container_command (const PronyCatalogEngine *self)
{
  g_autoptr (GString) command = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->image == NULL)
    return NULL;

  command = g_string_new ("docker run --rm");
  if (self->gpu)
    g_string_append (command, " --gpus all");
  if (self->ipc_host)
    g_string_append (command, " --ipc host");
  g_string_append_printf (command, " -p 127.0.0.1:%d:%d", (int) self->port,
                          (int) (self->container_port > 0 ? self->container_port : self->port));
  for (guint i = 0; self->volumes != NULL && self->volumes[i] != NULL; i++)
    {
      g_string_append (command, " -v");
      append_word (command, self->volumes[i]);
    }
  append_word (command, self->image);
  for (guint i = 0; self->arguments != NULL && self->arguments[i] != NULL; i++)
    append_word (command, self->arguments[i]);

  return g_string_free (g_steal_pointer (&command), FALSE);
}
