/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-event-cursor.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-tags.h"

/* One request as JSON, with everything that is known of it. */

/* An empty text is one too: an answer can be. */
static void
add_clean_gstring (JsonObject *object, const char *name, const GString *text)
{
  g_autofree char *clean = NULL;

  if (text == NULL)
    return;
  clean = prony_report_clean (text->str, (gssize) text->len);
  prony_json_add_string (object, name, clean);
}

/* Only what was reached has a stamp. */
static void
add_stamp (JsonObject *object, const char *name, gint64 ns)
{
  if (ns != 0)
    json_object_set_int_member (object, name, ns);
}

/* --- Requests --------------------------------------------------------------------- */

/**
 * prony_report_request_id:
 * @trial: a trial
 * @record: one of its requests
 *
 * Returns: (transfer full): a name for it that is unique in the run, such as "t1-r20"
 */
char *
prony_report_request_id (PronyTrial *trial, const PronyRequestRecord *record)
{
  return g_strdup_printf ("t%u-r%" G_GUINT64_FORMAT, trial->index + 1, record->id);
}

/**
 * prony_report_total_duration:
 * @record: a request
 *
 * Returns: from the request sent (started, if it never was) to the end of its stream,
 *   in seconds; NAN where unknown
 */
double
prony_report_total_duration (const PronyRequestRecord *record)
{
  gint64 begin = record->sent_ns != 0 ? record->sent_ns : record->started_ns;

  return begin != 0 && record->finished_ns != 0 ? prony_ns_to_s (record->finished_ns - begin) : NAN;
}

/**
 * prony_report_scheduled_offset:
 * @run: a run
 * @record: one of its requests
 *
 * Returns: when it was due, in seconds since the run began; NAN where unknown
 */
double
prony_report_scheduled_offset (PronyRun *run, const PronyRequestRecord *record)
{
  return record->scheduled_ns != 0 ? prony_ns_to_s (record->scheduled_ns - run->started_ns) : NAN;
}

static void
add_figures (JsonObject *object, const PronyRequestRecord *record)
{
  double values[PRONY_N_DISTRIBUTIONS];

  prony_request_metrics (record, values);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    prony_json_add_double (object, prony_metric_get_info (i)->name, values[i]);

  prony_json_add_double (object, "total_duration", prony_report_total_duration (record));
  prony_json_add_count (object, "prompt_tokens", record->prompt_tokens);
  prony_json_add_count (object, "completion_tokens", record->completion_tokens);
  prony_json_add_count (object, "reasoning_tokens", record->reasoning_tokens);
  prony_json_add_count (object, "cached_tokens", record->cached_tokens);
  if (record->completion_tokens >= 0)
    json_object_set_string_member (object, "count_source",
                                   prony_count_source_to_string (record->count_source));
  if (isfinite (values[PRONY_METRIC_PREFILL_RATE]))
    json_object_set_string_member (object, "prefill_source",
                                   isfinite (record->prompt_eval_time_s) ? "engine" : "ttft");
  if (isfinite (values[PRONY_METRIC_MAX_STALL]))
    json_object_set_int_member (object, "stalls", prony_request_count_stalls (record));
  if (record->outcome == PRONY_OUTCOME_OK)
    json_object_set_boolean_member (object, "buffered", prony_request_was_buffered (record));
}

/* --- Token times ------------------------------------------------------------------- */

/* Exact seconds, without going through a double: there are two for every token, and
 * they are most of the file. */
static void
append_seconds (GString *out, gint64 ns)
{
  guint64 size = (guint64) ABS (ns);

  g_string_append_printf (out, "%s%" G_GUINT64_FORMAT ".%09" G_GUINT64_FORMAT, ns < 0 ? "-" : "",
                          size / PRONY_NS_PER_S, size % PRONY_NS_PER_S);
}

static void
append_itl (GString *out, GArray *tokens)
{
  g_string_append (out, ",\"itl\":[");
  for (guint i = 1; i < tokens->len; i++)
    {
      const PronyRecordEvent *before = &g_array_index (tokens, PronyRecordEvent, i - 1);
      const PronyRecordEvent *event = &g_array_index (tokens, PronyRecordEvent, i);

      g_string_append (out, i > 1 ? "," : "");
      append_seconds (out, event->at_ns - before->at_ns);
    }
  g_string_append_c (out, ']');
}

static void
append_offsets (GString *out, GArray *tokens, gint64 sent_ns)
{
  g_string_append (out, ",\"token_offsets\":[");
  for (guint i = 0; i < tokens->len; i++)
    {
      const PronyRecordEvent *event = &g_array_index (tokens, PronyRecordEvent, i);

      g_string_append (out, i > 0 ? "," : "");
      append_seconds (out, event->at_ns - sent_ns);
    }
  g_string_append_c (out, ']');
}

