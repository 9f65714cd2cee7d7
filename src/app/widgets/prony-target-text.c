/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the card of a target says in words. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-target-text.h"

/* How long a request has waited before it is worth a word. */
#define LONG_WAIT_S 0.5

/* From here on the client's own lateness is worth a word: as a share of the time
 * between tokens, and in seconds after a request was due. */
#define CLIENT_LAG_SHARE 0.2
#define CLIENT_LAG_MIN_S 0.001
#define SEND_LAG_S 0.01

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [PRONY_STATE_WAITING] = { "content-loading-symbolic", "dim-label" },
  [PRONY_STATE_PREPARING] = { "emblem-synchronizing-symbolic", NULL },
  [PRONY_STATE_CALIBRATING] = { "emblem-system-symbolic", NULL },
  [PRONY_STATE_WARMING_UP] = { "weather-clear-symbolic", NULL },
  [PRONY_STATE_MEASURING] = { "media-record-symbolic", "accent" },
  [PRONY_STATE_DRAINING] = { "go-last-symbolic", NULL },
  [PRONY_STATE_COOLING_DOWN] = { "weather-snow-symbolic", NULL },
  [PRONY_STATE_PAUSED] = { "media-playback-pause-symbolic", "warning" },
  [PRONY_STATE_FINISHED] = { "emblem-ok-symbolic", "success" },
  [PRONY_STATE_STOPPED] = { "media-playback-stop-symbolic", "warning" },
  [PRONY_STATE_FAILED] = { "dialog-error-symbolic", "error" },
  [PRONY_STATE_INTERRUPTED] = { "dialog-warning-symbolic", "warning" },
};

/**
 * prony_target_text_get_state_icon:
 * @state: how far a trial is
 *
 * Returns: the name of an icon for it
 */
const char *
prony_target_text_get_state_icon (PronyState state)
{
  return looks[state].icon;
}

/**
 * prony_target_text_get_state_style:
 * @state: how far a trial is
 *
 * Returns: (nullable): the style class that gives the icon its colour
 */
const char *
prony_target_text_get_state_style (PronyState state)
{
  return looks[state].style;
}

static char *
format_count (guint64 count)
{
  return prony_format_value ((double) count, PRONY_UNIT_COUNT);
}

/**
 * prony_target_text_describe_request:
 * @load: how a trial stands
 *
 * Returns: (transfer full): which request is watched, such as "Request 17 · stream 3 of
 *   64"; empty for none
 */
char *
prony_target_text_describe_request (const PronyLoadSnapshot *load)
{
  g_autofree char *number = format_count (load->watched);
  g_autofree char *stream = format_count ((guint64) load->watched_stream + 1);
  g_autofree char *streams = format_count (load->n_streams);

  if (load->watched == 0)
    return g_strdup ("");
  if (load->watched_stream < 0 || load->n_streams == 0)
    /* Translators: a request's number */
    return g_strdup_printf (_ ("Request %s"), number);

  /* Translators: a request's number, which of the streams sent it, how many there are */
  return g_strdup_printf (_ ("Request %s · stream %s of %s"), number, stream, streams);
}

/**
 * prony_target_text_is_processing:
 * @load: how a trial stands
 *
 * Returns: whether the watched request has waited long enough to say so, and it is known
 *   how much of its prompt the engine has processed
 */
gboolean
prony_target_text_is_processing (const PronyLoadSnapshot *load)
{
  return load->waiting_s >= LONG_WAIT_S && load->prompt_done >= 0 && load->prompt_total > 0;
}

static char *
describe_wait (const PronyLoadSnapshot *load)
{
  g_autofree char *waited = NULL;
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;

  if (!prony_target_text_is_processing (load))
    {
      /* Whole seconds: more than that cannot be read while it changes. */
      waited = load->waiting_s < 10
                 /* Translators: a duration in seconds */
                 ? g_strdup_printf (C_ ("duration", "%u s"), (guint) load->waiting_s)
                 : prony_format_duration (floor (load->waiting_s));
      /* Translators: %s is a time */
      return g_strdup_printf (_ ("Waiting for the first token for %s"), waited);
    }

  done = format_count ((guint64) MIN (load->prompt_done, load->prompt_total));
  total = format_count ((guint64) load->prompt_total);
  if (load->prompt_estimated)
    /* Translators: how many tokens of a prompt an engine has processed, and how many there
     * are; it does not say so itself */
    return g_strdup_printf (_ ("Processing context… about %s of %s tokens (estimated)"), done,
                            total);

  /* Translators: how many tokens of a prompt an engine has processed, and how many there are */
  return g_strdup_printf (_ ("Processing context… about %s of %s tokens"), done, total);
}

