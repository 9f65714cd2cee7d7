/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-scenario-draft-private.h"
#include "core/scenarios/prony-yaml-edit.h"
#include "core/scenarios/prony-yaml-write.h"

/* A draft of the new text; the same draft where there is none. */
static PronyScenarioDraft *
take_text (PronyScenarioDraft *self, char *text)
{
  PronyScenarioDraft *changed =
    text != NULL ? prony_scenario_draft_set_text (self, text) : prony_scenario_draft_ref (self);

  g_free (text);
  return changed;
}

/**
 * prony_scenario_draft_set_text:
 * @self: a draft
 * @text: another YAML text
 *
 * Returns: (transfer full): a draft of that text
 */
PronyScenarioDraft *
prony_scenario_draft_set_text (PronyScenarioDraft *self, const char *text)
{
  if (strcmp (text, self->text) == 0)
    return prony_scenario_draft_ref (self);

  return prony_scenario_draft_new (text, self->file_name);
}

/* --- Values ----------------------------------------------------------------- */

/* A test case gets a place for its tags and rules: its values move below "values". */
static PronyScenarioDraft *
wrap_case (PronyScenarioDraft *self, guint index)
{
  g_autoptr (PronyYamlNode) wrapped = prony_yaml_new_collection (PRONY_YAML_MAP);
  g_autofree char *path = g_strdup_printf ("test_cases[%u]", index);
  g_auto (GStrv) steps = _prony_draft_resolve (self->root, path);
  PronyYamlNode *test_case = prony_yaml_path_get (self->root, steps);

  prony_yaml_collection_add (wrapped, "values", prony_yaml_copy (test_case, FALSE));
  return take_text (self, prony_yaml_edit_set (self->text, self->root, steps, wrapped, NULL));
}

/* The draft with a value at a path. */
PronyScenarioDraft *
_prony_draft_set_node (PronyScenarioDraft *self, const char *path, const PronyYamlNode *value)
{
  g_auto (GStrv) steps = NULL;
  guint index;

  if (!self->is_readable)
    return prony_scenario_draft_ref (self);

  steps = _prony_draft_resolve (self->root, path);
  g_return_val_if_fail (*steps != NULL, prony_scenario_draft_ref (self));

  if (_prony_draft_needs_wrapped_case (self->root, steps, &index))
    {
      g_autoptr (PronyScenarioDraft) wrapped = wrap_case (self, index);

      if (wrapped != self)
        return _prony_draft_set_node (wrapped, path, value);
    }
  return take_text (
    self, prony_yaml_edit_set (self->text, self->root, steps, value, _prony_draft_get_order));
}

/* A text keeps the quotes that it had. */
static PronyYamlStyle
get_style (PronyScenarioDraft *self, const char *path)
{
  g_auto (GStrv) steps = _prony_draft_resolve (self->root, path);
  PronyYamlNode *old = prony_yaml_path_get (self->root, steps);

  if (old == NULL || old->kind != PRONY_YAML_SCALAR || old->style == PRONY_YAML_PLAIN ||
      *old->text == '\0')
    return PRONY_YAML_LITERAL;
  return old->style;
}

/**
 * prony_scenario_draft_set_value:
 * @self: a draft
 * @path: where, as in prony_scenario_draft_get_value()
 * @value: (nullable): a text; %NULL or an empty one takes the key out
 *
 * Changes one text. Several lines become a block, and what would be read as something else
 * than this text gets quotes.
 *
 * Returns: (transfer full): the draft with that value, all else as it was
 */
PronyScenarioDraft *
prony_scenario_draft_set_value (PronyScenarioDraft *self, const char *path, const char *value)
{
  g_autoptr (PronyYamlNode) node = NULL;
  g_autofree char *old = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  if (value == NULL || *value == '\0')
    return prony_scenario_draft_remove (self, path);

  old = prony_scenario_draft_get_value (self, path);
  if (g_strcmp0 (old, value) == 0)
    return prony_scenario_draft_ref (self);

  node = prony_yaml_new_scalar (value, get_style (self, path));
  return _prony_draft_set_node (self, path, node);
}

/**
 * prony_scenario_draft_set_plain:
 * @self: a draft
 * @path: where
 * @value: (nullable): a number, as files have it, or "true" or "false"; %NULL or an empty
 *   one takes the key out
 *
 * Changes one number or truth value, which stands without quotes. What cannot stand so,
 * because somebody has typed something else, gets quotes, and is then a mistake to be shown.
 *
 * Returns: (transfer full): the draft with that value, all else as it was
 */
PronyScenarioDraft *
prony_scenario_draft_set_plain (PronyScenarioDraft *self, const char *path, const char *value)
{
  g_autoptr (PronyYamlNode) node = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  if (value == NULL || *value == '\0')
    return prony_scenario_draft_remove (self, path);

  node = prony_yaml_new_scalar (value, PRONY_YAML_PLAIN);
  return _prony_draft_set_node (self, path, node);
}

static PronyScenarioDraft *
set_items (PronyScenarioDraft *self,
           const char *path,
           const char *const *values,
           PronyYamlStyle style)
{
  g_autoptr (PronyYamlNode) list = NULL;
  g_auto (GStrv) old = NULL;
  g_auto (GStrv) steps = NULL;
  PronyYamlNode *old_list;

  if (values == NULL || *values == NULL)
    return prony_scenario_draft_remove (self, path);

  old = prony_scenario_draft_get_list (self, path);
  if (old != NULL && g_strv_equal ((const char *const *) old, values))
    return prony_scenario_draft_ref (self);

  steps = _prony_draft_resolve (self->root, path);
  old_list = prony_yaml_path_get (self->root, steps);
  list = prony_yaml_new_collection (PRONY_YAML_LIST);
  if (old_list == NULL || old_list->style != PRONY_YAML_BLOCK)
    list->style = PRONY_YAML_FLOW;
  for (guint i = 0; values[i] != NULL; i++)
    prony_yaml_collection_add (list, NULL, prony_yaml_new_scalar (values[i], style));
  return _prony_draft_set_node (self, path, list);
}

