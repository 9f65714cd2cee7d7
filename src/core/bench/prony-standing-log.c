/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-standing-log.h"
#include "core/bench/prony-standing-sample.h"
#include "core/model/prony-run-targets.h"
#include "core/stats/prony-student.h"

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
  GPtrArray *pooled;  /* the same of all repeats together: by the first; NULL without repeats */
  GArray *firsts;     /* of guint: by trial: 1 + the place of the first repeat; 0: not known yet */
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
  self->pooled = g_ptr_array_new_with_free_func (free_sample);
  self->firsts = g_array_new (FALSE, TRUE, sizeof (guint));
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
  g_ptr_array_unref (self->pooled);
  g_array_unref (self->firsts);
  prony_run_unref (self->run);
  g_free (self);
}

static PronyTrial *
get_trial (PronyStandingLog *self, guint index)
{
  return g_ptr_array_index (self->run->trials, index);
}

static PronyStandingSample *
find_sample (GPtrArray *samples, guint trial)
{
  if (trial >= samples->len)
    g_ptr_array_set_size (samples, (int) trial + 1);
  if (samples->pdata[trial] == NULL)
    samples->pdata[trial] = prony_standing_sample_new (trial);

  return samples->pdata[trial];
}

static PronyStandingSample *
get_sample (PronyStandingLog *self, guint trial)
{
  return find_sample (self->samples, trial);
}

static guint
search_first (PronyStandingLog *self, guint trial)
{
  PronyTrial *repeat = get_trial (self, trial);

  for (guint i = 0; i < trial; i++)
    {
      PronyTrial *other = get_trial (self, i);

      if (prony_load_level_equal (&other->load, &repeat->load) &&
          g_str_equal (other->scenario_name, repeat->scenario_name) &&
          prony_run_same_target (other->target, repeat->target))
        return i;
    }

  return trial;
}

/* The first repeat of what a trial measures that has begun; only of one that has. */
static guint
get_first (PronyStandingLog *self, guint trial)
{
  guint *place;

  if (get_trial (self, trial)->repeats < 2)
    return trial;
  if (trial >= self->firsts->len)
    g_array_set_size (self->firsts, trial + 1);
  place = &g_array_index (self->firsts, guint, trial);
  if (*place == 0)
    *place = 1 + search_first (self, trial);

  return *place - 1;
}

/* What a row is compared by. */
static PronyStandingSample *
get_pooled (PronyStandingLog *self, guint first)
{
  return get_trial (self, first)->repeats < 2 ? get_sample (self, first)
                                              : find_sample (self->pooled, first);
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
  if (get_trial (self, trial)->repeats > 1)
    prony_standing_sample_add (get_pooled (self, get_first (self, trial)), record);
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

/* The values of a row's repeats that have ended. */
static GArray *
list_values (PronyStandingLog *self,
             PronyStanding *standing,
             const PronyStandingRow *row,
             PronyHeadline headline)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < standing->trials->len; i++)
    {
      guint index = g_array_index (standing->trials, guint, i);
      PronySummary *summary = get_trial (self, index)->summary;
      double value = NAN;

      if (summary != NULL && get_first (self, index) == row->trial)
        value = prony_summary_get (summary, prony_headline_get_metric (headline));
      if (isfinite (value))
        g_array_append_val (values, value);
    }

  return values;
}

/* Whether the spread between repeats explains the difference. */
static gboolean
is_noise (PronyStandingLog *self,
          PronyStanding *standing,
          const PronyStandingRow *row,
          const PronyStandingRow *other,
          PronyHeadline headline)
{
  g_autoptr (GArray) a = list_values (self, standing, row, headline);
  g_autoptr (GArray) b = list_values (self, standing, other, headline);
  double noise = prony_student_noise_floor ((double *) (gpointer) a->data, a->len,
                                            (double *) (gpointer) b->data, b->len);

  return isfinite (noise) && !(fabs (row->values[headline] - other->values[headline]) > noise);
}

