/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-quality"

#include "config.h"

#include <string.h>

#include "core/quality/prony-json-check.h"

/* Why not json-glib: it takes comments, single quotes, names without quotes and numbers
 * such as 0x1f or 01, and calls itself for each level. A model that writes those has not
 * written JSON. */

typedef struct
{
  const char *at;
  const char *end;
  GByteArray *open; /* the brackets that are open, from the outside */
  GString *name;
  GHashTable *keys; /* (nullable) */
} Check;

static void
skip_space (Check *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
take (Check *self, char wanted)
{
  skip_space (self);
  if (self->at >= self->end || *self->at != wanted)
    return FALSE;

  self->at++;
  return TRUE;
}

static gboolean
read_hex (Check *self, gunichar *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at >= self->end || !g_ascii_isxdigit (*self->at))
        return FALSE;
      *value = *value * 16 + (gunichar) g_ascii_xdigit_value (*self->at);
    }
  return TRUE;
}

/* After the backslash and its u. Half of a pair is allowed, and means nothing. */
static gboolean
read_unicode (Check *self)
{
  gunichar low = 0;
  gunichar c;

  if (!read_hex (self, &c))
    return FALSE;

  if (c >= 0xd800 && c < 0xdc00 && self->end - self->at >= 6 && self->at[0] == '\\' &&
      self->at[1] == 'u')
    {
      self->at += 2;
      if (!read_hex (self, &low))
        return FALSE;
      c = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
    }
  g_string_append_unichar (self->name, g_unichar_validate (c) ? c : 0xfffd);
  return TRUE;
}

static gboolean
read_escape (Check *self)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (self->at >= self->end || *self->at == '\0')
    return FALSE;
  if (*self->at == 'u')
    {
      self->at++;
      return read_unicode (self);
    }

  found = strchr (letters, *self->at++);
  if (found != NULL)
    g_string_append_c (self->name, meanings[found - letters]);
  return found != NULL;
}

/* Leaves its text in name. */
static gboolean
read_string (Check *self)
{
  g_string_truncate (self->name, 0);
  if (!take (self, '"'))
    return FALSE;

  while (self->at < self->end && *self->at != '"')
    {
      char c = *self->at++;

      if ((guchar) c < 0x20 || (c == '\\' && !read_escape (self)))
        return FALSE;
      if (c != '\\')
        g_string_append_c (self->name, c);
    }
  return take (self, '"');
}

static gboolean
read_digits (Check *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > start;
}

static gboolean
read_number (Check *self)
{
  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!read_digits (self))
    return FALSE;

  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!read_digits (self))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      return read_digits (self);
    }
  return TRUE;
}

static gboolean
read_word (Check *self)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - self->at) >= length && memcmp (self->at, words[i], length) == 0)
        {
          self->at += length;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_key (Check *self)
{
  if (!read_string (self))
    return FALSE;

  if (self->open->len == 1 && self->keys != NULL)
    g_hash_table_add (self->keys, g_strdup (self->name->str));
  return take (self, ':');
}

static gboolean
read_scalar (Check *self)
{
  if (*self->at == '"')
    return read_string (self);

  return *self->at == '-' || g_ascii_isdigit (*self->at) ? read_number (self) : read_word (self);
}

static char
get_innermost (const Check *self)
{
  return (char) self->open->data[self->open->len - 1];
}

static gboolean
leave (Check *self)
{
  if (!take (self, get_innermost (self) == '{' ? '}' : ']'))
    return FALSE;

  g_byte_array_set_size (self->open, self->open->len - 1);
  return TRUE;
}

static gboolean
check_document (Check *self)
{
  for (;;)
    {
      gboolean is_inside = FALSE;

      skip_space (self);
      if (self->at >= self->end)
        return FALSE;
      if (*self->at == '{' || *self->at == '[')
        {
          g_byte_array_append (self->open, (const guint8 *) self->at++, 1);
          is_inside = !leave (self);
        }
      else if (!read_scalar (self))
        return FALSE;

      /* A value has ended here, and with it maybe what it was in. */
      if (!is_inside)
        {
          while (self->open->len > 0 && leave (self))
            ;
          if (self->open->len == 0)
            break;
          if (!take (self, ','))
            return FALSE;
        }
      if (get_innermost (self) == '{' && !read_key (self))
        return FALSE;
    }

  skip_space (self);
  return self->at == self->end;
}

/**
 * prony_json_check:
 * @text: UTF-8 text
 * @length: its length in bytes
 * @keys: (nullable) (element-type utf8): a set of strings, to which the keys of the
 *   outermost object are added; it must free them
 *
 * Reads a text strictly by RFC 8259, nested as deeply as it likes: any value is JSON,
 * also a number alone.
 *
 * Returns: whether it is JSON
 */
gboolean
prony_json_check (const char *text, gsize length, GHashTable *keys)
{
  g_autoptr (GByteArray) open = g_byte_array_new ();
  g_autoptr (GString) name = g_string_new (NULL);
  Check self = { .at = text, .end = text + length, .open = open, .name = name, .keys = keys };

  return check_document (&self);
}
