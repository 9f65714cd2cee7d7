/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-live-feed.h"
#include "core/bench/prony-run-progress.h"

G_BEGIN_DECLS

/**
 * PronyRunPublisher:
 *
 * Shows others how a run stands: keeps the latest of each trial, the failures and the
 * standings, and makes snapshots of them. Used by the runner's thread only.
 */
typedef struct _PronyRunPublisher PronyRunPublisher;

PronyRunPublisher *prony_run_publisher_new (PronyLiveFeed *feed,
                                            PronyPlan *plan,
                                            PronyRun *run,
                                            PronyRunProgress *progress);
void prony_run_publisher_free (PronyRunPublisher *self);
void prony_run_publisher_begin (PronyRunPublisher *self);
void prony_run_publisher_end (PronyRunPublisher *self);
void prony_run_publisher_hurry (PronyRunPublisher *self, gint64 wait_us);
PronyResourceSample *prony_run_publisher_take_sample (PronyRunPublisher *self);
void prony_run_publisher_note_load (PronyRunPublisher *self, guint trial, PronyLoadSnapshot *load);
void prony_run_publisher_note_progress (PronyRunPublisher *self,
                                        guint trial,
                                        double share,
                                        double remaining_s);
void
prony_run_publisher_note_records (PronyRunPublisher *self, PronyTrial *trial, GPtrArray *records);
void prony_run_publisher_publish (PronyRunPublisher *self, PronyState state, const char *warning);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunPublisher, prony_run_publisher_free)

G_END_DECLS
