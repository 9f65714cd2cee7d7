/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 prony_sim_random (guint64 *state);
double prony_sim_random_double (guint64 *state);
double prony_sim_random_factor (guint64 *state, double variation);
guint64 prony_sim_hash (guint64 seed, const char *text);

G_END_DECLS
