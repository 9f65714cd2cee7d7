/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-prompt-maker.h"
#include "core/scenarios/prony-template.h"

/* One test case with everything filled in: only the prefix against prompt caches
 * is missing. Made when it is first asked for and kept, because filler takes too
 * long to write at the moment of sending. */
typedef struct
{
  char *system;
  char *prompt;
} Rendered;

struct _PronyPromptMaker
{
  PronyScenario *scenario;
  Rendered *rendered;
  guint64 seed;
  guint32 prefix_base;

  guint max_tokens;
  guint min_tokens;
  double temperature;
  gint64 request_seed;
  gboolean stream;
};

/**
 * prony_estimate_tokens:
 * @text: UTF-8 text
 *
 * Estimates how many tokens a text has, where nothing that can count is at hand:
 * four ASCII characters a token, two of other alphabets, and one of Chinese,
 * Japanese or Korean; rounded up. Tokenizers of today's models are within about a
 * quarter of it for prose.
 *
 * Returns: tokens; 0 for an empty text
 */
guint
prony_estimate_tokens (const char *text)
{
  guint64 quarters = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      if (c < 0x80)
        quarters += 1;
      else if (g_unichar_iswide (c))
        quarters += 4;
      else
        quarters += 2;
    }
  return (guint) MIN ((quarters + 3) / 4, G_MAXUINT);
}

static gboolean
check_values (PronyScenario *scenario, const char *text, GError **error)
{
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
      for (guint j = 0; piece->kind == PRONY_TEMPLATE_VALUE && j < scenario->cases->len; j++)
        if (!g_hash_table_contains (g_ptr_array_index (scenario->cases, j), piece->text))
          {
            g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                         _ ("Test case %u of the scenario “%s” has no value for “{%s}”."), j + 1,
                         scenario->name, piece->text);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
check_scenario (PronyScenario *scenario, GError **error)
{
  if (scenario->template == NULL || scenario->cases->len == 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                   _ ("The scenario “%s” has nothing to ask: it needs a template and a test case."),
                   scenario->name);
      return FALSE;
    }
  return check_values (scenario, scenario->template, error) &&
         (scenario->system == NULL || check_values (scenario, scenario->system, error));
}

/* The plan's settings go before the scenario's. */
static void
set_limits (PronyPromptMaker *self, const PronyPlan *plan)
{
  const PronyScenario *scenario = self->scenario;

  self->max_tokens = scenario->max_tokens;
  self->temperature = scenario->temperature;
  self->request_seed = scenario->seed;
  self->stream = TRUE;
  if (plan != NULL)
    {
      if (plan->max_tokens > 0)
        self->max_tokens = plan->max_tokens;
      if (isfinite (plan->temperature))
        self->temperature = plan->temperature;
      if (self->request_seed < 0)
        self->request_seed = plan->seed;
      self->stream = plan->stream;
    }
  self->min_tokens = scenario->min_tokens;
  if (self->max_tokens > 0)
    self->min_tokens = MIN (self->min_tokens, self->max_tokens);
}

/**
 * prony_prompt_maker_new:
 * @scenario: what is asked
 * @plan: (nullable): whose limits, temperature and streaming replace the
 *   scenario's, and whose seed decides what is drawn; a scenario that names a seed
 *   for the engine keeps it
 * @salt: a number of the trial, so that no two trials send the same prompts where
 *   the scenario wants each to be new to the engine
 * @error: return location for %PRONY_ERROR_SCENARIO
 *
 * Returns: (transfer full) (nullable): a maker of requests
 */
PronyPromptMaker *
prony_prompt_maker_new (PronyScenario *scenario,
                        const PronyPlan *plan,
                        guint64 salt,
                        GError **error)
{
  PronyPromptMaker *self;

  g_return_val_if_fail (scenario != NULL, NULL);

  if (!check_scenario (scenario, error))
    return NULL;

  self = g_new0 (PronyPromptMaker, 1);
  self->scenario = prony_scenario_ref (scenario);
  self->rendered = g_new0 (Rendered, scenario->cases->len);
  self->seed = prony_filler_mix (plan != NULL ? (guint64) plan->seed : 0);
  self->prefix_base = (guint32) prony_filler_mix (self->seed + prony_filler_mix (salt + 1));
  set_limits (self, plan);
  return self;
}

/**
 * prony_prompt_maker_free:
 * @self: (transfer full): a maker
 */
void
prony_prompt_maker_free (PronyPromptMaker *self)
{
  for (guint i = 0; i < self->scenario->cases->len; i++)
    {
      g_free (self->rendered[i].system);
      g_free (self->rendered[i].prompt);
    }
  g_free (self->rendered);
  prony_scenario_unref (self->scenario);
  g_free (self);
}