/**
 * prony_target_text_describe_course:
 * @load: how a trial stands
 *
 * Returns: (transfer full): what the watched request waits for, or else how long the
 *   latest answer took, such as "Response in 0.15 s"; empty before the first
 */
char *
prony_target_text_describe_course (const PronyLoadSnapshot *load)
{
  g_autofree char *time = NULL;
  g_autofree char *number = NULL;

  if (load->waiting_s >= LONG_WAIT_S)
    return describe_wait (load);
  if (load->responses == 0 || !isfinite (load->response_s))
    return g_strdup ("");

  /* Seconds to the hundredth, also below one: so that answers can be compared at a glance. */
  number = g_strdup_printf ("%.2f", load->response_s);
  time = load->response_s < 10
           /* Translators: seconds; %s is a number */
           ? g_strdup_printf (C_ ("unit", "%s s"), number)
           : prony_format_duration (load->response_s);
  /* Translators: how long an engine took for a whole answer; %s is a time */
  return g_strdup_printf (_ ("Response in %s"), time);
}

/**
 * prony_target_text_describe_counts:
 * @load: how a trial stands
 *
 * Returns: (transfer full): how many requests are done, failed, under way, due and sent
 *   again
 */
char *
prony_target_text_describe_counts (const PronyLoadSnapshot *load)
{
  g_autofree char *ok = format_count (load->ok);
  g_autofree char *failed = format_count (load->failed);
  g_autofree char *in_flight = format_count (load->in_flight);
  GString *text = g_string_new (NULL);

  /* Translators: how many requests of a trial are done, failed and under way */
  g_string_append_printf (text, _ ("%s done, %s failed, %s in flight"), ok, failed, in_flight);
  if (load->due > 0)
    {
      g_autofree char *sent = format_count (load->sent);
      g_autofree char *due = format_count (load->due);

      g_string_append (text, " · ");
      /* Translators: how many requests went out, and how many should have by now */
      g_string_append_printf (text, _ ("%s of %s due sent"), sent, due);
    }
  if (load->retries > 0)
    {
      g_string_append (text, " · ");
      /* Translators: how often requests were sent once more */
      g_string_append_printf (text,
                              ngettext ("%u sent again", "%u sent again", (guint) load->retries),
                              (guint) load->retries);
    }

  return g_string_free (text, FALSE);
}

/**
 * prony_target_text_describe_client:
 * @load: how a trial stands
 * @level: the trial's load
 *
 * Returns: (transfer full) (nullable): a sentence where this computer does not keep up,
 *   while it can still be helped
 */
char *
prony_target_text_describe_client (const PronyLoadSnapshot *load, const PronyLoadLevel *level)
{
  double measured = isfinite (load->itl_s) ? load->itl_s : load->ttft_s;
  gboolean reads_late = load->client_lag_s > MAX (CLIENT_LAG_SHARE * measured, CLIENT_LAG_MIN_S);
  g_autofree char *late =
    prony_format_value (reads_late ? load->client_lag_s : load->send_lag_s, PRONY_UNIT_SECONDS);

  if (reads_late)
    /* Translators: %s is a time */
    return g_strdup_printf (_ ("This computer reads answers up to %s late"), late);
  if (!(load->send_lag_s > SEND_LAG_S))
    return NULL;
  if (level->concurrency > 0)
    return g_strdup_printf (
      /* Translators: %s is a time */
      ngettext ("Requests wait up to %s, since at most %u may be in flight",
                "Requests wait up to %s, since at most %u may be in flight", level->concurrency),
      late, level->concurrency);

  /* Translators: %s is a time */
  return g_strdup_printf (_ ("Requests go out up to %s late"), late);
}
