/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

/**
 * PronyLeader:
 * @target: name of the target
 * @model: (nullable): its model
 * @run_id: in which run its value was measured
 * @run_name: what that is called
 * @started_us: wall clock
 * @value: median of a distribution, or the one figure of the trial; of repeats the mean
 * @low: lower end of its 95 % interval; NAN without one, like @high
 * @simulated: whether it was measured on a simulated engine
 *
 * A target in a leaderboard.
 */
typedef struct
{
  char *target;
  char *model;
  char *run_id;
  char *run_name;
  gint64 started_us;
  double value;
  double low;
  double high;
  gboolean simulated;
} PronyLeader;

/**
 * PronyLeaderGroup:
 * @scenario: name of the scenario
 * @scenario_title: the same for people
 * @load: the load
 * @metric: what decides
 * @leaders: (element-type PronyLeader): the best first
 *
 * Who is ahead at one scenario and load.
 */
typedef struct
{
  char *scenario;
  char *scenario_title;
  PronyLoadLevel load;
  PronyMetric metric;
  GPtrArray *leaders;
} PronyLeaderGroup;

/**
 * PronyLeaderboard:
 * @metric: what decides; -1 for the primary metric of each scenario's class
 * @best: a target's best run counts rather than its latest
 * @simulated: simulated results are shown, among themselves, and real ones are not
 * @groups: (element-type PronyLeaderGroup): in the order in which they were met
 *
 * Targets by what they reached over runs, for each scenario and load.
 */
typedef struct
{
  int metric;
  gboolean best;
  gboolean simulated;
  GPtrArray *groups;
} PronyLeaderboard;

PronyLeaderboard *prony_leaderboard_new (int metric, gboolean best, gboolean simulated);
void prony_leaderboard_free (PronyLeaderboard *self);
void prony_leaderboard_add (PronyLeaderboard *self, PronyRun *run);
void prony_leaderboard_sort (PronyLeaderboard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLeaderboard, prony_leaderboard_free)

G_END_DECLS
