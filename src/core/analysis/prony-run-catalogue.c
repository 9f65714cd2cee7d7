/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/analysis/prony-run-chart-private.h"

#define SUMMARIES PRONY_RUN_CHART_NEEDS_SUMMARIES
#define SAMPLES PRONY_RUN_CHART_NEEDS_SAMPLES
#define ROWS PRONY_RUN_CHART_NEEDS_ROWS
#define EVENTS PRONY_RUN_CHART_NEEDS_EVENTS

/* Section by section, in the order of reading. */
static const PronyRunChartKind kinds[] = {
  { "ttft", N_ ("Time to first token"), PRONY_RUN_SECTION_SPEED, SUMMARIES, TRUE,
    _prony_run_chart_ttft },
  { "throughput", N_ ("Throughput"), PRONY_RUN_SECTION_SPEED, SUMMARIES, TRUE,
    _prony_run_chart_throughput },
  { "latency", N_ ("Latency"), PRONY_RUN_SECTION_SPEED, ROWS, TRUE, _prony_run_chart_latency },
  { "time-parts", N_ ("Where the time goes"), PRONY_RUN_SECTION_SPEED, ROWS, TRUE,
    _prony_run_chart_time_parts },
  { "tpot", N_ ("Time per output token"), PRONY_RUN_SECTION_SPEED, SUMMARIES, FALSE,
    _prony_run_chart_tpot },
  { "ttft-spread", N_ ("Spread of the time to first token"), PRONY_RUN_SECTION_SPEED, ROWS, FALSE,
    _prony_run_chart_ttft_spread },
  { "ttft-distribution", N_ ("Distribution of the time to first token"), PRONY_RUN_SECTION_SPEED,
    ROWS, FALSE, _prony_run_chart_ttft_steps },
  { "complexity", N_ ("Speed by kind of work"), PRONY_RUN_SECTION_SPEED, ROWS, FALSE,
    _prony_run_chart_by_class },
  { "ttft-map", N_ ("Time to first token at a glance"), PRONY_RUN_SECTION_SPEED, SUMMARIES, FALSE,
    _prony_run_chart_map_ttft },
  { "throughput-map", N_ ("Throughput at a glance"), PRONY_RUN_SECTION_SPEED, SUMMARIES, FALSE,
    _prony_run_chart_map_throughput },

  { "throughput-by-load", N_ ("Throughput by load"), PRONY_RUN_SECTION_LOAD, SUMMARIES, TRUE,
    _prony_run_chart_throughput_by_load },
  { "latency-by-load", N_ ("Latency by load"), PRONY_RUN_SECTION_LOAD, SUMMARIES, TRUE,
    _prony_run_chart_latency_by_load },
  { "throughput-against-latency", N_ ("Throughput against latency"), PRONY_RUN_SECTION_LOAD,
    SUMMARIES, TRUE, _prony_run_chart_pareto },
  { "ttft-by-load", N_ ("Time to first token by load"), PRONY_RUN_SECTION_LOAD, SUMMARIES, FALSE,
    _prony_run_chart_ttft_by_load },
  { "tpot-by-load", N_ ("Time per output token by load"), PRONY_RUN_SECTION_LOAD, SUMMARIES, FALSE,
    _prony_run_chart_tpot_by_load },
  { "rate-by-in-flight", N_ ("Speed of an answer by requests in flight"), PRONY_RUN_SECTION_LOAD,
    ROWS, FALSE, _prony_run_chart_rate_by_in_flight },

  { "tokens", N_ ("Tokens of a request"), PRONY_RUN_SECTION_TOKENS, EVENTS, TRUE,
    _prony_run_chart_tokens },
  { "latency-by-prompt", N_ ("Latency by prompt length"), PRONY_RUN_SECTION_TOKENS, ROWS, TRUE,
    _prony_run_chart_latency_by_prompt },
  { "latency-by-context", N_ ("Latency by size of the context"), PRONY_RUN_SECTION_TOKENS, ROWS,
    FALSE, _prony_run_chart_latency_by_context },
  { "rate-by-position", N_ ("Token rate over the course of an answer"), PRONY_RUN_SECTION_TOKENS,
    EVENTS, TRUE, _prony_run_chart_rate_by_position },
  { "itl-distribution", N_ ("Distribution of the gaps between tokens"), PRONY_RUN_SECTION_TOKENS,
    EVENTS, FALSE, _prony_run_chart_itl_steps },

  { "success", N_ ("How requests ended"), PRONY_RUN_SECTION_SUCCESS, SUMMARIES, TRUE,
    _prony_run_chart_success },
  { "quality", N_ ("Right answers"), PRONY_RUN_SECTION_SUCCESS, SUMMARIES, TRUE,
    _prony_run_chart_quality },

  { "over-time", N_ ("Requests over the run"), PRONY_RUN_SECTION_COURSE, ROWS, TRUE,
    _prony_run_chart_over_time },

  { "resources", N_ ("Resources over the run"), PRONY_RUN_SECTION_COST, SAMPLES, TRUE,
    _prony_run_chart_resources },
  { "cost", N_ ("Cost"), PRONY_RUN_SECTION_COST, SUMMARIES, TRUE, _prony_run_chart_cost },
  { "memory", N_ ("Memory"), PRONY_RUN_SECTION_COST, SUMMARIES, TRUE, _prony_run_chart_memory },
  { "energy", N_ ("Energy"), PRONY_RUN_SECTION_COST, SUMMARIES, TRUE, _prony_run_chart_energy },
};

