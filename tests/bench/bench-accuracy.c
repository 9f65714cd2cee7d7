/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* How right a stored run is that was made against `prony-sim --stamp-tokens`: works
 * out the client's error from the answers in the database, so that also the whole
 * app can be judged, its window open. Usage: bench-accuracy DATABASE [RUN] */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-figures.h"
#include "core/store/prony-store.h"

static char *
find_latest (PronyStore *store, GError **error)
{
  PronyRunFilter filter = { 0 };
  g_autoptr (GPtrArray) runs = prony_store_list_runs (store, &filter, error);

  if (runs == NULL)
    return NULL;
  if (runs->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The database has no run.");
      return NULL;
    }

  return g_strdup (((PronyRun *) g_ptr_array_index (runs, 0))->id);
}

static gboolean
judge (PronyStore *store, const char *run_id, BenchFigures *figures, GError **error)
{
  g_autoptr (PronyRun) run = prony_store_get_run (store, run_id, error);

  if (run == NULL)
    return FALSE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      const PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) records =
        prony_store_get_requests (store, run->id, trial->index, error);

      if (records == NULL)
        return FALSE;
      for (guint j = 0; j < records->len; j++)
        bench_figures_add (figures, g_ptr_array_index (records, j));
    }
  bench_figures_print (figures);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  BenchPace unknown = { .ttft_ns = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (BenchFigures) figures = bench_figures_new (unknown, NULL, NULL);
  g_autofree char *run_id = argc > 2 ? g_strdup (argv[2]) : NULL;

  if (argc < 2)
    {
      fprintf (stderr, "Usage: bench-accuracy DATABASE [RUN]\n");
      return EXIT_FAILURE;
    }

  store = prony_store_open (argv[1], &error);
  if (store != NULL && run_id == NULL)
    run_id = find_latest (store, &error);
  if (run_id != NULL && judge (store, run_id, figures, &error))
    return EXIT_SUCCESS;

  fprintf (stderr, "bench-accuracy: %s\n", error->message);
  return EXIT_FAILURE;
}
