/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-scenario-edit.h"

/* Texts up to this size are read within a millisecond or two; larger ones would be felt
 * at each key. */
#define LARGE_TEXT 65536

struct _PronyScenarioEdit
{
  GObject parent_instance;

  /* Owned */
  PronyDraftHistory *history;
  PronyScenarioDraft *saved; /* as it is in the file; NULL while there is none */
  GCancellable *reading;     /* of a large text; NULL while there is none */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyScenarioEdit, prony_scenario_edit, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
stop_reading (PronyScenarioEdit *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
prony_scenario_edit_finalize (GObject *object)
{
  PronyScenarioEdit *self = (PronyScenarioEdit *) object;

  stop_reading (self);
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

  stop_reading (self);
  if (prony_scenario_draft_equal (draft, prony_scenario_edit_get_draft (self)))
    return;

  prony_draft_history_push (self->history, draft, path);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Text ---------------------------------------------------------------------------- */

/* What a thread reads. */
typedef struct
{
  PronyScenarioDraft *draft; /* the one before */
  char *text;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  prony_scenario_draft_unref (reading->draft);
  g_free (reading->text);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;

  g_task_return_pointer (task, prony_scenario_draft_set_text (reading->draft, reading->text),
                         (GDestroyNotify) prony_scenario_draft_unref);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronyScenarioEdit *self = (PronyScenarioEdit *) source;
  PronyScenarioDraft *draft = g_task_propagate_pointer (G_TASK (result), NULL);

  if (draft != NULL)
    prony_scenario_edit_take (self, draft, "");
}

/**
 * prony_scenario_edit_set_text:
 * @self: an edit
 * @text: the whole text, as it was typed
 *
 * Reads a text. A large one is read in a thread, and `changed` comes later; another change
 * before that takes its place.
 */
void
prony_scenario_edit_set_text (PronyScenarioEdit *self, const char *text)
{
  PronyScenarioDraft *draft;
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (PRONY_IS_SCENARIO_EDIT (self));
  g_return_if_fail (text != NULL);

  stop_reading (self);
  draft = prony_scenario_edit_get_draft (self);
  if (strcmp (text, prony_scenario_draft_get_text (draft)) == 0)
    return;
  if (strlen (text) <= LARGE_TEXT)
    {
      prony_scenario_edit_take (self, prony_scenario_draft_set_text (draft, text), "");
      return;
    }

  reading = g_new0 (Reading, 1);
  reading->draft = prony_scenario_draft_ref (draft);
  reading->text = g_strdup (text);
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, on_read_cb, NULL);
  g_task_set_source_tag (task, prony_scenario_edit_set_text);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
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

  stop_reading (self);
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

  stop_reading (self);
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
