/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-run-wishes.h"
#include "core/load/prony-load-generator.h"
#include "core/model/prony-run.h"

/* What is wanted of one trial. */
typedef struct
{
  GCancellable *ending; /* cancelled by a skip of the trial and by a stop of the run */
  gboolean skip;
  int stream; /* or PRONY_WATCH_ANY */
} TrialWish;

struct _PronyRunWishes
{
  GCancellable *stopping;

  GMutex mutex;
  GCond changed;
  /* Under the mutex */
  gboolean want_pause;
  GHashTable *trials; /* index → TrialWish */
  int trial;          /* that is under way; -1 for none */
  GPtrArray *notes;   /* (element-type PronyRunNote): that were not taken yet */
};

static void
trial_wish_free (gpointer data)
{
  TrialWish *wish = data;

  g_object_unref (wish->ending);
  g_free (wish);
}

/* With the mutex held. */
static TrialWish *
get_wish (PronyRunWishes *self, guint trial)
{
  TrialWish *wish = g_hash_table_lookup (self->trials, GUINT_TO_POINTER (trial));

  if (wish == NULL)
    {
      wish = g_new0 (TrialWish, 1);
      wish->ending = g_cancellable_new ();
      wish->stream = PRONY_WATCH_ANY;
      if (g_cancellable_is_cancelled (self->stopping))
        g_cancellable_cancel (wish->ending);
      g_hash_table_insert (self->trials, GUINT_TO_POINTER (trial), wish);
    }

  return wish;
}

static GPtrArray *
make_notes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_note_free);
}

/**
 * prony_run_wishes_new:
 *
 * Returns: (transfer full): the wish that a run goes on to its end
 */
