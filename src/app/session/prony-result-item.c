/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/session/prony-result-item.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/model/prony-run-targets.h"

struct _PronyResultItem
{
  GObject parent_instance;

  PronyRunItem *run;
  guint index;             /* of the result within the run */
  int trial;               /* index within the run; -1 for all of the result */
  char *title;             /* of a single trial */
  char *subtitle;          /* likewise */
  char *search;            /* casefolded: what a search looks at; NULL before the first one */
  PronyRunEntry *searched; /* what @search was made from */
  GListStore *trials;      /* PronyResultItem: of a result, its single trials */
  gboolean asked;          /* whether they were read, or are being read */
};

G_DEFINE_FINAL_TYPE (PronyResultItem, prony_result_item, G_TYPE_OBJECT)

static void
prony_result_item_finalize (GObject *object)
{
  PronyResultItem *self = PRONY_RESULT_ITEM (object);

  g_object_unref (self->run);
  g_clear_object (&self->trials);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->search);
  g_clear_pointer (&self->searched, prony_run_entry_unref);

  G_OBJECT_CLASS (prony_result_item_parent_class)->finalize (object);
}

static void
prony_result_item_class_init (PronyResultItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_result_item_finalize;
}

static void
prony_result_item_init (PronyResultItem *self)
{
  self->trial = -1;
}

/**
 * prony_result_item_new:
 * @run: a run in a list
 * @index: which of its results
 *
 * Returns: (transfer full): an item for lists
 */
PronyResultItem *
prony_result_item_new (PronyRunItem *run, guint index)
{
  PronyResultItem *self;

  g_return_val_if_fail (PRONY_IS_RUN_ITEM (run), NULL);
  g_return_val_if_fail (index < prony_run_item_get_entry (run)->results->len, NULL);

  self = g_object_new (PRONY_TYPE_RESULT_ITEM, NULL);
  self->run = g_object_ref (run);
  self->index = index;

  return self;
}

static char *
describe_trial (PronyTrial *trial)
{
  g_autofree char *title = prony_comparison_describe_group (trial->scenario_title, &trial->load);

  if (trial->repeat == 0)
    return g_steal_pointer (&title);

  /* Translators: what was asked at which load, and which time it was measured again */
  return g_strdup_printf (_ ("%s · repeat %u"), title, trial->repeat);
}

static char *
describe_figures (PronyTrial *trial)
{
  double ttft = prony_summary_get (trial->summary, PRONY_METRIC_TTFT);
  guint n = (guint) prony_summary_count_requests (trial->summary);
  g_autofree char *number = g_strdup_printf (_ ("Trial %u"), trial->index + 1);
  g_autofree char *requests = g_strdup_printf (ngettext ("%u request", "%u requests", n), n);
  g_autofree char *value = prony_format_value (ttft, PRONY_UNIT_SECONDS);

  if (!isfinite (ttft))
    return g_strjoin (" · ", number, requests, NULL);

  return g_strdup_printf ("%s · %s · %s %s", number, requests,
                          prony_metric_get_title (PRONY_METRIC_TTFT), value);
}

/**
 * prony_result_item_new_trial:
 * @result: a result with all its trials
 * @trial: one of them, with a summary
 *
 * Returns: (transfer full): an item for the trial alone
 */
PronyResultItem *
prony_result_item_new_trial (PronyResultItem *result, PronyTrial *trial)
{
  PronyResultItem *self;

  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (result), NULL);
  g_return_val_if_fail (trial->summary != NULL, NULL);

  self = prony_result_item_new (result->run, result->index);
  self->trial = (int) trial->index;
  self->title = describe_trial (trial);
  self->subtitle = describe_figures (trial);

  return self;
}

/**
 * prony_result_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): the run
 */
PronyRunEntry *
prony_result_item_get_entry (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  return prony_run_item_get_entry (self->run);
}

/**
 * prony_result_item_get_result:
 * @self: an item
 *
 * Returns: (transfer none): what was measured
 */
const PronyRunEntryResult *
prony_result_item_get_result (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  return g_ptr_array_index (prony_run_item_get_entry (self->run)->results, self->index);
}

/**
 * prony_result_item_get_index:
 * @self: an item
 *
 * Returns: which of its run's results it is of
 */
guint
prony_result_item_get_index (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), 0);

  return self->index;
}

/**
 * prony_result_item_get_trial:
 * @self: an item
 *
 * Returns: which trial of the run it is alone; -1 for all of the result
 */
int
prony_result_item_get_trial (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), -1);

  return self->trial;
}

/**
 * prony_result_item_dup_title:
 * @self: an item
 *
 * Returns: (transfer full): such as "ollama · llama3.2:1b"
 */
