/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "cli/prony-cli-output.h"
#include "cli/prony-cli-target.h"
#include "cli/prony-cli-try-options.h"
#include "cli/prony-cli-try-view.h"
#include "core/bench/prony-attempt.h"
#include "core/engines/prony-curl.h"
#include "core/report/prony-report-attempt.h"

/* How often it is looked whether more of the answer has come. */
#define POLL_MS 20

/* The one request of the command; lives on the stack. */
typedef struct
{
  PronyAttempt *attempt;
  GMainLoop *loop;
  PronyAttemptNews news;
  PronyCliTryView view;
  gboolean quiet;
} Try;

static gboolean
on_poll_cb (gpointer data)
{
  Try *self = data;

  prony_attempt_take (self->attempt, &self->news);
  if (!self->quiet)
    prony_cli_try_view_update (&self->view, &self->news);
  if (self->news.phase != PRONY_ATTEMPT_ENDED)
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_interrupt_cb (gpointer data)
{
  Try *self = data;

  prony_attempt_stop (self->attempt);
  return G_SOURCE_CONTINUE;
}

/* Returns: (transfer full): the result, after the answer has been shown. */
static PronyAttemptResult *
ask (PronyTarget *target, PronyRequestSpec *spec, double timeout_s, gboolean quiet)
{
  Try self = { .quiet = quiet };
  PronyAttemptResult *result;
  guint interrupt_id;

  prony_attempt_news_init (&self.news);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.attempt = prony_attempt_start (target, TRUE, spec, timeout_s);
  interrupt_id = g_unix_signal_add (SIGINT, on_interrupt_cb, &self);
  g_timeout_add (POLL_MS, on_poll_cb, &self);
  g_main_loop_run (self.loop);

  g_source_remove (interrupt_id);
  prony_cli_try_view_end (&self.view);
  result = prony_attempt_result_ref (prony_attempt_get_result (self.attempt));
  prony_attempt_unref (self.attempt);
  g_main_loop_unref (self.loop);
  prony_attempt_news_clear (&self.news);
  return result;
}

static void
print_result (PronyCliTryOptions *options, PronyAttemptResult *result)
{
  if (options->shared.json)
    {
      g_autofree char *document = prony_report_attempt (result);

      prony_cli_print_utf8 (document);
      return;
    }

  if (result->record != NULL && prony_attempt_result_succeeded (result))
    prony_cli_try_print_metrics (result);
  if (result->record != NULL && options->events)
    prony_cli_try_print_events (result);
  if (result->record != NULL && options->raw)
    prony_cli_try_print_raw (result);
}

static void
print_notes (gboolean quiet, PronyAttemptResult *result)
{
  if (result->dropped != NULL)
    {
      g_autofree char *names = g_strjoinv (", ", result->dropped);

      /* Translators: names of fields of a request, such as "ignore_eos, seed" */
      prony_cli_note (quiet, _ ("Left out, since the engine refuses it: %s."), names);
    }
  if (result->target->simulated)
    prony_cli_note (quiet, _ ("Results from the simulated engine say nothing about a real one."));
}

static PronyCliStatus
report (PronyCliTryOptions *options, PronyAttemptResult *result)
{
  g_autoptr (GError) error = NULL;

  print_result (options, result);
  if (options->output != NULL && !prony_report_attempt_write (result, options->output, &error))
    return prony_cli_report (error);

  print_notes (options->shared.quiet || options->shared.json, result);
  if (result->error != NULL)
    return prony_cli_report (result->error);
  if (prony_attempt_result_succeeded (result))
    return PRONY_CLI_DONE;
  if (result->record->outcome == PRONY_OUTCOME_CANCELLED)
    return PRONY_CLI_INTERRUPTED;

  prony_cli_error ("%s", prony_attempt_result_get_trouble (result));
  return PRONY_CLI_REQUESTS_FAILED;
}

static void
print_curl (gboolean json, PronyTarget *target, PronyRequestSpec *spec)
{
  g_autofree char *command = prony_curl_command (target, spec);

  if (json)
    {
      g_autoptr (JsonObject) document = json_object_new ();

      json_object_set_string_member (document, "command", command);
      prony_cli_print_json (document);
    }
  else
    {
      prony_cli_print_utf8 (command);
      prony_cli_print_utf8 ("\n");
    }
}

static PronyCliStatus
try_target (PronyCliTryOptions *options, PronyRequestSpec *spec, double timeout_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = prony_cli_targets_find (options->targets, &options->shared, &error);
  g_autoptr (PronyAttemptResult) result = NULL;
  PronyTarget *target;

  if (found == NULL)
    return prony_cli_report (error);

  target = g_ptr_array_index (found, 0);
  if (options->curl)
    {
      print_curl (options->shared.json, target, spec);
      return PRONY_CLI_DONE;
    }

  result = ask (target, spec, timeout_s, options->shared.json);
  return report (options, result);
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
  g_auto (PronyCliTryOptions) options = { 0 };
  g_autoptr (PronyRequestSpec) spec = NULL;
  g_autoptr (GError) error = NULL;
  double timeout_s;

  if (!prony_cli_try_options_parse (&options, argc, argv))
    return PRONY_CLI_BAD_INPUT;

  spec = prony_cli_try_options_make_spec (&options, &timeout_s, &error);
  return spec != NULL ? try_target (&options, spec, timeout_s) : prony_cli_report (error);
}
