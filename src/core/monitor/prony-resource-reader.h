/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * PronyResourcePlaces:
 * @proc: where the system tells about processes; %NULL means "/proc"
 * @sys: where the system tells about devices; %NULL means "/sys"
 * @nvml: NVIDIA's library; %NULL means the driver's own
 *
 * Where readings come from.
 */
typedef struct
{
  const char *proc;
  const char *sys;
  const char *nvml;
} PronyResourcePlaces;

/**
 * PronyResourceReader:
 *
 * Reads what this computer and some programs on it use, when it is asked to. Used by one
 * thread at a time.
 */
typedef struct _PronyResourceReader PronyResourceReader;

PronyResourceReader *prony_resource_reader_new (const PronyResourcePlaces *places);
void prony_resource_reader_free (PronyResourceReader *self);
void prony_resource_reader_add_engine (PronyResourceReader *self, PronyEngineSpec *engine);
void prony_resource_reader_add_port (PronyResourceReader *self, const char *id, guint port);
void prony_resource_reader_add_process (PronyResourceReader *self, const char *id, guint pid);
PronyResourceSample *prony_resource_reader_read (PronyResourceReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyResourceReader, prony_resource_reader_free)

G_END_DECLS
