/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/prony-clock.h"
#include "core/http/prony-http-body.h"

/* libsoup reads a chunk with four system calls, several allocations and an error
 * that is made to be thrown away: about half of what a token costs in all. So the
 * chunks of a stream are taken from the socket itself, and libsoup reads what is
 * before and after them: the beginning, part of which it has read together with
 * the headers, and the last chunk, by which it knows that the connection can be
 * used again.
 *
 * Where libsoup's own reading stands cannot be asked. But when what waits in the
 * socket is looked at, is a number of whole chunks, and libsoup then reads their
 * very data and nothing else, it stands between two chunks and has no bytes left:
 * had it been anywhere else, it would have taken lines for data or data for lines.
 * From then on the socket is looked at, and only what belongs to whole lines and
 * data is taken from it, so that it can be left to libsoup between any two chunks. */

static gssize
look (int fd, char *buffer, gsize length)
{
  return recv (fd, buffer, length, MSG_PEEK | MSG_DONTWAIT);
}

/* Reads until nothing is left, into one buffer, so that bytes which had arrived
 * together get one stamp: that of the first read, before anything is parsed. */
static PronyHttpBodyState
read_stream (PronyHttpBody *self, char *buffer, gsize *length, gint64 *at_ns, GError **error)
{
  g_autoptr (GError) own_error = NULL;
  gssize got = 1;

  while (got > 0 && *length < PRONY_HTTP_BODY_BYTES)
    {
      got = g_pollable_input_stream_read_nonblocking (
        G_POLLABLE_INPUT_STREAM (self->stream), buffer + *length, PRONY_HTTP_BODY_BYTES - *length,
        NULL, &own_error);
      if (*at_ns == 0)
        *at_ns = prony_clock_now_ns ();
      if (got > 0)
        *length += (gsize) got;
    }

  if (got > 0)
    return PRONY_HTTP_BODY_MORE;
  if (got == 0)
    return PRONY_HTTP_BODY_END;
  if (g_error_matches (own_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return PRONY_HTTP_BODY_WAIT;

  g_propagate_error (error, g_steal_pointer (&own_error));
  return PRONY_HTTP_BODY_FAILED;
}

/* The same, and finds out whether the next bytes can be read directly. What was read
 * gets the stamp of the moment at which it was found to be waiting, if it was just
 * that. */
static PronyHttpBodyState
read_and_compare (PronyHttpBody *self, char *buffer, gsize *length, gint64 *at_ns, GError **error)
{
  char *expected = buffer + PRONY_HTTP_BODY_BYTES;
  gssize waiting = look (self->fd, expected, PRONY_HTTP_BODY_BYTES);
  PronyHttpBodyState state = read_stream (self, buffer, length, at_ns, error);
  gsize expected_length;

  if (waiting <= 0 || state != PRONY_HTTP_BODY_WAIT)
    return state;

  self->direct = prony_http_chunks_decode (&self->chunks, expected, (gsize) waiting,
                                           &expected_length) == (gsize) waiting &&
                 prony_http_chunks_is_between (&self->chunks) && *length == expected_length &&
                 memcmp (buffer, expected, expected_length) == 0;
  self->chunks = (PronyHttpChunks){ 0 };
  if (self->direct && self->waiting == (gsize) waiting)
    *at_ns = self->waiting_ns;

  return state;
}

/* In the system's own words: for a connection that broke, for one that ended within
 * a chunk, and for a chunk that goes on where it should have ended. */
static PronyHttpBodyState
fail_directly (gssize waiting, int saved_errno, GError **error)
{
  if (waiting < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                         g_strerror (saved_errno));
  else if (waiting == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, g_strerror (EPIPE));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, g_strerror (EBADMSG));

  return PRONY_HTTP_BODY_FAILED;
}

/* Where it is known what was waiting at an earlier moment, reads that and no more:
 * it gets the stamp of that moment, and what has come since then its own. */
static PronyHttpBodyState
read_directly (PronyHttpBody *self, char *buffer, gsize *length, gint64 *at_ns, GError **error)
{
  gsize most = PRONY_HTTP_BODY_BYTES;
  gssize waiting;
  int saved_errno;
  gsize taken;

  if (self->waiting > 0 && self->waiting < most)
    most = self->waiting;
  else
    self->waiting = 0;

  waiting = look (self->fd, buffer, most);
  saved_errno = errno;
  *at_ns = self->waiting > 0 ? self->waiting_ns : prony_clock_now_ns ();
  self->waiting = 0;
  if (waiting < 0 && (saved_errno == EAGAIN || saved_errno == EINTR))
    return PRONY_HTTP_BODY_WAIT;

  if (waiting > 0)
    {
      taken = prony_http_chunks_decode (&self->chunks, buffer, (gsize) waiting, length);

      /* TCP drops what is taken in this way: there is no need to copy it again. */
      if (taken > 0)
        recv (self->fd, NULL, taken, MSG_TRUNC | MSG_DONTWAIT);
      if (taken == PRONY_HTTP_BODY_BYTES)
        return PRONY_HTTP_BODY_MORE;
      if (taken == (gsize) waiting)
        return PRONY_HTTP_BODY_WAIT;
    }

  if (!prony_http_chunks_is_between (&self->chunks))
    return fail_directly (waiting, saved_errno, error);

  self->direct = FALSE;
  return PRONY_HTTP_BODY_MORE;
}

/**
 * prony_http_body_read:
 * @self: a body
 * @buffer: memory of twice %PRONY_HTTP_BODY_BYTES
 * @length: (out): how many bytes of the body are in @buffer afterwards, at most
 *   %PRONY_HTTP_BODY_BYTES; may be 0, and more than that also where it failed
 * @at_ns: (out): when they were read, or had been found to be waiting
 * @error: return location for why it failed
 *
 * Reads what there is to read, without waiting. Allocates nothing once a chunked
 * body is under way.
 *
 * Returns: what follows
 */
PronyHttpBodyState
prony_http_body_read (
  PronyHttpBody *self, char *buffer, gsize *length, gint64 *at_ns, GError **error)
{
  PronyHttpBodyState state;

  *length = 0;
  *at_ns = 0;

  if (self->direct)
    return read_directly (self, buffer, length, at_ns, error);

  if (self->fd >= 0 && self->chunked)
    state = read_and_compare (self, buffer, length, at_ns, error);
  else
    state = read_stream (self, buffer, length, at_ns, error);

  self->waiting = 0;
  return state;
}