char *
prony_result_item_dup_title (PronyResultItem *self)
{
  const PronyRunEntryResult *result;

  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  if (self->title != NULL)
    return g_strdup (self->title);

  result = prony_result_item_get_result (self);
  return result->model != NULL ? g_strdup_printf ("%s · %s", result->target, result->model)
                               : g_strdup (result->target);
}

/**
 * prony_result_item_dup_subtitle:
 * @self: an item
 *
 * Returns: (transfer full): where it is from
 */
char *
prony_result_item_dup_subtitle (PronyResultItem *self)
{
  PronyRunEntry *entry;
  g_autofree char *date = NULL;

  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  if (self->subtitle != NULL)
    return g_strdup (self->subtitle);

  entry = prony_result_item_get_entry (self);
  date = prony_format_date (entry->started_us);
  if (entry->pinned)
    /* Translators: a run's name and date; a baseline is what others are compared with */
    return g_strdup_printf (_ ("%s · %s · pinned baseline"), entry->name, date);

  /* Translators: a run's name and date */
  return g_strdup_printf (_ ("%s · %s"), entry->name, date);
}

static void
append_words (GString *text, char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", words[i]);
}

/* What is the run's, and of its targets only this one. */
static char *
make_search (PronyRunEntry *entry, const PronyRunEntryResult *result)
{
  g_autoptr (GString) text = g_string_new (entry->name);

  g_string_append_printf (text, "\n%s\n%s\n%s\n%s", result->target,
                          prony_engine_kind_title (prony_engine_kind_from_string (result->kind)),
                          result->model != NULL ? result->model : "",
                          result->url != NULL ? result->url : "");
  append_words (text, entry->scenarios);
  append_words (text, entry->tags);
  for (guint i = 0; entry->scenario_titles[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", prony_scenario_translate (entry->scenario_titles[i]));
  if (entry->notes != NULL)
    g_string_append_printf (text, "\n%s", entry->notes);

  return g_str_is_ascii (text->str) ? g_ascii_strdown (text->str, -1)
                                    : g_utf8_casefold (text->str, -1);
}

/**
 * prony_result_item_matches:
 * @self: an item
 * @words: (nullable) (array zero-terminated=1): from prony_run_entry_split_words()
 *
 * Returns: whether all the words are in what is known of the result and its run; words that
 *   are only in the run's other results do not count
 */
gboolean
prony_result_item_matches (PronyResultItem *self, const char *const *words)
{
  PronyRunEntry *entry;

  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), FALSE);

  if (words == NULL)
    return TRUE;

  entry = prony_result_item_get_entry (self);
  if (entry != self->searched)
    {
      g_clear_pointer (&self->searched, prony_run_entry_unref);
      self->searched = prony_run_entry_ref (entry);
      g_free (self->search);
      self->search = make_search (entry, prony_result_item_get_result (self));
    }
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->search, words[i]) == NULL)
      return FALSE;

  return TRUE;
}

/**
 * prony_result_item_get_trials:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): a list of #PronyResultItem, one for each trial, empty
 *   before prony_result_item_fill_trials(); %NULL for a single trial
 */
GListModel *
prony_result_item_get_trials (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  if (self->trial < 0 && self->trials == NULL)
    self->trials = g_list_store_new (PRONY_TYPE_RESULT_ITEM);
  return G_LIST_MODEL (self->trials);
}

/**
 * prony_result_item_ask_trials:
 * @self: an item
 *
 * Returns: whether its trials are still to be read; only once
 */
gboolean
prony_result_item_ask_trials (PronyResultItem *self)
{
  gboolean first;

  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), FALSE);

  first = self->trial < 0 && !self->asked;
  self->asked = TRUE;
  return first;
}

/**
 * prony_result_item_fill_trials:
 * @self: an item
 * @run: (nullable): its run, read from the store; %NULL if it could not be read, so that it may
 *   be asked for again
 *
 * Lists the trials of the result that have figures.
 */
void
prony_result_item_fill_trials (PronyResultItem *self, PronyRun *run)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *trials;
  PronyTarget *target;

  g_return_if_fail (PRONY_IS_RESULT_ITEM (self));

  trials = prony_result_item_get_trials (self);
  target = run != NULL ? prony_result_find_target (prony_result_item_get_result (self), run) : NULL;
  self->asked = run != NULL;
  for (guint i = 0; target != NULL && i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL && prony_run_same_target (trial->target, target))
        g_ptr_array_add (items, prony_result_item_new_trial (self, trial));
    }
  g_list_store_splice (G_LIST_STORE (trials), 0, g_list_model_get_n_items (trials), items->pdata,
                       items->len);
}

/**
 * prony_result_item_is_of_same_result:
 * @self: an item
 * @other: another item
 *
 * Returns: whether both are the same target of the same run, or trials of it
 */
