/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-cache-check.h"
#include "core/metrics/prony-client-limit.h"
#include "core/metrics/prony-in-flight.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/metrics/prony-resource-use.h"
#include "core/metrics/prony-spread.h"
#include "core/metrics/prony-summarize.h"
#include "core/metrics/prony-trial-checks.h"
#include "core/model/prony-event-cursor.h"
#include "core/stats/prony-share.h"

typedef struct
{
  const PronySummaryInput *input;
  PronySummary *summary;
  GPtrArray *measured;
  GArray *samples[PRONY_N_DISTRIBUTIONS];
  gint64 start_ns;
  gint64 end_ns;
  guint64 slo_met;
  guint64 slo_met_in_window;
} Work;

static double *
scalar (Work *work, PronyMetric metric)
{
  return &work->summary->scalars[metric - PRONY_N_DISTRIBUTIONS];
}

/* --- Distributions ------------------------------------------------------------ */

static gboolean
meets_objectives (const PronySummaryInput *input,
                  const PronyRequestRecord *record,
                  const double *values)
{
  return !(values[PRONY_METRIC_TTFT] > input->slo_ttft_s) &&
         !(values[PRONY_METRIC_LATENCY] > input->slo_latency_s) &&
         !(prony_request_mean_itl (record) > input->slo_itl_s);
}

static gboolean
has_rules (Work *work, const PronyRequestRecord *record)
{
  const PronyScenario *scenario = work->input->scenario;

  return scenario != NULL && prony_scenario_get_expectation (scenario, record->case_index) != NULL;
}

static void
add_successful (Work *work, const PronyRequestRecord *record)
{
  PronySummary *summary = work->summary;
  double values[PRONY_N_DISTRIBUTIONS];

  prony_request_metrics (record, values);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    if (isfinite (values[i]))
      g_array_append_val (work->samples[i], values[i]);

  summary->prompt_tokens += (guint64) MAX (record->prompt_tokens, 0);
  summary->completion_tokens += (guint64) llround (prony_request_output_tokens (record, 0));
  summary->count_source = MAX (summary->count_source, record->count_source);
  summary->quality_passed += record->quality == PRONY_QUALITY_PASS;
  summary->quality_failed += record->quality == PRONY_QUALITY_FAIL;
  summary->quality_unjudged += record->quality == PRONY_QUALITY_NONE && has_rules (work, record);

  if (meets_objectives (work->input, record, values))
    {
      work->slo_met++;
      work->slo_met_in_window += prony_in_flight_end (record) <= work->end_ns;
    }
}

static void
add_distributions (Work *work)
{
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    work->samples[i] = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < work->measured->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (work->measured, i);

      work->summary->outcomes[record->outcome]++;
      if (record->outcome == PRONY_OUTCOME_OK)
        add_successful (work, record);
    }

  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    {
      prony_spread_of_values (&work->summary->distributions[i], (double *) work->samples[i]->data,
                              work->samples[i]->len);
      g_clear_pointer (&work->samples[i], g_array_unref);
    }
  prony_spread_of_gaps (&work->summary->distributions[PRONY_METRIC_ITL], work->measured);
}

/* --- Window and rates ---------------------------------------------------------- */

/* Of a pause after the last request, which leaves only what never went out, nothing is
 * taken away. */
static double
get_unpaused_s (const Work *work, gint64 from_ns, gint64 to_ns)
{
  const GArray *pauses = work->input->pauses;
  gint64 left_ns = to_ns - from_ns;

  for (guint i = 0; pauses != NULL && i < pauses->len; i++)
    {
      const PronyPause *pause = &g_array_index (pauses, PronyPause, i);

      left_ns -= MAX (MIN (pause->to_ns, to_ns) - MAX (pause->from_ns, from_ns), 0);
    }

  return prony_ns_to_s (left_ns);
}

/* From the first measured request's sent to the end of the last, or to the time
 * bound where that comes before; pauses are no part of it. */
static void
find_window (Work *work)
{
  double window;

  for (guint i = 0; i < work->measured->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (work->measured, i);

      if (record->sent_ns == 0)
        continue;
      if (work->start_ns == 0 || record->sent_ns < work->start_ns)
        work->start_ns = record->sent_ns;
      work->end_ns = MAX (work->end_ns, prony_in_flight_end (record));
    }

  if (work->input->bound_ns != 0)
    work->end_ns = MIN (work->end_ns, work->input->bound_ns);
  window = get_unpaused_s (work, work->start_ns, work->end_ns);
  if (work->start_ns == 0 || !(window > 0))
    return;

  work->summary->window_s = window;
  work->summary->window_start_ns = work->start_ns;
  work->summary->window_end_ns = work->end_ns;
}

