/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "core/model/prony-host-info.h"
#include "core/model/prony-run.h"

static const struct
{
  const char *name;
  const char *title;
} states[] = {
  [PRONY_STATE_WAITING] = { "waiting", NC_ ("run state", "Waiting") },
  [PRONY_STATE_PREPARING] = { "preparing", NC_ ("run state", "Preparing") },
  [PRONY_STATE_CALIBRATING] = { "calibrating", NC_ ("run state", "Measuring this computer") },
  [PRONY_STATE_WARMING_UP] = { "warming-up", NC_ ("run state", "Warming up") },
  [PRONY_STATE_MEASURING] = { "measuring", NC_ ("run state", "Measuring") },
  [PRONY_STATE_DRAINING] = { "draining", NC_ ("run state", "Letting requests finish") },
  [PRONY_STATE_COOLING_DOWN] = { "cooling-down", NC_ ("run state", "Cooling down") },
  [PRONY_STATE_PAUSED] = { "paused", NC_ ("run state", "Paused") },
  [PRONY_STATE_FINISHED] = { "finished", NC_ ("run state", "Finished") },
  [PRONY_STATE_STOPPED] = { "stopped", NC_ ("run state", "Stopped") },
  [PRONY_STATE_FAILED] = { "failed", NC_ ("run state", "Failed") },
  [PRONY_STATE_INTERRUPTED] = { "interrupted", NC_ ("run state", "Interrupted") },
};

/**
 * prony_state_to_string:
 * @state: a state
 *
 * Returns: its name in files
 */
const char *
prony_state_to_string (PronyState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (states), NULL);

  return states[state].name;
}

/**
 * prony_state_from_string:
 * @text: (nullable): a name
 * @state: (out): the state
 *
 * Returns: whether @text names a state
 */
gboolean
prony_state_from_string (const char *text, PronyState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (text, states[i].name) == 0)
      {
        *state = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_state_title:
 * @state: a state
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_state_title (PronyState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (states), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "run state", states[state].title);
}

/**
 * prony_state_is_final:
 * @state: a state
 *
 * Returns: whether nothing follows it
 */
gboolean
prony_state_is_final (PronyState state)
{
  return state >= PRONY_STATE_FINISHED;
}

static void
trial_clear (gpointer data)
{
  PronyTrial *self = data;

  prony_target_unref (self->target);
  g_free (self->scenario_name);
  g_free (self->scenario_title);
  g_free (self->error);
  g_clear_pointer (&self->summary, prony_summary_unref);
  g_clear_pointer (&self->calibration, prony_calibration_unref);
}

/**
 * prony_run_note_new:
 * @at_us: wall clock, microseconds since 1970
 * @trial: index of the trial that is under way; -1 for none
 * @text: the remark
 *
 * Returns: (transfer full): a remark
 */
PronyRunNote *
prony_run_note_new (gint64 at_us, int trial, const char *text)
{
  PronyRunNote *self = g_new0 (PronyRunNote, 1);

  self->at_us = at_us;
  self->trial = trial;
  self->text = g_strdup (text);
  return self;
}

/**
 * prony_run_note_copy:
 * @self: a remark
 *
 * Returns: (transfer full): the same
 */
PronyRunNote *
prony_run_note_copy (const PronyRunNote *self)
{
  return prony_run_note_new (self->at_us, self->trial, self->text);
}

/**
 * prony_run_note_free:
 * @self: (transfer full): a remark
 */
void
prony_run_note_free (PronyRunNote *self)
{
  g_free (self->text);
  g_free (self);
}

/**
 * prony_run_note_describe_time:
 * @self: a remark
 * @run: the run that it was made in
 *
 * Returns: (transfer full): when that was, in the user's zone, such as "14:03:07, 1 min 2 s
 *   after the start"
 */
char *
prony_run_note_describe_time (const PronyRunNote *self, PronyRun *run)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *clock = local != NULL ? g_date_time_format (local, "%X") : g_strdup ("–");
  double since_us = (double) self->at_us - (double) run->started_us;
  g_autofree char *since = prony_format_duration (MAX (since_us, 0) / G_USEC_PER_SEC);

  /* Translators: a time of day, and a duration such as "1 min 2 s" */
  return g_strdup_printf (_ ("%s, %s after the start"), clock, since);
}

/**
 * prony_trial_new:
 * @index: place in the run, from 0
 * @target: what is measured
 * @scenario_name: what is asked
 * @scenario_title: the same for people
 * @klass: the scenario's class
 * @load: how much is asked
 *
 * Returns: (transfer full): a trial that waits for its turn, and is measured once
 */
PronyTrial *
prony_trial_new (guint index,
                 PronyTarget *target,
                 const char *scenario_name,
                 const char *scenario_title,
                 PronyScenarioClass klass,
                 PronyLoadLevel load)
{
  PronyTrial *self = g_atomic_rc_box_new0 (PronyTrial);

  self->index = index;
  self->target = prony_target_ref (target);
  self->scenario_name = g_strdup (scenario_name);
  self->scenario_title = g_strdup (scenario_title);
  self->klass = klass;
  self->load = load;
  self->repeats = 1;
  self->state = PRONY_STATE_WAITING;
  self->duration_s = NAN;
  return self;
}

/**
 * prony_trial_ref:
 * @self: a trial
 *
 * Returns: (transfer full): @self
 */
