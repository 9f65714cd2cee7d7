/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "base/prony-format.h"
#include "cli/prony-cli-advice.h"
#include "cli/prony-cli-notes.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-resources.h"
#include "cli/prony-cli-result.h"
#include "cli/prony-cli-table.h"
#include "core/analysis/prony-comparison-text.h"

/* How often each kind of failure came up in a trial, and its first sentence. */
typedef struct
{
  guint64 count;
  const char *message;
} Failure;

static char *
name_target (const PronyTarget *target)
{
  if (target->simulated)
    /* Translators: %s is the name of an engine */
    return g_strdup_printf (_ ("%s (simulated)"), target->name);
  return g_strdup (target->name);
}

static char *
format_percentile (PronyTrial *trial, PronyMetric metric, gboolean p95)
{
  const PronyDistribution *values = &trial->summary->distributions[metric];

  return prony_cli_notes_mark (trial, metric, p95 ? values->p95 : values->p50);
}

static char *
format_scalar (PronySummary *summary, PronyMetric metric)
{
  return prony_format_value (prony_summary_get (summary, metric),
                             prony_metric_get_info (metric)->unit);
}

/* Adds a trial that has a summary. */
static void
add_trial (PronyCliTable *table, PronyTrial *trial, gboolean shows_quality)
{
  PronySummary *summary = trial->summary;
  g_autofree char *load = prony_trial_get_load_label (trial);
  g_autofree char *target = name_target (trial->target);
  g_autofree char *requests =
    g_strdup_printf ("%" G_GUINT64_FORMAT, prony_summary_count_requests (summary));
  g_autofree char *success = format_scalar (summary, PRONY_METRIC_SUCCESS_RATE);
  g_autofree char *ttft_p50 = format_percentile (trial, PRONY_METRIC_TTFT, FALSE);
  g_autofree char *ttft_p95 = format_percentile (trial, PRONY_METRIC_TTFT, TRUE);
  g_autofree char *itl_p50 = format_percentile (trial, PRONY_METRIC_ITL, FALSE);
  g_autofree char *output = format_scalar (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
  g_autofree char *rate = format_scalar (summary, PRONY_METRIC_REQUESTS_PER_SEC);

  g_autofree char *right = format_scalar (summary, PRONY_METRIC_QUALITY_PASS_RATE);

  prony_cli_table_add (table, trial->scenario_name, load, target, requests, success, ttft_p50,
                       ttft_p95, itl_p50, output, rate, shows_quality ? right : NULL, NULL);
}

static void
print_table (PronyRun *run)
{
  gboolean shows_quality = prony_run_has_verdicts (run);
  g_autoptr (PronyCliTable) table = prony_cli_table_new (
    shows_quality ? "lrlrrrrrrrr" : "lrlrrrrrrr", _ ("Scenario"), _ ("Load"), _ ("Engine"),
    _ ("Requests"), _ ("Success"), _ ("TTFT p50"), _ ("TTFT p95"), _ ("ITL p50"), _ ("Output"),
    _ ("Rate"), shows_quality ? _ ("Right") : NULL, NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL)
        add_trial (table, trial, shows_quality);
    }
  if (prony_cli_table_count (table) > 0)
    prony_cli_table_print (table);
}

static char *
describe_winner (PronyRun *run, const PronyWinner *winner)
{
  g_autofree char *load = prony_load_level_describe (&winner->load);
  g_autofree char *sentence = NULL;
  PronyTrial *best, *next;

  if (winner->winner < 0 || winner->runner_up < 0)
    return NULL;

  best = g_ptr_array_index (run->trials, winner->winner);
  next = g_ptr_array_index (run->trials, winner->runner_up);
  sentence =
    prony_comparison_describe_winner (winner, best->target->name, next->target->name, NULL);
  /* Translators: scenario, load, and a sentence */
  return g_strdup_printf (_ ("%s, %s: %s"), winner->scenario, load, sentence);
}

/* Prints lines, set off from those above. */
static void
print_part (const char *text)
{
  g_autofree char *clean = prony_cli_clean (text);

  if (*text == '\0')
    return;

  prony_cli_print ("\n");
  prony_cli_print (clean);
}

