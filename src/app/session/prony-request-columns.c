/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What lists show of a request, and by what they can be sorted. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-request-columns.h"
#include "base/prony-clock.h"
#include "base/prony-format.h"

/* A column of a metric has the metric's definition and figure; another one its own. */
typedef struct
{
  PronyRequestSort sort;
  const char *title;
  const char *order_title;
  int metric; /* -1 for none */
} Column;

static const Column columns[] = {
  { PRONY_REQUEST_SORT_NUMBER, NC_ ("column of requests", "No."), N_ ("By number"), -1 },
  { PRONY_REQUEST_SORT_SENT, NC_ ("column of requests", "Sent at"), N_ ("By time of sending"), -1 },
  { PRONY_REQUEST_SORT_OUTCOME, NC_ ("column of requests", "Outcome"), N_ ("By outcome"), -1 },
  { PRONY_REQUEST_SORT_TTFT, NC_ ("column of requests", "TTFT"), N_ ("By time to first token"),
    PRONY_METRIC_TTFT },
  { PRONY_REQUEST_SORT_LATENCY, NC_ ("column of requests", "Latency"), N_ ("By latency"),
    PRONY_METRIC_LATENCY },
  { PRONY_REQUEST_SORT_TPOT, NC_ ("column of requests", "TPOT"), N_ ("By time per output token"),
    PRONY_METRIC_TPOT },
  { PRONY_REQUEST_SORT_TOKENS_PER_SEC, NC_ ("column of requests", "Tokens/s"),
    N_ ("By tokens per second"), PRONY_METRIC_TOKENS_PER_SEC },
  { PRONY_REQUEST_SORT_MAX_STALL, NC_ ("column of requests", "Longest stall"),
    N_ ("By longest stall"), PRONY_METRIC_MAX_STALL },
  { PRONY_REQUEST_SORT_PROMPT_TOKENS, NC_ ("column of requests", "Prompt"), N_ ("By prompt tokens"),
    PRONY_METRIC_PROMPT_TOKENS },
  { PRONY_REQUEST_SORT_COMPLETION_TOKENS, NC_ ("column of requests", "Answer"),
    N_ ("By answer tokens"), PRONY_METRIC_COMPLETION_TOKENS },
  { PRONY_REQUEST_SORT_QUALITY, NC_ ("column of requests", "Quality"), N_ ("By answer quality"),
    -1 },
};

/**
 * prony_request_columns_count:
 *
 * Returns: how many columns there are
 */
guint
prony_request_columns_count (void)
{
  return G_N_ELEMENTS (columns);
}

/**
 * prony_request_columns_get_title:
 * @column: which
 *
 * Returns: its heading
 */
const char *
prony_request_columns_get_title (guint column)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns), NULL);

  return g_dpgettext2 (NULL, "column of requests", columns[column].title);
}

/**
 * prony_request_columns_get_order_title:
 * @column: which
 *
 * Returns: what it is to sort by it, such as "By latency"
 */
const char *
prony_request_columns_get_order_title (guint column)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns), NULL);

  return _ (columns[column].order_title);
}

/**
 * prony_request_columns_get_definition:
 * @column: which
 *
 * Returns: a sentence, what it holds
 */
const char *
prony_request_columns_get_definition (guint column)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns), NULL);

  switch ((guint) columns[column].sort)
    {
    case PRONY_REQUEST_SORT_NUMBER:
      return _ ("The number of the request within its trial");

    case PRONY_REQUEST_SORT_SENT:
      return _ ("When the request had been sent, after the run began");

    case PRONY_REQUEST_SORT_OUTCOME:
      return _ ("How the request ended");

    case PRONY_REQUEST_SORT_QUALITY:
      return _ ("What the rules of the scenario say of the answer");

    default:
      return prony_metric_get_definition ((PronyMetric) columns[column].metric);
    }
}

/**
 * prony_request_columns_get_sort:
 * @column: which
 *
 * Returns: what it is sorted by
 */
PronyRequestSort
prony_request_columns_get_sort (guint column)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns), PRONY_REQUEST_SORT_NUMBER);

  return columns[column].sort;
}

/**
 * prony_request_columns_find:
 * @sort: what is sorted by
 *
 * Returns: the column that holds it; -1 for none
 */
int
prony_request_columns_find (PronyRequestSort sort)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].sort == sort)
      return (int) i;
  return -1;
}

/**
 * prony_request_columns_is_number:
 * @column: which
 *
 * Returns: whether it holds numbers
 */
gboolean
prony_request_columns_is_number (guint column)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns), FALSE);

  return columns[column].sort != PRONY_REQUEST_SORT_OUTCOME &&
         columns[column].sort != PRONY_REQUEST_SORT_QUALITY;
}

