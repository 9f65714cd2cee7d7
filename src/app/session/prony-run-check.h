/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-regression.h"

G_BEGIN_DECLS

/**
 * PronyRunCheck:
 * @run_id: the run that was checked
 * @baseline_id: the run that it was held against
 * @baseline_name: what that is called
 * @cases: (element-type PronyRegressionCase): what came out; none where the two have nothing in
 *   common
 * @verdict: all of it in a word
 *
 * How a run stands against its baseline. Reference counted, immutable once it is made.
 */
typedef struct
{
  char *run_id;
  char *baseline_id;
  char *baseline_name;
  GPtrArray *cases;
  PronyRunVerdict verdict;
} PronyRunCheck;

PronyRunCheck *prony_run_check_new (PronyRun *run, PronyRun *baseline, GPtrArray *cases);
PronyRunCheck *prony_run_check_ref (PronyRunCheck *self);
void prony_run_check_unref (PronyRunCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunCheck, prony_run_check_unref)

G_END_DECLS
