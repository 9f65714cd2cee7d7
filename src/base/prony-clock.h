/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_NS_PER_S:
 *
 * Nanoseconds in a second. All stamps are nanoseconds (`_ns`), all figures that
 * leave the core are seconds in a double (`_s` or no suffix).
 */
#define PRONY_NS_PER_S G_GINT64_CONSTANT (1000000000)

gint64 prony_clock_now_ns (void);
gint64 prony_clock_thread_cpu_ns (void);
double prony_ns_to_s (gint64 ns);
gint64 prony_s_to_ns (double s);

char *prony_clock_format_rfc3339 (gint64 unix_us);

G_END_DECLS
