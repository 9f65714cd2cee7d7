/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include "core/tokens/prony-text-form.h"
#include "core/tokens/prony-text-normalizer.h"
#include "core/tokens/prony-white-space.h"

typedef enum
{
  STEP_FORM,
  STEP_LOWERCASE,
  STEP_STRIP,
  STEP_PREPEND,
  STEP_REPLACE,
} StepKind;

typedef struct
{
  StepKind kind;
  PronyTextForm *form;
  gboolean left;
  gboolean right;
  char *from;
  char *to; /* also what is prepended */
} Step;

struct _PronyTextNormalizer
{
  GPtrArray *steps;
};

static void
free_step (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->form, prony_text_form_free);
  g_free (step->from);
  g_free (step->to);
  g_free (step);
}

/**
 * prony_text_normalizer_new:
 *
 * Returns: (transfer full): a normalizer without steps: it leaves a text as it is
 */
PronyTextNormalizer *
prony_text_normalizer_new (void)
{
  PronyTextNormalizer *self = g_new0 (PronyTextNormalizer, 1);

  self->steps = g_ptr_array_new_with_free_func (free_step);
  return self;
}

/**
 * prony_text_normalizer_free:
 * @self: (transfer full): a normalizer
 *
 * Frees it.
 */
void
prony_text_normalizer_free (PronyTextNormalizer *self)
{
  g_ptr_array_unref (self->steps);
  g_free (self);
}

static Step *
add_step (PronyTextNormalizer *self, StepKind kind)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  g_ptr_array_add (self->steps, step);
  return step;
}

/**
 * prony_text_normalizer_add_form:
 * @self: a normalizer
 * @form: one of Unicode's normalization forms
 *
 * Adds a step that brings the text into a normalization form.
 */
void
prony_text_normalizer_add_form (PronyTextNormalizer *self, GNormalizeMode form)
{
  add_step (self, STEP_FORM)->form = prony_text_form_new (form);
}

/**
 * prony_text_normalizer_add_lowercase:
 * @self: a normalizer
 *
 * Adds a step that makes small letters of capital ones, each by itself.
 */
void
prony_text_normalizer_add_lowercase (PronyTextNormalizer *self)
{
  add_step (self, STEP_LOWERCASE);
}

/**
 * prony_text_normalizer_add_strip:
 * @self: a normalizer
 * @left: at the beginning
 * @right: at the end
 *
 * Adds a step that takes white space off.
 */
void
prony_text_normalizer_add_strip (PronyTextNormalizer *self, gboolean left, gboolean right)
{
  Step *step = add_step (self, STEP_STRIP);

  step->left = left;
  step->right = right;
}

/**
 * prony_text_normalizer_add_prepend:
 * @self: a normalizer
 * @text: a text
 *
 * Adds a step that puts @text before what is not empty.
 */
void
prony_text_normalizer_add_prepend (PronyTextNormalizer *self, const char *text)
{
  add_step (self, STEP_PREPEND)->to = g_strdup (text);
}

/**
 * prony_text_normalizer_add_replace:
 * @self: a normalizer
 * @from: what is sought; not empty
 * @to: what comes in its place
 *
 * Adds a step that replaces each @from.
 */
void
prony_text_normalizer_add_replace (PronyTextNormalizer *self, const char *from, const char *to)
{
  Step *step = add_step (self, STEP_REPLACE);

  step->from = g_strdup (from);
  step->to = g_strdup (to);
}

/**
 * prony_text_normalizer_is_empty:
 * @self: a normalizer
 *
 * Returns: %TRUE when it leaves every text as it is
 */
gboolean
prony_text_normalizer_is_empty (PronyTextNormalizer *self)
{
  return self->steps->len == 0;
}

static void
apply_lowercase (const char *text, gsize length, GString *result)
{
  const char *end = text + length;

  for (; text < end; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      /* The only capital letter that becomes two characters. */
      if (c == 0x130)
        g_string_append (result, "i\314\207");
      else if (c < 0x80)
        g_string_append_c (result, g_ascii_tolower (c));
      else
        g_string_append_unichar (result, g_unichar_tolower (c));
    }
}

static void
apply_strip (const Step *step, const char *text, gsize length, GString *result)
{
  const char *end = text + length;

  while (step->left && text < end && prony_is_white_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (step->right && text < end &&
         prony_is_white_space (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  g_string_append_len (result, text, end - text);
}

static void
apply_replace (const Step *step, const char *text, gsize length, GString *result)
{
  gsize n_from = strlen (step->from);
  const char *end = text + length;

  while (text < end)
    {
      const char *found = n_from == 1 ? memchr (text, *step->from, end - text)
                                      : memmem (text, end - text, step->from, n_from);

      if (found == NULL)
        break;
      g_string_append_len (result, text, found - text);
      g_string_append (result, step->to);
      text = found + n_from;
    }
  g_string_append_len (result, text, end - text);
}

static void
apply (const Step *step, const char *text, gsize length, GString *result)
{
  switch (step->kind)
    {
    case STEP_FORM:
      prony_text_form_run (step->form, text, length, result);
      break;
    case STEP_LOWERCASE:
      apply_lowercase (text, length, result);
      break;
    case STEP_STRIP:
      apply_strip (step, text, length, result);
      break;
    case STEP_PREPEND:
      if (length > 0)
        g_string_append (result, step->to);
      g_string_append_len (result, text, length);
      break;
    case STEP_REPLACE:
      apply_replace (step, text, length, result);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * prony_text_normalizer_run:
 * @self: a normalizer
 * @text: a text, valid UTF-8
 * @length: how many bytes
 * @result: (inout): what was in it is replaced by the normalized text
 *
 * Carries the steps out. Any thread.
 */
void
prony_text_normalizer_run (PronyTextNormalizer *self,
                           const char *text,
                           gsize length,
                           GString *result)
{
  g_autoptr (GString) before = g_string_new (NULL);

  g_string_truncate (result, 0);
  if (self->steps->len == 0)
    g_string_append_len (result, text, length);

  for (guint i = 0; i < self->steps->len; i++)
    {
      if (i > 0)
        {
          GString swap = *before;

          *before = *result;
          *result = swap;
          g_string_truncate (result, 0);
          text = before->str;
          length = before->len;
        }
      apply (g_ptr_array_index (self->steps, i), text, length, result);
    }
}
