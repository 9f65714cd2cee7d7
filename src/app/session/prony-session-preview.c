/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a scenario would ask of a target, worked out in a thread: reading data sets,
 * asking the engine to count and writing filler all take time. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/session/prony-session-preview.h"
#include "app/session/prony-session-private.h"
#include "core/bench/prony-target-gauge.h"
#include "core/bench/prony-target-preparation.h"
#include "core/scenarios/prony-dataset.h"

/* Of the lengths, data and filler that are drawn: the same each time, so that a preview
 * changes only where the scenario does. */
#define PREVIEW_SEED 1

typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  PronyScenario *scenario;
  PronyTarget *target; /* NULL for none */
  double price_per_hour;
} Previewing;

static void
previewing_free (gpointer data)
{
  Previewing *previewing = data;

  g_clear_object (&previewing->store);
  prony_scenario_unref (previewing->scenario);
  g_clear_pointer (&previewing->target, prony_target_unref);
  g_free (previewing);
}

/**
 * prony_scenario_preview_free:
 * @self: a preview
 *
 * Frees it.
 */
void
prony_scenario_preview_free (PronyScenarioPreview *self)
{
  g_clear_pointer (&self->prompts, prony_prompt_set_unref);
  g_free (self);
}

/* Runs in a worker thread. */
static PronyScenarioPreview *
preview (Previewing *previewing, GCancellable *cancellable, GError **error)
{
  g_autoptr (PronyScenarioPreview) result = g_new0 (PronyScenarioPreview, 1);
  g_autoptr (PronyTarget) target = NULL;
  g_autoptr (PronyPromptGauge) gauge = NULL;
  g_autoptr (PronyScenario) scenario =
    prony_scenario_resolve (previewing->scenario, PREVIEW_SEED, cancellable, error);

  if (scenario == NULL)
    return NULL;

  result->pace = (PronyTargetPace){ NAN, NAN, NAN, 0 };
  result->for_target = previewing->target != NULL;
  if (previewing->target != NULL)
    {
      target = prony_target_prepare (previewing->target, cancellable, error);
      if (target == NULL)
        return NULL;
      gauge = prony_target_gauge_new (target, scenario, cancellable);
      if (previewing->store != NULL)
        prony_target_pace_read (previewing->store, target, &result->pace);
    }

  result->prompts = prony_prompt_set_new (scenario, PREVIEW_SEED, gauge, cancellable, error);
  if (result->prompts == NULL)
    return NULL;

  prony_scenario_estimate (result->prompts, &result->pace, previewing->price_per_hour,
                           &result->estimate);
  return g_steal_pointer (&result);
}

static void
preview_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  PronyScenarioPreview *result = preview (task_data, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) prony_scenario_preview_free);
  else
    g_task_return_error (task, error);
}

/**
 * prony_session_preview_scenario_async:
 * @self: a session
 * @scenario: what is to be asked
 * @target: (nullable): whom; %NULL for prompts whose lengths are only estimated
 * @price_per_hour: of the target; NAN where it is not known
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Makes a scenario's prompts in a thread and works out what asking them once amounts to.
 * Of a target its engine may be asked to count, and a few short requests where it cannot.
 */
void
prony_session_preview_scenario_async (PronySession *self,
                                      PronyScenario *scenario,
                                      PronyTarget *target,
                                      double price_per_hour,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Previewing *previewing;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (scenario != NULL);

  previewing = g_new0 (Previewing, 1);
  previewing->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  previewing->scenario = prony_scenario_ref (scenario);
  previewing->target = target != NULL ? prony_target_ref (target) : NULL;
  previewing->price_per_hour = price_per_hour;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_preview_scenario_async);
  g_task_set_task_data (task, previewing, previewing_free);
  g_task_run_in_thread (task, preview_in_thread);
}

/**
 * prony_session_preview_scenario_finish:
 * @result: what the callback got
 * @error: return location for %PRONY_ERROR or %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): the preview
 */
PronyScenarioPreview *
prony_session_preview_scenario_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
