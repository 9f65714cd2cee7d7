/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-failure-log.h"
#include "core/bench/prony-run-publisher.h"
#include "core/bench/prony-standing-log.h"
#include "core/bench/prony-step-work.h"
#include "core/monitor/prony-monitor.h"

/* How often this computer is read. */
#define RESOURCES_INTERVAL_S 1

/* The latest of one trial. */
typedef struct
{
  PronyLoadSnapshot *load; /* (nullable) */
  double share;            /* never less than before; NAN where it is not known */
  double remaining_s;
  double expected; /* measured requests, unless it ends early; NAN where time alone ends it */
} Latest;

struct _PronyRunPublisher
{
  PronyLiveFeed *feed;
  PronyPlan *plan;
  PronyRun *run;
  PronyRunProgress *progress; /* the runner's */
  PronyFailureLog *failures;
  PronyStandingLog *standings;
  GArray *latest;        /* of Latest: by trial */
  PronyMonitor *monitor; /* (nullable): while the run is under way */
  gint64 taken_ns;       /* of the sample that was taken last */
};

static void
latest_clear (gpointer data)
{
  Latest *latest = data;

  g_clear_pointer (&latest->load, prony_load_snapshot_unref);
}

/* How many requests a trial comes to unless it ends early; NAN where time alone ends it. */
static double
count_expected (PronyRunPublisher *self, const PronyTrial *trial)
{
  for (guint i = 0; i < self->plan->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->plan->scenarios, i);

      if (g_str_equal (scenario->name, trial->scenario_name))
        return prony_step_work_count_requests (self->plan, i, &trial->load);
    }

  return NAN;
}

static Latest *
get_latest (PronyRunPublisher *self, guint trial)
{
  while (trial >= self->latest->len)
    {
      Latest latest = { .share = NAN, .remaining_s = NAN };

      latest.expected =
        count_expected (self, g_ptr_array_index (self->run->trials, self->latest->len));
      g_array_append_val (self->latest, latest);
    }

  return &g_array_index (self->latest, Latest, trial);
}

/**
 * prony_run_publisher_new:
 * @feed: where snapshots go
 * @plan: what the run does
 * @run: the run
 * @progress: its progress; must outlive the publisher
 *
 * Returns: (transfer full): a publisher that has published nothing
 */
PronyRunPublisher *
prony_run_publisher_new (PronyLiveFeed *feed,
                         PronyPlan *plan,
                         PronyRun *run,
                         PronyRunProgress *progress)
{
  PronyRunPublisher *self = g_new0 (PronyRunPublisher, 1);

  self->feed = prony_live_feed_ref (feed);
  self->plan = prony_plan_ref (plan);
  self->run = prony_run_ref (run);
  self->progress = progress;
  self->failures = prony_failure_log_new ();
  self->standings = prony_standing_log_new (run);
  self->latest = g_array_new (FALSE, FALSE, sizeof (Latest));
  g_array_set_clear_func (self->latest, latest_clear);
  return self;
}

/**
 * prony_run_publisher_free:
 * @self: (transfer full): a publisher
 */
void
prony_run_publisher_free (PronyRunPublisher *self)
{
  g_clear_pointer (&self->monitor, prony_monitor_free);
  g_array_unref (self->latest);
  prony_standing_log_free (self->standings);
  prony_failure_log_free (self->failures);
  prony_run_unref (self->run);
  prony_plan_unref (self->plan);
  prony_live_feed_unref (self->feed);
  g_free (self);
}

/**
 * prony_run_publisher_begin:
 * @self: a publisher
 *
 * The run begins: from now on this computer and the engines on it are read once a second.
 */
void
prony_run_publisher_begin (PronyRunPublisher *self)
{
  g_autoptr (GPtrArray) engines = g_ptr_array_new ();

  for (guint i = 0; i < self->plan->targets->len; i++)
    g_ptr_array_add (engines, ((PronyTarget *) self->plan->targets->pdata[i])->engine);
  self->monitor = prony_monitor_start (engines, RESOURCES_INTERVAL_S);
}

/**
 * prony_run_publisher_end:
 * @self: a publisher
 *
 * The run has ended: nothing is read any more.
 */
void
prony_run_publisher_end (PronyRunPublisher *self)
{
  g_clear_pointer (&self->monitor, prony_monitor_free);
}

/**
 * prony_run_publisher_hurry:
 * @self: a publisher
 * @wait_us: how long to wait for the reading, at most
 *
 * Something begins or ends that is measured: this computer is read now.
 */
void
prony_run_publisher_hurry (PronyRunPublisher *self, gint64 wait_us)
{
  if (self->monitor != NULL)
    prony_monitor_hurry (self->monitor, wait_us);
}

/**
 * prony_run_publisher_take_sample:
 * @self: a publisher
 *
 * Returns: (transfer full) (nullable): the latest reading, if it was not taken before
 */
PronyResourceSample *
prony_run_publisher_take_sample (PronyRunPublisher *self)
{
  g_autoptr (PronyResourceSample) sample =
    self->monitor != NULL ? prony_monitor_read (self->monitor) : NULL;

  if (sample == NULL || sample->at_ns <= self->taken_ns)
    return NULL;

  self->taken_ns = sample->at_ns;
  return g_steal_pointer (&sample);
}

