/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyFailureLog:
 *
 * Counts how the requests of a run failed, by target and outcome, and keeps the first of
 * each. It takes no more memory however many fail. Used by one thread at a time.
 */
typedef struct _PronyFailureLog PronyFailureLog;

PronyFailureLog *prony_failure_log_new (void);
void prony_failure_log_free (PronyFailureLog *self);
void prony_failure_log_add (PronyFailureLog *self, PronyTrial *trial, PronyRequestRecord *record);
void prony_failure_log_fill (PronyFailureLog *self, GPtrArray *failures);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyFailureLog, prony_failure_log_free)

G_END_DECLS
