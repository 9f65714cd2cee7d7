/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <time.h>

#include "app/session/prony-run-list.h"
#include "core/model/prony-scenario.h"

struct _PronyRunList
{
  GObject parent_instance;

  /* Owned */
  GListModel *runs;     /* (nullable): of PronyRunItem */
  GPtrArray *items;     /* what is shown: PronyRunItem and PronyRunHeading */
  GHashTable *headings; /* by key: they stay the same while the list changes */

  /* Plain */
  PronyRunSearch search;
  PronyRunGrouping grouping;
  guint n_runs;
  guint refresh_source;
};

/* Runs that have something in common. */
typedef struct
{
  char *key;
  char *title;
  char *sort_key; /* (nullable): by the alphabet; NULL for what comes last */
  GPtrArray *items;
} Group;

/* The runs that are found, put together. */
typedef struct
{
  PronyRunGrouping grouping;
  GPtrArray *groups;
  GHashTable *by_key;
} Groups;

/* --- Groups ---------------------------------------------------------------------- */

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->key);
  g_free (group->title);
  g_free (group->sort_key);
  g_ptr_array_unref (group->items);
  g_free (group);
}

static void
groups_clear (Groups *groups)
{
  g_hash_table_unref (groups->by_key);
  g_ptr_array_unref (groups->groups);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Groups, groups_clear)

/* Takes the title and the key to sort by. */
static void
add_to_group (
  Groups *groups, const char *key, char *title, gboolean sort, gboolean last, gpointer item)
{
  Group *group = g_hash_table_lookup (groups->by_key, key);

  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->key = g_strdup (key);
      group->title = g_steal_pointer (&title);
      group->sort_key = sort && !last ? g_utf8_collate_key (group->title, -1) : NULL;
      group->items = g_ptr_array_new ();
      g_ptr_array_add (groups->groups, group);
      g_hash_table_insert (groups->by_key, group->key, group);
    }
  g_free (title);
  g_ptr_array_add (group->items, item);
}

static char *
describe_day (const struct tm *date, const char *format)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_local (date->tm_year + 1900, date->tm_mon + 1, date->tm_mday, 12, 0, 0);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

/* Ten thousand dates: no GDateTime for each. */
static void
add_by_date (Groups *groups, PronyRunItem *item)
{
  time_t seconds = (time_t) (prony_run_item_get_entry (item)->started_us / G_USEC_PER_SEC);
  gboolean month = groups->grouping == PRONY_RUN_GROUPING_MONTH;
  struct tm date = { 0 };
  char key[32];
  char *title = NULL;

  localtime_r (&seconds, &date);
  g_snprintf (key, sizeof key, "%d-%d-%d", date.tm_year, date.tm_mon, month ? 0 : date.tm_mday);
  if (!g_hash_table_contains (groups->by_key, key))
    /* Translators: strftime formats of a month with its year, and of a day */
    title = describe_day (&date, month ? _ ("%B %Y") : _ ("%A, %e %B %Y"));
  add_to_group (groups, key, title, FALSE, FALSE, item);
}

static const char *
get_absent_title (PronyRunGrouping grouping)
{
  switch (grouping)
    {
    case PRONY_RUN_GROUPING_ENGINE:
      return _ ("No engine");
    case PRONY_RUN_GROUPING_MODEL:
      return _ ("Model not known");
    case PRONY_RUN_GROUPING_SCENARIO:
      return _ ("No scenario");
    default:
      return _ ("No tag");
    }
}

static void
add_by_names (Groups *groups, PronyRunItem *item, GStrv keys, GStrv titles)
{
  if (keys[0] == NULL)
    add_to_group (groups, "", g_strdup (get_absent_title (groups->grouping)), TRUE, TRUE, item);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *title = titles != NULL ? prony_scenario_translate (titles[i]) : keys[i];

      add_to_group (groups, keys[i],
                    g_hash_table_contains (groups->by_key, keys[i]) ? NULL : g_strdup (title), TRUE,
                    FALSE, item);
    }
}

