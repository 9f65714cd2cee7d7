/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

guint prony_load_size_count_threads (const PronyLoadConfig *config);
guint prony_load_size_count_warmup_streams (const PronyLoadConfig *config);
guint prony_load_size_expect_concurrency (const PronyLoadConfig *config, double latency_s);

G_END_DECLS
