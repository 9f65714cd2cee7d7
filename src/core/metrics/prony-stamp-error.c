/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-stamp-error.h"
#include "core/model/prony-event-cursor.h"
#include "core/stats/prony-quantile.h"

/* An answer of `prony-sim --stamp-tokens` is made of times in place of words: its
 * first token is " R<received> S<sent>", each further one " S<sent>", nanoseconds
 * of CLOCK_MONOTONIC in 19 digits. Engine and client run on the same computer, so
 * both read the same clock, and the difference is what the client adds. */

#define DIGITS 19

/* Beyond this every second error is dropped, evenly over the time. */
#define MAX_ERRORS (1u << 22)

/* Absolute errors in seconds, of which each @stride-th is kept. */
typedef struct
{
  GArray *values; /* of float */
  guint64 seen;
  guint64 stride;
} ErrorList;

struct _PronyStampError
{
  ErrorList ttft;
  ErrorList itl;
};

static void
error_list_init (ErrorList *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (float));
  self->stride = 1;
}

static void
error_list_thin (ErrorList *self)
{
  float *values = (float *) (gpointer) self->values->data;

  for (guint i = 0; i < self->values->len; i += 2)
    values[i / 2] = values[i];
  g_array_set_size (self->values, (self->values->len + 1) / 2);
  self->stride *= 2;
}

static void
error_list_add (ErrorList *self, gint64 error_ns)
{
  float error_s = (float) fabs (prony_ns_to_s (error_ns));

  if (self->seen++ % self->stride != 0)
    return;

  g_array_append_val (self->values, error_s);
  if (self->values->len == MAX_ERRORS)
    error_list_thin (self);
}

static double
error_list_get (const ErrorList *self, double share)
{
  guint n = self->values->len;
  g_autofree double *sorted = g_new (double, n);

  for (guint i = 0; i < n; i++)
    sorted[i] = g_array_index (self->values, float, i);
  prony_sort_doubles (sorted, n);
  return prony_quantile_sorted (sorted, n, share);
}

/**
 * prony_stamp_error_new:
 *
 * Returns: (transfer full): nothing collected yet
 */
PronyStampError *
prony_stamp_error_new (void)
{
  PronyStampError *self = g_new0 (PronyStampError, 1);

  error_list_init (&self->ttft);
  error_list_init (&self->itl);
  return self;
}

/**
 * prony_stamp_error_free:
 * @self: (transfer full): errors
 */
void
prony_stamp_error_free (PronyStampError *self)
{
  g_array_unref (self->ttft.values);
  g_array_unref (self->itl.values);
  g_free (self);
}

/* Reads @mark and its time, and the blank before them, which a protocol may take
 * away from the beginning of an answer. */
static gboolean
read_stamp (const char **text, char mark, gint64 *at_ns)
{
  const char *p = *text + (**text == ' ');
  gint64 value = 0;

  if (*p++ != mark)
    return FALSE;
  for (guint i = 0; i < DIGITS; i++, p++)
    {
      if (!g_ascii_isdigit (*p) || value > (G_MAXINT64 - 9) / 10)
        return FALSE;
      value = value * 10 + (*p - '0');
    }

  *text = p;
  *at_ns = value;
  return TRUE;
}

/* Returns: whether the text that follows the first stamp is one stamp for each
 * token-carrying event, in order of time */
static gboolean
fits (const PronyRequestRecord *record, gint64 received_ns, const char *text)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 last_ns = received_ns;
  gint64 sent_ns;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      if (!prony_event_kind_carries_tokens (event.kind))
        continue;
      if (!read_stamp (&text, 'S', &sent_ns) || sent_ns < last_ns)
        return FALSE;
      last_ns = sent_ns;
    }

  return *text == '\0' && last_ns > received_ns;
}

static void
collect (PronyStampError *self,
         const PronyRequestRecord *record,
         gint64 received_ns,
         const char *text)
{
  gint64 last_event_ns = record->sent_ns;
  gint64 last_sent_ns = received_ns;
  ErrorList *list = &self->ttft;
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      gint64 sent_ns;

      if (!prony_event_kind_carries_tokens (event.kind) || !read_stamp (&text, 'S', &sent_ns))
        continue;
      error_list_add (list, (event.at_ns - last_event_ns) - (sent_ns - last_sent_ns));
      last_event_ns = event.at_ns;
      last_sent_ns = sent_ns;
      list = &self->itl;
    }
}

/**
 * prony_stamp_error_add:
 * @self: errors
 * @record: a request that has ended; warm-up requests count like others
 *
 * Adds the errors of one request: of its time to first token, which is
 * (first event - sent) - (first token sent - request received), and of each time
 * between tokens, which is (event - event before) - (token sent - token sent before).
 *
 * Returns: whether the record has stamps, one for each of its token-carrying events;
 *   otherwise nothing was added
 */
gboolean
prony_stamp_error_add (PronyStampError *self, const PronyRequestRecord *record)
{
  const char *text = record->answer->str;
  gint64 received_ns;

  if (record->sent_ns == 0 || !read_stamp (&text, 'R', &received_ns) ||
      !fits (record, received_ns, text))
    return FALSE;

  collect (self, record, received_ns, text);
  return TRUE;
}

/**
 * prony_stamp_error_count_requests:
 * @self: errors
 *
 * Returns: how many requests were added
 */
guint64
prony_stamp_error_count_requests (PronyStampError *self)
{
  return self->ttft.seen;
}

/**
 * prony_stamp_error_count_tokens:
 * @self: errors
 *
 * Returns: how many tokens they had
 */
guint64
prony_stamp_error_count_tokens (PronyStampError *self)
{
  return self->ttft.seen + self->itl.seen;
}

/**
 * prony_stamp_error_get_ttft:
 * @self: errors
 * @share: which quantile, from 0 to 1; by type 7 of Hyndman and Fan
 *
 * Returns: the quantile of the absolute errors of the time to first token, in
 *   seconds; NAN where there are none
 */
double
prony_stamp_error_get_ttft (PronyStampError *self, double share)
{
  return error_list_get (&self->ttft, share);
}

/**
 * prony_stamp_error_get_itl:
 * @self: errors
 * @share: which quantile, from 0 to 1; by type 7 of Hyndman and Fan
 *
 * Returns: the quantile of the absolute errors of the time between tokens, in
 *   seconds; NAN where there are none
 */
double
prony_stamp_error_get_itl (PronyStampError *self, double share)
{
  return error_list_get (&self->itl, share);
}
