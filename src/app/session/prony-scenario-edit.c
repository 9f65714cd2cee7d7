/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-scenario-edit.h"

/* Texts up to this size are read and changed within a millisecond or two; larger ones would
 * be felt while typing. */
#define LARGE_TEXT 65536

struct _PronyScenarioEdit
{
  GObject parent_instance;

  /* Owned */
  PronyDraftHistory *history;
  PronyScenarioDraft *saved; /* as it is in the file; NULL while there is none */
  GQueue waiting;            /* Change, to be made in this order */
  GCancellable *cancellable; /* of the first of them, which a thread makes; else NULL */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyScenarioEdit, prony_scenario_edit, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

/* --- Changes that wait ----------------------------------------------------------------- */

typedef struct
{
  PronyDraftChange make;
  gpointer data;
  GDestroyNotify free_data;
  char *path;
} Change;

static Change *
change_new (PronyDraftChange make, gpointer data, GDestroyNotify free_data, const char *path)
{
  Change *change = g_atomic_rc_box_new0 (Change);

  change->make = make;
  change->data = data;
  change->free_data = free_data;
  change->path = g_strdup (path);

  return change;
}

static void
clear_change (gpointer data)
{
  Change *change = data;

  if (change->free_data != NULL)
    change->free_data (change->data);
  g_free (change->path);
}

static void
change_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_change);
}

/* What a thread is making is dropped. */
static void
stop (PronyScenarioEdit *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
forget_waiting (PronyScenarioEdit *self)
{
  stop (self);
  g_queue_clear_full (&self->waiting, change_unref);
}

static void
prony_scenario_edit_finalize (GObject *object)
{
  PronyScenarioEdit *self = (PronyScenarioEdit *) object;

  forget_waiting (self);
  g_clear_pointer (&self->history, prony_draft_history_free);
  g_clear_pointer (&self->saved, prony_scenario_draft_unref);

  G_OBJECT_CLASS (prony_scenario_edit_parent_class)->finalize (object);
}

static void
prony_scenario_edit_class_init (PronyScenarioEditClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_scenario_edit_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_scenario_edit_init (PronyScenarioEdit *self)
{
  g_queue_init (&self->waiting);
}

/**
 * prony_scenario_edit_new:
 * @draft: what to begin with
 * @saved: whether that is in a file already
 *
 * Returns: (transfer full): an edit without changes
 */
PronyScenarioEdit *
prony_scenario_edit_new (PronyScenarioDraft *draft, gboolean saved)
{
  PronyScenarioEdit *self;

  g_return_val_if_fail (draft != NULL, NULL);

  self = g_object_new (PRONY_TYPE_SCENARIO_EDIT, NULL);
  self->history = prony_draft_history_new (draft);
  self->saved = saved ? prony_scenario_draft_ref (draft) : NULL;

  return self;
}

/**
 * prony_scenario_edit_get_draft:
 * @self: an edit
 *
 * Returns: (transfer none): the draft as it is now
 */
PronyScenarioDraft *
prony_scenario_edit_get_draft (PronyScenarioEdit *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_EDIT (self), NULL);

  return prony_draft_history_get (self->history);
}

/**
 * prony_scenario_edit_take:
 * @self: an edit
 * @draft: (transfer full): the changed draft
 * @path: (nullable): what was changed, as prony_draft_history_push() takes it
 *
 * Takes over a change.
 */
void
prony_scenario_edit_take (PronyScenarioEdit *self, PronyScenarioDraft *draft, const char *path)
{
  g_autoptr (PronyScenarioDraft) owned = draft;

  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));
  g_return_if_fail (draft != NULL);

  forget_waiting (self);
  if (prony_scenario_draft_equal (draft, prony_scenario_edit_get_draft (self)))
    return;

  prony_draft_history_push (self->history, draft, path);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Changes ------------------------------------------------------------------------- */

/* What a thread changes. */
typedef struct
{
  PronyScenarioDraft *draft; /* the one before */
  Change *change;
} Changing;

static void
changing_free (gpointer data)
{
  Changing *changing = data;

  g_clear_pointer (&changing->draft, prony_scenario_draft_unref);
  change_unref (changing->change);
  g_free (changing);
}

static void
change_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Changing *changing = task_data;

  g_task_return_pointer (task, changing->change->make (changing->draft, changing->change->data),
                         (GDestroyNotify) prony_scenario_draft_unref);
}

