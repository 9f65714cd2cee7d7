/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyConcurrencyRow:
 *
 * A row in which numbers of requests at once are chosen: the usual ones as chips, any in
 * the entry beside them, both in step. Main thread only.
 *
 * Signal `changed`: another choice.
 */
#define PRONY_TYPE_CONCURRENCY_ROW (prony_concurrency_row_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyConcurrencyRow, prony_concurrency_row, PRONY, CONCURRENCY_ROW, AdwPreferencesRow)

const char *prony_concurrency_row_get_text (PronyConcurrencyRow *self);
void prony_concurrency_row_set_text (PronyConcurrencyRow *self, const char *text);
GArray *prony_concurrency_row_get_levels (PronyConcurrencyRow *self, GError **error);

G_END_DECLS
