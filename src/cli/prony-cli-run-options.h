/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli-load-options.h"
#include "cli/prony-cli-options.h"
#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyCliRunOptions:
 * @shared: the options that commands share
 * @load: how much is asked, or how often
 * @targets: (nullable) (array zero-terminated=1): the values of `--target`
 * @scenarios: (nullable) (array zero-terminated=1): the values of `--scenario`
 * @output: (nullable): where the run folder goes
 * @max_failed_percent: how many of a trial's requests may fail
 *
 * What `run` was asked for; the rest of its options goes into a plan. The numbers
 * that an option may give are kept as texts until they are checked.
 */
typedef struct
{
  PronyCliOptions shared;
  PronyCliLoadOptions load;
  char **targets;
  char **scenarios;
  char *output;
  double max_failed_percent;

  char *name;
  char *duration;
  char *requests;
  char *iterations;
  char *warmup;
  char *max_tokens;
  char *temperature;
  char *seed;
  char *timeout;
  char *grace;
  char *cooldown;
  char *repeat;
  char *retries;
  char *threads;
  char *order;
  char *slo;
  char *price;
  char *fail_on_errors;
  gboolean no_stream;
  gboolean no_calibration;
} PronyCliRunOptions;

gboolean prony_cli_run_options_parse (PronyCliRunOptions *self, int argc, char *argv[]);
void prony_cli_run_options_clear (PronyCliRunOptions *self);
PronyPlan *prony_cli_run_options_make_plan (PronyCliRunOptions *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyCliRunOptions, prony_cli_run_options_clear)

G_END_DECLS
