/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-wire"

#include "config.h"

#include <string.h>

#include "core/wire/prony-prometheus.h"

/* Longer than any number that is written sensibly. */
#define NUMBER_MAX_BYTES 63

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == ':';
}

static const char *
skip_blanks (const char *p, const char *end)
{
  while (p < end && is_blank (*p))
    p++;

  return p;
}

static const char *
skip_name (const char *p, const char *end)
{
  while (p < end && is_name_char (*p))
    p++;

  return p;
}

/* @p is at a quotation mark. Returns: what follows the closing one; NULL if there is
 * none. */
static const char *
skip_quoted (const char *p, const char *end)
{
  for (p++; p < end; p++)
    if (*p == '\\')
      p++;
    else if (*p == '"')
      return p + 1;

  return NULL;
}

/* Returns: the closing brace; NULL if there is none. */
static const char *
find_brace (const char *p, const char *end)
{
  while (p != NULL && p < end && *p != '}')
    p = *p == '"' ? skip_quoted (p, end) : p + 1;

  return p != NULL && p < end ? p : NULL;
}

static gboolean
read_number (const char *p, const char *end, double *value)
{
  char number[NUMBER_MAX_BYTES + 1];
  gsize length = 0;
  char *rest;

  while (p + length < end && !is_blank (p[length]))
    length++;
  if (length == 0 || length > NUMBER_MAX_BYTES || memchr (p, '\0', length) != NULL)
    return FALSE;

  memcpy (number, p, length);
  number[length] = '\0';
  *value = g_ascii_strtod (number, &rest);
  return *rest == '\0';
}

/* What follows the number, a time or an example, is not looked at. */
static gboolean
read_sample (PronyPrometheus *self, const char *line, const char *end)
{
  const char *p = skip_blanks (line, end);

  self->name = p;
  p = skip_name (p, end);
  self->name_length = (gsize) (p - self->name);
  if (self->name_length == 0 || g_ascii_isdigit (*self->name))
    return FALSE;

  p = skip_blanks (p, end);
  self->labels = self->labels_end = p;
  if (p < end && *p == '{')
    {
      self->labels = p + 1;
      self->labels_end = find_brace (p + 1, end);
      if (self->labels_end == NULL)
        return FALSE;
      p = self->labels_end + 1;
    }

  return read_number (skip_blanks (p, end), end, &self->value);
}

/**
 * prony_prometheus_init:
 * @self: (out caller-allocates): memory for a reader
 * @text: what a server sent; need not be text at all, nor end with a NUL
 * @length: its bytes
 *
 * Makes a reader that stands before the first sample. The format is Prometheus' text
 * exposition format 0.0.4, and what it shares with OpenMetrics 1.0.
 */
void
prony_prometheus_init (PronyPrometheus *self, const char *text, gsize length)
{
  *self = (PronyPrometheus){ .next = text, .end = text + length };
}

/**
 * prony_prometheus_next:
 * @self: a reader
 *
 * Goes to the next sample. Comments, and lines that are none, are passed over.
 *
 * Returns: whether there was one
 */
gboolean
prony_prometheus_next (PronyPrometheus *self)
{
  while (self->next < self->end)
    {
      const char *line = self->next;
      const char *end = memchr (line, '\n', (gsize) (self->end - line));

      if (end == NULL)
        end = self->end;
      self->next = end < self->end ? end + 1 : end;
      if (read_sample (self, line, end))
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_prometheus_is_named:
 * @self: a reader at a sample
 * @name: the name of a sample, such as "vllm:generation_tokens_total"
 *
 * Returns: whether that is the sample's name
 */
gboolean
prony_prometheus_is_named (const PronyPrometheus *self, const char *name)
{
  return strlen (name) == self->name_length && memcmp (name, self->name, self->name_length) == 0;
}

static char *
unescape (const char *text, const char *end)
{
  GString *value = g_string_new (NULL);

  for (; text < end; text++)
    {
      if (*text == '\\' && text + 1 < end)
        {
          text++;
          g_string_append_c (value, *text == 'n' ? '\n' : *text);
        }
      else
        {
          g_string_append_c (value, *text);
        }
    }

  return g_string_free (value, FALSE);
}

/**
 * prony_prometheus_get_label:
 * @self: a reader at a sample
 * @label: the name of a label
 *
 * Returns: (transfer full) (nullable): its value; %NULL if the sample has no such label
 */
char *
prony_prometheus_get_label (const PronyPrometheus *self, const char *label)
{
  const char *p = self->labels;
  const char *end = self->labels_end;

  while (p < end)
    {
      const char *name = skip_blanks (p, end);
      gsize length;
      const char *value;

      p = skip_name (name, end);
      length = (gsize) (p - name);
      p = skip_blanks (p, end);
      if (p < end && *p == '=')
        {
          value = skip_blanks (p + 1, end);
          p = value < end && *value == '"' ? skip_quoted (value, end) : NULL;
          if (p == NULL)
            return NULL;
          if (length == strlen (label) && memcmp (name, label, length) == 0)
            return unescape (value + 1, p - 1);
        }
      else if (p < end)
        {
          p++;
        }
    }

  return NULL;
}
