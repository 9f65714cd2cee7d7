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

/**
 * prony_run_text_figures:
 * @entry: a run
 *
 * Returns: (transfer full) (nullable): its best rate of tokens and time to first token; %NULL
 *   where it has neither
 */
char *
prony_run_text_figures (const PronyRunEntry *entry)
{
  g_autofree char *rate = prony_format_value (entry->tokens_per_sec, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *ttft = prony_format_value (entry->ttft, PRONY_UNIT_SECONDS);

  if (isfinite (entry->tokens_per_sec) && isfinite (entry->ttft))
    /* Translators: a rate of tokens, and the time to first token */
    return g_strdup_printf (_ ("%s · TTFT %s"), rate, ttft);
  if (isfinite (entry->tokens_per_sec))
    return g_steal_pointer (&rate);
  if (isfinite (entry->ttft))
    /* Translators: time to first token */
    return g_strdup_printf (_ ("TTFT %s"), ttft);

  return NULL;
}

static void
append_tags (GString *text, const PronyRunEntry *entry)
{
  g_autofree char *tags = g_strjoinv (C_ ("list", ", "), entry->tags);

  if (*tags != '\0')
    /* Translators: for screen readers: the tags of a run */
    g_string_append_printf (text, _ (", tags: %s"), tags);
}

/**
 * prony_run_text_spoken:
 * @entry: a run
 * @when: what prony_run_text_when() says of it
 * @what: what was measured
 * @figures: (nullable): what prony_run_text_figures() says of it
 *
 * Returns: (transfer full): all that a row says of it, for screen readers
 */
char *
prony_run_text_spoken (const PronyRunEntry *entry,
                       const char *when,
                       const char *what,
                       const char *figures)
{
  GString *text = g_string_new (entry->name);
  const char *facts[] = {
    entry->pinned ? _ ("baseline") : NULL,
    entry->verdict != PRONY_RUN_VERDICT_NONE ? prony_run_verdict_title (entry->verdict) : NULL,
    entry->simulated ? _ ("simulated") : NULL,
    entry->unverified ? _ ("unverified") : NULL,
    entry->partial ? _ ("partial results") : NULL,
    prony_state_title (entry->state),
    when,
    what,
    figures,
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i] != NULL)
      g_string_append_printf (text, "%s%s", C_ ("list", ", "), facts[i]);
  append_tags (text, entry);

  return g_string_free (text, FALSE);
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
