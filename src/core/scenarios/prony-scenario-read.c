/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "base/prony-util.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/scenarios/prony-scenario-read-private.h"

/* A bound against hostile files; a scenario has a few kilobytes. */
#define MAX_FILE_SIZE (4 * 1024 * 1024)
/* Names are those of files, too. */
#define MAX_NAME 64
#define MAX_TAGS 100

static const char *const scenario_keys[] = {
  "name",       "title",      "description", "class", "tags", "cache", "prompt",
  "completion", "test_cases", "expect",      "load",  "slo",  NULL,
};

/* --- Words ------------------------------------------------------------------------- */

/* Makes an identifier of a name such as "Short → Long": "short-long". */
static char *
make_identifier (const char *name)
{
  GString *text = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (text, g_ascii_tolower (*p));
    else if (text->len > 0 && text->str[text->len - 1] != '-')
      g_string_append_c (text, '-');

  while (text->len > 0 && text->str[text->len - 1] == '-')
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

static void
check_name (PronyScenarioReader *self, PronyYamlNode *node, const char *identifier)
{
  g_autofree char *text = prony_yaml_shorten (node->text);

  if (*identifier == '\0')
    prony_yaml_report (self->problems, node,
                       _ ("A name is made of small letters, digits and hyphens."));
  else if (strlen (identifier) > MAX_NAME)
    prony_yaml_report (self->problems, node, _ ("A name has at most %d characters."), MAX_NAME);
  else if (strcmp (identifier, self->scenario->name) != 0)
    prony_yaml_report (self->problems, node,
                       _ ("“%s” is not a name: use small letters, digits and hyphens, such as "
                          "“%s”, and put the rest into “title”."),
                       text, identifier);
}

/* In the nested style a name is free text: it becomes the title, and the
 * identifier is made from it. */
static void
read_name (PronyScenarioReader *self, PronyYamlNode *map, gboolean nested)
{
  PronyScenario *scenario = self->scenario;
  PronyYamlNode *node = prony_yaml_read_text (self->problems, map, "name", &scenario->name);
  g_autofree char *identifier = NULL;

  if (prony_yaml_node_get (map, "name") == NULL)
    prony_yaml_report (self->problems, map, _ ("The key “name” is missing."));
  if (node == NULL)
    return;

  identifier = make_identifier (node->text);
  if (nested && strcmp (identifier, scenario->name) != 0)
    {
      if (scenario->title == NULL)
        prony_set_str (&scenario->title, scenario->name);
      if (strlen (identifier) > MAX_NAME)
        identifier[MAX_NAME] = '\0';
      prony_set_str (&scenario->name, identifier);
    }
  check_name (self, node, identifier);
}

static void
read_words (PronyScenarioReader *self, PronyYamlNode *map)
{
  PronyScenario *scenario = self->scenario;
  g_autofree char *klass = NULL;
  g_autofree char *cache = NULL;
  PronyYamlNode *node;

  prony_yaml_read_text (self->problems, map, "title", &scenario->title);
  prony_yaml_read_text (self->problems, map, "description", &scenario->description);
  prony_scenario_reader_read_tags (self, map, &scenario->tags);

  node = prony_yaml_read_text (self->problems, map, "class", &klass);
  if (node != NULL && !prony_scenario_class_from_string (klass, &scenario->klass))
    prony_yaml_report (self->problems, node,
                       _ ("“class” must be one of short-long, long-short, long-long, short-short "
                          "and other."));

  node = prony_yaml_read_text (self->problems, map, "cache", &cache);
  if (node != NULL && !prony_cache_mode_from_string (cache, &scenario->cache))
    prony_yaml_report (self->problems, node,
                       _ ("“cache” must be one of unique, shared-prefix and repeat."));
}

/**
 * prony_scenario_reader_read_tags:
 * @self: a reader
 * @map: a map that may have the key `tags`: a scenario's or a test case's
 * @tags: (inout) (array zero-terminated=1): the tags
 *
 * Reads tags, each of which may be there once.
 */
void
prony_scenario_reader_read_tags (PronyScenarioReader *self, PronyYamlNode *map, char ***tags)
{
  PronyYamlNode *list = prony_yaml_node_get (map, "tags");
  g_autoptr (GHashTable) seen = NULL;

  prony_yaml_read_texts (self->problems, map, "tags", tags);
  if (list == NULL || list->kind != PRONY_YAML_LIST)
    return;
  if (list->values->len > MAX_TAGS)
    {
      prony_yaml_report (self->problems, list, _ ("There are more than %d tags."), MAX_TAGS);
      return;
    }

  seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < list->values->len; i++)
    {
      PronyYamlNode *item = g_ptr_array_index (list->values, i);
      g_autofree char *text = NULL;

      if (item->kind != PRONY_YAML_SCALAR || g_hash_table_add (seen, item->text))
        continue;
      text = prony_yaml_shorten (item->text);
      prony_yaml_report (self->problems, item, _ ("The tag “%s” is here a second time."), text);
    }
}

