/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "core/model/prony-scenario.h"

static const char *const class_names[] = {
  [PRONY_SCENARIO_SHORT_LONG] = "short-long", [PRONY_SCENARIO_LONG_SHORT] = "long-short",
  [PRONY_SCENARIO_LONG_LONG] = "long-long",   [PRONY_SCENARIO_SHORT_SHORT] = "short-short",
  [PRONY_SCENARIO_OTHER] = "other",
};

static const char *const cache_names[] = {
  [PRONY_CACHE_UNIQUE] = "unique",
  [PRONY_CACHE_SHARED_PREFIX] = "shared-prefix",
  [PRONY_CACHE_REPEAT] = "repeat",
};

static gboolean
find_name (const char *const *names, guint n_names, const char *text, guint *index)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], text) == 0)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_scenario_class_to_string:
 * @klass: a class
 *
 * Returns: its name in files
 */
const char *
prony_scenario_class_to_string (PronyScenarioClass klass)
{
  g_return_val_if_fail ((guint) klass < G_N_ELEMENTS (class_names), NULL);

  return class_names[klass];
}

/**
 * prony_scenario_class_from_string:
 * @text: (nullable): a name
 * @klass: (out): the class
 *
 * Returns: whether @text names a class
 */
gboolean
prony_scenario_class_from_string (const char *text, PronyScenarioClass *klass)
{
  guint index;

  if (!find_name (class_names, G_N_ELEMENTS (class_names), text, &index))
    return FALSE;

  *klass = index;
  return TRUE;
}

/**
 * prony_cache_mode_to_string:
 * @mode: a cache mode
 *
 * Returns: its name in files
 */
const char *
prony_cache_mode_to_string (PronyCacheMode mode)
{
  g_return_val_if_fail ((guint) mode < G_N_ELEMENTS (cache_names), NULL);

  return cache_names[mode];
}

/**
 * prony_cache_mode_from_string:
 * @text: (nullable): a name
 * @mode: (out): the cache mode
 *
 * Returns: whether @text names a cache mode
 */
gboolean
prony_cache_mode_from_string (const char *text, PronyCacheMode *mode)
{
  guint index;

  if (!find_name (cache_names, G_N_ELEMENTS (cache_names), text, &index))
    return FALSE;

  *mode = index;
  return TRUE;
}

static void
scenario_clear (gpointer data)
{
  PronyScenario *self = data;

  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->system);
  g_free (self->template);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  prony_lengths_clear (&self->prompt_lengths);
  prony_lengths_clear (&self->completion_lengths);
  g_strfreev (self->stop);
  g_strfreev (self->tags);
  g_ptr_array_unref (self->cases);
  g_clear_pointer (&self->dataset, prony_dataset_spec_free);
  g_clear_pointer (&self->expect, prony_expectation_unref);
  g_array_unref (self->load.levels);
  g_free (self->source);
  g_free (self->file);
}

/**
 * prony_scenario_new:
 * @name: its identifier
 *
 * Returns: (transfer full): an empty scenario without cases, to be filled before
 *   it is shared
 */
PronyScenario *
prony_scenario_new (const char *name)
{
  PronyScenario *self = g_atomic_rc_box_new0 (PronyScenario);

  self->name = g_strdup (name);
  self->klass = PRONY_SCENARIO_OTHER;
  self->temperature = NAN;
  self->top_p = NAN;
  self->seed = -1;
  self->tags = g_new0 (char *, 1);
  self->cases = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_test_case_free);
  self->load.levels = g_array_new (FALSE, FALSE, sizeof (PronyLoadLevel));
  self->load.warmup = -1;
  self->slo_ttft_s = NAN;
  self->slo_itl_s = NAN;
  self->slo_latency_s = NAN;
  return self;
}

static void
copy_texts (const PronyScenario *self, PronyScenario *copy)
{
  copy->name = g_strdup (self->name);
  copy->title = g_strdup (self->title);
  copy->description = g_strdup (self->description);
  copy->system = g_strdup (self->system);
  copy->template = g_strdup (self->template);
  copy->stop = g_strdupv (self->stop);
  copy->tags = g_strdupv (self->tags);
  copy->source = g_strdup (self->source);
  copy->file = g_strdup (self->file);
}