/* Null for an event whose tokens are not known. */
static void
append_event_tokens (GString *out, GArray *tokens)
{
  g_string_append (out, ",\"event_tokens\":[");
  for (guint i = 0; i < tokens->len; i++)
    {
      const PronyRecordEvent *event = &g_array_index (tokens, PronyRecordEvent, i);

      g_string_append (out, i > 0 ? "," : "");
      if (event->tokens >= 0)
        g_string_append_printf (out, "%d", event->tokens);
      else
        g_string_append (out, "null");
    }
  g_string_append_c (out, ']');
}

/* Appends the members that are arrays of tokens to an object's text. */
static void
append_tokens (GString *out, const PronyRequestRecord *record)
{
  g_autoptr (GArray) tokens = g_array_sized_new (FALSE, FALSE, sizeof (PronyRecordEvent),
                                                 prony_request_record_count_events (record));
  gboolean any_known = FALSE;
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      if (!prony_event_kind_carries_tokens ((PronyEventKind) event.kind))
        continue;
      g_array_append_val (tokens, event);
      any_known |= event.tokens >= 0;
    }

  if (record->outcome == PRONY_OUTCOME_OK && tokens->len >= 2)
    append_itl (out, tokens);
  if (record->sent_ns != 0)
    append_offsets (out, tokens, record->sent_ns);
  if (any_known)
    append_event_tokens (out, tokens);
}

/* --- A request ---------------------------------------------------------------------- */

static void
add_outcome (JsonObject *object, const PronyRequestRecord *record)
{
  json_object_set_string_member (object, "outcome", prony_outcome_to_string (record->outcome));
  json_object_set_boolean_member (object, "success", record->outcome == PRONY_OUTCOME_OK);
  prony_report_add_string (object, "error_message", record->error_message);
  if (record->http_status != 0)
    json_object_set_int_member (object, "http_status", record->http_status);
  prony_report_add_string (object, "finish_reason", record->finish_reason);
  if (record->quality != PRONY_QUALITY_NONE)
    json_object_set_string_member (object, "quality",
                                   record->quality == PRONY_QUALITY_PASS ? "pass" : "fail");
}

static void
add_tags (JsonObject *object, const char *const *tags)
{
  JsonArray *array;

  if (tags == NULL || tags[0] == NULL)
    return;

  array = json_array_new ();
  for (guint i = 0; tags[i] != NULL; i++)
    json_array_add_string_element (array, tags[i]);
  json_object_set_array_member (object, "tags", array);
}

static void
add_stamps (PronyReportContext *context, JsonObject *object, const PronyRequestRecord *record)
{
  if (record->sent_ns != 0)
    {
      g_autofree char *sent_at =
        prony_clock_format_rfc3339 (prony_run_ns_to_unix_us (context->run, record->sent_ns));

      json_object_set_string_member (object, "sent_at", sent_at);
    }

  prony_json_add_double (object, "scheduled_offset",
                         prony_report_scheduled_offset (context->run, record));
  add_stamp (object, "scheduled_ns", record->scheduled_ns);
  add_stamp (object, "started_ns", record->started_ns);
  add_stamp (object, "connected_ns", record->connected_ns);
  add_stamp (object, "sent_ns", record->sent_ns);
  add_stamp (object, "headers_ns", record->headers_ns);
  add_stamp (object, "finished_ns", record->finished_ns);
  json_object_set_boolean_member (object, "connection_reused", record->reused);
  json_object_set_int_member (object, "retries", record->retries);
}

/**
 * prony_report_json_request:
 * @context: what to report
 * @trial: a trial
 * @record: one of its requests
 *
 * Returns: (transfer full): the request as one element of `requests`, on one line
 */
char *
prony_report_json_request (PronyReportContext *context,
                           PronyTrial *trial,
                           const PronyRequestRecord *record)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *id = prony_report_request_id (trial, record);
  g_autofree char *text = NULL;
  GString *out;

  json_object_set_string_member (object, "request_id", id);
  prony_report_add_trial (object, trial);
  json_object_set_int_member (object, "trial", trial->index + 1);
  json_object_set_int_member (object, "stream", record->stream);
  json_object_set_int_member (object, "case", record->case_index);
  add_tags (object, prony_report_get_tags (context, trial, record->case_index));
  json_object_set_boolean_member (object, "warmup", record->warmup);
  prony_report_add_string (object, "answered_by", record->model);
  add_outcome (object, record);
  add_stamps (context, object, record);
  add_figures (object, record);
  prony_report_add_string (object, "prompt", record->prompt);
  add_clean_gstring (object, "response", record->answer);
  add_clean_gstring (object, "reasoning", record->reasoning);

  text = prony_json_to_text (object, FALSE);
  out = g_string_new (text);
  g_string_truncate (out, out->len - 1);
  append_tokens (out, record);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}
