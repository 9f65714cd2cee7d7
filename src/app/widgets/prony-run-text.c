/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What lists and headers say of a run, in words. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-run-text.h"

/* More names than that are counted rather than listed. */
#define MAX_NAMES 3

/**
 * prony_run_text_join:
 * @names: (array zero-terminated=1): names
 *
 * Returns: (transfer full): the first of them as a list such as "vLLM, ollama", and how
 *   many more there are; empty for none
 */
char *
prony_run_text_join (const char *const *names)
{
  GString *text = g_string_new (NULL);
  guint n = g_strv_length ((char **) names);

  for (guint i = 0; i < MIN (n, MAX_NAMES); i++)
    {
      if (i > 0)
        /* Translators: between the items of a list */
        g_string_append (text, C_ ("list", ", "));
      g_string_append (text, names[i]);
    }
  if (n > MAX_NAMES)
    /* Translators: follows a list of names that goes on */
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", n - MAX_NAMES),
                            n - MAX_NAMES);

  return g_string_free (text, FALSE);
}

/**
 * prony_run_text_scenarios:
 * @entry: a run
 *
 * Returns: (transfer full): the titles of its scenarios
 */
char *
prony_run_text_scenarios (const PronyRunEntry *entry)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; entry->scenario_titles[i] != NULL; i++)
    g_ptr_array_add (titles, (gpointer) prony_scenario_translate (entry->scenario_titles[i]));
  g_ptr_array_add (titles, NULL);

  return prony_run_text_join ((const char *const *) titles->pdata);
}

/**
 * prony_run_text_when:
 * @started_us: when a run began, microseconds since 1970
 * @duration_s: how long it took; NAN where that is not known
 *
 * Returns: (transfer full): when it began and how long it took
 */
char *
prony_run_text_when (gint64 started_us, double duration_s)
{
  g_autofree char *date = prony_format_date (started_us);
  g_autofree char *duration = NULL;

  if (!isfinite (duration_s))
    return g_steal_pointer (&date);

  duration = prony_format_duration (duration_s);
  /* Translators: a date and time, and a duration */
  return g_strdup_printf (_ ("%s · took %s"), date, duration);
}

static const char *
describe_failures (PronyRun *run)
{
  gboolean any_request = FALSE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->state != PRONY_STATE_FINISHED)
        return _ ("A part of this run could not be measured.");
      if (trial->summary != NULL &&
          prony_summary_get (trial->summary, PRONY_METRIC_SUCCESS_RATE) < 1)
        any_request = TRUE;
    }

  return any_request ? _ ("Some requests of this run failed.") : NULL;
}

/**
 * prony_run_text_problem:
 * @run: a run
 *
 * Returns: (nullable): a sentence for a run that did not go as planned; %NULL for
 *   one that did
 */
const char *
prony_run_text_problem (PronyRun *run)
{
  switch (run->state)
    {
    case PRONY_STATE_INTERRUPTED:
      return _ ("Prony ended while this run was under way. What had been stored by then is shown.");

    case PRONY_STATE_STOPPED:
      return _ ("This run was stopped. What had been measured by then is shown.");

    case PRONY_STATE_FAILED:
      return run->error != NULL ? run->error : _ ("This run failed.");

    case PRONY_STATE_WAITING:
    case PRONY_STATE_PREPARING:
    case PRONY_STATE_CALIBRATING:
    case PRONY_STATE_WARMING_UP:
    case PRONY_STATE_MEASURING:
    case PRONY_STATE_DRAINING:
    case PRONY_STATE_COOLING_DOWN:
    case PRONY_STATE_PAUSED:
      return _ ("This run is still under way.");

    case PRONY_STATE_FINISHED:
    default:
      return run->error != NULL ? run->error : describe_failures (run);
    }
}
