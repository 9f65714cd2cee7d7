/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"

static char *
join (const char *const *texts)
{
  return g_strjoinv (", ", (char **) texts);
}

static void
add_texts (JsonObject *object, const char *name, char **texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, name, array);
}

static JsonObject *
run_to_json (const PronyRunEntry *run)
{
  JsonObject *object = json_object_new ();
  g_autofree char *started = prony_clock_format_rfc3339 (run->started_us);

  json_object_set_string_member (object, "run_id", run->id);
  json_object_set_string_member (object, "name", run->name);
  json_object_set_string_member (object, "started_at", started);
  prony_json_add_double (object, "duration", run->duration_s);
  json_object_set_string_member (object, "state", prony_state_to_string (run->state));
  json_object_set_boolean_member (object, "partial", run->partial);
  json_object_set_boolean_member (object, "simulated", run->simulated);
  json_object_set_boolean_member (object, "baseline", run->pinned);
  json_object_set_string_member (object, "verdict", prony_run_verdict_to_string (run->verdict));
  add_texts (object, "tags", run->tags);
  add_texts (object, "engines", run->targets);
  add_texts (object, "models", run->models);
  add_texts (object, "scenarios", run->scenarios);
  json_object_set_int_member (object, "trials", run->n_trials);
  json_object_set_int_member (object, "requests", (gint64) run->n_requests);
  prony_json_add_double (object, "best_ttft_p50", run->ttft);
  prony_json_add_double (object, "best_output_tokens_per_sec", run->tokens_per_sec);
  return object;
}

/* With a word on those that are simulated. */
static char *
list_engines (const PronyRunEntry *run)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < run->results->len; i++)
    {
      const PronyRunEntryResult *result = g_ptr_array_index (run->results, i);

      if (!g_hash_table_add (seen, result->target))
        continue;
      g_string_append (text, text->len > 0 ? ", " : "");
      if (result->simulated)
        /* Translators: %s is an engine */
        g_string_append_printf (text, _ ("%s (simulated)"), result->target);
      else
        g_string_append (text, result->target);
    }

  return g_string_free (text, FALSE);
}

/* Whether it is a baseline, how it stands against one, and what the user calls it. */
static char *
describe_marks (const PronyRunEntry *run)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();

  if (run->pinned)
    g_ptr_array_add (marks, (gpointer) _ ("Baseline"));
  if (run->verdict != PRONY_RUN_VERDICT_NONE)
    g_ptr_array_add (marks, (gpointer) prony_run_verdict_title (run->verdict));
  for (guint i = 0; run->tags != NULL && run->tags[i] != NULL; i++)
    g_ptr_array_add (marks, run->tags[i]);
  g_ptr_array_add (marks, NULL);

  return join ((const char *const *) marks->pdata);
}

static void
add_run (PronyCliTable *table, const PronyRunEntry *run)
{
  g_autofree char *id = g_strndup (run->id, 8);
  g_autofree char *started = prony_format_date (run->started_us);
  g_autofree char *engines = list_engines (run);
  g_autofree char *models = join ((const char *const *) run->models);
  g_autofree char *scenarios = join ((const char *const *) run->scenarios);
  g_autofree char *ttft = prony_format_value (run->ttft, PRONY_UNIT_SECONDS);
  g_autofree char *speed = prony_format_value (run->tokens_per_sec, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *marks = describe_marks (run);

  prony_cli_table_add (table, id, started, run->name, engines, models, scenarios, ttft, speed,
                       prony_state_title (run->state), marks, NULL);
}

static void
print_runs (GPtrArray *runs)
{
  g_autoptr (PronyCliTable) table = prony_cli_table_new (
    "llllllrrll", _ ("Run"), _ ("Started"), _ ("Name"), _ ("Engines"), _ ("Models"),
    _ ("Scenarios"), _ ("Best TTFT"), _ ("Best Output"), _ ("State"), _ ("Marks"), NULL);

  for (guint i = 0; i < runs->len; i++)
    add_run (table, g_ptr_array_index (runs, i));
  prony_cli_table_print (table);
}

static void
print_runs_json (GPtrArray *runs)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < runs->len; i++)
    json_array_add_object_element (list, run_to_json (g_ptr_array_index (runs, i)));
  json_object_set_array_member (document, "runs", list);
  prony_cli_print_json (document);
}

