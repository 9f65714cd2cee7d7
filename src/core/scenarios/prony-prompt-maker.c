/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-filler.h"
#include "core/scenarios/prony-prompt-maker.h"
#include "core/scenarios/prony-template.h"

/* Prompts whose length a trace wants are cut from so much text: longer ones go round
 * in it. */
#define POOL_TOKENS 65536
#define BYTES_PER_TOKEN 4

/* One test case with everything filled in: only the prefix against prompt caches
 * is missing. Made when it is first asked for and kept, because filler takes too
 * long to write at the moment of sending. */
typedef struct
{
  char *system;
  char *prompt;
} Rendered;

/* Used by several threads without a lock: what is made late is put in its place by
 * an atomic exchange, and whoever comes second throws its own away. Everything else
 * does not change after it was made. */

struct _PronyPromptMaker
{
  PronyScenario *scenario;
  Rendered **rendered; /* each %NULL until it is made */
  char *pool;          /* (nullable): text that sized prompts are cut from */
  guint64 seed;
  guint32 prefix_base;

  guint max_tokens;
  guint max_sized_tokens; /* 0 for no bound */
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
      self->max_sized_tokens = plan->max_tokens;
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

static void
rendered_free (Rendered *rendered)
{
  g_free (rendered->system);
  g_free (rendered->prompt);
  g_free (rendered);
}

static char *
render_text (PronyPromptMaker *self, const char *text, guint case_index, guint *n_fillers)
{
  GHashTable *values = g_ptr_array_index (self->scenario->cases, case_index);
  GString *out = g_string_new (NULL);

  append_rendered (self, out, text, values, case_index, n_fillers);
  return g_string_free (out, FALSE);
}

static const Rendered *
get_rendered (PronyPromptMaker *self, guint case_index)
{
  Rendered **place = &self->rendered[case_index];
  Rendered *rendered = g_atomic_pointer_get (place);
  guint n_fillers = 0;

  if (rendered != NULL)
    return rendered;

  rendered = g_new0 (Rendered, 1);
  if (self->scenario->system != NULL)
    rendered->system = render_text (self, self->scenario->system, case_index, &n_fillers);
  rendered->prompt = render_text (self, self->scenario->template, case_index, &n_fillers);
  if (!g_atomic_pointer_compare_and_exchange (place, NULL, rendered))
    rendered_free (rendered);

  return g_atomic_pointer_get (place);
}

static const char *
get_pool (PronyPromptMaker *self)
{
  char *pool = g_atomic_pointer_get (&self->pool);

  if (pool != NULL)
    return pool;

  pool = prony_filler_make (PRONY_FILLER_TEXT, POOL_TOKENS, self->seed);
  if (!g_atomic_pointer_compare_and_exchange (&self->pool, NULL, pool))
    g_free (pool);

  return g_atomic_pointer_get (&self->pool);
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
  self->rendered = g_new0 (Rendered *, scenario->cases->len);
  self->seed = prony_filler_mix (plan != NULL ? (guint64) plan->seed : 0);
  self->prefix_base = (guint32) prony_filler_mix (self->seed + prony_filler_mix (salt + 1));
  set_limits (self, plan);
  if (plan != NULL && plan->trace != NULL)
    get_pool (self);
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
    g_clear_pointer (&self->rendered[i], rendered_free);
  g_free (self->rendered);
  g_free (self->pool);
  prony_scenario_unref (self->scenario);
  g_free (self);
}

/* Text of @tokens by the estimate, the prefix included. Each index begins at another
 * word, unless prompts are to begin alike. */
static char *
make_sized_prompt (PronyPromptMaker *self, const char *prefix, guint64 index, guint tokens)
{
  const char *pool = get_pool (self);
  gsize pool_length = strlen (pool);
  gsize wanted = (gsize) tokens * BYTES_PER_TOKEN;
  gsize length = strlen (prefix);
  gsize at = 0;
  char *prompt;

  if (self->scenario->cache == PRONY_CACHE_UNIQUE)
    {
      at = prony_filler_mix (self->seed + index) % pool_length;
      at += strcspn (pool + at, " ");
      at += pool[at] == ' ' ? 1 : 0;
    }

  wanted = MAX (wanted, length + 1);
  prompt = g_malloc (wanted + 1);
  memcpy (prompt, prefix, length);
  while (length < wanted)
    {
      gsize n = MIN (wanted - length, pool_length - at);

      memcpy (prompt + length, pool + at, n);
      length += n;
      at = 0;
    }
  prompt[length] = '\0';
  return prompt;
}

/* The scenario's question, or text of a length in its place. */
static PronyRequestSpec *
make_question (PronyPromptMaker *self, guint64 index, gint32 prompt_tokens)
{
  g_autofree char *prefix = make_prefix (self, index);
  g_autofree char *first = NULL;
  const Rendered *rendered;

  if (prompt_tokens >= 0)
    {
      first = make_sized_prompt (self, prefix, index, (guint) prompt_tokens);
      return prony_request_spec_new (NULL, first);
    }

  rendered = get_rendered (self, (guint) (index % self->scenario->cases->len));
  if (rendered->system == NULL)
    {
      first = g_strconcat (prefix, rendered->prompt, NULL);
      return prony_request_spec_new (NULL, first);
    }

  first = g_strconcat (prefix, rendered->system, NULL);
  return prony_request_spec_new (first, rendered->prompt);
}

/* Makes the engine give an answer of a length, where it can: at least one token, as
 * no engine gives none; and no more than the plan allows. */
static void
set_output_tokens (PronyPromptMaker *self, PronyRequestSpec *spec, guint tokens)
{
  tokens = MAX (tokens, 1);
  if (self->max_sized_tokens > 0)
    tokens = MIN (tokens, self->max_sized_tokens);

  spec->max_tokens = tokens;
  spec->min_tokens = tokens;
  spec->ignore_eos = TRUE;
  g_clear_pointer (&spec->stop, g_strfreev);
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
  return prony_prompt_maker_make_sized (self, index, -1, -1);
}

/**
 * prony_prompt_maker_make_sized:
 * @self: a maker
 * @index: which request of the trial, from 0
 * @prompt_tokens: how long its prompt is to be, by the estimate of four bytes a
 *   token; -1 for the scenario's own prompt
 * @output_tokens: how long its answer is to be; -1 for the scenario's own limits
 *
 * Makes a request as prony_prompt_maker_make() does, with the lengths that a trace
 * recorded: then filler takes the place of the scenario's prompt and system message,
 * and the engine is told to answer with just so many tokens, at least one, and at
 * most as many as the plan allows. Quick when the plan has a trace: the filler is then
 * written beforehand.
 *
 * Returns: (transfer full): the request
 */
PronyRequestSpec *
prony_prompt_maker_make_sized (PronyPromptMaker *self,
                               guint64 index,
                               gint32 prompt_tokens,
                               gint32 output_tokens)
{
  PronyRequestSpec *spec = make_question (self, index, prompt_tokens);

  spec->max_tokens = self->max_tokens;
  spec->min_tokens = self->min_tokens;
  spec->temperature = self->temperature;
  spec->top_p = self->scenario->top_p;
  spec->seed = self->request_seed;
  spec->stop = g_strdupv (self->scenario->stop);
  spec->ignore_eos = self->scenario->ignore_eos;
  spec->stream = self->stream;
  spec->case_index = (guint) (index % self->scenario->cases->len);
  if (output_tokens >= 0)
    set_output_tokens (self, spec, (guint) output_tokens);

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
