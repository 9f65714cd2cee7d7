/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/prony-format.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-progress.h"

/* How often a plain line is written where nothing can be drawn over. */
#define PLAIN_INTERVAL_S 10

/* A client that is later than that is worth a word. */
#define CLIENT_LAG_S 0.005

struct _PronyCliProgress
{
  gboolean quiet;
  gboolean draws;
  gboolean drawn;
  double next_plain_s;
  guint last_trial;
};

/**
 * prony_cli_progress_new:
 * @quiet: whether the user wants none
 *
 * Returns: (transfer full): a progress line that shows nothing yet
 */
PronyCliProgress *
prony_cli_progress_new (gboolean quiet)
{
  PronyCliProgress *self = g_new0 (PronyCliProgress, 1);

  self->quiet = quiet;
  self->draws = isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  self->last_trial = G_MAXUINT;
  return self;
}

/**
 * prony_cli_progress_free:
 * @self: (transfer full): a progress line
 */
void
prony_cli_progress_free (PronyCliProgress *self)
{
  g_free (self);
}

static guint
get_width (void)
{
  struct winsize size = { 0 };

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void
append_load (GString *text, const PronyLoadSnapshot *load)
{
  g_autofree char *ok = prony_format_value ((double) load->ok, PRONY_UNIT_COUNT);
  g_autofree char *failed = prony_format_value ((double) load->failed, PRONY_UNIT_COUNT);
  g_autofree char *rate = prony_format_value (load->output_rate, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *ttft = prony_format_value (load->ttft_s, PRONY_UNIT_SECONDS);

  /* Translators: how many requests are done, how many failed, the output rate and
   * the time to first token, each with its unit */
  g_string_append_printf (text, _ ("%s done, %s failed · %s · TTFT %s"), ok, failed, rate, ttft);
}

/* How well the client keeps up with what it was asked to do. */
static void
append_client (GString *text, const PronyLoadSnapshot *load)
{
  g_autofree char *due = prony_format_value ((double) load->due, PRONY_UNIT_COUNT);
  g_autofree char *sent = prony_format_value ((double) load->sent, PRONY_UNIT_COUNT);
  g_autofree char *send_lag = prony_format_value (load->send_lag_s, PRONY_UNIT_SECONDS);
  g_autofree char *client_lag = prony_format_value (load->client_lag_s, PRONY_UNIT_SECONDS);

  if (load->due > 0)
    {
      g_string_append (text, " · ");
      /* Translators: how many requests went out, and how many should have */
      g_string_append_printf (text, _ ("%s of %s sent"), sent, due);
    }
  if (load->due > 0 && isfinite (load->send_lag_s))
    {
      g_string_append (text, " · ");
      /* Translators: %s is a time: so much too late requests go out */
      g_string_append_printf (text, _ ("send lag %s"), send_lag);
    }
  if (load->client_lag_s > CLIENT_LAG_S)
    {
      g_string_append (text, " · ");
      /* Translators: %s is a time: so much too late this program does its work */
      g_string_append_printf (text, _ ("this computer is %s late"), client_lag);
    }
}

static char *
describe (PronyRunSnapshot *snapshot)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%3.0f %%", snapshot->progress * 100);
  if (snapshot->active->len > 0)
    {
      guint index = g_array_index (snapshot->active, guint, 0);
      const PronyTrialSnapshot *active = g_ptr_array_index (snapshot->trials, index);
      g_autofree char *load = prony_trial_get_load_label (active->trial);

      g_string_append_printf (text, " · %u/%u %s · %s · %s · %s", index + 1, snapshot->trials->len,
                              active->trial->scenario_name, active->trial->target->name, load,
                              prony_state_title (active->state));
      if (active->load != NULL)
        {
          g_string_append (text, " · ");
          append_load (text, active->load);
          append_client (text, active->load);
        }
    }
  else
    {
      g_string_append_printf (text, " · %s", prony_state_title (snapshot->state));
    }
  if (isfinite (snapshot->remaining_s))
    {
      g_autofree char *remaining =
        prony_format_remaining (snapshot->remaining_s, snapshot->remaining_at_least);

      g_string_append_printf (text, " · %s", remaining);
    }
  return g_string_free (text, FALSE);
}

/**
 * prony_cli_progress_update:
 * @self: a progress line
 * @snapshot: how the run stands
 *
 * Shows how far a run is. Call it some times a second.
 */
void
prony_cli_progress_update (PronyCliProgress *self, PronyRunSnapshot *snapshot)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  guint trial = G_MAXUINT;

  if (self->quiet)
    return;

  text = describe (snapshot);
  clean = prony_cli_clean (text);
  if (self->draws)
    {
      g_autofree char *cut =
        g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), (glong) get_width () - 1));

      fprintf (stderr, "\r%s\033[K", cut);
      fflush (stderr);
      self->drawn = TRUE;
      return;
    }

  if (snapshot->active->len > 0)
    trial = g_array_index (snapshot->active, guint, 0);
  if (trial == G_MAXUINT || (trial == self->last_trial && snapshot->elapsed_s < self->next_plain_s))
    return;
  self->last_trial = trial;
  self->next_plain_s = snapshot->elapsed_s + PLAIN_INTERVAL_S;
  prony_cli_note (FALSE, "%s", clean);
}

/**
 * prony_cli_progress_end:
 * @self: a progress line
 *
 * Clears the line, so that what follows begins on a fresh one. May be called more
 * than once.
 */
void
prony_cli_progress_end (PronyCliProgress *self)
{
  if (self->drawn)
    fputs ("\r\033[K", stderr);
  self->drawn = FALSE;
}