static void
add_item (Groups *groups, PronyRunItem *item)
{
  const PronyRunEntry *entry = prony_run_item_get_entry (item);

  switch (groups->grouping)
    {
    case PRONY_RUN_GROUPING_DAY:
    case PRONY_RUN_GROUPING_MONTH:
      add_by_date (groups, item);
      break;
    case PRONY_RUN_GROUPING_ENGINE:
      add_by_names (groups, item, entry->targets, NULL);
      break;
    case PRONY_RUN_GROUPING_MODEL:
      add_by_names (groups, item, entry->models, NULL);
      break;
    case PRONY_RUN_GROUPING_SCENARIO:
      add_by_names (groups, item, entry->scenarios, entry->scenario_titles);
      break;
    case PRONY_RUN_GROUPING_TAG:
      add_by_names (groups, item, entry->tags, NULL);
      break;
    case PRONY_RUN_GROUPING_NONE:
    default:
      add_to_group (groups, "", NULL, FALSE, FALSE, item);
    }
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *first = *(const Group *const *) a;
  const Group *second = *(const Group *const *) b;

  if (first->sort_key == NULL || second->sort_key == NULL)
    return (first->sort_key == NULL) - (second->sort_key == NULL);
  return strcmp (first->sort_key, second->sort_key);
}

/* --- The list -------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return PRONY_RUN_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PronyRunList *self = PRONY_RUN_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PronyRunList,
                               prony_run_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gpointer
get_heading (PronyRunList *self, GHashTable *headings, const Group *group)
{
  PronyRunHeading *heading = g_hash_table_lookup (self->headings, group->key);

  heading = heading != NULL ? g_object_ref (heading) : prony_run_heading_new (group->title);
  prony_run_heading_set_count (heading, group->items->len);
  g_hash_table_insert (headings, g_strdup (group->key), heading);

  return heading;
}

static void
find_runs (PronyRunList *self, Groups *groups)
{
  guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;
  gint64 since_us = prony_run_search_get_since (&self->search, g_get_real_time ());

  self->n_runs = 0;
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (self->runs, i);

      if (!prony_run_search_matches (&self->search, prony_run_item_get_entry (item), since_us))
        continue;
      add_item (groups, item);
      self->n_runs++;
    }
  if (self->grouping != PRONY_RUN_GROUPING_NONE)
    g_ptr_array_sort (groups->groups, compare_groups);
}

static GPtrArray *
make_items (PronyRunList *self)
{
  g_auto (Groups) groups = { self->grouping, g_ptr_array_new_with_free_func (group_free),
                             g_hash_table_new (g_str_hash, g_str_equal) };
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTable *headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  find_runs (self, &groups);
  for (guint i = 0; i < groups.groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups.groups, i);

      if (self->grouping != PRONY_RUN_GROUPING_NONE)
        g_ptr_array_add (items, g_object_ref (get_heading (self, headings, group)));
      for (guint k = 0; k < group->items->len; k++)
        g_ptr_array_add (items, g_object_ref (g_ptr_array_index (group->items, k)));
    }
  g_hash_table_unref (self->headings);
  self->headings = headings;

  return items;
}

/* One change, and none where nothing changes: what is selected and where the focus is stay. */
static void
take_items (PronyRunList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint shorter = MIN (old->len, items->len);
  guint start = 0;
  guint end = 0;

  while (start < shorter && old->pdata[start] == items->pdata[start])
    start++;
  while (end < shorter - start &&
         old->pdata[old->len - 1 - end] == items->pdata[items->len - 1 - end])
    end++;

  self->items = items;
  if (old->len != items->len || start < items->len)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end,
                                items->len - start - end);
}

