/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <string.h>

#include "core/prompts/prony-prompt-draft.h"
#include "core/prompts/prony-template.h"

static void
part_clear (gpointer data)
{
  PronyPromptPart *part = data;

  g_clear_pointer (&part->text, g_free);
  g_clear_pointer (&part->filler, prony_filler_free);
}

/**
 * prony_prompt_draft_new:
 * @role: who says it
 *
 * Returns: (transfer full): an empty message
 */
PronyPromptDraft *
prony_prompt_draft_new (PronyMessageRole role)
{
  PronyPromptDraft *self = g_new0 (PronyPromptDraft, 1);

  self->role = role;
  self->parts = g_array_new (FALSE, TRUE, sizeof (PronyPromptPart));
  g_array_set_clear_func (self->parts, part_clear);
  return self;
}

/**
 * prony_prompt_draft_free:
 * @self: (transfer full): a message
 */
void
prony_prompt_draft_free (PronyPromptDraft *self)
{
  g_array_unref (self->parts);
  g_free (self->text);
  g_free (self);
}

/**
 * prony_prompt_draft_add:
 * @self: a message
 * @text: a template
 * @test_case: (nullable): the values of its placeholders; %NULL to leave them as they
 *   stand
 * @seeds: what filler is drawn from
 *
 * Adds the pieces of a template. Values may ask for filler, but not for other values:
 * they are texts, and braces in them mean nothing.
 */
void
prony_prompt_draft_add (PronyPromptDraft *self,
                        const char *text,
                        const PronyTestCase *test_case,
                        PronyFillerSeeds *seeds)
{
  g_autoptr (GArray) pieces = prony_template_parse (text);

  for (guint i = 0; i < pieces->len; i++)
    {
      PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);
      PronyPromptPart part = { .tokens = piece->tokens };

      switch (piece->kind)
        {
        case PRONY_TEMPLATE_FILLER:
        case PRONY_TEMPLATE_OPEN_FILLER:
          part.seed = prony_filler_mix (seeds->base ^ ++seeds->n_fillers);
          part.filler = prony_filler_new (piece->filler, part.seed);
          part.is_open = piece->kind == PRONY_TEMPLATE_OPEN_FILLER;
          break;

        case PRONY_TEMPLATE_VALUE:
          if (test_case != NULL)
            {
              prony_prompt_draft_add (self, prony_test_case_get_value (test_case, piece->text),
                                      NULL, seeds);
              continue;
            }
          part.text = g_strdup_printf ("{%s}", piece->text);
          break;

        case PRONY_TEMPLATE_LITERAL:
        case PRONY_TEMPLATE_MISTAKE:
        default:
          part.text = g_steal_pointer (&piece->text);
          break;
        }
      g_array_append_val (self->parts, part);
    }
}

/**
 * prony_prompt_draft_count_open:
 * @self: a message
 *
 * Returns: how many fillers of open length it has
 */
guint
prony_prompt_draft_count_open (const PronyPromptDraft *self)
{
  guint n = 0;

  for (guint i = 0; i < self->parts->len; i++)
    n += g_array_index (self->parts, PronyPromptPart, i).is_open;
  return n;
}

/**
 * prony_prompt_draft_find_longest:
 * @self: a message
 * @open: only among fillers of open length
 *
 * Returns: (transfer none) (nullable): the filler that most tokens are wanted of
 */
PronyPromptPart *
prony_prompt_draft_find_longest (const PronyPromptDraft *self, gboolean open)
{
  PronyPromptPart *longest = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    {
      PronyPromptPart *part = &g_array_index (self->parts, PronyPromptPart, i);

      if (part->filler != NULL && (part->is_open || !open) &&
          (longest == NULL || part->tokens > longest->tokens))
        longest = part;
    }
  return longest;
}

static char *
join (const PronyPromptDraft *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const PronyPromptPart *part = &g_array_index (self->parts, PronyPromptPart, i);

      if (part->filler != NULL)
        g_string_append_len (out, prony_filler_get (part->filler, part->length),
                             (gssize) part->length);
      else
        g_string_append (out, part->text);
    }
  return g_string_free (out, FALSE);
}

/* Each part by what is known of its kind. */
static guint
count_parts (const PronyPromptDraft *self, PronyPromptGauge *gauge)
{
  guint tokens = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const PronyPromptPart *part = &g_array_index (self->parts, PronyPromptPart, i);

      if (part->filler != NULL)
        tokens +=
          prony_prompt_gauge_estimate (gauge, prony_filler_get_kind (part->filler), part->length);
      else
        tokens += prony_prompt_gauge_estimate (gauge, PRONY_FILLER_TEXT, strlen (part->text));
    }
  return tokens;
}

/**
 * prony_prompt_draft_count:
 * @self: a message
 * @gauge: how long texts are
 * @known: (element-type utf8 guint): what texts without filler were counted as, which
 *   are the same in many prompts; is added to
 *
 * Writes the text with its filler as long as it is now, and counts it, unless it is
 * what it was when it was last counted.
 *
 * Returns: its tokens
 */
guint
prony_prompt_draft_count (PronyPromptDraft *self, PronyPromptGauge *gauge, GHashTable *known)
{
  gboolean fixed = prony_prompt_draft_find_longest (self, FALSE) == NULL;
  g_autofree char *text = join (self);
  gsize length = strlen (text);
  gint64 tokens = -1;
  gpointer value;

  if (g_strcmp0 (text, self->text) == 0)
    return self->tokens;

  if (fixed && g_hash_table_lookup_extended (known, text, NULL, &value))
    tokens = GPOINTER_TO_UINT (value);
  else if (gauge->count != NULL && length > 0)
    tokens = gauge->count (text, length, gauge->user_data);
  if (tokens >= 0)
    self->tokens = (guint) MIN (tokens, G_MAXINT32);
  else if (gauge->source == PRONY_COUNT_ESTIMATE)
    self->tokens = prony_estimate_tokens (text);
  else
    self->tokens = count_parts (self, gauge);
  if (fixed)
    g_hash_table_replace (known, g_strdup (text), GUINT_TO_POINTER (self->tokens));
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  return self->tokens;
}
