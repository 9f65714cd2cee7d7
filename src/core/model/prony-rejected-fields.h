/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyRejectedFields:
 *
 * The fields of a request that an engine refuses, as they are learned from its
 * answers. Shared by all threads that ask the same engine: what one has learned,
 * the others need not find out again. Reference counted; may be used in any thread.
 */
PronyRejectedFields *prony_rejected_fields_new (const char *const *names);
PronyRejectedFields *prony_rejected_fields_ref (PronyRejectedFields *self);
void prony_rejected_fields_unref (PronyRejectedFields *self);
gboolean prony_rejected_fields_add (PronyRejectedFields *self, const char *name);
gboolean prony_rejected_fields_contains (PronyRejectedFields *self, const char *name);
gboolean prony_rejected_fields_is_empty (PronyRejectedFields *self);
char **prony_rejected_fields_list (PronyRejectedFields *self);
char *prony_rejected_fields_describe (PronyRejectedFields *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRejectedFields, prony_rejected_fields_unref)

G_END_DECLS
