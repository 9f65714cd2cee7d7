/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * PronyHostUse:
 * @busy: clock ticks in which a core was busy, of all cores, at the latest reading
 * @all: all clock ticks
 * @is_known: whether there was a reading
 *
 * What the processor has done until now. Begin with all zero.
 */
typedef struct
{
  guint64 busy;
  guint64 all;
  gboolean is_known;
} PronyHostUse;

void prony_host_use_read (PronyHostUse *self, const char *proc, PronyResourceSample *sample);

G_END_DECLS
