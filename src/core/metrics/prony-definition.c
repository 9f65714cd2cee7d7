/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-definition.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-event-cursor.h"

/*
 * TTFT, ITL and TPOT as other tools define them, from the same events. Read in their sources as
 * of summer 2026, none of whose code is here:
 *
 * - GuideLLM: `time_to_first_token_ms` and its neighbours in `src/guidellm/schemas/
 *   request_stats.py`; what a token is in `add_streaming_line` of `src/guidellm/backends/openai/
 *   request_handlers.py`; the weights in `src/guidellm/benchmark/schemas/metrics.py`.
 * - AIPerf: `ttft_metric.py`, `inter_token_latency_metric.py` and `request_latency_metric.py` of
 *   `src/aiperf/metrics/types`, without `--per-chunk-usage`.
 * - vllm bench: `async_request_openai_chat_completions` in `vllm/benchmarks/lib/
 *   endpoint_request_func.py` and `calculate_metrics` in `vllm/benchmarks/serve.py`.
 * - llmperf: `src/llmperf/ray_clients/openai_chat_completions_client.py`, and the division in
 *   `launch_request` of `token_benchmark_ray.py`, which is by the chunks that came; only for
 *   requests that are left over at the end of a run it is by the tokens of the text.
 * - MLPerf LoadGen, server scenario: the token latencies in `loadgen/logging.cc`, and
 *   `ProcessTokenLatencies` in `loadgen/results.cc`.
 *
 * All but LoadGen begin when the request is given to the HTTP client; Prony when its last byte
 * was sent.
 */

#define MAX_TOKENS 100000

typedef struct
{
  const char *name;
  const char *title;
  const char *ttft; /* what each of them is; NULL where the tool has no such figure */
  const char *itl;
  const char *tpot;
} Info;

static const Info infos[PRONY_N_DEFINITIONS] = {
  [PRONY_DEFINITION_PRONY] = { "prony", N_ ("Prony"), NULL, NULL, NULL },
  [PRONY_DEFINITION_GUIDELLM] = {
    "guidellm", N_ ("GuideLLM"),
    N_ ("From the start of the request to the first text, thinking or tool call."),
    N_ ("One value for each request: from the first to the last token, divided by the tokens "
        "after the first; a request counts as often as it has such tokens."),
    N_ ("From the start of the request to the last token, divided by all tokens: the time to "
        "the first token is in it. A request counts as often as it has tokens."),
  },
  [PRONY_DEFINITION_AIPERF] = {
    "aiperf", N_ ("AIPerf"),
    N_ ("From the start of the request to the first answer or thinking."),
    N_ ("One value for each request: from the first to the last token, divided by the tokens "
        "after the first."),
    NULL,
  },
  [PRONY_DEFINITION_VLLM_BENCH] = {
    "vllm-bench", N_ ("vllm bench"),
    N_ ("From the start of the request to the first chunk with a choice in it, be it empty or "
        "only the role."),
    N_ ("The gaps between all chunks with a choice in them; a chunk of several tokens is one."),
    N_ ("From the first chunk to the last, divided by the tokens after the first."),
  },
  [PRONY_DEFINITION_LLMPERF] = {
    "llmperf", N_ ("llmperf"),
    N_ ("From the start of the request to the first text of the answer; thinking does not "
        "count."),
    N_ ("One value for each request: from its start to the last text, divided by all chunks, be "
        "they empty: the time to the first token is in it."),
    NULL,
  },
  [PRONY_DEFINITION_MLPERF] = {
    "mlperf", N_ ("MLPerf LoadGen"),
    N_ ("From when the request was due to the first token."),
    NULL,
    N_ ("From the first token to the end of the request, divided by the tokens after the "
        "first."),
  },
};

/**
 * prony_definition_to_string:
 * @definition: a definition
 *
 * Returns: (transfer none): its name in options and files, such as "vllm-bench"
 */
const char *
prony_definition_to_string (PronyDefinition definition)
{
  g_return_val_if_fail ((guint) definition < PRONY_N_DEFINITIONS, NULL);

  return infos[definition].name;
}

