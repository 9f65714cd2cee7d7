/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-engine-spec.h"
#include "core/model/prony-request-record.h"
#include "core/wire/prony-delta.h"

G_BEGIN_DECLS

void prony_failure_from_status (
  guint status, const char *body, gsize length, PronyOutcome *outcome, char **message);
gboolean prony_failure_is_loading (const char *type, const char *message);
gboolean prony_failure_is_context_overflow (const char *type, const char *message);
gboolean prony_failure_is_own_limit (const GError *error);
void prony_failure_from_error (const GError *error,
                               const char *url,
                               PronyEngineKind kind,
                               PronyOutcome *outcome,
                               char **message);
void prony_failure_from_delta (const PronyDelta *delta, PronyOutcome *outcome, char **message);

G_END_DECLS
