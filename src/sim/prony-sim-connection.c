/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "sim/prony-sim-connection.h"
#include "sim/prony-sim-status.h"

/* One client's connection: reads requests one after another, writes answers.
 *
 * An answer is either whole (prony_sim_connection_respond()) or streamed:
 * begin, then append and flush as often as needed, then end. All that was
 * appended since the last flush leaves in one send(), so an event is one segment
 * and one system call. The client's going away ends the exchange through its
 * cancel function. */

#define READ_BYTES (64 * 1024)
/* An older stamp is of a wall clock that was set meanwhile. */
#define MAX_AGE_NS (10 * PRONY_NS_PER_S)
/* Then it is another connection's turn. */
#define READS_AT_ONCE 16
/* A request may be followed by the start of the next one, not by more. */
#define MAX_PENDING_BYTES (1024 * 1024)
/* A client that does not read its answer is cut off, not kept in memory. */
#define MAX_UNSENT_BYTES (64 * 1024 * 1024)

struct _PronySimConnection
{
  const PronySimConnectionFuncs *funcs;
  gpointer user_data;

  GByteArray *in;
  GString *out;
  PronySimRequest *request;

  gpointer exchange;
  GDestroyNotify cancel;

  gint64 read_ns;
  int fd;
  gboolean unserved;
  gboolean serving;
  gboolean answering;
  gboolean chunked;
  gboolean keep_alive;
  gboolean status_sent;
  gboolean wants_write;
  gboolean hangs_up;
  gboolean closes;
};

/* Ends what is being answered, without telling the client. */
static void
drop_exchange (PronySimConnection *self)
{
  gpointer exchange = g_steal_pointer (&self->exchange);
  GDestroyNotify cancel = self->cancel;

  self->cancel = NULL;
  if (exchange != NULL && cancel != NULL)
    cancel (exchange);
}

/**
 * prony_sim_connection_new:
 * @fd: (transfer full): a connected socket that does not block
 * @funcs: the server's functions
 * @user_data: passed to them
 *
 * Returns: (transfer full): a connection that waits for a request
 */
PronySimConnection *
prony_sim_connection_new (int fd, const PronySimConnectionFuncs *funcs, gpointer user_data)
{
  PronySimConnection *self = g_new0 (PronySimConnection, 1);

  self->fd = fd;
  self->funcs = funcs;
  self->user_data = user_data;
  self->in = g_byte_array_new ();
  self->out = g_string_new (NULL);
  return self;
}

/**
 * prony_sim_connection_free:
 * @connection: (transfer full): a connection
 *
 * Shuts it if it is open, without calling the server back, and frees it.
 */
void
prony_sim_connection_free (PronySimConnection *connection)
{
  drop_exchange (connection);
  if (connection->fd >= 0)
    close (connection->fd);
  g_clear_pointer (&connection->request, prony_sim_request_free);
  g_byte_array_unref (connection->in);
  g_string_free (connection->out, TRUE);
  g_free (connection);
}

/**
 * prony_sim_connection_get_fd:
 * @connection: a connection
 *
 * Returns: its socket, -1 once it is closed
 */
int
prony_sim_connection_get_fd (PronySimConnection *connection)
{
  return connection->fd;
}

/**
 * prony_sim_connection_close:
 * @connection: a connection
 *
 * Shuts the connection, whatever has not been sent is lost, and cancels what was
 * being answered.
 */
void
prony_sim_connection_close (PronySimConnection *connection)
{
  if (connection->fd < 0)
    return;

  close (connection->fd);
  connection->fd = -1;
  drop_exchange (connection);
  connection->funcs->closed (connection, connection->user_data);
}

/* Serves what has been read, as long as nothing is being answered. A request that
 * is answered at once ends up here again; the loop takes the next one then, so
 * that many of them are no deep recursion. */
