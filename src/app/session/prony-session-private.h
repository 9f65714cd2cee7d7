/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronySession share: prony-session.c has its life and its
 * properties, the files beside it what the session does. */

#pragma once

#include "app/session/prony-session.h"
#include "core/engines/prony-engine-process.h"
#include "core/model/prony-rejected-fields.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

struct _PronySession
{
  GObject parent_instance;

  /* Owned */
  char *database;
  PronyStore *store; /* NULL until it is open, and when it cannot be opened */
  char *store_error;
  GCancellable *cancellable; /* of everything under way; cancelled by closing */
  GListStore *engines;
  GListStore *scenarios;
  GListStore *broken_scenarios;
  GPtrArray *scenario_problems;
  GListStore *runs;
  GListStore *plans;
  GListStore *queue;
  GFileMonitor *scenario_monitor; /* of the user's folder */
  GHashTable *deleted_scenarios;  /* (element-type utf8): what can be brought back */
  GHashTable *deleted_runs;       /* run id to PronyRunItem: what can be brought back */
  PronyRunSession *run_session;
  GCancellable *estimating;      /* of the latest estimate */
  GCancellable *checking;        /* of the check of a new run under way */
  GQueue unchecked;              /* (element-type utf8): ids of new runs to check */
  PronyEngineProcess *simulator; /* one at most, with its item */
  PronyEngineItem *simulator_item;

  /* Plain */
  GMutex scenario_lock;    /* held by the thread that reads or changes scenarios */
  guint64 scenario_serial; /* of the latest reading; guarded by the lock */
  guint64 scenario_shown;  /* the serial of what the lists show */
  guint reload_source;
  guint next_source;      /* starts the next run of the queue */
  guint removed_position; /* of the engine that was removed last */
  gboolean opening;
  gboolean ready;
  gboolean scanning;
  gboolean queue_held;
  gboolean updating;
  gboolean closed;
};

void _prony_session_set_store_error (PronySession *self, const char *text);
void _prony_session_set_ready (PronySession *self);
void _prony_session_set_scanning (PronySession *self, gboolean scanning);
void _prony_session_set_run_session (PronySession *self, PronyRunSession *run_session);
void _prony_session_set_updating (PronySession *self);
void _prony_session_set_queue_held (PronySession *self, gboolean held);
void _prony_session_send_message (PronySession *self, const char *text);

void _prony_session_save_engine (PronySession *self, PronyEngineItem *item);
void _prony_session_learn (PronySession *self,
                           const char *engine_id,
                           const PronyCapabilities *capabilities,
                           PronyRejectedFields *rejected);
void _prony_session_fill_engines (PronySession *self, GPtrArray *specs);
void _prony_session_fill_scenarios (PronySession *self, PronyScenarioCatalog *catalog);
PronyScenarioItem *
_prony_session_find_scenario (GListStore *list, const char *name, const char *file);
void _prony_session_watch_scenarios (PronySession *self);
void _prony_session_discard_scenarios (PronySession *self);
void _prony_session_fill_runs (PronySession *self, GPtrArray *entries);
void _prony_session_add_run (PronySession *self, PronyRun *run);
PronyRun *_prony_session_find_kept_run (PronySession *self, const char *run_id);
void _prony_session_tell_run_changed (PronySession *self, const char *run_id);
void _prony_session_fill_plans (PronySession *self, GPtrArray *plans);
void _prony_session_go_on_after (PronySession *self, PronyRun *run);
void _prony_session_drop_queue (PronySession *self);
void _prony_session_check_after (PronySession *self, PronyRun *run);
void _prony_session_pause_checks (PronySession *self);
void _prony_session_stop_simulator (PronySession *self);

void _prony_session_lookup_credentials_async (PronySession *self,
                                              const char *key_id,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
PronyCredentials *_prony_session_lookup_credentials_finish (GAsyncResult *result, GError **error);
void _prony_session_store_key (PronySession *self, PronyEngineItem *item);
void _prony_session_clear_key (PronySession *self, const char *key_id);

G_END_DECLS
