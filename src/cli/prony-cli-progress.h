/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyCliProgress:
 *
 * Tells on standard error how far a run is: on a terminal a line that is drawn
 * over, elsewhere a plain line now and then.
 */
typedef struct _PronyCliProgress PronyCliProgress;

PronyCliProgress *prony_cli_progress_new (gboolean quiet);
void prony_cli_progress_free (PronyCliProgress *self);
void prony_cli_progress_update (PronyCliProgress *self, PronyRunSnapshot *snapshot);
void prony_cli_progress_end (PronyCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCliProgress, prony_cli_progress_free)

G_END_DECLS
