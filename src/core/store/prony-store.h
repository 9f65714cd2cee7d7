/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-request-row.h"
#include "core/model/prony-resource-sample.h"
#include "core/model/prony-run-entry.h"
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
 * @text: (nullable): words that are all part of anything visible in the list
 * @until_us: wall clock; 0 for no end
 * @tag: (nullable): one of its tags
 * @simulated: 1 for simulated only, -1 for real only, 0 for both
 * @partial: 1 for partial only, -1 for whole only, 0 for both
 * @pinned: baselines only
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
  gint64 until_us;
  const char *tag;
  int simulated;
  int partial;
  gboolean pinned;
} PronyRunFilter;

/**
 * PronyRequestSort:
 *
 * What requests are sorted by. Absent values are last either way.
 */
typedef enum
{
  PRONY_REQUEST_SORT_NUMBER,
  PRONY_REQUEST_SORT_SENT,
  PRONY_REQUEST_SORT_TTFT,
  PRONY_REQUEST_SORT_LATENCY,
  PRONY_REQUEST_SORT_TPOT,
  PRONY_REQUEST_SORT_TOKENS_PER_SEC,
  PRONY_REQUEST_SORT_MAX_STALL,
  PRONY_REQUEST_SORT_SEND_LAG,
  PRONY_REQUEST_SORT_PROMPT_TOKENS,
  PRONY_REQUEST_SORT_COMPLETION_TOKENS,
  PRONY_REQUEST_SORT_OUTCOME,
  PRONY_REQUEST_SORT_QUALITY,
} PronyRequestSort;

/**
 * PronyRequestFilter:
 * @trial: index of a trial; -1 for all of the run
 * @outcome: a #PronyOutcome; -1 for all
 * @failed: those only that did not end well
 * @quality: a #PronyQuality; -1 for all
 * @warmup: with the requests of the warm-up
 * @text: (nullable): part of the prompt, the answer or the error
 * @sort: what they are sorted by
 * @descending: the greatest first
 *
 * Which requests of a run, in which order.
 */
typedef struct
{
  int trial;
  int outcome;
  gboolean failed;
  int quality;
  gboolean warmup;
  const char *text;
  PronyRequestSort sort;
  gboolean descending;
} PronyRequestFilter;

PronyStore *prony_store_open (const char *file_name, GError **error);
gboolean prony_store_is_old (const char *file_name);
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
void prony_store_put_note (PronyStore *self, const char *run_id, const PronyRunNote *note);
void prony_store_put_sample (PronyStore *self, PronyRun *run, PronyResourceSample *sample);
void prony_store_put_reviews (PronyStore *self, PronyRun *run, PronyTrial *trial, GArray *reviews);
void prony_store_delete_run (PronyStore *self, const char *run_id);
void prony_store_restore_run (PronyStore *self, const char *run_id);
void prony_store_purge_deleted (PronyStore *self);

/* Runs: reading */
GPtrArray *prony_store_list_runs (PronyStore *self, const PronyRunFilter *filter, GError **error);
GStrv prony_store_list_unsummed_runs (PronyStore *self, GError **error);
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

GPtrArray *prony_store_list_samples (PronyStore *self, const char *run_id, GError **error);

/* Requests in lists: the numbers of those that fit, and rows of a stretch of them */
GArray *prony_store_list_request_ids (PronyStore *self,
                                      const char *run_id,
                                      const PronyRequestFilter *filter,
                                      GCancellable *cancellable,
                                      GError **error);
GArray *prony_store_get_request_rows (PronyStore *self,
                                      const gint64 *row_ids,
                                      guint n_row_ids,
                                      GError **error);
GArray *prony_store_list_request_rows (
  PronyStore *self, const char *run_id, int trial, GCancellable *cancellable, GError **error);
PronyRequestRecord *prony_store_get_request (PronyStore *self, gint64 row_id, GError **error);

/* Runs in lists, and what the user says of them */
GPtrArray *
prony_store_list_run_entries (PronyStore *self, const PronyRunFilter *filter, GError **error);
PronyRunEntry *prony_store_get_run_entry (PronyStore *self, const char *run_id, GError **error);
void prony_store_rename_run (PronyStore *self, const char *run_id, const char *name);
void prony_store_set_run_tags (PronyStore *self, const char *run_id, const char *const *tags);
void prony_store_set_run_pinned (PronyStore *self, const char *run_id, gboolean pinned);
void prony_store_set_run_verdict (PronyStore *self, const char *run_id, PronyRunVerdict verdict);
void prony_store_delete_note (PronyStore *self, const char *run_id, const PronyRunNote *note);
PronyRun *prony_store_find_baseline (PronyStore *self, PronyRun *run, GError **error);
GPtrArray *prony_store_list_runs_with (PronyStore *self,
                                       const char *target,
                                       const char *scenario,
                                       GCancellable *cancellable,
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
