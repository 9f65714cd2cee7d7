/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-util.h"
#include "core/scenarios/prony-scenario-read-private.h"

/* With turns of their own the first is sent as often as there are turns. */
#define MAX_MESSAGES 200
/* Whole numbers above this are not exact in every engine's JSON. */
#define MAX_SEED ((G_GINT64_CONSTANT (1) << 53) - 1)

static const char *const prompt_keys[] = { "template",   "system",     "messages", "turns",
                                           "min_tokens", "max_tokens", "lengths",  NULL };
static const char *const message_keys[] = { "role", "content", NULL };
static const char *const completion_keys[] = { "max_tokens",  "min_tokens", "lengths",
                                               "temperature", "top_p",      "seed",
                                               "stop",        "ignore_eos", NULL };

static void
check_order (
  PronyScenarioReader *self, PronyYamlNode *map, gboolean is_prompt, guint min, guint max)
{
  PronyYamlNode *node = prony_yaml_node_get (map, "min_tokens");

  if (node == NULL || max == 0 || min <= max)
    return;
  if (is_prompt)
    prony_yaml_report (
      self->problems, node,
      _ ("“min_tokens” of the prompt is %u, which is more than its “max_tokens”, %u."), min, max);
  else
    prony_yaml_report (
      self->problems, node,
      _ ("“min_tokens” of the completion is %u, which is more than its “max_tokens”, %u."), min,
      max);
}

/* --- Conversations ------------------------------------------------------------------- */

/* A system message may come first in the list, where engines' protocols have it, too. */
static void
take_system (PronyScenarioReader *self, PronyYamlNode *role, const char *text, guint index)
{
  if (index > 0)
    prony_yaml_report (self->problems, role,
                       _ ("Only the first message may have the role “system”."));
  else if (self->scenario->system != NULL)
    prony_yaml_report (self->problems, role,
                       _ ("The system message is here a second time: leave out this one or "
                          "“system”."));
  else
    prony_set_str (&self->scenario->system, text);
}

static PronyMessageRole
get_last_role (GPtrArray *messages)
{
  const PronyMessage *last;

  if (messages->len == 0)
    return PRONY_ROLE_ASSISTANT;

  last = g_ptr_array_index (messages, messages->len - 1);
  return last->role;
}

static void
take_message (PronyScenarioReader *self, PronyYamlNode *role, const char *text)
{
  GPtrArray *messages = self->scenario->messages;
  PronyMessageRole wanted =
    get_last_role (messages) == PRONY_ROLE_USER ? PRONY_ROLE_ASSISTANT : PRONY_ROLE_USER;
  PronyMessageRole given = wanted;

  if (!prony_message_role_from_string (role->text, &given))
    prony_yaml_report (self->problems, role,
                       _ ("“role” must be one of user, assistant and, in the first message, "
                          "system."));
  else if (given != wanted)
    prony_yaml_report (self->problems, role,
                       /* Translators: %s is "user" or "assistant" */
                       _ ("Messages of user and assistant take turns: this one must have the role "
                          "“%s”."),
                       prony_message_role_to_string (wanted));
  g_ptr_array_add (messages, prony_message_new (given, text));
}

static void
read_message (PronyScenarioReader *self, PronyYamlNode *node, guint index)
{
  g_autofree char *role = NULL;
  g_autofree char *text = NULL;
  PronyYamlNode *role_node;

  if (node->kind != PRONY_YAML_MAP)
    {
      prony_yaml_report (self->problems, node,
                         _ ("A message must be a map with the keys “role” and “content”."));
      return;
    }
  prony_yaml_check_keys (self->problems, node, message_keys);
  for (guint i = 0; message_keys[i] != NULL; i++)
    if (prony_yaml_node_get (node, message_keys[i]) == NULL)
      prony_yaml_report (self->problems, node, _ ("This message has no “%s”."), message_keys[i]);

  role_node = prony_yaml_read_text (self->problems, node, "role", &role);
  prony_yaml_read_text (self->problems, node, "content", &text);
  if (role_node == NULL)
    return;
  if (strcmp (role, "system") == 0)
    take_system (self, role_node, text, index);
  else
    take_message (self, role_node, text != NULL ? text : "");
  prony_scenario_reader_scan (self, prony_yaml_node_get (node, "content"), FALSE, &self->asked);
}

static void
read_messages (PronyScenarioReader *self, PronyYamlNode *prompt)
{
  PronyYamlNode *list = prony_yaml_node_get (prompt, "messages");
  GPtrArray *messages;

  if (list == NULL)
    return;
  if (list->kind != PRONY_YAML_LIST)
    {
      prony_yaml_report_type (self->problems, list, "messages", _ ("a list of messages"));
      return;
    }
  if (list->values->len == 0 || list->values->len > MAX_MESSAGES)
    {
      prony_yaml_report (self->problems, list, _ ("There must be from 1 to %d messages."),
                         MAX_MESSAGES);
      return;
    }

  messages = prony_messages_new ();
  self->scenario->messages = messages;
  for (guint i = 0; i < list->values->len; i++)
    read_message (self, g_ptr_array_index (list->values, i), i);
  if (get_last_role (messages) != PRONY_ROLE_USER)
    prony_yaml_report (self->problems, g_ptr_array_index (list->values, list->values->len - 1),
                       _ ("The last message must be the user's: it is what gets answered."));
}

