/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-compare-pair.h"

G_BEGIN_DECLS

/**
 * PronyCompareEntry:
 * @run: a run
 * @target: one of its targets
 * @trial: (nullable): the only one of its trials that counts; %NULL where all do
 *
 * A result that takes part in a comparison: the trials of one target of one run, or a single one
 * of them.
 */
typedef struct
{
  PronyRun *run;
  PronyTarget *target;
  PronyTrial *trial;
} PronyCompareEntry;

/**
 * PronyCompareGroup:
 * @scenario_name: what was asked
 * @scenario_title: the same for people
 * @klass: the shape of the work
 * @load: how much was asked at once, or how often
 * @trials: (element-type PronyTrial): of each entry, of repeats the first; %NULL where it has
 *   none with figures
 *
 * What can be put side by side: the same scenario, which asked the same, at the same load.
 */
typedef struct
{
  char *scenario_name;
  char *scenario_title;
  PronyScenarioClass klass;
  PronyLoadLevel load;
  GPtrArray *trials;
} PronyCompareGroup;

/**
 * PronyCompareSet:
 * @entries: (element-type PronyCompareEntry): what is compared, in the order of
 *   choosing; the index is the slot in charts
 * @groups: (element-type PronyCompareGroup): where at least two entries meet
 *
 * Results of stored runs side by side. A plain value without threads or display.
 */
typedef struct
{
  GPtrArray *entries;
  GPtrArray *groups;
} PronyCompareSet;

PronyCompareSet *prony_compare_set_new (void);
void prony_compare_set_free (PronyCompareSet *self);
void prony_compare_set_add (PronyCompareSet *self, PronyRun *run, PronyTarget *target);
void prony_compare_set_add_trial (PronyCompareSet *self, PronyRun *run, PronyTrial *trial);
int prony_compare_set_find (PronyCompareSet *self, PronyRun *run, PronyTarget *target);
void prony_compare_set_remove (PronyCompareSet *self, guint entry);
char *prony_compare_set_dup_title (PronyCompareSet *self, guint entry);
GPtrArray *prony_compare_set_collect_repeats (PronyCompareSet *self, guint group, guint entry);
gboolean prony_compare_set_mixes_simulated (PronyCompareSet *self);
PronyMetric prony_compare_set_suggest_metric (PronyCompareSet *self);
GPtrArray *prony_compare_set_make_pairs (PronyCompareSet *self, PronyMetric metric, guint baseline);
double
prony_compare_set_get_value (PronyCompareSet *self, guint group, guint entry, PronyMetric metric);
const char *
prony_compare_set_find_change (PronyRun *run, PronyRun *other, const char *scenario_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCompareSet, prony_compare_set_free)

G_END_DECLS
