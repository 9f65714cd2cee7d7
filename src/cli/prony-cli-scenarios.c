/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/prony-json.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-render.h"
#include "cli/prony-cli-table.h"
#include "cli/prony-cli-validate.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/scenarios/prony-scenario-draft.h"
#include "core/scenarios/prony-scenario-files.h"

/* What `scenarios` was asked for beside the shared options; lives on the stack. */
typedef struct
{
  PronyCliOptions shared;
  PronyCliRenderOptions render;
  char **tags;
} Options;

static void
options_clear (Options *self)
{
  prony_cli_options_clear (&self->shared);
  prony_cli_render_options_clear (&self->render);
  g_clear_pointer (&self->tags, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* --- Facts ------------------------------------------------------------------ */

static void
add_load (JsonObject *object, const PronyScenarioLoad *load)
{
  JsonObject *facts;
  JsonArray *levels;

  if (load->levels->len == 0)
    return;

  facts = json_object_new ();
  levels = json_array_new ();
  for (guint i = 0; i < load->levels->len; i++)
    json_array_add_object_element (
      levels, prony_load_level_to_json (&g_array_index (load->levels, PronyLoadLevel, i)));
  json_object_set_array_member (facts, "levels", levels);
  if (load->duration_s > 0)
    json_object_set_double_member (facts, "duration", load->duration_s);
  if (load->requests > 0)
    json_object_set_int_member (facts, "requests", load->requests);
  if (load->iterations > 0)
    json_object_set_int_member (facts, "iterations", load->iterations);
  if (load->warmup >= 0)
    json_object_set_int_member (facts, "warmup", load->warmup);
  json_object_set_object_member (object, "load", facts);
}

static void
add_objectives (JsonObject *object, const PronyScenario *scenario)
{
  JsonObject *slo;

  if (!isfinite (scenario->slo_ttft_s) && !isfinite (scenario->slo_itl_s) &&
      !isfinite (scenario->slo_latency_s))
    return;

  slo = json_object_new ();
  prony_json_add_double (slo, "ttft", scenario->slo_ttft_s);
  prony_json_add_double (slo, "itl", scenario->slo_itl_s);
  prony_json_add_double (slo, "latency", scenario->slo_latency_s);
  json_object_set_object_member (object, "slo", slo);
}

static gboolean
has_rules (const PronyScenario *scenario)
{
  for (guint i = 0; i < scenario->cases->len; i++) /* not those of an unread data set */
    if (prony_scenario_get_case (scenario, i)->expect != NULL)
      return TRUE;

  return scenario->expect != NULL;
}

static guint
count_cases (const PronyScenario *scenario)
{
  return scenario->dataset != NULL ? scenario->dataset->sample
                                   : prony_scenario_count_cases (scenario);
}

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
  json_object_set_int_member (object, "test_cases", count_cases (scenario));
  for (guint i = 0; scenario->tags[i] != NULL; i++)
    json_array_add_string_element (tags, scenario->tags[i]);
  json_object_set_array_member (object, "tags", tags);
  json_object_set_boolean_member (object, "shipped", scenario->shipped);
  prony_json_add_string (object, "file", scenario->file);
  json_object_set_boolean_member (object, "expect", has_rules (scenario));
  add_load (object, &scenario->load);
  add_objectives (object, scenario);
  if (whole)
    json_object_set_string_member (object, "source", scenario->source);
  return object;
}

/* --- list ------------------------------------------------------------------- */

/* Without the titles, which only say the names in more words: a terminal has 80 columns. */
static void
print_list (GPtrArray *scenarios)
{
  g_autoptr (PronyCliTable) table = prony_cli_table_new (
    "llrll", _ ("Name"), _ ("Class"), _ ("Prompts"), _ ("Tags"), _ ("From"), NULL);

  for (guint i = 0; i < scenarios->len; i++)
    {
      const PronyScenario *scenario = g_ptr_array_index (scenarios, i);
      g_autofree char *n_cases = g_strdup_printf ("%u", count_cases (scenario));
      g_autofree char *tags = g_strjoinv (", ", scenario->tags);

      prony_cli_table_add (table, scenario->name, prony_scenario_class_to_string (scenario->klass),
                           n_cases, tags,
                           /* Translators: whose scenario it is */
                           scenario->shipped ? _ ("Prony") : _ ("you"), NULL);
    }
  prony_cli_table_print (table);
}

static gboolean
has_all_tags (const PronyScenario *scenario, char **tags)
{
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    if (!prony_scenario_has_tag (scenario, tags[i]))
      return FALSE;

  return TRUE;
}

static void
note_hidden (Options *options, PronyScenarioCatalog *catalog)
{
  for (guint i = 0; i < catalog->hidden->len; i++)
    prony_cli_note (options->shared.quiet,
                    /* Translators: %s is the name of a scenario */
                    _ ("Your own scenario “%s” takes the place of the one that came with Prony."),
                    ((PronyScenario *) g_ptr_array_index (catalog->hidden, i))->name);
}

static PronyCliStatus
list_scenarios (Options *options)
{
  g_autoptr (PronyScenarioCatalog) catalog = prony_scenario_catalog_read ();
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; i < catalog->scenarios->len; i++)
    if (has_all_tags (g_ptr_array_index (catalog->scenarios, i), options->tags))
      g_ptr_array_add (chosen, g_ptr_array_index (catalog->scenarios, i));

  if (options->shared.json)
    {
      g_autoptr (JsonObject) document = json_object_new ();
      JsonArray *list = json_array_new ();

      for (guint i = 0; i < chosen->len; i++)
        json_array_add_object_element (list,
                                       scenario_to_json (g_ptr_array_index (chosen, i), FALSE));
      json_object_set_array_member (document, "scenarios", list);
      prony_cli_print_json (document);
    }
  else
    print_list (chosen);

  note_hidden (options, catalog);
  for (guint i = 0; i < catalog->problems->len; i++)
    prony_cli_note (options->shared.quiet, "%s",
                    (const char *) g_ptr_array_index (catalog->problems, i));
  return PRONY_CLI_DONE;
}

