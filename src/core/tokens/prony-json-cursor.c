/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include "core/tokens/prony-json-cursor.h"

/**
 * prony_json_cursor_init:
 * @self: (out caller-allocates): memory for a cursor
 * @text: a JSON document, valid UTF-8; must outlive the cursor
 * @length: how many bytes
 *
 * Makes a cursor at the beginning of a document.
 */
void
prony_json_cursor_init (PronyJsonCursor *self, const char *text, gsize length)
{
  *self = (PronyJsonCursor){ text, text, text + length, FALSE, FALSE };
}

/**
 * prony_json_cursor_fail:
 * @self: a cursor
 *
 * Notes that the document is not what it should be at this place.
 *
 * Returns: %FALSE
 */
gboolean
prony_json_cursor_fail (PronyJsonCursor *self)
{
  self->failed = TRUE;
  return FALSE;
}

/**
 * prony_json_cursor_peek:
 * @self: a cursor
 *
 * Returns: the first character of the next value, or 0 at the end or after a failure
 */
char
prony_json_cursor_peek (PronyJsonCursor *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
  return self->at < self->end && !self->failed ? *self->at : '\0';
}

static gboolean
take_char (PronyJsonCursor *self, char c)
{
  if (prony_json_cursor_peek (self) != c)
    return prony_json_cursor_fail (self);

  self->at++;
  return TRUE;
}

/**
 * prony_json_cursor_enter:
 * @self: a cursor
 * @bracket: `{` or `[`
 *
 * Enters an object or an array. Then prony_json_cursor_next() goes through it.
 *
 * Returns: %FALSE when there is none
 */
gboolean
prony_json_cursor_enter (PronyJsonCursor *self, char bracket)
{
  self->fresh = TRUE;
  return take_char (self, bracket);
}

/**
 * prony_json_cursor_next:
 * @self: a cursor
 * @bracket: `}` or `]`, which ends what was entered
 *
 * Goes to the next element. The one before must have been read or skipped.
 *
 * Returns: %FALSE at the end, which is left, and after a failure
 */
gboolean
prony_json_cursor_next (PronyJsonCursor *self, char bracket)
{
  gboolean fresh = self->fresh;

  self->fresh = FALSE;
  if (prony_json_cursor_peek (self) == bracket)
    {
      self->at++;
      return FALSE;
    }
  if (!fresh && !take_char (self, ','))
    return FALSE;
  return prony_json_cursor_peek (self) != '\0' || prony_json_cursor_fail (self);
}

/**
 * prony_json_cursor_next_member:
 * @self: a cursor within an object
 * @name: (inout): is replaced by the member's name
 *
 * Goes to the value of the next member.
 *
 * Returns: %FALSE at the end, which is left, and after a failure
 */
gboolean
prony_json_cursor_next_member (PronyJsonCursor *self, GString *name)
{
  return prony_json_cursor_next (self, '}') && prony_json_cursor_read_string (self, name) &&
         take_char (self, ':');
}

/* The next quotation mark or backslash, or the end. */
static const char *
find_stop (const char *at, const char *end)
{
  while (at < end && *at != '"' && *at != '\\')
    at++;
  return at;
}

static gboolean
read_hex (PronyJsonCursor *self, gunichar *code)
{
  *code = 0;
  if (self->end - self->at < 4)
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*self->at++);

      if (digit < 0)
        return FALSE;
      *code = *code * 16 + digit;
    }
  return TRUE;
}

/* After \u; a character beyond U+FFFF is written as two. */
static gboolean
read_unicode (PronyJsonCursor *self, GString *value)
{
  gunichar code;
  gunichar low;

  if (!read_hex (self, &code) || (code >= 0xdc00 && code < 0xe000))
    return FALSE;

  if (code >= 0xd800 && code < 0xdc00)
    {
      if (self->end - self->at < 6 || self->at[0] != '\\' || self->at[1] != 'u')
        return FALSE;
      self->at += 2;
      if (!read_hex (self, &low) || low < 0xdc00 || low >= 0xe000)
        return FALSE;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
  g_string_append_unichar (value, code);
  return TRUE;
}

static gboolean
read_escape (PronyJsonCursor *self, GString *value)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (self->at == self->end)
    return FALSE;
  if (*self->at == 'u')
    {
      self->at++;
      return read_unicode (self, value);
    }

  name = *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (name == NULL)
    return FALSE;
  self->at++;
  g_string_append_c (value, meanings[name - names]);
  return TRUE;
}

