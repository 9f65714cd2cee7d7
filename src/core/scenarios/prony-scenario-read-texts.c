/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/prompts/prony-template.h"
#include "core/scenarios/prony-scenario-read-private.h"
#include "core/scenarios/prony-yaml-locate.h"

/* Each must be looked up in each test case. */
#define MAX_PLACEHOLDERS 1000
#define BYTES_PER_TOKEN 4

static void
placeholder_free (gpointer data)
{
  PronyPlaceholder *self = data;

  g_free (self->name);
  g_free (self);
}

/**
 * prony_read_texts_init:
 * @self: (out caller-allocates): texts, none so far
 */
void
prony_read_texts_init (PronyReadTexts *self)
{
  *self = (PronyReadTexts){ 0 };
  self->placeholders = g_ptr_array_new_with_free_func (placeholder_free);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * prony_read_texts_clear:
 * @self: texts, whose memory is freed
 */
void
prony_read_texts_clear (PronyReadTexts *self)
{
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->placeholders, g_ptr_array_unref);
}

/**
 * prony_scenario_reader_report_at:
 * @self: a reader
 * @node: a scalar
 * @offset: where in its text, in bytes
 * @format: a translated sentence as printf() takes it
 * @...: its arguments
 *
 * Reports a mistake within a text, at the line and column where it is written.
 */
void
prony_scenario_reader_report_at (
  PronyScenarioReader *self, PronyYamlNode *node, gsize offset, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  PronyTextPlace place = node->start;
  va_list arguments;

  /* Looking for the place takes time that grows with the text. */
  if (!prony_problems_is_full (self->problems))
    place = prony_yaml_node_locate (node, self->source, self->places, offset);

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  prony_problems_add (self->problems, place.line, place.column, "%s", sentence);
}

/**
 * prony_scenario_reader_add_placeholder:
 * @self: a reader
 * @texts: what texts ask for
 * @name: a placeholder's name
 * @node: the scalar that uses it
 * @offset: where in its text, in bytes
 *
 * Adds a use of a placeholder.
 */
void
prony_scenario_reader_add_placeholder (PronyScenarioReader *self,
                                       PronyReadTexts *texts,
                                       const char *name,
                                       PronyYamlNode *node,
                                       gsize offset)
{
  PronyPlaceholder *placeholder = g_hash_table_lookup (texts->names, name);

  if (placeholder != NULL)
    {
      placeholder->uses++;
      return;
    }
  if (texts->placeholders->len == MAX_PLACEHOLDERS)
    {
      prony_scenario_reader_report_at (
        self, node, offset, _ ("There are more than %d placeholders here."), MAX_PLACEHOLDERS);
      return;
    }

  placeholder = g_new0 (PronyPlaceholder, 1);
  placeholder->name = g_strdup (name);
  placeholder->node = node;
  placeholder->offset = offset;
  placeholder->uses = 1;
  g_ptr_array_add (texts->placeholders, placeholder);
  g_hash_table_insert (texts->names, placeholder->name, placeholder);
}

static void
report_filler (PronyScenarioReader *self, PronyYamlNode *node, const PronyTemplatePiece *piece)
{
  g_autofree char *text = prony_yaml_shorten (piece->text);
  GString *kinds;
  g_autofree char *all = NULL;

  kinds = g_string_new (NULL);
  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    g_string_append_printf (kinds, "%s{%s:N}", kind > 0 ? ", " : "",
                            prony_filler_kind_to_string (kind));
  all = g_string_free (kinds, FALSE);
  prony_scenario_reader_report_at (
    self, node, piece->offset,
    /* Translators: the second %s is a list such as "{text:N}, {code:N}" */
    _ ("“{%s}” is no filler. Fillers are %s with N from 1 to %d tokens, or with * to fill up to "
       "“lengths”; {{%s}} stands for itself."),
    text, all, PRONY_TEMPLATE_MAX_TOKENS, text);
}

static void
count_open_filler (PronyScenarioReader *self,
                   PronyYamlNode *node,
                   const PronyTemplatePiece *piece,
                   PronyReadTexts *texts)
{
  texts->n_open++;
  if (self->scenario->prompt_lengths.kind == PRONY_LENGTHS_NONE)
    prony_scenario_reader_report_at (
      self, node, piece->offset,
      _ ("“{%s}” fills a prompt up to a length, but the prompt has no “lengths”."), piece->text);
  else if (texts->n_open > 1)
    prony_scenario_reader_report_at (
      self, node, piece->offset,
      _ ("“{%s}” is the second filler of open length in one prompt; there can be only one."),
      piece->text);
}

/**
 * prony_scenario_reader_scan:
 * @self: a reader that knows the lengths of prompts already
 * @node: (nullable): a text of a prompt
 * @is_value: whether it is the value of a placeholder, in which others are not filled in
 * @texts: what it asks for is added to this
 *
 * Looks through a text for placeholders and filler. Anything else than a scalar was
 * reported before.
 */
void
prony_scenario_reader_scan (PronyScenarioReader *self,
                            PronyYamlNode *node,
                            gboolean is_value,
                            PronyReadTexts *texts)
{
  g_autoptr (GArray) pieces = NULL;

  if (node == NULL || node->kind != PRONY_YAML_SCALAR)
    return;

  texts->tokens += strlen (node->text) / BYTES_PER_TOKEN;
  pieces = prony_template_parse (node->text);
  for (guint i = 0; i < pieces->len && !prony_problems_is_full (self->problems); i++)
    {
      PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);

      texts->tokens += piece->tokens;
      if (piece->kind == PRONY_TEMPLATE_MISTAKE)
        report_filler (self, node, piece);
      else if (piece->kind == PRONY_TEMPLATE_OPEN_FILLER)
        count_open_filler (self, node, piece, texts);
      else if (piece->kind == PRONY_TEMPLATE_VALUE && !is_value)
        prony_scenario_reader_add_placeholder (self, texts, piece->text, node, piece->offset);
    }
}
