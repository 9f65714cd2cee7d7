/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-live-feed.h"
#include "core/model/prony-plan.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyRunner:
 *
 * Carries out one plan, in a thread of its own: for each trial prepare, warm up,
 * measure, drain, summarise, store. Its owner talks to it from any thread through
 * pause, resume and stop, and watches its live feed. Stop keeps everything that
 * was measured and marks it partial.
 */
#define PRONY_TYPE_RUNNER (prony_runner_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunner, prony_runner, PRONY, RUNNER, GObject)

PronyRunner *prony_runner_new (PronyPlan *plan, PronyStore *store);
PronyLiveFeed *prony_runner_get_feed (PronyRunner *self);
void prony_runner_run_async (PronyRunner *self, GAsyncReadyCallback callback, gpointer user_data);
PronyRun *prony_runner_run_finish (PronyRunner *self, GAsyncResult *result, GError **error);
void prony_runner_pause (PronyRunner *self);
void prony_runner_resume (PronyRunner *self);
void prony_runner_stop (PronyRunner *self);
void prony_runner_skip_trial (PronyRunner *self, guint trial_index);
void prony_runner_add_note (PronyRunner *self, const char *text);
void prony_runner_watch (PronyRunner *self, guint trial_index, int stream);
GPtrArray *prony_runner_list_samples (PronyRunner *self);
GPtrArray *prony_runner_get_records (PronyRunner *self, guint trial_index);

G_END_DECLS
