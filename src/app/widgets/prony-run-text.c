/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What lists and headers say of a run, in words. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-run-text.h"
#include "core/model/prony-run-targets.h"

/* More names than that are counted rather than listed. */
#define MAX_NAMES 3

static void
add_name (GPtrArray *names, const char *name)
{
  if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer) name);
}

static char *
join_names (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, MAX_NAMES); i++)
    {
      if (i > 0)
        /* Translators: between the items of a list */
        g_string_append (text, C_ ("list", ", "));
      g_string_append (text, g_ptr_array_index (names, i));
    }
  if (names->len > MAX_NAMES)
    {
      guint rest = names->len - MAX_NAMES;

      /* Translators: follows a list of names that goes on */
      g_string_append_printf (text, ngettext (" and %u more", " and %u more", rest), rest);
    }

  return g_string_free (text, FALSE);
}

/**
 * prony_run_text_targets:
 * @run: a run
 *
 * Returns: (transfer full): the names of its targets, such as "vLLM, ollama"
 */
char *
prony_run_text_targets (PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < targets->len; i++)
    add_name (names, ((PronyTarget *) g_ptr_array_index (targets, i))->name);

  return join_names (names);
}

/**
 * prony_run_text_models:
 * @run: a run
 *
 * Returns: (transfer full): the names of its models; empty when none is known
 */
char *
prony_run_text_models (PronyRun *run)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < run->trials->len; i++)
    add_name (names, ((PronyTrial *) g_ptr_array_index (run->trials, i))->target->model);

  return join_names (names);
}

/**
 * prony_run_text_scenarios:
 * @run: a run
 *
 * Returns: (transfer full): the titles of its scenarios
 */
char *
prony_run_text_scenarios (PronyRun *run)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      add_name (names, prony_scenario_translate (trial->scenario_title));
    }

  return join_names (names);
}

/**
 * prony_run_text_when:
 * @run: a run
 *
 * Returns: (transfer full): when it began and how long it took
 */
char *
prony_run_text_when (PronyRun *run)
{
  g_autofree char *date = prony_format_date (run->started_us);
  g_autofree char *duration = NULL;

  if (!isfinite (run->duration_s))
    return g_steal_pointer (&date);

  duration = prony_format_duration (run->duration_s);
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