static gboolean
saw_token_in_window (Work *work, const PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (prony_event_kind_carries_tokens ((PronyEventKind) event.kind))
      return event.at_ns <= work->end_ns;

  return FALSE;
}

/* Tokens of requests that succeeded or were still under way when the trial ended:
 * both are work that the engine delivered in the window. */
static void
add_token_rates (Work *work)
{
  double window = work->summary->window_s;
  double output = 0;
  double prompt = 0;
  gboolean prompt_known = TRUE;

  for (guint i = 0; i < work->measured->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (work->measured, i);

      if (record->outcome != PRONY_OUTCOME_OK && record->outcome != PRONY_OUTCOME_CANCELLED)
        continue;
      output += prony_request_output_tokens (record, work->input->bound_ns);
      if (!saw_token_in_window (work, record))
        continue;
      prompt += (double) MAX (record->prompt_tokens, 0);
      if (record->outcome == PRONY_OUTCOME_OK && record->prompt_tokens < 0)
        prompt_known = FALSE;
    }

  *scalar (work, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC) = output / window;
  if (prompt_known)
    *scalar (work, PRONY_METRIC_TOTAL_TOKENS_PER_SEC) = (output + prompt) / window;
}

static void
add_request_rates (Work *work)
{
  const PronySummaryInput *input = work->input;
  double window = work->summary->window_s;
  guint64 ok_in_window = 0;

  for (guint i = 0; i < work->measured->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (work->measured, i);

      ok_in_window +=
        record->outcome == PRONY_OUTCOME_OK && prony_in_flight_end (record) <= work->end_ns;
    }

  *scalar (work, PRONY_METRIC_REQUESTS_PER_SEC) = (double) ok_in_window / window;
  if (isfinite (input->slo_ttft_s) || isfinite (input->slo_itl_s) ||
      isfinite (input->slo_latency_s))
    *scalar (work, PRONY_METRIC_GOODPUT) = (double) work->slo_met_in_window / window;
  *scalar (work, PRONY_METRIC_MEAN_CONCURRENCY) =
    prony_in_flight_time (work->measured, work->start_ns, work->end_ns) / window;
}

/* Cancelled requests were ended by the user or by the end of the trial: they tell
 * nothing about the engine and are in no share. */
static void
add_shares (Work *work)
{
  const PronySummaryInput *input = work->input;
  PronySummary *summary = work->summary;
  double ok = (double) summary->outcomes[PRONY_OUTCOME_OK];
  double failed = (double) prony_summary_count_failed (summary);
  double judged = ok + failed;

  if (judged == 0)
    return;

  *scalar (work, PRONY_METRIC_SUCCESS_RATE) = ok / judged;
  *scalar (work, PRONY_METRIC_ERROR_RATE) = failed / judged;
  *scalar (work, PRONY_METRIC_TIMEOUT_RATE) =
    (double) summary->outcomes[PRONY_OUTCOME_TIMEOUT] / judged;
  if (isfinite (input->slo_ttft_s) || isfinite (input->slo_itl_s) ||
      isfinite (input->slo_latency_s))
    *scalar (work, PRONY_METRIC_SLO_ATTAINMENT) = (double) work->slo_met / judged;
}

/* Of the answers that were judged: one without a verdict is neither right nor wrong. */
static void
add_quality (Work *work)
{
  PronySummary *summary = work->summary;
  const PronyShare passed = {
    .hits = (double) summary->quality_passed,
    .n = (double) (summary->quality_passed + summary->quality_failed),
  };

  *scalar (work, PRONY_METRIC_QUALITY_PASS_RATE) = prony_share_get (&passed);
  prony_share_ci95 (&passed, summary->quality_ci95);
}

static void
add_cost (Work *work)
{
  double price_per_s = work->input->price_per_hour / 3600;
  double requests = *scalar (work, PRONY_METRIC_REQUESTS_PER_SEC);
  double tokens = *scalar (work, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);

  if (!(price_per_s > 0))
    return;

  if (requests > 0)
    *scalar (work, PRONY_METRIC_COST_PER_REQUEST) = price_per_s / requests;
  if (tokens > 0)
    {
      *scalar (work, PRONY_METRIC_TOKENS_PER_DOLLAR) = tokens / price_per_s;
      *scalar (work, PRONY_METRIC_COST_PER_MILLION_TOKENS) = price_per_s / tokens * 1e6;
    }
}