/**
 * prony_run_publisher_note_load:
 * @self: a publisher
 * @trial: place of a trial in the run
 * @load: how it stands
 */
void
prony_run_publisher_note_load (PronyRunPublisher *self, guint trial, PronyLoadSnapshot *load)
{
  Latest *latest = get_latest (self, trial);

  prony_load_snapshot_ref (load);
  g_clear_pointer (&latest->load, prony_load_snapshot_unref);
  latest->load = load;
  prony_standing_log_note_load (self->standings, trial, load);
}

/**
 * prony_run_publisher_note_progress:
 * @self: a publisher
 * @trial: place of a trial in the run
 * @share: how much of it is done, 0 to 1; NAN where that is not known
 * @remaining_s: how long it will take; NAN likewise
 */
void
prony_run_publisher_note_progress (PronyRunPublisher *self,
                                   guint trial,
                                   double share,
                                   double remaining_s)
{
  Latest *latest = get_latest (self, trial);

  latest->share = fmax (latest->share, share);
  latest->remaining_s = remaining_s;
}

/**
 * prony_run_publisher_note_records:
 * @self: a publisher
 * @trial: whose
 * @records: (element-type PronyRequestRecord): requests that have ended
 */
void
prony_run_publisher_note_records (PronyRunPublisher *self, PronyTrial *trial, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      prony_failure_log_add (self->failures, trial, g_ptr_array_index (records, i));
      prony_standing_log_add (self->standings, trial->index, g_ptr_array_index (records, i));
    }
}

/* --- Requests ------------------------------------------------------------------------- */

/* Loads that a sweep has not decided on are not known. */
static void
count_requests (PronyRunPublisher *self, PronyRunSnapshot *snapshot)
{
  double expected =
    self->plan->sweep && !prony_state_is_final (self->run->state) ? (double) NAN : 0;

  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->run->trials, i);
      const Latest *latest = get_latest (self, i);
      const PronyLoadSnapshot *load = latest->load;
      guint64 ended = load != NULL ? load->ok + load->failed : 0;

      if (load != NULL)
        {
          snapshot->requests_done += load->ok;
          snapshot->requests_failed += load->failed;
        }
      if (load != NULL && !prony_state_is_final (trial->state))
        snapshot->in_flight += load->in_flight;
      expected += prony_state_is_final (trial->state) ? (double) ended : latest->expected;
    }
  snapshot->requests_expected = expected;
}

/* --- Snapshots ------------------------------------------------------------------------ */

static void
add_trial (PronyRunPublisher *self, PronyRunSnapshot *snapshot, guint index)
{
  PronyTrial *trial = g_ptr_array_index (self->run->trials, index);
  PronyTrialSnapshot *entry = prony_trial_snapshot_new (trial);
  const Latest *latest = get_latest (self, index);

  entry->state = trial->state;
  entry->error = g_strdup (trial->error);
  if (trial->summary != NULL)
    entry->summary = prony_summary_ref (trial->summary);
  if (latest->load != NULL)
    entry->load = prony_load_snapshot_ref (latest->load);
  entry->share = trial->state == PRONY_STATE_FINISHED ? 1 : latest->share;
  entry->remaining_s = prony_state_is_final (trial->state) ? 0 : latest->remaining_s;
  if (trial->state != PRONY_STATE_WAITING && !prony_state_is_final (trial->state))
    g_array_append_val (snapshot->active, index);
  g_ptr_array_add (snapshot->trials, entry);
}

/**
 * prony_run_publisher_publish:
 * @self: a publisher
 * @state: how far the run is
 * @warning: (nullable): what is wrong although it goes on
 *
 * Makes a snapshot and leaves it in the feed.
 */
void
prony_run_publisher_publish (PronyRunPublisher *self, PronyState state, const char *warning)
{
  g_autoptr (PronyRunSnapshot) snapshot = prony_run_snapshot_new (self->run);

  snapshot->state = state;
  snapshot->progress = prony_run_progress_get_share (self->progress);
  snapshot->remaining_s =
    prony_run_progress_get_remaining (self->progress, &snapshot->remaining_at_least);
  snapshot->elapsed_s = isnan (self->run->duration_s)
                          ? prony_ns_to_s (prony_clock_now_ns () - self->run->started_ns)
                          : self->run->duration_s;
  snapshot->error = g_strdup (self->run->error);
  snapshot->warning = g_strdup (warning);
  if (self->monitor != NULL)
    snapshot->resources = prony_monitor_read (self->monitor);
  for (guint i = 0; i < self->run->trials->len; i++)
    add_trial (self, snapshot, i);
  for (guint i = 0; i < self->run->notes->len; i++)
    g_ptr_array_add (snapshot->notes, prony_run_note_copy (self->run->notes->pdata[i]));
  count_requests (self, snapshot);
  prony_failure_log_fill (self->failures, snapshot->failures);
  prony_standing_log_fill (self->standings, g_get_monotonic_time (), snapshot->standings);

  prony_live_feed_publish (self->feed, snapshot);
}