PronyRunWishes *
prony_run_wishes_new (void)
{
  PronyRunWishes *self = g_new0 (PronyRunWishes, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->stopping = g_cancellable_new ();
  self->trials = g_hash_table_new_full (NULL, NULL, NULL, trial_wish_free);
  self->trial = -1;
  self->notes = make_notes ();
  return self;
}

/**
 * prony_run_wishes_free:
 * @self: (transfer full): wishes that nobody waits for
 */
void
prony_run_wishes_free (PronyRunWishes *self)
{
  g_hash_table_unref (self->trials);
  g_ptr_array_unref (self->notes);
  g_clear_object (&self->stopping);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

/**
 * prony_run_wishes_set_paused:
 * @self: wishes
 * @paused: whether the run is to pause, or to go on
 */
void
prony_run_wishes_set_paused (PronyRunWishes *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->want_pause = paused;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_stop:
 * @self: wishes
 *
 * The run is to end early. Cannot be taken back.
 */
void
prony_run_wishes_stop (PronyRunWishes *self)
{
  GHashTableIter iter;
  gpointer wish;

  g_cancellable_cancel (self->stopping);
  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->trials);
  while (g_hash_table_iter_next (&iter, NULL, &wish))
    g_cancellable_cancel (((TrialWish *) wish)->ending);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_skip:
 * @self: wishes
 * @trial: index of a trial
 *
 * The trial is to end early, or not to begin; the run goes on. Cannot be taken back.
 */
void
prony_run_wishes_skip (PronyRunWishes *self, guint trial)
{
  TrialWish *wish;

  g_mutex_lock (&self->mutex);
  wish = get_wish (self, trial);
  wish->skip = TRUE;
  g_cancellable_cancel (wish->ending);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_watch:
 * @self: wishes
 * @trial: index of a trial
 * @stream: whose requests are to be shown, or %PRONY_WATCH_ANY
 */
void
prony_run_wishes_watch (PronyRunWishes *self, guint trial, int stream)
{
  g_mutex_lock (&self->mutex);
  get_wish (self, trial)->stream = stream;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_note:
 * @self: wishes
 * @text: a remark, not empty
 *
 * Keeps a remark with the present time and trial until it is taken.
 */
void
prony_run_wishes_note (PronyRunWishes *self, const char *text)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->notes, prony_run_note_new (g_get_real_time (), self->trial, text));
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_is_paused:
 * @self: wishes
 *
 * Returns: whether the run is to pause; a run that is to stop is not
 */
gboolean
prony_run_wishes_is_paused (PronyRunWishes *self)
{
  gboolean paused;

  g_mutex_lock (&self->mutex);
  paused = self->want_pause && !g_cancellable_is_cancelled (self->stopping);
  g_mutex_unlock (&self->mutex);
  return paused;
}

/**
 * prony_run_wishes_is_stopping:
 * @self: wishes
 *
 * Returns: whether the run is to end early
 */
gboolean
prony_run_wishes_is_stopping (PronyRunWishes *self)
{
  return g_cancellable_is_cancelled (self->stopping);
}

/**
 * prony_run_wishes_is_skipping:
 * @self: wishes
 * @trial: index of a trial
 *
 * Returns: whether the trial is to be skipped, while the run goes on
 */
gboolean
prony_run_wishes_is_skipping (PronyRunWishes *self, guint trial)
{
  const TrialWish *wish;
  gboolean skip;

  g_mutex_lock (&self->mutex);
  wish = g_hash_table_lookup (self->trials, GUINT_TO_POINTER (trial));
  skip = wish != NULL && wish->skip;
  g_mutex_unlock (&self->mutex);
  return skip && !g_cancellable_is_cancelled (self->stopping);
}

/**
 * prony_run_wishes_get_stopping:
 * @self: wishes
 *
 * Returns: (transfer none): cancelled when the run is to end early
 */
GCancellable *
prony_run_wishes_get_stopping (PronyRunWishes *self)
{
  return self->stopping;
}

/**
 * prony_run_wishes_get_ending:
 * @self: wishes
 * @trial: index of a trial
 *
 * Returns: (transfer none): cancelled when the trial or the whole run is to end early
 */
GCancellable *
prony_run_wishes_get_ending (PronyRunWishes *self, guint trial)
{
  GCancellable *ending;

  g_mutex_lock (&self->mutex);
  ending = get_wish (self, trial)->ending;
  g_mutex_unlock (&self->mutex);
  return ending;
}

/**
 * prony_run_wishes_get_watched:
 * @self: wishes
 * @trial: index of a trial
 *
 * Returns: which stream's requests are to be shown, or %PRONY_WATCH_ANY
 */
int
prony_run_wishes_get_watched (PronyRunWishes *self, guint trial)
{
  const TrialWish *wish;
  int stream;

  g_mutex_lock (&self->mutex);
  wish = g_hash_table_lookup (self->trials, GUINT_TO_POINTER (trial));
  stream = wish != NULL ? wish->stream : PRONY_WATCH_ANY;
  g_mutex_unlock (&self->mutex);
  return stream;
}

/**
 * prony_run_wishes_set_trial:
 * @self: wishes
 * @trial: index of the trial that is under way, of several the first; -1 for none
 *
 * Says what remarks are on from now on.
 */
void
prony_run_wishes_set_trial (PronyRunWishes *self, int trial)
{
  g_mutex_lock (&self->mutex);
  self->trial = trial;
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_take_notes:
 * @self: wishes
 *
 * Returns: (transfer full) (element-type PronyRunNote): the remarks since the last call,
 *   in the order of their times
 */
GPtrArray *
prony_run_wishes_take_notes (PronyRunWishes *self)
{
  GPtrArray *notes;

  g_mutex_lock (&self->mutex);
  notes = self->notes;
  self->notes = make_notes ();
  g_mutex_unlock (&self->mutex);
  return notes;
}

/**
 * prony_run_wishes_wait:
 * @self: wishes
 * @timeout_us: how long at most
 *
 * Waits until a wish is made; not at all for a run that is to stop.
 */
void
prony_run_wishes_wait (PronyRunWishes *self, gint64 timeout_us)
{
  gint64 until_us = g_get_monotonic_time () + timeout_us;

  g_mutex_lock (&self->mutex);
  if (!g_cancellable_is_cancelled (self->stopping))
    g_cond_wait_until (&self->changed, &self->mutex, until_us);
  g_mutex_unlock (&self->mutex);
}