/* When a request went out; one that was sent again has the stamps of the last time, but
 * the first was when it was due. */
static gint64
get_first_started (const PronyRequestRecord *record)
{
  return record->retries > 0 && record->started_ns != 0 ? record->scheduled_ns : record->started_ns;
}

/* The gaps between requests, so that the rate of a schedule of few requests comes out
 * as it was asked. */
static void
add_sent_rate (Work *work)
{
  gint64 first_ns = G_MAXINT64, last_ns = 0;
  guint n = 0;
  double elapsed;

  for (guint i = 0; i < work->measured->len; i++)
    {
      gint64 at_ns = get_first_started (g_ptr_array_index (work->measured, i));

      if (at_ns == 0)
        continue;
      first_ns = MIN (first_ns, at_ns);
      last_ns = MAX (last_ns, at_ns);
      n++;
    }
  if (n < 2)
    return;

  elapsed = get_unpaused_s (work, first_ns, last_ns);
  if (elapsed > 0)
    *scalar (work, PRONY_METRIC_SENT_PER_SEC) = (n - 1) / elapsed;
}

static void
add_client_health (Work *work)
{
  const PronySummaryInput *input = work->input;
  PronySummary *summary = work->summary;

  *scalar (work, PRONY_METRIC_CLIENT_LAG_P99) = input->client_lag_p99_s;
  *scalar (work, PRONY_METRIC_CLIENT_CPU_PERCENT) = input->client_cpu_percent;
  summary->reconnects = input->reconnects;
  summary->retries = input->retries;
  summary->retransmits = input->retransmits;
  summary->client_limit = prony_client_limit_find (summary, input);
  summary->client_bound = summary->client_limit != PRONY_CLIENT_LIMIT_NONE;
}

/* A name without what engines add or leave out: folders, the end of a file's name,
 * Ollama's usual tag. */
static char *
get_bare_name (const char *model)
{
  g_autofree char *base = g_path_get_basename (model);
  char *bare = g_ascii_strdown (base, -1);

  if (g_str_has_suffix (bare, ":latest"))
    bare[strlen (bare) - strlen (":latest")] = '\0';
  if (g_str_has_suffix (bare, ".gguf"))
    bare[strlen (bare) - strlen (".gguf")] = '\0';
  return bare;
}

/* A name that goes on with a date is that of a version, as with OpenAI. */
static gboolean
is_other_model (const char *asked, const char *answered)
{
  g_autofree char *a = get_bare_name (asked);
  g_autofree char *b = get_bare_name (answered);

  if (!g_str_has_prefix (b, a))
    return TRUE;

  return strspn (b + strlen (a), "-0123456789") != strlen (b + strlen (a));
}

static void
find_answered_model (Work *work)
{
  const char *asked = work->input->model;

  for (guint i = 0; asked != NULL && i < work->measured->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (work->measured, i);

      if (record->outcome != PRONY_OUTCOME_OK || record->model == NULL ||
          !is_other_model (asked, record->model))
        continue;
      work->summary->answered_model = g_strdup (record->model);
      return;
    }
}

static GPtrArray *
pick_measured (GPtrArray *records)
{
  GPtrArray *measured = g_ptr_array_sized_new (records->len);

  for (guint i = 0; i < records->len; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (!record->warmup)
        g_ptr_array_add (measured, record);
    }

  return measured;
}

/* --- Public -------------------------------------------------------------------- */

/**
 * prony_summary_input_init:
 * @self: (out caller-allocates): an input
 * @records: (element-type PronyRequestRecord): the requests of a trial; borrowed
 *
 * Makes it one with @records and nothing else known.
 */
void
prony_summary_input_init (PronySummaryInput *self, GPtrArray *records)
{
  *self = (PronySummaryInput){
    .records = records,
    .slo_ttft_s = NAN,
    .slo_itl_s = NAN,
    .slo_latency_s = NAN,
    .price_per_hour = NAN,
    .client_lag_p99_s = NAN,
    .client_cpu_percent = NAN,
    .retransmits = -1,
    .engine_tokens = -1,
    .template_tokens = -1,
  };
}

