/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "bench-figures.h"
#include "core/model/prony-event-cursor.h"
#include "core/stats/prony-quantile.h"

/* What the benchmark programs say of requests: figures as lines "name value", for
 * tools/bench to judge, and a table with the stamps of each request.
 *
 * Records are looked at and given up while the load goes on, so that a long one
 * takes no more memory than the gaps that are kept of it. */

struct _BenchFigures
{
  BenchPace pace;
  FILE *table;
  PronyStampError *error;
  GArray *ttfts; /* of double, ms */
  GArray *gaps;
  GArray *there;       /* from sending at the client to reading at the engine, ms */
  GArray *back;        /* from sending at the engine to reading at the client, ms */
  GArray *late;        /* of the engine itself, ms */
  GArray *token_times; /* of gint64, for those inside a bound that is known later */
  guint64 ok;
  guint64 failed;
  guint64 tokens;
  guint64 stamped;
  char *problem;
};

/**
 * bench_figures_new:
 * @pace: the engine's
 * @table_name: (nullable): a file for one line of stamps a request
 * @error: return location for #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): figures of no request
 */
BenchFigures *
bench_figures_new (BenchPace pace, const char *table_name, GError **error)
{
  BenchFigures *self;
  FILE *table = table_name != NULL ? fopen (table_name, "w") : NULL;

  if (table_name != NULL && table == NULL)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", table_name,
                   g_strerror (errno));
      return NULL;
    }

  self = g_new0 (BenchFigures, 1);
  self->pace = pace;
  self->table = table;
  if (table != NULL)
    fputs ("id,warmup,scheduled,started,sent,first,last,finished,tokens,outcome\n", table);
  self->error = prony_stamp_error_new ();
  self->ttfts = g_array_new (FALSE, FALSE, sizeof (double));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (double));
  self->there = g_array_new (FALSE, FALSE, sizeof (double));
  self->back = g_array_new (FALSE, FALSE, sizeof (double));
  self->late = g_array_new (FALSE, FALSE, sizeof (double));
  self->token_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * bench_figures_free:
 * @self: (transfer full): figures
 */
void
bench_figures_free (BenchFigures *self)
{
  if (self->table != NULL)
    fclose (self->table);
  prony_stamp_error_free (self->error);
  g_array_unref (self->ttfts);
  g_array_unref (self->gaps);
  g_array_unref (self->there);
  g_array_unref (self->back);
  g_array_unref (self->late);
  g_array_unref (self->token_times);
  g_free (self->problem);
  g_free (self);
}

static void
add_ms (GArray *values, gint64 ns)
{
  double ms = (double) ns / 1e6;

  g_array_append_val (values, ms);
}

/* What the stamps tell beside the errors: how late the engine sent each token after
 * it was due, and how long the request and the first token were on their way. */
static void
add_stamps (BenchFigures *self, const PronyRequestRecord *record, gint64 first_ns)
{
  const char *p = strchr (record->answer->str, 'R');
  gint64 received_ns = g_ascii_strtoll (p + 1, NULL, 10);
  gint64 due_ns = received_ns + self->pace.ttft_ns;

  add_ms (self->there, received_ns - record->sent_ns);
  for (gboolean first = TRUE; (p = strchr (p, 'S')) != NULL; first = FALSE)
    {
      gint64 sent_ns = g_ascii_strtoll (++p, NULL, 10);

      if (first)
        add_ms (self->back, first_ns - sent_ns);
      if (self->pace.ttft_ns >= 0)
        add_ms (self->late, sent_ns - due_ns);
      due_ns += self->pace.itl_ns;
    }
}

static void
add_events (BenchFigures *self, const PronyRequestRecord *record, gint64 *first_ns, gint64 *last_ns)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      if (!prony_event_kind_carries_tokens (event.kind))
        continue;

      if (*first_ns == 0)
        {
          *first_ns = event.at_ns;
          add_ms (self->ttfts, event.at_ns - record->sent_ns);
        }
      else
        add_ms (self->gaps, event.at_ns - *last_ns);
      *last_ns = event.at_ns;
      self->tokens++;
      g_array_append_val (self->token_times, event.at_ns);
    }
}

