/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-text-places.h"

/* How far apart the places are that are kept: a search walks no further than this. */
#define DISTANCE 256

typedef struct
{
  PronyTextPlace place;
  gsize character;
} Mark;

struct _PronyTextPlaces
{
  const char *text;
  gsize length;
  GArray *marks;
};

/* A character further. Lines end with a line feed, a carriage return or both, as in
 * every editor. */
static void
advance (PronyTextPlaces *self, Mark *mark)
{
  PronyTextPlace *place = &mark->place;
  const char *p = self->text + place->offset;
  gsize rest = self->length - place->offset;

  if (*p == '\n' || (*p == '\r' && !(rest > 1 && p[1] == '\n')))
    {
      place->line++;
      place->column = 1;
    }
  else if (*p != '\r')
    place->column++;
  place->offset += MIN ((gsize) (g_utf8_next_char (p) - p), rest);
  mark->character++;
}

/**
 * prony_text_places_new:
 * @text: valid UTF-8, which must stay as it is; a byte order mark at its beginning is not
 *   a character
 * @length: its length in bytes
 *
 * Returns: (transfer full): what finds places in @text
 */
PronyTextPlaces *
prony_text_places_new (const char *text, gsize length)
{
  PronyTextPlaces *self = g_new0 (PronyTextPlaces, 1);
  Mark mark = { .place = { .line = 1, .column = 1 } };

  self->text = text;
  self->length = length;
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    mark.place.offset = 3;

  g_array_append_val (self->marks, mark);
  while (mark.place.offset < length)
    {
      advance (self, &mark);
      if (mark.character % DISTANCE == 0)
        g_array_append_val (self->marks, mark);
    }
  return self;
}

/**
 * prony_text_places_free:
 * @self: (transfer full): what finds places
 */
void
prony_text_places_free (PronyTextPlaces *self)
{
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * prony_text_places_at_character:
 * @self: what finds places
 * @character: how many characters come before the place
 *
 * Returns: the place; the end of the text if that has fewer
 */
PronyTextPlace
prony_text_places_at_character (PronyTextPlaces *self, gsize character)
{
  guint index = (guint) MIN (character / DISTANCE, self->marks->len - 1);
  Mark mark = g_array_index (self->marks, Mark, index);

  while (mark.character < character && mark.place.offset < self->length)
    advance (self, &mark);
  return mark.place;
}

/**
 * prony_text_places_at_offset:
 * @self: what finds places
 * @offset: how many bytes come before the place
 *
 * Returns: the place; the end of the text if that has fewer
 */
PronyTextPlace
prony_text_places_at_offset (PronyTextPlaces *self, gsize offset)
{
  guint low = 0;
  guint high = self->marks->len - 1;
  Mark mark;

  while (low < high)
    {
      guint middle = (low + high + 1) / 2;

      if (g_array_index (self->marks, Mark, middle).place.offset <= offset)
        low = middle;
      else
        high = middle - 1;
    }

  mark = g_array_index (self->marks, Mark, low);
  while (mark.place.offset < offset && mark.place.offset < self->length)
    advance (self, &mark);
  return mark.place;
}
