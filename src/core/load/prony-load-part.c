/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>

#include "core/load/prony-load-part.h"

/**
 * prony_load_part_new:
 * @snapshot: (transfer full): what the thread has counted
 * @window: its latest values
 * @responded_ns: when its latest good answer ended; 0 before the first
 *
 * Returns: (transfer full): how the thread's part stands
 */
PronyLoadPart *
prony_load_part_new (PronyLoadSnapshot *snapshot,
                     const PronyLiveWindow *window,
                     gint64 responded_ns)
{
  PronyLoadPart *self = g_new (PronyLoadPart, 1);

  self->snapshot = snapshot;
  self->window = *window;
  self->responded_ns = responded_ns;
  return self;
}

/**
 * prony_load_part_free:
 * @self: (transfer full): a part
 */
void
prony_load_part_free (PronyLoadPart *self)
{
  prony_load_snapshot_unref (self->snapshot);
  g_free (self);
}

/* NAN where both are. */
static double
worse (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) ? b : a;

  return MAX (a, b);
}

/* Whether a thread may still send something although another one pauses. */
static gboolean
goes_on (PronyState state)
{
  return state == PRONY_STATE_WARMING_UP || state == PRONY_STATE_MEASURING;
}

/* The whole is as far as the thread that is the least far, and paused once all that send
 * anything have heard of it. How threads end, they have agreed on: one that had nothing to
 * break off has finished. */
static PronyState
merge_states (PronyState a, PronyState b)
{
  if (prony_state_is_final (a) && prony_state_is_final (b))
    return MAX (a, b);
  if (prony_state_is_final (a) || prony_state_is_final (b))
    return prony_state_is_final (a) ? b : a;
  if ((a == PRONY_STATE_PAUSED && !goes_on (b)) || (b == PRONY_STATE_PAUSED && !goes_on (a)))
    return PRONY_STATE_PAUSED;

  return MIN (a, b);
}

static void
add_counts (PronyLoadSnapshot *whole, const PronyLoadSnapshot *part)
{
  whole->elapsed_s = MAX (whole->elapsed_s, part->elapsed_s);
  whole->sent += part->sent;
  whole->due += part->due;
  whole->retries += part->retries;
  whole->ok += part->ok;
  whole->failed += part->failed;
  whole->cancelled += part->cancelled;
  whole->in_flight += part->in_flight;
  whole->output_tokens += part->output_tokens;
  whole->output_rate += part->output_rate;
  whole->client_lag_s = worse (whole->client_lag_s, part->client_lag_s);
  whole->n_streams = MAX (whole->n_streams, part->n_streams);
  whole->responses += part->responses;
}

/* Whether request @a makes a better show than @b: one that goes on, first of all the one
 * that has been shown before, else the one that was issued last. */
static gboolean
is_better (const PronyLoadSnapshot *a, const PronyLoadSnapshot *b, guint64 shown)
{
  if (a->watched_ended != b->watched_ended)
    return b->watched_ended;
  if ((a->watched == shown) != (b->watched == shown))
    return a->watched == shown;

  return a->watched > b->watched;
}

/* Whose request is shown: (nullable). A thread may not have heard yet of the stream that
 * was chosen. */
static const PronyLoadSnapshot *
find_watched (PronyLoadPart *const *parts, guint n, int stream, guint64 shown)
{
  const PronyLoadSnapshot *best = NULL;

  for (guint i = 0; i < n; i++)
    {
      const PronyLoadSnapshot *part = parts[i]->snapshot;

      if (part->watched == 0 || (stream != PRONY_WATCH_ANY && part->watched_stream != stream))
        continue;
      if (best == NULL || is_better (part, best, shown))
        best = part;
    }

  return best;
}

static void
copy_watched (PronyLoadSnapshot *whole, const PronyLoadSnapshot *part)
{
  whole->watched = part->watched;
  whole->watched_stream = part->watched_stream;
  whole->watched_ended = part->watched_ended;
  whole->prompt = part->prompt != NULL ? g_ref_string_acquire (part->prompt) : NULL;
  whole->text = g_strdup (part->text);
  whole->text_start = part->text_start;
  whole->reasoning = g_strdup (part->reasoning);
  whole->reasoning_start = part->reasoning_start;
  whole->waiting_s = part->waiting_s;
  whole->prompt_done = part->prompt_done;
  whole->prompt_total = part->prompt_total;
}

