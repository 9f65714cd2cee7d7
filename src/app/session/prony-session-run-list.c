/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The list of a session's runs, and what the user does to them there. Where nothing can be
 * stored, the runs of this window are kept in the list all the same, without their
 * requests. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session-private.h"
#include "base/prony-util.h"

static PronyRunEntry *
get_entry (gconstpointer item)
{
  return prony_run_item_get_entry ((PronyRunItem *) item);
}

static int
compare_runs (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 started_a = get_entry (a)->started_us;
  gint64 started_b = get_entry (b)->started_us;

  return started_a < started_b ? 1 : started_a > started_b ? -1 : 0;
}

static PronyRunItem *
find_item (PronySession *self, const char *run_id, guint *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; run_id != NULL && i < n_items; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (!g_str_equal (get_entry (item)->id, run_id))
        continue;
      if (position != NULL)
        *position = i;
      return g_steal_pointer (&item);
    }

  return NULL;
}

void
_prony_session_fill_runs (PronySession *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, prony_run_item_new (g_ptr_array_index (entries, i)));
  g_list_store_splice (self->runs, 0, g_list_model_get_n_items (G_LIST_MODEL (self->runs)),
                       items->pdata, items->len);
}

/* Puts a run that has just ended into the list. */
void
_prony_session_add_run (PronySession *self, PronyRun *run)
{
  g_autoptr (PronyRunItem) old = NULL;
  g_autoptr (PronyRunItem) item = NULL;
  guint position;

  old = find_item (self, run->id, &position);
  if (old != NULL)
    g_list_store_remove (self->runs, position);

  if (self->store != NULL)
    {
      g_autoptr (PronyRunEntry) entry = prony_run_entry_new_for_run (run);

      item = prony_run_item_new (entry);
    }
  else
    {
      item = prony_run_item_new_for_run (run);
    }
  g_list_store_insert_sorted (self->runs, item, compare_runs, NULL);
}

/* The run itself, where it is not stored but only kept in the list. */
PronyRun *
_prony_session_find_kept_run (PronySession *self, const char *run_id)
{
  g_autoptr (PronyRunItem) item = find_item (self, run_id, NULL);

  return item != NULL ? prony_run_item_get_run (item) : NULL;
}

/**
 * prony_session_find_run_entry:
 * @self: a session
 * @run_id: (nullable): a run's id
 *
 * Returns: (transfer none) (nullable): what the list shows of the run with that id; valid
 *   until the run changes
 */
PronyRunEntry *
prony_session_find_run_entry (PronySession *self, const char *run_id)
{
  g_autoptr (PronyRunItem) item = NULL;

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  item = find_item (self, run_id, NULL);
  return item != NULL ? get_entry (item) : NULL;
}

/* --- Deleting ------------------------------------------------------------------ */

static GHashTable *
make_set (const char *const *run_ids)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; run_ids[i] != NULL; i++)
    g_hash_table_add (set, (gpointer) run_ids[i]);
  return set;
}

static void
delete_item (PronySession *self, PronyRunItem *item)
{
  const char *run_id = get_entry (item)->id;

  g_hash_table_replace (self->deleted_runs, g_strdup (run_id), g_object_ref (item));
  if (self->store != NULL)
    prony_store_delete_run (self->store, run_id);
}

/**
 * prony_session_delete_runs:
 * @self: a session
 * @run_ids: (array zero-terminated=1): runs in the list
 *
 * Removes runs from the list and marks them deleted in the store. They can be brought
 * back until the session is closed.
 */
void
prony_session_delete_runs (PronySession *self, const char *const *run_ids)
{
  g_autoptr (GHashTable) wanted = NULL;
  guint n_neighbours = 0;
  guint i;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_ids != NULL);

  /* From the end, neighbours at once: each change of the list makes views lay out anew. */
  wanted = make_set (run_ids);
  for (i = g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i > 0; i--)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i - 1);

      if (g_hash_table_contains (wanted, get_entry (item)->id))
        {
          delete_item (self, item);
          n_neighbours++;
          continue;
        }
      if (n_neighbours > 0)
        g_list_store_splice (self->runs, i, n_neighbours, NULL, 0);
      n_neighbours = 0;
    }
  if (n_neighbours > 0)
    g_list_store_splice (self->runs, 0, n_neighbours, NULL, 0);
}

/**
 * prony_session_restore_runs:
 * @self: a session
 * @run_ids: (array zero-terminated=1): runs that were deleted; others are ignored
 *
 * Undoes prony_session_delete_runs().
 */
void
prony_session_restore_runs (PronySession *self, const char *const *run_ids)
{
  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_ids != NULL);

  for (guint i = 0; run_ids[i] != NULL; i++)
    {
      g_autoptr (PronyRunItem) item = NULL;
      g_autofree char *key = NULL;

      if (!g_hash_table_steal_extended (self->deleted_runs, run_ids[i], (gpointer *) &key,
                                        (gpointer *) &item))
        continue;
      if (self->store != NULL)
        prony_store_restore_run (self->store, key);
      g_list_store_insert_sorted (self->runs, item, compare_runs, NULL);
    }
}

/* --- What is said of runs -------------------------------------------------------- */

/* The run's entry, to be changed and handed to take_entry(); NULL where it is not in the
 * list. */
static PronyRunEntry *
copy_entry (PronySession *self, const char *run_id, PronyRunItem **item)
{
  *item = find_item (self, run_id, NULL);
  return *item != NULL ? prony_run_entry_copy (get_entry (*item)) : NULL;
}