static gpointer
unref_in_thread (gpointer data)
{
  prony_scenario_draft_unref (data);

  return NULL;
}

static void begin_next (PronyScenarioEdit *self);

/* Told of only when nothing waits any more: whoever types is ahead of what is shown. */
static void
on_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronyScenarioEdit *self = (PronyScenarioEdit *) source;
  g_autoptr (PronyScenarioDraft) draft = g_task_propagate_pointer (G_TASK (result), NULL);
  Changing *changing = g_task_get_task_data (G_TASK (result));
  Change *change;

  if (draft == NULL)
    return;

  g_clear_object (&self->cancellable);
  change = g_queue_pop_head (&self->waiting);
  prony_draft_history_push (self->history, draft, change->path);
  change_unref (change);

  /* To free the one before takes as long as to read it. */
  g_thread_unref (g_thread_new ("draft", unref_in_thread, g_steal_pointer (&changing->draft)));
  if (g_queue_is_empty (&self->waiting))
    g_signal_emit (self, signals[CHANGED], 0);
  else
    begin_next (self);
}

static void
begin_next (PronyScenarioEdit *self)
{
  g_autoptr (GTask) task = NULL;
  Changing *changing = g_new0 (Changing, 1);

  changing->draft = prony_scenario_draft_ref (prony_scenario_edit_get_draft (self));
  changing->change = g_atomic_rc_box_acquire (g_queue_peek_head (&self->waiting));
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_made_cb, NULL);
  g_task_set_source_tag (task, begin_next);
  g_task_set_task_data (task, changing, changing_free);
  g_task_run_in_thread (task, change_in_thread);
}

/* One that waits is replaced by a newer one of the same value. */
static void
append (PronyScenarioEdit *self, Change *change)
{
  Change *last = g_queue_peek_tail (&self->waiting);

  if (g_queue_get_length (&self->waiting) > 1 && change->path != NULL &&
      g_strcmp0 (last->path, change->path) == 0)
    change_unref (g_queue_pop_tail (&self->waiting));
  g_queue_push_tail (&self->waiting, change);
  if (self->cancellable == NULL)
    begin_next (self);
}

/**
 * prony_scenario_edit_change:
 * @self: an edit
 * @make: gives the changed draft; of a large text called in another thread
 * @data: (transfer full): for @make, which must not change it
 * @free_data: (nullable): frees @data
 * @path: (nullable): which value it changes: changes of the same one are undone together
 *
 * Changes the draft: at once, or, where that would take so long that somebody who types
 * feels it, in a thread. Changes are made in the order in which they came.
 */
void
prony_scenario_edit_change (PronyScenarioEdit *self,
                            PronyDraftChange make,
                            gpointer data,
                            GDestroyNotify free_data,
                            const char *path)
{
  PronyScenarioDraft *draft;
  Change *change;

  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));
  g_return_if_fail (make != NULL);

  draft = prony_scenario_edit_get_draft (self);
  change = change_new (make, data, free_data, path);
  if (self->cancellable != NULL || strlen (prony_scenario_draft_get_text (draft)) > LARGE_TEXT)
    {
      append (self, change);
      return;
    }

  prony_scenario_edit_take (self, make (draft, data), path);
  change_unref (change);
}

static PronyScenarioDraft *
change_text (PronyScenarioDraft *draft, gconstpointer data)
{
  return prony_scenario_draft_set_text (draft, data);
}

/**
 * prony_scenario_edit_set_text:
 * @self: an edit
 * @text: what somebody has typed
 *
 * Shows another text: at once, or after it was read in a thread where it is large. It
 * replaces all changes that are still being made.
 */
void
prony_scenario_edit_set_text (PronyScenarioEdit *self, const char *text)
{
  PronyScenarioDraft *draft;

  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));
  g_return_if_fail (text != NULL);

  forget_waiting (self);
  draft = prony_scenario_edit_get_draft (self);
  if (strcmp (text, prony_scenario_draft_get_text (draft)) == 0)
    return;

  if (strlen (text) <= LARGE_TEXT)
    prony_scenario_edit_take (self, prony_scenario_draft_set_text (draft, text), "");
  else
    append (self, change_new (change_text, g_strdup (text), g_free, ""));
}

/**
 * prony_scenario_edit_flush:
 * @self: an edit
 *
 * Makes all changes that wait, before it returns: for whoever needs what was typed last,
 * to save or to take it back.
 */
