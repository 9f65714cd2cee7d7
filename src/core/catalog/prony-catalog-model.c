/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-catalog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/catalog/prony-catalog-fields.h"
#include "core/catalog/prony-catalog-model.h"

/* Of a file without a recommendation: a fifth more for what is computed on the way, and
 * 1 GiB for the program and a short context. */
#define NEEDED_FACTOR 1.2
#define NEEDED_EXTRA_MB 1024

#define AT(member) G_STRUCT_OFFSET (PronyCatalogModel, member)

static const PronyCatalogField fields[] = {
  { "name", PRONY_CATALOG_FIELD_STRING, AT (name), TRUE },
  { "family", PRONY_CATALOG_FIELD_STRING, AT (family), FALSE },
  { "parameters", PRONY_CATALOG_FIELD_STRING, AT (parameters), FALSE },
  { "quantization", PRONY_CATALOG_FIELD_STRING, AT (quantization), FALSE },
  { "size_bytes", PRONY_CATALOG_FIELD_COUNT, AT (size_bytes), FALSE },
  { "context_length", PRONY_CATALOG_FIELD_COUNT, AT (context_length), FALSE },
  { "recommended_memory_mb", PRONY_CATALOG_FIELD_COUNT, AT (recommended_memory_mb), FALSE },
  { "source", PRONY_CATALOG_FIELD_STRING, AT (source), FALSE },
  { "gguf_repository", PRONY_CATALOG_FIELD_STRING, AT (gguf_repository), FALSE },
  { "gguf_file", PRONY_CATALOG_FIELD_STRING, AT (gguf_file), FALSE },
  { "ollama", PRONY_CATALOG_FIELD_STRING, AT (ollama), FALSE },
  { NULL, 0, 0, FALSE },
};

static const struct
{
  const char *name;
  const char *title;
} fits[] = {
  [PRONY_CATALOG_FIT_UNKNOWN] = { "unknown", NC_ ("model fit", "Not known") },
  [PRONY_CATALOG_FIT_YES] = { "fits", NC_ ("model fit", "Fits") },
  [PRONY_CATALOG_FIT_TIGHT] = { "tight", NC_ ("model fit", "Tight") },
  [PRONY_CATALOG_FIT_NO] = { "too-large", NC_ ("model fit", "Too large") },
};

static void
model_clear (gpointer data)
{
  prony_catalog_fields_clear (fields, data);
}

/**
 * prony_catalog_model_from_json:
 * @object: an entry of a catalogue's `models`
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): the model
 */
PronyCatalogModel *
prony_catalog_model_from_json (JsonObject *object, GError **error)
{
  g_autoptr (PronyCatalogModel) self = g_atomic_rc_box_new0 (PronyCatalogModel);

  if (!prony_catalog_fields_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * prony_catalog_model_to_json:
 * @self: a model
 *
 * Returns: (transfer full): the entry of a catalogue
 */
JsonObject *
prony_catalog_model_to_json (const PronyCatalogModel *self)
{
  return prony_catalog_fields_write (fields, self);
}

/**
 * prony_catalog_model_ref:
 * @self: a model
 *
 * Returns: (transfer full): @self
 */
PronyCatalogModel *
prony_catalog_model_ref (PronyCatalogModel *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_catalog_model_unref:
 * @self: (transfer full): a model
 */
void
prony_catalog_model_unref (PronyCatalogModel *self)
{
  g_atomic_rc_box_release_full (self, model_clear);
}

/**
 * prony_catalog_model_get_needed_mb:
 * @self: a model
 *
 * Returns: the memory that it takes with a short context, in units of 2^20 bytes: what
 *   the catalogue recommends, else by its size; -1 where neither is known
 */
gint64
prony_catalog_model_get_needed_mb (const PronyCatalogModel *self)
{
  g_return_val_if_fail (self != NULL, -1);

  if (self->recommended_memory_mb > 0)
    return self->recommended_memory_mb;
  if (self->size_bytes > 0)
    return (gint64) ((double) self->size_bytes * NEEDED_FACTOR / (1024 * 1024)) + NEEDED_EXTRA_MB;

  return -1;
}

static gint64
read_meminfo (const char *text, const char *name)
{
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) / 1024 : -1;
}

/**
 * prony_catalog_memory_read:
 * @memory: (out caller-allocates): where it goes
 *
 * Reads the memory of this computer from /proc/meminfo: `MemTotal` and `MemAvailable`,
 * the kernel's estimate of what programs could have without swapping. Any thread; takes
 * well under a millisecond.
 */
void
prony_catalog_memory_read (PronyCatalogMemory *memory)
{
  g_autofree char *text = NULL;

  g_return_if_fail (memory != NULL);

  memory->total_mb = -1;
  memory->available_mb = -1;
  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return;

  memory->total_mb = read_meminfo (text, "MemTotal:");
  memory->available_mb = read_meminfo (text, "MemAvailable:");
}

/**
 * prony_catalog_model_get_fit:
 * @self: a model
 * @memory: the memory that there is
 *
 * Compares what the model takes with a short context with the main memory. A long
 * context takes more; what a GPU has is not known.
 *
 * Returns: whether it fits
 */
PronyCatalogFit
prony_catalog_model_get_fit (const PronyCatalogModel *self, const PronyCatalogMemory *memory)
{
  gint64 needed = prony_catalog_model_get_needed_mb (self);

  if (needed < 0 || memory->total_mb < 0)
    return PRONY_CATALOG_FIT_UNKNOWN;
  if (needed > memory->total_mb)
    return PRONY_CATALOG_FIT_NO;

  return needed <= memory->available_mb ? PRONY_CATALOG_FIT_YES : PRONY_CATALOG_FIT_TIGHT;
}

/**
 * prony_catalog_fit_to_string:
 * @fit: whether a model fits
 *
 * Returns: its name in files
 */
const char *
prony_catalog_fit_to_string (PronyCatalogFit fit)
{
  g_return_val_if_fail ((guint) fit < G_N_ELEMENTS (fits), NULL);

  return fits[fit].name;
}

/**
 * prony_catalog_fit_title:
 * @fit: whether a model fits
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_catalog_fit_title (PronyCatalogFit fit)
{
  g_return_val_if_fail ((guint) fit < G_N_ELEMENTS (fits), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "model fit", fits[fit].title);
}
