/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-scenario-item.h"

struct _PronyScenarioItem
{
  GObject parent_instance;

  PronyScenario *scenario;
};

G_DEFINE_FINAL_TYPE (PronyScenarioItem, prony_scenario_item, G_TYPE_OBJECT)

static void
prony_scenario_item_finalize (GObject *object)
{
  PronyScenarioItem *self = (PronyScenarioItem *) object;

  g_clear_pointer (&self->scenario, prony_scenario_unref);

  G_OBJECT_CLASS (prony_scenario_item_parent_class)->finalize (object);
}

static void
prony_scenario_item_class_init (PronyScenarioItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_scenario_item_finalize;
}

static void
prony_scenario_item_init (PronyScenarioItem *self)
{
}

/**
 * prony_scenario_item_new:
 * @scenario: a scenario
 *
 * Returns: (transfer full): an item for lists
 */
PronyScenarioItem *
prony_scenario_item_new (PronyScenario *scenario)
{
  PronyScenarioItem *self;

  g_return_val_if_fail (scenario != NULL, NULL);

  self = g_object_new (PRONY_TYPE_SCENARIO_ITEM, NULL);
  self->scenario = prony_scenario_ref (scenario);

  return self;
}

/**
 * prony_scenario_item_get_scenario:
 * @self: a scenario in a list
 *
 * Returns: (transfer none): the scenario
 */
PronyScenario *
prony_scenario_item_get_scenario (PronyScenarioItem *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_ITEM (self), NULL);

  return self->scenario;
}
