/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-render.h"
#include "cli/prony-cli-target.h"
#include "core/bench/prony-scenario-estimate.h"
#include "core/bench/prony-target-gauge.h"
#include "core/prompts/prony-prompt-maker.h"
#include "core/scenarios/prony-dataset.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* The seed of runs that were given none. */
#define DEFAULT_SEED 1

/* What is shown; lives on the stack. */
typedef struct
{
  PronyCliOptions *shared;
  gint64 seed;
  gboolean has_seed;
  guint from;
  guint count; /* 0 for all of one pass */
  double price_per_hour;
  PronyTarget *target; /* (nullable) */
  PronyScenario *scenario;
  PronyPromptSet *prompts;
  PronyPromptMaker *maker;
  PronyTargetPace pace;
  PronyScenarioEstimate estimate;
} Rendering;

static void
rendering_clear (Rendering *self)
{
  g_clear_pointer (&self->maker, prony_prompt_maker_free);
  g_clear_pointer (&self->prompts, prony_prompt_set_unref);
  g_clear_pointer (&self->scenario, prony_scenario_unref);
  g_clear_pointer (&self->target, prony_target_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rendering, rendering_clear)

/* --- Options ---------------------------------------------------------------- */

/**
 * prony_cli_render_options_add_entries:
 * @self: all zero
 * @entries: (element-type GOptionEntry): where the options go
 */
void
prony_cli_render_options_add_entries (PronyCliRenderOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->targets,
      N_ ("render: for whose tokens prompts are made"), N_ ("url=URL,model=MODEL,api=API") },
    { "count", 0, 0, G_OPTION_ARG_STRING, &self->count,
      N_ ("render: how many prompts (all of them once)"), N_ ("N") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &self->from, N_ ("render: the first of them (1)"),
      N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed,
      N_ ("render: what a run with this seed sends"), N_ ("N") },
    { "price-per-hour", 0, 0, G_OPTION_ARG_STRING, &self->price,
      N_ ("render: what the target costs in an hour"), N_ ("X") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

/**
 * prony_cli_render_options_clear:
 * @self: the options
 */
void
prony_cli_render_options_clear (PronyCliRenderOptions *self)
{
  g_clear_pointer (&self->targets, g_strfreev);
  g_clear_pointer (&self->count, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->seed, g_free);
  g_clear_pointer (&self->price, g_free);
}

static gboolean
take_options (Rendering *self, PronyCliRenderOptions *options, GError **error)
{
  self->seed = DEFAULT_SEED;
  self->has_seed = options->seed != NULL;
  self->from = 1;
  self->price_per_hour = NAN;
  if (options->targets != NULL && g_strv_length (options->targets) > 1)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("Prompts are made for one target; give --target once."));
      return FALSE;
    }
  return prony_cli_take_int ("--seed", options->seed, 0, G_MAXINT64, &self->seed, error) &&
         prony_cli_take_count ("--from", options->from, 1, PRONY_CLI_MAX_COUNT, &self->from,
                               error) &&
         prony_cli_take_count ("--count", options->count, 1, PRONY_CLI_MAX_COUNT, &self->count,
                               error) &&
         prony_cli_take_double ("--price-per-hour", options->price, 0, 1e9, &self->price_per_hour,
                                error);
}

/* --- Making ----------------------------------------------------------------- */

static gboolean
find_target (Rendering *self, char **texts, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;

  if (texts == NULL)
    return TRUE;
  found = prony_cli_targets_find (texts, self->shared, error);
  if (found == NULL)
    return FALSE;

  self->target = prony_target_ref (g_ptr_array_index (found, 0));
  return TRUE;
}

/* How many requests there are at once in the first trial of a run. */
static guint
get_streams (PronyScenario *scenario)
{
  return scenario->load.levels->len > 0
           ? g_array_index (scenario->load.levels, PronyLoadLevel, 0).concurrency
           : 1;
}

static gboolean
make (Rendering *self, const char *name, GError **error)
{
  g_autoptr (PronyPromptGauge) gauge = NULL;
  g_autoptr (PronyScenario) found = prony_scenario_catalog_find (name, error);

  if (found == NULL)
    return FALSE;
  self->scenario = prony_scenario_resolve (found, self->seed, NULL, error);
  if (self->scenario == NULL)
    return FALSE;

  gauge = self->target != NULL ? prony_target_gauge_new (self->target, self->scenario, NULL)
                               : prony_prompt_gauge_new ();
  self->prompts = prony_prompt_set_new (self->scenario, self->seed, gauge, NULL, error);
  if (self->prompts == NULL)
    return FALSE;

  self->maker = prony_prompt_maker_new (self->prompts, NULL, 0, get_streams (self->scenario));
  if (self->count == 0)
    self->count = prony_prompt_maker_count_prompts (self->maker);
  return TRUE;
}

