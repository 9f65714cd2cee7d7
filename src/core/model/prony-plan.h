/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-load-level.h"
#include "core/model/prony-scenario.h"
#include "core/model/prony-target.h"
#include "core/model/prony-trace.h"

G_BEGIN_DECLS

/**
 * PronyOrder:
 * @PRONY_ORDER_SEQUENTIAL: targets one after another
 * @PRONY_ORDER_PARALLEL: all targets at the same time
 */
typedef enum
{
  PRONY_ORDER_SEQUENTIAL,
  PRONY_ORDER_PARALLEL,
} PronyOrder;

/* Of more repeats nobody learns more. */
#define PRONY_PLAN_MAX_REPEATS 100

/**
 * PronyPlan:
 * @name: (nullable): the user's name for it
 * @targets: (element-type PronyTarget): what is measured
 * @scenarios: (element-type PronyScenario): what is asked
 * @levels: (element-type PronyLoadLevel): the loads, a trial each; with @sweep
 *   what it begins with
 * @own_loads: a scenario that names a load is measured at it in place of @levels
 * @own_bounds: with @own_loads: and within its own bounds, where it names any
 * @own_warmup: with @own_loads: and after its own warm-up, where it names one
 * @sweep: look for the knee: from the one closed load in @levels on, twice as many
 *   at once until throughput stops growing or an objective breaks, then loads between
 * @sweep_max: most requests at once that a sweep tries
 * @trace: (nullable): what a load of kind %PRONY_LOAD_TRACE replays
 * @think_s: how long a stream of a closed loop waits between two requests
 * @duration_s: bound of a trial; 0 means unbounded, like the two that follow
 * @requests: requests in a trial
 * @iterations: how often each stream goes through the scenario's cases
 * @warmup: requests before each trial, per stream
 * @repeats: how often each trial is measured, from 1 to %PRONY_PLAN_MAX_REPEATS; with several,
 *   targets one after another take turns forth and back (A B B A), so that what drifts hits
 *   them alike. Not for a sweep, which measures each load once
 * @cooldown_s: how long the engines are left alone between two trials
 * @max_tokens: replaces the scenarios' own; 0 leaves them
 * @temperature: replaces the scenarios' own; NAN leaves them
 * @seed: of everything that is drawn
 * @repeatable: prompts follow from @seed alone, so that the next run sends the very same
 *   bytes; else what keeps prompt caches out is new in each run
 * @timeout_s: bound of one request
 * @grace_s: how long requests in flight may go on after the bound
 * @retries: how often a request is sent again that met no connection, status 429 or
 *   503; the waiting counts from its schedule
 * @threads: I/O threads of a trial; 0 means as many as its load needs
 * @calibrate: measure this computer against the simulated engine before the run,
 *   unless that is known
 * @stream: ask for answers token by token
 * @order: of the targets
 * @slo_ttft_s: service-level objectives; NAN means none, like those that follow; a plan
 *   that has none at all leaves the scenarios theirs
 * @price_per_hour: of one target, in the user's currency; NAN means unknown
 *
 * targets × scenarios × loads × repeats + bounds. At least one bound is set. Reference
 * counted; a run that has started does not see later changes.
 */
struct _PronyPlan
{
  char *name;
  GPtrArray *targets;
  GPtrArray *scenarios;
  GArray *levels;
  gboolean own_loads;
  gboolean own_bounds;
  gboolean own_warmup;
  gboolean sweep;
  guint sweep_max;
  PronyTrace *trace;
  double think_s;
  double duration_s;
  guint requests;
  guint iterations;
  guint warmup;
  guint repeats;
  double cooldown_s;
  guint max_tokens;
  double temperature;
  gint64 seed;
  gboolean repeatable;
  double timeout_s;
  double grace_s;
  guint retries;
  guint threads;
  gboolean calibrate;
  gboolean stream;
  PronyOrder order;
  double slo_ttft_s;
  double slo_itl_s;
  double slo_latency_s;
  double price_per_hour;
};

/**
 * PronyPlanBounds:
 * @duration_s: 0 means none, like the two that follow
 * @slo_ttft_s: NAN means none, like those that follow
 *
 * What the trials of one scenario are measured by, as #PronyPlan has it.
 */
typedef struct
{
  double duration_s;
  guint requests;
  guint iterations;
  guint warmup;
  double slo_ttft_s;
  double slo_itl_s;
  double slo_latency_s;
} PronyPlanBounds;

PronyPlan *prony_plan_new (void);
PronyPlan *prony_plan_copy (PronyPlan *self);
PronyPlan *prony_plan_ref (PronyPlan *self);
void prony_plan_unref (PronyPlan *self);
void prony_plan_add_level (PronyPlan *self, PronyLoadLevel level);
gboolean prony_plan_check (PronyPlan *self, GError **error);
GArray *prony_plan_get_levels (PronyPlan *self, guint scenario);
void prony_plan_get_bounds (PronyPlan *self, guint scenario, PronyPlanBounds *bounds);
gboolean prony_plan_uses_own_load (PronyPlan *self, guint scenario);
GArray *prony_plan_list_levels (PronyPlan *self);
guint prony_plan_count_trials (PronyPlan *self);
guint prony_plan_get_turn (PronyPlan *self, guint repeat, guint turn);
JsonObject *prony_plan_to_json (PronyPlan *self);

/**
 * PronyScenarioFunc:
 * @name: of a scenario
 * @user_data: as given
 *
 * Returns: (transfer full) (nullable): the scenario of that name
 */
typedef PronyScenario *(*PronyScenarioFunc) (const char *name, gpointer user_data);

PronyPlan *prony_plan_from_json (JsonObject *object,
                                 PronyScenarioFunc find_scenario,
                                 gpointer user_data,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPlan, prony_plan_unref)

G_END_DECLS
