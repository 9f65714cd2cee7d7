/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "core/load/prony-load-outbox.h"

/* Records are handed over when so many have come together, or with a snapshot. */
#define BATCH 256

/* Where an I/O thread leaves what others may have: how its part stands, its
 * finished records in batches, and word that it is done. The thread never waits
 * for whoever takes them: the snapshot is exchanged atomically, and the queue's
 * lock is held for as long as it takes to push or pop a pointer.
 *
 * The functions in the first half belong to the I/O thread, those in the second
 * half may be called from any other. */
struct _PronyLoadOutbox
{
  PronyLoadPart *part;
  GPtrArray *batch; /* of the I/O thread */
  GAsyncQueue *batches;
  GMutex mutex;
  GCond closed_cond;
  gboolean closed;
  PronyLoadHealth health;
};

static GPtrArray *
batch_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
}

/**
 * prony_load_outbox_new:
 *
 * Returns: (transfer full): an empty outbox
 */
PronyLoadOutbox *
prony_load_outbox_new (void)
{
  PronyLoadOutbox *self = g_new0 (PronyLoadOutbox, 1);

  self->batch = batch_new ();
  self->batches = g_async_queue_new_full ((GDestroyNotify) g_ptr_array_unref);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->closed_cond);
  return self;
}

/**
 * prony_load_outbox_free:
 * @self: (transfer full): an outbox that no thread uses any more
 */
void
prony_load_outbox_free (PronyLoadOutbox *self)
{
  g_clear_pointer (&self->part, prony_load_part_free);
  g_ptr_array_unref (self->batch);
  g_async_queue_unref (self->batches);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->closed_cond);
  g_free (self);
}

/**
 * prony_load_outbox_publish:
 * @self: an outbox
 * @part: (transfer full): replaces the one that nobody has taken
 */
void
prony_load_outbox_publish (PronyLoadOutbox *self, PronyLoadPart *part)
{
  PronyLoadPart *old = g_atomic_pointer_exchange (&self->part, part);

  g_clear_pointer (&old, prony_load_part_free);
}

/**
 * prony_load_outbox_add_record:
 * @self: an outbox
 * @record: (transfer full): a finished record
 *
 * Seals a record and hands it over with the next batch.
 */
void
prony_load_outbox_add_record (PronyLoadOutbox *self, PronyRequestRecord *record)
{
  prony_request_record_seal (record);
  g_ptr_array_add (self->batch, record);
  if (self->batch->len >= BATCH)
    prony_load_outbox_flush (self);
}

/**
 * prony_load_outbox_flush:
 * @self: an outbox
 *
 * Hands over the records that have come together.
 */
void
prony_load_outbox_flush (PronyLoadOutbox *self)
{
  if (self->batch->len == 0)
    return;

  g_async_queue_push (self->batches, g_steal_pointer (&self->batch));
  self->batch = batch_new ();
}

/**
 * prony_load_outbox_close:
 * @self: an outbox
 * @health: what is known of the measuring side
 *
 * Hands over the rest and wakes who waits for the end.
 */
void
prony_load_outbox_close (PronyLoadOutbox *self, const PronyLoadHealth *health)
{
  prony_load_outbox_flush (self);

  g_mutex_lock (&self->mutex);
  self->health = *health;
  self->closed = TRUE;
  g_cond_broadcast (&self->closed_cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_load_outbox_take_part:
 * @self: an outbox
 *
 * Returns: (transfer full) (nullable): how the thread's part of the trial stands;
 *   %NULL if that was taken already
 */
PronyLoadPart *
prony_load_outbox_take_part (PronyLoadOutbox *self)
{
  return g_atomic_pointer_exchange (&self->part, NULL);
}

/**
 * prony_load_outbox_take_records:
 * @self: an outbox
 * @records: (element-type PronyRequestRecord): what was handed over since the last
 *   call is added, in order of ending
 */
void
prony_load_outbox_take_records (PronyLoadOutbox *self, GPtrArray *records)
{
  GPtrArray *batch;

  while ((batch = g_async_queue_try_pop (self->batches)) != NULL)
    g_ptr_array_extend_and_steal (records, batch);
}

/**
 * prony_load_outbox_wait:
 * @self: an outbox
 * @timeout_us: how long at most, in microseconds; negative means for ever
 *
 * Waits until everything was handed over.
 *
 * Returns: whether it was
 */
gboolean
prony_load_outbox_wait (PronyLoadOutbox *self, gint64 timeout_us)
{
  gint64 until_us = g_get_monotonic_time () + timeout_us;
  gboolean closed;

  g_mutex_lock (&self->mutex);
  if (timeout_us < 0)
    {
      while (!self->closed)
        g_cond_wait (&self->closed_cond, &self->mutex);
    }
  else
    {
      while (!self->closed && g_cond_wait_until (&self->closed_cond, &self->mutex, until_us))
        ;
    }
  closed = self->closed;
  g_mutex_unlock (&self->mutex);

  return closed;
}

/**
 * prony_load_outbox_get_health:
 * @self: an outbox
 * @health: (out caller-allocates): what is known of the measuring side
 *
 * Returns: whether it is known: once everything was handed over
 */
gboolean
prony_load_outbox_get_health (PronyLoadOutbox *self, PronyLoadHealth *health)
{
  gboolean closed;

  g_mutex_lock (&self->mutex);
  closed = self->closed;
  *health = self->health;
  g_mutex_unlock (&self->mutex);

  return closed;
}
