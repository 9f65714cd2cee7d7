/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Starting any program that says where it listens, for tests. */

#pragma once

#include "core/engines/prony-engine-process.h"

G_BEGIN_DECLS

void _prony_engine_process_start_async (const char *program,
                                        const char *const *arguments,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

G_END_DECLS
