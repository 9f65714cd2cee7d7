/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

/**
 * PronyChoiceRow:
 *
 * A result in a list, with a check mark that says whether it is chosen. Main thread
 * only. Signal `toggled` when the user changes the mark.
 */
#define PRONY_TYPE_CHOICE_ROW (prony_choice_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyChoiceRow, prony_choice_row, PRONY, CHOICE_ROW, AdwBin)

GtkWidget *prony_choice_row_new (void);
void prony_choice_row_set_texts (PronyChoiceRow *self,
                                 const char *title,
                                 const char *subtitle,
                                 const PronyRunEntryResult *result);
void prony_choice_row_set_chosen (PronyChoiceRow *self, gboolean chosen);
gboolean prony_choice_row_get_chosen (PronyChoiceRow *self);

G_END_DECLS
