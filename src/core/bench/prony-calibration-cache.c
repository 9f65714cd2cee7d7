/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/bench/prony-calibration-cache.h"

#define SCHEMA "prony.calibrations/1"

/* A full file has some tenth of this; a longer one is not ours. */
#define MAX_FILE (1024 * 1024)

/* The file holds entries of other computers too, since a home folder may be on
 * several; they are kept as they are. */
typedef struct
{
  char *key;
  PronyCalibration *calibration;
} Entry;

struct _PronyCalibrationCache
{
  char *file;
  char *machine;
  GPtrArray *entries; /* of Entry, the latest last */
};

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->key);
  prony_calibration_unref (self->calibration);
  g_free (self);
}

static void
add_entry (PronyCalibrationCache *self, const char *key, PronyCalibration *calibration)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = g_strdup (key);
  entry->calibration = prony_calibration_ref (calibration);
  g_ptr_array_add (self->entries, entry);
  if (self->entries->len > PRONY_CALIBRATION_CACHE_SIZE)
    g_ptr_array_remove_index (self->entries, 0);
}

/* What a calibration depends on besides its shape. */
static char *
describe_machine (PronyHostInfo *host)
{
  return g_strdup_printf (
    "%s, %u cores, Linux %s, Prony %s", host->cpu != NULL ? host->cpu : "unknown processor",
    host->cores, host->kernel != NULL ? host->kernel : "of unknown version", PRONY_VERSION);
}

static JsonObject *
parse_file (const char *file)
{
  g_autoptr (GFile) location = g_file_new_for_path (file);
  g_autoptr (GFileInputStream) stream = g_file_read (location, NULL, NULL);
  g_autofree char *text = g_malloc (MAX_FILE);
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE, &length, NULL, NULL) ||
      length == MAX_FILE)
    return NULL;

  return prony_json_parse_object (text, (gssize) length, NULL);
}

/* A file that cannot be read is no file: what it held is measured again. */
static void
read_file (PronyCalibrationCache *self)
{
  g_autoptr (JsonObject) document = parse_file (self->file);
  JsonArray *list = prony_json_get_array (document, "calibrations");

  if (list == NULL || strcmp (prony_json_get_string (document, "schema", ""), SCHEMA) != 0)
    return;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *key = prony_json_get_string (object, "machine", NULL);
      g_autoptr (PronyCalibration) calibration =
        prony_calibration_from_json (prony_json_get_object (object, "calibration"));

      if (key != NULL && calibration != NULL)
        add_entry (self, key, calibration);
    }
}

/**
 * prony_calibration_cache_open:
 * @file: where it is kept; need not exist
 * @host: this computer
 *
 * Reads a file of at most a megabyte. One that is missing, damaged or foreign is as
 * good as an empty one.
 *
 * Returns: (transfer full): the cache
 */
PronyCalibrationCache *
prony_calibration_cache_open (const char *file, PronyHostInfo *host)
{
  PronyCalibrationCache *self = g_new0 (PronyCalibrationCache, 1);

  self->file = g_strdup (file);
  self->machine = describe_machine (host);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  read_file (self);
  return self;
}

/**
 * prony_calibration_cache_free:
 * @self: (transfer full): a cache
 */
void
prony_calibration_cache_free (PronyCalibrationCache *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self->machine);
  g_free (self->file);
  g_free (self);
}

/* Returns: the entry's position, the cache's length where there is none */
static guint
find_entry (PronyCalibrationCache *self, const char *shape)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (strcmp (entry->key, self->machine) == 0 && strcmp (entry->calibration->shape, shape) == 0)
        return i;
    }
  return self->entries->len;
}

/**
 * prony_calibration_cache_find:
 * @self: a cache
 * @shape: the shape of a load, as in #PronyCalibration
 * @now_us: wall clock, microseconds since 1970
 *
 * Returns: (transfer full) (nullable): what this version of Prony found on this
 *   computer and kernel; %NULL where that is older than
 *   %PRONY_CALIBRATION_MAX_AGE_US, or from the future
 */
PronyCalibration *
prony_calibration_cache_find (PronyCalibrationCache *self, const char *shape, gint64 now_us)
{
  guint i = find_entry (self, shape);
  const Entry *entry;

  if (i == self->entries->len)
    return NULL;

  entry = g_ptr_array_index (self->entries, i);
  if (entry->calibration->made_us > now_us ||
      now_us - entry->calibration->made_us > PRONY_CALIBRATION_MAX_AGE_US)
    return NULL;
  return prony_calibration_ref (entry->calibration);
}

static char *
format_file (PronyCalibrationCache *self)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "machine", entry->key);
      json_object_set_object_member (object, "calibration",
                                     prony_calibration_to_json (entry->calibration));
      json_array_add_object_element (list, object);
    }
  json_object_set_string_member (document, "schema", SCHEMA);
  json_object_set_array_member (document, "calibrations", list);
  return prony_json_to_text (document, TRUE);
}

/**
 * prony_calibration_cache_put:
 * @self: a cache
 * @calibration: what was found
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Keeps a calibration in place of an older one of its shape, and replaces the file
 * at once. Of two programs that do so at the same moment, one may lose its entry,
 * which is then measured again.
 *
 * Returns: whether the file could be written
 */
gboolean
prony_calibration_cache_put (PronyCalibrationCache *self,
                             PronyCalibration *calibration,
                             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->file);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  guint i = find_entry (self, calibration->shape);

  if (i < self->entries->len)
    g_ptr_array_remove_index (self->entries, i);
  add_entry (self, self->machine, calibration);

  text = format_file (self);
  if (g_mkdir_with_parents (folder, 0700) == 0 &&
      g_file_set_contents (self->file, text, -1, &local))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
               /* Translators: a file's name and the system's own explanation */
               _ ("The calibration could not be kept in “%s”: %s. It will be made again."),
               self->file, local != NULL ? local->message : g_strerror (errno));
  return FALSE;
}
