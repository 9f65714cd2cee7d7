/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <string.h>

#include "core/prompts/prony-template.h"

static void
clear_piece (gpointer data)
{
  PronyTemplatePiece *piece = data;

  g_clear_pointer (&piece->text, g_free);
}

/* What is read so far: the pieces, and the literal text since the last of them. */
typedef struct
{
  const char *text;
  GArray *pieces;
  GString *literal;
  gsize literal_offset;
} Cutter;

static void
add_piece (Cutter *self, PronyTemplatePieceKind kind, const char *start, const char *end)
{
  PronyTemplatePiece piece = { .kind = kind };

  piece.text = g_strndup (start, (gsize) (end - start));
  /* Before the brace. */
  piece.offset = (gsize) (start - 1 - self->text);
  g_array_append_val (self->pieces, piece);
}

static void
add_literal (Cutter *self)
{
  PronyTemplatePiece piece = { .kind = PRONY_TEMPLATE_LITERAL, .offset = self->literal_offset };

  if (self->literal->len == 0)
    return;
  piece.text = g_strndup (self->literal->str, self->literal->len);
  g_array_append_val (self->pieces, piece);
  g_string_truncate (self->literal, 0);
}

static void
append_literal (Cutter *self, const char *place, const char *start, gsize length)
{
  if (self->literal->len == 0)
    self->literal_offset = (gsize) (place - self->text);
  g_string_append_len (self->literal, start, (gssize) length);
}

/* Adds the filler that "text:2000" or "text:*" asks for; @colon is where its colon is. */
static void
add_filler (Cutter *self, const char *start, const char *colon, const char *end)
{
  g_autofree char *kind = g_strndup (start, (gsize) (colon - start));
  g_autofree char *number = g_strndup (colon + 1, (gsize) (end - colon - 1));
  gboolean open = strcmp (number, "*") == 0;
  PronyTemplatePiece *piece;
  guint64 tokens = 0;

  add_piece (self, open ? PRONY_TEMPLATE_OPEN_FILLER : PRONY_TEMPLATE_FILLER, start, end);
  piece = &g_array_index (self->pieces, PronyTemplatePiece, self->pieces->len - 1);
  if (!prony_filler_kind_from_string (kind, &piece->filler) ||
      (!open &&
       !g_ascii_string_to_unsigned (number, 10, 1, PRONY_TEMPLATE_MAX_TOKENS, &tokens, NULL)))
    piece->kind = PRONY_TEMPLATE_MISTAKE;
  piece->tokens = (guint) tokens;
}

/* Finds the closing brace of what may be a placeholder or filler; @start is after
 * the opening brace. Anything that looks like neither is plain text, so that
 * prompts with program code or JSON in them need no escapes. */
static const char *
find_end (const char *start, const char **colon)
{
  const char *p = start;

  *colon = NULL;
  if (!g_ascii_isalpha (*p) && *p != '_')
    return NULL;
  while (g_ascii_isalnum (*p) || *p == '_')
    p++;
  if (*p == ':')
    for (*colon = p++; g_ascii_isalnum (*p) || *p == '-' || *p == '.' || *p == '*'; p++)
      ;
  return *p == '}' ? p : NULL;
}

/* Reads from a brace on; returns what comes after it, or NULL for plain text. */
static const char *
read_braces (Cutter *self, const char *brace)
{
  const char *colon;
  const char *end;

  if (brace[1] == '{')
    {
      end = find_end (brace + 2, &colon);
      if (end == NULL || end[1] != '}')
        return NULL;
      append_literal (self, brace, brace + 1, (gsize) (end - brace));
      return end + 2;
    }

  end = find_end (brace + 1, &colon);
  if (end == NULL)
    return NULL;
  add_literal (self);
  if (colon != NULL)
    add_filler (self, brace + 1, colon, end);
  else
    add_piece (self, PRONY_TEMPLATE_VALUE, brace + 1, end);
  return end + 1;
}

/**
 * prony_template_parse:
 * @text: a prompt's template, a system message or a placeholder's value
 *
 * Cuts a template into its pieces: `{name}` is a placeholder, `{text:2000}` is
 * filler of so many tokens, `{text:*}` is filler of open length, `{{name}}` is `{name}` as it
 * stands, and everything else is literal, also braces around anything that looks like none of
 * these.
 *
 * Returns: (transfer full) (element-type PronyTemplatePiece): the pieces
 */
GArray *
prony_template_parse (const char *text)
{
  g_autoptr (GString) literal = g_string_new (NULL);
  Cutter self = { .text = text, .literal = literal };
  const char *p = text;

  self.pieces = g_array_new (FALSE, FALSE, sizeof (PronyTemplatePiece));
  g_array_set_clear_func (self.pieces, clear_piece);
  while (*p != '\0')
    {
      const char *next = *p == '{' ? read_braces (&self, p) : NULL;

      if (next == NULL)
        {
          append_literal (&self, p, p, 1);
          next = p + 1;
        }
      p = next;
    }
  add_literal (&self);
  return self.pieces;
}

/**
 * prony_template_escape:
 * @text: any text, such as a row of a data set
 *
 * Returns: (transfer full): a template that stands for just this text: what looks like a
 *   placeholder or filler in it has its braces doubled
 */
char *
prony_template_escape (const char *text)
{
  GString *out = g_string_new (NULL);
  const char *colon;
  const char *p = text;

  for (const char *brace = strchr (p, '{'); brace != NULL; brace = strchr (p, '{'))
    {
      const char *end = find_end (brace + 1, &colon);
      const char *next = end != NULL ? end + 1 : brace + 1;

      g_string_append_len (out, p, brace - p);
      g_string_append_printf (out, end != NULL ? "{%.*s}" : "%.*s", (int) (next - brace), brace);
      p = next;
    }
  g_string_append (out, p);
  return g_string_free (out, FALSE);
}
