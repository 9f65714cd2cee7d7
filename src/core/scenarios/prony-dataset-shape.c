/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/prompts/prony-template.h"
#include "core/scenarios/prony-dataset-shape.h"

struct _PronyDatasetShape
{
  GPtrArray *needed; /* names that each row must have, in the order of the scenario */
  GHashTable *kept;  /* of all names that are of use */
  gboolean asks_rows;
  PronyExpectation *expect; /* (nullable): of rows that say what is expected */
};

/* --- What a scenario needs --------------------------------------------------------------- */

static void
need (PronyDatasetShape *self, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (self->needed, name, g_str_equal, NULL))
    g_ptr_array_add (self->needed, g_strdup (name));
}

static void
read_template (PronyDatasetShape *self, const char *text, gboolean is_needed)
{
  g_autoptr (GArray) pieces = prony_template_parse (text != NULL ? text : "");

  for (guint i = 0; i < pieces->len; i++)
    {
      const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);

      if (piece->kind != PRONY_TEMPLATE_VALUE)
        continue;
      g_hash_table_add (self->kept, g_strdup (piece->text));
      if (is_needed)
        need (self, piece->text);
    }
}

/* In a regular expression, "{L}" may be part of "\p{L}". */
static void
read_expectation (PronyDatasetShape *self, const PronyExpectation *expect)
{
  read_template (self, expect->text, expect->kind != PRONY_EXPECT_REGEX);
  for (guint i = 0; expect->rules != NULL && i < expect->rules->len; i++)
    read_expectation (self, g_ptr_array_index (expect->rules, i));
}

/**
 * prony_dataset_shape_new:
 * @scenario: a scenario with a data set
 *
 * Returns: (transfer full): what it takes from each row
 */
PronyDatasetShape *
prony_dataset_shape_new (PronyScenario *scenario)
{
  PronyDatasetShape *self = g_new0 (PronyDatasetShape, 1);

  self->needed = g_ptr_array_new_with_free_func (g_free);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asks_rows = scenario->template == NULL && scenario->messages == NULL;

  read_template (self, scenario->system, TRUE);
  read_template (self, scenario->template, TRUE);
  for (guint i = 0; scenario->messages != NULL && i < scenario->messages->len; i++)
    read_template (self, ((PronyMessage *) g_ptr_array_index (scenario->messages, i))->text, TRUE);
  if (scenario->expect != NULL)
    read_expectation (self, scenario->expect);
  else
    {
      self->expect = prony_expectation_new (PRONY_EXPECT_CONTAINS);
      self->expect->text = g_strdup ("{expected}");
    }

  g_hash_table_add (self->kept, g_strdup ("expected"));
  if (self->asks_rows)
    {
      g_hash_table_add (self->kept, g_strdup ("prompt"));
      g_hash_table_add (self->kept, g_strdup ("system"));
    }
  return self;
}

/**
 * prony_dataset_shape_free:
 * @self: (transfer full): a shape
 */
void
prony_dataset_shape_free (PronyDatasetShape *self)
{
  g_ptr_array_unref (self->needed);
  g_hash_table_unref (self->kept);
  g_clear_pointer (&self->expect, prony_expectation_unref);
  g_free (self);
}

/**
 * prony_dataset_shape_keeps:
 * @self: a shape
 * @name: a key or column of a row
 *
 * Returns: whether its value is of use
 */
gboolean
prony_dataset_shape_keeps (PronyDatasetShape *self, const char *name)
{
  return g_hash_table_contains (self->kept, name);
}

/**
 * prony_dataset_shape_asks_rows:
 * @self: a shape
 *
 * Returns: whether rows are whole prompts or conversations
 */
gboolean
prony_dataset_shape_asks_rows (PronyDatasetShape *self)
{
  return self->asks_rows;
}

/**
 * prony_dataset_shape_check_names:
 * @self: a shape
 * @names: (array zero-terminated=1): the columns that all rows have
 * @problems: where mistakes go, at the file's first line
 *
 * Returns: whether that is all that is needed
 */
gboolean
prony_dataset_shape_check_names (PronyDatasetShape *self,
                                 const char *const *names,
                                 PronyProblems *problems)
{
  gboolean good = !self->asks_rows || g_strv_contains (names, "prompt");

  if (!good)
    prony_problems_add (problems, 1, 1,
                        _ ("There is no column “prompt”. Add it, or give the scenario a template "
                           "that names the columns."));

  for (guint i = 0; i < self->needed->len; i++)
    if (!g_strv_contains (names, g_ptr_array_index (self->needed, i)))
      {
        prony_problems_add (problems, 1, 1,
                            _ ("There is no column “%s”, which the scenario asks for."),
                            (const char *) g_ptr_array_index (self->needed, i));
        good = FALSE;
      }

  return good;
}

/* --- Rows -------------------------------------------------------------------------------- */

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

static char *
escape (PronyTestCase *test_case, const char *name)
{
  return prony_template_escape (prony_test_case_get_value (test_case, name));
}

/* Makes a conversation of what the row says, if it is none already. */
static gboolean
take_prompt (const PronyDatasetRow *row, PronyTestCase *test_case, PronyProblems *problems)
{
  g_autofree char *prompt = NULL;

  if (test_case->system == NULL && !is_blank (prony_test_case_get_value (test_case, "system")))
    test_case->system = escape (test_case, "system");
  if (test_case->messages != NULL)
    return TRUE;

  if (is_blank (prony_test_case_get_value (test_case, "prompt")))
    {
      prony_problems_add (problems, row->line, row->column,
                          _ ("There is no prompt in this row: nothing that could be asked."));
      return FALSE;
    }

  prompt = escape (test_case, "prompt");
  test_case->messages = prony_messages_new ();
  g_ptr_array_add (test_case->messages, prony_message_new (PRONY_ROLE_USER, prompt));
  return TRUE;
}

static void
escape_values (PronyTestCase *test_case)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, test_case->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_iter_replace (&iter, escape (test_case, name));
}

static void
drop_unless_needed (PronyDatasetShape *self, PronyTestCase *test_case, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (self->needed, name, g_str_equal, NULL))
    g_hash_table_remove (test_case->values, name);
}

/**
 * prony_dataset_shape_finish:
 * @self: a shape
 * @row: where it comes from
 * @test_case: what was read of it: values as they stand in the row, and conversations
 * @problems: where mistakes go
 *
 * Makes a test case of a row. What looks like a placeholder in it stands for itself.
 *
 * Returns: whether the row has all that the scenario asks for
 */
gboolean
prony_dataset_shape_finish (PronyDatasetShape *self,
                            const PronyDatasetRow *row,
                            PronyTestCase *test_case,
                            PronyProblems *problems)
{
  gboolean good = TRUE;

  for (guint i = 0; i < self->needed->len; i++)
    if (prony_test_case_get_value (test_case, g_ptr_array_index (self->needed, i)) == NULL)
      {
        prony_problems_add (problems, row->line, row->column,
                            _ ("This row has no value for “{%s}”."),
                            (const char *) g_ptr_array_index (self->needed, i));
        good = FALSE;
      }
  if (self->asks_rows && !take_prompt (row, test_case, problems))
    good = FALSE;
  if (!good)
    return FALSE;

  if (is_blank (prony_test_case_get_value (test_case, "expected")))
    drop_unless_needed (self, test_case, "expected");
  else if (self->expect != NULL)
    test_case->expect = prony_expectation_ref (self->expect);
  if (self->asks_rows)
    {
      drop_unless_needed (self, test_case, "prompt");
      drop_unless_needed (self, test_case, "system");
    }
  escape_values (test_case);
  return TRUE;
}
