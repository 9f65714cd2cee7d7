/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/prompts/prony-length-draw.h"
#include "core/prompts/prony-prompt-set.h"
#include "core/prompts/prony-prompt-writer.h"
#include "core/prompts/prony-template.h"

/* Where lengths are drawn, there are so many prompts at most, of so many tokens and
 * bytes: enough for the distribution, and still quickly made. */
#define MAX_PROMPTS 512
#define MAX_TOKENS 524288
#define MAX_BYTES (16 * 1024 * 1024)

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
  gint64 overhead;
  double tokens_per_byte;
  guint mark_tokens;
  GPtrArray *prompts;
  GArray *conversations;
  guint n_variants;
};

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
      if (piece->kind == PRONY_TEMPLATE_OPEN_FILLER &&
          scenario->prompt_lengths.kind == PRONY_LENGTHS_NONE)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                       _ ("The scenario “%s” asks for “{%s}”, but does not say with "
                          "prompt.lengths how long its prompts are."),
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

/* How many variants of the test cases are worth their while; one pass through them has
 * @n_prompts. */
static guint
choose_variants (PronyScenario *scenario, PronyPromptWriter *writer, guint n_prompts)
{
  gboolean prompts_vary = prony_length_varies (&scenario->prompt_lengths);
  guint64 tokens = 0;

  if (!prompts_vary && !prony_length_varies (&scenario->completion_lengths))
    return 1;

  /* As many as are drawn first stand for all. */
  for (guint i = 0; i < scenario->cases->len; i++)
    tokens += prompts_vary ? prony_prompt_writer_draw_length (writer, i) : 1;
  return (guint) CLAMP (MIN (MAX_PROMPTS / n_prompts, MAX_TOKENS / tokens), 1, MAX_PROMPTS);
}

/* A pass through all test cases. */
static gboolean
add_variant (PronyPromptSet *self,
             PronyPromptWriter *writer,
             GCancellable *cancellable,
             GError **error)
{
  guint n_cases = self->scenario->cases->len;

  for (guint i = 0; i < n_cases; i++)
    {
      Conversation conversation = { .first = self->prompts->len };

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      conversation.n_turns =
        prony_prompt_writer_add (writer, i, self->n_variants * n_cases + i, self->prompts);
      g_array_append_val (self->conversations, conversation);
    }
  self->n_variants++;
  return TRUE;
}

static gsize
count_bytes (PronyPromptSet *self)
{
  gsize bytes = 0;

  for (guint i = 0; i < self->prompts->len; i++)
    bytes += strlen (((PronyPrompt *) self->prompts->pdata[i])->text);
  return bytes;
}

/* Puts the conversations of each pass into an order of its own. */
static void
shuffle (PronyPromptSet *self)
{
  guint n_cases = self->scenario->cases->len;
  guint64 state = prony_filler_mix (prony_filler_mix ((guint64) self->seed) + 1);

  for (guint variant = 0; variant < self->n_variants; variant++)
    {
      Conversation *pass =
        &g_array_index (self->conversations, Conversation, (gsize) variant * n_cases);

      for (guint i = n_cases - 1; i > 0; i--)
        {
          guint k = (guint) (((state = prony_filler_mix (state + i)) >> 32) * (i + 1) >> 32);
          Conversation other = pass[k];

          pass[k] = pass[i];
          pass[i] = other;
        }
    }
}

static gboolean
fill_in (PronyPromptSet *self, PronyPromptGauge *gauge, GCancellable *cancellable, GError **error)
{
  g_autoptr (PronyPromptWriter) writer =
    prony_prompt_writer_new (self->scenario, self->seed, gauge);
  guint n_variants;
  gsize bytes;

  if (!add_variant (self, writer, cancellable, error))
    return FALSE;
  n_variants = choose_variants (self->scenario, writer, self->prompts->len);
  bytes = MAX (count_bytes (self), 1);
  n_variants = (guint) CLAMP (MAX_BYTES / bytes, 1, n_variants);
  while (self->n_variants < n_variants)
    if (!add_variant (self, writer, cancellable, error))
      return FALSE;

  if (n_variants > 1)
    shuffle (self);
  self->mark_tokens = prony_prompt_writer_get_mark_tokens (writer);
  return TRUE;
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

  g_return_val_if_fail (scenario != NULL, NULL);

  if (!check_scenario (scenario, error))
    return NULL;

  if (gauge == NULL)
    gauge = estimate;
  self = g_atomic_rc_box_new0 (PronyPromptSet);
  self->scenario = prony_scenario_ref (scenario);
  self->seed = seed;
  self->source = gauge->source;
  self->overhead = gauge->overhead;
  self->tokens_per_byte = gauge->tokens_per_byte[PRONY_FILLER_TEXT];
  self->prompts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_prompt_free);
  self->conversations = g_array_new (FALSE, FALSE, sizeof (Conversation));
  if (!fill_in (self, gauge, cancellable, error))
    return NULL;
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
 * prony_prompt_set_get_overhead:
 * @self: a set
 *
 * Returns: how many tokens the engine's template adds to a prompt; -1 where unknown
 */
gint64
prony_prompt_set_get_overhead (PronyPromptSet *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->overhead;
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

/**
 * prony_prompt_set_get_variants:
 * @self: prompts
 *
 * Returns: how often each test case is there, at least 1: once where no lengths are
 *   drawn. A pass through the scenario has all prompts divided by this
 */
guint
prony_prompt_set_get_variants (PronyPromptSet *self)
{
  return self->n_variants;
}

/**
 * prony_prompt_set_get_mark_tokens:
 * @self: prompts
 *
 * Returns: how many tokens what keeps prompt caches out adds to each prompt, about; 0
 *   where prompts are repeated as they are
 */
guint
prony_prompt_set_get_mark_tokens (PronyPromptSet *self)
{
  return self->mark_tokens;
}

/**
 * prony_prompt_set_get_tokens_per_byte:
 * @self: prompts
 *
 * Returns: how many tokens a byte of prose has, as their gauge knows it; over 0
 */
double
prony_prompt_set_get_tokens_per_byte (PronyPromptSet *self)
{
  return self->tokens_per_byte;
}
