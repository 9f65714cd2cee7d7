/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "cli/prony-cli-validate.h"
#include "core/scenarios/prony-scenario-catalog.h"

static JsonObject *
scenario_to_json (PronyScenario *scenario, gboolean whole)
{
  JsonObject *object = json_object_new ();
  JsonArray *tags = json_array_new ();

  json_object_set_string_member (object, "name", scenario->name);
  json_object_set_string_member (object, "title", scenario->title);
  json_object_set_string_member (object, "description", scenario->description);
  json_object_set_string_member (object, "class", prony_scenario_class_to_string (scenario->klass));
  json_object_set_string_member (object, "cache", prony_cache_mode_to_string (scenario->cache));
  json_object_set_int_member (object, "test_cases", prony_scenario_count_cases (scenario));
  for (guint i = 0; scenario->tags[i] != NULL; i++)
    json_array_add_string_element (tags, scenario->tags[i]);
  json_object_set_array_member (object, "tags", tags);
  if (whole)
    json_object_set_string_member (object, "source", scenario->source);
  return object;
}

static void
print_list (GPtrArray *scenarios)
{
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("lllr", _ ("Name"), _ ("Title"), _ ("Class"), _ ("Prompts"), NULL);

  for (guint i = 0; i < scenarios->len; i++)
    {
      const PronyScenario *scenario = g_ptr_array_index (scenarios, i);
      g_autofree char *n_cases = g_strdup_printf ("%u", prony_scenario_count_cases (scenario));

      prony_cli_table_add (table, scenario->name, prony_scenario_translate (scenario->title),
                           prony_scenario_class_to_string (scenario->klass), n_cases, NULL);
    }
  prony_cli_table_print (table);
}

static PronyCliStatus
list_scenarios (PronyCliOptions *options)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) scenarios = prony_scenario_catalog_load (&problems);

  if (options->json)
    {
      g_autoptr (JsonObject) document = json_object_new ();
      JsonArray *list = json_array_new ();

      for (guint i = 0; i < scenarios->len; i++)
        json_array_add_object_element (list,
                                       scenario_to_json (g_ptr_array_index (scenarios, i), FALSE));
      json_object_set_array_member (document, "scenarios", list);
      prony_cli_print_json (document);
    }
  else
    print_list (scenarios);

  for (guint i = 0; i < problems->len; i++)
    prony_cli_note (options->quiet, "%s", (const char *) g_ptr_array_index (problems, i));
  return PRONY_CLI_DONE;
}

static PronyCliStatus
show_scenario (PronyCliOptions *options, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenario) scenario = prony_scenario_catalog_find (name, &error);

  if (scenario == NULL)
    return prony_cli_report (error);

  if (options->json)
    {
      g_autoptr (JsonObject) document = scenario_to_json (scenario, TRUE);

      prony_cli_print_json (document);
    }
  else
    prony_cli_print (scenario->source);
  return PRONY_CLI_DONE;
}

/**
 * prony_cli_scenarios:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `scenarios [list | show NAME | validate FILE|FOLDER…]`: the library of scenarios.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_scenarios (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  const char *action;

  if (!prony_cli_options_parse (&options, 0, NULL, _ ("[list | show NAME | validate FILE|FOLDER…]"),
                                _ ("Lists the scenarios, shows one, or checks files."), argc, argv))
    return PRONY_CLI_BAD_INPUT;

  action = options.arguments[1];
  if (action == NULL || strcmp (action, "list") == 0)
    return prony_cli_options_check_arguments (&options, 0, 1) ? list_scenarios (&options)
                                                              : PRONY_CLI_BAD_INPUT;
  if (strcmp (action, "show") == 0)
    return prony_cli_options_check_arguments (&options, 2, 2)
             ? show_scenario (&options, options.arguments[2])
             : PRONY_CLI_BAD_INPUT;
  if (strcmp (action, "validate") == 0)
    return prony_cli_options_check_arguments (&options, 2, G_MAXUINT)
             ? prony_cli_validate (&options, options.arguments + 2)
             : PRONY_CLI_BAD_INPUT;

  prony_cli_error (_ ("“%s” is not something to do with scenarios: use list, show or validate."),
                   action);
  return PRONY_CLI_BAD_INPUT;
}