PronyTrial *
prony_trial_ref (PronyTrial *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_trial_unref:
 * @self: (transfer full): a trial
 */
void
prony_trial_unref (PronyTrial *self)
{
  g_atomic_rc_box_release_full (self, trial_clear);
}

/**
 * prony_trial_describe_repeat:
 * @self: a trial
 *
 * Returns: (transfer full) (nullable): such as "2 of 3"; %NULL where it is measured once
 */
char *
prony_trial_describe_repeat (PronyTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->repeats < 2)
    return NULL;
  /* Translators: which time something is measured, and how often that is done in all */
  return g_strdup_printf (_ ("%u of %u"), self->repeat + 1, self->repeats);
}

/**
 * prony_trial_get_group_title:
 * @self: a trial
 *
 * Returns: (transfer full): such as "ollama · Short Prompt, Short Completion · 4 at once", the
 *   same for all its repeats
 */
char *
prony_trial_get_group_title (PronyTrial *self)
{
  g_autofree char *load = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  load = prony_load_level_describe (&self->load);
  return g_strdup_printf ("%s · %s · %s", self->target->name,
                          prony_scenario_translate (self->scenario_title), load);
}

/* Takes @text. */
static char *
add_repeat (char *text, PronyTrial *trial)
{
  g_autofree char *first = text;
  g_autofree char *repeat = prony_trial_describe_repeat (trial);

  return g_strjoin (" · ", first, repeat, NULL);
}

/**
 * prony_trial_get_title:
 * @self: a trial
 *
 * Returns: (transfer full): such as "ollama · Short Prompt, Short Completion · 4 at once", and
 *   "· 2 of 3" where it is measured several times
 */
char *
prony_trial_get_title (PronyTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return add_repeat (prony_trial_get_group_title (self), self);
}

/**
 * prony_trial_get_load_label:
 * @self: a trial
 *
 * Returns: (transfer full): its load for a table, such as "4", or "4 · 2 of 3" where it is
 *   measured several times
 */
char *
prony_trial_get_load_label (PronyTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return add_repeat (prony_load_level_get_label (&self->load), self);
}

/**
 * prony_trial_describe_load:
 * @self: a trial
 *
 * Returns: (transfer full): its load in words, such as "4 at once", or "4 at once · 2 of 3"
 *   where it is measured several times
 */
char *
prony_trial_describe_load (PronyTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return add_repeat (prony_load_level_describe (&self->load), self);
}

static void
run_clear (gpointer data)
{
  PronyRun *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->prony_version);
  g_clear_pointer (&self->host, prony_host_info_unref);
  g_clear_pointer (&self->plan_json, json_object_unref);
  g_ptr_array_unref (self->trials);
  g_ptr_array_unref (self->scenarios);
  g_ptr_array_unref (self->notes);
  g_free (self->error);
}

/**
 * prony_run_new:
 * @name: its name
 *
 * Returns: (transfer full): a run of this Prony that begins now, without trials,
 *   host and plan
 */
PronyRun *
prony_run_new (const char *name)
{
  PronyRun *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRun);
  self->id = g_uuid_string_random ();
  self->name = g_strdup (name);
  self->started_us = g_get_real_time ();
  self->started_ns = prony_clock_now_ns ();
  self->duration_s = NAN;
  self->state = PRONY_STATE_WAITING;
  self->prony_version = g_strdup (PRONY_VERSION);
  self->trials = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_trial_unref);
  self->scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_note_free);
  return self;
}

/**
 * prony_run_ref:
 * @self: a run
 *
 * Returns: (transfer full): @self
 */
PronyRun *
prony_run_ref (PronyRun *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_run_unref:
 * @self: (transfer full): a run
 */
void
prony_run_unref (PronyRun *self)
{
  g_atomic_rc_box_release_full (self, run_clear);
}

/**
 * prony_run_get_scenario:
 * @self: a run
 * @name: name of one of its scenarios
 *
 * Returns: (transfer none) (nullable): the scenario, where it is known
 */
PronyScenario *
prony_run_get_scenario (PronyRun *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->scenarios, i);

      if (g_str_equal (scenario->name, name))
        return scenario;
    }

  return NULL;
}

/**
 * prony_run_has_verdicts:
 * @self: a run
 *
 * Returns: whether answers were judged: most scenarios have no rules for that
 */
gboolean
prony_run_has_verdicts (PronyRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->trials->len; i++)
    {
      const PronySummary *summary = ((PronyTrial *) g_ptr_array_index (self->trials, i))->summary;

      if (summary != NULL && summary->quality_passed + summary->quality_failed > 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_run_is_simulated:
 * @self: a run
 *
 * Returns: whether any of its targets is the simulated engine
 */
gboolean
prony_run_is_simulated (PronyRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->trials, i);

      if (trial->target->simulated)
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_run_is_unverified:
 * @self: a run
 *
 * Returns: whether the certificate of any of its targets was not checked
 */
gboolean
prony_run_is_unverified (PronyRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->trials, i);

      if (prony_target_is_unverified (trial->target))
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_run_is_partial:
 * @self: a run
 *
 * Returns: whether it ended before its plan was carried out, or a trial of it was skipped
 */
gboolean
prony_run_is_partial (PronyRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->trials->len; i++)
    if (((PronyTrial *) g_ptr_array_index (self->trials, i))->state == PRONY_STATE_STOPPED)
      return TRUE;

  return self->state != PRONY_STATE_FINISHED;
}

/**
 * prony_run_ns_to_unix_us:
 * @self: a run
 * @ns: a stamp of it
 *
 * Returns: the stamp's wall-clock time, microseconds since 1970
 */
gint64
prony_run_ns_to_unix_us (PronyRun *self, gint64 ns)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->started_us + (ns - self->started_ns) / 1000;
}
