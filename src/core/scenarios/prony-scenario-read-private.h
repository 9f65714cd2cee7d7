/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"
#include "core/scenarios/prony-yaml-values.h"

G_BEGIN_DECLS

/**
 * PronyPlaceholder:
 * @name: its name
 * @node: the scalar that it stands in
 * @offset: where in that scalar's text it is used first, in bytes
 * @uses: how often it is used
 *
 * A placeholder that wants a value.
 */
typedef struct
{
  char *name;
  PronyYamlNode *node;
  gsize offset;
  guint uses;
} PronyPlaceholder;

/**
 * PronyReadTexts:
 * @placeholders: (element-type PronyPlaceholder): what wants values, in their order
 * @names: (element-type utf8 PronyPlaceholder): the same by name
 * @tokens: about how many tokens the texts have, with their filler
 * @n_open: how many fillers of open length are in them
 *
 * What texts that belong together ask for.
 */
typedef struct
{
  GPtrArray *placeholders;
  GHashTable *names;
  guint64 tokens;
  guint n_open;
} PronyReadTexts;

/**
 * PronyScenarioReader:
 * @problems: where mistakes go
 * @source: the text that is read
 * @places: what finds places in it
 * @file: (nullable): the file that it comes from
 * @scenario: what is read so far
 * @asked: what the prompts ask for
 * @judged: what the rules on every answer ask for
 *
 * What the parts of a scenario are read with.
 */
typedef struct
{
  PronyProblems *problems;
  const char *source;
  PronyTextPlaces *places;
  const char *file;
  PronyScenario *scenario;
  PronyReadTexts asked;
  PronyReadTexts judged;
} PronyScenarioReader;

/* Texts with placeholders */
void prony_read_texts_init (PronyReadTexts *self);
void prony_read_texts_clear (PronyReadTexts *self);
void prony_scenario_reader_report_at (PronyScenarioReader *self,
                                      PronyYamlNode *node,
                                      gsize offset,
                                      const char *format,
                                      ...) G_GNUC_PRINTF (4, 5);
void prony_scenario_reader_add_placeholder (PronyScenarioReader *self,
                                            PronyReadTexts *texts,
                                            const char *name,
                                            PronyYamlNode *node,
                                            gsize offset);
void prony_scenario_reader_scan (PronyScenarioReader *self,
                                 PronyYamlNode *node,
                                 gboolean is_value,
                                 PronyReadTexts *texts);

/* The parts */
void prony_scenario_reader_read_prompt (PronyScenarioReader *self, PronyYamlNode *map);
void prony_scenario_reader_read_completion (PronyScenarioReader *self, PronyYamlNode *map);
void prony_scenario_reader_read_lengths (
  PronyScenarioReader *self, PronyYamlNode *map, guint least, guint most, PronyLengths *lengths);
void prony_scenario_reader_read_dataset (PronyScenarioReader *self, PronyYamlNode *map);
void prony_scenario_reader_read_tags (PronyScenarioReader *self, PronyYamlNode *map, char ***tags);
void prony_scenario_reader_read_cases (PronyScenarioReader *self, PronyYamlNode *map);
PronyExpectation *prony_scenario_reader_read_expect (PronyScenarioReader *self,
                                                     PronyYamlNode *map,
                                                     PronyReadTexts *texts);
void prony_scenario_reader_read_load (PronyScenarioReader *self, PronyYamlNode *map);
void prony_scenario_reader_read_objectives (PronyScenarioReader *self, PronyYamlNode *map);
char *prony_scenario_reader_find_file (PronyScenarioReader *self, PronyYamlNode *node);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyReadTexts, prony_read_texts_clear)

G_END_DECLS
