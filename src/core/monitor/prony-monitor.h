/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-engine-spec.h"
#include "core/monitor/prony-resource-reader.h"

G_BEGIN_DECLS

/**
 * PronyMonitor:
 *
 * Reads in a thread of its own what this computer, its GPUs and the engines on it use.
 * What cannot be read is absent; that is no error.
 */
typedef struct _PronyMonitor PronyMonitor;

PronyMonitor *prony_monitor_start (GPtrArray *engines, double interval_s);
PronyMonitor *prony_monitor_start_reader (PronyResourceReader *reader, double interval_s);
PronyResourceSample *prony_monitor_read (PronyMonitor *self);
void prony_monitor_hurry (PronyMonitor *self, gint64 wait_us);
void prony_monitor_free (PronyMonitor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyMonitor, prony_monitor_free)

G_END_DECLS