/* --- show and new ----------------------------------------------------------- */

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
    prony_cli_print_utf8 (scenario->source);
  return PRONY_CLI_DONE;
}

static PronyCliStatus
make_scenario (PronyCliOptions *options, const char *name)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new_empty (name);
  g_autoptr (GError) error = NULL;
  g_autofree char *file =
    prony_scenario_files_save (prony_scenario_draft_get_text (draft), NULL, &error);

  if (file == NULL)
    return prony_cli_report (error);

  if (options->json)
    {
      g_autoptr (JsonObject) document = json_object_new ();

      json_object_set_string_member (document, "file", file);
      prony_cli_print_json (document);
    }
  else
    {
      prony_cli_print (file);
      prony_cli_print ("\n");
    }
  return PRONY_CLI_DONE;
}

/* --- The command ------------------------------------------------------------ */

static gboolean
parse_options (Options *self, int argc, char *argv[])
{
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  const GOptionEntry own[] = {
    { "tag", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->tags,
      N_ ("list: only those with this tag; give it again for more"), N_ ("TAG") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
  prony_cli_render_options_add_entries (&self->render, entries);
  return prony_cli_options_parse (
    &self->shared, PRONY_CLI_USES_STORE | PRONY_CLI_USES_KEY,
    (const GOptionEntry *) (gpointer) entries->data,
    _ ("[list | show NAME | render NAME|FILE | new NAME | validate FILE|FOLDER…]"),
    _ ("Lists the scenarios, shows one or its prompts, makes one, or checks files."), argc, argv);
}

/**
 * prony_cli_scenarios:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `scenarios [list | show NAME | render NAME|FILE | new NAME | validate FILE|FOLDER…]`:
 * the library of scenarios.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_scenarios (int argc, char *argv[])
{
  g_auto (Options) options = { 0 };
  PronyCliOptions *shared = &options.shared;
  const char *action;

  if (!parse_options (&options, argc, argv))
    return PRONY_CLI_BAD_INPUT;

  action = shared->arguments[1];
  if (action == NULL || strcmp (action, "list") == 0)
    return prony_cli_options_check_arguments (shared, 0, 1) ? list_scenarios (&options)
                                                            : PRONY_CLI_BAD_INPUT;
  if (strcmp (action, "validate") == 0)
    return prony_cli_options_check_arguments (shared, 2, G_MAXUINT)
             ? prony_cli_validate (shared, shared->arguments + 2)
             : PRONY_CLI_BAD_INPUT;
  if (strcmp (action, "show") != 0 && strcmp (action, "render") != 0 && strcmp (action, "new") != 0)
    {
      prony_cli_error (_ ("“%s” is not something to do with scenarios: use list, show, render, new "
                          "or validate."),
                       action);
      return PRONY_CLI_BAD_INPUT;
    }

  if (!prony_cli_options_check_arguments (shared, 2, 2))
    return PRONY_CLI_BAD_INPUT;
  if (strcmp (action, "show") == 0)
    return show_scenario (shared, shared->arguments[2]);
  if (strcmp (action, "new") == 0)
    return make_scenario (shared, shared->arguments[2]);
  return prony_cli_render (shared, &options.render, shared->arguments[2]);
}
