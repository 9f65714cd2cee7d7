/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/prompts/prony-template.h"
#include "core/scenarios/prony-dataset.h"
#include "core/scenarios/prony-scenario-read-private.h"

#define MAX_VALUES 10000

static guint
read_length (PronyScenarioReader *self, PronyYamlNode *map, const char *key, guint low)
{
  gint64 value = 0;

  prony_yaml_read_int (self->problems, map, key, low, PRONY_TEMPLATE_MAX_TOKENS, &value);
  return (guint) value;
}

static void
require (PronyScenarioReader *self, PronyYamlNode *map, const char *key, PronyLengthsKind kind)
{
  if (prony_yaml_node_get (map, key) == NULL)
    prony_yaml_report (self->problems, map,
                       /* Translators: the first %s is a key of a scenario file, the second the
                        * name of a distribution, such as "uniform" */
                       _ ("The key “%s” is missing: the distribution “%s” needs it."), key,
                       prony_lengths_kind_to_string (kind));
}

static void
set_fixed (PronyLengths *lengths, guint value)
{
  lengths->kind = PRONY_LENGTHS_FIXED;
  lengths->mean = value;
  lengths->min = value;
  lengths->max = value;
}

static void
take_values (PronyScenarioReader *self, PronyYamlNode *node, PronyLengths *lengths)
{
  if (node->kind != PRONY_YAML_LIST || node->values->len == 0 || node->values->len > MAX_VALUES)
    {
      prony_yaml_report (self->problems, node,
                         _ ("“values” must be a list of 1 to %d whole numbers."), MAX_VALUES);
      return;
    }

  lengths->values = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < node->values->len; i++)
    {
      gint64 value = 0;
      guint length;

      if (!prony_yaml_take_int (self->problems, g_ptr_array_index (node->values, i), "values", 1,
                                PRONY_TEMPLATE_MAX_TOKENS, &value))
        continue;
      length = (guint) value;
      g_array_append_val (lengths->values, length);
    }
}

static void
take_file (PronyScenarioReader *self, PronyYamlNode *map, PronyLengths *lengths)
{
  g_autofree char *name = NULL;
  PronyYamlNode *node = prony_yaml_read_text (self->problems, map, "from", &name);
  g_autoptr (GError) error = NULL;

  if (node == NULL)
    return;
  lengths->file = prony_scenario_reader_find_file (self, node);
  if (lengths->file == NULL)
    return;

  lengths->values = prony_lengths_read_file (lengths->file, &error);
  if (lengths->values == NULL)
    prony_yaml_report (self->problems, node, "%s", error->message);
}

static void
read_list (PronyScenarioReader *self, PronyYamlNode *map, PronyLengths *lengths)
{
  static const char *const keys[] = { "distribution", "values", "from", NULL };
  PronyYamlNode *values = prony_yaml_node_get (map, "values");

  prony_yaml_check_keys (self->problems, map, keys);
  lengths->kind = PRONY_LENGTHS_LIST;
  if ((values != NULL) == (prony_yaml_node_get (map, "from") != NULL))
    prony_yaml_report (self->problems, map,
                       _ ("A list of lengths is given by “values” or by “from”: one of them."));
  else if (values != NULL)
    take_values (self, values, lengths);
  else
    take_file (self, map, lengths);

  for (guint i = 0; lengths->values != NULL && i < lengths->values->len; i++)
    {
      guint value = g_array_index (lengths->values, guint, i);

      lengths->min = i == 0 ? value : MIN (lengths->min, value);
      lengths->max = MAX (lengths->max, value);
    }
}

/* Of a distribution with a mean: cut off at the limits of what is asked for, if it says
 * no others. */
static void
read_bell (
  PronyScenarioReader *self, PronyYamlNode *map, guint least, guint most, PronyLengths *lengths)
{
  static const char *const keys[] = { "distribution", "mean", "stddev", "min", "max", NULL };
  PronyYamlNode *mean = prony_yaml_node_get (map, "mean");

  prony_yaml_check_keys (self->problems, map, keys);
  require (self, map, "mean", lengths->kind);
  require (self, map, "stddev", lengths->kind);
  prony_yaml_read_double (self->problems, map, "mean", 1, PRONY_TEMPLATE_MAX_TOKENS,
                          &lengths->mean);
  prony_yaml_read_double (self->problems, map, "stddev", 0, PRONY_TEMPLATE_MAX_TOKENS,
                          &lengths->stddev);
  lengths->min = read_length (self, map, "min", 1);
  lengths->max = read_length (self, map, "max", 1);
  if (lengths->min == 0)
    lengths->min = MAX (least, 1);
  if (lengths->max == 0)
    lengths->max = most > 0 ? MIN (most, PRONY_TEMPLATE_MAX_TOKENS) : PRONY_TEMPLATE_MAX_TOKENS;

  if (lengths->mean > 0 && lengths->min <= lengths->max &&
      (lengths->mean < lengths->min || lengths->mean > lengths->max))
    prony_yaml_report (self->problems, mean, _ ("“mean” must be between “min” and “max”."));
}

