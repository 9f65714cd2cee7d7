/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <math.h>
#include <signal.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "cli/prony-cli-target.h"
#include "core/engines/prony-http-stream.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/stats/prony-quantile.h"

#define DEFAULT_MAX_TOKENS 256
#define DEFAULT_TIMEOUT_S 300.0

/* The one request of the command; lives on the stack. */
typedef struct
{
  PronyRequestRecord *record;
  PronyHttpStream *stream;
  GMainLoop *loop;
  gsize shown;
  gsize reasoning_shown;
  gboolean quiet;
} Attempt;

/* Shows what of @text came since the last time. */
static void
show_rest (GString *text, gsize *shown, gboolean dim)
{
  g_autofree char *clean = NULL;

  if (text == NULL || text->len <= *shown)
    return;

  clean = prony_cli_clean (text->str + *shown);
  *shown = text->len;
  prony_cli_print (dim ? "\033[2m" : "");
  prony_cli_print (clean);
  prony_cli_print (dim ? "\033[0m" : "");
}

static void
on_event_cb (const PronyRecordEvent *event, gpointer data)
{
  Attempt *self = data;

  if (self->quiet)
    return;
  show_rest (self->record->reasoning, &self->reasoning_shown, prony_cli_has_colour ());
  if (self->reasoning_shown > 0 && self->shown == 0 && self->record->answer->len > 0)
    prony_cli_print ("\n\n");
  show_rest (self->record->answer, &self->shown, FALSE);
}

static void
on_done_cb (gpointer data)
{
  Attempt *self = data;

  g_main_loop_quit (self->loop);
}

static gboolean
on_interrupt_cb (gpointer data)
{
  Attempt *self = data;

  prony_http_stream_cancel (self->stream);
  return G_SOURCE_CONTINUE;
}

