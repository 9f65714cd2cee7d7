/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "core/engines/prony-event-skim.h"
#include "core/model/prony-request-record.h"

/* Almost every event of a stream is a piece of text in a frame that is always the
 * same. Building a tree for it takes 7 to 14 microseconds, which is more than
 * reading it from the socket; this takes well under one. It takes plain pieces of
 * text only and leaves everything else, and everything that is not JSON to the
 * letter, to the parser: what it accepts, it must read just as the parser would. */

typedef struct
{
  const char *at;
  const char *end;
  const PronySkimField *fields;
  PronyDelta *delta;
  guint entered; /* bit by scope: the parser would take the last of two */
} Skim;

static gboolean skim_object (Skim *self, guint scope);

static void
skip_space (Skim *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r'))
    self->at++;
}

static gboolean
take (Skim *self, char c)
{
  skip_space (self);
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;
  return TRUE;
}

static gboolean
peek (Skim *self, char c)
{
  skip_space (self);
  return self->at < self->end && *self->at == c;
}

static gboolean
take_word (Skim *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;

  self->at += length;
  return TRUE;
}

static gboolean
take_digits (Skim *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return self->at > start;
}

static gboolean
take_number (Skim *self)
{
  const char *start;

  if (*self->at == '-')
    self->at++;

  /* A leading zero is octal to the parser. */
  start = self->at;
  if (!take_digits (self) || (*start == '0' && self->at - start > 1))
    return FALSE;

  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!take_digits (self))
        return FALSE;
    }

  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      return take_digits (self);
    }

  return TRUE;
}

/* Half characters and zero bytes are the parser's. */
static gboolean
take_unicode_escape (Skim *self, GString *into)
{
  gunichar value = 0;

  if (self->end - self->at < 4)
    return FALSE;

  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (!g_ascii_isxdigit (*self->at))
        return FALSE;
      value = value * 16 + (gunichar) g_ascii_xdigit_value (*self->at);
    }

  if (value == 0 || (value >= 0xd800 && value <= 0xdfff))
    return FALSE;
  if (into != NULL)
    g_string_append_unichar (into, value);
  return TRUE;
}

static gboolean
take_escape (Skim *self, GString *into)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (self->at == self->end)
    return FALSE;
  if (*self->at == 'u')
    {
      self->at++;
      return take_unicode_escape (self, into);
    }

  found = *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (found == NULL)
    return FALSE;

  self->at++;
  if (into != NULL)
    g_string_append_c (into, values[found - names]);
  return TRUE;
}

/* Takes a string; appends its text where somebody wants it. */
static gboolean
take_string (Skim *self, GString *into)
{
  if (!take (self, '"'))
    return FALSE;

  while (self->at < self->end)
    {
      const char *start = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
             (guchar) *self->at >= 0x20)
        self->at++;
      if (into != NULL)
        g_string_append_len (into, start, self->at - start);

      if (self->at == self->end)
        return FALSE;
      if (*self->at == '"')
        {
          self->at++;
          return TRUE;
        }
      if (*self->at++ != '\\' || !take_escape (self, into))
        return FALSE;
    }

  return FALSE;
}

/* Takes a value that has no parts. */
static gboolean
skip_plain (Skim *self)
{
  skip_space (self);
  if (self->at == self->end)
    return FALSE;

  switch (*self->at)
    {
    case '"':
      return take_string (self, NULL);
    case 'n':
      return take_word (self, "null");
    case 't':
      return take_word (self, "true");
    case 'f':
      return take_word (self, "false");
    default:
      return take_number (self);
    }
}

static gboolean
take_empty (Skim *self)
{
  skip_space (self);
  return take_word (self, "null") || take_word (self, "false") || take_word (self, "\"\"");
}

/* Text may come only once in an event; which of two would count is the parser's. */
static gboolean
take_text (Skim *self, PronyEventKind kind)
{
  if (peek (self, 'n'))
    return take_word (self, "null");
  if (self->delta->text->len > 0 || !take_string (self, self->delta->text))
    return FALSE;

  if (self->delta->text->len > 0)
    self->delta->kind = kind;
  return TRUE;
}

static gboolean
take_model (Skim *self)
{
  return self->delta->model->len == 0 && take_string (self, self->delta->model);
}

