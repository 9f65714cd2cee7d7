/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * PRONY_NVML_LIBRARY:
 *
 * The library that comes with NVIDIA's driver.
 */
#define PRONY_NVML_LIBRARY "libnvidia-ml.so.1"

/**
 * PronyGpuProcess:
 * @memory: what it has on all GPUs, in bytes
 * @gpus: which GPUs those are, a bit for each by its place in the sample
 *
 * What a process has of the GPUs.
 */
typedef struct
{
  guint64 memory;
  guint64 gpus;
} PronyGpuProcess;

/**
 * PronyNvml:
 *
 * The GPUs of NVIDIA, as the library of their driver tells. Used by one thread.
 */
typedef struct _PronyNvml PronyNvml;

PronyNvml *prony_nvml_open (const char *library);
void prony_nvml_free (PronyNvml *self);
void prony_nvml_read (PronyNvml *self, PronyResourceSample *sample, GHashTable *gpu_processes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyNvml, prony_nvml_free)

G_END_DECLS
