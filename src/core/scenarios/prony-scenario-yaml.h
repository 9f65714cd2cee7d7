/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-problems.h"
#include "core/scenarios/prony-text-places.h"

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

/**
 * PronyYamlStyle:
 * @PRONY_YAML_PLAIN: a scalar without quotes, which may be a number or nothing at all
 * @PRONY_YAML_SINGLE_QUOTED: a scalar in single quotes
 * @PRONY_YAML_DOUBLE_QUOTED: a scalar in double quotes
 * @PRONY_YAML_LITERAL: a scalar after `|`
 * @PRONY_YAML_FOLDED: a scalar after `>`
 * @PRONY_YAML_BLOCK: a list or map by indentation
 * @PRONY_YAML_FLOW: a list in brackets or a map in braces; also a map of one key in a
 *   list in brackets, which may go without
 *
 * How something is written.
 */
typedef enum
{
  PRONY_YAML_PLAIN,
  PRONY_YAML_SINGLE_QUOTED,
  PRONY_YAML_DOUBLE_QUOTED,
  PRONY_YAML_LITERAL,
  PRONY_YAML_FOLDED,
  PRONY_YAML_BLOCK,
  PRONY_YAML_FLOW,
} PronyYamlStyle;

typedef struct _PronyYamlNode PronyYamlNode;

/**
 * PronyYamlNode:
 * @kind: what it is
 * @style: how it is written
 * @start: where it begins: at the quote, the bracket or the sign of a block scalar; for
 *   lists and maps by indentation at the first dash or key
 * @end: after its last byte: after the closing quote or bracket; for block scalars after
 *   the last line that is not blank, and for lists and maps by indentation where the
 *   last thing in them ends, in both cases before the line break. The same as @start for
 *   nothing at all.
 * @text: (nullable): a scalar's text
 * @keys: (nullable) (element-type PronyYamlNode): a map's keys
 * @values: (nullable) (element-type PronyYamlNode): a map's values in the order
 *   of @keys, or a list's items
 *
 * A piece of a YAML file that knows where it came from.
 */
struct _PronyYamlNode
{
  PronyYamlKind kind;
  PronyYamlStyle style;
  PronyTextPlace start;
  PronyTextPlace end;
  char *text;
  GPtrArray *keys;
  GPtrArray *values;
};

PronyYamlNode *prony_yaml_parse (const char *text, gsize length, PronyProblems *problems);
void prony_yaml_node_free (PronyYamlNode *self);
PronyYamlNode *prony_yaml_node_get (PronyYamlNode *self, const char *key);
gboolean prony_yaml_node_is_null (PronyYamlNode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyYamlNode, prony_yaml_node_free)

G_END_DECLS
