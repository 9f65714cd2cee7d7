/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>
#include <time.h>

#include "app/prony-loop-watch.h"
#include "base/prony-clock.h"
#include "base/prony-format.h"

/* A tenth of a millisecond a place, up to a second; what lasts longer is in the last one,
 * and in the maximum. */
#define PLACE_NS 100000
#define N_PLACES 10000

/* From here on a person sees that a window stands still. */
#define LONG_NS (50 * G_GINT64_CONSTANT (1000000))

typedef struct
{
  guint64 counts[N_PLACES];
  gint64 longest_ns;
} Spread;

struct _PronyLoopWatch
{
  GSource *source; /* owned; NULL without a loop */

  Spread wall;
  Spread cpu; /* of the processor: without what other programs took */
  guint64 n_iterations;
  guint64 n_long;
  gint64 total_ns;
  gint64 since_ns;     /* when it began to count */
  gint64 since_cpu_ns; /* processor time of the thread then */
};

/* The first source of all: asked before the others whether something is to be done, and
 * looked at before them once the loop has woken up. It never has anything to do. */
typedef struct
{
  GSource source;
  PronyLoopWatch *watch;
  gint64 awake_ns; /* 0 before the loop has slept once */
  gint64 awake_cpu_ns;
} WatchSource;

static void
spread_add (Spread *self, gint64 ns)
{
  self->counts[CLAMP (ns / PLACE_NS, 0, N_PLACES - 1)]++;
  self->longest_ns = MAX (self->longest_ns, ns);
}

static double
spread_get_quantile (const Spread *self, guint64 n, double share)
{
  guint64 wanted = (guint64) ceil (share * (double) n);
  guint64 seen = 0;

  if (n == 0)
    return NAN;

  for (guint i = 0; i < N_PLACES - 1; i++)
    {
      seen += self->counts[i];
      if (seen >= wanted)
        return MIN ((i + 1) * (PLACE_NS / 1e6), (double) self->longest_ns / 1e6);
    }

  return (double) self->longest_ns / 1e6;
}

static gint64
get_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static gboolean
watch_source_prepare (GSource *source, int *timeout)
{
  WatchSource *self = (WatchSource *) source;

  if (self->awake_ns != 0)
    prony_loop_watch_add (self->watch, prony_clock_now_ns () - self->awake_ns,
                          get_cpu_ns () - self->awake_cpu_ns);
  self->awake_ns = 0;
  *timeout = -1;
  return FALSE;
}

static gboolean
watch_source_check (GSource *source)
{
  WatchSource *self = (WatchSource *) source;

  self->awake_ns = prony_clock_now_ns ();
  self->awake_cpu_ns = get_cpu_ns ();
  return FALSE;
}

static gboolean
watch_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_source_funcs = {
  watch_source_prepare, watch_source_check, watch_source_dispatch, NULL, NULL, NULL
};

/**
 * prony_loop_watch_new:
 * @context: (nullable): the context whose loop is watched; %NULL for none, which only
 *   counts what prony_loop_watch_add() says
 *
 * Returns: (transfer full): a watch that counts from now on
 */
PronyLoopWatch *
prony_loop_watch_new (GMainContext *context)
{
  PronyLoopWatch *self = g_new0 (PronyLoopWatch, 1);

  prony_loop_watch_reset (self);
  if (context == NULL)
    return self;

  self->source = g_source_new (&watch_source_funcs, sizeof (WatchSource));
  ((WatchSource *) self->source)->watch = self;
  g_source_set_priority (self->source, G_MININT);
  g_source_set_static_name (self->source, "Prony: loop watch");
  g_source_attach (self->source, context);
  return self;
}

/**
 * prony_loop_watch_free:
 * @self: (transfer full): a watch
 */
void
prony_loop_watch_free (PronyLoopWatch *self)
{
  if (self == NULL)
    return;

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  g_free (self);
}

/**
 * prony_loop_watch_add:
 * @self: a watch
 * @blocked_ns: how long an iteration lasted
 * @cpu_ns: how much processor time it took
 */