static gboolean
take_total (Skim *self)
{
  gint64 total = 0;
  guint n_digits = 0;

  skip_space (self);
  for (; self->at < self->end && g_ascii_isdigit (*self->at) && n_digits < 10; n_digits++)
    total = total * 10 + g_ascii_digit_value (*self->at++);

  self->delta->total_tokens = total > 0 ? total : -1;

  /* A lone zero, or a number that begins with another digit. */
  return n_digits > 0 && (n_digits == 1 || total >= 10) && (peek (self, ',') || peek (self, '}'));
}

static gboolean
take_numbers (Skim *self, gint64 *count)
{
  gint64 n = 0;

  if (!take (self, '['))
    return FALSE;

  if (!peek (self, ']'))
    do
      {
        skip_space (self);
        if (self->at == self->end || !take_number (self))
          return FALSE;
        n++;
      }
    while (take (self, ','));

  *count = n;
  return take (self, ']');
}

/* An escape might hide the word. */
static gboolean
take_not_error (Skim *self)
{
  const char *start = self->at;

  return skip_plain (self) && memchr (start, '\\', (gsize) (self->at - start)) == NULL &&
         g_strstr_len (start, self->at - start, "\"error\"") == NULL;
}

static gboolean
take_value (Skim *self, const PronySkimField *field)
{
  gint64 ignored;

  switch (field->action)
    {
    case PRONY_SKIM_ENTER:
      return skim_object (self, field->enter);
    case PRONY_SKIM_ENTER_FIRST:
      return take (self, '[') && skim_object (self, field->enter) && take (self, ']');
    case PRONY_SKIM_CONTENT:
      return take_text (self, PRONY_EVENT_CONTENT);
    case PRONY_SKIM_SO_FAR:
      self->delta->so_far = TRUE;
      return take_text (self, PRONY_EVENT_CONTENT);
    case PRONY_SKIM_REASONING:
      return take_text (self, PRONY_EVENT_REASONING);
    case PRONY_SKIM_TOKEN:
      self->delta->tokens = 1;
      return take_text (self, PRONY_EVENT_CONTENT);
    case PRONY_SKIM_MODEL:
      return take_model (self);
    case PRONY_SKIM_TOTAL:
      return take_total (self);
    case PRONY_SKIM_EMPTY:
      return take_empty (self);
    case PRONY_SKIM_NOT_ERROR:
      return take_not_error (self);
    case PRONY_SKIM_NUMBERS:
      return take_numbers (self, &ignored);
    case PRONY_SKIM_IDS:
      return take_numbers (self, &self->delta->n_ids);
    default:
      return FALSE;
    }
}

static const PronySkimField *
find_field (const Skim *self, guint scope, const char *key, gsize length)
{
  for (const PronySkimField *field = self->fields; field->key != NULL; field++)
    if (field->scope == scope && *field->key == *key && strncmp (field->key, key, length) == 0 &&
        field->key[length] == '\0')
      return field;

  return NULL;
}

static gboolean
skim_object (Skim *self, guint scope)
{
  if ((self->entered & (1u << scope)) != 0 || !take (self, '{'))
    return FALSE;

  self->entered |= 1u << scope;
  do
    {
      const PronySkimField *field;
      const char *key;
      gsize length;

      if (!take (self, '"'))
        return FALSE;
      key = self->at;
      while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
             (guchar) *self->at >= 0x20)
        self->at++;
      length = (gsize) (self->at - key);
      if (!take (self, '"') || !take (self, ':'))
        return FALSE;

      field = find_field (self, scope, key, length);
      if (!(field != NULL ? take_value (self, field) : skip_plain (self)))
        return FALSE;
    }
  while (take (self, ','));

  return take (self, '}');
}

/**
 * prony_event_skim:
 * @data: an event's data
 * @length: its length in bytes
 * @fields: the members that matter in this protocol
 * @delta: a cleared delta
 *
 * Reads an event that is nothing but a piece of text, without allocating anything.
 *
 * Returns: whether it is one; if not, @delta is cleared and the event must be read
 *   by the parser
 */
gboolean
prony_event_skim (const char *data, gsize length, const PronySkimField *fields, PronyDelta *delta)
{
  Skim self = { data, data + length, fields, delta, 0 };

  if (skim_object (&self, 0) && delta->text->len > 0)
    {
      skip_space (&self);
      if (self.at == self.end && g_utf8_validate (data, (gssize) length, NULL))
        return TRUE;
    }

  prony_delta_clear (delta);
  return FALSE;
}
