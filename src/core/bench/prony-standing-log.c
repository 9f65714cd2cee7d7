/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-standing-log.h"
#include "core/bench/prony-standing-sample.h"

/* Nobody reads faster, and tests take their time. */
#define REBUILD_US G_USEC_PER_SEC

/* The trials of one scenario and load. */
typedef struct
{
  GArray *trials;          /* of guint: their places in the run */
  PronyStanding *standing; /* (nullable): the latest; %NULL before one of them has begun */
  gboolean settled;        /* all of them had ended when it was made */
} Group;

struct _PronyStandingLog
{
  PronyRun *run;
  GPtrArray *samples; /* (element-type PronyStandingSample): by trial; NULL where there is none */
  GPtrArray *groups;  /* (element-type Group) */
  guint n_grouped;    /* how many of the run's trials are in a group */
  gint64 built_us;
  guint64 states; /* of all trials, when they were built */
};

static void
group_free (gpointer data)
{
  Group *group = data;

  g_array_unref (group->trials);
  g_clear_pointer (&group->standing, prony_standing_unref);
  g_free (group);
}

static void
free_sample (gpointer sample)
{
  if (sample != NULL)
    prony_standing_sample_free (sample);
}

/**
 * prony_standing_log_new:
 * @run: a run, whose trials are under way
 *
 * Returns: (transfer full): a log without requests
 */
PronyStandingLog *
prony_standing_log_new (PronyRun *run)
{
  PronyStandingLog *self = g_new0 (PronyStandingLog, 1);

  self->run = prony_run_ref (run);
  self->samples = g_ptr_array_new_with_free_func (free_sample);
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->built_us = -REBUILD_US;
  return self;
}

/**
 * prony_standing_log_free:
 * @self: (transfer full): a log
 */
void
prony_standing_log_free (PronyStandingLog *self)
{
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->samples);
  prony_run_unref (self->run);
  g_free (self);
}

static PronyStandingSample *
get_sample (PronyStandingLog *self, guint trial)
{
  if (trial >= self->samples->len)
    g_ptr_array_set_size (self->samples, (int) trial + 1);
  if (self->samples->pdata[trial] == NULL)
    self->samples->pdata[trial] = prony_standing_sample_new (trial);

  return self->samples->pdata[trial];
}

/**
 * prony_standing_log_add:
 * @self: a log
 * @trial: place of a trial in the run
 * @record: a request of it that has ended
 */
void
prony_standing_log_add (PronyStandingLog *self, guint trial, const PronyRequestRecord *record)
{
  prony_standing_sample_add (get_sample (self, trial), record);
}

/**
 * prony_standing_log_note_load:
 * @self: a log
 * @trial: place of a trial in the run
 * @load: how it stands
 */
void
prony_standing_log_note_load (PronyStandingLog *self, guint trial, PronyLoadSnapshot *load)
{
  prony_standing_sample_set_load (get_sample (self, trial), load);
}

/* --- Who leads ------------------------------------------------------------------------- */

static PronyTrial *
get_trial (PronyStandingLog *self, guint index)
{
  return g_ptr_array_index (self->run->trials, index);
}

static gboolean
is_row_better (const PronyStandingRow *row, const PronyStandingRow *other, PronyHeadline headline)
{
  PronyBetter better = prony_metric_get_info (prony_headline_get_metric (headline))->better;

  return better == PRONY_BETTER_LOWER ? row->values[headline] < other->values[headline]
                                      : row->values[headline] > other->values[headline];
}

static gboolean
is_simulated (PronyStandingLog *self, const PronyStandingRow *row)
{
  return get_trial (self, row->trial)->target->simulated;
}

/* Those that have the figure; simulated ones only where no real one has it. */
static GPtrArray *
list_contenders (PronyStandingLog *self, GArray *rows, PronyHeadline headline)
{
  GPtrArray *contenders = g_ptr_array_new ();
  gboolean any_real = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      PronyStandingRow *row = &g_array_index (rows, PronyStandingRow, i);

      any_real |= isfinite (row->values[headline]) && !is_simulated (self, row);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      PronyStandingRow *row = &g_array_index (rows, PronyStandingRow, i);

      if (isfinite (row->values[headline]) && !(any_real && is_simulated (self, row)))
        g_ptr_array_add (contenders, row);
    }

  return contenders;
}

static gboolean
beats_all (PronyStandingLog *self,
           const PronyStandingRow *best,
           GPtrArray *contenders,
           PronyHeadline headline)
{
  const PronyStandingSample *sample = get_sample (self, best->trial);

  for (guint i = 0; i < contenders->len; i++)
    {
      const PronyStandingRow *other = g_ptr_array_index (contenders, i);
      gboolean settled = prony_state_is_final (best->state) && prony_state_is_final (other->state);

      if (other != best && !(is_row_better (best, other, headline) &&
                             prony_standing_sample_is_better (
                               sample, get_sample (self, other->trial), headline, settled)))
        return FALSE;
    }

  return TRUE;
}

