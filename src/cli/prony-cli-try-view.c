/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "cli/prony-cli-try-view.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/report/prony-report-exchange.h"

/* More of a piece does not fit beside the other columns. */
#define MAX_PIECE_CHARS 60

/* What `prony-cli try` shows of a request on a terminal. */

static void
print_piece (const GString *text, gboolean dim)
{
  g_autofree char *clean = prony_cli_clean (text->str);

  prony_cli_print (dim ? "\033[2m" : "");
  prony_cli_print (clean);
  prony_cli_print (dim ? "\033[0m" : "");
}

/**
 * prony_cli_try_view_update:
 * @self: what is on the terminal
 * @news: what has come
 *
 * Prints what is new: the thinking dimmed where the terminal can, and an empty line
 * between it and the answer.
 */
void
prony_cli_try_view_update (PronyCliTryView *self, const PronyAttemptNews *news)
{
  if (news->reasoning->len > 0)
    {
      print_piece (news->reasoning, prony_cli_has_colour ());
      self->reasoning = TRUE;
    }
  if (news->answer->len > 0)
    {
      if (self->reasoning && !self->answer)
        prony_cli_print ("\n\n");
      print_piece (news->answer, FALSE);
      self->answer = TRUE;
    }
}

/**
 * prony_cli_try_view_end:
 * @self: what is on the terminal
 *
 * Ends the last line of the answer.
 */
void
prony_cli_try_view_end (PronyCliTryView *self)
{
  if (self->reasoning || self->answer)
    prony_cli_print ("\n");
}

/**
 * prony_cli_try_print_metrics:
 * @result: a request that has ended, with a record
 *
 * Prints the figures that it has.
 */
void
prony_cli_try_print_metrics (const PronyAttemptResult *result)
{
  static const PronyMetric shown[] = {
    PRONY_METRIC_TTFT,
    PRONY_METRIC_TTFA,
    PRONY_METRIC_THINK_TIME,
    PRONY_METRIC_LATENCY,
    PRONY_METRIC_ITL,
    PRONY_METRIC_DECODE_RATE,
    PRONY_METRIC_MAX_STALL,
    PRONY_METRIC_PREFILL_RATE,
    PRONY_METRIC_LOAD_TIME,
    PRONY_METRIC_QUEUE_TIME,
    PRONY_METRIC_PROMPT_EVAL_TIME,
    PRONY_METRIC_EVAL_TIME,
    PRONY_METRIC_PROMPT_TOKENS,
    PRONY_METRIC_COMPLETION_TOKENS,
  };
  g_autoptr (PronyCliTable) table = prony_cli_table_new ("lr", _ ("Metric"), _ ("Value"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      double value = prony_request_typical (result->record, shown[i]);
      g_autofree char *text = prony_format_value (value, prony_metric_get_info (shown[i])->unit);

      if (isfinite (value))
        prony_cli_table_add (table, prony_metric_get_title (shown[i]), text, NULL);
    }
  if (prony_cli_table_count (table) == 0)
    return;

  prony_cli_print ("\n");
  prony_cli_table_print (table);
}

/* On one line, with what is invisible made visible. */
static char *
make_piece (const PronyAttemptResult *result, guint index)
{
  g_autofree char *piece = prony_attempt_result_get_piece (result, index);
  g_autofree char *clean = piece != NULL ? prony_cli_clean (piece) : g_strdup ("");
  GString *line = g_string_new (NULL);
  guint n = 0;

  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (n++ == MAX_PIECE_CHARS)
        {
          g_string_append (line, "…");
          break;
        }
      g_string_append_unichar (line, c == '\n' ? 0x21b5 : c == '\t' ? 0x2192 : c);
    }
  return g_string_free (line, FALSE);
}

/**
 * prony_cli_try_print_events:
 * @result: a request that has ended, with a record
 *
 * Prints a line for each event of the answer.
 */
void
prony_cli_try_print_events (const PronyAttemptResult *result)
{
  const PronyRequestRecord *record = result->record;
  gint64 origin_ns = record->sent_ns != 0 ? record->sent_ns : record->started_ns;
  g_autoptr (PronyCliTable) table = prony_cli_table_new ("rlrrrl", "#", _ ("Kind"), _ ("Time"),
                                                         _ ("Gap"), _ ("Tokens"), _ ("Text"), NULL);

  for (guint i = 0; i < result->events->len; i++)
    {
      const PronyAttemptEvent *item = &g_array_index (result->events, PronyAttemptEvent, i);
      gint64 before_ns =
        i > 0 ? g_array_index (result->events, PronyAttemptEvent, i - 1).event.at_ns : origin_ns;
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *time =
        prony_format_milliseconds (prony_ns_to_s (item->event.at_ns - origin_ns));
      g_autofree char *gap =
        prony_format_milliseconds (prony_ns_to_s (item->event.at_ns - before_ns));
      g_autofree char *tokens =
        item->event.tokens >= 0 ? g_strdup_printf ("%d", item->event.tokens) : g_strdup ("–");
      g_autofree char *piece = make_piece (result, i);

      prony_cli_table_add (table, number,
                           prony_event_kind_to_string ((PronyEventKind) item->event.kind), time,
                           gap, tokens, piece, NULL);
    }

  prony_cli_print ("\n");
  prony_cli_table_print (table);
}

/**
 * prony_cli_try_print_raw:
 * @result: a request that has ended
 *
 * Prints what was sent and what came.
 */
void
prony_cli_try_print_raw (const PronyAttemptResult *result)
{
  g_autofree char *text = prony_report_exchange (result);
  g_autofree char *clean = prony_cli_clean (text);

  prony_cli_print ("\n");
  prony_cli_print (clean);
}
