/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-check.h"

/**
 * prony_run_check_new:
 * @run: the run that was checked
 * @baseline: the run that it was held against
 * @cases: (element-type PronyRegressionCase): what came out
 *
 * Returns: (transfer full): the result of a check
 */
PronyRunCheck *
prony_run_check_new (PronyRun *run, PronyRun *baseline, GPtrArray *cases)
{
  PronyRunCheck *self;

  g_return_val_if_fail (run != NULL && baseline != NULL && cases != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRunCheck);
  self->run_id = g_strdup (run->id);
  self->baseline_id = g_strdup (baseline->id);
  self->baseline_name = g_strdup (baseline->name);
  self->cases = g_ptr_array_ref (cases);
  self->verdict = prony_regression_get_verdict (cases);

  return self;
}

/**
 * prony_run_check_ref:
 * @self: the result of a check
 *
 * Returns: (transfer full): the same
 */
PronyRunCheck *
prony_run_check_ref (PronyRunCheck *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PronyRunCheck *self = data;

  g_free (self->run_id);
  g_free (self->baseline_id);
  g_free (self->baseline_name);
  g_ptr_array_unref (self->cases);
}

/**
 * prony_run_check_unref:
 * @self: (transfer full): the result of a check
 */
void
prony_run_check_unref (PronyRunCheck *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
