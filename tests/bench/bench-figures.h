/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-stamp-error.h"

G_BEGIN_DECLS

/**
 * BenchPace:
 * @ttft_ns: how long after the request the engine is to send the first token; -1
 *   where that is not known
 * @itl_ns: how long between two tokens
 *
 * What the simulated engine was told to do.
 */
typedef struct
{
  gint64 ttft_ns;
  gint64 itl_ns;
} BenchPace;

typedef struct _BenchFigures BenchFigures;

BenchFigures *bench_figures_new (BenchPace pace, const char *table_name, GError **error);
void bench_figures_free (BenchFigures *self);
void bench_figures_add (BenchFigures *self, const PronyRequestRecord *record);
guint64 bench_figures_count_tokens (BenchFigures *self);
void bench_figures_print (BenchFigures *self);
void bench_figures_print_rate (BenchFigures *self, gint64 from_ns, gint64 to_ns);
void bench_print (const char *name, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchFigures, bench_figures_free)

G_END_DECLS
