/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronySegmentRow:
 *
 * A row in which one of few choices is made, all of them in sight as linked buttons.
 * Main thread only.
 *
 * Properties: `model` (#GtkStringList: the titles of the choices, given once),
 * `selected` (its index).
 */
#define PRONY_TYPE_SEGMENT_ROW (prony_segment_row_get_type ())

G_DECLARE_FINAL_TYPE (PronySegmentRow, prony_segment_row, PRONY, SEGMENT_ROW, AdwPreferencesRow)

guint prony_segment_row_get_selected (PronySegmentRow *self);
void prony_segment_row_set_selected (PronySegmentRow *self, guint selected);

G_END_DECLS
