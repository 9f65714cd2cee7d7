/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-quality"

#include "config.h"

#include <string.h>

#include "core/quality/prony-answer-text.h"

/* GLib needs quadratic time for a text to be composed, so that it gets pieces of so many
 * bytes, and for a row of combining marks to be sorted. Unicode's own limit for marks in
 * texts that somebody means to be read is 30 (UAX #15, Stream-Safe Text Format). */
#define PIECE_LENGTH 256
#define MAX_MARKS 64

/* --- Forms of text ------------------------------------------------------------------------ */

/* Whether a character may be composed with those before it: a mark, or a vowel or final
 * consonant of a Korean syllable. */
static gboolean
is_joining (const char *p)
{
  gunichar c = (guchar) *p < 0x80 ? 0 : g_utf8_get_char (p);

  return c != 0 && (g_unichar_ismark (c) || (c >= 0x1160 && c <= 0x11ff));
}

/* Where a piece ends that can be composed apart from the rest. */
static const char *
find_piece_end (const char *start, gboolean *has_endless_marks)
{
  const char *p = start;
  guint marks = 0;

  *has_endless_marks = FALSE;
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean joins = is_joining (p);

      if (!joins && p - start >= PIECE_LENGTH)
        break;
      marks = joins ? marks + 1 : 0;
      *has_endless_marks = *has_endless_marks || marks > MAX_MARKS;
    }
  return p;
}

/**
 * prony_answer_normalize:
 * @text: valid UTF-8
 *
 * Writes a text in Unicode's form NFC, so that letters that look the same are the same,
 * and without white space around it. A letter with endless marks stays as it is.
 *
 * Returns: (transfer full): the text
 */
char *
prony_answer_normalize (const char *text)
{
  const char *end = text + strlen (text);
  g_autofree char *trimmed = NULL;
  GString *out;

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  trimmed = g_strndup (text, end - text);
  out = g_string_sized_new ((gsize) (end - text) + 1);
  for (const char *p = trimmed; *p != '\0';)
    {
      gboolean has_endless_marks;
      const char *next = find_piece_end (p, &has_endless_marks);
      g_autofree char *piece = NULL;

      if (!has_endless_marks)
        piece = g_utf8_normalize (p, next - p, G_NORMALIZE_NFC);
      g_string_append_len (out, piece != NULL ? piece : p, piece != NULL ? -1 : next - p);
      p = next;
    }
  return g_string_free (out, FALSE);
}

/**
 * prony_answer_fold:
 * @text: valid UTF-8
 *
 * Writes a text so that small and capital letters are the same, by Unicode's case
 * folding: "STRASSE" and "Straße" too.
 *
 * Returns: (transfer full): the text
 */
char *
prony_answer_fold (const char *text)
{
  g_autofree char *normal = prony_answer_normalize (text);
  g_autofree char *folded = g_utf8_casefold (normal, -1);

  return prony_answer_normalize (folded);
}

/* --- Parts of answers --------------------------------------------------------------------- */

/**
 * prony_answer_skip_thinking:
 * @text: an answer
 *
 * Engines that do not tell the thinking of a model from its answer leave it in front, up
 * to the mark `</think>`; the mark at its beginning may be part of the model's template.
 *
 * Returns: where the answer begins: the end of @text where it is all thinking
 */
const char *
prony_answer_skip_thinking (const char *text)
{
  const char *end = strstr (text, "</think>");
  const char *start = text;

  if (end != NULL)
    return end + strlen ("</think>");

  while (g_ascii_isspace (*start))
    start++;
  return g_str_has_prefix (start, "<think>") ? start + strlen (start) : text;
}

/* A line of a fence: three backticks or tildes, indented or not. */
static gboolean
is_fence (const char *line)
{
  while (*line == ' ' || *line == '\t')
    line++;
  return g_str_has_prefix (line, "```") || g_str_has_prefix (line, "~~~");
}

static const char *
next_line (const char *line)
{
  const char *end = strchr (line, '\n');

  return end != NULL ? end + 1 : line + strlen (line);
}

/**
 * prony_answer_find_block:
 * @text: an answer
 * @start: (out): where the block begins
 * @length: (out): how many bytes it has
 *
 * Finds what is in the fenced block of an answer, as Markdown has it.
 *
 * Returns: whether there is exactly one, and it ends
 */
gboolean
prony_answer_find_block (const char *text, const char **start, gsize *length)
{
  guint n_fences = 0;

  for (const char *line = text; *line != '\0'; line = next_line (line))
    {
      if (!is_fence (line))
        continue;
      n_fences++;
      if (n_fences == 1)
        *start = next_line (line);
      else if (n_fences == 2)
        *length = (gsize) (line - *start);
    }

  return n_fences == 2;
}
