/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "base/prony-clock.h"
#include "core/bench/prony-trial-group.h"

struct _PronyTrialGroup
{
  GPtrArray *runners; /* (element-type PronyTrialRunner) */
  gint64 start_ns;
  gboolean paused;
  gint64 paused_since_ns;
  gint64 paused_ns;
};

/**
 * prony_trial_group_new:
 *
 * Returns: (transfer full): a group without trials, whose time begins now
 */
PronyTrialGroup *
prony_trial_group_new (void)
{
  PronyTrialGroup *self = g_new0 (PronyTrialGroup, 1);

  self->runners = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_trial_runner_free);
  self->start_ns = prony_clock_now_ns ();
  return self;
}

/**
 * prony_trial_group_free:
 * @self: (transfer full): a group
 */
void
prony_trial_group_free (PronyTrialGroup *self)
{
  g_ptr_array_unref (self->runners);
  g_free (self);
}

/**
 * prony_trial_group_add:
 * @self: a group
 * @runner: (transfer full): a trial under way, which pauses if the group does
 */
void
prony_trial_group_add (PronyTrialGroup *self, PronyTrialRunner *runner)
{
  if (self->paused)
    prony_trial_runner_pause (runner);
  g_ptr_array_add (self->runners, runner);
}

/**
 * prony_trial_group_get_runners:
 * @self: a group
 *
 * Returns: (transfer none) (element-type PronyTrialRunner): its trials
 */
GPtrArray *
prony_trial_group_get_runners (PronyTrialGroup *self)
{
  return self->runners;
}

/**
 * prony_trial_group_set_paused:
 * @self: a group
 * @paused: whether no new requests are to be sent for now; that time does not count
 */
void
prony_trial_group_set_paused (PronyTrialGroup *self, gboolean paused)
{
  gint64 now_ns = prony_clock_now_ns ();
  guint i;

  if (paused == self->paused)
    return;

  self->paused = paused;
  if (paused)
    self->paused_since_ns = now_ns;
  else
    self->paused_ns += now_ns - self->paused_since_ns;

  for (i = 0; i < self->runners->len; i++)
    if (paused)
      prony_trial_runner_pause (self->runners->pdata[i]);
    else
      prony_trial_runner_resume (self->runners->pdata[i]);
}

/**
 * prony_trial_group_wait:
 * @self: a group
 * @timeout_us: how long at most
 *
 * Waits until a trial that is under way has ended.
 *
 * Returns: whether all have ended
 */
gboolean
prony_trial_group_wait (PronyTrialGroup *self, gint64 timeout_us)
{
  guint i;

  for (i = 0; i < self->runners->len; i++)
    if (!prony_trial_runner_wait (self->runners->pdata[i], 0))
      {
        prony_trial_runner_wait (self->runners->pdata[i], timeout_us);
        return FALSE;
      }

  return TRUE;
}

/**
 * prony_trial_group_get_measured:
 * @self: a group whose trials were looked at
 *
 * Returns: how long it has been measuring, in seconds, without pauses
 */
double
prony_trial_group_get_measured (PronyTrialGroup *self)
{
  double measured_s = 0;
  guint i;

  for (i = 0; i < self->runners->len; i++)
    measured_s = MAX (measured_s, prony_trial_runner_get_measured (self->runners->pdata[i]));

  return measured_s;
}

/**
 * prony_trial_group_get_time:
 * @self: a group
 *
 * Returns: how long it has been under way, in seconds, without pauses
 */
double
prony_trial_group_get_time (PronyTrialGroup *self)
{
  gint64 now_ns = prony_clock_now_ns ();
  gint64 paused_ns = self->paused_ns + (self->paused ? now_ns - self->paused_since_ns : 0);

  return prony_ns_to_s (now_ns - self->start_ns - paused_ns);
}
