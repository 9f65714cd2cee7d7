/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run-targets.h"

G_BEGIN_DECLS

/**
 * PronyRunGroup:
 * @first: the first of its trials: its scenario and load are the group's
 * @heading: as short as tells it from the run's other groups
 * @cells: (element-type GPtrArray(PronyTrial)): by target; several trials of one are its
 *   repeats
 *
 * What a run asked of its targets alike: a scenario at a load.
 */
typedef struct
{
  PronyTrial *first;
  char *heading;
  GPtrArray *cells;
} PronyRunGroup;

/**
 * PronyRunGroups:
 * @run: the run; keeps the trials
 * @targets: (element-type PronyTarget): as prony_run_list_targets() gives them
 * @groups: (element-type PronyRunGroup): in the order of the run
 *
 * The trials of a run by scenario and load, and those by target. Immutable.
 */
typedef struct
{
  PronyRun *run;
  GPtrArray *targets;
  GPtrArray *groups;
  /*< private >*/
  guint *cell_of;
} PronyRunGroups;

PronyRunGroups *prony_run_groups_new (PronyRun *run);
void prony_run_groups_free (PronyRunGroups *self);
const PronyRunGroup *prony_run_groups_get (const PronyRunGroups *self, guint group);
GPtrArray *prony_run_groups_get_cell (const PronyRunGroups *self, guint group, guint target);
guint prony_run_groups_count_cells (const PronyRunGroups *self);
gboolean
prony_run_groups_find (const PronyRunGroups *self, guint trial, guint *group, guint *target);
char *prony_run_groups_describe_cell (const PronyRunGroups *self, guint group, guint target);
void prony_run_groups_get_value (const PronyRunGroups *self,
                                 guint group,
                                 guint target,
                                 PronyMetric metric,
                                 double *value,
                                 double interval[2]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunGroups, prony_run_groups_free)

G_END_DECLS
