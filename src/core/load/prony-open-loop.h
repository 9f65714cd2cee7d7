/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-shape.h"

G_BEGIN_DECLS

typedef struct _PronyOpenLoop PronyOpenLoop;

extern const PronyLoadShape prony_open_loop_shape;

PronyOpenLoop *prony_open_loop_new (const PronyLoadShare *share, PronyLoadStreams *streams);

G_END_DECLS