/**
 * prony_scenario_draft_set_list:
 * @self: a draft
 * @path: where
 * @values: (nullable) (array zero-terminated=1): texts; none takes the key out
 *
 * Changes a list of texts: in brackets if it is short, else an item a line.
 *
 * Returns: (transfer full): the draft with that list, all else as it was
 */
PronyScenarioDraft *
prony_scenario_draft_set_list (PronyScenarioDraft *self,
                               const char *path,
                               const char *const *values)
{
  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  return set_items (self, path, values, PRONY_YAML_LITERAL);
}

/**
 * prony_scenario_draft_set_plain_list:
 * @self: a draft
 * @path: where
 * @values: (nullable) (array zero-terminated=1): numbers, as files have them; none takes
 *   the key out
 *
 * Changes a list of numbers, as prony_scenario_draft_set_plain() does a single one.
 *
 * Returns: (transfer full): the draft with that list, all else as it was
 */
PronyScenarioDraft *
prony_scenario_draft_set_plain_list (PronyScenarioDraft *self,
                                     const char *path,
                                     const char *const *values)
{
  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  return set_items (self, path, values, PRONY_YAML_PLAIN);
}

/**
 * prony_scenario_draft_remove:
 * @self: a draft
 * @path: where: a value, a list, a map, or an item of a list such as "test_cases[2]"
 *
 * Returns: (transfer full): the draft without it; a map goes with the last of its keys
 */
PronyScenarioDraft *
prony_scenario_draft_remove (PronyScenarioDraft *self, const char *path)
{
  g_auto (GStrv) steps = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  if (self->root == NULL)
    return prony_scenario_draft_ref (self);

  steps = _prony_draft_resolve (self->root, path);
  return take_text (self, prony_yaml_edit_remove (self->text, self->root, steps));
}

/**
 * prony_scenario_draft_set_from:
 * @self: a draft
 * @path: where
 * @other: a draft that has something there
 *
 * Takes over a value, list or map from another draft, such as an earlier one. Its comments
 * stay behind.
 *
 * Returns: (transfer full): the draft with it; without it where @other has nothing
 */
PronyScenarioDraft *
prony_scenario_draft_set_from (PronyScenarioDraft *self,
                               const char *path,
                               PronyScenarioDraft *other)
{
  g_auto (GStrv) steps = NULL;
  g_autoptr (PronyYamlNode) copy = NULL;
  PronyYamlNode *node;

  g_return_val_if_fail (self != NULL && path != NULL && other != NULL, NULL);

  steps = _prony_draft_resolve (other->root, path);
  node = prony_yaml_path_get (other->root, steps);
  if (node == NULL)
    return prony_scenario_draft_remove (self, path);

  copy = prony_yaml_copy (node, FALSE);
  return _prony_draft_set_node (self, path, copy);
}

/* --- Test cases ------------------------------------------------------------- */

/**
 * prony_scenario_draft_add_case:
 * @self: a draft
 *
 * Returns: (transfer full): the draft with one more test case, which has an empty value for
 *   each placeholder; the same draft if the test cases come from a file
 */
PronyScenarioDraft *
prony_scenario_draft_add_case (PronyScenarioDraft *self)
{
  g_autoptr (PronyYamlNode) values = prony_yaml_new_collection (PRONY_YAML_MAP);
  g_auto (GStrv) names = prony_scenario_draft_list_placeholders (self);
  g_autofree char *path =
    g_strdup_printf ("test_cases[%u]", prony_scenario_draft_count_items (self, "test_cases"));

  if (prony_scenario_draft_has (self, "test_cases") &&
      prony_scenario_draft_count_items (self, "test_cases") == 0)
    return prony_scenario_draft_ref (self);

  for (guint i = 0; names[i] != NULL; i++)
    prony_yaml_collection_add (values, names[i], prony_yaml_new_scalar ("", PRONY_YAML_LITERAL));
  return _prony_draft_set_node (self, path, values);
}

/**
 * prony_scenario_draft_remove_case:
 * @self: a draft
 * @index: a test case
 *
 * Returns: (transfer full): the draft without that test case
 */
PronyScenarioDraft *
prony_scenario_draft_remove_case (PronyScenarioDraft *self, guint index)
{
  g_autofree char *path = g_strdup_printf ("test_cases[%u]", index);

  return prony_scenario_draft_remove (self, path);
}

/**
 * prony_scenario_draft_duplicate_case:
 * @self: a draft
 * @index: a test case
 *
 * Returns: (transfer full): the draft with a copy of the test case behind it
 */
PronyScenarioDraft *
prony_scenario_draft_duplicate_case (PronyScenarioDraft *self, guint index)
{
  g_auto (GStrv) steps = _prony_draft_resolve (self->root, "test_cases");

  return take_text (self, prony_yaml_edit_duplicate_item (self->text, self->root, steps, index));
}

/**
 * prony_scenario_draft_move_case:
 * @self: a draft
 * @index: a test case
 * @new_index: where it is to be then
 *
 * Returns: (transfer full): the draft with the test case there
 */
PronyScenarioDraft *
prony_scenario_draft_move_case (PronyScenarioDraft *self, guint index, guint new_index)
{
  g_auto (GStrv) steps = _prony_draft_resolve (self->root, "test_cases");

  if (index == new_index)
    return prony_scenario_draft_ref (self);
  return take_text (self,
                    prony_yaml_edit_move_item (self->text, self->root, steps, index, new_index));
}