/**
 * prony_definition_from_string:
 * @text: a name
 * @definition: (out): which it is
 *
 * Returns: whether there is one of that name
 */
gboolean
prony_definition_from_string (const char *text, PronyDefinition *definition)
{
  for (guint i = 0; i < PRONY_N_DEFINITIONS; i++)
    if (g_strcmp0 (text, infos[i].name) == 0)
      {
        *definition = (PronyDefinition) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_definition_title:
 * @definition: a definition
 *
 * Returns: (transfer none): whose it is
 */
const char *
prony_definition_title (PronyDefinition definition)
{
  g_return_val_if_fail ((guint) definition < PRONY_N_DEFINITIONS, NULL);

  return _ (infos[definition].title);
}

/**
 * prony_definition_describe:
 * @definition: a definition
 * @metric: TTFT, ITL or TPOT
 *
 * Returns: (transfer none) (nullable): a sentence that says what the metric is under the
 *   definition; %NULL where it has no such figure
 */
const char *
prony_definition_describe (PronyDefinition definition, PronyMetric metric)
{
  const Info *info;
  const char *text;

  g_return_val_if_fail ((guint) definition < PRONY_N_DEFINITIONS, NULL);

  info = &infos[definition];
  if (definition == PRONY_DEFINITION_PRONY)
    return prony_metric_get_definition (metric);

  text = metric == PRONY_METRIC_TTFT   ? info->ttft
         : metric == PRONY_METRIC_ITL  ? info->itl
         : metric == PRONY_METRIC_TPOT ? info->tpot
                                       : NULL;
  return text != NULL ? _ (text) : NULL;
}

/* --- What a request shows -------------------------------------------------------- */

/* The moments that definitions are made of; 0 for never. */
typedef struct
{
  gint64 start;
  gint64 first_token; /* of thinking, an answer or a tool call */
  gint64 last_token;
  gint64 first_text; /* of the answer */
  gint64 last_text;
  gint64 first_choice; /* whatever has a choice in it */
  gint64 last_choice;
  guint n_choices;
  double tokens;
} Marks;

static gboolean
has_choice (PronyEventKind kind)
{
  return prony_event_kind_carries_tokens (kind) || kind == PRONY_EVENT_ROLE ||
         kind == PRONY_EVENT_EMPTY;
}

static void
mark (gint64 *first, gint64 *last, gint64 at_ns)
{
  if (*first == 0)
    *first = at_ns;
  *last = at_ns;
}

static void
find_marks (const PronyRequestRecord *record, Marks *marks)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  *marks = (Marks){ 0 };
  marks->start = record->started_ns != 0 ? record->started_ns : record->sent_ns;
  marks->tokens = prony_request_output_tokens (record, 0);
  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      if (has_choice ((PronyEventKind) event.kind))
        {
          mark (&marks->first_choice, &marks->last_choice, event.at_ns);
          marks->n_choices++;
        }
      if (prony_event_kind_carries_tokens ((PronyEventKind) event.kind))
        mark (&marks->first_token, &marks->last_token, event.at_ns);
      if (event.kind == PRONY_EVENT_CONTENT)
        mark (&marks->first_text, &marks->last_text, event.at_ns);
    }
}

static double
span (gint64 from_ns, gint64 to_ns)
{
  return from_ns != 0 && to_ns != 0 ? prony_ns_to_s (to_ns - from_ns) : NAN;
}

static double
divide (double a, double b)
{
  return b > 0 ? a / b : NAN;
}

static void
add (GArray *values, double value)
{
  if (isfinite (value))
    g_array_append_val (values, value);
}

/* As often as there are tokens, but no more often than anybody answers with, whatever an engine
 * says that it counted. */
static void
add_often (GArray *values, double value, double times)
{
  for (double i = 0; i < MIN (times, MAX_TOKENS); i++)
    add (values, value);
}

/* --- The definitions ------------------------------------------------------------- */