/* How many requests go out in a second is what an open loop and a replay say, not the
 * engines: nobody can lead by that, or by the tokens that follow from it. */
static gboolean
is_contested (const PronyStanding *standing, PronyHeadline headline)
{
  return standing->load.kind == PRONY_LOAD_CLOSED ||
         (headline != PRONY_HEADLINE_OUTPUT_RATE && headline != PRONY_HEADLINE_REQUEST_RATE);
}

static void
name_leader (PronyStandingLog *self, PronyStanding *standing, PronyHeadline headline)
{
  g_autoptr (GPtrArray) contenders = list_contenders (self, standing->rows, headline);
  PronyStandingRow *best = NULL;

  if (contenders->len < 2 || !is_contested (standing, headline))
    return;

  for (guint i = 0; i < contenders->len; i++)
    {
      PronyStandingRow *row = g_ptr_array_index (contenders, i);

      if (best == NULL || is_row_better (row, best, headline))
        best = row;
    }
  best->leads[headline] = beats_all (self, best, contenders, headline);
}

/* --- Standings ------------------------------------------------------------------------- */

static PronyStandingRow
make_row (PronyStandingLog *self, PronyTrial *trial)
{
  const PronyStandingSample *sample = get_sample (self, trial->index);
  PronyStandingRow row = {
    .trial = trial->index,
    .state = trial->state,
    .requests = prony_standing_sample_count (sample),
  };

  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    if (trial->summary != NULL)
      row.values[i] = prony_summary_get (trial->summary, prony_headline_get_metric (i));
    else
      row.values[i] = prony_standing_sample_get (sample, i);

  return row;
}

static void
build_group (PronyStandingLog *self, Group *group)
{
  PronyStanding *standing =
    prony_standing_new (get_trial (self, g_array_index (group->trials, guint, 0)));

  group->settled = TRUE;
  for (guint i = 0; i < group->trials->len; i++)
    {
      PronyTrial *trial = get_trial (self, g_array_index (group->trials, guint, i));
      PronyStandingRow row;

      group->settled = group->settled && prony_state_is_final (trial->state);
      if (trial->state == PRONY_STATE_WAITING)
        continue;
      row = make_row (self, trial);
      g_array_append_val (standing->rows, row);
    }
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    name_leader (self, standing, i);

  g_clear_pointer (&group->standing, prony_standing_unref);
  group->standing = standing;
}

static Group *
find_group (PronyStandingLog *self, PronyTrial *trial)
{
  Group *group;

  for (guint i = 0; i < self->groups->len; i++)
    {
      PronyTrial *first;

      group = g_ptr_array_index (self->groups, i);
      first = get_trial (self, g_array_index (group->trials, guint, 0));
      if (prony_load_level_equal (&first->load, &trial->load) &&
          g_str_equal (first->scenario_name, trial->scenario_name))
        return group;
    }

  group = g_new0 (Group, 1);
  group->trials = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->groups, group);
  return group;
}

/* A sweep adds trials, also to scenarios and loads that seemed done. */
static void
group_new_trials (PronyStandingLog *self)
{
  for (; self->n_grouped < self->run->trials->len; self->n_grouped++)
    {
      Group *group = find_group (self, get_trial (self, self->n_grouped));

      g_array_append_val (group->trials, self->n_grouped);
      group->settled = FALSE;
    }
}

static gboolean
has_begun (PronyStandingLog *self, const Group *group)
{
  for (guint i = 0; i < group->trials->len; i++)
    if (get_trial (self, g_array_index (group->trials, guint, i))->state != PRONY_STATE_WAITING)
      return TRUE;

  return FALSE;
}

static guint64
add_up_states (PronyStandingLog *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->run->trials->len; i++)
    sum = sum * 31 + get_trial (self, i)->state;
  return sum;
}

static gboolean
is_due (PronyStandingLog *self, gint64 now_us)
{
  guint64 states = add_up_states (self);
  gboolean due = now_us - self->built_us >= REBUILD_US || states != self->states;

  if (due)
    self->built_us = now_us;
  self->states = states;
  return due;
}

/**
 * prony_standing_log_fill:
 * @self: a log
 * @now_us: now, by g_get_monotonic_time()
 * @standings: (element-type PronyStanding): where to add one for each scenario and load
 *   that has begun, in the order of the run
 *
 * Says how the trials compare, from what was measured so far; once a trial has a summary,
 * from that. The best by a figure leads where it is clearly better than every other
 * that has it. Simulated targets do not compete with real ones. What was said is said
 * again for a second, unless a trial has got any further.
 */
void
prony_standing_log_fill (PronyStandingLog *self, gint64 now_us, GPtrArray *standings)
{
  gboolean due = is_due (self, now_us);

  group_new_trials (self);
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);

      if (due && !group->settled && has_begun (self, group))
        build_group (self, group);
      if (group->standing != NULL)
        g_ptr_array_add (standings, prony_standing_ref (group->standing));
    }
}
