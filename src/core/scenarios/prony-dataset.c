/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/prompts/prony-filler.h"
#include "core/scenarios/prony-dataset-reader.h"
#include "core/scenarios/prony-dataset.h"

/* What a sample may hold altogether, so that no file can take all memory. */
#define MAX_SAMPLE_BYTES (256u * 1024u * 1024u)

/* Of the seed, so that a sample is not drawn by the same numbers as what else is. */
#define SEED_OF_SAMPLES G_GUINT64_CONSTANT (0x53616d706c657321)

typedef struct
{
  guint64 index; /* of its row */
  gsize size;
  PronyTestCase *test_case;
} Drawn;

/* So many of the rows that were read so far, each as likely as any other. */
typedef struct
{
  GArray *drawn; /* of Drawn */
  guint wanted;
  guint64 n_rows;
  guint64 seed;
  gsize size;
} Sample;

static void
clear_drawn (gpointer data)
{
  g_clear_pointer (&((Drawn *) data)->test_case, prony_test_case_free);
}

static int
compare_drawn (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const Drawn *) a)->index;
  guint64 right = ((const Drawn *) b)->index;

  return left < right ? -1 : left > right;
}

/* Reservoir sampling: algorithm R of Waterman, in Knuth, The Art of Computer Programming
 * 2, 3.4.2. Whole numbers only, so that each machine draws the same. */
static gboolean
draw (PronyTestCase *test_case, const PronyDatasetRow *row, gpointer user_data)
{
  Sample *self = user_data;
  Drawn drawn = { .index = self->n_rows++, .size = row->length, .test_case = test_case };
  guint64 place = self->drawn->len;

  if (self->drawn->len == self->wanted)
    place = prony_filler_mix (prony_filler_mix (self->seed) + drawn.index) % self->n_rows;
  if (place >= self->wanted)
    {
      prony_test_case_free (test_case);
      return TRUE;
    }

  if (place == self->drawn->len)
    g_array_append_val (self->drawn, drawn);
  else
    {
      Drawn *replaced = &g_array_index (self->drawn, Drawn, place);

      self->size -= replaced->size;
      clear_drawn (replaced);
      *replaced = drawn;
    }
  self->size += drawn.size;
  return self->size <= MAX_SAMPLE_BYTES;
}

static PronyScenario *
make_resolved (PronyScenario *scenario, Sample *sample)
{
  PronyScenario *resolved = prony_scenario_copy (scenario);

  g_array_sort (sample->drawn, compare_drawn);
  for (guint i = 0; i < sample->drawn->len; i++)
    g_ptr_array_add (resolved->cases,
                     g_steal_pointer (&g_array_index (sample->drawn, Drawn, i).test_case));
  return resolved;
}

/* The first mistake with its place, and how many there are. */
static void
set_mistakes (GError **error, const char *name, PronyProblems *problems)
{
  guint64 n = prony_problems_count_all (problems);
  guint line;
  guint column;
  const char *sentence = prony_problems_get (problems, 0, &line, &column);
  g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, n);

  if (n == 1)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO, "%s:%u:%u: %s", name, line, column,
                 sentence);
  else
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                 /* Translators: a file, a line and a column in it, a sentence that tells
                  * what is wrong there, and a number of more than one */
                 _ ("%s:%u:%u: %s This file has %s mistakes in all."), name, line, column, sentence,
                 count);
}

/**
 * prony_scenario_resolve:
 * @scenario: a scenario
 * @seed: of what is drawn
 * @cancellable: (nullable): to end it early
 * @error: return location for %PRONY_ERROR_SCENARIO, the first mistake as
 *   `FILE:LINE:COLUMN: sentence` and how many there are, or %G_IO_ERROR_CANCELLED
 *
 * Draws the test cases of a scenario with a data set. The file is read once, whatever
 * its size, with no more memory than the sample and the longest row take; afterwards it
 * is not needed any more. The same file and seed give the same cases in the same order,
 * that of the file, on every computer; a file with fewer rows gives all of them. A row
 * that cannot be asked is a mistake, whether it would be drawn or not: otherwise results
 * would be of less than the file says. Touches the disk and takes some time: not for the
 * main thread.
 *
 * Returns: (transfer full) (nullable): the scenario with its test cases; itself where it
 *   has no data set, or has them already
 */
PronyScenario *
prony_scenario_resolve (PronyScenario *scenario,
                        gint64 seed,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (PronyProblems) problems = NULL;
  g_autoptr (GArray) drawn = g_array_new (FALSE, FALSE, sizeof (Drawn));
  Sample sample = { .drawn = drawn, .seed = (guint64) seed ^ SEED_OF_SAMPLES };
  PronyDatasetSummary summary;

  g_return_val_if_fail (scenario != NULL, NULL);

  if (scenario->dataset == NULL || scenario->cases->len > 0)
    return prony_scenario_ref (scenario);

  g_array_set_clear_func (drawn, clear_drawn);
  sample.wanted = scenario->dataset->sample;
  problems = prony_problems_new (scenario->dataset->path);
  if (!prony_dataset_read (scenario, problems, &summary, draw, &sample, cancellable, error))
    return NULL;
  if (sample.size > MAX_SAMPLE_BYTES)
    prony_problems_add (problems, 1, 1,
                        _ ("The sample is larger than %u MiB. Draw fewer rows from this file."),
                        MAX_SAMPLE_BYTES / 1024 / 1024);
  if (!prony_problems_is_empty (problems))
    {
      set_mistakes (error, scenario->dataset->path, problems);
      return NULL;
    }

  return make_resolved (scenario, &sample);
}

static gboolean
discard (PronyTestCase *test_case, const PronyDatasetRow *row, gpointer unused)
{
  prony_test_case_free (test_case);
  return TRUE;
}

/**
 * prony_dataset_check:
 * @scenario: a scenario
 * @problems: of the data set's file: where all mistakes in it go; those of the whole file,
 *   such as that it is not there, at its line 1 and column 1
 * @summary: (out caller-allocates) (optional): what was found
 * @cancellable: (nullable): to end it early
 *
 * Looks for mistakes in all rows of a scenario's data set. Touches the disk and takes
 * some time: not for the main thread.
 *
 * Returns: whether each row can be asked; also for a scenario without a data set.
 *   Otherwise, there are mistakes, or it was cancelled
 */
gboolean
prony_dataset_check (PronyScenario *scenario,
                     PronyProblems *problems,
                     PronyDatasetSummary *summary,
                     GCancellable *cancellable)
{
  PronyDatasetSummary own = { 0 };
  guint64 n_before = prony_problems_count_all (problems);
  gboolean complete = TRUE;

  g_return_val_if_fail (scenario != NULL && problems != NULL, FALSE);

  if (scenario->dataset != NULL)
    complete = prony_dataset_read (scenario, problems, &own, discard, NULL, cancellable, NULL);
  if (summary != NULL)
    *summary = own;
  return complete && prony_problems_count_all (problems) == n_before;
}
