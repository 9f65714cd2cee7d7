/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-shape.h"

G_BEGIN_DECLS

typedef struct _PronyClosedLoop PronyClosedLoop;

extern const PronyLoadShape prony_closed_loop_shape;

PronyClosedLoop *prony_closed_loop_new (const PronyLoadShare *share, PronyLoadStreams *streams);
PronyClosedLoop *
prony_closed_loop_new_warmup (const PronyLoadShare *share, PronyLoadStreams *streams, guint n);

G_END_DECLS
