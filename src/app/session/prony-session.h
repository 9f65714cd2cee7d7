/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "app/prony-app-types.h"
#include "app/session/prony-engine-item.h"
#include "app/session/prony-plan-item.h"
#include "app/session/prony-queued-run.h"
#include "app/session/prony-run-session.h"
#include "core/bench/prony-plan-estimate.h"
#include "core/model/prony-run-entry.h"
#include "core/report/prony-report.h"

G_BEGIN_DECLS

/**
 * PronySession:
 *
 * What the pages share: the store, the engines, the scenarios, the stored runs and
 * the run under way. Everything that touches the disk or the network is
 * asynchronous. Main thread only.
 *
 * Properties: `ready` (the store is open and the lists are filled), `store-error`
 * (nullable string: a sentence, why nothing can be stored), `scanning`,
 * `run-session` (nullable: the run under way or the latest one of this window),
 * `queue-held` (the queued runs wait until somebody lets them go on, since the run
 * before them was stopped or failed), `measuring` (a run is under way or about to be),
 * `updating` (what is stored is of an earlier version, and is brought up to date before it is
 * ready).
 *
 * Signal `message` (string): a sentence for the user about something that went
 * wrong beside what they are doing.
 */
#define PRONY_TYPE_SESSION (prony_session_get_type ())

G_DECLARE_FINAL_TYPE (PronySession, prony_session, PRONY, SESSION, GObject)

PronySession *prony_session_new (const char *database);
void prony_session_open (PronySession *self);
void prony_session_close (PronySession *self);
gboolean prony_session_get_ready (PronySession *self);
const char *prony_session_get_store_error (PronySession *self);

/* Engines: a GListModel of PronyEngineItem */
GListModel *prony_session_get_engines (PronySession *self);
PronyEngineItem *
prony_session_add_engine (PronySession *self, PronyEngineSpec *spec, PronyCredentials *credentials);
void prony_session_change_engine (PronySession *self,
                                  PronyEngineItem *item,
                                  PronyEngineSpec *spec,
                                  PronyCredentials *credentials);
