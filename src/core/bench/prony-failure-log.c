/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-failure-log.h"

struct _PronyFailureLog
{
  guint64 counts[PRONY_N_OUTCOMES];
  char *messages[PRONY_N_OUTCOMES]; /* (nullable): of the first of each */
};

/**
 * prony_failure_log_new:
 *
 * Returns: (transfer full): a log without failures
 */
PronyFailureLog *
prony_failure_log_new (void)
{
  return g_new0 (PronyFailureLog, 1);
}

/**
 * prony_failure_log_free:
 * @self: (transfer full): a log
 */
void
prony_failure_log_free (PronyFailureLog *self)
{
  guint i;

  for (i = 0; i < PRONY_N_OUTCOMES; i++)
    g_free (self->messages[i]);
  g_free (self);
}

/**
 * prony_failure_log_add:
 * @self: a log
 * @record: a request that has ended; one that succeeded or was cancelled is no
 *   failure. A warm-up request counts: its failure is what the user has to know
 */
void
prony_failure_log_add (PronyFailureLog *self, const PronyRequestRecord *record)
{
  if (record->outcome == PRONY_OUTCOME_OK || record->outcome == PRONY_OUTCOME_CANCELLED)
    return;

  self->counts[record->outcome]++;
  if (self->messages[record->outcome] == NULL)
    self->messages[record->outcome] = g_strdup (record->error_message);
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const PronyFailure *left = *(const PronyFailure *const *) a;
  const PronyFailure *right = *(const PronyFailure *const *) b;

  if (left->count != right->count)
    return left->count < right->count ? 1 : -1;
  return (int) left->outcome - (int) right->outcome;
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
  guint i;

  for (i = 0; i < PRONY_N_OUTCOMES; i++)
    if (self->counts[i] > 0)
      g_ptr_array_add (failures, prony_failure_new (i, self->counts[i], self->messages[i]));
  g_ptr_array_sort (failures, compare_counts);
}
