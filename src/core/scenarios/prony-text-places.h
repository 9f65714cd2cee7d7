/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyTextPlace:
 * @offset: in bytes, from 0
 * @line: from 1
 * @column: in characters, from 1
 *
 * A place in a text.
 */
typedef struct
{
  gsize offset;
  guint line;
  guint column;
} PronyTextPlace;

/**
 * PronyTextPlaces:
 *
 * Finds places in a text by their bytes or characters in little time, however long its
 * lines are. Does not own the text.
 */
typedef struct _PronyTextPlaces PronyTextPlaces;

PronyTextPlaces *prony_text_places_new (const char *text, gsize length);
void prony_text_places_free (PronyTextPlaces *self);
PronyTextPlace prony_text_places_at_character (PronyTextPlaces *self, gsize character);
PronyTextPlace prony_text_places_at_offset (PronyTextPlaces *self, gsize offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTextPlaces, prony_text_places_free)

G_END_DECLS
