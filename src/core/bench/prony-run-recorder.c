/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <malloc.h>

#include <glib/gi18n-lib.h>

#include "core/bench/prony-run-recorder.h"
#include "core/bench/prony-sample-log.h"

/* So many requests with their texts are read at once. */
#define SLICE 256

struct _PronyRunRecorder
{
  PronyStore *store; /* (nullable) */
  PronyRun *run;

  /* The runner's thread only */
  PronySampleLog *samples;
  char *warning; /* (nullable) */

  GMutex mutex;
  GHashTable *batches; /* trial index → GPtrArray of Batch; under the mutex */
};

/* Requests that are not yet known to be on the disk. */
typedef struct
{
  GPtrArray *records;
  guint64 number; /* by which the store knows them */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->records);
  g_free (batch);
}

/**
 * prony_run_recorder_new:
 * @store: (nullable): where the run is stored; %NULL keeps it in memory only
 * @run: the run
 *
 * Returns: (transfer full): a recorder that has nothing yet
 */
PronyRunRecorder *
prony_run_recorder_new (PronyStore *store, PronyRun *run)
{
  PronyRunRecorder *self = g_new0 (PronyRunRecorder, 1);

  g_mutex_init (&self->mutex);
  g_set_object (&self->store, store);
  self->run = prony_run_ref (run);
  self->samples = prony_sample_log_new (store, run);
  self->batches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * prony_run_recorder_free:
 * @self: (transfer full): a recorder
 */
void
prony_run_recorder_free (PronyRunRecorder *self)
{
  g_hash_table_unref (self->batches);
  prony_sample_log_free (self->samples);
  prony_run_unref (self->run);
  g_clear_object (&self->store);
  g_free (self->warning);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Waits until everything is on the disk; a failure becomes a warning, and the next
 * success takes it back. */
static gboolean
flush (PronyRunRecorder *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->warning, g_free);
  if (prony_store_flush (self->store, &error))
    return TRUE;

  self->warning = g_strdup_printf (
    /* Translators: %s is a sentence that says why. */
    _ ("What is measured cannot be stored and is only kept in memory. %s"), error->message);
  return FALSE;
}

/**
 * prony_run_recorder_begin:
 * @self: a recorder
 * @plan: what the run does
 *
 * Stores the run, its trials and the scenarios as they are now.
 */
void
prony_run_recorder_begin (PronyRunRecorder *self, PronyPlan *plan)
{
  guint i;

  if (self->store == NULL)
    return;

  prony_store_put_run (self->store, self->run);
  for (i = 0; i < plan->scenarios->len; i++)
    prony_store_put_scenario_snapshot (self->store, self->run, plan->scenarios->pdata[i]);
  for (i = 0; i < self->run->trials->len; i++)
    prony_store_put_trial (self->store, self->run, self->run->trials->pdata[i]);
}

/**
 * prony_run_recorder_put_trial:
 * @self: a recorder
 * @trial: a trial that has changed
 */
void
prony_run_recorder_put_trial (PronyRunRecorder *self, PronyTrial *trial)
{
  if (self->store != NULL)
    prony_store_put_trial (self->store, self->run, trial);
}

/**
 * prony_run_recorder_add_note:
 * @self: a recorder
 * @note: a remark, not made earlier than those before
 *
 * Adds a remark to the run, and stores it.
 */
void
prony_run_recorder_add_note (PronyRunRecorder *self, const PronyRunNote *note)
{
  g_ptr_array_add (self->run->notes, prony_run_note_copy (note));
  if (self->store != NULL)
    prony_store_put_note (self->store, self->run->id, note);
}

/**
 * prony_run_recorder_add_sample:
 * @self: a recorder
 * @sample: how this computer stands
 *
 * Stores a reading.
 */
void
prony_run_recorder_add_sample (PronyRunRecorder *self, PronyResourceSample *sample)
{
  prony_sample_log_add (self->samples, sample);
}

/**
 * prony_run_recorder_list_samples:
 * @self: a recorder
 * @since_ns: a moment, `CLOCK_MONOTONIC`
 *
 * Returns: (transfer full) (element-type PronyResourceSample): the readings since then, maybe
 *   with some from before, by time
 */
GPtrArray *
prony_run_recorder_list_samples (PronyRunRecorder *self, gint64 since_ns)
{
  return prony_sample_log_list_since (self->samples, since_ns);
}

/* With the mutex held. From the end, so that nothing has to be moved. */
static void
drop_written (PronyRunRecorder *self, GPtrArray *batches)
{
  guint i;

  for (i = batches->len; i > 0; i--)
    {
      const Batch *batch = batches->pdata[i - 1];

      if (prony_store_has_written (self->store, batch->number))
        g_ptr_array_remove_index (batches, i - 1);
    }
}

/**
 * prony_run_recorder_add:
 * @self: a recorder
 * @trial: a trial
 * @records: (element-type PronyRequestRecord): requests of it that have ended; the
 *   array must not be changed any more
 *
 * Keeps requests until they are on the disk.
 */
void
prony_run_recorder_add (PronyRunRecorder *self, PronyTrial *trial, GPtrArray *records)
{
  gpointer key = GUINT_TO_POINTER (trial->index);
  Batch *batch = g_new0 (Batch, 1);
  GPtrArray *batches;

  batch->records = g_ptr_array_ref (records);
  if (self->store != NULL)
    batch->number = prony_store_put_requests (self->store, self->run, trial, records);

  g_mutex_lock (&self->mutex);
  batches = g_hash_table_lookup (self->batches, key);
  if (batches == NULL)
    {
      batches = g_ptr_array_new_with_free_func (batch_free);
      g_hash_table_insert (self->batches, key, batches);
    }
  if (self->store != NULL)
    drop_written (self, batches);
  g_ptr_array_add (batches, batch);
  g_mutex_unlock (&self->mutex);
}

/* The C library keeps what many small pieces took, unless it is told not to. */
static void
give_back (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

/**
 * prony_run_recorder_end_trial:
 * @self: a recorder
 * @trial: a trial that has ended
 *
 * Stores what the trial came to, and frees the memory that its requests took once
 * they are on the disk. To be called when nothing is measured, after giving up what
 * prony_run_recorder_get_records() gave.
 */
void
prony_run_recorder_end_trial (PronyRunRecorder *self, PronyTrial *trial)
{
  if (self->store == NULL)
    return;

  prony_store_put_trial (self->store, self->run, trial);
  if (!flush (self))
    return;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->batches, GUINT_TO_POINTER (trial->index));
  g_mutex_unlock (&self->mutex);
  give_back ();
}

/**
 * prony_run_recorder_end:
 * @self: a recorder
 *
 * Stores what the whole run came to.
 */
void
prony_run_recorder_end (PronyRunRecorder *self)
{
  guint i;

  if (self->store == NULL)
    return;

  prony_store_put_run (self->store, self->run);
  for (i = 0; i < self->run->trials->len; i++)
    prony_store_put_trial (self->store, self->run, self->run->trials->pdata[i]);
  flush (self);
}

/**
 * prony_run_recorder_get_warning:
 * @self: a recorder
 *
 * Returns: (nullable) (transfer none): a sentence, while something cannot be stored
 */
const char *
prony_run_recorder_get_warning (PronyRunRecorder *self)
{
  return self->warning;
}

static GPtrArray *
copy_kept (PronyRunRecorder *self, guint trial_index)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
  GPtrArray *batches;
  guint i, k;

  g_mutex_lock (&self->mutex);
  batches = g_hash_table_lookup (self->batches, GUINT_TO_POINTER (trial_index));
  for (i = 0; batches != NULL && i < batches->len; i++)
    {
      Batch *batch = batches->pdata[i];

      for (k = 0; k < batch->records->len; k++)
        g_ptr_array_add (records, prony_request_record_ref (batch->records->pdata[k]));
    }
  g_mutex_unlock (&self->mutex);

  return records;
}