void
prony_scenario_edit_flush (PronyScenarioEdit *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));

  if (g_queue_is_empty (&self->waiting))
    return;

  stop (self);
  while (!g_queue_is_empty (&self->waiting))
    {
      Change *change = g_queue_pop_head (&self->waiting);
      g_autoptr (PronyScenarioDraft) draft =
        change->make (prony_scenario_edit_get_draft (self), change->data);

      prony_draft_history_push (self->history, draft, change->path);
      change_unref (change);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- History --------------------------------------------------------------------------- */

/**
 * prony_scenario_edit_end_step:
 * @self: an edit
 *
 * Has the next change be undone by itself.
 */
void
prony_scenario_edit_end_step (PronyScenarioEdit *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));

  prony_draft_history_end_merge (self->history);
}

/**
 * prony_scenario_edit_can_undo:
 * @self: an edit
 *
 * Returns: whether there is something to undo
 */
gboolean
prony_scenario_edit_can_undo (PronyScenarioEdit *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_EDIT (self), FALSE);

  return prony_draft_history_can_undo (self->history);
}

/**
 * prony_scenario_edit_can_redo:
 * @self: an edit
 *
 * Returns: whether there is something to redo
 */
gboolean
prony_scenario_edit_can_redo (PronyScenarioEdit *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_EDIT (self), FALSE);

  return prony_draft_history_can_redo (self->history);
}

/**
 * prony_scenario_edit_undo:
 * @self: an edit
 *
 * Takes the latest step back.
 */
void
prony_scenario_edit_undo (PronyScenarioEdit *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));

  prony_scenario_edit_flush (self);
  if (prony_draft_history_undo (self->history))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * prony_scenario_edit_redo:
 * @self: an edit
 *
 * Takes the step again that was taken back.
 */
void
prony_scenario_edit_redo (PronyScenarioEdit *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));

  prony_scenario_edit_flush (self);
  if (prony_draft_history_redo (self->history))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * prony_scenario_edit_is_modified:
 * @self: an edit
 *
 * Returns: whether a person would lose something if the draft was dropped
 */
gboolean
prony_scenario_edit_is_modified (PronyScenarioEdit *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_EDIT (self), FALSE);

  if (self->saved == NULL)
    return prony_scenario_edit_can_undo (self);

  return !prony_scenario_draft_equal (self->saved, prony_scenario_edit_get_draft (self));
}

/**
 * prony_scenario_edit_is_saved:
 * @self: an edit
 *
 * Returns: whether the draft is in a file as it is
 */
gboolean
prony_scenario_edit_is_saved (PronyScenarioEdit *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_EDIT (self), FALSE);

  return self->saved != NULL && !prony_scenario_edit_is_modified (self);
}

/**
 * prony_scenario_edit_set_saved:
 * @self: an edit
 * @draft: what is in the file now
 *
 * Remembers what was saved.
 */
void
prony_scenario_edit_set_saved (PronyScenarioEdit *self, PronyScenarioDraft *draft)
{
  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));

  prony_scenario_draft_ref (draft);
  g_clear_pointer (&self->saved, prony_scenario_draft_unref);
  self->saved = draft;
  if (g_queue_is_empty (&self->waiting))
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- What changed in a text ------------------------------------------------------------ */

/**
 * prony_text_find_difference:
 * @text: UTF-8 text
 * @other: what it is to become
 * @start: (out): where they begin to differ, in bytes
 * @end: (out): the end in @text of what differs
 * @other_end: (out): the end in @other of what differs
 *
 * Finds the one stretch of a text that has to be replaced, between whole characters, so
 * that a view of the text can keep its cursor and its place.
 *
 * Returns: whether they differ
 */
gboolean
prony_text_find_difference (
  const char *text, const char *other, gsize *start, gsize *end, gsize *other_end)
{
  gsize length = strlen (text);
  gsize other_length = strlen (other);
  gsize first = 0;
  gsize last = 0;

  while (text[first] != '\0' && text[first] == other[first])
    first++;
  *start = first;
  *end = length;
  *other_end = other_length;
  if (first == length && first == other_length)
    return FALSE;

  while ((*start) > 0 && ((text[*start] & 0xc0) == 0x80 || (other[*start] & 0xc0) == 0x80))
    (*start)--;
  while (last < length - *start && last < other_length - *start &&
         text[length - last - 1] == other[other_length - last - 1])
    last++;
  while (last > 0 && (text[length - last] & 0xc0) == 0x80)
    last--;
  *end = length - last;
  *other_end = other_length - last;

  return TRUE;
}