/**
 * prony_json_cursor_read_string:
 * @self: a cursor
 * @value: (inout): is replaced by the string; it may contain U+0000
 *
 * Returns: %FALSE when there is no string, or it is broken
 */
gboolean
prony_json_cursor_read_string (PronyJsonCursor *self, GString *value)
{
  g_string_truncate (value, 0);
  if (!take_char (self, '"'))
    return FALSE;

  for (;;)
    {
      const char *start = self->at;

      self->at = find_stop (self->at, self->end);
      if (self->at == self->end)
        return prony_json_cursor_fail (self);

      g_string_append_len (value, start, self->at - start);
      if (*self->at++ == '"')
        return TRUE;
      if (!read_escape (self, value))
        return prony_json_cursor_fail (self);
    }
}

/**
 * prony_json_cursor_read_integer:
 * @self: a cursor
 * @value: (out): a whole number of at most 18 digits
 *
 * Returns: %FALSE when there is no such number
 */
gboolean
prony_json_cursor_read_integer (PronyJsonCursor *self, guint64 *value)
{
  const char *start;

  *value = 0;
  prony_json_cursor_peek (self);
  for (start = self->at; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    {
      if (self->at - start >= 18)
        return prony_json_cursor_fail (self);
      *value = *value * 10 + (*self->at - '0');
    }
  if (self->at == start || (self->at < self->end && strchr (".eE", *self->at) != NULL))
    return prony_json_cursor_fail (self);
  return TRUE;
}

static gboolean
take_word (PronyJsonCursor *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;

  self->at += length;
  return TRUE;
}

/**
 * prony_json_cursor_read_boolean:
 * @self: a cursor
 * @value: (out): the value
 *
 * Returns: %FALSE when there is neither true nor false
 */
gboolean
prony_json_cursor_read_boolean (PronyJsonCursor *self, gboolean *value)
{
  *value = prony_json_cursor_peek (self) == 't';
  return take_word (self, *value ? "true" : "false") || prony_json_cursor_fail (self);
}

static gboolean
skip_string (PronyJsonCursor *self)
{
  const char *at = find_stop (self->at + 1, self->end);

  while (at < self->end && *at == '\\')
    at = self->end - at > 2 ? find_stop (at + 2, self->end) : self->end;
  self->at = at;
  if (at == self->end)
    return prony_json_cursor_fail (self);

  self->at++;
  return TRUE;
}

/**
 * prony_json_cursor_skip:
 * @self: a cursor
 *
 * Passes over a value, however deeply it is nested. What is within it is not looked at
 * closely.
 *
 * Returns: %FALSE when it has no end
 */
gboolean
prony_json_cursor_skip (PronyJsonCursor *self)
{
  gsize depth = 0;

  if (prony_json_cursor_peek (self) == '\0' || strchr ("]},:", *self->at) != NULL)
    return prony_json_cursor_fail (self);

  do
    {
      char c = prony_json_cursor_peek (self);

      if (c == '\0')
        return prony_json_cursor_fail (self);
      if (c == '"')
        {
          if (!skip_string (self))
            return FALSE;
          continue;
        }
      if (c == '{' || c == '[')
        depth++;
      else if (c == '}' || c == ']')
        depth--;
      self->at++;
      if (depth == 0 && c != '}' && c != ']')
        while (self->at < self->end && strchr (",]} \n\r\t", *self->at) == NULL)
          self->at++;
    }
  while (depth > 0);

  return TRUE;
}

/**
 * prony_json_cursor_get_line:
 * @self: a cursor
 *
 * Returns: the line in which it is, from 1
 */
guint
prony_json_cursor_get_line (const PronyJsonCursor *self)
{
  guint line = 1;

  for (const char *at = self->text; at < self->at; at++)
    line += *at == '\n';
  return line;
}
