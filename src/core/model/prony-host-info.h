/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyHostInfo:
 * @hostname: this computer's name
 * @os: such as "Debian GNU/Linux 12 (bookworm)"
 * @kernel: such as "6.1.0"
 * @cpu: (nullable): the processor's name
 * @cores: logical processors
 * @memory_mb: in units of 2^20 bytes
 *
 * The computer that measured. Reference counted, immutable.
 */
struct _PronyHostInfo
{
  char *hostname;
  char *os;
  char *kernel;
  char *cpu;
  guint cores;
  guint64 memory_mb;
};

PronyHostInfo *prony_host_info_new (void);
PronyHostInfo *prony_host_info_ref (PronyHostInfo *self);
void prony_host_info_unref (PronyHostInfo *self);
JsonObject *prony_host_info_to_json (PronyHostInfo *self);
PronyHostInfo *prony_host_info_from_json (JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHostInfo, prony_host_info_unref)

G_END_DECLS