static void
serve_pending (PronySimConnection *self, gint64 now_ns)
{
  if (self->serving)
    return;

  self->serving = TRUE;
  while (self->fd >= 0 && !self->answering && self->in->len > 0)
    {
      guint bad_status = 0;
      PronySimRequestState state =
        prony_sim_request_parse (self->in, now_ns, &self->request, &bad_status);

      if (state == PRONY_SIM_REQUEST_INCOMPLETE)
        break;
      if (state == PRONY_SIM_REQUEST_CONTINUE)
        {
          prony_sim_connection_append_raw (self, "HTTP/1.1 100 Continue\r\n\r\n");
          prony_sim_connection_flush (self);
          break;
        }

      self->answering = TRUE;
      if (state == PRONY_SIM_REQUEST_BAD)
        {
          self->keep_alive = FALSE;
          prony_sim_connection_respond (self, bad_status, "text/plain", NULL,
                                        prony_sim_status_phrase (bad_status));
          break;
        }

      self->keep_alive = self->request->keep_alive;
      self->funcs->serve (self, self->request, self->user_data);
    }
  self->serving = FALSE;
}

/* When the bytes arrived, by the kernel's stamp on the last segment of those that
 * were read: that this process came late to reading them is the engine's delay, not
 * the network's or the client's. The stamp is of CLOCK_REALTIME; what both clocks
 * say now tells how old it is. Without one it is now. */
static gint64
get_arrival (struct msghdr *message)
{
  gint64 now_ns = prony_clock_now_ns ();
  struct cmsghdr *control = CMSG_FIRSTHDR (message);
  struct timespec stamp, wall;
  gint64 age_ns;

  if (control == NULL || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS)
    return now_ns;

  memcpy (&stamp, CMSG_DATA (control), sizeof stamp);
  clock_gettime (CLOCK_REALTIME, &wall);
  age_ns = (wall.tv_sec - stamp.tv_sec) * PRONY_NS_PER_S + (wall.tv_nsec - stamp.tv_nsec);
  return age_ns >= 0 && age_ns < MAX_AGE_NS ? now_ns - age_ns : now_ns;
}

/* Like recv(), and says when the bytes arrived. */
static gssize
receive (PronySimConnection *self, guint8 *bytes, gsize length)
{
  char control[CMSG_SPACE (sizeof (struct timespec))] = { 0 };
  struct iovec vector = { .iov_base = bytes, .iov_len = length };
  struct msghdr message = {
    .msg_iov = &vector,
    .msg_iovlen = 1,
    .msg_control = control,
    .msg_controllen = sizeof control,
  };
  gssize got = recvmsg (self->fd, &message, 0);

  if (got > 0)
    self->read_ns = get_arrival (&message);
  return got;
}

/**
 * prony_sim_connection_read:
 * @connection: a connection
 *
 * To be called when the socket has bytes, or its end. The end is taken as the
 * client's going away, also in the middle of an answer, as the engines do.
 * Nothing is served yet: see prony_sim_connection_serve().
 *
 * Returns: whether prony_sim_connection_serve() is to be called now that was not
 *   before
 */
gboolean
prony_sim_connection_read (PronySimConnection *connection)
{
  PronySimConnection *self = connection;
  gboolean was_unserved;

  for (guint i = 0; i < READS_AT_ONCE; i++)
    {
      guint8 bytes[READ_BYTES];
      gssize got = receive (self, bytes, sizeof bytes);

      if (got < 0 && (errno == EAGAIN || errno == EINTR))
        break;
      if (got <= 0 || (self->answering && self->in->len > MAX_PENDING_BYTES))
        {
          prony_sim_connection_close (self);
          return FALSE;
        }
      g_byte_array_append (self->in, bytes, (guint) got);
      if (got < READ_BYTES)
        break;
    }

  was_unserved = self->unserved;
  self->unserved = TRUE;
  return !was_unserved;
}

/**
 * prony_sim_connection_serve:
 * @connection: a connection
 *
 * Serves what has been read, if it is a request. Apart from the reading, so that
 * all requests of a burst are read, and their times begin, before the first of
 * them takes its time.
 */
void
prony_sim_connection_serve (PronySimConnection *connection)
{
  connection->unserved = FALSE;
  serve_pending (connection, connection->read_ns);
}

static void
watch_room (PronySimConnection *self, gboolean want)
{
  if (self->wants_write == want)
    return;

  self->wants_write = want;
  self->funcs->want_write (self, want, self->user_data);
}

/**
 * prony_sim_connection_flush:
 * @connection: a connection
 *
 * Sends what has been appended. What the socket does not take follows as soon as
 * it has room: the server then calls this again.
 */
