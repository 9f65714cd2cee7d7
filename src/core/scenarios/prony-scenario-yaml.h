/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-problems.h"

G_BEGIN_DECLS

/**
 * PronyYamlKind:
 * @PRONY_YAML_SCALAR: a text, number or truth value
 * @PRONY_YAML_LIST: a sequence
 * @PRONY_YAML_MAP: a mapping with texts as keys
 */
typedef enum
{
  PRONY_YAML_SCALAR,
  PRONY_YAML_LIST,
  PRONY_YAML_MAP,
} PronyYamlKind;

typedef struct _PronyYamlNode PronyYamlNode;

/**
 * PronyYamlNode:
 * @kind: what it is
 * @line: where it begins, from 1
 * @column: where it begins, in characters, from 1
 * @text: (nullable): a scalar's text
 * @quoted: whether the scalar was quoted or a block, and so is text for sure
 * @keys: (nullable) (element-type PronyYamlNode): a map's keys
 * @values: (nullable) (element-type PronyYamlNode): a map's values in the order
 *   of @keys, or a list's items
 *
 * A piece of a YAML file that knows where it came from.
 */
struct _PronyYamlNode
{
  PronyYamlKind kind;
  guint line;
  guint column;
  char *text;
  gboolean quoted;
  GPtrArray *keys;
  GPtrArray *values;
};

PronyYamlNode *prony_yaml_parse (const char *text, gsize length, PronyProblems *problems);
void prony_yaml_node_free (PronyYamlNode *self);
PronyYamlNode *prony_yaml_node_get (PronyYamlNode *self, const char *key);
gboolean prony_yaml_node_is_null (PronyYamlNode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyYamlNode, prony_yaml_node_free)

G_END_DECLS
