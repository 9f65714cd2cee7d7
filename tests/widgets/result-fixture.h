/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * ResultTarget:
 * @name: the engine's name
 * @ttft_s: its median time to first token
 * @simulated: whether it is simulated
 *
 * A target whose requests are made up for a test.
 */
typedef struct
{
  const char *name;
  double ttft_s;
  gboolean simulated;
} ResultTarget;

GPtrArray *result_fixture_make_records (double ttft_s, guint n_failed);
PronyRun *result_fixture_make_run (const char *name, const ResultTarget *targets, guint n_targets);
void result_fixture_store_run (const char *database, PronyRun *run, guint n_failed);
void
result_fixture_judge_run (const char *database, PronyRun *run, const char *poor, guint n_right);
GPtrArray *result_fixture_get_records (PronyTrial *trial, gpointer n_failed);
GtkWidget *result_fixture_find (GtkWidget *root, GType type);

G_END_DECLS
