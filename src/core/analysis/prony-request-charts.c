/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "core/analysis/prony-request-charts.h"

/*
 * When each phase of a request was: of one request a line for each phase, of several a line
 * for each request. A phase begins at the moment it is named after here, and ends at the
 * next moment that was reached.
 */

enum
{
  PHASE_DUE,
  PHASE_STARTED,
  PHASE_CONNECTED,
  PHASE_SENT,
  PHASE_HEADERS,
  PHASE_FIRST_TOKEN,
  PHASE_ANSWER,
  PHASE_LAST_TOKEN,
  N_PHASES,
};

#define ABSENT G_MININT64

/* When the phases began; ABSENT where one was not reached or is not known. */
typedef struct
{
  gint64 begin_ns[N_PHASES];
  gint64 end_ns;
} Phases;

static const char *const titles[N_PHASES] = {
  /* Translators: phases of a request, each until the next one begins */
  N_ ("Waiting to start"),
  N_ ("Connecting"),
  N_ ("Sending"),
  N_ ("Waiting for an answer"),
  N_ ("Waiting for the first token"),
  N_ ("Thinking"),
  N_ ("Answering"),
  N_ ("Ending"),
};

static gint64
stamp (gint64 ns)
{
  return ns != 0 ? ns : ABSENT;
}

static void
read_record (const PronyRequestRecord *record, Phases *phases)
{
  PronyRequestRow row;

  prony_request_row_init (&row, record, 0, 0);
  *phases =
    (Phases){ { stamp (record->scheduled_ns), stamp (record->started_ns),
                stamp (record->connected_ns), stamp (record->sent_ns), stamp (record->headers_ns),
                row.first_token_ns, row.answer_ns, row.last_token_ns },
              stamp (record->finished_ns) };
}

/* A row does not tell when a connection was ready. */
static void
read_row (const PronyRequestRow *row, Phases *phases)
{
  *phases = (Phases){ { row->scheduled_ns, row->started_ns, ABSENT, row->sent_ns, row->headers_ns,
                        row->first_token_ns, row->answer_ns, row->last_token_ns },
                      row->finished_ns };
}

/* The phase ends where the next one begins that was reached, or else at the end. */
static gboolean
get_span (const Phases *phases, guint phase, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = phases->begin_ns[phase];
  if (*from_ns == ABSENT)
    return FALSE;

  *to_ns = phases->end_ns;
  for (guint next = phase + 1; next < N_PHASES; next++)
    if (phases->begin_ns[next] != ABSENT)
      {
        *to_ns = phases->begin_ns[next];
        break;
      }
  return *to_ns != ABSENT && *to_ns > *from_ns;
}

static PronyChart *
make_chart (const char *title, const char *x_title)
{
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_WATERFALL, title, PRONY_UNIT_SECONDS, PRONY_BETTER_NEITHER);

  chart->x_title = g_strdup (x_title);
  chart->x_unit = PRONY_UNIT_SECONDS;
  return chart;
}

/**
 * prony_request_chart_new:
 * @record: a request that has ended
 *
 * Shows when each phase of a request was, in seconds after it was due.
 *
 * Returns: (transfer full): a waterfall with a line for each phase; without values where
 *   the request was never due
 */
PronyChart *
prony_request_chart_new (const PronyRequestRecord *record)
{
  PronyChart *chart = make_chart (_ ("Course of the request"), _ ("Time since it was due"));
  Phases phases;

  g_return_val_if_fail (record != NULL, chart);

  read_record (record, &phases);
  for (guint phase = 0; phase < N_PHASES && phases.begin_ns[PHASE_DUE] != ABSENT; phase++)
    {
      gint64 origin_ns = phases.begin_ns[PHASE_DUE];
      gint64 from_ns;
      gint64 to_ns;
      guint series;
      guint group;

      if (!get_span (&phases, phase, &from_ns, &to_ns))
        continue;
      series = prony_chart_add_series (chart, _ (titles[phase]), phase, FALSE);
      group = prony_chart_add_group (chart, _ (titles[phase]));
      prony_chart_add_span (chart, group, series, prony_ns_to_s (from_ns - origin_ns),
                            prony_ns_to_s (to_ns - origin_ns));
    }
  return chart;
}

/* Of many requests connecting and sending are one phase. */
static const char *
get_rows_title (guint phase)
{
  return phase == PHASE_STARTED ? _ ("Connecting and sending") : _ (titles[phase]);
}

static void
add_row (PronyChart *chart, const PronyRequestRow *row, int *series)
{
  g_autofree char *number = prony_format_value ((double) row->id, PRONY_UNIT_COUNT);
  guint group = prony_chart_add_group (chart, number);
  Phases phases;

  read_row (row, &phases);
  for (guint phase = 0; phase < N_PHASES; phase++)
    {
      gint64 from_ns;
      gint64 to_ns;

      if (!get_span (&phases, phase, &from_ns, &to_ns))
        continue;
      prony_chart_add_span (chart, group, (guint) series[phase], prony_ns_to_s (from_ns),
                            prony_ns_to_s (to_ns));
      prony_chart_mark_last (chart, row->row_id, row->outcome != PRONY_OUTCOME_OK);
    }
}

/**
 * prony_request_rows_chart_new:
 * @rows: (array length=n_rows): requests that have ended
 * @n_rows: how many
 *
 * Shows when each phase of some requests was, in seconds after the run began. Each value
 * leads to its request, and those of failed requests are pointed out.
 *
 * Returns: (transfer full): a waterfall with a line for each request, in their order
 */
PronyChart *
prony_request_rows_chart_new (const PronyRequestRow *rows, guint n_rows)
{
  PronyChart *chart = make_chart (_ ("Requests over time"), _ ("Time since the run began"));
  gboolean used[N_PHASES] = { FALSE };
  int series[N_PHASES];

  for (guint i = 0; i < n_rows; i++)
    {
      Phases phases;
      gint64 from_ns;
      gint64 to_ns;

      read_row (&rows[i], &phases);
      for (guint phase = 0; phase < N_PHASES; phase++)
        used[phase] |= get_span (&phases, phase, &from_ns, &to_ns);
    }
  for (guint phase = 0; phase < N_PHASES; phase++)
    series[phase] =
      used[phase] ? (int) prony_chart_add_series (chart, get_rows_title (phase), phase, FALSE) : -1;
  for (guint i = 0; i < n_rows; i++)
    add_row (chart, &rows[i], series);
  return chart;
}
