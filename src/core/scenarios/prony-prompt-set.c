/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-prompt-set.h"
#include "core/scenarios/prony-template.h"

/* A conversation is a row of prompts: its turns. */
typedef struct
{
  guint first;
  guint n_turns;
} Conversation;

struct _PronyPromptSet
{
  PronyScenario *scenario;
  gint64 seed;
  PronyCountSource source;
  GPtrArray *prompts;
  GArray *conversations;
};

/* What is needed while a set is made. */
typedef struct
{
  PronyPromptSet *set;
  PronyPromptGauge *gauge;
  const PronyTestCase *test_case;
  guint64 seed;
  guint case_index;
  guint n_fillers;
} Writer;

static void
prompt_free (PronyPrompt *prompt)
{
  g_free (prompt->system);
  g_clear_pointer (&prompt->history, g_ptr_array_unref);
  g_free (prompt->text);
  g_free (prompt);
}

/* --- What cannot be filled in --------------------------------------------------------- */

static gboolean
check_text (PronyScenario *scenario, guint case_index, const char *text, GError **error)
{
  const PronyTestCase *test_case = prony_scenario_get_case (scenario, case_index);
  g_autoptr (GArray) pieces = prony_template_parse (text);

  for (guint i = 0; i < pieces->len; i++)
    {
      const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);

      if (piece->kind == PRONY_TEMPLATE_MISTAKE)
        {
          g_set_error (
            error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
            _ ("The scenario “%s” asks for “{%s}”, which is no filler that Prony knows."),
            scenario->name, piece->text);
          return FALSE;
        }
      if (piece->kind == PRONY_TEMPLATE_VALUE &&
          prony_test_case_get_value (test_case, piece->text) == NULL)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                       _ ("Test case %u of the scenario “%s” has no value for “{%s}”."),
                       case_index + 1, scenario->name, piece->text);
          return FALSE;
        }
    }
  return TRUE;
}

static GPtrArray *
get_messages (PronyScenario *scenario, guint case_index)
{
  const PronyTestCase *test_case = prony_scenario_get_case (scenario, case_index);

  return test_case->messages != NULL ? test_case->messages : scenario->messages;
}

static const char *
get_system (PronyScenario *scenario, guint case_index)
{
  const PronyTestCase *test_case = prony_scenario_get_case (scenario, case_index);

  return test_case->system != NULL ? test_case->system : scenario->system;
}

static gboolean
check_case (PronyScenario *scenario, guint case_index, GError **error)
{
  GPtrArray *messages = get_messages (scenario, case_index);
  const char *system = get_system (scenario, case_index);

  if (system != NULL && !check_text (scenario, case_index, system, error))
    return FALSE;
  if (messages == NULL)
    return check_text (scenario, case_index, scenario->template, error);

  for (guint i = 0; i < messages->len; i++)
    if (!check_text (scenario, case_index, ((PronyMessage *) g_ptr_array_index (messages, i))->text,
                     error))
      return FALSE;

  return TRUE;
}

