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
  char *problems;
  gboolean hides_shipped;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_TAGS,
  PROP_SHIPPED,
  PROP_HIDES_SHIPPED,
  PROP_PROBLEMS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyScenarioItem, prony_scenario_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
prony_scenario_item_finalize (GObject *object)
{
  PronyScenarioItem *self = (PronyScenarioItem *) object;

  g_clear_pointer (&self->scenario, prony_scenario_unref);
  g_clear_pointer (&self->problems, g_free);

  G_OBJECT_CLASS (prony_scenario_item_parent_class)->finalize (object);
}

static void
prony_scenario_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyScenarioItem *self = (PronyScenarioItem *) object;

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->scenario->name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, prony_scenario_translate (self->scenario->title));
      break;

    case PROP_TAGS:
      g_value_set_boxed (value, self->scenario->tags);
      break;

    case PROP_SHIPPED:
      g_value_set_boolean (value, self->scenario->shipped);
      break;

    case PROP_HIDES_SHIPPED:
      g_value_set_boolean (value, self->hides_shipped);
      break;

    case PROP_PROBLEMS:
      g_value_set_string (value, self->problems);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_scenario_item_class_init (PronyScenarioItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = prony_scenario_item_finalize;
  object_class->get_property = prony_scenario_item_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TAGS] = g_param_spec_boxed ("tags", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_SHIPPED] = g_param_spec_boolean ("shipped", NULL, NULL, FALSE, flags);
  properties[PROP_HIDES_SHIPPED] = g_param_spec_boolean ("hides-shipped", NULL, NULL, FALSE, flags);
  properties[PROP_PROBLEMS] = g_param_spec_string ("problems", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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
 * prony_scenario_item_new_broken:
 * @scenario: what could be read of a file with mistakes; not for a run
 * @problems: the mistakes
 *
 * Returns: (transfer full): an item for lists of what is to be repaired
 */
PronyScenarioItem *
prony_scenario_item_new_broken (PronyScenario *scenario, const char *problems)
{
  PronyScenarioItem *self = prony_scenario_item_new (scenario);

  self->problems = g_strdup (problems);
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

/**
 * prony_scenario_item_get_problems:
 * @self: a scenario in a list
 *
 * Returns: (transfer none) (nullable): lines `FILE:LINE:COLUMN: sentence` where the file
 *   has mistakes and cannot be run
 */
const char *
prony_scenario_item_get_problems (PronyScenarioItem *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_ITEM (self), NULL);

  return self->problems;
}

/**
 * prony_scenario_item_get_hides_shipped:
 * @self: a scenario in a list
 *
 * Returns: whether the user's own scenario stands in the place of one that came with Prony
 */
gboolean
prony_scenario_item_get_hides_shipped (PronyScenarioItem *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_ITEM (self), FALSE);

  return self->hides_shipped;
}

/**
 * prony_scenario_item_update:
 * @self: a scenario in a list
 * @scenario: what its file says now
 * @hides_shipped: whether it stands in the place of one that came with Prony
 *
 * Takes over a scenario that was read again. Notifies all properties if anything differs.
 */
void
prony_scenario_item_update (PronyScenarioItem *self,
                            PronyScenario *scenario,
                            gboolean hides_shipped)
{
  gboolean same;

  g_return_if_fail (PRONY_IS_SCENARIO_ITEM (self) && scenario != NULL);

  same = g_strcmp0 (self->scenario->source, scenario->source) == 0 &&
         g_strcmp0 (self->scenario->file, scenario->file) == 0 &&
         self->hides_shipped == hides_shipped;
  prony_scenario_ref (scenario);
  prony_scenario_unref (self->scenario);
  self->scenario = scenario;
  self->hides_shipped = hides_shipped;
  for (guint i = 1; i < N_PROPS && !same; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}
