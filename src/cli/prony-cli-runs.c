/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-runs.h"
#include "core/bench/prony-run-scenarios.h"

/* The one of @entries that @matches; NULL with an error where there are several, and without
 * one where there is none. */
static PronyRunEntry *
find_one (GPtrArray *entries,
          const char *name,
          gboolean (*matches) (const PronyRunEntry *, const char *),
          GError **error)
{
  PronyRunEntry *found = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      PronyRunEntry *entry = g_ptr_array_index (entries, i);

      if (!matches (entry, name))
        continue;
      if (found != NULL)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                       _ ("Several runs are called “%s” or begin with it. Write more of the "
                          "identifier, which “prony-cli history --json” lists."),
                       name);
          return NULL;
        }
      found = entry;
    }

  return found;
}

static gboolean
matches_id (const PronyRunEntry *entry, const char *name)
{
  return g_str_has_prefix (entry->id, name);
}

static gboolean
matches_name (const PronyRunEntry *entry, const char *name)
{
  return strcmp (entry->name, name) == 0;
}

static char *
take_first (GPtrArray *entries, const char *missing, GError **error)
{
  if (entries == NULL)
    return NULL;
  if (entries->len > 0)
    return g_strdup (((PronyRunEntry *) g_ptr_array_index (entries, 0))->id);

  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND, missing);
  return NULL;
}

static char *
find_id (PronyStore *store, const char *name, GError **error)
{
  PronyRunFilter filter = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) local_error = NULL;
  PronyRunEntry *found = NULL;

  filter.limit = strcmp (name, "latest") == 0 ? 1 : 0;
  filter.pinned = strcmp (name, "baseline") == 0;
  entries = prony_store_list_run_entries (store, &filter, error);
  if (filter.limit == 1)
    return take_first (entries, _ ("There is no run yet. “prony-cli run” makes one."), error);
  if (filter.pinned)
    return take_first (entries, _ ("No run is pinned as a baseline."), error);
  if (entries == NULL)
    return NULL;

  if (*name != '\0')
    found = find_one (entries, name, matches_id, &local_error);
  if (found == NULL && local_error == NULL)
    found = find_one (entries, name, matches_name, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (found == NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                 _ ("There is no run “%s”. “prony-cli history” lists the runs."), name);

  return found != NULL ? g_strdup (found->id) : NULL;
}

/**
 * prony_cli_runs_open:
 * @store: a store
 * @name: "latest", "baseline" for the latest one that is pinned, an identifier, the beginning of
 *   one that only one run has, or a name that only one has
 * @error: return location for a sentence
 *
 * Reads a run with its trials, summaries and scenarios.
 *
 * Returns: (transfer full) (nullable): the run; %NULL with @error set
 */
PronyRun *
prony_cli_runs_open (PronyStore *store, const char *name, GError **error)
{
  g_autofree char *id = find_id (store, name, error);
  PronyRun *run = id != NULL ? prony_store_get_run (store, id, error) : NULL;

  if (run != NULL)
    prony_run_scenarios_load (store, run);
  return run;
}

/**
 * prony_cli_runs_get_records:
 * @store: where @run is
 * @run: a run
 * @trial: one of its trials
 *
 * Reads the requests of a trial, and says on standard error where that fails.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): its requests
 */
GPtrArray *
prony_cli_runs_get_records (PronyStore *store, PronyRun *run, PronyTrial *trial)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records =
    prony_store_get_requests_without_texts (store, run->id, trial->index, &error);

  if (records == NULL)
    prony_cli_error ("%s", error->message);
  return records;
}
