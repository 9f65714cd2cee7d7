/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-share.h"
#include "core/load/prony-load-start-line.h"

G_BEGIN_DECLS

typedef struct _PronyLoadWorker PronyLoadWorker;

PronyLoadWorker *prony_load_worker_new (const PronyLoadShare *share, PronyLoadStartLine *line);
gboolean prony_load_worker_start (PronyLoadWorker *self, GError **error);
void prony_load_worker_wake (PronyLoadWorker *self);
PronyLoadOutbox *prony_load_worker_get_outbox (PronyLoadWorker *self);
void prony_load_worker_join (PronyLoadWorker *self);
void prony_load_worker_free (PronyLoadWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadWorker, prony_load_worker_free)

G_END_DECLS
