/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-http-pool.h"
#include "core/load/prony-load-generator.h"
#include "core/load/prony-load-outbox.h"

G_BEGIN_DECLS

typedef struct _PronyClosedLoop PronyClosedLoop;

PronyClosedLoop *
prony_closed_loop_new (const PronyLoadConfig *config, PronyHttpPool *pool, PronyLoadOutbox *outbox);
void prony_closed_loop_free (PronyClosedLoop *self);
void prony_closed_loop_start (PronyClosedLoop *self);
void prony_closed_loop_set_paused (PronyClosedLoop *self, gboolean paused);
void prony_closed_loop_stop (PronyClosedLoop *self);
gboolean prony_closed_loop_is_done (PronyClosedLoop *self);
void prony_closed_loop_get_health (PronyClosedLoop *self, PronyLoadHealth *health);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyClosedLoop, prony_closed_loop_free)

G_END_DECLS
