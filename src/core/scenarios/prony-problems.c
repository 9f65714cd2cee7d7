/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-problems.h"

/* More mistakes than a person reads at once; a hostile file must not make us
 * keep one for each of its bytes. */
#define MAX_PROBLEMS 100

typedef struct
{
  guint line;
  guint column;
  guint order;
  char *sentence;
} Problem;

struct _PronyProblems
{
  char *file_name;
  GArray *found;
  guint64 n_added;
};

static void
clear_problem (gpointer data)
{
  Problem *problem = data;

  g_clear_pointer (&problem->sentence, g_free);
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const Problem *left = a;
  const Problem *right = b;

  if (left->line != right->line)
    return left->line < right->line ? -1 : 1;
  if (left->column != right->column)
    return left->column < right->column ? -1 : 1;
  return left->order < right->order ? -1 : left->order > right->order;
}

/**
 * prony_problems_new:
 * @file_name: the file as the user knows it; begins every line of the message
 *
 * Returns: (transfer full): no problems yet
 */
PronyProblems *
prony_problems_new (const char *file_name)
{
  PronyProblems *self = g_new0 (PronyProblems, 1);

  self->file_name = g_strdup (file_name);
  self->found = g_array_new (FALSE, FALSE, sizeof (Problem));
  g_array_set_clear_func (self->found, clear_problem);
  return self;
}

/**
 * prony_problems_free:
 * @self: (transfer full): the problems
 */
void
prony_problems_free (PronyProblems *self)
{
  g_free (self->file_name);
  g_array_unref (self->found);
  g_free (self);
}

/**
 * prony_problems_add:
 * @self: the problems
 * @line: where, from 1
 * @column: where, in characters, from 1
 * @format: a translated sentence as printf() takes it
 * @...: its arguments
 *
 * Adds a mistake. Beyond the first 100 they are no longer kept.
 */
void
prony_problems_add (PronyProblems *self, guint line, guint column, const char *format, ...)
{
  Problem problem = { .line = line, .column = column, .order = self->found->len };
  va_list arguments;

  self->n_added++;
  if (self->found->len >= MAX_PROBLEMS)
    return;

  va_start (arguments, format);
  problem.sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* What is quoted from the file must not look like another mistake. */
  for (char *p = problem.sentence; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_array_append_val (self->found, problem);
}

/**
 * prony_problems_is_empty:
 * @self: the problems
 *
 * Returns: whether there are none
 */
gboolean
prony_problems_is_empty (PronyProblems *self)
{
  return self->found->len == 0;
}

/**
 * prony_problems_is_full:
 * @self: the problems
 *
 * Returns: whether there are so many that no more are kept
 */
gboolean
prony_problems_is_full (PronyProblems *self)
{
  return self->found->len >= MAX_PROBLEMS;
}

/**
 * prony_problems_count:
 * @self: the problems
 *
 * Returns: how many there are, of those that are kept
 */
guint
prony_problems_count (PronyProblems *self)
{
  return self->found->len;
}

/**
 * prony_problems_count_all:
 * @self: the problems
 *
 * Returns: how many were found, also of those that are not kept
 */
guint64
prony_problems_count_all (PronyProblems *self)
{
  return self->n_added;
}

/**
 * prony_problems_get:
 * @self: the problems
 * @index: which, in the order of the file
 * @line: (out): where, from 1
 * @column: (out): where, in characters, from 1
 *
 * Returns: (transfer none): the sentence
 */
const char *
prony_problems_get (PronyProblems *self, guint index, guint *line, guint *column)
{
  const Problem *problem;

  g_return_val_if_fail (index < self->found->len, NULL);

  g_array_sort (self->found, compare_problems);
  problem = &g_array_index (self->found, Problem, index);
  *line = problem->line;
  *column = problem->column;
  return problem->sentence;
}

/**
 * prony_problems_to_error:
 * @self: the problems
 *
 * Returns: (transfer full) (nullable): a %PRONY_ERROR_SCENARIO with one line
 *   `FILE:LINE:COLUMN: sentence` for each mistake, in the order of the file;
 *   %NULL where there are none
 */
GError *
prony_problems_to_error (PronyProblems *self)
{
  g_autoptr (GString) text = NULL;

  if (self->found->len == 0)
    return NULL;

  g_array_sort (self->found, compare_problems);
  text = g_string_new (NULL);
  for (guint i = 0; i < self->found->len; i++)
    {
      const Problem *problem = &g_array_index (self->found, Problem, i);

      g_string_append_printf (text, "%s%s:%u:%u: %s", i > 0 ? "\n" : "", self->file_name,
                              problem->line, problem->column, problem->sentence);
    }
  if (self->n_added > self->found->len)
    g_string_append_printf (text, "\n%s: %s", self->file_name,
                            _ ("There are more mistakes than these."));

  return g_error_new_literal (PRONY_ERROR, PRONY_ERROR_SCENARIO, text->str);
}
