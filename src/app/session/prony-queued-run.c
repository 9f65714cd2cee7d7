/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-queued-run.h"
#include "core/bench/prony-run-maker.h"

struct _PronyQueuedRun
{
  GObject parent_instance;

  PronyPlan *plan;
};

G_DEFINE_FINAL_TYPE (PronyQueuedRun, prony_queued_run, G_TYPE_OBJECT)

static void
prony_queued_run_finalize (GObject *object)
{
  PronyQueuedRun *self = (PronyQueuedRun *) object;

  g_clear_pointer (&self->plan, prony_plan_unref);

  G_OBJECT_CLASS (prony_queued_run_parent_class)->finalize (object);
}

static void
prony_queued_run_class_init (PronyQueuedRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_queued_run_finalize;
}

static void
prony_queued_run_init (PronyQueuedRun *self)
{
}

/**
 * prony_queued_run_new:
 * @plan: what to run; it is not changed any more
 *
 * Returns: (transfer full): a run that waits
 */
PronyQueuedRun *
prony_queued_run_new (PronyPlan *plan)
{
  PronyQueuedRun *self;

  g_return_val_if_fail (plan != NULL, NULL);

  self = g_object_new (PRONY_TYPE_QUEUED_RUN, NULL);
  self->plan = prony_plan_ref (plan);

  return self;
}

/**
 * prony_queued_run_get_plan:
 * @self: a run that waits
 *
 * Returns: (transfer none): what it runs
 */
PronyPlan *
prony_queued_run_get_plan (PronyQueuedRun *self)
{
  g_return_val_if_fail (PRONY_IS_QUEUED_RUN (self), NULL);

  return self->plan;
}

/**
 * prony_queued_run_describe:
 * @self: a run that waits
 *
 * Returns: (transfer full): the name that the run will have, such as "llama3 on Ollama, 4
 *   scenarios"
 */
char *
prony_queued_run_describe (PronyQueuedRun *self)
{
  g_autoptr (PronyRun) run = NULL;

  g_return_val_if_fail (PRONY_IS_QUEUED_RUN (self), NULL);

  run = prony_run_make (self->plan);

  return g_strdup (run->name);
}
