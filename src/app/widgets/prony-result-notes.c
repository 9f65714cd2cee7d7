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
#include "core/metrics/prony-repeat-spread.h"
#include "core/model/prony-run-targets.h"

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

/* --- What concerns some trials ---------------------------------------------------- */

static gboolean
is_of_same_work (PronyTrial *a, PronyTrial *b)
{
  return g_str_equal (a->target->name, b->target->name) &&
         g_str_equal (a->scenario_name, b->scenario_name);
}

/* Adds a load to a line, unless a repeat has. */
static void
append_load (GString *text, PronyTrial *trial, GPtrArray *loads)
{
  g_autofree char *load = prony_load_level_describe (&trial->load);

  if (g_ptr_array_find_with_equal_func (loads, load, g_str_equal, NULL))
    return;

  /* Translators: between the items of a list */
  g_string_append_printf (text, "%s%s", loads->len == 0 ? " · " : C_ ("list", ", "), load);
  g_ptr_array_add (loads, g_steal_pointer (&load));
}

/* Names those trials of whom a sentence is said: a line for each target and scenario,
 * with all its loads. Takes their copies of the sentence. */
static char *
take_trials (PronyRun *run, char **sentences, const char *sentence)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *first = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) loads = NULL;

      if (g_strcmp0 (sentences[i], sentence) != 0)
        continue;

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, "%s · %s", first->target->name,
                              prony_scenario_translate (first->scenario_title));
      loads = g_ptr_array_new_with_free_func (g_free);
      for (guint j = i; j < run->trials->len; j++)
        {
          PronyTrial *trial = g_ptr_array_index (run->trials, j);

          if (g_strcmp0 (sentences[j], sentence) != 0 || !is_of_same_work (first, trial))
            continue;
          append_load (text, trial, loads);
          g_clear_pointer (&sentences[j], g_free);
        }
    }

  return g_strdup (text->str);
}

/* A sentence of each trial, NULL for most: those of whom the same is to be said share a
 * note. */
static void
add_sentences (GPtrArray *notes, PronyRun *run, char **sentences, gboolean warning)
{
  for (guint i = 0; i < run->trials->len; i++)
    if (sentences[i] != NULL)
      {
        char *sentence = g_strdup (sentences[i]);

        add_note (notes, sentence, take_trials (run, sentences, sentence), warning);
      }
}

/* --- What went otherwise than planned ------------------------------------------- */

static char *
describe_limit (PronyTrial *trial)
{
  const PronySummary *summary = trial->summary;

  if (summary->client_limit != PRONY_CLIENT_LIMIT_NONE)
    return g_strdup (prony_client_limit_describe (summary->client_limit));
  if (summary->client_bound)
    return g_strdup (_ ("The figures describe this computer rather than the engine."));

  return NULL;
}

/* The pace of a calibration is not always known. */
static char *
describe_pace (PronyTrial *trial)
{
  if (trial->calibration == NULL || !isfinite (trial->calibration->pace) ||
      prony_calibration_is_carried (trial->calibration))
    return NULL;

  return g_strdup (_ ("When it was calibrated, this computer did not keep up with such a load, "
                      "so the figures may describe it rather than the engine."));
}

/* Requests of an open loop that could not go out in time wait unseen: so both latencies
 * are shown beside one another. */
static char *
describe_schedule (PronyTrial *trial)
{
  const PronyDistribution *lag = &trial->summary->distributions[PRONY_METRIC_SEND_LAG];
  const PronyDistribution *sent = &trial->summary->distributions[PRONY_METRIC_LATENCY];
  const PronyDistribution *due = &trial->summary->distributions[PRONY_METRIC_LATENCY_FROM_SCHEDULE];
  g_autofree char *late =
    prony_format_value (isfinite (lag->p99) ? lag->p99 : lag->max, PRONY_UNIT_SECONDS);
  g_autofree char *from_send = prony_format_value (sent->p50, PRONY_UNIT_SECONDS);
  g_autofree char *from_schedule = prony_format_value (due->p50, PRONY_UNIT_SECONDS);

  if (trial->load.kind == PRONY_LOAD_CLOSED || lag->count == 0)
    return NULL;

  return g_strdup_printf (
    /* Translators: three times */
    _ ("Requests went out up to %s after they were due. Median latency: %s from sending, %s from "
       "schedule."),
    late, from_send, from_schedule);
}

/* In one text, since a trial has one sentence of each kind. */
static char *
describe_cautions (PronyTrial *trial)
{
  g_auto (GStrv) cautions = prony_target_describe_cautions (trial->target);

  return cautions[0] != NULL ? g_strjoinv (" ", cautions) : NULL;
}

static char *
describe_model (PronyTrial *trial)
{
  return prony_summary_describe_model (trial->summary, trial->target->model);
}

static char *
describe_counts (PronyTrial *trial)
{
  return prony_summary_describe_counts (trial->summary);
}

static char *
describe_quality (PronyTrial *trial)
{
  return prony_summary_describe_quality (trial->summary);
}

static char *
describe_cache (PronyTrial *trial)
{
  return prony_summary_describe_cache (trial->summary);
}

static char *
describe_filler (PronyTrial *trial)
{
  return g_strdup (prony_summary_describe_filler (trial->summary));
}