void
prony_sim_connection_flush (PronySimConnection *connection)
{
  PronySimConnection *self = connection;

  while (self->fd >= 0 && self->out->len > 0)
    {
      gssize sent = send (self->fd, self->out->str, self->out->len, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent < 0 && errno == EAGAIN && self->out->len <= MAX_UNSENT_BYTES)
        {
          watch_room (self, TRUE);
          return;
        }
      if (sent < 0)
        {
          prony_sim_connection_close (self);
          return;
        }
      g_string_erase (self->out, 0, sent);
    }

  if (self->fd < 0)
    return;

  watch_room (self, FALSE);
  if (self->closes)
    prony_sim_connection_close (self);
}

/**
 * prony_sim_connection_set_exchange:
 * @connection: a connection with a request to answer
 * @exchange: (transfer full) (nullable): what answers it
 * @cancel: (nullable): frees @exchange; called when the answer has ended, and when the
 *   client has gone
 *
 * Ties an answer that takes its time to the connection, in place of the one
 * before, which is cancelled.
 */
void
prony_sim_connection_set_exchange (PronySimConnection *connection,
                                   gpointer exchange,
                                   GDestroyNotify cancel)
{
  drop_exchange (connection);
  connection->exchange = exchange;
  connection->cancel = cancel;
}

static void
append_head (PronySimConnection *self, guint status, const char *content_type, const char *headers)
{
  /* The status line's first word has gone ahead where the header is slow. */
  g_string_append_printf (self->out, "%s%u %s\r\n", self->status_sent ? "" : "HTTP/1.1 ", status,
                          prony_sim_status_phrase (status));
  if (content_type != NULL)
    g_string_append_printf (self->out, "Content-Type: %s\r\n", content_type);
  g_string_append (self->out, "X-Prony-Simulated: 1\r\n");
  if (headers != NULL)
    g_string_append (self->out, headers);
  if (!self->keep_alive)
    g_string_append (self->out, "Connection: close\r\n");
}

/**
 * prony_sim_connection_begin:
 * @connection: a connection with a request to answer
 * @status: the HTTP status
 * @content_type: the type of the body
 * @headers: (nullable): further header lines, each with its CR LF
 *
 * Begins a streamed answer. The header waits for the next flush. A client of
 * HTTP/1.0 gets a body that ends with the connection.
 */
