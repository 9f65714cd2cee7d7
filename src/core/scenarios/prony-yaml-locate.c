/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-yaml-locate.h"

static guint
count_braces (const char *start, const char *end)
{
  guint n = 0;

  for (const char *p = start; p < end; p++)
    n += *p == '{';
  return n;
}

/* No style of YAML drops or adds a brace, however it folds lines: the same brace from the
 * start is the same brace. */
static const char *
find_brace (PronyYamlNode *self, const char *start, const char *end, gsize offset)
{
  const char *text_end = self->text + strlen (self->text);
  guint n = count_braces (self->text, self->text + offset);

  /* What follows the sign of a block may be a comment. */
  if (self->style == PRONY_YAML_LITERAL || self->style == PRONY_YAML_FOLDED)
    while (start < end && *start != '\n')
      start++;
  /* Unless it is written as an escape. */
  if (count_braces (start, end) != count_braces (self->text, text_end))
    return NULL;

  for (const char *p = start; p < end; p++)
    if (*p == '{' && n-- == 0)
      return p;
  return NULL;
}

/* How many bytes of the source make the next bytes of the text, and how many those are. */
static gsize
measure_escape (const char *p, const char *end, PronyYamlStyle style, gsize *n_bytes)
{
  static const char digits[] = { ['x'] = 2, ['u'] = 4, ['U'] = 8 };
  g_autofree char *number = NULL;
  gsize n_digits;

  *n_bytes = 1;
  if (style == PRONY_YAML_SINGLE_QUOTED)
    return *p == '\'' ? 2 : 1;
  if (style != PRONY_YAML_DOUBLE_QUOTED || *p != '\\' || p + 1 == end)
    return 1;

  n_digits = (guchar) p[1] < sizeof digits ? (gsize) digits[(guchar) p[1]] : 0;
  if (n_digits > 0 && (gsize) (end - p) >= 2 + n_digits)
    {
      number = g_strndup (p + 2, n_digits);
      *n_bytes = (gsize) g_unichar_to_utf8 ((gunichar) g_ascii_strtoull (number, NULL, 16), NULL);
    }
  else if (strchr ("N_", p[1]) != NULL)
    *n_bytes = 2;
  else if (strchr ("LP", p[1]) != NULL)
    *n_bytes = 3;
  return 2 + n_digits;
}

static const char *
find_byte (PronyYamlNode *self, const char *start, const char *end, gsize offset)
{
  const char *p = start + (self->style != PRONY_YAML_PLAIN);
  gsize at = 0;

  if (self->style == PRONY_YAML_LITERAL || self->style == PRONY_YAML_FOLDED ||
      self->start.line != self->end.line)
    return NULL;

  while (at < offset && p < end)
    {
      gsize n_bytes;

      p += measure_escape (p, end, self->style, &n_bytes);
      at += n_bytes;
    }
  return p < end ? p : NULL;
}

/**
 * prony_yaml_node_locate:
 * @self: a scalar
 * @source: the whole text that it was read from
 * @places: what finds places in @source
 * @offset: bytes from the start of the scalar's text, at most its length
 *
 * Finds where a part of a scalar's text is written. Exact for braces, and for everything
 * in scalars of one line.
 *
 * Returns: the place; where it cannot be told that at which the scalar begins
 */
PronyTextPlace
prony_yaml_node_locate (PronyYamlNode *self,
                        const char *source,
                        PronyTextPlaces *places,
                        gsize offset)
{
  const char *start = source + self->start.offset;
  const char *end = source + self->end.offset;
  const char *found;

  if (self->text[offset] == '{')
    found = find_brace (self, start, end, offset);
  else
    found = find_byte (self, start, end, offset);
  return found != NULL ? prony_text_places_at_offset (places, (gsize) (found - source))
                       : self->start;
}
