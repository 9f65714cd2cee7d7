/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-attempt.h"

G_BEGIN_DECLS

/**
 * PronyCliTryView:
 *
 * What of an answer is on the terminal. Begin with all zero.
 */
typedef struct
{
  gboolean reasoning; /* some of it was printed */
  gboolean answer;
} PronyCliTryView;

void prony_cli_try_view_update (PronyCliTryView *self, const PronyAttemptNews *news);
void prony_cli_try_view_end (PronyCliTryView *self);
void prony_cli_try_print_metrics (const PronyAttemptResult *result);
void prony_cli_try_print_events (const PronyAttemptResult *result);
void prony_cli_try_print_raw (const PronyAttemptResult *result);

G_END_DECLS
