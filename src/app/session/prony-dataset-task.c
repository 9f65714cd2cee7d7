/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Looks through data sets in a thread: they may have gigabytes. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-dataset-task.h"

/**
 * prony_dataset_finding_free:
 * @self: (transfer full): a finding
 */
void
prony_dataset_finding_free (PronyDatasetFinding *self)
{
  prony_problems_free (self->problems);
  g_free (self);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PronyScenario *scenario = task_data;
  PronyDatasetFinding *finding = g_new0 (PronyDatasetFinding, 1);

  finding->problems = prony_problems_new (scenario->dataset->name);
  prony_dataset_check (scenario, finding->problems, &finding->summary, cancellable);
  g_task_return_pointer (task, finding, (GDestroyNotify) prony_dataset_finding_free);
}

/**
 * prony_dataset_check_async:
 * @scenario: a scenario with a data set
 * @cancellable: (nullable): ends it early
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Looks for mistakes in all rows of a data set, and counts them.
 */
void
prony_dataset_check_async (PronyScenario *scenario,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (scenario != NULL && scenario->dataset != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_dataset_check_async);
  g_task_set_task_data (task, prony_scenario_ref (scenario), (GDestroyNotify) prony_scenario_unref);
  g_task_run_in_thread (task, check_in_thread);
}

/**
 * prony_dataset_check_finish:
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
PronyDatasetFinding *
prony_dataset_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
