/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "base/prony-json.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "core/monitor/prony-process-stat.h"
#include "core/monitor/prony-resource-reader.h"

#define DEFAULT_INTERVAL_MS 1000
#define MIN_INTERVAL_MS 100
#define MAX_INTERVAL_MS (24 * 3600 * 1000)

/* What is called so in the reader and in what is printed. */
#define PROCESS "process"

/* One call; lives on the stack. */
typedef struct
{
  guint interval_ms;
  guint count; /* 0 where it goes on until a signal */
  guint pid;   /* 0 where none is followed */
  guint port;  /* 0 where none is followed */
  PronyResourceReader *reader;
  GMainLoop *loop;
  guint interval_id;
  PronyCliStatus status;
} Monitor;

static void
print_sample (PronyResourceSample *sample)
{
  g_autoptr (JsonObject) object = prony_resource_sample_to_json (sample);
  const PronyEngineReading *process = prony_resource_sample_find_engine (sample, PROCESS);
  g_autofree char *time = prony_clock_format_rfc3339 (g_get_real_time ());
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_object_set_string_member (object, "time", time);
  if (process != NULL)
    json_object_set_object_member (object, PROCESS, prony_engine_reading_to_json (process));
  text = prony_json_to_text (object, FALSE);
  line = g_strconcat (text, "\n", NULL);
  prony_cli_print_utf8 (line);
}

static gboolean
on_interval_cb (gpointer data)
{
  Monitor *self = data;
  g_autoptr (PronyResourceSample) sample = prony_resource_reader_read (self->reader);

  print_sample (sample);
  if (self->count == 0 || --self->count > 0)
    return G_SOURCE_CONTINUE;

  self->interval_id = 0;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_interrupt_cb (gpointer data)
{
  Monitor *self = data;

  self->status = PRONY_CLI_INTERRUPTED;
  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
follow (Monitor *self, GError **error)
{
  PronyProcessStat stat;

  if (self->pid != 0 && self->port != 0)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("--pid and --port: give one of them."));
      return FALSE;
    }
  if (self->pid != 0 && !prony_process_stat_read ("/proc", self->pid, &stat))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("--pid: there is no process %u that can be seen."), self->pid);
      return FALSE;
    }

  if (self->pid != 0)
    prony_resource_reader_add_process (self->reader, PROCESS, self->pid);
  if (self->port != 0)
    prony_resource_reader_add_port (self->reader, PROCESS, self->port);
  return TRUE;
}

/* The first reading is not shown: use of processors is that since the reading before. */
static void
read_first (Monitor *self, gboolean quiet)
{
  g_autoptr (PronyResourceSample) sample = prony_resource_reader_read (self->reader);

  if (self->port != 0 && prony_resource_sample_find_engine (sample, PROCESS) == NULL)
    prony_cli_note (quiet,
                    _ ("No program on this computer can be seen that listens at port %u. It is "
                       "sought again from time to time."),
                    self->port);
}

static PronyCliStatus
monitor (Monitor *self, gboolean quiet)
{
  g_autoptr (PronyResourceReader) reader = prony_resource_reader_new (NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  guint interrupt_id;
  guint terminate_id;

  self->reader = reader;
  self->loop = loop;
  if (!follow (self, &error))
    return prony_cli_report (error);

  interrupt_id = g_unix_signal_add (SIGINT, on_interrupt_cb, self);
  terminate_id = g_unix_signal_add (SIGTERM, on_interrupt_cb, self);
  read_first (self, quiet);
  self->interval_id = g_timeout_add (self->interval_ms, on_interval_cb, self);
  g_main_loop_run (loop);

  g_clear_handle_id (&self->interval_id, g_source_remove);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  return self->status;
}

/**
 * prony_cli_monitor:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `monitor`: says what this computer and a program on it use, a JSON document a line.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_monitor (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autofree char *interval = NULL;
  g_autofree char *count = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *port = NULL;
  const GOptionEntry entries[] = {
    { "interval", 0, 0, G_OPTION_ARG_STRING, &interval,
      N_ ("Milliseconds from one reading to the next (1000)"), N_ ("MS") },
    { "count", 0, 0, G_OPTION_ARG_STRING, &count, N_ ("How many readings (until Ctrl+C)"),
      N_ ("N") },
    { "pid", 0, 0, G_OPTION_ARG_STRING, &pid, N_ ("Read this process too, and those it starts"),
      N_ ("PID") },
    { "port", 0, 0, G_OPTION_ARG_STRING, &port,
      N_ ("Instead: the program that listens at this port"), N_ ("PORT") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  Monitor self = { .interval_ms = DEFAULT_INTERVAL_MS };

  if (!prony_cli_options_parse (&options, 0, entries, NULL,
                                _ ("Says what this computer and an engine on it use, a JSON "
                                   "document a line."),
                                argc, argv) ||
      !prony_cli_options_check_arguments (&options, 0, 0))
    return PRONY_CLI_BAD_INPUT;

  if (!prony_cli_take_count ("--interval", interval, MIN_INTERVAL_MS, MAX_INTERVAL_MS,
                             &self.interval_ms, &error) ||
      !prony_cli_take_count ("--count", count, 1, PRONY_CLI_MAX_COUNT, &self.count, &error) ||
      !prony_cli_take_count ("--pid", pid, 1, G_MAXINT, &self.pid, &error) ||
      !prony_cli_take_count ("--port", port, 1, G_MAXUINT16, &self.port, &error))
    return prony_cli_report (error);
  return monitor (&self, options.quiet);
}
