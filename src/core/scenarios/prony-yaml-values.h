/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-scenario-yaml.h"

G_BEGIN_DECLS

/* Reading values of one kind. Each looks up @key in @map, leaves the place as it
 * is where the key is not there, and reports a value of another kind or out of
 * range with its line and column. */
char *prony_yaml_shorten (const char *text);
void prony_yaml_report (PronyProblems *problems, PronyYamlNode *node, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
void prony_yaml_report_type (PronyProblems *problems,
                             PronyYamlNode *node,
                             const char *key,
                             const char *wanted);
void prony_yaml_check_keys (PronyProblems *problems, PronyYamlNode *map, const char *const *known);
PronyYamlNode *prony_yaml_read_map (PronyProblems *problems,
                                    PronyYamlNode *parent,
                                    const char *key,
                                    const char *const *known);
PronyYamlNode *
prony_yaml_read_text (PronyProblems *problems, PronyYamlNode *map, const char *key, char **value);
void
prony_yaml_read_texts (PronyProblems *problems, PronyYamlNode *map, const char *key, char ***value);
gboolean prony_yaml_take_int (PronyProblems *problems,
                              PronyYamlNode *node,
                              const char *key,
                              gint64 low,
                              gint64 high,
                              gint64 *value);
void prony_yaml_read_int (PronyProblems *problems,
                          PronyYamlNode *map,
                          const char *key,
                          gint64 low,
                          gint64 high,
                          gint64 *value);
void prony_yaml_read_uint (
  PronyProblems *problems, PronyYamlNode *map, const char *key, guint low, guint *value);
void prony_yaml_read_double (PronyProblems *problems,
                             PronyYamlNode *map,
                             const char *key,
                             double low,
                             double high,
                             double *value);
void prony_yaml_read_boolean (PronyProblems *problems,
                              PronyYamlNode *map,
                              const char *key,
                              gboolean *value);

G_END_DECLS