static gboolean
check_scenario (PronyScenario *scenario, GError **error)
{
  if (scenario->cases->len == 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                   _ ("The scenario “%s” has nothing to ask: it needs a template and a test case."),
                   scenario->name);
      return FALSE;
    }

  for (guint i = 0; i < scenario->cases->len; i++)
    {
      if (scenario->template == NULL && get_messages (scenario, i) == NULL)
        {
          g_set_error (
            error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
            _ ("The scenario “%s” has nothing to ask: it needs a template and a test case."),
            scenario->name);
          return FALSE;
        }
      if (!check_case (scenario, i, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Filling in ------------------------------------------------------------------------ */

/* Appends @text with its filler written and, if @values is set, with its placeholders
 * filled in. Values may ask for filler, but not for other values. Prompts that share
 * their beginning get the same filler in every case. */
static void
append_rendered (Writer *self, GString *out, const char *text, gboolean values)
{
  g_autoptr (GArray) pieces = prony_template_parse (text);
  guint key = self->set->scenario->cache == PRONY_CACHE_SHARED_PREFIX ? 0 : self->case_index;

  for (guint i = 0; i < pieces->len; i++)
    {
      const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);
      g_autofree char *filler = NULL;

      switch (piece->kind)
        {
        case PRONY_TEMPLATE_FILLER:
          filler = prony_filler_make (
            piece->filler, piece->tokens,
            prony_filler_mix (self->seed ^ ((guint64) key << 32 | ++self->n_fillers)));
          g_string_append (out, filler);
          break;

        case PRONY_TEMPLATE_VALUE:
          if (values)
            append_rendered (self, out, prony_test_case_get_value (self->test_case, piece->text),
                             FALSE);
          else
            g_string_append_printf (out, "{%s}", piece->text);
          break;

        case PRONY_TEMPLATE_LITERAL:
        case PRONY_TEMPLATE_MISTAKE:
        default:
          g_string_append (out, piece->text);
          break;
        }
    }
}

static char *
render_text (Writer *self, const char *text)
{
  GString *out = g_string_new (NULL);

  append_rendered (self, out, text, TRUE);
  return g_string_free (out, FALSE);
}

static guint
count_tokens (Writer *self, const PronyPrompt *prompt)
{
  guint tokens = self->gauge->overhead;

  if (prompt->system != NULL)
    tokens += prony_prompt_gauge_count (self->gauge, PRONY_FILLER_TEXT, prompt->system);
  for (guint i = 0; prompt->history != NULL && i < prompt->history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (prompt->history, i);

      tokens += prony_prompt_gauge_count (self->gauge, PRONY_FILLER_TEXT, message->text);
    }

  return tokens + prony_prompt_gauge_count (self->gauge, PRONY_FILLER_TEXT, prompt->text);
}

/* Takes @history and @text. */
static void
add_prompt (Writer *self, guint turn, const char *system, GPtrArray *history, char *text)
{
  PronyPrompt *prompt = g_new0 (PronyPrompt, 1);

  prompt->case_index = self->case_index;
  prompt->turn = turn;
  prompt->system = g_strdup (system);
  prompt->history = history;
  prompt->text = text;
  prompt->tokens = count_tokens (self, prompt);
  g_ptr_array_add (self->set->prompts, prompt);
}

static void
add_turns (Writer *self, const char *system, GPtrArray *messages)
{
  g_autoptr (GPtrArray) said = prony_messages_new ();
  guint turn = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (messages, i);
      g_autofree char *text = render_text (self, message->text);
      gboolean is_last = i + 1 == messages->len;

      if (message->role == PRONY_ROLE_USER && (is_last || !self->set->scenario->last_turn_only))
        add_prompt (self, turn++, system, said->len > 0 ? prony_messages_copy (said) : NULL,
                    g_strdup (text));
      g_ptr_array_add (said, prony_message_new (message->role, text));
    }
}

static void
add_conversation (Writer *self)
{
  PronyScenario *scenario = self->set->scenario;
  GPtrArray *messages = get_messages (scenario, self->case_index);
  Conversation conversation = { .first = self->set->prompts->len };
  const char *template = get_system (scenario, self->case_index);
  g_autofree char *system = NULL;

  self->n_fillers = 0;
  if (template != NULL)
    system = render_text (self, template);
  if (messages != NULL)
    add_turns (self, system, messages);
  else
    add_prompt (self, 0, system, NULL, render_text (self, scenario->template));

  conversation.n_turns = self->set->prompts->len - conversation.first;
  g_array_append_val (self->set->conversations, conversation);
}

static void
set_clear (gpointer data)
{
  PronyPromptSet *self = data;

  g_ptr_array_unref (self->prompts);
  g_array_unref (self->conversations);
  prony_scenario_unref (self->scenario);
}

/**
 * prony_prompt_set_new:
 * @scenario: what is asked; its data set, if it has one, was read
 * @seed: of everything that is drawn
 * @gauge: (nullable): how long texts are for the target; %NULL to estimate
 * @cancellable: (nullable): looked at between two test cases
 * @error: return location for %PRONY_ERROR_SCENARIO or %G_IO_ERROR_CANCELLED
 *
 * Fills in all prompts of a scenario. Takes as long as @gauge takes to count them: not
 * for the main thread where that may ask an engine.
 *
 * Returns: (transfer full) (nullable): the prompts
 */
PronyPromptSet *
prony_prompt_set_new (PronyScenario *scenario,
                      gint64 seed,
                      PronyPromptGauge *gauge,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (PronyPromptGauge) estimate = prony_prompt_gauge_new ();
  g_autoptr (PronyPromptSet) self = NULL;
  Writer writer = { .gauge = gauge != NULL ? gauge : estimate,
                    .seed = prony_filler_mix ((guint64) seed) };

  g_return_val_if_fail (scenario != NULL, NULL);

  if (!check_scenario (scenario, error))
    return NULL;

  self = g_atomic_rc_box_new0 (PronyPromptSet);
  self->scenario = prony_scenario_ref (scenario);
  self->seed = seed;
  self->source = writer.gauge->source;
  self->prompts = g_ptr_array_new_with_free_func ((GDestroyNotify) prompt_free);
  self->conversations = g_array_new (FALSE, FALSE, sizeof (Conversation));
  writer.set = self;
  for (guint i = 0; i < scenario->cases->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      writer.case_index = i;
      writer.test_case = prony_scenario_get_case (scenario, i);
      add_conversation (&writer);
    }
  return g_steal_pointer (&self);
}

/**
 * prony_prompt_set_ref:
 * @self: prompts
 *
 * Returns: (transfer full): @self
 */
PronyPromptSet *
prony_prompt_set_ref (PronyPromptSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_prompt_set_unref:
 * @self: (transfer full): prompts
 */
void
prony_prompt_set_unref (PronyPromptSet *self)
{
  g_atomic_rc_box_release_full (self, set_clear);
}

/**
 * prony_prompt_set_get_scenario:
 * @self: prompts
 *
 * Returns: (transfer none): whose
 */
PronyScenario *
prony_prompt_set_get_scenario (PronyPromptSet *self)
{
  return self->scenario;
}

/**
 * prony_prompt_set_get_source:
 * @self: prompts
 *
 * Returns: where their token counts come from
 */
PronyCountSource
prony_prompt_set_get_source (PronyPromptSet *self)
{
  return self->source;
}

/**
 * prony_prompt_set_get_seed:
 * @self: prompts
 *
 * Returns: the seed that they were made with
 */
gint64
prony_prompt_set_get_seed (PronyPromptSet *self)
{
  return self->seed;
}

/**
 * prony_prompt_set_count_conversations:
 * @self: prompts
 *
 * Returns: how many conversations there are, at least 1; a prompt on its own is one
 */
guint
prony_prompt_set_count_conversations (PronyPromptSet *self)
{
  return self->conversations->len;
}

/**
 * prony_prompt_set_count_turns:
 * @self: prompts
 * @conversation: which conversation, from 0
 *
 * Returns: how many prompts it has, at least 1
 */
guint
prony_prompt_set_count_turns (PronyPromptSet *self, guint conversation)
{
  g_return_val_if_fail (conversation < self->conversations->len, 0);

  return g_array_index (self->conversations, Conversation, conversation).n_turns;
}

/**
 * prony_prompt_set_get:
 * @self: prompts
 * @conversation: which conversation, from 0
 * @turn: which of its turns, from 0
 *
 * Returns: (transfer none): the prompt
 */
const PronyPrompt *
prony_prompt_set_get (PronyPromptSet *self, guint conversation, guint turn)
{
  g_return_val_if_fail (turn < prony_prompt_set_count_turns (self, conversation), NULL);

  return g_ptr_array_index (
    self->prompts, g_array_index (self->conversations, Conversation, conversation).first + turn);
}

/**
 * prony_prompt_set_count_prompts:
 * @self: prompts
 *
 * Returns: how many there are in all conversations
 */
guint
prony_prompt_set_count_prompts (PronyPromptSet *self)
{
  return self->prompts->len;
}