/**
 * bench_figures_add:
 * @self: figures
 * @record: a request that has ended
 *
 * Adds a request. One of the warm-up, and one that failed, only is counted.
 */
void
bench_figures_add (BenchFigures *self, const PronyRequestRecord *record)
{
  guint64 tokens = self->tokens;
  gint64 first_ns = 0;
  gint64 last_ns = 0;

  if (record->outcome != PRONY_OUTCOME_OK)
    {
      self->failed++;
      if (self->problem == NULL)
        self->problem = g_strdup (record->error_message);
    }
  else if (!record->warmup)
    {
      self->ok++;
      add_events (self, record, &first_ns, &last_ns);
      if (prony_stamp_error_add (self->error, record))
        {
          self->stamped++;
          add_stamps (self, record, first_ns);
        }
    }

  if (self->table != NULL)
    fprintf (self->table,
             "%" G_GUINT64_FORMAT ",%d,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
             ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GUINT64_FORMAT
             ",%s\n",
             record->id, record->warmup, record->scheduled_ns, record->started_ns, record->sent_ns,
             first_ns, last_ns, record->finished_ns, self->tokens - tokens,
             prony_outcome_to_string (record->outcome));
}

/**
 * bench_figures_count_tokens:
 * @self: figures
 *
 * Returns: the tokens of all requests that count
 */
guint64
bench_figures_count_tokens (BenchFigures *self)
{
  return self->tokens;
}

/**
 * bench_print:
 * @name: a figure's name
 * @value: it; nothing is printed for NAN
 */
void
bench_print (const char *name, double value)
{
  g_autofree char *text = prony_format_c_double (value);

  if (!isnan (value))
    printf ("%s %s\n", name, text);
}

static void
print_quantiles (const char *name, GArray *values)
{
  static const struct
  {
    const char *name;
    double share;
  } rows[] = { { "p1", 0.01 }, { "p50", 0.5 }, { "p99", 0.99 }, { "max", 1 } };

  if (values->len == 0)
    return;

  prony_sort_doubles ((double *) (gpointer) values->data, values->len);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *full = g_strdup_printf ("%s_%s_ms", name, rows[i].name);

      bench_print (full, prony_quantile_sorted ((double *) (gpointer) values->data, values->len,
                                                rows[i].share));
    }
}

/**
 * bench_figures_print_rate:
 * @self: figures, all requests of which have been added
 * @from_ns: when the window opened
 * @to_ns: when the bound on its time fell
 *
 * Prints how many tokens came between the two: the rate that was delivered, without
 * the beginning and the end, where not all streams are at work.
 */
void
bench_figures_print_rate (BenchFigures *self, gint64 from_ns, gint64 to_ns)
{
  guint64 n = 0;

  for (guint i = 0; i < self->token_times->len; i++)
    {
      gint64 at_ns = g_array_index (self->token_times, gint64, i);

      n += at_ns >= from_ns && at_ns < to_ns;
    }
  bench_print ("delivered_tokens_per_s", (double) n / prony_ns_to_s (to_ns - from_ns));
}

/**
 * bench_figures_print:
 * @self: figures
 *
 * Prints them. The errors are there only where the answers were stamped.
 */
void
bench_figures_print (BenchFigures *self)
{
  bench_print ("ok", (double) self->ok);
  bench_print ("failed", (double) self->failed);
  bench_print ("tokens", (double) self->tokens);
  bench_print ("stamped", (double) self->stamped);
  if (self->problem != NULL)
    fprintf (stderr, "A request failed: %s\n", self->problem);
  print_quantiles ("ttft", self->ttfts);
  print_quantiles ("itl", self->gaps);
  print_quantiles ("there", self->there);
  print_quantiles ("back", self->back);
  print_quantiles ("engine_late", self->late);
  if (self->stamped == 0)
    return;

  bench_print ("ttft_error_p50_ms", 1e3 * prony_stamp_error_get_ttft (self->error, 0.5));
  bench_print ("ttft_error_p99_ms", 1e3 * prony_stamp_error_get_ttft (self->error, 0.99));
  bench_print ("itl_error_p50_ms", 1e3 * prony_stamp_error_get_itl (self->error, 0.5));
  bench_print ("itl_error_p99_ms", 1e3 * prony_stamp_error_get_itl (self->error, 0.99));
}
