/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-result-notes.h"
#include "base/prony-json.h"
#include "core/metrics/prony-knee.h"

/* Send lags below this are nobody's concern. */
#define SEND_LAG_S 0.001

static void
note_free (gpointer data)
{
  PronyResultNote *self = data;

  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

static void
add_note (GPtrArray *notes, char *title, char *text, gboolean warning)
{
  PronyResultNote *note = g_new0 (PronyResultNote, 1);

  note->title = title;
  note->text = text;
  note->warning = warning;
  g_ptr_array_add (notes, note);
}

/* --- What this computer adds --------------------------------------------------- */

static gboolean
is_first_of_shape (PronyRun *run, guint index)
{
  PronyTrial *trial = g_ptr_array_index (run->trials, index);

  for (guint i = 0; i < index; i++)
    {
      PronyTrial *other = g_ptr_array_index (run->trials, i);

      if (other->calibration != NULL &&
          g_str_equal (other->calibration->shape, trial->calibration->shape))
        return FALSE;
    }

  return TRUE;
}

static void
add_calibration (GPtrArray *notes, PronyTrial *trial)
{
  const PronyCalibration *calibration = trial->calibration;
  g_autofree char *load = prony_load_level_describe (&trial->load);
  g_autofree char *ttft = prony_format_value (calibration->ttft_p99_s, PRONY_UNIT_SECONDS);
  g_autofree char *itl = prony_format_value (calibration->itl_p99_s, PRONY_UNIT_SECONDS);

  if (!isfinite (calibration->ttft_p99_s) || !isfinite (calibration->itl_p99_s))
    return;

  add_note (notes,
            /* Translators: %s is a load, such as "8 at once" */
            g_strdup_printf (_ ("Error of this computer, %s"), load),
            /* Translators: two times, such as "0.2 ms" */
            g_strdup_printf (_ ("Time to first token ± %s, time between tokens ± %s (calibrated)"),
                             ttft, itl),
            FALSE);
}

/* --- What went otherwise than planned ------------------------------------------- */

static void
add_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
}

static void
add_counts (GString *text, PronySummary *summary)
{
  if (summary->retries > 0)
    {
      guint n = (guint) MIN (summary->retries, G_MAXUINT);
      g_autofree char *sentence = g_strdup_printf (
        ngettext ("%u request was sent again; the waiting is part of the latency from schedule.",
                  "%u times a request was sent again; the waiting is part of the latency from "
                  "schedule.",
                  n),
        n);

      add_sentence (text, sentence);
    }
  if (summary->reconnects > 0)
    {
      guint n = (guint) MIN (summary->reconnects, G_MAXUINT);
      g_autofree char *sentence =
        g_strdup_printf (ngettext ("%u connection had to be opened while measuring.",
                                   "%u connections had to be opened while measuring.", n),
                         n);

      add_sentence (text, sentence);
    }
}

static void
add_send_lag (GString *text, PronyTrial *trial)
{
  const PronyDistribution *lag = &trial->summary->distributions[PRONY_METRIC_SEND_LAG];
  double worst = isfinite (lag->p99) ? lag->p99 : lag->max;
  g_autofree char *value = NULL;
  g_autofree char *sentence = NULL;

  if (trial->load.kind == PRONY_LOAD_CLOSED || !(worst > SEND_LAG_S))
    return;

  value = prony_format_value (worst, PRONY_UNIT_SECONDS);
  /* Translators: %s is a time */
  sentence = g_strdup_printf (_ ("Requests went out up to %s after they were due."), value);
  add_sentence (text, sentence);
}

static void
add_trial (GPtrArray *notes, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean warning = summary->client_bound;

  if (summary->client_limit != PRONY_CLIENT_LIMIT_NONE)
    add_sentence (text, prony_client_limit_describe (summary->client_limit));
  else if (summary->client_bound)
    add_sentence (text, _ ("The figures describe this computer rather than the engine."));

  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    {
      g_autofree char *sentence = prony_check_describe (i, &summary->checks[i]);

      if (sentence == NULL)
        continue;
      add_sentence (text, sentence);
      warning = TRUE;
    }

  add_send_lag (text, trial);
  add_counts (text, summary);
  if (text->len > 0)
    add_note (notes, prony_trial_get_title (trial), g_strdup (text->str), warning);
}

/* --- What a sweep has found ------------------------------------------------------ */

static gboolean
is_sweep (PronyRun *run)
{
  return prony_json_get_int (run->plan_json, "sweep_max", 0) > 0;
}

static void
add_knees (GPtrArray *notes, PronyRun *run)
{
  g_autoptr (GArray) knees = prony_knee_find_all (run);

  for (guint i = 0; i < knees->len; i++)
    {
      const PronyKnee *knee = &g_array_index (knees, PronyKnee, i);

      if (knee->trial != NULL)
        add_note (notes,
                  g_strdup_printf ("%s · %s", knee->trial->target->name,
                                   prony_scenario_translate (knee->trial->scenario_title)),
                  prony_knee_describe (knee), FALSE);
    }
}

/**
 * prony_result_notes_new:
 * @run: a run
 *
 * Collects what is known of a run beside its figures: what a sweep has found, what
 * this computer adds to the
 * figures at each load, and what went otherwise than planned in a trial.
 *
 * Returns: (transfer full) (element-type PronyResultNote): the notes; may be empty
 */
GPtrArray *
prony_result_notes_new (PronyRun *run)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (note_free);

  g_return_val_if_fail (run != NULL, notes);

  if (is_sweep (run))
    add_knees (notes, run);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL)
        add_trial (notes, trial);
    }
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->calibration != NULL && is_first_of_shape (run, i))
        add_calibration (notes, trial);
    }

  return notes;
}

/**
 * prony_result_notes_any_doubt:
 * @run: a run
 *
 * Returns: whether a figure of the result table is marked, since this computer may
 *   add more than 5 % to it
 */
gboolean
prony_result_notes_any_doubt (PronyRun *run)
{
  static const PronyMetric metrics[] = { PRONY_METRIC_TTFT, PRONY_METRIC_ITL };

  g_return_val_if_fail (run != NULL, FALSE);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      for (guint j = 0; trial->summary != NULL && j < G_N_ELEMENTS (metrics); j++)
        if (prony_calibration_doubts (trial->calibration, metrics[j],
                                      prony_summary_get (trial->summary, metrics[j])))
          return TRUE;
    }

  return FALSE;
}