static gboolean
estimate (Rendering *self, GError **error)
{
  g_autoptr (PronyStore) store = NULL;

  if (self->target == NULL)
    return TRUE;
  if (!self->shared->no_store)
    {
      store = prony_cli_options_open_store (self->shared, error);
      if (store == NULL)
        return FALSE;
    }

  prony_target_pace_read (store, self->target, &self->pace);
  prony_scenario_estimate (self->prompts, &self->pace, self->price_per_hour, &self->estimate);
  if (store != NULL)
    prony_store_close (store, NULL);
  return TRUE;
}

/* Without a seed what keeps caches out is new in each run, and nothing to be shown. */
static void
remove_prefix (PronyRequestSpec *spec)
{
  g_autofree char *prefix = g_strdup_printf ("[%s] ", spec->cache_salt);
  char *first = spec->prompt;

  if (spec->cache_salt == NULL)
    return;
  if (spec->system != NULL)
    first = spec->system;
  else if (spec->history != NULL)
    first = ((PronyMessage *) g_ptr_array_index (spec->history, 0))->text;

  if (g_str_has_prefix (first, prefix))
    memmove (first, first + strlen (prefix), strlen (first + strlen (prefix)) + 1);
}

static PronyRequestSpec *
make_spec (Rendering *self, guint index)
{
  PronyRequestSpec *spec = prony_prompt_maker_make (self->maker, index);

  if (!self->has_seed)
    remove_prefix (spec);
  return spec;
}

static guint
count_tokens (Rendering *self, guint index)
{
  return prony_prompt_maker_get_prompt (self->maker, index)->tokens +
         (self->has_seed ? prony_prompt_set_get_mark_tokens (self->prompts) : 0);
}

/* --- JSON ------------------------------------------------------------------- */

static void
add_message (JsonArray *list, GChecksum *sum, const char *role, const char *text)
{
  JsonObject *message = json_object_new ();

  if (json_array_get_length (list) > 0)
    g_checksum_update (sum, (const guchar *) "", 1);
  g_checksum_update (sum, (const guchar *) text, -1);
  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", text);
  json_array_add_object_element (list, message);
}

static JsonObject *
prompt_to_json (Rendering *self, guint index)
{
  g_autoptr (PronyRequestSpec) spec = make_spec (self, index);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const PronyPrompt *prompt = prony_prompt_maker_get_prompt (self->maker, index);
  JsonObject *object = json_object_new ();
  JsonArray *messages = json_array_new ();

  if (spec->system != NULL)
    add_message (messages, sum, "system", spec->system);
  for (guint i = 0; spec->history != NULL && i < spec->history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (spec->history, i);

      add_message (messages, sum, prony_message_role_to_string (message->role), message->text);
    }
  add_message (messages, sum, "user", spec->prompt);

  json_object_set_int_member (object, "index", index + 1);
  json_object_set_int_member (object, "test_case", prompt->case_index + 1);
  json_object_set_int_member (object, "turn", prompt->turn + 1);
  json_object_set_int_member (object, "tokens", count_tokens (self, index));
  if (prompt->output_tokens > 0)
    json_object_set_int_member (object, "output_tokens", prompt->output_tokens);
  json_object_set_array_member (object, "messages", messages);
  json_object_set_string_member (object, "sha256", g_checksum_get_string (sum));
  return object;
}

static JsonObject *
estimate_to_json (Rendering *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "requests", self->estimate.requests);
  json_object_set_int_member (object, "prompt_tokens", (gint64) self->estimate.prompt_tokens);
  if (self->estimate.output_tokens > 0)
    json_object_set_int_member (object, "output_tokens", (gint64) self->estimate.output_tokens);
  prony_json_add_double (object, "duration", self->estimate.duration_s);
  prony_json_add_double (object, "cost", self->estimate.cost);
  return object;
}

static void
print_json (Rendering *self)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *list = json_array_new ();
  PronyCountSource source = prony_prompt_set_get_source (self->prompts);

  for (guint i = 0; i < self->count; i++)
    json_array_add_object_element (list, prompt_to_json (self, self->from - 1 + i));

  json_object_set_string_member (document, "scenario", self->scenario->name);
  if (self->has_seed)
    json_object_set_int_member (document, "seed", self->seed);
  if (self->target != NULL)
    {
      json_object_set_string_member (document, "target", self->target->name);
      prony_json_add_string (document, "model", self->target->model);
    }
  json_object_set_string_member (document, "count_source", prony_count_source_to_string (source));
  json_object_set_array_member (document, "prompts", list);
  if (self->target != NULL)
    json_object_set_object_member (document, "estimate", estimate_to_json (self));
  prony_cli_print_json (document);
}

/* --- Text ------------------------------------------------------------------- */

