/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include "core/scenarios/prony-template.h"

static void
clear_piece (gpointer data)
{
  PronyTemplatePiece *piece = data;

  g_clear_pointer (&piece->text, g_free);
}

static void
add_piece (GArray *pieces, PronyTemplatePieceKind kind, const char *text, gsize length)
{
  PronyTemplatePiece piece = { .kind = kind };

  piece.text = g_strndup (text, length);
  g_array_append_val (pieces, piece);
}

static void
add_literal (GArray *pieces, GString *literal)
{
  if (literal->len > 0)
    add_piece (pieces, PRONY_TEMPLATE_LITERAL, literal->str, literal->len);
  g_string_truncate (literal, 0);
}

/* Adds the filler that "text:2000" asks for; @colon is where its colon is. */
static void
add_filler (GArray *pieces, const char *start, const char *colon, const char *end)
{
  g_autofree char *kind = g_strndup (start, colon - start);
  g_autofree char *number = g_strndup (colon + 1, end - colon - 1);
  PronyTemplatePiece piece = { .kind = PRONY_TEMPLATE_FILLER };
  guint64 tokens = 0;

  if (!prony_filler_kind_from_string (kind, &piece.filler) ||
      !g_ascii_string_to_unsigned (number, 10, 1, PRONY_TEMPLATE_MAX_TOKENS, &tokens, NULL))
    piece.kind = PRONY_TEMPLATE_MISTAKE;
  piece.tokens = (guint) tokens;
  piece.text = g_strndup (start, end - start);
  g_array_append_val (pieces, piece);
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
    for (*colon = p++; g_ascii_isalnum (*p) || *p == '-' || *p == '.'; p++)
      ;
  return *p == '}' ? p : NULL;
}

/* Reads from a brace on; returns what comes after it, or NULL for plain text. */
static const char *
read_braces (const char *brace, GArray *pieces, GString *literal)
{
  const char *colon;
  const char *end;

  if (brace[1] == '{')
    {
      end = find_end (brace + 2, &colon);
      if (end == NULL || end[1] != '}')
        return NULL;
      g_string_append_len (literal, brace + 1, end - brace);
      return end + 2;
    }

  end = find_end (brace + 1, &colon);
  if (end == NULL)
    return NULL;
  add_literal (pieces, literal);
  if (colon != NULL)
    add_filler (pieces, brace + 1, colon, end);
  else
    add_piece (pieces, PRONY_TEMPLATE_VALUE, brace + 1, end - brace - 1);
  return end + 1;
}

/**
 * prony_template_parse:
 * @text: a prompt's template, a system message or a placeholder's value
 *
 * Cuts a template into its pieces: `{name}` is a placeholder, `{text:2000}` is
 * filler of about that many tokens, `{{name}}` is `{name}` as it stands, and
 * everything else is literal, also braces around anything that looks like none of
 * these.
 *
 * Returns: (transfer full) (element-type PronyTemplatePiece): the pieces
 */
GArray *
prony_template_parse (const char *text)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (PronyTemplatePiece));
  g_autoptr (GString) literal = g_string_new (NULL);
  const char *p = text;

  g_array_set_clear_func (pieces, clear_piece);
  while (*p != '\0')
    {
      const char *next = *p == '{' ? read_braces (p, pieces, literal) : NULL;

      if (next == NULL)
        {
          g_string_append_c (literal, *p);
          next = p + 1;
        }
      p = next;
    }
  add_literal (pieces, literal);
  return pieces;
}
