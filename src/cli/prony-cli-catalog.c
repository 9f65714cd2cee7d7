/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "core/catalog/prony-catalog.h"

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "–";
}

static char *
format_mb (gint64 mb)
{
  return mb >= 0 ? prony_format_value ((double) mb, PRONY_UNIT_MEGABYTES) : g_strdup ("–");
}

static void
print_models (GPtrArray *models, const PronyCatalogMemory *memory)
{
  g_autoptr (PronyCliTable) table = prony_cli_table_new (
    "llllrrll", _ ("Model"), _ ("Family"), _ ("Parameters"), _ ("Quantization"), _ ("Context"),
    _ ("Memory"), _ ("Fits"), _ ("GGUF repository"), NULL);

  for (guint i = 0; i < models->len; i++)
    {
      const PronyCatalogModel *model = g_ptr_array_index (models, i);
      g_autofree char *needed = format_mb (prony_catalog_model_get_needed_mb (model));
      g_autofree char *context = prony_format_value (
        model->context_length > 0 ? (double) model->context_length : NAN, PRONY_UNIT_TOKENS);

      prony_cli_table_add (table, model->name, or_dash (model->family), or_dash (model->parameters),
                           or_dash (model->quantization), context, needed,
                           prony_catalog_fit_title (prony_catalog_model_get_fit (model, memory)),
                           or_dash (model->gguf_repository), NULL);
    }
  if (models->len > 0)
    prony_cli_table_print (table);
}

static void
print_engines (GPtrArray *engines)
{
  for (guint i = 0; i < engines->len; i++)
    {
      const PronyCatalogEngine *engine = g_ptr_array_index (engines, i);
      g_autofree char *container = prony_catalog_engine_build_container_command (engine);
      g_autoptr (GString) text = g_string_new (i > 0 ? "\n" : "");

      /* Translators: the name of an engine, and its port */
      g_string_append_printf (text, _ ("%s, port %d"), engine->name, (int) engine->port);
      g_string_append_c (text, '\n');
      if (engine->command != NULL)
        g_string_append_printf (text, "  %s\n", engine->command);
      if (container != NULL)
        g_string_append_printf (text, "  %s\n", container);
      prony_cli_print (text->str);
    }
}

static void
add_models (JsonObject *document, GPtrArray *models, const PronyCatalogMemory *memory)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < models->len; i++)
    {
      const PronyCatalogModel *model = g_ptr_array_index (models, i);
      JsonObject *object = prony_catalog_model_to_json (model);

      json_object_set_string_member (
        object, "fit", prony_catalog_fit_to_string (prony_catalog_model_get_fit (model, memory)));
      json_array_add_object_element (list, object);
    }
  json_object_set_array_member (document, "models", list);
}

static void
add_engines (JsonObject *document, GPtrArray *engines)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < engines->len; i++)
    {
      const PronyCatalogEngine *engine = g_ptr_array_index (engines, i);
      g_autofree char *container = prony_catalog_engine_build_container_command (engine);
      JsonObject *object = prony_catalog_engine_to_json (engine);

      prony_json_add_string (object, "container_command", container);
      json_array_add_object_element (list, object);
    }
  json_object_set_array_member (document, "engines", list);
}

static void
keep_fitting (GPtrArray *models, const PronyCatalogMemory *memory)
{
  for (guint i = models->len; i > 0; i--)
    {
      PronyCatalogFit fit = prony_catalog_model_get_fit (g_ptr_array_index (models, i - 1), memory);

      if (fit != PRONY_CATALOG_FIT_YES && fit != PRONY_CATALOG_FIT_TIGHT)
        g_ptr_array_remove_index (models, i - 1);
    }
}

static void
note_memory (PronyCliOptions *options, const PronyCatalogMemory *memory)
{
  g_autofree char *total = format_mb (memory->total_mb);
  g_autofree char *available = format_mb (memory->available_mb);

  prony_cli_note (options->quiet,
                  /* Translators: two amounts of memory, such as "15,872 MB" */
                  _ ("This computer has %s of memory, of which %s are free now. A long context "
                     "takes more than is said here; the memory of GPUs is not counted."),
                  total, available);
}

/**
 * prony_cli_catalog:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `catalog [models | engines] [--fits]`: the models and engines that are known.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_catalog (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  gboolean fits = FALSE;
  const GOptionEntry entries[] = {
    { "fits", 0, 0, G_OPTION_ARG_NONE, &fits,
      N_ ("Only models that fit into this computer’s memory"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PronyCatalog) catalog = NULL;
  g_autoptr (JsonObject) document = NULL;
  PronyCatalogMemory memory;
  gboolean engines;

  if (!prony_cli_options_parse (&options, 0, entries, _ ("[models | engines]"),
                                _ ("Lists the models and engines that are known."), argc, argv) ||
      !prony_cli_options_check_arguments (&options, 0, 1))
    return PRONY_CLI_BAD_INPUT;

  engines = g_strcmp0 (options.arguments[1], "engines") == 0;
  if (options.arguments[1] != NULL && !engines && strcmp (options.arguments[1], "models") != 0)
    {
      prony_cli_error (_ ("“%s” is not in the catalogue: use models or engines."),
                       options.arguments[1]);
      return PRONY_CLI_BAD_INPUT;
    }

  catalog = prony_catalog_load ();
  prony_catalog_memory_read (&memory);
  if (fits)
    keep_fitting (catalog->models, &memory);

  document = json_object_new ();
  if (options.json && engines)
    add_engines (document, catalog->engines);
  else if (options.json)
    add_models (document, catalog->models, &memory);
  else if (engines)
    print_engines (catalog->engines);
  else
    print_models (catalog->models, &memory);
  if (options.json)
    prony_cli_print_json (document);
  else if (!engines)
    note_memory (&options, &memory);

  for (guint i = 0; i < catalog->problems->len; i++)
    prony_cli_note (options.quiet, "%s", (const char *) g_ptr_array_index (catalog->problems, i));
  return PRONY_CLI_DONE;
}