/* Of the first @n records, which are in the order of their ids. */
static gboolean
has_id (GPtrArray *records, guint n, guint64 id)
{
  guint from = 0;
  guint to = n;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;
      PronyRequestRecord *record = records->pdata[middle];

      if (record->id == id)
        return TRUE;
      if (record->id < id)
        from = middle + 1;
      else
        to = middle;
    }

  return FALSE;
}

static void
add_missing (GPtrArray *records, GPtrArray *kept)
{
  guint n = records->len;
  guint i;

  for (i = 0; i < kept->len; i++)
    {
      PronyRequestRecord *record = kept->pdata[i];

      if (!has_id (records, n, record->id))
        g_ptr_array_add (records, prony_request_record_ref (record));
    }
}

/**
 * prony_run_recorder_get_records:
 * @self: a recorder
 * @trial_index: which trial
 * @texts: whether prompts, answers and reasoning are needed too; they take most of
 *   the memory
 *
 * May be called from any thread, though not from the user interface's: what is not
 * in memory any more is read from the store, and what cannot be stored comes from
 * memory.
 *
 * Returns: (transfer full) (element-type PronyRequestRecord): the requests of the
 *   trial that have ended so far, warm-up ones too; empty where there are none
 */
GPtrArray *
prony_run_recorder_get_records (PronyRunRecorder *self, guint trial_index, gboolean texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) kept = copy_kept (self, trial_index);
  GPtrArray *stored;

  if (self->store == NULL)
    return g_steal_pointer (&kept);

  /* What was dropped before it could be copied is there by now. */
  if (texts)
    stored = prony_store_get_requests (self->store, self->run->id, trial_index, &error);
  else
    stored =
      prony_store_get_requests_without_texts (self->store, self->run->id, trial_index, &error);
  if (stored == NULL)
    {
      g_warning ("%s", error->message);
      return g_steal_pointer (&kept);
    }

  add_missing (stored, kept);
  return stored;
}