static gboolean
send_request (
  Attempt *self, PronyTarget *target, PronyRequestSpec *spec, double timeout_s, GError **error)
{
  static const PronyHttpStreamFuncs funcs = { .event = on_event_cb, .done = on_done_cb };
  g_autoptr (PronyHttpAccess) access =
    prony_http_access_new (target->engine, target->credentials, error);
  g_autoptr (PronyHttpPool) pool = access != NULL ? prony_http_pool_new (access, 1, error) : NULL;
  guint interrupt_id;

  if (pool == NULL)
    return FALSE;

  self->loop = g_main_loop_new (NULL, FALSE);
  self->stream =
    prony_http_stream_new (pool, 0, prony_dialect_get (target->engine->api), target, &funcs, self);
  interrupt_id = g_unix_signal_add (SIGINT, on_interrupt_cb, self);
  prony_http_stream_send (self->stream, spec, self->record, timeout_s);
  if (prony_http_stream_is_busy (self->stream))
    g_main_loop_run (self->loop);

  g_source_remove (interrupt_id);
  g_clear_pointer (&self->stream, prony_http_stream_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  return TRUE;
}

/* A request has many gaps between tokens; their median stands for them. */
static double
get_metric (const PronyRequestRecord *record, PronyMetric metric)
{
  g_autoptr (GArray) gaps = NULL;

  if (metric != PRONY_METRIC_ITL)
    return prony_request_metric (record, metric);

  gaps = g_array_new (FALSE, FALSE, sizeof (double));
  prony_request_itl (record, gaps);
  return gaps->len > 0 ? prony_median ((double *) (gpointer) gaps->data, gaps->len) : NAN;
}

static void
print_metrics (const PronyRequestRecord *record)
{
  static const PronyMetric shown[] = {
    PRONY_METRIC_TTFT,      PRONY_METRIC_TTFA,          PRONY_METRIC_LATENCY,
    PRONY_METRIC_ITL,       PRONY_METRIC_DECODE_RATE,   PRONY_METRIC_PREFILL_RATE,
    PRONY_METRIC_LOAD_TIME, PRONY_METRIC_QUEUE_TIME,    PRONY_METRIC_PROMPT_EVAL_TIME,
    PRONY_METRIC_EVAL_TIME, PRONY_METRIC_PROMPT_TOKENS, PRONY_METRIC_COMPLETION_TOKENS,
  };
  g_autoptr (PronyCliTable) table = prony_cli_table_new ("lr", _ ("Metric"), _ ("Value"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      double value = get_metric (record, shown[i]);
      g_autofree char *text = prony_format_value (value, prony_metric_get_info (shown[i])->unit);

      if (isfinite (value))
        prony_cli_table_add (table, prony_metric_get_title (shown[i]), text, NULL);
    }
  prony_cli_print ("\n\n");
  prony_cli_table_print (table);
}

static void
print_json (PronyTarget *target, const PronyRequestRecord *record)
{
  g_autoptr (JsonObject) document = json_object_new ();
  JsonObject *metrics = json_object_new ();

  for (PronyMetric i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    prony_json_add_double (metrics, prony_metric_get_info (i)->name, get_metric (record, i));

  json_object_set_string_member (document, "engine", target->name);
  prony_json_add_string (document, "model", target->model);
  json_object_set_boolean_member (document, "simulated", target->simulated);
  json_object_set_string_member (document, "outcome", prony_outcome_to_string (record->outcome));
  prony_json_add_string (document, "error_message", record->error_message);
  prony_json_add_string (document, "prompt", record->prompt);
  json_object_set_string_member (document, "response", record->answer->str);
  if (record->reasoning != NULL)
    json_object_set_string_member (document, "reasoning", record->reasoning->str);
  prony_json_add_string (document, "finish_reason", record->finish_reason);
  json_object_set_string_member (document, "count_source",
                                 prony_count_source_to_string (record->count_source));
  json_object_set_object_member (document, "metrics", metrics);
  prony_cli_print_json (document);
}

static PronyCliStatus
report (PronyCliOptions *options, PronyTarget *target, const PronyRequestRecord *record)
{
  if (options->json)
    print_json (target, record);
  else if (record->outcome == PRONY_OUTCOME_OK)
    print_metrics (record);
  else
    prony_cli_print (record->answer->len > 0 ? "\n" : "");

  if (target->simulated)
    prony_cli_note (options->quiet || options->json,
                    _ ("Results from the simulated engine say nothing about a real one."));
  if (record->outcome == PRONY_OUTCOME_OK)
    return PRONY_CLI_DONE;
  if (record->outcome == PRONY_OUTCOME_CANCELLED)
    return PRONY_CLI_INTERRUPTED;

  prony_cli_error ("%s", record->error_message != NULL ? record->error_message
                                                       : prony_outcome_title (record->outcome));
  return PRONY_CLI_REQUESTS_FAILED;
}

static PronyCliStatus
try_target (PronyCliOptions *options, char **targets, PronyRequestSpec *spec, double timeout_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = prony_cli_targets_find (targets, options, &error);
  g_autoptr (PronyRequestRecord) record = NULL;
  Attempt attempt = { .quiet = options->json };
  PronyTarget *target;

  if (found == NULL)
    return prony_cli_report (error);

  target = g_ptr_array_index (found, 0);
  record = prony_request_record_new (1);
  record->prompt = g_strdup (spec->prompt);
  attempt.record = record;
  if (!send_request (&attempt, target, spec, timeout_s, &error))
    return prony_cli_report (error);
  return report (options, target, record);
}

/**
 * prony_cli_try:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `try --prompt TEXT`: sends one request, shows the answer as it comes, and then
 * its metrics.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_try (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_auto (GStrv) targets = NULL;
  g_autofree char *prompt = NULL;
  g_autoptr (PronyRequestSpec) spec = NULL;
  int max_tokens = DEFAULT_MAX_TOKENS;
  double temperature = NAN;
  double timeout_s = DEFAULT_TIMEOUT_S;
  gboolean no_stream = FALSE;
  const GOptionEntry entries[] = {
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &targets, N_ ("Whom to ask"),
      N_ ("url=URL,model=MODEL,api=API") },
    { "prompt", 0, 0, G_OPTION_ARG_STRING, &prompt, N_ ("What to ask"), N_ ("TEXT") },
    { "max-tokens", 0, 0, G_OPTION_ARG_INT, &max_tokens, N_ ("Most tokens of the answer (256)"),
      N_ ("N") },
    { "temperature", 0, 0, G_OPTION_ARG_DOUBLE, &temperature,
      N_ ("Temperature, instead of the engine's default"), N_ ("X") },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &timeout_s, N_ ("Seconds that it may take (300)"),
      N_ ("S") },
    { "no-stream", 0, 0, G_OPTION_ARG_NONE, &no_stream,
      N_ ("Ask for the answer as a whole instead of token by token"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_KEY, entries, NULL,
                                _ ("Sends one request, shows the answer and its metrics."), argc,
                                argv) ||
      !prony_cli_options_check_arguments (&options, 0, 0))
    return PRONY_CLI_BAD_INPUT;
  if (prompt == NULL || *prompt == '\0' || max_tokens < 1 || !(timeout_s > 0) ||
      (targets != NULL && g_strv_length (targets) > 1))
    {
      prony_cli_error (_ ("Give a text with --prompt, at most one --target, and only numbers above "
                          "0 for --max-tokens and --timeout."));
      return PRONY_CLI_BAD_INPUT;
    }

  spec = prony_request_spec_new (NULL, prompt);
  spec->max_tokens = (guint) max_tokens;
  spec->temperature = temperature;
  spec->stream = !no_stream;
  return try_target (&options, targets, spec, timeout_s);
}