static char *
describe_retries (PronyTrial *trial)
{
  guint n = (guint) MIN (trial->summary->retries, G_MAXUINT);

  if (n == 0)
    return NULL;

  return g_strdup_printf (
    ngettext ("%u request was sent again; the waiting is part of the latency from schedule.",
              "%u times a request was sent again; the waiting is part of the latency from "
              "schedule.",
              n),
    n);
}

static char *
describe_reconnects (PronyTrial *trial)
{
  guint n = (guint) MIN (trial->summary->reconnects, G_MAXUINT);

  if (n == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u connection had to be opened while measuring.",
                                    "%u connections had to be opened while measuring.", n),
                          n);
}

static void
add_all (GPtrArray *notes, PronyRun *run, char *(*describe) (PronyTrial *trial), gboolean warning)
{
  g_autofree char **sentences = g_new0 (char *, run->trials->len + 1);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL)
        sentences[i] = describe (trial);
    }
  add_sentences (notes, run, sentences, warning);
}

static void
add_check (GPtrArray *notes, PronyRun *run, PronyCheckKind kind)
{
  g_autofree char **sentences = g_new0 (char *, run->trials->len + 1);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL)
        sentences[i] = prony_check_describe (kind, &trial->summary->checks[kind]);
    }
  add_sentences (notes, run, sentences, TRUE);
}

/* --- What this computer adds --------------------------------------------------- */

/* A line for each load; of several targets also for each of them, since this computer is
 * not equally fast with all protocols. */
static void
add_calibrations (GPtrArray *notes, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autofree char *load = prony_load_level_describe (&trial->load);
      g_autofree char *where =
        targets->len > 1 ? g_strdup_printf ("%s · %s", trial->target->name, load) : g_strdup (load);
      g_autofree char *ttft =
        prony_calibration_format_error (trial->calibration, PRONY_METRIC_TTFT);
      g_autofree char *itl = prony_calibration_format_error (trial->calibration, PRONY_METRIC_ITL);
      char *line;

      if (ttft == NULL)
        continue;
      if (itl != NULL)
        /* Translators: a load, such as "8 at once", also with a target, then two times such as "±
         * 0.2 ms" */
        line =
          g_strdup_printf (_ ("%s: time to first token %s, between tokens %s"), where, ttft, itl);
      else
        /* Translators: a load, such as "8 at once", also with a target, then a time such as "± 0.2
         * ms" */
        line = g_strdup_printf (_ ("%s: time to first token %s"), where, ttft);
      if (!g_hash_table_contains (seen, line))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
      g_hash_table_add (seen, line);
    }
  if (text->len > 0)
    add_note (notes, g_strdup (_ ("Error of this computer (calibrated)")), g_strdup (text->str),
              FALSE);
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
      g_autofree char *load = prony_load_level_describe (&knee->trial->load);
      g_autofree char *rate = prony_format_value (knee->throughput, PRONY_UNIT_TOKENS_PER_SECOND);
      g_autofree char *reason = prony_knee_describe (knee);

      add_note (notes,
                g_strdup_printf ("%s · %s", knee->trial->target->name,
                                 prony_scenario_translate (knee->trial->scenario_title)),
                /* Translators: a load such as "8 at once", a token rate, and a sentence that
                 * says why it is not more */
                g_strdup_printf (_ ("Most useful load: %s, with %s. %s"), load, rate, reason),
                FALSE);
    }
}

/* --- How far apart repeats are --------------------------------------------------- */

static void
add_repeats (GPtrArray *notes, PronyRun *run)
{
  g_autoptr (GArray) spreads = prony_repeat_spread_find_all (run);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean unstable = FALSE;

  for (guint i = 0; i < spreads->len; i++)
    {
      const PronyRepeatSpread *spread = &g_array_index (spreads, PronyRepeatSpread, i);
      g_autofree char *title = prony_trial_get_group_title (spread->trial);
      g_autofree char *sentence = prony_repeat_spread_describe (spread);

      unstable = unstable || spread->steadiness == PRONY_STEADINESS_UNSTABLE;
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", title, sentence);
    }
  if (text->len > 0)
    add_note (notes, g_strdup (_ ("Repeats of the same")), g_strdup (text->str), unstable);
}

/**
 * prony_result_notes_new:
 * @run: a run
 *
 * Collects what is known of a run beside its figures: what a sweep has found, how far apart
 * repeats are, what went otherwise than planned in which trials, how well schedules were kept,
 * and what this computer adds to the figures at each load.
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

  add_repeats (notes, run);
  add_all (notes, run, describe_cautions, TRUE);
  add_all (notes, run, describe_model, TRUE);
  add_all (notes, run, describe_counts, FALSE);
  add_all (notes, run, describe_quality, FALSE);
  add_all (notes, run, describe_cache, FALSE);
  add_all (notes, run, describe_filler, FALSE);
  add_all (notes, run, describe_limit, TRUE);
  add_all (notes, run, describe_pace, TRUE);
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    add_check (notes, run, i);
  add_all (notes, run, describe_schedule, FALSE);
  add_all (notes, run, describe_retries, FALSE);
  add_all (notes, run, describe_reconnects, FALSE);
  add_calibrations (notes, run);
  return notes;
}