/* --- Files ------------------------------------------------------------------ */

static void
read_parts (PronyScenarioReader *self, PronyYamlNode *map, gboolean nested)
{
  PronyScenario *scenario = self->scenario;

  prony_yaml_check_keys (self->problems, map, scenario_keys);
  read_words (self, map);
  read_name (self, map, nested);
  prony_scenario_reader_read_dataset (self, map);
  prony_scenario_reader_read_prompt (self, map);
  prony_scenario_reader_read_completion (self, map);
  scenario->expect = prony_scenario_reader_read_expect (self, map, &self->judged);
  prony_scenario_reader_read_cases (self, map);
  prony_scenario_reader_read_load (self, map);
  prony_scenario_reader_read_objectives (self, map);

  if (scenario->title == NULL)
    prony_set_str (&scenario->title, scenario->name);
  if (scenario->description == NULL)
    prony_set_str (&scenario->description, "");
}

static PronyScenario *
read_scenario (PronyScenarioReader *self, PronyYamlNode *root)
{
  static const char *const outer_keys[] = { "scenario", NULL };
  g_autoptr (PronyScenario) scenario = prony_scenario_new (NULL);
  PronyYamlNode *inner = prony_yaml_node_get (root, "scenario");
  PronyYamlNode *map = inner != NULL ? inner : root;

  if (map->kind != PRONY_YAML_MAP)
    {
      prony_yaml_report (self->problems, map,
                         _ ("A scenario must be a map of keys such as “name” and “prompt”."));
      return NULL;
    }
  if (inner != NULL)
    prony_yaml_check_keys (self->problems, root, outer_keys);

  self->scenario = scenario;
  prony_read_texts_init (&self->asked);
  prony_read_texts_init (&self->judged);
  read_parts (self, map, inner != NULL);
  prony_read_texts_clear (&self->asked);
  prony_read_texts_clear (&self->judged);
  return g_steal_pointer (&scenario);
}

/**
 * prony_scenario_read:
 * @text: a scenario as YAML
 * @length: its length in bytes
 * @file_name: (nullable): the file that it comes from: files that it names lie beside it
 * @problems: where all mistakes go
 *
 * Reads a scenario as far as that is possible. The same keys inside of a single key
 * `scenario` are understood as well; a name there may be free text. Bounded in time and
 * memory whatever the text is. Looks on the disk for files that the scenario names.
 *
 * Returns: (transfer full) (nullable): what could be read, for an editor to show; only
 *   without new @problems is it good for a run
 */
PronyScenario *
prony_scenario_read (const char *text, gsize length, const char *file_name, PronyProblems *problems)
{
  PronyScenarioReader self = { .problems = problems, .source = text, .file = file_name };
  g_autoptr (PronyTextPlaces) places = NULL;
  g_autoptr (PronyYamlNode) root = NULL;
  PronyScenario *scenario = NULL;

  if (length > MAX_FILE_SIZE)
    prony_problems_add (problems, 1, 1,
                        _ ("This is too large for a scenario: at most %d MiB are read."),
                        MAX_FILE_SIZE / 1024 / 1024);
  else
    root = prony_yaml_parse (text, length, problems);
  if (root == NULL)
    return NULL;

  places = prony_text_places_new (text, length);
  self.places = places;
  scenario = read_scenario (&self, root);
  if (scenario != NULL)
    {
      scenario->source = g_strndup (text, length);
      scenario->file = g_strdup (file_name);
    }
  return scenario;
}

