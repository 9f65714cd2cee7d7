/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-target.h"

G_BEGIN_DECLS

gboolean prony_capability_check (PronyTarget *target,
                                 GCancellable *cancellable,
                                 PronyCapabilities *capabilities,
                                 GError **error);

G_END_DECLS