gboolean
prony_result_item_is_of_same_result (PronyResultItem *self, PronyResultItem *other)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self) && PRONY_IS_RESULT_ITEM (other), FALSE);

  return self->index == other->index && g_str_equal (prony_result_item_get_entry (self)->id,
                                                     prony_result_item_get_entry (other)->id);
}

/**
 * prony_result_item_equal:
 * @self: an item
 * @other: another item
 *
 * Returns: whether both are the same target of the same run, and the same trial if any
 */
gboolean
prony_result_item_equal (PronyResultItem *self, PronyResultItem *other)
{
  return prony_result_item_is_of_same_result (self, other) && self->trial == other->trial;
}

/* --- Lists ------------------------------------------------------------------------- */

static guint
append_results (GPtrArray *items, PronyRunItem *run)
{
  GPtrArray *results = prony_run_item_get_entry (run)->results;
  guint n = 0;

  for (guint i = 0; i < results->len; i++)
    if (((PronyRunEntryResult *) g_ptr_array_index (results, i))->measured)
      {
        n++;
        if (items != NULL)
          g_ptr_array_add (items, prony_result_item_new (run, i));
      }

  return n;
}

/* How many of the results from @first on are of none of the runs from @position on. */
static guint
count_removed (GListModel *results, guint first, GListModel *runs, guint position)
{
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);
  guint n_results = g_list_model_get_n_items (results);
  guint n = 0;

  for (guint i = position; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PronyRunItem) run = g_list_model_get_item (runs, i);

      g_hash_table_add (left, run);
    }
  while (first + n < n_results)
    {
      g_autoptr (PronyResultItem) result = g_list_model_get_item (results, first + n);

      if (g_hash_table_contains (left, result->run))
        break;
      n++;
    }

  return n;
}

/* By hand: GtkFlattenListModel over GtkMapListModel gives the first item again for each one that
 * is inserted before it (GTK 4.8). */
static void
on_runs_changed_cb (
  GListStore *results, guint position, guint removed, guint added, GListModel *runs)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = 0;

  for (guint i = 0; i < position + added; i++)
    {
      g_autoptr (PronyRunItem) run = g_list_model_get_item (runs, i);

      if (i < position)
        first += append_results (NULL, run);
      else
        append_results (items, run);
    }
  g_list_store_splice (
    results, first,
    removed > 0 ? count_removed (G_LIST_MODEL (results), first, runs, position + added) : 0,
    items->pdata, items->len);
}

/**
 * prony_result_item_list:
 * @runs: a list of #PronyRunItem
 *
 * Returns: (transfer full): a list of #PronyResultItem, one for each target that was
 *   measured; it follows @runs
 */
GListModel *
prony_result_item_list (GListModel *runs)
{
  GListStore *results = g_list_store_new (PRONY_TYPE_RESULT_ITEM);

  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs_changed_cb), results,
                           G_CONNECT_SWAPPED);
  on_runs_changed_cb (results, 0, 0, g_list_model_get_n_items (runs), runs);
  return G_LIST_MODEL (results);
}

/**
 * prony_result_item_collect:
 * @results: (nullable): a list of #PronyResultItem
 * @run_ids: (array zero-terminated=1): runs
 *
 * Returns: (transfer full) (element-type PronyResultItem): all results of the runs, the oldest run
 *   first: what came after is held against it
 */
GPtrArray *
prony_result_item_collect (GListModel *results, const char *const *run_ids)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  const PronyRunEntry *latest = NULL;
  int at = 0;

  for (guint i = 0; run_ids[i] != NULL; i++)
    g_hash_table_add (wanted, (gpointer) run_ids[i]);
  for (guint i = 0; results != NULL && i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (PronyResultItem) item = g_list_model_get_item (results, i);
      const PronyRunEntry *entry = prony_result_item_get_entry (item);

      if (!g_hash_table_contains (wanted, entry->id))
        continue;
      at = entry == latest ? at + 1 : 0; /* the latest run comes first in the list */
      latest = entry;
      g_ptr_array_insert (items, at, g_steal_pointer (&item));
    }

  return items;
}

/**
 * prony_result_find_target:
 * @result: what a list shows
 * @run: its run, read from the store
 *
 * Returns: (transfer none) (nullable): the target of @run that it stands for
 */
PronyTarget *
prony_result_find_target (const PronyRunEntryResult *result, PronyRun *run)
{
  g_return_val_if_fail (result != NULL && run != NULL, NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTarget *target = ((PronyTrial *) g_ptr_array_index (run->trials, i))->target;

      if (g_strcmp0 (target->name, result->target) == 0 &&
          g_strcmp0 (target->model, result->model) == 0 &&
          g_strcmp0 (target->engine->url, result->url) == 0)
        return target;
    }

  return NULL;
}