static gboolean
visit_kept (GPtrArray *kept, GHashTable *ids, PronyRecordFunc func, gpointer user_data)
{
  for (guint i = 0; i < kept->len; i++)
    {
      PronyRequestRecord *record = kept->pdata[i];

      g_hash_table_add (ids, &record->id);
      if (!func (record, user_data))
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_run_recorder_visit:
 * @self: a recorder
 * @trial_index: which trial
 * @func: (scope call): called with each request
 * @user_data: for @func
 *
 * Goes through the requests of a trial with their texts, in any order, without having
 * more than some of them in memory at a time.
 */
void
prony_run_recorder_visit (PronyRunRecorder *self,
                          guint trial_index,
                          PronyRecordFunc func,
                          gpointer user_data)
{
  g_autoptr (GPtrArray) kept = copy_kept (self, trial_index);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint64 after = 0;

  if (!visit_kept (kept, ids, func, user_data) || self->store == NULL)
    return;

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) slice = prony_store_get_some_requests (
        self->store, self->run->id, trial_index, after, SLICE, &error);

      if (slice == NULL)
        g_warning ("%s", error->message);
      if (slice == NULL || slice->len == 0)
        return;

      for (guint i = 0; i < slice->len; i++)
        {
          PronyRequestRecord *record = slice->pdata[i];

          after = record->id;
          if (!g_hash_table_contains (ids, &record->id) && !func (record, user_data))
            return;
        }
    }
}

/* Others may hold the records and their array, so both are replaced. */
static void
review_batch (Batch *batch, GHashTable *reviews)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);

  for (guint i = 0; i < batch->records->len; i++)
    {
      PronyRequestRecord *record = batch->records->pdata[i];
      const PronyRequestReview *found = g_hash_table_lookup (reviews, &record->id);

      g_ptr_array_add (records, found != NULL ? prony_request_record_review (record, found)
                                              : prony_request_record_ref (record));
    }

  g_ptr_array_unref (batch->records);
  batch->records = records;
}

/**
 * prony_run_recorder_put_reviews:
 * @self: a recorder
 * @trial: a trial of which nothing is measured any more
 * @reviews: (element-type PronyRequestReview): of some of its requests
 *
 * Gives requests other counts and verdicts, wherever they are.
 */
void
prony_run_recorder_put_reviews (PronyRunRecorder *self, PronyTrial *trial, GArray *reviews)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *batches;

  if (self->store != NULL)
    prony_store_put_reviews (self->store, self->run, trial, reviews);

  for (guint i = 0; i < reviews->len; i++)
    {
      PronyRequestReview *entry = &g_array_index (reviews, PronyRequestReview, i);

      g_hash_table_insert (by_id, &entry->id, entry);
    }

  g_mutex_lock (&self->mutex);
  batches = g_hash_table_lookup (self->batches, GUINT_TO_POINTER (trial->index));
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    review_batch (batches->pdata[i], by_id);
  g_mutex_unlock (&self->mutex);
}
