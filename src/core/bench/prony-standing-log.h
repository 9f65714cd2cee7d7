/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-standing.h"
#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

/**
 * PronyStandingLog:
 *
 * Follows how the trials of a run compare while they are measured, with a sample of fixed
 * size of each. Used by one thread at a time.
 */
typedef struct _PronyStandingLog PronyStandingLog;

PronyStandingLog *prony_standing_log_new (PronyRun *run);
void prony_standing_log_free (PronyStandingLog *self);
void prony_standing_log_add (PronyStandingLog *self, guint trial, const PronyRequestRecord *record);
void prony_standing_log_note_load (PronyStandingLog *self, guint trial, PronyLoadSnapshot *load);
void prony_standing_log_fill (PronyStandingLog *self, gint64 now_us, GPtrArray *standings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyStandingLog, prony_standing_log_free)

G_END_DECLS
