/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-run-targets.h"

/**
 * prony_run_same_target:
 * @a: a target of a run
 * @b: a target of the same run, or of another
 *
 * Returns: whether both are the same model, at the same address, by the same name
 */
gboolean
prony_run_same_target (PronyTarget *a, PronyTarget *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->model, b->model) == 0 &&
         g_strcmp0 (a->engine->url, b->engine->url) == 0;
}

/**
 * prony_run_list_targets:
 * @run: a run
 *
 * Lists what a run measured, in the order of its trials. A target's place in the
 * list is its place in charts.
 *
 * Returns: (transfer full) (element-type PronyTarget): each target once
 */
GPtrArray *
prony_run_list_targets (PronyRun *run)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_unref);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (prony_run_find_target (targets, trial->target) < 0)
        g_ptr_array_add (targets, prony_target_ref (trial->target));
    }

  return targets;
}

/**
 * prony_run_find_target:
 * @targets: (element-type PronyTarget): from prony_run_list_targets()
 * @target: a target
 *
 * Returns: where it is in the list; -1 if it is not there
 */
int
prony_run_find_target (GPtrArray *targets, PronyTarget *target)
{
  for (guint i = 0; i < targets->len; i++)
    if (prony_run_same_target (g_ptr_array_index (targets, i), target))
      return i;

  return -1;
}

/**
 * prony_run_target_title:
 * @targets: (element-type PronyTarget): from prony_run_list_targets()
 * @index: a place in the list
 *
 * Names a target so that it cannot be taken for another one of the list: by its
 * name, and by its model or address where the name is there twice.
 *
 * Returns: (transfer full): such as "ollama" or "ollama · llama3.2:1b"
 */
char *
prony_run_target_title (GPtrArray *targets, guint index)
{
  PronyTarget *target;
  gboolean need_model = FALSE;
  gboolean need_url = FALSE;

  g_return_val_if_fail (index < targets->len, NULL);

  target = g_ptr_array_index (targets, index);
  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *other = g_ptr_array_index (targets, i);

      if (i == index || g_strcmp0 (other->name, target->name) != 0)
        continue;
      if (g_strcmp0 (other->model, target->model) != 0)
        need_model = TRUE;
      else
        need_url = TRUE;
    }

  return g_strconcat (target->name, need_model && target->model != NULL ? " · " : "",
                      need_model && target->model != NULL ? target->model : "",
                      need_url ? " · " : "", need_url ? target->engine->url : "", NULL);
}
