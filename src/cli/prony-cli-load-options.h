/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyCliLoadOptions:
 *
 * The options of `run` that say how much is asked of an engine, or how often: as they
 * were typed, %NULL where they were not. Begin with all zero.
 */
typedef struct
{
  char *concurrency;
  char *rate;
  char *arrival;
  char *burstiness;
  char *max_concurrency;
  char *ramp;
  gboolean sweep;
  char *sweep_max;
  char *trace;
  char *speed;
  char *think_time;
} PronyCliLoadOptions;

void prony_cli_load_options_add_entries (PronyCliLoadOptions *self, GArray *entries);
void prony_cli_load_options_clear (PronyCliLoadOptions *self);
gboolean prony_cli_load_options_any_load (const PronyCliLoadOptions *self);
gboolean prony_cli_load_options_apply (PronyCliLoadOptions *self, PronyPlan *plan, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyCliLoadOptions, prony_cli_load_options_clear)

G_END_DECLS