static void
print_notes (PronyRun *run)
{
  g_autofree char *errors = prony_cli_notes_describe_errors (run);
  g_autofree char *trials = prony_cli_notes_describe_trials (run);
  g_autofree char *knees = prony_cli_notes_describe_knees (run);
  g_autofree char *repeats = prony_cli_notes_describe_repeats (run);
  g_autofree char *resources = prony_cli_resources_describe (run);

  print_part (errors);
  print_part (knees);
  print_part (repeats);
  print_part (trials);
  print_part (resources);
}

static void
print_winners (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  g_autoptr (GArray) winners = prony_comparison_find_winners (run, get_records, user_data);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; winners != NULL && i < winners->len; i++)
    {
      g_autofree char *line = describe_winner (run, &g_array_index (winners, PronyWinner, i));

      if (line != NULL)
        g_string_append_printf (text, "%s\n", line);
    }
  print_part (text->str);
}

/* Groups a trial's failures; the messages belong to @records. */
static void
count_failures (GPtrArray *records, Failure *failures)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (record->warmup || record->outcome == PRONY_OUTCOME_OK ||
          record->outcome == PRONY_OUTCOME_CANCELLED)
        continue;
      if (failures[record->outcome].count++ == 0)
        failures[record->outcome].message = record->error_message;
    }
}

static void
append_failures (PronyTrial *trial, GPtrArray *records, GString *text)
{
  Failure failures[PRONY_N_OUTCOMES] = { 0 };
  g_autofree char *title = prony_trial_get_title (trial);

  count_failures (records, failures);
  for (guint i = 0; i < PRONY_N_OUTCOMES; i++)
    if (failures[i].count > 0)
      g_string_append_printf (text, "%s: %" G_GUINT64_FORMAT " × %s. %s\n", title,
                              failures[i].count, prony_outcome_title (i),
                              failures[i].message != NULL ? failures[i].message : "");
  if (trial->summary == NULL && trial->error != NULL)
    g_string_append_printf (text, "%s: %s\n", title, trial->error);
}

static void
print_failures (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) records = NULL;

      if (trial->summary != NULL && prony_summary_count_failed (trial->summary) > 0)
        records = get_records (trial, user_data);
      append_failures (trial, records, text);
    }
  print_part (text->str);
}

static void
print_advice (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  g_autofree char *advice = prony_cli_advice_describe (run, get_records, user_data);
  g_autofree char *remarks = prony_cli_advice_describe_remarks (run);

  print_part (advice);
  print_part (remarks);
}

static void
print_notices (PronyRun *run)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (prony_run_is_partial (run))
    g_string_append_printf (text, "%s\n", _ ("This run is partial: it ended before its plan did."));
  if (prony_run_is_simulated (run))
    g_string_append_printf (text, "%s\n",
                            _ ("Results from the simulated engine say nothing about a real one."));

  print_part (text->str);
}

/**
 * prony_cli_result_print:
 * @run: a run that has ended
 * @get_records: gets a trial's requests
 * @user_data: for @get_records
 *
 * Writes the results of a run for people: a row for each trial, what this computer
 * may have added and what went otherwise than asked, who is best, which target to take
 * for what, what was noted and what failed and why, and what a reader must know before
 * trusting the figures.
 */
void
prony_cli_result_print (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  print_table (run);
  print_notes (run);
  print_winners (run, get_records, user_data);
  print_advice (run, get_records, user_data);
  print_failures (run, get_records, user_data);
  print_notices (run);
}

/**
 * prony_cli_result_judge:
 * @run: a run that has ended
 * @max_failed_percent: how many requests of a trial may fail; at 100 or more, a
 *   trial is bad only if all of its requests failed
 *
 * Returns: the exit status that the run's results ask for
 */
PronyCliStatus
prony_cli_result_judge (PronyRun *run, double max_failed_percent)
{
  PronyCliStatus status = PRONY_CLI_DONE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      const PronyTrial *trial = g_ptr_array_index (run->trials, i);
      double requests;
      double failed;

      /* The engine went away before the trial could begin. */
      if (trial->summary == NULL)
        {
          if (trial->state == PRONY_STATE_FAILED)
            status = MAX (status, PRONY_CLI_NO_ENGINE);
          continue;
        }
      requests = (double) prony_summary_count_requests (trial->summary);
      failed = (double) prony_summary_count_failed (trial->summary);
      if (requests > 0 && (failed >= requests || failed / requests * 100 > max_failed_percent))
        status = MAX (status, PRONY_CLI_REQUESTS_FAILED);
    }
  return status;
}
