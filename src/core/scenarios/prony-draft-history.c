/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include "base/prony-util.h"
#include "core/scenarios/prony-draft-history.h"

/* More steps than anybody takes back; a large scenario has some megabytes. */
#define MAX_STEPS 200

struct _PronyDraftHistory
{
  PronyScenarioDraft *draft;
  GPtrArray *before;
  GPtrArray *after;
  char *path; /* where the latest change was, while it may go on */
};

/**
 * prony_draft_history_new:
 * @draft: the first draft
 *
 * Returns: (transfer full): a history without changes
 */
PronyDraftHistory *
prony_draft_history_new (PronyScenarioDraft *draft)
{
  PronyDraftHistory *self = g_new0 (PronyDraftHistory, 1);
  GDestroyNotify unref = (GDestroyNotify) prony_scenario_draft_unref;

  self->draft = prony_scenario_draft_ref (draft);
  self->before = g_ptr_array_new_with_free_func (unref);
  self->after = g_ptr_array_new_with_free_func (unref);
  return self;
}

/**
 * prony_draft_history_free:
 * @self: (transfer full): a history
 */
void
prony_draft_history_free (PronyDraftHistory *self)
{
  prony_scenario_draft_unref (self->draft);
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->after);
  g_free (self->path);
  g_free (self);
}

/**
 * prony_draft_history_get:
 * @self: a history
 *
 * Returns: (transfer none): the draft as it is now
 */
PronyScenarioDraft *
prony_draft_history_get (PronyDraftHistory *self)
{
  return self->draft;
}

/**
 * prony_draft_history_push:
 * @self: a history
 * @draft: the changed draft
 * @path: (nullable): which value was changed: changes that follow one another at the same
 *   one are undone together; %NULL for a change that stands alone
 *
 * Adds a change. What was undone can then not be redone any more. A draft with the same
 * text is no change.
 */
void
prony_draft_history_push (PronyDraftHistory *self, PronyScenarioDraft *draft, const char *path)
{
  if (prony_scenario_draft_equal (self->draft, draft))
    return;

  if (path == NULL || g_strcmp0 (path, self->path) != 0)
    g_ptr_array_add (self->before, prony_scenario_draft_ref (self->draft));
  if (self->before->len > MAX_STEPS)
    g_ptr_array_remove_index (self->before, 0);
  g_ptr_array_set_size (self->after, 0);
  prony_scenario_draft_unref (self->draft);
  self->draft = prony_scenario_draft_ref (draft);
  prony_set_str (&self->path, path);
}

/**
 * prony_draft_history_end_merge:
 * @self: a history
 *
 * Has the next change be a step of its own, as when the focus went elsewhere.
 */
void
prony_draft_history_end_merge (PronyDraftHistory *self)
{
  g_clear_pointer (&self->path, g_free);
}

/**
 * prony_draft_history_can_undo:
 * @self: a history
 *
 * Returns: whether there is something to undo
 */
gboolean
prony_draft_history_can_undo (PronyDraftHistory *self)
{
  return self->before->len > 0;
}

/**
 * prony_draft_history_can_redo:
 * @self: a history
 *
 * Returns: whether there is something to redo
 */
gboolean
prony_draft_history_can_redo (PronyDraftHistory *self)
{
  return self->after->len > 0;
}

/* Goes to the last draft of @from and puts the present one onto @to. */
static gboolean
step (PronyDraftHistory *self, GPtrArray *from, GPtrArray *to)
{
  if (from->len == 0)
    return FALSE;

  g_ptr_array_add (to, self->draft);
  self->draft = g_ptr_array_steal_index (from, from->len - 1);
  g_clear_pointer (&self->path, g_free);
  return TRUE;
}

/**
 * prony_draft_history_undo:
 * @self: a history
 *
 * Returns: whether the draft is now the one before
 */
gboolean
prony_draft_history_undo (PronyDraftHistory *self)
{
  return step (self, self->before, self->after);
}

/**
 * prony_draft_history_redo:
 * @self: a history
 *
 * Returns: whether the draft is now the one that was undone
 */
gboolean
prony_draft_history_redo (PronyDraftHistory *self)
{
  return step (self, self->after, self->before);
}
