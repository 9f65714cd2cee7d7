/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "sim/prony-sim-stamp.h"

/* Tokens that are times, for a client that wants to know its own error.
 *
 * A token must carry the moment of its own sending, and that is known only when
 * its event has long been written. So the event is written with zeros in place of
 * the time, in the width that a time has (19 digits last for 292 years), and the
 * time is put there directly before the bytes go to the socket. */

#define DIGITS 19

static const char blank[] = "S0000000000000000000";

/**
 * prony_sim_stamp_make:
 * @stamp: where the piece's text is kept
 * @received_ns: when the request was read, for the first token; else 0
 *
 * Returns: the piece of a token whose time of sending is not known yet
 */
PronySimPiece
prony_sim_stamp_make (PronySimStamp *stamp, gint64 received_ns)
{
  PronySimPiece piece = { .text = stamp->json + 1, .json = stamp->json, .id = 1 };

  if (received_ns > 0)
    g_snprintf (stamp->json, sizeof stamp->json, "\" R%019" G_GINT64_FORMAT " %s\"", received_ns,
                blank);
  else
    g_snprintf (stamp->json, sizeof stamp->json, "\" %s\"", blank);

  piece.length = strlen (stamp->json) - 2;
  return piece;
}

/**
 * prony_sim_stamp_fill:
 * @text: bytes that hold stamps
 * @from: where to start to look
 * @sent_ns: the time
 *
 * Puts the time into all stamps that have none yet.
 */
void
prony_sim_stamp_fill (GString *text, gsize from, gint64 sent_ns)
{
  char *at = text->str + MIN (from, text->len);
  char *end = text->str + text->len;

  while ((at = memmem (at, (gsize) (end - at), blank, sizeof blank - 1)) != NULL)
    {
      gint64 rest = sent_ns;

      for (guint i = DIGITS; i > 0; i--, rest /= 10)
        at[i] = (char) ('0' + rest % 10);
      at += DIGITS + 1;
    }
}
