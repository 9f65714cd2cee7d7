/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-calibration.h"
#include "core/model/prony-plan.h"
#include "core/model/prony-summary.h"

G_BEGIN_DECLS

/**
 * PronyState:
 *
 * How far a run or one of its trials is.
 */
typedef enum
{
  PRONY_STATE_WAITING,
  PRONY_STATE_PREPARING,
  PRONY_STATE_CALIBRATING,
  PRONY_STATE_WARMING_UP,
  PRONY_STATE_MEASURING,
  PRONY_STATE_DRAINING,
  PRONY_STATE_COOLING_DOWN,
  PRONY_STATE_PAUSED,
  PRONY_STATE_FINISHED,
  PRONY_STATE_STOPPED,
  PRONY_STATE_FAILED,
  PRONY_STATE_INTERRUPTED,
} PronyState;

/**
 * PronyRunNote:
 * @at_us: wall clock, microseconds since 1970
 * @trial: index of the trial that was under way; -1 for none
 * @text: what somebody wrote, never empty
 *
 * A remark that was made while a run was under way.
 */
typedef struct
{
  gint64 at_us;
  int trial;
  char *text;
} PronyRunNote;

/**
 * PronyTrial:
 * @id: the store's number for it; 0 before it is stored
 * @index: place in the run, from 0
 * @target: with model, version and simulated as they were found
 * @scenario_name: what was asked
 * @scenario_title: the same for people
 * @klass: the scenario's class
 * @load: how much is asked of it at once, or how often
 * @repeat: which time it is measured, from 0
 * @repeats: how often that is done in all, at least 1
 * @state: how far it is
 * @started_us: wall clock; 0 before it started
 * @duration_s: from the first request to the end of the last
 * @error: (nullable): a sentence, why it could not be run or went wrong
 * @summary: (nullable): once it was measured
 * @calibration: (nullable): what this computer adds to figures of such a load
 *
 * One target × one scenario × one load level. Reference counted.
 */
struct _PronyTrial
{
  gint64 id;
  guint index;
  PronyTarget *target;
  char *scenario_name;
  char *scenario_title;
  PronyScenarioClass klass;
  PronyLoadLevel load;
  guint repeat;
  guint repeats;
  PronyState state;
  gint64 started_us;
  double duration_s;
  char *error;
  PronySummary *summary;
  PronyCalibration *calibration;
};

/**
 * PronyRun:
 * @id: a UUID
 * @name: the user's or a made-up name, never %NULL
 * @started_us: wall clock, microseconds since 1970
 * @started_ns: the same moment in `CLOCK_MONOTONIC`, ties all stamps to the
 *   calendar
 * @duration_s: NAN while it is under way
 * @state: how far it is
 * @prony_version: which Prony measured
 * @host: the computer that measured
 * @plan_json: the plan as it was run
 * @trials: (element-type PronyTrial): in the order in which they are carried out; a
 *   sweep adds to them as it goes on
 * @scenarios: (element-type PronyScenario): what it asks, never %NULL; a run from the
 *   store has none before prony_run_scenarios_load()
 * @notes: (element-type PronyRunNote): remarks, in the order of their times; never %NULL
 * @error: (nullable): a sentence, why it failed
 *
 * One execution of a plan. Reference counted.
 */
struct _PronyRun
{
  char *id;
  char *name;
  gint64 started_us;
  gint64 started_ns;
  double duration_s;
  PronyState state;
  char *prony_version;
  PronyHostInfo *host;
  JsonObject *plan_json;
  GPtrArray *trials;
  GPtrArray *scenarios;
  GPtrArray *notes;
  char *error;
};

const char *prony_state_to_string (PronyState state);
gboolean prony_state_from_string (const char *text, PronyState *state);
const char *prony_state_title (PronyState state);
gboolean prony_state_is_final (PronyState state);

PronyRunNote *prony_run_note_new (gint64 at_us, int trial, const char *text);
PronyRunNote *prony_run_note_copy (const PronyRunNote *self);
void prony_run_note_free (PronyRunNote *self);
char *prony_run_note_describe_time (const PronyRunNote *self, PronyRun *run);

PronyTrial *prony_trial_new (guint index,
                             PronyTarget *target,
                             const char *scenario_name,
                             const char *scenario_title,
                             PronyScenarioClass klass,
                             PronyLoadLevel load);
PronyTrial *prony_trial_ref (PronyTrial *self);
void prony_trial_unref (PronyTrial *self);
char *prony_trial_get_group_title (PronyTrial *self);
char *prony_trial_get_title (PronyTrial *self);
char *prony_trial_get_load_label (PronyTrial *self);
char *prony_trial_describe_load (PronyTrial *self);
char *prony_trial_describe_repeat (PronyTrial *self);

PronyRun *prony_run_new (const char *name);
PronyRun *prony_run_ref (PronyRun *self);
void prony_run_unref (PronyRun *self);
PronyScenario *prony_run_get_scenario (PronyRun *self, const char *name);
gboolean prony_run_has_verdicts (PronyRun *self);
gboolean prony_run_is_simulated (PronyRun *self);
gboolean prony_run_is_unverified (PronyRun *self);
gboolean prony_run_is_partial (PronyRun *self);
gint64 prony_run_ns_to_unix_us (PronyRun *self, gint64 ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunNote, prony_run_note_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrial, prony_trial_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRun, prony_run_unref)

G_END_DECLS
