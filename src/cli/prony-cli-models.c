/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "cli/prony-cli-target.h"
#include "core/engines/prony-model-loader.h"
#include "core/model/prony-model-name.h"

static int
compare_models (gconstpointer left, gconstpointer right)
{
  return prony_model_name_compare (*(PronyModelInfo *const *) left,
                                   *(PronyModelInfo *const *) right);
}

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "–";
}

static char *
format_context (const PronyModelInfo *model)
{
  gint64 made_for = model->context_length;
  gint64 room = model->loaded_context_length;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (room < 0 || room == made_for || made_for < 0)
    return prony_format_value (MAX (made_for, room) >= 0 ? (double) MAX (made_for, room) : NAN,
                               PRONY_UNIT_TOKENS);

  left = prony_format_value ((double) room, PRONY_UNIT_TOKENS);
  right = prony_format_value ((double) made_for, PRONY_UNIT_TOKENS);
  /* Translators: tokens that there is room for, of those that the model was made for */
  return g_strdup_printf (_ ("%s of %s"), left, right);
}

static void
print_models (GPtrArray *models)
{
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("lllllrlr", _ ("Family"), _ ("Parameters"), _ ("Quantization"),
                         _ ("Model"), _ ("Context"), _ ("Size"), _ ("State"), _ ("On GPU"), NULL);

  for (guint i = 0; i < models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (models, i);
      g_autofree char *context = format_context (model);
      g_autofree char *size =
        model->size_bytes >= 0 ? prony_format_size ((guint64) model->size_bytes) : g_strdup ("–");
      g_autofree char *gpu =
        prony_format_value (prony_model_info_get_gpu_share (model), PRONY_UNIT_RATIO);

      prony_cli_table_add (
        table, or_dash (model->family), or_dash (model->parameter_size),
        or_dash (model->quantization), model->id, context, size,
        model->state != PRONY_MODEL_STATE_UNKNOWN ? prony_model_state_title (model->state) : "–",
        gpu, NULL);
    }
  prony_cli_table_print (table);
}

static PronyCliStatus
list_models (PronyCliOptions *options, PronyEngineInfo *info)
{
  if (options->json)
    {
      g_autoptr (JsonObject) document = prony_engine_info_to_json (info);

      prony_cli_print_json (document);
    }
  else if (info->models->len > 0)
    {
      /* The info is this function's caller's own, and keeps its order in JSON. */
      g_autoptr (GPtrArray) sorted = g_ptr_array_copy (info->models, NULL, NULL);

      g_ptr_array_set_free_func (sorted, NULL);
      g_ptr_array_sort (sorted, compare_models);
      print_models (sorted);
    }

  if (info->models->len == 0)
    prony_cli_note (options->quiet, _ ("The engine at %s has no model. Load one into it first."),
                    info->url);
  return info->models->len > 0 ? PRONY_CLI_DONE : PRONY_CLI_NO_ENGINE;
}

static void
report_change (PronyCliOptions *options,
               const char *model,
               PronyModelChange change,
               const PronyModelLoading *loading)
{
  g_autofree char *wall = prony_format_value (loading->wall_s, PRONY_UNIT_SECONDS);
  g_autofree char *engine = prony_format_value (loading->engine_s, PRONY_UNIT_SECONDS);

  if (options->json)
    {
      g_autoptr (JsonObject) document = json_object_new ();

      json_object_set_string_member (document, "model", model);
      json_object_set_string_member (document, "change",
                                     change == PRONY_MODEL_LOAD ? "load" : "unload");
      prony_json_add_double (document, "wall_s", loading->wall_s);
      prony_json_add_double (document, "engine_s", loading->engine_s);
      prony_cli_print_json (document);
    }
  else if (change == PRONY_MODEL_UNLOAD)
    prony_cli_note (options->quiet, _ ("Unloaded “%s”."), model);
  else if (isnan (loading->engine_s))
    /* Translators: a model's name, and a time such as "2.5 s" */
    prony_cli_note (options->quiet, _ ("Loaded “%s” in %s."), model, wall);
  else
    /* Translators: a model's name, and two times such as "2.5 s" */
    prony_cli_note (options->quiet, _ ("Loaded “%s” in %s; the engine itself says %s."), model,
                    wall, engine);
}

static PronyCliStatus
change_model (PronyCliOptions *options,
              PronyEngineSpec *engine,
              PronyCredentials *credentials,
              const char *model,
              PronyModelChange change)
{
  g_autoptr (GError) error = NULL;
  PronyModelLoading loading;

  if (!prony_model_loader_run (engine, credentials, model, change, &loading, NULL, &error))
    return prony_cli_report (error);

  report_change (options, model, change, &loading);
  return PRONY_CLI_DONE;
}

/**
 * prony_cli_models:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `models URL [--load MODEL | --unload MODEL]`: lists the models of an engine, or
 * changes where one is.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_models (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autofree char *load = NULL;
  g_autofree char *unload = NULL;
  const GOptionEntry entries[] = {
    { "load", 0, 0, G_OPTION_ARG_STRING, &load, N_ ("Have the engine load a model"), N_ ("MODEL") },
    { "unload", 0, 0, G_OPTION_ARG_STRING, &unload, N_ ("Have the engine unload a model"),
      N_ ("MODEL") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PronyEngineInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = NULL;
  g_autoptr (PronyCredentials) credentials = NULL;

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_KEY, entries, _ ("URL"),
                                _ ("Lists the models of the engine at an address, or has it load "
                                   "or unload one."),
                                argc, argv) ||
      !prony_cli_options_check_arguments (&options, 1, 1))
    return PRONY_CLI_BAD_INPUT;
  if (load != NULL && unload != NULL)
    {
      prony_cli_error (_ ("Use --load or --unload, not both."));
      return PRONY_CLI_BAD_INPUT;
    }

  if (prony_cli_options_read_credentials (&options, &credentials, &error))
    engine = prony_engine_spec_new (options.arguments[1], &error);
  if (engine != NULL)
    info = prony_cli_target_probe (engine, &credentials, &error);
  if (info != NULL)
    error = prony_engine_info_to_error (info);
  if (error != NULL)
    return prony_cli_report (error);

  engine->kind = info->kind;
  if (load != NULL)
    return change_model (&options, engine, credentials, load, PRONY_MODEL_LOAD);
  if (unload != NULL)
    return change_model (&options, engine, credentials, unload, PRONY_MODEL_UNLOAD);
  return list_models (&options, info);
}
