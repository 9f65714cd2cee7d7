/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-request-record.h"
#include "core/model/prony-request-spec.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

PronyRequestRecord *prony_ask (PronyTarget *target,
                               PronyRequestSpec *spec,
                               double timeout_s,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