void
prony_loop_watch_add (PronyLoopWatch *self, gint64 blocked_ns, gint64 cpu_ns)
{
  g_return_if_fail (self != NULL);

  spread_add (&self->wall, blocked_ns);
  spread_add (&self->cpu, cpu_ns);
  self->n_iterations++;
  self->n_long += blocked_ns > LONG_NS ? 1 : 0;
  self->total_ns += blocked_ns;
}

/**
 * prony_loop_watch_get_quantile:
 * @self: a watch
 * @share: which, 0 to 1
 *
 * Returns: what that share of the iterations did not exceed, in milliseconds, to a tenth
 *   above; NAN without any
 */
double
prony_loop_watch_get_quantile (PronyLoopWatch *self, double share)
{
  g_return_val_if_fail (self != NULL, NAN);

  return spread_get_quantile (&self->wall, self->n_iterations, share);
}

/**
 * prony_loop_watch_reset:
 * @self: a watch
 *
 * Counts anew, from now on.
 */
void
prony_loop_watch_reset (PronyLoopWatch *self)
{
  g_return_if_fail (self != NULL);

  self->wall = (Spread){ 0 };
  self->cpu = (Spread){ 0 };
  self->n_iterations = 0;
  self->n_long = 0;
  self->total_ns = 0;
  self->since_ns = prony_clock_now_ns ();
  self->since_cpu_ns = get_cpu_ns ();
}

/**
 * prony_loop_watch_describe:
 * @self: a watch
 *
 * In the thread of the loop.
 *
 * Returns: (transfer full): what was counted, as JSON in one line: times in milliseconds,
 *   but `seconds` and what the thread used of a processor in seconds
 */
char *
prony_loop_watch_describe (PronyLoopWatch *self)
{
  GString *text = g_string_new ("{");
  const struct
  {
    const char *name;
    double value;
  } figures[] = {
    { "seconds", prony_ns_to_s (prony_clock_now_ns () - self->since_ns) },
    { "cpu_s", prony_ns_to_s (get_cpu_ns () - self->since_cpu_ns) },
    { "busy_s", prony_ns_to_s (self->total_ns) },
    { "iterations", (double) self->n_iterations },
    { "over_50_ms", (double) self->n_long },
    { "p50_ms", prony_loop_watch_get_quantile (self, 0.5) },
    { "p99_ms", prony_loop_watch_get_quantile (self, 0.99) },
    { "max_ms", (double) self->wall.longest_ns / 1e6 },
    { "p99_cpu_ms", spread_get_quantile (&self->cpu, self->n_iterations, 0.99) },
    { "max_cpu_ms", (double) self->cpu.longest_ns / 1e6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *value = NULL;

      if (!isfinite (figures[i].value))
        continue;
      value = prony_format_c_double (figures[i].value);
      g_string_append_printf (text, "%s\"%s\": %s", text->len > 1 ? ", " : "", figures[i].name,
                              value);
    }
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}

/**
 * prony_loop_watch_report:
 * @self: a watch
 *
 * Writes what was counted to the file that the environment variable `PRONY_LOOP_WATCH`
 * names; nothing where there is none.
 */
void
prony_loop_watch_report (PronyLoopWatch *self)
{
  const char *path = g_getenv ("PRONY_LOOP_WATCH");
  g_autofree char *text = prony_loop_watch_describe (self);
  g_autoptr (GError) error = NULL;

  if (path != NULL && !g_file_set_contents (path, text, -1, &error))
    g_warning ("%s", error->message);
}

static void
on_reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prony_loop_watch_reset (user_data);
}

static void
on_report_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prony_loop_watch_report (user_data);
}

/**
 * prony_loop_watch_export:
 * @self: a watch, which must outlive @map
 * @map: an application
 *
 * Gives @map the actions `reset-loop-watch` and `report-loop-watch`.
 */
void
prony_loop_watch_export (PronyLoopWatch *self, GActionMap *map)
{
  static const GActionEntry entries[] = {
    { "reset-loop-watch", on_reset_cb, NULL, NULL, NULL, { 0 } },
    { "report-loop-watch", on_report_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
}
