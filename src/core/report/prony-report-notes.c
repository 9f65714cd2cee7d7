/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/metrics/prony-repeat-spread.h"
#include "core/report/prony-report-notes.h"

static void
add_trial_note (PronyBlock *list, PronyTrial *trial, const char *text)
{
  g_autofree char *title = prony_trial_get_title (trial);
  g_autofree char *line = g_strdup_printf ("%s: %s", title, text);

  prony_block_add_point (list, line);
}

/* Why the figures describe this computer, if they do; trials of an older Prony do not
 * say why. */
static void
add_client_note (PronyBlock *list, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  g_autofree char *text = NULL;

  if (!summary->client_bound)
    return;

  text =
    /* Translators: %s is a sentence that says why */
    g_strdup_printf (_ ("Client-bound: %s"), summary->client_limit != PRONY_CLIENT_LIMIT_NONE
                                               ? prony_client_limit_describe (summary->client_limit)
                                               : _ ("Prony itself was late or busy, so the figures "
                                                    "describe this computer rather than the "
                                                    "engine."));
  add_trial_note (list, trial, text);
}

/* The pace of a calibration is not always known. */
static void
add_calibration_note (PronyBlock *list, PronyTrial *trial)
{
  if (trial->calibration != NULL && isfinite (trial->calibration->pace) &&
      !prony_calibration_is_carried (trial->calibration))
    add_trial_note (list, trial,
                    _ ("When it was calibrated, this computer did not keep up with such a load, "
                       "so the figures may describe it rather than the engine."));
}

static void
add_check_notes (PronyBlock *list, PronyTrial *trial)
{
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    {
      g_autofree char *text = prony_check_describe (i, &trial->summary->checks[i]);

      if (text != NULL)
        add_trial_note (list, trial, text);
    }
}

static void
add_connection_notes (PronyBlock *list, PronyTrial *trial)
{
  guint retries = (guint) MIN (trial->summary->retries, G_MAXUINT);
  guint reconnects = (guint) MIN (trial->summary->reconnects, G_MAXUINT);

  if (retries > 0)
    {
      g_autofree char *text = g_strdup_printf (
        ngettext (
          "%u time a request was sent again, as the plan allows or without a field that the "
          "engine refuses. The waiting counts from its schedule, not from its sending.",
          "%u times a request was sent again, as the plan allows or without a field that "
          "the engine refuses. The waiting counts from its schedule, not from its sending.",
          retries),
        retries);

      add_trial_note (list, trial, text);
    }
  if (reconnects > 0)
    {
      g_autofree char *text = g_strdup_printf (
        ngettext ("%u connection had to be opened while measuring, which its request waited for.",
                  "%u connections had to be opened while measuring, which their requests waited "
                  "for.",
                  reconnects),
        reconnects);

      add_trial_note (list, trial, text);
    }
}

static void
add_target_notes (PronyBlock *list, PronyTrial *trial)
{
  g_auto (GStrv) cautions = prony_target_describe_cautions (trial->target);
  g_autofree char *model = prony_summary_describe_model (trial->summary, trial->target->model);

  for (guint i = 0; cautions[i] != NULL; i++)
    add_trial_note (list, trial, cautions[i]);
  if (model != NULL)
    add_trial_note (list, trial, model);
}

static void
add_trial_notes (PronyBlock *list, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  g_autofree char *counts = NULL;
  g_autofree char *cache = NULL;
  g_autofree char *quality = NULL;
  const char *filler;

  if (trial->error != NULL)
    add_trial_note (list, trial, trial->error);
  if (trial->state != PRONY_STATE_FINISHED)
    add_trial_note (list, trial, _ ("This trial did not come to its end."));
  if (summary == NULL)
    return;

  add_target_notes (list, trial);
  add_client_note (list, trial);
  add_calibration_note (list, trial);
  add_check_notes (list, trial);
  add_connection_notes (list, trial);
  counts = prony_summary_describe_counts (summary);
  if (counts != NULL)
    add_trial_note (list, trial, counts);
  quality = prony_summary_describe_quality (summary);
  if (quality != NULL)
    add_trial_note (list, trial, quality);
  cache = prony_summary_describe_cache (summary);
  if (cache != NULL)
    add_trial_note (list, trial, cache);
  filler = prony_summary_describe_filler (summary);
  if (filler != NULL)
    add_trial_note (list, trial, filler);
}

static void
add_repeat_notes (PronyBlock *list, PronyRun *run)
{
  g_autoptr (GArray) spreads = prony_repeat_spread_find_all (run);

  for (guint i = 0; i < spreads->len; i++)
    {
      const PronyRepeatSpread *spread = &g_array_index (spreads, PronyRepeatSpread, i);
      g_autofree char *title = prony_trial_get_group_title (spread->trial);
      g_autofree char *sentence = prony_repeat_spread_describe (spread);
      g_autofree char *line = g_strdup_printf ("%s: %s", title, sentence);

      prony_block_add_point (list, line);
    }
}

/**
 * prony_report_add_notes:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 *
 * Adds what a reader has to know before trusting a figure.
 */
void
prony_report_add_notes (PronyReportContext *context, GPtrArray *document)
{
  PronyBlock *list;

  prony_report_blocks_add_heading (document, 2, _ ("Notes"));
  list = prony_report_blocks_add (document, PRONY_BLOCK_LIST, NULL);
  for (guint i = 0; i < context->run->trials->len; i++)
    add_trial_notes (list, g_ptr_array_index (context->run->trials, i));
  add_repeat_notes (list, context->run);
  prony_block_add_point (list,
                         _ ("Failed and cancelled requests enter no latency figure. p99 needs 100 "
                            "values; with fewer it is left out."));
  prony_block_add_point (
    list,
    /* xgettext:no-c-format */
    _ ("A winner is clear only if the 95 % interval of the difference excludes no difference; p is "
       "that of a two-sided Mann–Whitney U test."));
}
