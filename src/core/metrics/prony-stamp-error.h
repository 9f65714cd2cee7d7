/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyStampError:
 *
 * What the client added to the times of requests whose answers are the engine's own
 * clock (`prony-sim --stamp-tokens`): collects records and gives quantiles.
 */
typedef struct _PronyStampError PronyStampError;

PronyStampError *prony_stamp_error_new (void);
void prony_stamp_error_free (PronyStampError *self);
gboolean prony_stamp_error_add (PronyStampError *self, const PronyRequestRecord *record);
guint64 prony_stamp_error_count_requests (PronyStampError *self);
guint64 prony_stamp_error_count_tokens (PronyStampError *self);
double prony_stamp_error_get_ttft (PronyStampError *self, double share);
double prony_stamp_error_get_itl (PronyStampError *self, double share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyStampError, prony_stamp_error_free)

G_END_DECLS
