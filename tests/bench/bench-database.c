/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* How long the window waits for a database of make-database: for the list of runs, for what
 * is typed into the search, and for the requests of its largest run. */

#include "config.h"

#include <stdlib.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session.h"
#include "bench-figures.h"
#include "core/store/prony-store.h"

#define MS_PER_US 0.001

static double
ms_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) * MS_PER_US;
}

/* --- The window's part: a session with its list, and a search over it ------------- */

static double
open_session (PronySession *session)
{
  gint64 start_us = g_get_monotonic_time ();

  prony_session_open (session);
  while (!prony_session_get_ready (session))
    g_main_context_iteration (NULL, TRUE);
  return ms_since (start_us);
}

static guint
count_matches (GListModel *runs, const char *text)
{
  g_auto (GStrv) words = prony_run_entry_split_words (text);
  guint n_runs = g_list_model_get_n_items (runs);
  guint n = 0;

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);

      n += prony_run_entry_matches (prony_run_item_get_entry (item), (const char *const *) words);
    }
  return n;
}

/* The slowest of the keys. */
static double
type_search (GListModel *runs)
{
  static const char text[] = "nightly llama über ollama short";
  double slowest = 0;

  for (gsize length = 1; length < sizeof text; length++)
    {
      g_autofree char *typed = g_strndup (text, length);
      gint64 start_us = g_get_monotonic_time ();

      count_matches (runs, typed);
      slowest = MAX (slowest, ms_since (start_us));
    }
  return slowest;
}

static void
measure_session (const char *file_name)
{
  g_autoptr (PronySession) session = prony_session_new (file_name);

  bench_print ("session_ready_ms", open_session (session));
  bench_print ("runs", g_list_model_get_n_items (prony_session_get_runs (session)));
  bench_print ("search_key_ms", type_search (prony_session_get_runs (session)));
  prony_session_close (session);
}

/* --- The store's part -------------------------------------------------------------- */

static char *
find_largest (PronyStore *store)
{
  g_autoptr (GPtrArray) entries = NULL;
  const PronyRunEntry *largest = NULL;
  gint64 start_us = g_get_monotonic_time ();

  entries = prony_store_list_run_entries (store, NULL, NULL);
  bench_print ("entries_ms", ms_since (start_us));
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PronyRunEntry *entry = g_ptr_array_index (entries, i);

      if (largest == NULL || entry->n_requests > largest->n_requests)
        largest = entry;
    }
  return largest != NULL ? g_strdup (largest->id) : NULL;
}

static void
measure_run (PronyStore *store, const char *run_id)
{
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (GArray) rows = NULL;
  gint64 start_us = g_get_monotonic_time ();

  run = prony_store_get_run (store, run_id, NULL);
  rows = prony_store_list_request_rows (store, run_id, -1, NULL, NULL);
  bench_print ("open_run_ms", ms_since (start_us));
  bench_print ("rows", rows != NULL ? rows->len : 0);
}

static double
list_ids (PronyStore *store, const char *run_id, const PronyRequestFilter *filter)
{
  g_autoptr (GArray) ids = NULL;
  gint64 start_us = g_get_monotonic_time ();

  ids = prony_store_list_request_ids (store, run_id, filter, NULL, NULL);
  return ms_since (start_us);
}

/* The slowest of the orders, and a text that is in few of the requests. */
static void
measure_lists (PronyStore *store, const char *run_id)
{
  PronyRequestFilter filter = { .trial = -1, .outcome = -1, .quality = -1, .warmup = TRUE };
  double slowest = 0;

  for (guint i = 0; i <= PRONY_REQUEST_SORT_QUALITY; i++)
    {
      filter.sort = i;
      slowest = MAX (slowest, list_ids (store, run_id, &filter));
    }
  bench_print ("sort_ms", slowest);
  filter.text = "[00c0ffee]";
  bench_print ("find_text_ms", list_ids (store, run_id, &filter));
}

int
main (int argc, char *argv[])
{
  g_autoptr (PronyStore) store = NULL;
  g_autofree char *run_id = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-database FILE\n");
      return EXIT_FAILURE;
    }

  start_us = g_get_monotonic_time ();
  store = prony_store_open (argv[1], &error);
  if (store == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  bench_print ("open_ms", ms_since (start_us));
  run_id = find_largest (store);
  if (run_id == NULL)
    {
      g_printerr ("There is no run in it.\n");
      return EXIT_FAILURE;
    }
  measure_run (store, run_id);
  measure_lists (store, run_id);
  prony_store_close (store, NULL);
  measure_session (argv[1]);
  return EXIT_SUCCESS;
}