static void
read_turns (PronyScenarioReader *self, PronyYamlNode *prompt)
{
  g_autofree char *turns = NULL;
  PronyYamlNode *node = prony_yaml_read_text (self->problems, prompt, "turns", &turns);

  if (node == NULL)
    return;
  self->scenario->last_turn_only = strcmp (turns, "last") == 0;
  if (!self->scenario->last_turn_only && strcmp (turns, "each") != 0)
    prony_yaml_report (self->problems, node, _ ("“turns” must be one of each and last."));
  else if (self->scenario->messages == NULL && self->scenario->dataset == NULL)
    prony_yaml_report (self->problems, node,
                       _ ("“turns” is for conversations, but the prompt has no “messages”."));
}

/* --- The prompt ---------------------------------------------------------------------- */

/* There must be one thing to ask. A data set may have whole prompts in it. */
static void
check_question (PronyScenarioReader *self, PronyYamlNode *prompt)
{
  PronyYamlNode *template = prony_yaml_node_get (prompt, "template");
  PronyYamlNode *messages = prony_yaml_node_get (prompt, "messages");

  if (template != NULL && messages != NULL)
    prony_yaml_report (self->problems, messages,
                       _ ("The prompt has both “template” and “messages”: use one of them."));
  if (template == NULL && messages == NULL && self->scenario->dataset == NULL)
    prony_yaml_report (self->problems, prompt,
                       _ ("The key “template” is missing: the text of the prompt."));
}

/**
 * prony_scenario_reader_read_prompt:
 * @self: a reader that knows of the data set already
 * @map: the scenario's map
 *
 * Reads what is asked.
 */
void
prony_scenario_reader_read_prompt (PronyScenarioReader *self, PronyYamlNode *map)
{
  PronyScenario *scenario = self->scenario;
  PronyYamlNode *prompt = prony_yaml_read_map (self->problems, map, "prompt", prompt_keys);

  if (prompt == NULL)
    {
      if (prony_yaml_node_get (map, "prompt") == NULL && scenario->dataset == NULL)
        prony_yaml_report (self->problems, map, _ ("The key “prompt” is missing: what is asked."));
      return;
    }

  prony_yaml_read_uint (self->problems, prompt, "min_tokens", 0, &scenario->prompt_min_tokens);
  prony_yaml_read_uint (self->problems, prompt, "max_tokens", 1, &scenario->prompt_max_tokens);
  check_order (self, prompt, TRUE, scenario->prompt_min_tokens, scenario->prompt_max_tokens);
  prony_scenario_reader_read_lengths (self, prompt, scenario->prompt_min_tokens,
                                      scenario->prompt_max_tokens, &scenario->prompt_lengths);

  check_question (self, prompt);
  prony_yaml_read_text (self->problems, prompt, "system", &scenario->system);
  prony_scenario_reader_scan (self, prony_yaml_node_get (prompt, "system"), FALSE, &self->asked);
  prony_yaml_read_text (self->problems, prompt, "template", &scenario->template);
  prony_scenario_reader_scan (self, prony_yaml_node_get (prompt, "template"), FALSE, &self->asked);
  read_messages (self, prompt);
  read_turns (self, prompt);
}

/* --- The completion ------------------------------------------------------------------ */

/* Lengths are limits of their own for each prompt. */
static void
check_limits (PronyScenarioReader *self, PronyYamlNode *completion)
{
  static const char *const limits[] = { "min_tokens", "max_tokens", "ignore_eos" };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      PronyYamlNode *node = prony_yaml_node_get (completion, limits[i]);

      if (node != NULL)
        prony_yaml_report (self->problems, node,
                           _ ("“%s” has no meaning beside “lengths”, which says how long each "
                              "answer is to be."),
                           limits[i]);
    }
}

/**
 * prony_scenario_reader_read_completion:
 * @self: a reader
 * @map: the scenario's map
 *
 * Reads what the answers are to be.
 */
void
prony_scenario_reader_read_completion (PronyScenarioReader *self, PronyYamlNode *map)
{
  PronyScenario *scenario = self->scenario;
  PronyYamlNode *completion =
    prony_yaml_read_map (self->problems, map, "completion", completion_keys);

  if (completion == NULL)
    return;
  prony_yaml_read_uint (self->problems, completion, "max_tokens", 1, &scenario->max_tokens);
  prony_yaml_read_uint (self->problems, completion, "min_tokens", 0, &scenario->min_tokens);
  prony_yaml_read_boolean (self->problems, completion, "ignore_eos", &scenario->ignore_eos);
  check_order (self, completion, FALSE, scenario->min_tokens, scenario->max_tokens);
  prony_scenario_reader_read_lengths (self, completion, 0, 0, &scenario->completion_lengths);
  if (prony_yaml_node_get (completion, "lengths") != NULL)
    check_limits (self, completion);

  prony_yaml_read_double (self->problems, completion, "temperature", 0, 2, &scenario->temperature);
  prony_yaml_read_double (self->problems, completion, "top_p", 0, 1, &scenario->top_p);
  prony_yaml_read_int (self->problems, completion, "seed", 0, MAX_SEED, &scenario->seed);
  prony_yaml_read_texts (self->problems, completion, "stop", &scenario->stop);
}