static void
take_entry (PronySession *self, PronyRunItem *item, PronyRunEntry *entry)
{
  prony_run_entry_index (entry);
  prony_run_item_set_entry (item, entry);
  _prony_session_tell_run_changed (self, entry->id);
}

/**
 * prony_session_rename_run:
 * @self: a session
 * @run_id: a run in the list
 * @name: what it is called from now on, not empty
 */
void
prony_session_rename_run (PronySession *self, const char *run_id, const char *name)
{
  g_autoptr (PronyRunItem) item = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL && name != NULL && *name != '\0');

  entry = copy_entry (self, run_id, &item);
  if (entry == NULL)
    return;

  if (self->store != NULL)
    prony_store_rename_run (self->store, run_id, name);
  else
    prony_set_str (&prony_run_item_get_run (item)->name, name);
  prony_set_str (&entry->name, name);
  take_entry (self, item, entry);
}

/**
 * prony_session_set_run_tags:
 * @self: a session
 * @run_id: a run in the list
 * @tags: (array zero-terminated=1): all that it is called from now on
 */
void
prony_session_set_run_tags (PronySession *self, const char *run_id, const char *const *tags)
{
  g_autoptr (PronyRunItem) item = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL && tags != NULL);

  entry = copy_entry (self, run_id, &item);
  if (entry == NULL)
    return;

  if (self->store != NULL)
    prony_store_set_run_tags (self->store, run_id, tags);
  prony_run_entry_set_tags (entry, tags);
  take_entry (self, item, entry);
}

/**
 * prony_session_set_run_pinned:
 * @self: a session
 * @run_id: a run in the list
 * @pinned: whether later runs are held against it
 */
void
prony_session_set_run_pinned (PronySession *self, const char *run_id, gboolean pinned)
{
  g_autoptr (PronyRunItem) item = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);

  entry = copy_entry (self, run_id, &item);
  if (entry == NULL)
    return;

  if (self->store != NULL)
    prony_store_set_run_pinned (self->store, run_id, pinned);
  entry->pinned = !!pinned;
  take_entry (self, item, entry);
}

/**
 * prony_session_set_run_verdict:
 * @self: a session
 * @run_id: a run in the list
 * @verdict: how it stands against its baseline
 */
void
prony_session_set_run_verdict (PronySession *self, const char *run_id, PronyRunVerdict verdict)
{
  g_autoptr (PronyRunItem) item = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);

  entry = copy_entry (self, run_id, &item);
  if (entry == NULL)
    return;

  if (self->store != NULL)
    prony_store_set_run_verdict (self->store, run_id, verdict);
  entry->verdict = verdict;
  take_entry (self, item, entry);
}

/**
 * prony_session_add_run_note:
 * @self: a session
 * @run_id: a run in the list
 * @note: a remark on it; copied
 *
 * Adds a remark to a run that has ended. It is part of what a search looks at. The run
 * itself, where somebody has read it, stays as it was.
 */
void
prony_session_add_run_note (PronySession *self, const char *run_id, const PronyRunNote *note)
{
  g_autoptr (PronyRunItem) item = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;
  char *notes;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL && note != NULL);

  entry = copy_entry (self, run_id, &item);
  if (entry == NULL)
    return;

  if (self->store != NULL)
    prony_store_put_note (self->store, run_id, note);
  else
    g_ptr_array_add (prony_run_item_get_run (item)->notes, prony_run_note_copy (note));
  notes = entry->notes != NULL ? g_strconcat (entry->notes, "\n", note->text, NULL)
                               : g_strdup (note->text);
  g_free (entry->notes);
  entry->notes = notes;
  take_entry (self, item, entry);
}

static void
remove_kept_note (PronyRun *run, const PronyRunNote *note)
{
  for (guint i = 0; i < run->notes->len; i++)
    {
      const PronyRunNote *other = g_ptr_array_index (run->notes, i);

      if (other->at_us == note->at_us && g_str_equal (other->text, note->text))
        {
          g_ptr_array_remove_index (run->notes, i);
          return;
        }
    }
}

/* The lines of a remark, taken out of those of all; NULL where nothing is left. */
static char *
cut_note (const char *notes, const char *text)
{
  const char *found = notes != NULL ? strstr (notes, text) : NULL;
  g_autofree char *before = NULL;
  const char *after;

  if (found == NULL)
    return g_strdup (notes);

  before = g_strndup (notes, (gsize) (found - notes));
  after = found + strlen (text);
  if (*after == '\n')
    after++;
  else if (*before != '\0')
    before[strlen (before) - 1] = '\0';
  return *before != '\0' || *after != '\0' ? g_strconcat (before, after, NULL) : NULL;
}

/**
 * prony_session_delete_run_note:
 * @self: a session
 * @run_id: a run in the list
 * @note: one of its remarks
 *
 * Removes a remark from a run; adding it again brings it back.
 */
void
prony_session_delete_run_note (PronySession *self, const char *run_id, const PronyRunNote *note)
{
  g_autoptr (PronyRunItem) item = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;
  char *notes;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL && note != NULL);

  entry = copy_entry (self, run_id, &item);
  if (entry == NULL)
    return;

  if (self->store != NULL)
    prony_store_delete_note (self->store, run_id, note);
  else
    remove_kept_note (prony_run_item_get_run (item), note);
  notes = cut_note (entry->notes, note->text);
  g_free (entry->notes);
  entry->notes = notes;
  take_entry (self, item, entry);
}