void
prony_sim_connection_begin (PronySimConnection *connection,
                            guint status,
                            const char *content_type,
                            const char *headers)
{
  connection->chunked = connection->request != NULL && connection->request->chunked;
  if (!connection->chunked)
    connection->keep_alive = FALSE;

  append_head (connection, status, content_type, headers);
  g_string_append (connection->out,
                   connection->chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
}

/* Not by printf(), which is slower than the rest of a token's way to the socket. */
static void
append_chunk_size (PronySimConnection *self, gsize size)
{
  char text[2 * sizeof size + 2];
  char *at = text + sizeof text;

  if (!self->chunked)
    return;

  *--at = '\n';
  *--at = '\r';
  for (gsize rest = size; rest > 0; rest >>= 4)
    *--at = "0123456789abcdef"[rest & 15];
  g_string_append_len (self->out, at, text + sizeof text - at);
}

static void
append_chunk_end (PronySimConnection *self)
{
  if (self->chunked)
    g_string_append_len (self->out, "\r\n", 2);
}

/**
 * prony_sim_connection_append:
 * @connection: a connection in a streamed answer
 * @bytes: a piece of the body
 * @length: its length; nothing is appended for 0, which would be the end
 *
 * Appends one chunk. It leaves with the next flush.
 */
void
prony_sim_connection_append (PronySimConnection *connection, const char *bytes, gsize length)
{
  if (length == 0)
    return;

  append_chunk_size (connection, length);
  g_string_append_len (connection->out, bytes, (gssize) length);
  append_chunk_end (connection);
}

/**
 * prony_sim_connection_append_filled:
 * @connection: a connection in a streamed answer
 * @bytes: a piece of the body
 * @gap: where in it @text is to stand
 * @text: what stands there
 *
 * Appends one chunk of both. It leaves with the next flush.
 */
void
prony_sim_connection_append_filled (PronySimConnection *connection,
                                    const GString *bytes,
                                    gsize gap,
                                    const char *text)
{
  gsize length = strlen (text);

  append_chunk_size (connection, bytes->len + length);
  g_string_append_len (connection->out, bytes->str, (gssize) gap);
  g_string_append_len (connection->out, text, (gssize) length);
  g_string_append_len (connection->out, bytes->str + gap, (gssize) (bytes->len - gap));
  append_chunk_end (connection);
}

/**
 * prony_sim_connection_append_raw:
 * @connection: a connection
 * @bytes: what to send, outside the framing of the answer
 *
 * Appends bytes as they are. The word "HTTP/1.1 " before the header is how a
 * slow header starts.
 */
void
prony_sim_connection_append_raw (PronySimConnection *connection, const char *bytes)
{
  g_string_append (connection->out, bytes);
  if (strcmp (bytes, "HTTP/1.1 ") == 0)
    connection->status_sent = TRUE;
}

/**
 * prony_sim_connection_get_unsent:
 * @connection: a connection
 *
 * Returns: (transfer none): what has been appended and not been sent, of which
 *   bytes may still be changed
 */
GString *
prony_sim_connection_get_unsent (PronySimConnection *connection)
{
  return connection->out;
}

/**
 * prony_sim_connection_hang_up:
 * @connection: a connection with a request to answer
 *
 * Lets the connection close after the answer without a word of it in the header,
 * as servers do that have had enough requests on one.
 */
void
prony_sim_connection_hang_up (PronySimConnection *connection)
{
  connection->hangs_up = TRUE;
}

/**
 * prony_sim_connection_set_unchunked:
 * @connection: a connection with a request to answer
 *
 * Lets the body of a streamed answer end with the connection, as if the client
 * understood no chunks.
 */
void
prony_sim_connection_set_unchunked (PronySimConnection *connection)
{
  connection->request->chunked = FALSE;
}

/* The answer is whole: the connection serves the next request or closes. The
 * bytes go first, since they may tell the time of their sending. */
static void
finish_answer (PronySimConnection *self)
{
  self->answering = FALSE;
  self->status_sent = FALSE;
  self->closes = !self->keep_alive || self->hangs_up;
  prony_sim_connection_flush (self);
  drop_exchange (self);
  g_clear_pointer (&self->request, prony_sim_request_free);
  if (self->fd >= 0 && !self->closes)
    serve_pending (self, prony_clock_now_ns ());
}

/**
 * prony_sim_connection_end:
 * @connection: a connection in a streamed answer
 *
 * Ends the answer, flushes, and frees the exchange. The caller must not use the
 * exchange or the connection afterwards.
 */
void
prony_sim_connection_end (PronySimConnection *connection)
{
  if (connection->chunked)
    g_string_append (connection->out, "0\r\n\r\n");

  finish_answer (connection);
}

/**
 * prony_sim_connection_respond_bytes:
 * @connection: a connection with a request to answer
 * @status: the HTTP status
 * @content_type: (nullable): the type of the body
 * @headers: (nullable): further header lines, each with its CR LF
 * @body: the body; it is left out for HEAD
 *
 * Answers whole, with a Content-Length. As after prony_sim_connection_end(), the
 * caller must not use the exchange or the connection afterwards.
 */
void
prony_sim_connection_respond_bytes (PronySimConnection *connection,
                                    guint status,
                                    const char *content_type,
                                    const char *headers,
                                    GBytes *body)
{
  PronySimRequest *request = connection->request;
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);

  append_head (connection, status, content_type, headers);
  g_string_append_printf (connection->out, "Content-Length: %zu\r\n\r\n", length);
  if (length > 0 && (request == NULL || strcmp (request->method, "HEAD") != 0))
    g_string_append_len (connection->out, bytes, (gssize) length);

  finish_answer (connection);
}

/**
 * prony_sim_connection_respond:
 * @connection: a connection with a request to answer
 * @status: the HTTP status
 * @content_type: (nullable): the type of the body
 * @headers: (nullable): further header lines, each with its CR LF
 * @body: the body, a text
 *
 * Answers as prony_sim_connection_respond_bytes() does.
 */
void
prony_sim_connection_respond (PronySimConnection *connection,
                              guint status,
                              const char *content_type,
                              const char *headers,
                              const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  prony_sim_connection_respond_bytes (connection, status, content_type, headers, bytes);
}