static void
add_ttft (PronyDefinition definition,
          const PronyRequestRecord *record,
          const Marks *marks,
          GArray *values)
{
  switch (definition)
    {
    case PRONY_DEFINITION_VLLM_BENCH:
      add (values, span (marks->start, marks->first_choice));
      break;
    case PRONY_DEFINITION_LLMPERF:
      add (values, span (marks->start, marks->first_text));
      break;
    case PRONY_DEFINITION_MLPERF:
      add (values, span (record->scheduled_ns, marks->first_token));
      break;
    case PRONY_DEFINITION_GUIDELLM:
    case PRONY_DEFINITION_AIPERF:
    case PRONY_DEFINITION_PRONY:
    case PRONY_N_DEFINITIONS:
    default:
      add (values, span (marks->start, marks->first_token));
    }
}

static void
add_choice_gaps (const PronyRequestRecord *record, GArray *values)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 before_ns = 0;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      if (!has_choice ((PronyEventKind) event.kind))
        continue;
      add (values, span (before_ns, event.at_ns));
      before_ns = event.at_ns;
    }
}

static void
add_itl (PronyDefinition definition,
         const PronyRequestRecord *record,
         const Marks *marks,
         GArray *values)
{
  double mean = divide (span (marks->first_token, marks->last_token), marks->tokens - 1);

  switch (definition)
    {
    case PRONY_DEFINITION_GUIDELLM:
      add_often (values, mean, marks->tokens - 1);
      break;
    case PRONY_DEFINITION_VLLM_BENCH:
      add_choice_gaps (record, values);
      break;
    case PRONY_DEFINITION_LLMPERF:
      add (values, divide (span (marks->start, marks->last_text), marks->n_choices));
      break;
    case PRONY_DEFINITION_AIPERF:
    case PRONY_DEFINITION_PRONY:
    case PRONY_DEFINITION_MLPERF:
    case PRONY_N_DEFINITIONS:
    default:
      add (values, mean);
    }
}

static void
add_tpot (PronyDefinition definition,
          const PronyRequestRecord *record,
          const Marks *marks,
          GArray *values)
{
  if (definition == PRONY_DEFINITION_GUIDELLM)
    add_often (values, divide (span (marks->start, marks->last_token), marks->tokens),
               marks->tokens);
  else if (definition == PRONY_DEFINITION_VLLM_BENCH)
    add (values, divide (span (marks->first_choice, marks->last_choice), marks->tokens - 1));
  else
    add (values, divide (span (marks->first_token, record->finished_ns), marks->tokens - 1));
}

static void
add_own (PronyMetric metric, const PronyRequestRecord *record, GArray *values)
{
  if (metric == PRONY_METRIC_ITL)
    prony_request_itl (record, values);
  else
    add (values, prony_request_metric (record, metric));
}

/**
 * prony_definition_add_values:
 * @definition: whose definition
 * @metric: TTFT, ITL or TPOT
 * @record: a request that has ended
 * @values: (element-type double): array that values in seconds are appended to
 *
 * Computes a figure of a request as another tool would have: none of a request that failed,
 * one or several of one that succeeded, as far as it came as a stream. Where tokens were not
 * counted, an event counts as one.
 *
 * Returns: whether the definition has such a figure at all
 */
gboolean
prony_definition_add_values (PronyDefinition definition,
                             PronyMetric metric,
                             const PronyRequestRecord *record,
                             GArray *values)
{
  Marks marks;

  g_return_val_if_fail ((guint) definition < PRONY_N_DEFINITIONS, FALSE);
  g_return_val_if_fail (record != NULL && values != NULL, FALSE);

  if (prony_definition_describe (definition, metric) == NULL)
    return FALSE;
  if (record->outcome != PRONY_OUTCOME_OK)
    return TRUE;
  if (definition == PRONY_DEFINITION_PRONY)
    {
      add_own (metric, record, values);
      return TRUE;
    }

  find_marks (record, &marks);
  if (metric == PRONY_METRIC_TTFT)
    add_ttft (definition, record, &marks, values);
  else if (metric == PRONY_METRIC_ITL)
    add_itl (definition, record, &marks, values);
  else
    add_tpot (definition, record, &marks, values);
  return TRUE;
}