static char *
format (double value, PronyUnit unit)
{
  return isfinite (value) ? prony_format_value (value, unit) : g_strdup ("–");
}

/**
 * prony_request_columns_quality_title:
 * @quality: a verdict
 *
 * Returns: what it is called
 */
const char *
prony_request_columns_quality_title (PronyQuality quality)
{
  switch (quality)
    {
    case PRONY_QUALITY_PASS:
      return C_ ("verdict on an answer", "Passed");

    case PRONY_QUALITY_FAIL:
      return C_ ("verdict on an answer", "Failed");

    case PRONY_QUALITY_NONE:
    default:
      return "–";
    }
}

/**
 * prony_request_columns_make_text:
 * @column: which
 * @row: a request
 *
 * Returns: (transfer full): what the column says of it
 */
char *
prony_request_columns_make_text (guint column, const PronyRequestRow *row)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns) && row != NULL, NULL);

  switch ((guint) columns[column].sort)
    {
    case PRONY_REQUEST_SORT_NUMBER:
      return prony_format_value ((double) row->id, PRONY_UNIT_COUNT);

    case PRONY_REQUEST_SORT_SENT:
      return format (row->sent_ns != G_MININT64 ? prony_ns_to_s (row->sent_ns) : NAN,
                     PRONY_UNIT_SECONDS);

    case PRONY_REQUEST_SORT_OUTCOME:
      return g_strdup (prony_outcome_title (row->outcome));

    case PRONY_REQUEST_SORT_QUALITY:
      return g_strdup (prony_request_columns_quality_title (row->quality));

    case PRONY_REQUEST_SORT_PROMPT_TOKENS:
    case PRONY_REQUEST_SORT_COMPLETION_TOKENS:
      return format (prony_request_row_get (row, (PronyMetric) columns[column].metric),
                     PRONY_UNIT_COUNT);

    default:
      return format (prony_request_row_get (row, (PronyMetric) columns[column].metric),
                     prony_metric_get_info ((PronyMetric) columns[column].metric)->unit);
    }
}

static PronyTrial *
get_trial (PronyRun *run, const PronyRequestRow *row)
{
  return row->trial < run->trials->len ? g_ptr_array_index (run->trials, row->trial) : NULL;
}

/**
 * prony_request_columns_make_heading:
 * @run: a run
 * @row: one of its requests
 *
 * Returns: (transfer full): how it ended and, in a run of several trials, of which it is
 */
char *
prony_request_columns_make_heading (PronyRun *run, const PronyRequestRow *row)
{
  PronyTrial *trial;
  g_autofree char *number = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (run != NULL && row != NULL, NULL);

  number = prony_format_value ((double) row->id, PRONY_UNIT_COUNT);
  /* Translators: the number of a request, and how it ended */
  heading = g_strdup_printf (_ ("%s · %s"), number, prony_outcome_title (row->outcome));
  trial = run->trials->len > 1 ? get_trial (run, row) : NULL;
  if (trial == NULL)
    return g_steal_pointer (&heading);

  title = prony_trial_get_title (trial);
  return g_strconcat (heading, " · ", title, NULL);
}

/**
 * prony_request_columns_make_figures:
 * @row: a request
 *
 * Returns: (transfer full): its most important figures in a line
 */
char *
prony_request_columns_make_figures (const PronyRequestRow *row)
{
  const PronyRequestSort shown[] = { PRONY_REQUEST_SORT_TTFT, PRONY_REQUEST_SORT_LATENCY,
                                     PRONY_REQUEST_SORT_TOKENS_PER_SEC };
  GString *line = g_string_new (NULL);

  g_return_val_if_fail (row != NULL, g_string_free (line, FALSE));

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      guint column = (guint) prony_request_columns_find (shown[i]);
      g_autofree char *text = prony_request_columns_make_text (column, row);

      if (isfinite (prony_request_row_get (row, (PronyMetric) columns[column].metric)))
        g_string_append_printf (line, "%s%s %s", line->len > 0 ? " · " : "",
                                prony_request_columns_get_title (column), text);
    }
  if (line->len == 0)
    g_string_append (line, _ ("No figures"));
  return g_string_free (line, FALSE);
}

/**
 * prony_request_columns_describe:
 * @run: a run
 * @row: one of its requests
 *
 * Returns: (transfer full): what a row says, in one sentence
 */
char *
prony_request_columns_describe (PronyRun *run, const PronyRequestRow *row)
{
  g_autofree char *heading = prony_request_columns_make_heading (run, row);
  g_autofree char *figures = prony_request_columns_make_figures (row);

  /* Translators: a request, how it ended, and its figures */
  return g_strdup_printf (_ ("Request %s, %s"), heading, figures);
}