static gboolean
on_refresh_cb (gpointer data)
{
  PronyRunList *self = data;

  self->refresh_source = 0;
  take_items (self, make_items (self));
  return G_SOURCE_REMOVE;
}

static void
prony_run_list_finalize (GObject *object)
{
  PronyRunList *self = (PronyRunList *) object;

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->runs);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->headings);
  prony_run_search_clear (&self->search);

  G_OBJECT_CLASS (prony_run_list_parent_class)->finalize (object);
}

static void
prony_run_list_class_init (PronyRunListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_run_list_finalize;
}

static void
prony_run_list_init (PronyRunList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* --- Public ---------------------------------------------------------------------- */

/**
 * prony_run_list_new:
 *
 * Returns: (transfer full): a list without runs that looks for everything
 */
PronyRunList *
prony_run_list_new (void)
{
  return g_object_new (PRONY_TYPE_RUN_LIST, NULL);
}

/**
 * prony_run_list_set_runs:
 * @self: a list
 * @runs: a list of #PronyRunItem
 *
 * Says where its runs come from; called once.
 */
void
prony_run_list_set_runs (PronyRunList *self, GListModel *runs)
{
  g_return_if_fail (PRONY_IS_RUN_LIST (self) && self->runs == NULL);
  g_return_if_fail (G_IS_LIST_MODEL (runs));

  self->runs = g_object_ref (runs);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (prony_run_list_refresh_soon), self,
                           G_CONNECT_SWAPPED);
  prony_run_list_refresh (self);
}

/**
 * prony_run_list_set_search:
 * @self: a list
 * @search: what to look for
 */
void
prony_run_list_set_search (PronyRunList *self, const PronyRunSearch *search)
{
  g_return_if_fail (PRONY_IS_RUN_LIST (self));

  prony_run_search_copy (&self->search, search);
  prony_run_list_refresh (self);
}

/**
 * prony_run_list_get_search:
 * @self: a list
 *
 * Returns: (transfer none): what is looked for
 */
const PronyRunSearch *
prony_run_list_get_search (PronyRunList *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_LIST (self), NULL);

  return &self->search;
}

/**
 * prony_run_list_set_grouping:
 * @self: a list
 * @grouping: what to put runs together by
 */
void
prony_run_list_set_grouping (PronyRunList *self, PronyRunGrouping grouping)
{
  g_return_if_fail (PRONY_IS_RUN_LIST (self));
  g_return_if_fail (grouping < PRONY_N_RUN_GROUPINGS);

  if (self->grouping == grouping)
    return;

  self->grouping = grouping;
  g_hash_table_remove_all (self->headings); /* their keys are other ones now */
  prony_run_list_refresh (self);
}

/**
 * prony_run_list_get_grouping:
 * @self: a list
 *
 * Returns: what runs are put together by
 */
PronyRunGrouping
prony_run_list_get_grouping (PronyRunList *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_LIST (self), PRONY_RUN_GROUPING_NONE);

  return self->grouping;
}

/**
 * prony_run_list_get_n_runs:
 * @self: a list
 *
 * Returns: how many runs are found, each once
 */
guint
prony_run_list_get_n_runs (PronyRunList *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_LIST (self), 0);

  return self->n_runs;
}

/**
 * prony_run_list_refresh_soon:
 * @self: a list
 *
 * Looks again before the next frame: a run has another name, other tags or another verdict.
 * Many runs become others at once, in as many changes.
 */
void
prony_run_list_refresh_soon (PronyRunList *self)
{
  g_return_if_fail (PRONY_IS_RUN_LIST (self));

  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add_full (G_PRIORITY_HIGH, on_refresh_cb, self, NULL);
}

/**
 * prony_run_list_refresh:
 * @self: a list
 *
 * Looks again now.
 */
void
prony_run_list_refresh (PronyRunList *self)
{
  g_return_if_fail (PRONY_IS_RUN_LIST (self));

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  take_items (self, make_items (self));
}