/**
 * prony_run_catalogue_get:
 * @n_kinds: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_kinds): the charts that a run may have, by section
 */
const PronyRunChartKind *
prony_run_catalogue_get (guint *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

/**
 * prony_run_section_title:
 * @section: a section
 *
 * Returns: (transfer none): its translated heading
 */
const char *
prony_run_section_title (PronyRunSection section)
{
  static const char *const titles[PRONY_N_RUN_SECTIONS] = {
    N_ ("Speed"),   N_ ("Under Load"), N_ ("Tokens"),
    N_ ("Success"), N_ ("Over Time"),  N_ ("Resources and Cost"),
  };

  g_return_val_if_fail ((guint) section < PRONY_N_RUN_SECTIONS, "");

  return _ (titles[section]);
}

/**
 * prony_run_chart_make:
 * @kind: which chart
 * @data: what it is drawn from; what it needs may not have been read
 *
 * Draws up a kind of chart. With many requests it takes a while: call it in a thread.
 *
 * Returns: (transfer full): charts, or why there are none
 */
PronyRunChart *
prony_run_chart_make (const PronyRunChartKind *kind, const PronyRunChartData *data)
{
  PronyRunChart *self;

  g_return_val_if_fail (kind != NULL && data != NULL, NULL);

  self = g_new0 (PronyRunChart, 1);
  self->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);
  if ((kind->needs >= ROWS && data->rows == NULL) ||
      (kind->needs >= EVENTS && data->records == NULL && data->rows->len == 0))
    self->absent = N_ ("The requests of this run were not kept.");
  else
    kind->make (self, data);
  if (self->charts->len == 0 && self->absent == NULL)
    self->absent = N_ ("Nothing was measured that could be drawn here.");

  return self;
}

/**
 * prony_run_chart_free:
 * @self: (transfer full): charts
 */
void
prony_run_chart_free (PronyRunChart *self)
{
  g_ptr_array_unref (self->charts);
  g_free (self->note);
  g_free (self);
}

/* Takes @chart, unless there is nothing in it. */
void
_prony_run_chart_take (PronyRunChart *self, PronyChart *chart)
{
  if (chart == NULL)
    return;
  if (prony_chart_has_values (chart))
    g_ptr_array_add (self->charts, chart);
  else
    prony_chart_unref (chart);
}

/* Takes @charts: the first of them. */
void
_prony_run_chart_take_all (PronyRunChart *self, GPtrArray *charts)
{
  for (guint i = 0; i < MIN (charts->len, MAX_ALIKE); i++)
    _prony_run_chart_take (self, prony_chart_ref (g_ptr_array_index (charts, i)));
  _prony_run_chart_say_alike (self, charts->len);
  g_ptr_array_unref (charts);
}

/* Adds a sentence to the note. */
void
_prony_run_chart_say (PronyRunChart *self, const char *sentence)
{
  g_autofree char *before = self->note;

  self->note = before != NULL ? g_strconcat (before, " ", sentence, NULL) : g_strdup (sentence);
}

/* Says so where charts that are alike were left out. */
void
_prony_run_chart_say_alike (PronyRunChart *self, guint n_all)
{
  g_autofree char *sentence = NULL;

  if (n_all <= MAX_ALIKE)
    return;

  sentence = g_strdup_printf (
    /* Translators: %u are numbers of charts */
    _ ("The first %u of %u scenarios and loads are shown."), MAX_ALIKE, n_all);
  _prony_run_chart_say (self, sentence);
}
