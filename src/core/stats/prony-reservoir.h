/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyReservoir:
 *
 * A random sample of all values that were added, of a fixed size however many these are.
 */
typedef struct _PronyReservoir PronyReservoir;

PronyReservoir *prony_reservoir_new (guint size, guint64 seed);
void prony_reservoir_free (PronyReservoir *self);
void prony_reservoir_add (PronyReservoir *self, double value);
guint64 prony_reservoir_get_seen (const PronyReservoir *self);
GArray *prony_reservoir_sort (PronyReservoir *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyReservoir, prony_reservoir_free)

G_END_DECLS