static void
print_clean (const char *format, const char *text)
{
  g_autofree char *clean = prony_cli_clean (text);
  g_auto (GStrv) around = g_strsplit (format, "%", 2);
  g_autofree char *line = g_strconcat (around[0], clean, around[1], NULL);

  prony_cli_print (line);
}

static void
print_prompt (Rendering *self, guint index)
{
  g_autoptr (PronyRequestSpec) spec = make_spec (self, index);
  guint tokens = count_tokens (self, index);
  g_autofree char *number = prony_format_value (tokens, PRONY_UNIT_COUNT);
  g_autofree char *title = NULL;

  /* Translators: the first %s is the number of a prompt, the second a number of tokens */
  title = g_strdup_printf (ngettext ("Prompt %u: %s token", "Prompt %u: %s tokens", tokens),
                           index + 1, number);
  print_clean ("── % ──\n", title);
  if (spec->system == NULL && spec->history == NULL)
    {
      print_clean ("%\n\n", spec->prompt);
      return;
    }

  if (spec->system != NULL)
    print_clean ("system: %\n", spec->system);
  for (guint i = 0; spec->history != NULL && i < spec->history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (spec->history, i);

      print_clean (message->role == PRONY_ROLE_USER ? "user: %\n" : "assistant: %\n",
                   message->text);
    }
  print_clean ("user: %\n\n", spec->prompt);
}

static const char *
describe_source (PronyCountSource source)
{
  switch (source)
    {
    case PRONY_COUNT_TOKENIZE:
      return _ ("Tokens were counted by the engine.");
    case PRONY_COUNT_TOKENIZER:
      return _ ("Tokens were counted with the model's vocabulary on this computer.");
    case PRONY_COUNT_USAGE:
      return _ ("Tokens were calculated from what the engine counted in a few short requests.");
    case PRONY_COUNT_CHUNKS:
    case PRONY_COUNT_ESTIMATE:
    default:
      return _ ("Numbers of tokens are estimated from the lengths of the texts; with --target "
                "they are those of its model.");
    }
}

static void
print_estimate (Rendering *self)
{
  g_autofree char *prompt_tokens =
    prony_format_value ((double) self->estimate.prompt_tokens, PRONY_UNIT_COUNT);
  g_autofree char *output_tokens =
    prony_format_value ((double) self->estimate.output_tokens, PRONY_UNIT_COUNT);
  gboolean quiet = self->shared->quiet;

  if (self->estimate.output_tokens > 0)
    prony_cli_note (quiet,
                    /* Translators: numbers of tokens */
                    _ ("All prompts once: %s tokens, and at most %s tokens of answers."),
                    prompt_tokens, output_tokens);
  else
    /* Translators: a number of tokens */
    prony_cli_note (quiet, _ ("All prompts once: %s tokens. Answers have no limit."),
                    prompt_tokens);

  if (isfinite (self->estimate.duration_s))
    {
      g_autofree char *duration = prony_format_duration (self->estimate.duration_s);

      /* Translators: %s is a length of time */
      prony_cli_note (quiet, _ ("One after the other this takes about %s at the most."), duration);
    }
  else
    prony_cli_note (quiet, _ ("How long that takes is not known: the target has not been measured "
                              "yet, or answers have no limit."));
  if (isfinite (self->estimate.cost))
    {
      g_autofree char *cost = prony_format_value (self->estimate.cost, PRONY_UNIT_NONE);

      /* Translators: %s is an amount of money in the user's currency */
      prony_cli_note (quiet, _ ("It costs about %s."), cost);
    }
}

static void
print_text (Rendering *self)
{
  for (guint i = 0; i < self->count; i++)
    print_prompt (self, self->from - 1 + i);

  prony_cli_note (self->shared->quiet, "%s",
                  describe_source (prony_prompt_set_get_source (self->prompts)));
  if (!self->has_seed && self->scenario->cache != PRONY_CACHE_REPEAT)
    prony_cli_note (self->shared->quiet,
                    _ ("A run puts a few characters that are new each time before what is shown "
                       "here, which keep prompt caches out. With --seed they are the same each "
                       "time, and shown."));
  if (self->target != NULL)
    print_estimate (self);
}

/**
 * prony_cli_render:
 * @shared: the options that commands share
 * @options: what is to be shown
 * @name: a scenario's name or file
 *
 * Shows prompts as an engine gets them. With a seed they are, byte for byte, those of the
 * first trial of a run of this scenario with that seed and target.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_render (PronyCliOptions *shared, PronyCliRenderOptions *options, const char *name)
{
  g_auto (Rendering) self = { .shared = shared };
  g_autoptr (GError) error = NULL;

  if (!take_options (&self, options, &error) || !find_target (&self, options->targets, &error) ||
      !make (&self, name, &error) || !estimate (&self, &error))
    return prony_cli_report (error);

  if (shared->json)
    print_json (&self);
  else
    print_text (&self);
  return PRONY_CLI_DONE;
}
