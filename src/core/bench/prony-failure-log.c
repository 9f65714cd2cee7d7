/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-failure-log.h"
#include "core/engines/prony-advice.h"

/* Of a text of the first request; whoever fails may have sent megabytes. */
#define MAX_TEXT_BYTES (64 * 1024)

/* A plan may have any number of targets; what fails in a further way is left out. */
#define MAX_KINDS 128

struct _PronyFailureLog
{
  GPtrArray *kinds; /* (element-type PronyFailure) */
};

/**
 * prony_failure_log_new:
 *
 * Returns: (transfer full): a log without failures
 */
PronyFailureLog *
prony_failure_log_new (void)
{
  PronyFailureLog *self = g_new0 (PronyFailureLog, 1);

  self->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_failure_free);
  return self;
}

/**
 * prony_failure_log_free:
 * @self: (transfer full): a log
 */
void
prony_failure_log_free (PronyFailureLog *self)
{
  g_ptr_array_unref (self->kinds);
  g_free (self);
}

/* No two targets of a run have the same name once they send requests. */
static PronyFailure *
find (PronyFailureLog *self, PronyTarget *target, PronyOutcome outcome)
{
  for (guint i = 0; i < self->kinds->len; i++)
    {
      PronyFailure *kind = g_ptr_array_index (self->kinds, i);

      if (kind->outcome == outcome && g_strcmp0 (kind->target->name, target->name) == 0)
        return kind;
    }

  return NULL;
}

static PronyFailure *
add_kind (PronyFailureLog *self, PronyTrial *trial, PronyRequestRecord *record)
{
  PronyFailure *kind = prony_failure_new (record->outcome, 0, NULL);

  kind->target = prony_target_ref (trial->target);
  kind->trial = trial->index;
  kind->first = prony_request_record_trim (record, MAX_TEXT_BYTES);
  kind->message = g_strdup (kind->first->error_message);
  kind->advice = prony_advice_failure (trial->target, kind->first);
  g_ptr_array_add (self->kinds, kind);
  return kind;
}

/**
 * prony_failure_log_add:
 * @self: a log
 * @trial: whose
 * @record: a request that has ended, sealed; one that succeeded or was cancelled is no
 *   failure. A warm-up request counts: its failure is what the user has to know
 */
void
prony_failure_log_add (PronyFailureLog *self, PronyTrial *trial, PronyRequestRecord *record)
{
  PronyFailure *kind;

  if (record->outcome == PRONY_OUTCOME_OK || record->outcome == PRONY_OUTCOME_CANCELLED)
    return;

  kind = find (self, trial->target, record->outcome);
  if (kind == NULL && self->kinds->len < MAX_KINDS)
    kind = add_kind (self, trial, record);
  if (kind != NULL)
    kind->count++;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const PronyFailure *left = *(const PronyFailure *const *) a;
  const PronyFailure *right = *(const PronyFailure *const *) b;

  if (left->count != right->count)
    return left->count < right->count ? 1 : -1;
  if (left->outcome != right->outcome)
    return (int) left->outcome - (int) right->outcome;
  return (left->trial > right->trial) - (left->trial < right->trial);
}

/**
 * prony_failure_log_fill:
 * @self: a log
 * @failures: (element-type PronyFailure): where to add what was counted, the most
 *   frequent first
 */
void
prony_failure_log_fill (PronyFailureLog *self, GPtrArray *failures)
{
  for (guint i = 0; i < self->kinds->len; i++)
    {
      const PronyFailure *kind = g_ptr_array_index (self->kinds, i);
      PronyFailure *copy = prony_failure_new (kind->outcome, kind->count, kind->message);

      copy->target = prony_target_ref (kind->target);
      copy->advice = g_strdup (kind->advice);
      copy->trial = kind->trial;
      copy->first = prony_request_record_ref (kind->first);
      g_ptr_array_add (failures, copy);
    }
  g_ptr_array_sort (failures, compare_counts);
}
