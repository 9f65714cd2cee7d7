/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-plan-item.h"
#include "base/prony-json.h"

struct _PronyPlanItem
{
  GObject parent_instance;

  PronySavedPlan *plan;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_IS_SELECTION,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyPlanItem, prony_plan_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
prony_plan_item_finalize (GObject *object)
{
  PronyPlanItem *self = (PronyPlanItem *) object;

  g_clear_pointer (&self->plan, prony_saved_plan_unref);

  G_OBJECT_CLASS (prony_plan_item_parent_class)->finalize (object);
}

static void
prony_plan_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyPlanItem *self = (PronyPlanItem *) object;

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->plan->name);
      break;

    case PROP_IS_SELECTION:
      g_value_set_boolean (value, prony_saved_plan_is_selection (self->plan));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_plan_item_class_init (PronyPlanItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_plan_item_finalize;
  object_class->get_property = prony_plan_item_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_SELECTION] = g_param_spec_boolean ("is-selection", NULL, NULL, FALSE,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_plan_item_init (PronyPlanItem *self)
{
}

/**
 * prony_plan_item_new:
 * @plan: a plan or selection of targets that is kept
 *
 * Returns: (transfer full): an item for lists
 */
PronyPlanItem *
prony_plan_item_new (PronySavedPlan *plan)
{
  PronyPlanItem *self;

  g_return_val_if_fail (plan != NULL, NULL);

  self = g_object_new (PRONY_TYPE_PLAN_ITEM, NULL);
  self->plan = prony_saved_plan_ref (plan);

  return self;
}

/**
 * prony_plan_item_get_plan:
 * @self: a saved plan in a list
 *
 * Returns: (transfer none): the plan
 */
PronySavedPlan *
prony_plan_item_get_plan (PronyPlanItem *self)
{
  g_return_val_if_fail (PRONY_IS_PLAN_ITEM (self), NULL);

  return self->plan;
}

static const char *
get_target_name (JsonArray *targets, guint index)
{
  JsonNode *node = json_array_get_element (targets, index);
  JsonObject *target = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *engine = prony_json_get_object (target, "engine");

  return prony_json_get_string (target, "name", prony_json_get_string (engine, "url", ""));
}

static char *
describe_targets (JsonArray *targets)
{
  guint n = targets != NULL ? json_array_get_length (targets) : 0;

  if (n == 1)
    return g_strdup (get_target_name (targets, 0));
  if (n == 2)
    /* Translators: the names of two engines that are compared. */
    return g_strdup_printf (_ ("%s and %s"), get_target_name (targets, 0),
                            get_target_name (targets, 1));

  return g_strdup_printf (
    /* Translators: part of the description of a saved plan. */
    ngettext ("%u engine", "%u engines", n), n);
}

/**
 * prony_plan_item_describe:
 * @self: a saved plan in a list
 *
 * Returns: (transfer full): a few translated words on what is in it, such as "Ollama and
 *   vLLM, 4 scenarios"
 */
char *
prony_plan_item_describe (PronyPlanItem *self)
{
  g_autofree char *targets = NULL;
  g_autofree char *scenarios = NULL;
  guint n;

  g_return_val_if_fail (PRONY_IS_PLAN_ITEM (self), NULL);

  targets = describe_targets (prony_json_get_array (self->plan->plan, "targets"));
  if (prony_saved_plan_is_selection (self->plan))
    return g_steal_pointer (&targets);

  n = json_array_get_length (prony_json_get_array (self->plan->plan, "scenarios"));
  scenarios = g_strdup_printf (
    /* Translators: part of the description of a saved plan. */
    ngettext ("%u scenario", "%u scenarios", n), n);
  /* Translators: one or more engines, and what is asked of them, such as "Ollama, 4
   * scenarios". */
  return g_strdup_printf (_ ("%s, %s"), targets, scenarios);
}
