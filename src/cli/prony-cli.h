/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyCliStatus:
 * @PRONY_CLI_DONE: done
 * @PRONY_CLI_REQUESTS_FAILED: done, but too many requests failed
 * @PRONY_CLI_BAD_INPUT: wrong usage or bad input
 * @PRONY_CLI_NO_ENGINE: no engine could be reached, or the model is not there
 * @PRONY_CLI_REGRESSION: a run is clearly worse than its baseline
 * @PRONY_CLI_INTERRUPTED: stopped by a signal
 *
 * The exit statuses; scripts depend on them.
 */
typedef enum
{
  PRONY_CLI_DONE = 0,
  PRONY_CLI_REQUESTS_FAILED = 1,
  PRONY_CLI_BAD_INPUT = 2,
  PRONY_CLI_NO_ENGINE = 3,
  PRONY_CLI_REGRESSION = 4,
  PRONY_CLI_INTERRUPTED = 130,
} PronyCliStatus;

/* Each command gets its name as argv[0]. */
PronyCliStatus prony_cli_engines (int argc, char *argv[]);
PronyCliStatus prony_cli_models (int argc, char *argv[]);
PronyCliStatus prony_cli_catalog (int argc, char *argv[]);
PronyCliStatus prony_cli_try (int argc, char *argv[]);
PronyCliStatus prony_cli_run (int argc, char *argv[]);
PronyCliStatus prony_cli_history (int argc, char *argv[]);
PronyCliStatus prony_cli_show (int argc, char *argv[]);
PronyCliStatus prony_cli_compare (int argc, char *argv[]);
PronyCliStatus prony_cli_check (int argc, char *argv[]);
PronyCliStatus prony_cli_badge (int argc, char *argv[]);
PronyCliStatus prony_cli_export (int argc, char *argv[]);
PronyCliStatus prony_cli_calibrate (int argc, char *argv[]);
PronyCliStatus prony_cli_tokens (int argc, char *argv[]);
PronyCliStatus prony_cli_monitor (int argc, char *argv[]);
PronyCliStatus prony_cli_scenarios (int argc, char *argv[]);

G_END_DECLS
