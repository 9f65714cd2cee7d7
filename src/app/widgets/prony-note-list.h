/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyNoteList:
 *
 * Remarks that were made on a run under way, with their times. Hidden while there is
 * none. Main thread only.
 */
#define PRONY_TYPE_NOTE_LIST (prony_note_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyNoteList, prony_note_list, PRONY, NOTE_LIST, AdwBin)

void prony_note_list_reset (PronyNoteList *self);
void prony_note_list_show (PronyNoteList *self, PronyRunSnapshot *snapshot);

G_END_DECLS