/**
 * prony_scenario_parse:
 * @text: a scenario as YAML
 * @length: its length in bytes, or -1 when it ends with a zero byte
 * @file_name: the name that mistakes are reported under
 * @error: return location for %PRONY_ERROR_SCENARIO: all mistakes, each a line
 *   `FILE:LINE:COLUMN: sentence`
 *
 * Reads a scenario as prony_scenario_read() does.
 *
 * Returns: (transfer full) (nullable): the scenario, if there is no mistake in it
 */
PronyScenario *
prony_scenario_parse (const char *text, gssize length, const char *file_name, GError **error)
{
  g_autoptr (PronyProblems) problems = NULL;
  g_autoptr (PronyScenario) scenario = NULL;

  g_return_val_if_fail (text != NULL && file_name != NULL, NULL);

  problems = prony_problems_new (file_name);
  scenario =
    prony_scenario_read (text, length < 0 ? strlen (text) : (gsize) length, file_name, problems);
  if (!prony_problems_is_empty (problems))
    {
      g_propagate_error (error, prony_problems_to_error (problems));
      return NULL;
    }

  return g_steal_pointer (&scenario);
}

static gboolean
read_bytes (int fd, char **text, gsize *length, GError **error)
{
  g_autofree char *bytes = g_malloc (MAX_FILE_SIZE + 2);
  gsize size = 0;
  gssize n = 1;

  /* One more than may be there, to see that there is more. */
  while (n > 0 && size <= MAX_FILE_SIZE)
    {
      n = read (fd, bytes + size, MAX_FILE_SIZE + 1 - size);
      if (n < 0 && errno == EINTR)
        n = 1;
      else if (n > 0)
        size += (gsize) n;
    }
  if (n < 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The scenario file could not be read: %s"), g_strerror (errno));
      return FALSE;
    }

  bytes[size] = '\0';
  *text = g_realloc (g_steal_pointer (&bytes), size + 1);
  *length = size;
  return TRUE;
}

/**
 * prony_scenario_load_text:
 * @file_name: a YAML file
 * @text: (out) (transfer full): what is in it, and a zero byte behind that
 * @length: (out): its length in bytes
 * @error: return location for %PRONY_ERROR_NOT_FOUND, %PRONY_ERROR_INPUT or
 *   %PRONY_ERROR_SCENARIO
 *
 * Reads a file that may be a scenario, as far as a scenario can be long. Touches the disk.
 *
 * Returns: whether it could be read
 */
gboolean
prony_scenario_load_text (const char *file_name, char **text, gsize *length, GError **error)
{
  struct stat status;
  gboolean done = FALSE;
  int fd;

  g_return_val_if_fail (file_name != NULL, FALSE);

  /* Waiting for a pipe's other end might never end. */
  fd = g_open (file_name, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0 && errno == ENOENT)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND, _ ("There is no scenario file “%s”."),
                 file_name);
  else if (fd < 0 || fstat (fd, &status) != 0)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("The scenario file could not be read: %s"), g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” is not a file."), file_name);
  else
    done = read_bytes (fd, text, length, error);

  if (fd >= 0)
    close (fd);
  if (!done || *length <= MAX_FILE_SIZE)
    return done;

  g_clear_pointer (text, g_free);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
               _ ("%s:1:1: This is too large for a scenario: at most %d MiB are read."), file_name,
               MAX_FILE_SIZE / 1024 / 1024);
  return FALSE;
}

/**
 * prony_scenario_load_file:
 * @file_name: a YAML file
 * @error: return location for %PRONY_ERROR_NOT_FOUND, %PRONY_ERROR_INPUT or
 *   %PRONY_ERROR_SCENARIO
 *
 * Reads a scenario from a file, as prony_scenario_parse() does. Touches the disk.
 *
 * Returns: (transfer full) (nullable): the scenario
 */
PronyScenario *
prony_scenario_load_file (const char *file_name, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!prony_scenario_load_text (file_name, &text, &length, error))
    return NULL;

  return prony_scenario_parse (text, (gssize) length, file_name, error);
}
