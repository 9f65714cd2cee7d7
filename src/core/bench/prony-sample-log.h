/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronySampleLog:
 *
 * The readings of this computer while a run is under way. With a store they are stored at
 * once and only the latest hour is kept; without one all are. Used by one thread.
 */
typedef struct _PronySampleLog PronySampleLog;

PronySampleLog *prony_sample_log_new (PronyStore *store, PronyRun *run);
void prony_sample_log_free (PronySampleLog *self);
void prony_sample_log_add (PronySampleLog *self, PronyResourceSample *sample);
GPtrArray *prony_sample_log_list_since (PronySampleLog *self, gint64 since_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySampleLog, prony_sample_log_free)

G_END_DECLS