void prony_session_remove_engine (PronySession *self, PronyEngineItem *item);
void prony_session_restore_engine (PronySession *self, PronyEngineItem *item);
void prony_session_probe_engine (PronySession *self, PronyEngineItem *item);
void prony_session_retry_engine (PronySession *self, PronyEngineItem *item);
void prony_session_check_engine_async (PronySession *self,
                                       PronyEngineItem *item,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
prony_session_check_engine_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_learn_from_target (PronySession *self, PronyTarget *target);
PronyEngineItem *prony_session_find_engine (PronySession *self, const char *id);
PronyEngineItem *prony_session_find_engine_by_url (PronySession *self, const char *url);
gboolean prony_session_get_scanning (PronySession *self);
void
prony_session_scan_async (PronySession *self, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *prony_session_scan_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_start_simulator_async (PronySession *self,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
PronyEngineItem *
prony_session_start_simulator_finish (PronySession *self, GAsyncResult *result, GError **error);

/* Scenarios: GListModels of PronyScenarioItem. Each change tells its end when the lists
 * show it. */
GListModel *prony_session_get_scenarios (PronySession *self);
GListModel *prony_session_get_broken_scenarios (PronySession *self);
GPtrArray *prony_session_get_scenario_problems (PronySession *self);
PronyScenarioItem *prony_session_find_scenario (PronySession *self, const char *name);
void prony_session_reload_scenarios (PronySession *self);
void prony_session_save_scenario_async (PronySession *self,
                                        const char *text,
                                        const char *file,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
PronyScenarioItem *
prony_session_save_scenario_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_duplicate_scenario_async (PronySession *self,
                                             PronyScenarioItem *item,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
PronyScenarioItem *
prony_session_duplicate_scenario_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_import_scenario_async (PronySession *self,
                                          const char *file,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
PronyScenarioItem *
prony_session_import_scenario_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_export_scenario_async (PronySession *self,
                                          PronyScenarioItem *item,
                                          const char *file,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
prony_session_export_scenario_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_delete_scenario_async (PronySession *self,
                                          PronyScenarioItem *item,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
char *
prony_session_delete_scenario_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_restore_scenario_async (PronySession *self,
                                           const char *aside,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
prony_session_restore_scenario_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_discard_scenario (PronySession *self, const char *aside);

/* Runs: a GListModel of PronyRunItem, newest first. When one of them is called something
 * else its item notifies `entry`, and the session emits `run-changed` with its id. */
GListModel *prony_session_get_runs (PronySession *self);
PronyRunEntry *prony_session_find_run_entry (PronySession *self, const char *run_id);
void prony_session_delete_runs (PronySession *self, const char *const *run_ids);
void prony_session_restore_runs (PronySession *self, const char *const *run_ids);
void prony_session_rename_run (PronySession *self, const char *run_id, const char *name);
void prony_session_set_run_tags (PronySession *self, const char *run_id, const char *const *tags);
void prony_session_set_run_pinned (PronySession *self, const char *run_id, gboolean pinned);
void
prony_session_set_run_verdict (PronySession *self, const char *run_id, PronyRunVerdict verdict);
void prony_session_add_run_note (PronySession *self, const char *run_id, const PronyRunNote *note);
void
prony_session_delete_run_note (PronySession *self, const char *run_id, const PronyRunNote *note);
void prony_session_load_run_async (PronySession *self,
                                   const char *run_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
PronyRun *prony_session_load_run_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_load_requests_async (PronySession *self,
                                        const char *run_id,
                                        guint trial_index,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *
prony_session_load_requests_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_export_run_async (PronySession *self,
                                     const char *run_id,
                                     const char *parent,
                                     PronyReportFormat formats,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *prony_session_export_run_finish (PronySession *self, GAsyncResult *result, GError **error);

/* The run under way, and those that wait for it: a GListModel of PronyQueuedRun */
PronyRunSession *prony_session_start_run (PronySession *self, PronyPlan *plan, GError **error);
PronyRunSession *prony_session_get_run_session (PronySession *self);
gboolean prony_session_queue_run (PronySession *self, PronyPlan *plan, GError **error);
GListModel *prony_session_get_queue (PronySession *self);
void prony_session_unqueue_run (PronySession *self, PronyQueuedRun *queued);
void prony_session_restore_queued_run (PronySession *self, PronyQueuedRun *queued, guint position);
void prony_session_move_queued_run (PronySession *self, PronyQueuedRun *queued, guint position);
gboolean prony_session_is_queue_held (PronySession *self);
gboolean prony_session_is_measuring (PronySession *self);
void prony_session_release_queue (PronySession *self);

/* Plans and selections of targets that are kept: a GListModel of PronyPlanItem, the
 * latest first */
GListModel *prony_session_get_plans (PronySession *self);
void prony_session_save_plan (PronySession *self, const char *name, PronyPlan *plan);
void prony_session_save_selection (PronySession *self, const char *name, GPtrArray *targets);
void prony_session_delete_plan (PronySession *self, PronyPlanItem *item);
void prony_session_restore_plan (PronySession *self, PronyPlanItem *item);
void prony_session_mark_plan_used (PronySession *self, PronyPlanItem *item);
void prony_session_read_plan_async (PronySession *self,
                                    JsonObject *plan,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
PronyPlan *
prony_session_read_plan_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_read_plan_of_run_async (PronySession *self,
                                           const char *run_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
PronyPlan *prony_session_read_plan_of_run_finish (PronySession *self,
                                                  GAsyncResult *result,
                                                  char **remark,
                                                  GError **error);
void prony_session_estimate_plan_async (PronySession *self,
                                        PronyPlan *plan,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean prony_session_estimate_plan_finish (PronySession *self,
                                             GAsyncResult *result,
                                             PronyPlanEstimate *estimate,
                                             GError **error);

G_END_DECLS
