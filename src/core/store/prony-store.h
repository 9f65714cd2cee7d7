/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-run.h"
#include "core/model/prony-saved-plan.h"

G_BEGIN_DECLS

/**
 * PronyStore:
 *
 * The SQLite database of runs and engines. One thread of its own writes, in
 * batches; the `put` functions only queue and never wait. The `get` and `list`
 * functions read on a connection of their own, may be called from any thread but
 * the user interface's (they touch the disk), and see everything that was queued
 * before them. A write that fails is reported by prony_store_flush() and, at
 * once, by the signal `failed` in the thread that opened the store.
 */
#define PRONY_TYPE_STORE (prony_store_get_type ())

G_DECLARE_FINAL_TYPE (PronyStore, prony_store, PRONY, STORE, GObject)

/**
 * PronyRunFilter:
 * @engine: (nullable): part of a target's name or engine kind
 * @model: (nullable): part of a model's name
 * @scenario: (nullable): a scenario's name
 * @since_us: wall clock; 0 for all
 * @limit: most rows; 0 for all
 * @text: (nullable): part of anything visible in the list
 *
 * Which runs to list.
 */
typedef struct
{
  const char *engine;
  const char *model;
  const char *scenario;
  gint64 since_us;
  guint limit;
  const char *text;
} PronyRunFilter;

PronyStore *prony_store_open (const char *file_name, GError **error);
gboolean prony_store_is_read_only (PronyStore *self);
gboolean prony_store_flush (PronyStore *self, GError **error);
gboolean prony_store_has_written (PronyStore *self, guint64 number);
gboolean prony_store_close (PronyStore *self, GError **error);

/* Runs: writing */
void prony_store_put_run (PronyStore *self, PronyRun *run);
void prony_store_put_scenario_snapshot (PronyStore *self, PronyRun *run, PronyScenario *scenario);
void prony_store_put_trial (PronyStore *self, PronyRun *run, PronyTrial *trial);
guint64
prony_store_put_requests (PronyStore *self, PronyRun *run, PronyTrial *trial, GPtrArray *records);
void prony_store_put_note (PronyStore *self, PronyRun *run, const PronyRunNote *note);
void prony_store_put_reviews (PronyStore *self, PronyRun *run, PronyTrial *trial, GArray *reviews);
void prony_store_delete_run (PronyStore *self, const char *run_id);
void prony_store_restore_run (PronyStore *self, const char *run_id);
void prony_store_purge_deleted (PronyStore *self);

/* Runs: reading */
GPtrArray *prony_store_list_runs (PronyStore *self, const PronyRunFilter *filter, GError **error);
PronyRun *prony_store_get_run (PronyStore *self, const char *run_id, GError **error);
char *prony_store_get_scenario_source (PronyStore *self,
                                       const char *run_id,
                                       const char *name,
                                       GError **error);
GPtrArray *
prony_store_get_requests (PronyStore *self, const char *run_id, guint trial_index, GError **error);
GPtrArray *prony_store_get_some_requests (PronyStore *self,
                                          const char *run_id,
                                          guint trial_index,
                                          guint64 after,
                                          guint limit,
                                          GError **error);
GPtrArray *prony_store_get_requests_without_texts (PronyStore *self,
                                                   const char *run_id,
                                                   guint trial_index,
                                                   GError **error);

/* Plans and selections of targets that the user keeps */
void prony_store_put_plan (PronyStore *self, PronySavedPlan *plan);
void prony_store_delete_plan (PronyStore *self, const char *plan_id);
GPtrArray *prony_store_list_plans (PronyStore *self, GError **error);

/* Engines that the user keeps */
void prony_store_put_engine (PronyStore *self, PronyEngineSpec *engine);
void prony_store_move_engine_last (PronyStore *self, const char *engine_id);
void prony_store_delete_engine (PronyStore *self, const char *engine_id);
GPtrArray *prony_store_list_engines (PronyStore *self, GError **error);

G_END_DECLS
