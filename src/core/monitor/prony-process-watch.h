/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * PronyProcessWatch:
 *
 * Follows one program on this computer: a process and those that it has started. Used by
 * one thread.
 */
typedef struct _PronyProcessWatch PronyProcessWatch;

PronyProcessWatch *prony_process_watch_new_for_port (const char *id, const char *host, guint port);
PronyProcessWatch *prony_process_watch_new_for_pid (const char *id, guint pid);
void prony_process_watch_free (PronyProcessWatch *self);
const char *prony_process_watch_get_id (PronyProcessWatch *self);
void prony_process_watch_look (PronyProcessWatch *self, const char *proc, GArray *processes);
void prony_process_watch_read (PronyProcessWatch *self,
                               const char *proc,
                               GHashTable *gpu_processes,
                               PronyResourceSample *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyProcessWatch, prony_process_watch_free)

G_END_DECLS
