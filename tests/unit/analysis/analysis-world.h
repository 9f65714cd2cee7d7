/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Runs whose requests are drawn: what is held against each other in tests. */

#pragma once

#include <math.h>

#include "../metrics/synthetic-records.h"
#include "base/prony-util.h"
#include "core/metrics/prony-summarize.h"
#include "core/model/prony-run.h"

/* The requests of each trial that world_add_trial() made. */
typedef struct
{
  GHashTable *records;
  GRand *rand;
} World;

static inline void
world_init (World *self, guint32 seed)
{
  self->records = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->rand = g_rand_new_with_seed (seed);
}

static inline void
world_clear (World *self)
{
  g_hash_table_unref (self->records);
  g_rand_free (self->rand);
}

static inline GPtrArray *
world_get_records (PronyTrial *trial, gpointer user_data)
{
  World *self = user_data;
  GPtrArray *records = g_hash_table_lookup (self->records, trial);

  return records != NULL ? g_ptr_array_ref (records) : NULL;
}

static inline double
world_draw (World *self)
{
  double sum = 0;

  for (guint i = 0; i < 12; i++)
    sum += g_rand_double (self->rand);
  return exp (0.1 * (sum - 6));
}

/* A trial of @n requests that take @scale times as long as they might; none of them answered
 * without any. */
static inline PronyTrial *
world_add_trial (World *self,
                 PronyRun *run,
                 const char *target_name,
                 const char *scenario,
                 guint level,
                 guint n,
                 double scale)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "llama3.2:1b");
  GPtrArray *records = new_records ();
  PronySummaryInput input;
  PronyTrial *trial;

  prony_set_str (&target->name, target_name);
  trial = prony_trial_new (run->trials->len, target, scenario, scenario, PRONY_SCENARIO_SHORT_SHORT,
                           prony_load_level_closed (level));
  trial->state = PRONY_STATE_FINISHED;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, make_record (i + 1, i * 2, 0.2 * scale * world_draw (self),
                                           0.02 * scale * world_draw (self), 10));
  prony_summary_input_init (&input, records);
  trial->summary = prony_summarize (&input);
  g_ptr_array_add (run->trials, trial);
  g_hash_table_insert (self->records, trial, records);

  return trial;
}

static inline PronyRun *
world_new_run (const char *name, gint64 day)
{
  PronyRun *run = prony_run_new (name);

  run->started_us = (1700000000 + day * 86400) * G_USEC_PER_SEC;
  run->state = PRONY_STATE_FINISHED;
  return run;
}
