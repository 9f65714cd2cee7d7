/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-format.h"
#include "cli/prony-cli-engine-check.h"
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
      PronyEngineInfo *info = g_ptr_array_index (infos, i);
      g_autofree char *models = join_models (info);
      g_autofree char *latency = prony_format_value (info->latency_s, PRONY_UNIT_SECONDS);
      g_autofree char *kind = NULL;

      if (info->kind == PRONY_ENGINE_UNKNOWN)
        kind = g_strdup ("–");
      else if (info->simulated)
        /* Translators: %s is a kind of engine, such as Ollama */
        kind = g_strdup_printf (_ ("%s (simulated)"), prony_engine_info_get_title (info));
      else
        kind = g_strdup (prony_engine_info_get_title (info));

      prony_cli_table_add (table, info->url, kind, info->version != NULL ? info->version : "–",
                           prony_engine_status_title (info->status), *models != '\0' ? models : "–",
                           latency, NULL);
    }
  if (infos->len > 0)
    prony_cli_table_print (table);
}

/* What the engines command looks at: those that were found, and those that were named
 * and checked. */
typedef struct
{
  gboolean check;
  char *model;
  GPtrArray *infos;
  GPtrArray *checks;
} Look;

static PronyCliEngineCheck *
find_check (Look *look, PronyEngineInfo *info)
{
  for (guint i = 0; i < look->checks->len; i++)
    {
      PronyCliEngineCheck *check = g_ptr_array_index (look->checks, i);

      if (check->info == info)
        return check;
    }

  return NULL;
}

static void
print_engines_json (Look *look)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *engines = json_array_new ();

  for (guint i = 0; i < look->infos->len; i++)
    {
      PronyEngineInfo *info = g_ptr_array_index (look->infos, i);
      PronyCliEngineCheck *check = find_check (look, info);
      JsonObject *object = prony_engine_info_to_json (info);

      if (check != NULL)
        prony_cli_engine_check_add_to_json (check, object);
      json_array_add_object_element (engines, object);
    }
  json_object_set_array_member (document, "engines", engines);
  prony_cli_print_json (document);
}

/* Adds what the addresses on the command line turn out to be. */
static gboolean
probe_all (PronyCliOptions *options, Look *look, GError **error)
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
      PronyEngineSpec *engine = g_ptr_array_index (engines, i);
      PronyEngineInfo *info = prony_cli_target_probe (engine, &own, error);

      if (info == NULL)
        return FALSE;
      g_ptr_array_add (look->infos, info);
      if (look->check)
        g_ptr_array_add (look->checks, prony_cli_engine_check_new (engine, own, look->model, info));
    }
  return TRUE;
}

/* Says what went wrong, and what it means that a field is refused. */
static PronyCliStatus
report_checks (PronyCliOptions *options, Look *look)
{
  PronyCliStatus status = PRONY_CLI_DONE;

  for (guint i = 0; i < look->checks->len; i++)
    {
      PronyCliEngineCheck *check = g_ptr_array_index (look->checks, i);
      g_autofree char *refused =
        check->rejected != NULL ? prony_rejected_fields_describe (check->rejected) : NULL;

      if (refused != NULL)
        prony_cli_note (options->quiet, "%s: %s", check->info->url, refused);
      if (check->error == NULL)
        continue;
      prony_cli_error ("%s: %s", check->info->url, check->error->message);
      status = PRONY_CLI_REQUESTS_FAILED;
    }
  return status;
}

static PronyCliStatus
report_engines (PronyCliOptions *options, Look *look)
{
  PronyCliStatus checked;
  gboolean any = FALSE;

  if (options->json)
    print_engines_json (look);
  else
    print_engines (look->infos);
  for (guint i = 0; i < look->checks->len && !options->json; i++)
    prony_cli_engine_check_print (g_ptr_array_index (look->checks, i));

  for (guint i = 0; i < look->infos->len; i++)
    {
      const PronyEngineInfo *info = g_ptr_array_index (look->infos, i);

      any = any || answers (info);
      if (info->message != NULL)
        prony_cli_note (options->quiet, "%s", info->message);
    }
  if (look->infos->len == 0)
    prony_cli_note (options->quiet,
                    _ ("No engine was found on this computer. Start one, or name its address."));
  checked = report_checks (options, look);
  return any ? checked : PRONY_CLI_NO_ENGINE;
}

static void
look_clear (Look *self)
{
  g_free (self->model);
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static gboolean
check_usage (PronyCliOptions *options, const Look *look)
{
  if ((look->check && options->arguments[1] != NULL) || (!look->check && look->model == NULL))
    return TRUE;

  prony_cli_error (_ ("Name the addresses of the engines to check; --model goes with --check."));
  return FALSE;
}

/**
 * prony_cli_engines:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `engines [--scan] [--check [--model NAME]] [URL…]`: says what answers at each address,
 * or on this computer, and what it can do.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_engines (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_auto (Look) look = { 0 };
  gboolean scan = FALSE;
  const GOptionEntry entries[] = {
    { "scan", 0, 0, G_OPTION_ARG_NONE, &scan, N_ ("Also look for engines on this computer"), NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &look.check,
      N_ ("Send each address one short request, to see what the engine can do"), NULL },
    { "model", 0, 0, G_OPTION_ARG_STRING, &look.model,
      N_ ("The model to check, where there are several"), N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_KEY, entries, _ ("[URL…]"),
                                _ ("Says which engines answer at the addresses, or on this "
                                   "computer."),
                                argc, argv) ||
      !check_usage (&options, &look))
    return PRONY_CLI_BAD_INPUT;

  look.checks = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_cli_engine_check_free);
  if (scan || options.arguments[1] == NULL)
    look.infos = prony_engine_scan (NULL, &error);
  else
    look.infos = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_info_unref);

  if (look.infos == NULL || !probe_all (&options, &look, &error))
    return prony_cli_report (error);
  return report_engines (&options, &look);
}
