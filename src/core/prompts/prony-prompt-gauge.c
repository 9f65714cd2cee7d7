/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/prompts/prony-prompt-gauge.h"

/* Of English prose, and near enough of everything else until it is measured. */
#define DEFAULT_TOKENS_PER_BYTE 0.25

/**
 * prony_prompt_gauge_new:
 *
 * Returns: (transfer full): a gauge that knows nothing of a model: it estimates
 */
PronyPromptGauge *
prony_prompt_gauge_new (void)
{
  PronyPromptGauge *self = g_new0 (PronyPromptGauge, 1);

  self->source = PRONY_COUNT_ESTIMATE;
  self->overhead = -1;
  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    self->tokens_per_byte[i] = DEFAULT_TOKENS_PER_BYTE;
  return self;
}

/**
 * prony_prompt_gauge_free:
 * @self: (transfer full): a gauge
 */
void
prony_prompt_gauge_free (PronyPromptGauge *self)
{
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

/**
 * prony_prompt_gauge_count:
 * @self: a gauge
 * @like: what the text reads like
 * @text: UTF-8 text
 *
 * Counts a text, or says how many tokens it has by its length where it cannot be
 * counted.
 *
 * Returns: tokens; 0 for an empty text
 */
guint
prony_prompt_gauge_count (PronyPromptGauge *self, PronyFillerKind like, const char *text)
{
  gsize length = strlen (text);
  gint64 count = -1;

  if (self->count != NULL && length > 0)
    count = self->count (text, length, self->user_data);
  if (count >= 0)
    return (guint) MIN (count, G_MAXUINT);
  if (self->source == PRONY_COUNT_ESTIMATE)
    return prony_estimate_tokens (text);

  return prony_prompt_gauge_estimate (self, like, length);
}

/**
 * prony_prompt_gauge_estimate:
 * @self: a gauge
 * @like: what a text reads like
 * @length: its bytes
 *
 * Returns: how many tokens so much text has, as far as is known without counting it
 */
guint
prony_prompt_gauge_estimate (PronyPromptGauge *self, PronyFillerKind like, gsize length)
{
  return (guint) lround ((double) length * self->tokens_per_byte[like]);
}

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
