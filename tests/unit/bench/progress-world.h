/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A time in which plans are carried out by targets whose pace is known. */

#pragma once

#include "core/bench/prony-run-progress.h"

G_BEGIN_DECLS

#define MAX_ITEMS 4

typedef struct
{
  const char *name;
  guint n_targets;
  double slowness[MAX_ITEMS]; /* by target */
  guint n_scenarios;
  double answer_s[MAX_ITEMS]; /* by scenario: of the first target, one at a time */
  guint tokens[MAX_ITEMS];    /* by scenario: the longest answer */
  guint levels[MAX_ITEMS];    /* 0 ends them */
  double crowding;            /* durations grow with this power of the streams */
  double spread;              /* of durations, as a share of them: evenly distributed */
  double first_s;             /* to the first token; 0 where nothing is known of tokens */
  double token_s;             /* between tokens */

  guint requests;
  double duration_s;
  double rate; /* of an open loop; 0 for a closed one */
  guint warmup;
  double prepare_s;
  double cooldown_s;
  double grace_s;
  double think_s;
  guint repeats; /* 0 for one */
  gboolean parallel;
  gboolean own_loads;
  gboolean earlier; /* the targets were measured before */
} ProgressShape;

typedef struct
{
  double at_s; /* after the step's requests began */
  double duration_s;
  guint target;
  guint stream;
  gboolean cut; /* by the end of the time of grace */
} ProgressEnding;

typedef struct
{
  double at_s;
  double remaining_s;
  gboolean at_least;
} ProgressSaid;

typedef struct
{
  const ProgressShape *shape;
  PronyPlan *plan;
  PronyRunProgress *progress;
  GRand *rand;
  double now_s;
  double share;
  GArray *said; /* of ProgressSaid */
} ProgressWorld;

PronyPlan *progress_world_make_plan (const ProgressShape *shape);
void progress_world_init (ProgressWorld *self, const ProgressShape *shape);
void progress_world_clear (ProgressWorld *self);
double progress_world_get_truth (const ProgressWorld *self,
                                 guint target,
                                 guint scenario,
                                 const PronyLoadLevel *load);
void progress_world_tell (ProgressWorld *self,
                          guint step,
                          const ProgressEnding *ending,
                          gboolean warmup);
void progress_world_carry_out_step (
  ProgressWorld *self, guint step, guint scenario, const PronyLoadLevel *load, guint target);
void progress_world_carry_out (ProgressWorld *self);

G_END_DECLS