/* A day ("2026-11-21", from its beginning here) or a moment in ISO 8601. */
static gboolean
parse_date (const char *option, const char *text, gint64 *at_us, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, zone);

  if (date == NULL)
    date = g_date_time_new_from_iso8601 (midnight, zone);
  if (date == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("%s: “%s” is not a date. Write it like 2026-11-21."), option, text);
      return FALSE;
    }
  *at_us = g_date_time_to_unix (date) * G_USEC_PER_SEC;
  return TRUE;
}

static PronyCliStatus
list_runs (PronyCliOptions *options, const PronyRunFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = prony_cli_options_open_store (options, &error);
  g_autoptr (GPtrArray) runs = NULL;

  if (store != NULL)
    runs = prony_store_list_run_entries (store, filter, &error);
  if (runs == NULL)
    return prony_cli_report (error);

  if (options->json)
    print_runs_json (runs);
  else if (runs->len > 0)
    print_runs (runs);
  else
    prony_cli_note (options->quiet, _ ("There is no such run. “prony-cli run” makes one."));
  return PRONY_CLI_DONE;
}

/**
 * prony_cli_history:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `history`: lists stored runs, the latest first.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_history (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  PronyRunFilter filter = { 0 };
  g_autofree char *engine = NULL;
  g_autofree char *model = NULL;
  g_autofree char *scenario = NULL;
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  g_autofree char *tag = NULL;
  g_autofree char *text = NULL;
  gboolean pinned = FALSE;
  gboolean real = FALSE;
  gboolean simulated = FALSE;
  g_autoptr (GError) error = NULL;
  int limit = 20;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many runs; 0 for all (20)"),
      N_ ("N") },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine, N_ ("Only runs of this engine"), N_ ("NAME") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &model, N_ ("Only runs of this model"), N_ ("NAME") },
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &scenario, N_ ("Only runs of this scenario"),
      N_ ("NAME") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_ ("Only runs since this day"), N_ ("DATE") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, N_ ("Only runs before this day"), N_ ("DATE") },
    { "tag", 0, 0, G_OPTION_ARG_STRING, &tag, N_ ("Only runs with this tag"), N_ ("TAG") },
    { "search", 0, 0, G_OPTION_ARG_STRING, &text, N_ ("Only runs that have these words"),
      N_ ("TEXT") },
    { "pinned", 0, 0, G_OPTION_ARG_NONE, &pinned, N_ ("Only runs that are pinned as a baseline"),
      NULL },
    { "real", 0, 0, G_OPTION_ARG_NONE, &real, N_ ("No runs of simulated engines"), NULL },
    { "simulated", 0, 0, G_OPTION_ARG_NONE, &simulated, N_ ("Only runs of simulated engines"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_STORE, entries, NULL,
                                _ ("Lists stored runs, the latest first."), argc, argv) ||
      !prony_cli_options_check_arguments (&options, 0, 0))
    return PRONY_CLI_BAD_INPUT;
  if (limit < 0)
    {
      prony_cli_error (_ ("--limit: %d is below 0."), limit);
      return PRONY_CLI_BAD_INPUT;
    }
  if ((since != NULL && !parse_date ("--since", since, &filter.since_us, &error)) ||
      (until != NULL && !parse_date ("--until", until, &filter.until_us, &error)))
    return prony_cli_report (error);
  if (real && simulated)
    {
      prony_cli_error (_ ("--real and --simulated exclude each other."));
      return PRONY_CLI_BAD_INPUT;
    }

  filter.limit = (guint) limit;
  filter.engine = engine;
  filter.model = model;
  filter.scenario = scenario;
  filter.tag = tag;
  filter.text = text;
  filter.pinned = pinned;
  filter.simulated = simulated ? 1 : real ? -1 : 0;
  return list_runs (&options, &filter);
}
