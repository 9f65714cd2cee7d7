/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-sample-log.h"

/* What is kept in memory although it is stored: more than a step of most runs. */
#define KEPT_MAX 3600

struct _PronySampleLog
{
  PronyStore *store; /* (nullable) */
  PronyRun *run;
  GPtrArray *kept; /* of PronyResourceSample: the latest, by time */
  gboolean dropped;
};

/**
 * prony_sample_log_new:
 * @store: (nullable): where the run is stored
 * @run: the run
 *
 * Returns: (transfer full): a log without samples
 */
PronySampleLog *
prony_sample_log_new (PronyStore *store, PronyRun *run)
{
  PronySampleLog *self = g_new0 (PronySampleLog, 1);

  g_set_object (&self->store, store);
  self->run = prony_run_ref (run);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);
  return self;
}

/**
 * prony_sample_log_free:
 * @self: (transfer full): a log
 */
void
prony_sample_log_free (PronySampleLog *self)
{
  g_ptr_array_unref (self->kept);
  prony_run_unref (self->run);
  g_clear_object (&self->store);
  g_free (self);
}

static gint64
get_time (GPtrArray *samples, guint index)
{
  return ((PronyResourceSample *) g_ptr_array_index (samples, index))->at_ns;
}

/**
 * prony_sample_log_add:
 * @self: a log
 * @sample: a sample; one that is not later than the latest is left out
 *
 * Stores a sample and keeps it.
 */
void
prony_sample_log_add (PronySampleLog *self, PronyResourceSample *sample)
{
  if (self->kept->len > 0 && get_time (self->kept, self->kept->len - 1) >= sample->at_ns)
    return;

  g_ptr_array_add (self->kept, prony_resource_sample_ref (sample));
  if (self->store == NULL)
    return;

  prony_store_put_sample (self->store, self->run, sample);
  if (self->kept->len > 2 * KEPT_MAX)
    {
      g_ptr_array_remove_range (self->kept, 0, self->kept->len - KEPT_MAX);
      self->dropped = TRUE;
    }
}

/* With the last one before, which says how it stood at that moment. */
static GPtrArray *
list_kept (PronySampleLog *self, gint64 since_ns)
{
  GPtrArray *samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);

  for (guint i = 0; i < self->kept->len; i++)
    if (i + 1 == self->kept->len || get_time (self->kept, i + 1) > since_ns)
      g_ptr_array_add (samples, prony_resource_sample_ref (self->kept->pdata[i]));

  return samples;
}

/**
 * prony_sample_log_list_since:
 * @self: a log
 * @since_ns: a moment, `CLOCK_MONOTONIC`
 *
 * Reads from the store where what is kept does not reach back so far.
 *
 * Returns: (transfer full) (element-type PronyResourceSample): the samples since then, maybe
 *   with some from before, by time
 */
GPtrArray *
prony_sample_log_list_since (PronySampleLog *self, gint64 since_ns)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *stored;

  if (!self->dropped || get_time (self->kept, 0) <= since_ns)
    return list_kept (self, since_ns);

  stored = prony_store_list_samples (self->store, self->run->id, &error);
  if (stored != NULL)
    return stored;

  g_warning ("%s", error->message);
  return list_kept (self, since_ns);
}
