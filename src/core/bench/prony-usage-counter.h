/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PRONY_USAGE_COUNTER_GREETING:
 *
 * A text of very few tokens in every vocabulary: what a request with it has besides is
 * the engine's template.
 */
#define PRONY_USAGE_COUNTER_GREETING "Hello!"

/**
 * PronyUsageCounter:
 *
 * Finds out how many tokens texts have by having the engine read them and say what its
 * usage was. That is work for the engine, so it is done for few texts. Used by one
 * thread at a time; blocks.
 */
typedef struct _PronyUsageCounter PronyUsageCounter;

PronyUsageCounter *
prony_usage_counter_new (PronyTarget *target, gboolean has_system, GCancellable *cancellable);
void prony_usage_counter_free (PronyUsageCounter *self);
gint64 prony_usage_counter_greet (PronyUsageCounter *self);
gint64 prony_usage_counter_count (PronyUsageCounter *self, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyUsageCounter, prony_usage_counter_free)

G_END_DECLS
