/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-target.h"

G_BEGIN_DECLS

PronyTarget *prony_target_prepare (PronyTarget *target, GCancellable *cancellable, GError **error);

G_END_DECLS
