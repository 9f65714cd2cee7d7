/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-scenario-yaml.h"

G_BEGIN_DECLS

/* Values to be written: trees without places. The style of a scalar says what is wanted:
 * PLAIN is a number or a truth value, all others are texts; LITERAL leaves the choice
 * free, and FLOW wants quotes on one line. */
PronyYamlNode *prony_yaml_new_scalar (const char *text, PronyYamlStyle style);
PronyYamlNode *prony_yaml_new_collection (PronyYamlKind kind);
PronyYamlNode *prony_yaml_copy (const PronyYamlNode *value, gboolean cautious);
void prony_yaml_collection_add (PronyYamlNode *self, const char *key, PronyYamlNode *value);

void prony_yaml_write_value (
  const PronyYamlNode *value, guint indent, gboolean one_line, GString *head, GString *body);
void prony_yaml_write_key (const char *key, GString *out);
void prony_yaml_write_block (const PronyYamlNode *collection, guint column, GString *out);

G_END_DECLS
