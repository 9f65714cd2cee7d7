/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-text-form.h"

/* g_utf8_normalize() knows the forms, but its time grows with the square of a text in
 * which much is composed, or in which marks stand in the wrong order, and it ends at
 * U+0000. So it gets only what may change, in pieces as small as can be: from a
 * character that has nothing to do with what is before it, to the next such. */

/* From here on no character changes, but for the CJK compatibility ideographs. */
#define TABLE_END 0x20000

/* So many marks in a row are put in order before GLib looks at them. */
#define FEW_MARKS 16

#define MAX_DECOMPOSITION 18 /* G_UNICHAR_MAX_DECOMPOSITION_LENGTH */

struct _PronyTextForm
{
  GNormalizeMode mode;
  guint32 joins[TABLE_END / 32];   /* bits: it may change with what is before it */
  guint32 changes[TABLE_END / 32]; /* bits: it changes also by itself */
};

static inline gboolean
get_bit (const guint32 *bits, gunichar c)
{
  return (bits[c / 32] >> (c % 32)) & 1;
}

static inline void
set_bit (guint32 *bits, gunichar c)
{
  bits[c / 32] |= 1u << (c % 32);
}

/* All second halves of what can be composed. */
static void
note_second_halves (PronyTextForm *self)
{
  for (gunichar c = 0x80; c < TABLE_END; c++)
    {
      gunichar first;
      gunichar second;

      if (g_unichar_decompose (c, &first, &second) && second != 0 && second < TABLE_END)
        set_bit (self->joins, second);
    }
}

static gboolean
changes_alone (PronyTextForm *self, gunichar c)
{
  char text[8] = "";
  g_autofree char *normalized = NULL;

  text[g_unichar_to_utf8 (c, text)] = '\0';
  normalized = g_utf8_normalize (text, -1, self->mode);
  return g_strcmp0 (normalized, text) != 0;
}

static void
note_character (PronyTextForm *self, gunichar c)
{
  gboolean compatible = self->mode == G_NORMALIZE_NFKC || self->mode == G_NORMALIZE_NFKD;
  gunichar parts[MAX_DECOMPOSITION];
  gsize n = g_unichar_fully_decompose (c, compatible, parts, G_N_ELEMENTS (parts));

  if (g_unichar_combining_class (parts[0]) != 0 ||
      (parts[0] < TABLE_END && get_bit (self->joins, parts[0])))
    set_bit (self->joins, c);
  if ((n > 1 || parts[0] != c) && changes_alone (self, c))
    set_bit (self->changes, c);
}

/**
 * prony_text_form_new:
 * @mode: a normalization form
 *
 * Takes some milliseconds.
 *
 * Returns: (transfer full): the form
 */
PronyTextForm *
prony_text_form_new (GNormalizeMode mode)
{
  PronyTextForm *self = g_new0 (PronyTextForm, 1);

  self->mode = mode;
  note_second_halves (self);
  for (gunichar c = 0x80; c < TABLE_END; c++)
    if (c < 0xd800 || c >= 0xe000)
      note_character (self, c);
  return self;
}

/**
 * prony_text_form_free:
 * @self: (transfer full): a form
 *
 * Frees it.
 */
void
prony_text_form_free (PronyTextForm *self)
{
  g_free (self);
}

static inline gboolean
joins (const PronyTextForm *self, gunichar c)
{
  return c < TABLE_END && get_bit (self->joins, c);
}

static inline gboolean
changes (const PronyTextForm *self, gunichar c)
{
  return c < TABLE_END ? get_bit (self->changes, c) : c >= 0x2f800 && c <= 0x2fa1f;
}

static int
compare_classes (gconstpointer a, gconstpointer b)
{
  return g_unichar_combining_class (*(const gunichar *) a) -
         g_unichar_combining_class (*(const gunichar *) b);
}

static void
flush_marks (GArray *marks, GString *result)
{
  g_array_sort (marks, compare_classes);
  for (guint i = 0; i < marks->len; i++)
    g_string_append_unichar (result, g_array_index (marks, gunichar, i));
  g_array_set_size (marks, 0);
}

/* The same text with marks in a row in their canonical order, which is an equivalent
 * text; g_array_sort() leaves those of one class as they are. */
static GString *
order_marks (const char *text, gsize length)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (gunichar));
  GString *result = g_string_sized_new (length);

  for (const char *end = text + length; text < end; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_combining_class (c) != 0)
        {
          g_array_append_val (marks, c);
          continue;
        }
      flush_marks (marks, result);
      g_string_append_unichar (result, c);
    }
  flush_marks (marks, result);
  return result;
}

static void
append_normalized (
  const PronyTextForm *self, const char *text, gsize length, guint n_joined, GString *result)
{
  GString *ordered = n_joined > FEW_MARKS ? order_marks (text, length) : NULL;
  g_autofree char *normalized = g_utf8_normalize (
    ordered != NULL ? ordered->str : text, ordered != NULL ? ordered->len : length, self->mode);

  g_string_append (result, normalized);
  if (ordered != NULL)
    g_string_free (ordered, TRUE);
}

/**
 * prony_text_form_run:
 * @self: a form
 * @text: a text, valid UTF-8; may contain U+0000
 * @length: how many bytes
 * @result: gets the text in the form, behind what it has
 *
 * Any thread.
 */
void
prony_text_form_run (const PronyTextForm *self, const char *text, gsize length, GString *result)
{
  const char *end = text + length;
  const char *done = text;
  const char *before = NULL; /* the character before, if it can be joined */

  for (const char *at = text; at < end;)
    {
      gunichar c = (guchar) *at < 0x80 ? (gunichar) *at : g_utf8_get_char (at);
      gboolean joined = c >= 0x80 && joins (self, c);
      const char *start = joined && before != NULL ? before : at;
      guint n_joined = 0;

      if (c < 0x80 || (!joined && !changes (self, c)))
        {
          before = c != 0 ? at : NULL;
          at = g_utf8_next_char (at);
          continue;
        }

      for (at = g_utf8_next_char (at); at < end && joins (self, g_utf8_get_char (at)); n_joined++)
        at = g_utf8_next_char (at);
      g_string_append_len (result, done, start - done);
      append_normalized (self, start, at - start, n_joined, result);
      done = at;
      before = NULL;
    }
  g_string_append_len (result, done, end - done);
}
