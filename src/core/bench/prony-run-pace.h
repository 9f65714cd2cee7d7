/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyRunPace:
 *
 * How long requests take with each target, scenario and load of a plan: as they did where
 * that was measured, else as follows from what was. Used by one thread at a time.
 */
typedef struct _PronyRunPace PronyRunPace;

PronyRunPace *prony_run_pace_new (PronyPlan *plan);
void prony_run_pace_free (PronyRunPace *self);
void prony_run_pace_set_size (PronyRunPace *self,
                              guint scenario,
                              double prompt_tokens,
                              double output_tokens);
void prony_run_pace_add_earlier (
  PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load, double duration_s);
void prony_run_pace_add (PronyRunPace *self,
                         guint target,
                         guint scenario,
                         const PronyLoadLevel *load,
                         const PronyRequestRecord *record);
void prony_run_pace_watch (PronyRunPace *self,
                           guint target,
                           guint scenario,
                           const PronyLoadLevel *load,
                           GArray *ages,
                           double first_s,
                           double gap_s);
gboolean prony_run_pace_knows (PronyRunPace *self, guint target);
double prony_run_pace_get (
  PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load, double *scatter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunPace, prony_run_pace_free)

G_END_DECLS
