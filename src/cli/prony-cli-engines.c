/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-format.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "cli/prony-cli-target.h"
#include "core/engines/prony-engine-probe.h"

/* Something is there, whether or not it takes requests now. */
static gboolean
answers (const PronyEngineInfo *info)
{
  return info->status == PRONY_ENGINE_STATUS_READY || info->status == PRONY_ENGINE_STATUS_LOADING ||
         info->status == PRONY_ENGINE_STATUS_OVERLOADED ||
         info->status == PRONY_ENGINE_STATUS_UNAUTHORIZED;
}

static char *
join_models (const PronyEngineInfo *info)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < info->models->len && i < 3; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((PronyModelInfo *) g_ptr_array_index (info->models, i))->id);
  if (info->models->len > 3)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text,
                              /* Translators: after the names of the first three models */
                              ngettext ("and %u more", "and %u more", info->models->len - 3),
                              info->models->len - 3);
    }
  return g_string_free (text, FALSE);
}

static void
print_engines (GPtrArray *infos)
{
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("lllllr", _ ("Address"), _ ("Engine"), _ ("Version"), _ ("Status"),
                         _ ("Models"), _ ("Answer time"), NULL);

  for (guint i = 0; i < infos->len; i++)
    {
      const PronyEngineInfo *info = g_ptr_array_index (infos, i);
      g_autofree char *models = join_models (info);
      g_autofree char *latency = prony_format_value (info->latency_s, PRONY_UNIT_SECONDS);
      g_autofree char *kind = NULL;

      if (info->kind == PRONY_ENGINE_UNKNOWN)
        kind = g_strdup ("–");
      else if (info->simulated)
        /* Translators: %s is a kind of engine, such as Ollama */
        kind = g_strdup_printf (_ ("%s (simulated)"), prony_engine_kind_title (info->kind));
      else
        kind = g_strdup (prony_engine_kind_title (info->kind));

      prony_cli_table_add (table, info->url, kind, info->version != NULL ? info->version : "–",
                           prony_engine_status_title (info->status), *models != '\0' ? models : "–",
                           latency, NULL);
    }
  if (infos->len > 0)
    prony_cli_table_print (table);
}

static void
print_engines_json (GPtrArray *infos)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *engines = json_array_new ();

  for (guint i = 0; i < infos->len; i++)
    json_array_add_object_element (engines,
                                   prony_engine_info_to_json (g_ptr_array_index (infos, i)));
  json_object_set_array_member (document, "engines", engines);
  prony_cli_print_json (document);
}

/* Adds what the addresses on the command line turn out to be. */
static gboolean
probe_all (PronyCliOptions *options, GPtrArray *infos, GError **error)
{
  g_autoptr (GPtrArray) engines =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_spec_unref);
  g_autoptr (PronyCredentials) credentials = NULL;

  if (!prony_cli_options_read_credentials (options, &credentials, error))
    return FALSE;

  /* All must be addresses before the first is asked. */
  for (guint i = 1; options->arguments[i] != NULL; i++)
    {
      PronyEngineSpec *engine = prony_engine_spec_new (options->arguments[i], error);

      if (engine == NULL)
        return FALSE;
      g_ptr_array_add (engines, engine);
    }
  for (guint i = 0; i < engines->len; i++)
    {
      g_autoptr (PronyCredentials) own =
        credentials != NULL ? prony_credentials_ref (credentials) : NULL;
      PronyEngineInfo *info = prony_cli_target_probe (g_ptr_array_index (engines, i), &own, error);

      if (info == NULL)
        return FALSE;
      g_ptr_array_add (infos, info);
    }
  return TRUE;
}

static PronyCliStatus
report_engines (PronyCliOptions *options, GPtrArray *infos)
{
  gboolean any = FALSE;

  if (options->json)
    print_engines_json (infos);
  else
    print_engines (infos);

  for (guint i = 0; i < infos->len; i++)
    {
      const PronyEngineInfo *info = g_ptr_array_index (infos, i);

      any = any || answers (info);
      if (info->message != NULL)
        prony_cli_note (options->quiet, "%s", info->message);
    }
  if (infos->len == 0)
    prony_cli_note (options->quiet,
                    _ ("No engine answers at the usual ports of this computer. Start one, or name "
                       "its address."));
  return any ? PRONY_CLI_DONE : PRONY_CLI_NO_ENGINE;
}

/**
 * prony_cli_engines:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `engines [--scan] [URL…]`: says what answers at each address, or at the usual
 * ports of this computer.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_engines (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  gboolean scan = FALSE;
  const GOptionEntry entries[] = {
    { "scan", 0, 0, G_OPTION_ARG_NONE, &scan, N_ ("Also look at the usual ports of this computer"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_KEY, entries, _ ("[URL…]"),
                                _ ("Says which engines answer at the addresses, or at the usual "
                                   "ports of this computer."),
                                argc, argv))
    return PRONY_CLI_BAD_INPUT;

  if (scan || options.arguments[1] == NULL)
    infos = prony_engine_scan (NULL, &error);
  else
    infos = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_info_unref);

  if (infos == NULL || !probe_all (&options, infos, &error))
    return prony_cli_report (error);
  return report_engines (&options, infos);
}

static void
print_models (PronyEngineInfo *info)
{
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("lllllr", _ ("Model"), _ ("Family"), _ ("Parameters"), _ ("Quantization"),
                         _ ("Context"), _ ("Size"), NULL);

  for (guint i = 0; i < info->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);
      g_autofree char *context = prony_format_value (
        model->context_length >= 0 ? (double) model->context_length : NAN, PRONY_UNIT_TOKENS);
      g_autofree char *size =
        model->size_bytes >= 0 ? prony_format_size ((guint64) model->size_bytes) : g_strdup ("–");

      prony_cli_table_add (table, model->id, model->family != NULL ? model->family : "–",
                           model->parameter_size != NULL ? model->parameter_size : "–",
                           model->quantization != NULL ? model->quantization : "–", context, size,
                           NULL);
    }
  if (info->models->len > 0)
    prony_cli_table_print (table);
}

/**
 * prony_cli_models:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `models URL`: lists the models of an engine.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_models (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autoptr (PronyEngineInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = NULL;
  g_autoptr (PronyCredentials) credentials = NULL;

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_KEY, NULL, _ ("URL"),
                                _ ("Lists the models of the engine at an address."), argc, argv) ||
      !prony_cli_options_check_arguments (&options, 1, 1))
    return PRONY_CLI_BAD_INPUT;

  if (prony_cli_options_read_credentials (&options, &credentials, &error))
    engine = prony_engine_spec_new (options.arguments[1], &error);
  if (engine != NULL)
    info = prony_cli_target_probe (engine, &credentials, &error);
  if (info == NULL)
    return prony_cli_report (error);

  error = prony_engine_info_to_error (info);
  if (error != NULL)
    return prony_cli_report (error);

  if (options.json)
    {
      g_autoptr (JsonObject) document = prony_engine_info_to_json (info);

      prony_cli_print_json (document);
    }
  else
    print_models (info);

  if (info->models->len == 0)
    prony_cli_note (options.quiet, _ ("The engine at %s has no model. Load one into it first."),
                    info->url);
  return info->models->len > 0 ? PRONY_CLI_DONE : PRONY_CLI_NO_ENGINE;
}
