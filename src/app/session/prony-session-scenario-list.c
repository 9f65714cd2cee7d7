/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The lists of scenarios: what was read is put into them such that items stay. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session-private.h"

/* The item of a name, a file, or both. */
PronyScenarioItem *
_prony_session_find_scenario (GListStore *list, const char *name, const char *file)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      PronyScenario *scenario = prony_scenario_item_get_scenario (item);

      if ((name == NULL || strcmp (scenario->name, name) == 0) &&
          (file == NULL || g_strcmp0 (scenario->file, file) == 0))
        return item;
    }
  return NULL;
}

static gboolean
has_name (GPtrArray *scenarios, const char *name)
{
  for (guint i = 0; i < scenarios->len; i++)
    if (strcmp (((PronyScenario *) g_ptr_array_index (scenarios, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* All at once: who shows them makes rows each time that some are added. */
static void
add_scenarios (PronySession *self, PronyScenarioCatalog *catalog)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < catalog->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (catalog->scenarios, i);
      PronyScenarioItem *item = prony_scenario_item_new (scenario);

      prony_scenario_item_update (item, scenario,
                                  prony_scenario_catalog_hides_shipped (catalog, scenario->name));
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->scenarios, 0, 0, items->pdata, items->len);
}

/* Both are in the same order, so that what is in both keeps its item and its place. */
static void
show_scenarios (PronySession *self, PronyScenarioCatalog *catalog)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->scenarios)); i > 0; i--)
    {
      g_autoptr (PronyScenarioItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->scenarios), i - 1);

      if (!has_name (catalog->scenarios, prony_scenario_item_get_scenario (item)->name))
        g_list_store_remove (self->scenarios, i - 1);
    }

  for (guint i = 0; i < catalog->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (catalog->scenarios, i);
      gboolean hides = prony_scenario_catalog_hides_shipped (catalog, scenario->name);
      PronyScenarioItem *item =
        _prony_session_find_scenario (self->scenarios, scenario->name, NULL);

      if (item == NULL)
        {
          item = prony_scenario_item_new (scenario);
          prony_scenario_item_update (item, scenario, hides);
          g_list_store_insert (self->scenarios, i, item);
          g_object_unref (item);
        }
      else
        prony_scenario_item_update (item, scenario, hides);
    }
}

static void
show_broken (PronySession *self, PronyScenarioCatalog *catalog)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint old_length = g_list_model_get_n_items (G_LIST_MODEL (self->broken_scenarios));
  gboolean same = old_length == catalog->broken->len;

  for (guint i = 0; i < catalog->broken->len; i++)
    {
      PronyBrokenScenario *broken = g_ptr_array_index (catalog->broken, i);
      PronyScenarioItem *old =
        _prony_session_find_scenario (self->broken_scenarios, NULL, broken->scenario->file);

      if (old != NULL &&
          g_strcmp0 (prony_scenario_item_get_problems (old), broken->problems) == 0 &&
          strcmp (prony_scenario_item_get_scenario (old)->source, broken->scenario->source) == 0)
        g_ptr_array_add (items, g_object_ref (old));
      else
        {
          same = FALSE;
          g_ptr_array_add (items,
                           prony_scenario_item_new_broken (broken->scenario, broken->problems));
        }
    }

  if (!same)
    g_list_store_splice (self->broken_scenarios, 0, old_length, items->pdata, items->len);
}

void
_prony_session_fill_scenarios (PronySession *self, PronyScenarioCatalog *catalog)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->scenarios)) == 0)
    add_scenarios (self, catalog);
  else
    show_scenarios (self, catalog);
  g_clear_pointer (&self->scenario_problems, g_ptr_array_unref);
  self->scenario_problems = g_ptr_array_ref (catalog->problems);
  show_broken (self, catalog);
}
