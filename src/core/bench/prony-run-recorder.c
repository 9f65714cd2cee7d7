/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/bench/prony-run-recorder.h"

struct _PronyRunRecorder
{
  PronyStore *store; /* (nullable) */
  PronyRun *run;
  char *warning; /* (nullable): the runner's thread only */

  GMutex mutex;
  GHashTable *records; /* trial index → GPtrArray of records; under the mutex */
};

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
  self->records = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * prony_run_recorder_free:
 * @self: (transfer full): a recorder
 */
void
prony_run_recorder_free (PronyRunRecorder *self)
{
  g_hash_table_unref (self->records);
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
 * prony_run_recorder_add:
 * @self: a recorder
 * @trial: a trial
 * @records: (element-type PronyRequestRecord): requests of it that have ended
 */
void
prony_run_recorder_add (PronyRunRecorder *self, PronyTrial *trial, GPtrArray *records)
{
  gpointer key = GUINT_TO_POINTER (trial->index);
  GPtrArray *kept;
  guint i;

  g_mutex_lock (&self->mutex);
  kept = g_hash_table_lookup (self->records, key);
  if (kept == NULL)
    {
      kept = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
      g_hash_table_insert (self->records, key, kept);
    }
  for (i = 0; i < records->len; i++)
    g_ptr_array_add (kept, prony_request_record_ref (records->pdata[i]));
  g_mutex_unlock (&self->mutex);

  if (self->store != NULL)
    prony_store_put_requests (self->store, self->run, trial, records);
}

/**
 * prony_run_recorder_end_trial:
 * @self: a recorder
 * @trial: a trial that has ended
 *
 * Stores what the trial came to, and frees the memory that its requests took once
 * they are on the disk.
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
  g_hash_table_remove (self->records, GUINT_TO_POINTER (trial->index));
  g_mutex_unlock (&self->mutex);
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

static gpointer
ref_record (gconstpointer record, gpointer unused)
{
  return prony_request_record_ref ((PronyRequestRecord *) record);
}

/**
 * prony_run_recorder_get_records:
 * @self: a recorder
 * @trial_index: which trial
 *
 * May be called from any thread, though not from the user interface's: what is not
 * in memory any more is read from the store.
 *
 * Returns: (transfer full) (element-type PronyRequestRecord): the requests of the
 *   trial that have ended so far, warm-up ones too; empty where there are none
 */
GPtrArray *
prony_run_recorder_get_records (PronyRunRecorder *self, guint trial_index)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = NULL;
  GPtrArray *kept;

  g_mutex_lock (&self->mutex);
  kept = g_hash_table_lookup (self->records, GUINT_TO_POINTER (trial_index));
  if (kept != NULL)
    {
      records = g_ptr_array_copy (kept, ref_record, NULL);
      g_ptr_array_set_free_func (records, (GDestroyNotify) prony_request_record_unref);
    }
  g_mutex_unlock (&self->mutex);

  if (records == NULL && self->store != NULL)
    records = prony_store_get_requests (self->store, self->run->id, trial_index, &error);
  if (error != NULL)
    g_warning ("%s", error->message);
  if (records == NULL)
    records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
  return records;
}