static void
read_uniform (PronyScenarioReader *self, PronyYamlNode *map, PronyLengths *lengths)
{
  static const char *const keys[] = { "distribution", "min", "max", NULL };

  prony_yaml_check_keys (self->problems, map, keys);
  require (self, map, "min", lengths->kind);
  require (self, map, "max", lengths->kind);
  lengths->min = read_length (self, map, "min", 1);
  lengths->max = read_length (self, map, "max", 1);
}

static void
read_fixed (PronyScenarioReader *self, PronyYamlNode *map, PronyLengths *lengths)
{
  static const char *const keys[] = { "distribution", "mean", NULL };

  prony_yaml_check_keys (self->problems, map, keys);
  require (self, map, "mean", lengths->kind);
  set_fixed (lengths, read_length (self, map, "mean", 1));
}

static void
read_distribution (
  PronyScenarioReader *self, PronyYamlNode *map, guint least, guint most, PronyLengths *lengths)
{
  g_autofree char *name = NULL;
  PronyYamlNode *node = prony_yaml_read_text (self->problems, map, "distribution", &name);
  gboolean is_list =
    prony_yaml_node_get (map, "values") != NULL || prony_yaml_node_get (map, "from") != NULL;

  lengths->kind = is_list ? PRONY_LENGTHS_LIST : PRONY_LENGTHS_NONE;
  if (node != NULL && !prony_lengths_kind_from_string (name, &lengths->kind))
    prony_yaml_report (self->problems, node,
                       _ ("“distribution” must be one of fixed, uniform, normal, log-normal and "
                          "list."));
  else if (node == NULL && !is_list && prony_yaml_node_get (map, "distribution") == NULL)
    prony_yaml_report (self->problems, map,
                       _ ("The key “distribution” is missing: uniform, normal, log-normal or "
                          "list."));

  switch (lengths->kind)
    {
    case PRONY_LENGTHS_FIXED:
      read_fixed (self, map, lengths);
      break;
    case PRONY_LENGTHS_UNIFORM:
      read_uniform (self, map, lengths);
      break;
    case PRONY_LENGTHS_NORMAL:
    case PRONY_LENGTHS_LOG_NORMAL:
      read_bell (self, map, least, most, lengths);
      break;
    case PRONY_LENGTHS_LIST:
      read_list (self, map, lengths);
      break;
    case PRONY_LENGTHS_NONE:
    default:
      /* So that fillers are judged by what was meant. */
      set_fixed (lengths, MAX (least, 1));
      break;
    }
}

/* Returns: the value that says it, or @node where none does */
static PronyYamlNode *
get_culprit (PronyYamlNode *node, const char *key)
{
  PronyYamlNode *value = prony_yaml_node_get (node, key);

  return value != NULL ? value : node;
}

/**
 * prony_scenario_reader_read_lengths:
 * @self: a reader
 * @map: a map that may have the key `lengths`
 * @least: no length may be less; 0 means no bound
 * @most: no length may be more; 0 means no bound
 * @lengths: (inout): the lengths
 *
 * Reads how lengths are distributed. Touches the disk where a file is named.
 */
void
prony_scenario_reader_read_lengths (
  PronyScenarioReader *self, PronyYamlNode *map, guint least, guint most, PronyLengths *lengths)
{
  PronyYamlNode *node = prony_yaml_node_get (map, "lengths");
  gint64 value = 0;

  if (node == NULL)
    return;
  if (node->kind == PRONY_YAML_MAP)
    read_distribution (self, node, least, most, lengths);
  else if (prony_yaml_take_int (self->problems, node, "lengths", 1, PRONY_TEMPLATE_MAX_TOKENS,
                                &value))
    set_fixed (lengths, (guint) value);
  else
    set_fixed (lengths, MAX (least, 1));

  if (lengths->min > lengths->max && lengths->max > 0)
    prony_yaml_report (self->problems, get_culprit (node, "min"),
                       _ ("“min” of the lengths is %u, which is more than their “max”, %u."),
                       lengths->min, lengths->max);
  else if (lengths->min > 0 && lengths->min < least)
    prony_yaml_report (self->problems, get_culprit (node, "min"),
                       _ ("Lengths from %u on are less than “min_tokens”, %u."), lengths->min,
                       least);
  else if (most > 0 && lengths->max > most)
    prony_yaml_report (self->problems, get_culprit (node, "max"),
                       _ ("Lengths up to %u are more than “max_tokens”, %u."), lengths->max, most);
}
