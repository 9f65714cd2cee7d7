/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * PronySysfsGpus:
 *
 * The GPUs of AMD and Intel, as far as their drivers tell in /sys. Used by one thread.
 */
typedef struct _PronySysfsGpus PronySysfsGpus;

PronySysfsGpus *prony_sysfs_gpus_new (const char *sys);
void prony_sysfs_gpus_free (PronySysfsGpus *self);
void prony_sysfs_gpus_read (PronySysfsGpus *self, PronyResourceSample *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySysfsGpus, prony_sysfs_gpus_free)

G_END_DECLS