/**
 * prony_summarize:
 * @input: the requests of a trial, and what else is known of it
 *
 * Computes the figures of a trial, as `docs/methodology.md` defines them. What that
 * leaves open:
 *
 * - The window ends with the last measured request, or at the time bound where that
 *   comes first. Requests that end after the bound are in the distributions, but
 *   only their tokens before it are in the throughput, and they are in neither the
 *   request rate nor the goodput.
 * - Cancelled requests are in `outcomes` and their tokens in the throughput; they are
 *   in no distribution and in no share.
 * - `total_tokens_per_sec` counts a prompt when its first token came inside the
 *   window, and is absent where a successful request has no prompt count.
 * - A request meets the ITL objective when its mean gap does, or when it has none;
 *   a failed request meets no objective.
 * - `queue_wait` is here the median of the engine's own queue times;
 *   prony_summarize_queue_waits() computes it for engines that report none.
 * - `sent_per_sec` is the number of gaps between measured requests as they were handed
 *   over, divided by the time from the first to the last.
 * - prony_client_limit_find() says when `client_bound` is set, and
 *   prony_trial_checks_fill() what is checked.
 * - `count_source` is the worst among the successful requests.
 * - `answered_model` is that of the first successful request which another model
 *   answered; a date after the name, a folder before it, `.gguf` and `:latest` make no
 *   other model.
 *
 * Takes a fraction of a second for 100,000 requests; call it from any thread but the
 * user interface's.
 *
 * Returns: (transfer full): the summary
 */
PronySummary *
prony_summarize (const PronySummaryInput *input)
{
  g_autoptr (PronySummary) summary = prony_summary_new ();
  g_autoptr (GPtrArray) measured = NULL;
  Work work = { 0 };

  g_return_val_if_fail (input != NULL && input->records != NULL, NULL);

  measured = pick_measured (input->records);
  work.input = input;
  work.summary = summary;
  work.measured = measured;

  find_window (&work);
  add_distributions (&work);
  add_shares (&work);
  add_quality (&work);
  if (isfinite (summary->window_s))
    {
      add_token_rates (&work);
      add_request_rates (&work);
      add_cost (&work);
      prony_resource_use_fill (summary, input, work.start_ns, work.end_ns);
    }
  *scalar (&work, PRONY_METRIC_FAIRNESS) = prony_in_flight_fairness (measured);
  *scalar (&work, PRONY_METRIC_QUEUE_WAIT) = summary->distributions[PRONY_METRIC_QUEUE_TIME].p50;
  *scalar (&work, PRONY_METRIC_CACHED_SHARE) = prony_cache_check_get_share (measured);
  if (input->scenario != NULL)
    {
      summary->knows_cache = TRUE;
      summary->cache = input->scenario->cache;
    }
  add_sent_rate (&work);
  add_client_health (&work);
  find_answered_model (&work);
  prony_trial_checks_fill (summary, input, work.start_ns, work.end_ns);

  return g_steal_pointer (&summary);
}

static PronyTrial *
find_single_stream_trial (PronyRun *run, PronyTrial *trial)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *other = g_ptr_array_index (run->trials, i);

      if (prony_load_level_is_closed (&other->load, 1) && other->summary != NULL &&
          g_str_equal (other->scenario_name, trial->scenario_name) &&
          g_str_equal (other->target->name, trial->target->name) &&
          g_strcmp0 (other->target->model, trial->target->model) == 0)
        return other;
    }

  return NULL;
}

/**
 * prony_summarize_queue_waits:
 * @run: a run whose trials have been summarised
 *
 * Fills in the queue wait of trials whose engine reports no queue time: their median
 * time to first token less that of the same target and scenario at concurrency 1.
 * Without such a trial it stays absent. A trial whose figure changes gets a new
 * summary. Call it once, when the last trial is done, in the thread that owns @run.
 */
void
prony_summarize_queue_waits (PronyRun *run)
{
  const guint index = PRONY_METRIC_QUEUE_WAIT - PRONY_N_DISTRIBUTIONS;

  g_return_if_fail (run != NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      PronyTrial *alone = find_single_stream_trial (run, trial);
      g_autoptr (PronySummary) filled = NULL;
      double wait;

      if (trial->summary == NULL || alone == NULL || isfinite (trial->summary->scalars[index]))
        continue;
      wait = trial->summary->distributions[PRONY_METRIC_TTFT].p50 -
             alone->summary->distributions[PRONY_METRIC_TTFT].p50;
      if (!isfinite (wait))
        continue;

      filled = prony_summary_new ();
      *filled = *trial->summary;
      filled->answered_model = g_strdup (trial->summary->answered_model);
      filled->scalars[index] = wait;
      prony_summary_unref (trial->summary);
      trial->summary = g_steal_pointer (&filled);
    }
}
