/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyStateMark:
 *
 * How far a run or a trial is, as an icon and a word. Main thread only.
 */
#define PRONY_TYPE_STATE_MARK (prony_state_mark_get_type ())

G_DECLARE_FINAL_TYPE (PronyStateMark, prony_state_mark, PRONY, STATE_MARK, AdwBin)

void prony_state_mark_show (PronyStateMark *self, PronyState state);

G_END_DECLS
