/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "sim/prony-sim-request.h"

/* The reading half of HTTP/1.1, as far as clients of inference engines use it:
 * bodies with a Content-Length, persistent connections, "Expect: 100-continue".
 * Sizes are bounded, so that no client can fill the memory. */

#define MAX_HEADER_BYTES (64 * 1024)
#define MAX_BODY_BYTES (64 * 1024 * 1024)

typedef struct
{
  guint64 body_length;
  gboolean has_transfer_encoding;
  gboolean expects_continue;
} Framing;

/* Returns 0, or the status that says what is wrong with the header line. */
static guint
read_field (PronySimRequest *request, Framing *framing, char *line)
{
  char *colon = strchr (line, ':');
  char *value;

  if (colon == NULL || colon == line)
    return 400;

  *colon = '\0';
  value = g_strstrip (colon + 1);

  if (g_ascii_strcasecmp (line, "Content-Length") == 0)
    {
      if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &framing->body_length, NULL))
        return 400;
      if (framing->body_length > MAX_BODY_BYTES)
        return 413;
    }
  else if (g_ascii_strcasecmp (line, "Transfer-Encoding") == 0)
    framing->has_transfer_encoding = TRUE;
  else if (g_ascii_strcasecmp (line, "Expect") == 0)
    framing->expects_continue = g_ascii_strcasecmp (value, "100-continue") == 0;
  else if (g_ascii_strcasecmp (line, "Connection") == 0)
    {
      if (g_ascii_strcasecmp (value, "close") == 0)
        request->keep_alive = FALSE;
      else if (g_ascii_strcasecmp (value, "keep-alive") == 0)
        request->keep_alive = TRUE;
    }

  return 0;
}

static guint
read_request_line (PronySimRequest *request, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *mark;

  if (g_strv_length (words) != 3 || words[0][0] == '\0' || words[1][0] != '/')
    return 400;
  if (!g_str_has_prefix (words[2], "HTTP/1."))
    return g_str_has_prefix (words[2], "HTTP/") ? 505 : 400;

  mark = strchrnul (words[1], '?');
  request->method = g_strdup (words[0]);
  request->path = g_strndup (words[1], (gsize) (mark - words[1]));
  request->query = *mark == '?' ? g_strdup (mark + 1) : NULL;
  request->chunked = strcmp (words[2], "HTTP/1.0") != 0;
  request->keep_alive = request->chunked;
  return 0;
}

static guint
read_head (PronySimRequest *request, Framing *framing, char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  guint status = lines[0] != NULL ? read_request_line (request, lines[0]) : 400;

  for (guint i = 1; status == 0 && lines[i] != NULL; i++)
    status = read_field (request, framing, lines[i]);

  if (status == 0 && framing->has_transfer_encoding)
    return 411;

  return status;
}

/**
 * prony_sim_request_parse:
 * @bytes: what has been read from the connection; a complete request is taken
 *   out of it
 * @now_ns: when its last byte was read
 * @request: (out) (nullable) (transfer full): the request, when complete
 * @bad_status: (out): the HTTP status to refuse with, when bad
 *
 * Takes the first request out of what a client has sent.
 *
 * Returns: what there is
 */
PronySimRequestState
prony_sim_request_parse (GByteArray *bytes,
                         gint64 now_ns,
                         PronySimRequest **request,
                         guint *bad_status)
{
  g_autoptr (PronySimRequest) self = NULL;
  g_autofree char *head = NULL;
  const char *end = NULL;
  Framing framing = { 0 };
  gsize head_length;

  if (bytes->len > 0)
    end = memmem (bytes->data, MIN (bytes->len, MAX_HEADER_BYTES), "\r\n\r\n", 4);
  if (end == NULL)
    {
      *bad_status = 431;
      return bytes->len < MAX_HEADER_BYTES ? PRONY_SIM_REQUEST_INCOMPLETE : PRONY_SIM_REQUEST_BAD;
    }

  self = g_new0 (PronySimRequest, 1);
  head_length = (gsize) (end - (const char *) bytes->data) + 4;
  head = g_strndup ((const char *) bytes->data, head_length - 4);
  *bad_status = read_head (self, &framing, head);
  if (*bad_status != 0)
    return PRONY_SIM_REQUEST_BAD;

  if (bytes->len - head_length < framing.body_length)
    {
      gboolean waits = framing.expects_continue && bytes->len == head_length;

      return waits ? PRONY_SIM_REQUEST_CONTINUE : PRONY_SIM_REQUEST_INCOMPLETE;
    }

  self->body_length = framing.body_length;
  self->body = g_malloc (self->body_length + 1);
  memcpy (self->body, bytes->data + head_length, self->body_length);
  self->body[self->body_length] = '\0';
  self->read_ns = now_ns;
  g_byte_array_remove_range (bytes, 0, (guint) (head_length + self->body_length));
  *request = g_steal_pointer (&self);
  return PRONY_SIM_REQUEST_COMPLETE;
}

/**
 * prony_sim_request_free:
 * @request: (transfer full): a request
 */
void
prony_sim_request_free (PronySimRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->body);
  g_free (request);
}