/* Appends @text with its filler written and, if @values is given, with its
 * placeholders filled in. Values may ask for filler, but not for other values.
 * Prompts that share their beginning get the same filler in every case. */
static void
append_rendered (PronyPromptMaker *self,
                 GString *out,
                 const char *text,
                 GHashTable *values,
                 guint case_index,
                 guint *n_fillers)
{
  g_autoptr (GArray) pieces = prony_template_parse (text);
  guint key = self->scenario->cache == PRONY_CACHE_SHARED_PREFIX ? 0 : case_index;

  for (guint i = 0; i < pieces->len; i++)
    {
      const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);
      g_autofree char *filler = NULL;

      switch (piece->kind)
        {
        case PRONY_TEMPLATE_FILLER:
          filler = prony_filler_make (
            piece->filler, piece->tokens,
            prony_filler_mix (self->seed ^ ((guint64) key << 32 | ++*n_fillers)));
          g_string_append (out, filler);
          break;

        case PRONY_TEMPLATE_VALUE:
          if (values != NULL)
            append_rendered (self, out, g_hash_table_lookup (values, piece->text), NULL, case_index,
                             n_fillers);
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

static const Rendered *
render_case (PronyPromptMaker *self, guint case_index)
{
  Rendered *rendered = &self->rendered[case_index];
  GHashTable *values = g_ptr_array_index (self->scenario->cases, case_index);
  guint n_fillers = 0;
  GString *text;

  if (rendered->prompt != NULL)
    return rendered;

  if (self->scenario->system != NULL)
    {
      text = g_string_new (NULL);
      append_rendered (self, text, self->scenario->system, values, case_index, &n_fillers);
      rendered->system = g_string_free (text, FALSE);
    }
  text = g_string_new (NULL);
  append_rendered (self, text, self->scenario->template, values, case_index, &n_fillers);
  rendered->prompt = g_string_free (text, FALSE);
  return rendered;
}

/* A number that no other index of the trial gets: the finalizer of MurmurHash3,
 * a bijection of 32 bits. */
static guint32
mix_index (guint32 value)
{
  value ^= value >> 16;
  value *= 0x85ebca6bu;
  value ^= value >> 13;
  value *= 0xc2b2ae35u;
  value ^= value >> 16;
  return value;
}

/* What keeps a prompt cache out. Engines compare prompts from their beginning, so
 * it must be the first thing that they see. */
static char *
make_prefix (PronyPromptMaker *self, guint64 index)
{
  switch (self->scenario->cache)
    {
    case PRONY_CACHE_UNIQUE:
      return g_strdup_printf ("[%08x] ", mix_index (self->prefix_base + (guint32) index));

    case PRONY_CACHE_SHARED_PREFIX:
      /* New to the engine in each trial, and then shared by all of the trial. */
      return g_strdup_printf ("[%08x] ", mix_index (self->prefix_base));

    case PRONY_CACHE_REPEAT:
    default:
      return g_strdup ("");
    }
}

/**
 * prony_prompt_maker_make:
 * @self: a maker
 * @index: which request of the trial, from 0
 *
 * Makes a request: the test cases in turn. The same scenario, seed, salt and
 * index give the same bytes on every machine. A scenario whose cache mode is
 * `unique` gets a short text at the very beginning (of the system message, if
 * there is one) that no other request of the trial has.
 *
 * Returns: (transfer full): the request
 */
PronyRequestSpec *
prony_prompt_maker_make (PronyPromptMaker *self, guint64 index)
{
  guint case_index = (guint) (index % self->scenario->cases->len);
  const Rendered *rendered = render_case (self, case_index);
  g_autofree char *prefix = make_prefix (self, index);
  g_autofree char *first =
    g_strconcat (prefix, rendered->system != NULL ? rendered->system : rendered->prompt, NULL);
  PronyRequestSpec *spec = rendered->system != NULL
                             ? prony_request_spec_new (first, rendered->prompt)
                             : prony_request_spec_new (NULL, first);

  spec->max_tokens = self->max_tokens;
  spec->min_tokens = self->min_tokens;
  spec->temperature = self->temperature;
  spec->top_p = self->scenario->top_p;
  spec->seed = self->request_seed;
  spec->stop = g_strdupv (self->scenario->stop);
  spec->ignore_eos = self->scenario->ignore_eos;
  spec->stream = self->stream;
  spec->case_index = case_index;
  return spec;
}

/**
 * prony_prompt_maker_count_cases:
 * @self: a maker
 *
 * Returns: how many test cases the scenario has, at least 1
 */
guint
prony_prompt_maker_count_cases (PronyPromptMaker *self)
{
  return self->scenario->cases->len;
}
