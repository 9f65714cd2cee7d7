/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyNumberRow:
 *
 * A row for a number that may also be absent: an empty text is none. Both the sign of
 * the user's locale and the point part decimals. What is no number is marked. Main
 * thread only.
 *
 * Properties: `complaint` (string: a sentence that says what may be typed), `positive`
 * (whether 0 is a mistake, too), `scale` (what a value is multiplied by to be shown: 1000
 * shows seconds as milliseconds).
 */
#define PRONY_TYPE_NUMBER_ROW (prony_number_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyNumberRow, prony_number_row, PRONY, NUMBER_ROW, AdwEntryRow)

gboolean prony_number_row_get (PronyNumberRow *self, double *value, GError **error);
void prony_number_row_set (PronyNumberRow *self, double value);

G_END_DECLS