/* What is looked at once may be decided by less; of repeats that is the last look. */
static gboolean
is_settled (PronyStandingLog *self, const PronyStandingRow *row, gboolean all_ended)
{
  return prony_state_is_final (row->state) &&
         (all_ended || get_trial (self, row->trial)->repeats < 2);
}

static gboolean
beats_all (PronyStandingLog *self,
           PronyStanding *standing,
           const PronyStandingRow *best,
           GPtrArray *contenders,
           PronyHeadline headline,
           gboolean all_ended)
{
  const PronyStandingSample *sample = get_pooled (self, best->trial);

  for (guint i = 0; i < contenders->len; i++)
    {
      const PronyStandingRow *other = g_ptr_array_index (contenders, i);
      gboolean settled = is_settled (self, best, all_ended) && is_settled (self, other, all_ended);

      if (other != best && !(is_row_better (best, other, headline) &&
                             !is_noise (self, standing, best, other, headline) &&
                             prony_standing_sample_is_better (
                               sample, get_pooled (self, other->trial), headline, settled)))
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
name_leader (PronyStandingLog *self,
             PronyStanding *standing,
             PronyHeadline headline,
             gboolean all_ended)
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
  best->leads[headline] = beats_all (self, standing, best, contenders, headline, all_ended);
}

/* --- Standings ------------------------------------------------------------------------- */

static double
get_value (PronyStandingLog *self, PronyTrial *trial, PronyHeadline headline)
{
  if (trial->summary != NULL)
    return prony_summary_get (trial->summary, prony_headline_get_metric (headline));

  return prony_standing_sample_get (get_sample (self, trial->index), headline);
}

static PronyStandingRow *
find_row (PronyStandingLog *self, PronyStanding *standing, PronyTrial *trial)
{
  guint first = get_first (self, trial->index);
  PronyStandingRow row = { .trial = first };

  for (guint i = 0; i < standing->rows->len; i++)
    if (g_array_index (standing->rows, PronyStandingRow, i).trial == first)
      return &g_array_index (standing->rows, PronyStandingRow, i);

  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    row.values[i] = NAN;
  g_array_append_val (standing->rows, row);
  return &g_array_index (standing->rows, PronyStandingRow, standing->rows->len - 1);
}

/* Adds a trial to its target's row, whose values are the means of those that have any: @counts
 * has how many these are, by row. */
static void
add_to_row (PronyStandingLog *self, PronyStanding *standing, PronyTrial *trial, GArray *counts)
{
  PronyStandingRow *row = find_row (self, standing, trial);
  guint *n;

  g_array_set_size (counts, standing->rows->len * PRONY_N_HEADLINES);
  n = &g_array_index (counts, guint,
                      (row - (PronyStandingRow *) (gpointer) standing->rows->data) *
                        PRONY_N_HEADLINES);
  row->latest = trial->index;
  row->state = trial->state;
  row->requests += prony_standing_sample_count (get_sample (self, trial->index));
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    {
      double value = get_value (self, trial, i);

      if (isfinite (value) && n[i]++ == 0)
        row->values[i] = value;
      else if (isfinite (value))
        row->values[i] += (value - row->values[i]) / n[i];
    }
}

/* What a repeat's target is called shows only when that is prepared. */
static gboolean
is_shown (PronyTrial *trial)
{
  if (trial->repeat > 0)
    return trial->state > PRONY_STATE_PREPARING &&
           (trial->summary != NULL || !prony_state_is_final (trial->state));

  return trial->state != PRONY_STATE_WAITING;
}

static void
build_group (PronyStandingLog *self, Group *group)
{
  PronyStanding *standing =
    prony_standing_new (get_trial (self, g_array_index (group->trials, guint, 0)));
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (guint));

  group->settled = TRUE;
  for (guint i = 0; i < group->trials->len; i++)
    {
      guint index = g_array_index (group->trials, guint, i);
      PronyTrial *trial = get_trial (self, index);

      group->settled = group->settled && prony_state_is_final (trial->state);
      if (!is_shown (trial))
        continue;
      g_array_append_val (standing->trials, index);
      add_to_row (self, standing, trial, counts);
    }
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    name_leader (self, standing, i, group->settled);

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
