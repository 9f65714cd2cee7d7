/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyRunRecorder:
 *
 * Keeps what a run measures: in the store, if there is one, and in memory only until
 * it is safely there. A store that fails does not end the run.
 */
typedef struct _PronyRunRecorder PronyRunRecorder;

/**
 * PronyRecordFunc:
 * @record: a request, with its texts
 * @user_data: as given
 *
 * Returns: whether to go on
 */
typedef gboolean (*PronyRecordFunc) (PronyRequestRecord *record, gpointer user_data);

PronyRunRecorder *prony_run_recorder_new (PronyStore *store, PronyRun *run);
void prony_run_recorder_free (PronyRunRecorder *self);
void prony_run_recorder_begin (PronyRunRecorder *self, PronyPlan *plan);
void prony_run_recorder_put_trial (PronyRunRecorder *self, PronyTrial *trial);
void prony_run_recorder_add_note (PronyRunRecorder *self, const PronyRunNote *note);
void prony_run_recorder_add_sample (PronyRunRecorder *self, PronyResourceSample *sample);
GPtrArray *prony_run_recorder_list_samples (PronyRunRecorder *self, gint64 since_ns);
void prony_run_recorder_add (PronyRunRecorder *self, PronyTrial *trial, GPtrArray *records);
void prony_run_recorder_end_trial (PronyRunRecorder *self, PronyTrial *trial);
void prony_run_recorder_end (PronyRunRecorder *self);
const char *prony_run_recorder_get_warning (PronyRunRecorder *self);
GPtrArray *
prony_run_recorder_get_records (PronyRunRecorder *self, guint trial_index, gboolean texts);
void prony_run_recorder_visit (PronyRunRecorder *self,
                               guint trial_index,
                               PronyRecordFunc func,
                               gpointer user_data);
void prony_run_recorder_put_reviews (PronyRunRecorder *self, PronyTrial *trial, GArray *reviews);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunRecorder, prony_run_recorder_free)

G_END_DECLS