/* How far a prompt is of which the engine says nothing, if it is processed as fast as
 * those before. It is not done before the first token has come. */
static void
estimate_prompt (PronyLoadSnapshot *whole, double prefill_rate)
{
  if (whole->prompt_done >= 0 || whole->prompt_total <= 0 || isnan (prefill_rate))
    return;

  whole->prompt_done =
    (gint64) CLAMP (whole->waiting_s * prefill_rate, 0, (double) (whole->prompt_total - 1));
  whole->prompt_estimated = TRUE;
}

static double
find_response (PronyLoadPart *const *parts, guint n)
{
  const PronyLoadPart *latest = parts[0];

  for (guint i = 1; i < n; i++)
    if (parts[i]->responded_ns > latest->responded_ns)
      latest = parts[i];

  return latest->snapshot->response_s;
}

/**
 * prony_load_part_merge:
 * @parts: (array length=n): the latest of each thread
 * @n: how many, at least 1
 * @stream: the stream whose request is shown, or %PRONY_WATCH_ANY
 * @shown: the request that was shown last; 0 for none
 *
 * Puts together what the threads of a generator do. Medians and percentiles are
 * those of all their latest values together. Without a choice, the request that was
 * shown last is shown until it has ended, then whichever was issued last.
 *
 * Returns: (transfer full): how the whole stands
 */
PronyLoadSnapshot *
prony_load_part_merge (PronyLoadPart *const *parts, guint n, int stream, guint64 shown)
{
  const PronyLoadSnapshot *watched = find_watched (parts, n, stream, shown);
  PronyLoadSnapshot *whole = prony_load_snapshot_new (parts[0]->snapshot->state);
  g_autofree const PronyLiveWindow **windows = g_new (const PronyLiveWindow *, n);

  for (guint i = 0; i < n; i++)
    {
      const PronyLoadSnapshot *part = parts[i]->snapshot;

      windows[i] = &parts[i]->window;
      whole->state = merge_states (whole->state, part->state);
      add_counts (whole, part);
      if (whole->error == NULL)
        whole->error = g_strdup (part->error);
    }

  whole->ttft_s = prony_live_window_get_ttft (windows, n);
  whole->itl_s = prony_live_window_get_itl (windows, n);
  whole->response_s = find_response (parts, n);
  if (watched != NULL)
    {
      copy_watched (whole, watched);
      estimate_prompt (whole, prony_live_window_get_prefill (windows, n));
    }
  whole->send_lag_s = prony_live_window_get_send_lag (windows, n);
  return whole;
}

static gint64
earlier (gint64 a, gint64 b)
{
  if (a == 0 || b == 0)
    return MAX (a, b);

  return MIN (a, b);
}

static void
add_health (PronyLoadHealth *whole, const PronyLoadHealth *part)
{
  whole->threads += part->threads;
  whole->lag_p99_s = worse (whole->lag_p99_s, part->lag_p99_s);
  whole->cpu_percent = worse (whole->cpu_percent, part->cpu_percent);
  whole->cpu_s += part->cpu_s;
  whole->due += part->due;
  whole->sent += part->sent;
  whole->retries += part->retries;
  whole->retransmits =
    whole->retransmits < 0 || part->retransmits < 0 ? -1 : whole->retransmits + part->retransmits;
  whole->out_of_files = whole->out_of_files || part->out_of_files;
  whole->reconnects += part->reconnects;
  whole->open_ns = MAX (whole->open_ns, part->open_ns);
  whole->window_start_ns = earlier (whole->window_start_ns, part->window_start_ns);
  whole->window_end_ns = MAX (whole->window_end_ns, part->window_end_ns);
  whole->bound_ns = MAX (whole->bound_ns, part->bound_ns);
  whole->paused_ns = MAX (whole->paused_ns, part->paused_ns);
}

/**
 * prony_load_part_merge_health:
 * @whole: (out caller-allocates): what the measuring side knows of itself
 * @parts: (array length=n): what each thread knows
 * @n: how many, at least 1
 */
void
prony_load_part_merge_health (PronyLoadHealth *whole, const PronyLoadHealth *parts, guint n)
{
  *whole = parts[0];
  for (guint i = 1; i < n; i++)
    add_health (whole, &parts[i]);
}