/**
 * prony_scenario_copy:
 * @self: a scenario
 *
 * Returns: (transfer full): a copy that may be changed before it is shared
 */
PronyScenario *
prony_scenario_copy (const PronyScenario *self)
{
  PronyScenario *copy = g_atomic_rc_box_new0 (PronyScenario);

  *copy = *self;
  copy_texts (self, copy);
  copy->messages = prony_messages_copy (self->messages);
  prony_lengths_copy (&self->prompt_lengths, &copy->prompt_lengths);
  prony_lengths_copy (&self->completion_lengths, &copy->completion_lengths);
  copy->cases = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_test_case_free);
  for (guint i = 0; i < self->cases->len; i++)
    g_ptr_array_add (copy->cases, prony_test_case_copy (prony_scenario_get_case (self, i)));
  copy->dataset = prony_dataset_spec_copy (self->dataset);
  copy->expect = self->expect != NULL ? prony_expectation_ref (self->expect) : NULL;
  copy->load.levels = g_array_copy (self->load.levels);
  return copy;
}

/**
 * prony_scenario_ref:
 * @self: a scenario
 *
 * Returns: (transfer full): @self
 */
PronyScenario *
prony_scenario_ref (PronyScenario *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_scenario_unref:
 * @self: (transfer full): a scenario
 */
void
prony_scenario_unref (PronyScenario *self)
{
  g_atomic_rc_box_release_full (self, scenario_clear);
}

/**
 * prony_scenario_count_cases:
 * @self: a scenario
 *
 * Returns: how many test cases it has; of a data set that was not read yet, how many
 *   are to be drawn from it
 */
guint
prony_scenario_count_cases (const PronyScenario *self)
{
  return self->cases->len == 0 && self->dataset != NULL ? self->dataset->sample : self->cases->len;
}

/**
 * prony_scenario_get_case:
 * @self: a scenario
 * @index: which of its test cases, from 0
 *
 * Returns: (transfer none) (nullable): the case; %NULL where there is none so far
 */
const PronyTestCase *
prony_scenario_get_case (const PronyScenario *self, guint index)
{
  return index < self->cases->len ? g_ptr_array_index (self->cases, index) : NULL;
}

/**
 * prony_scenario_get_expectation:
 * @self: a scenario
 * @case_index: which of its cases; may be any number
 *
 * Returns: (transfer none) (nullable): the rules on answers to it: its own, or else the
 *   scenario's; %NULL where they are not judged
 */
const PronyExpectation *
prony_scenario_get_expectation (const PronyScenario *self, guint case_index)
{
  const PronyTestCase *test_case;

  if (case_index >= self->cases->len)
    return NULL;

  test_case = self->cases->pdata[case_index];
  return test_case->expect != NULL ? test_case->expect : self->expect;
}

/**
 * prony_scenario_has_rules:
 * @self: a scenario
 *
 * Returns: whether answers to it, or to some of its test cases, are judged
 */
gboolean
prony_scenario_has_rules (const PronyScenario *self)
{
  if (self->expect != NULL)
    return TRUE;

  for (guint i = 0; i < self->cases->len; i++)
    if (prony_scenario_get_expectation (self, i) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * prony_scenario_has_tag:
 * @self: a scenario
 * @tag: a tag
 *
 * Returns: whether it has the tag
 */
gboolean
prony_scenario_has_tag (const PronyScenario *self, const char *tag)
{
  return g_strv_contains ((const char *const *) self->tags, tag);
}

/**
 * prony_scenario_translate:
 * @text: (nullable): a scenario's title or description, as its file has it
 *
 * The words of the scenarios that come with Prony are among those that are
 * translated (po/scenarios.h); those of other scenarios are shown as they are.
 *
 * Returns: @text in the user's language if there is a translation, else @text;
 *   an empty text for %NULL
 */
const char *
prony_scenario_translate (const char *text)
{
  /* An empty message would be "translated" into the catalogue's header. */
  if (text == NULL || *text == '\0')
    return "";

  return g_dgettext (GETTEXT_PACKAGE, text);
}
