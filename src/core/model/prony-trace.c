/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/model/prony-trace-format.h"
#include "core/model/prony-trace.h"

/* The longest line that is taken: published ones with thousands of hashes of blocks
 * have some ten thousand bytes. */
#define MAX_LINE_BYTES (1024 * 1024)

static const char byte_order_mark[] = { '\xef', '\xbb', '\xbf' };

typedef struct
{
  char *name; /* of the file, for sentences */
  GArray *requests;
  PronyTraceFormat format;
  guint n_lines;
  gboolean begun; /* whether the format is known */
} Reader;

static void
trace_clear (gpointer data)
{
  PronyTrace *self = data;

  g_free (self->path);
  g_array_unref (self->requests);
}

/**
 * prony_trace_ref:
 * @self: a trace
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronyTrace *
prony_trace_ref (PronyTrace *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_trace_unref:
 * @self: (transfer full): a trace
 *
 * Thread-safe.
 */
void
prony_trace_unref (PronyTrace *self)
{
  g_atomic_rc_box_release_full (self, trace_clear);
}

/* --- Reading ----------------------------------------------------------------- */

static gboolean
set_mistake (Reader *self, const char *mistake, GError **error)
{
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: the first %s is a file, the second a sentence */
               _ ("The trace “%s” cannot be replayed because of its line %u. %s"), self->name,
               self->n_lines, g_dgettext (GETTEXT_PACKAGE, mistake));
  return FALSE;
}

static gboolean
set_not_understood (Reader *self, GError **error)
{
  g_set_error (
    error, PRONY_ERROR, PRONY_ERROR_INPUT,
    _ ("The trace “%s” is not understood. It must be a CSV file whose header names a column "
       "“timestamp” or “time”, and “prompt_tokens” and “output_tokens” where lengths are known; "
       "or a file with an object of JSON in each line, with “timestamp”, “input_length” and "
       "“output_length”."),
    self->name);
  return FALSE;
}

static gboolean
add_request (Reader *self, const char *line, GError **error)
{
  PronyTraceRequest request;
  const char *mistake = prony_trace_format_read (&self->format, line, &request);
  GArray *requests = self->requests;

  if (mistake != NULL)
    return set_mistake (self, mistake, error);
  if (requests->len > 0 &&
      request.at_ns < g_array_index (requests, PronyTraceRequest, requests->len - 1).at_ns)
    return set_mistake (
      self, N_ ("It is earlier than the one before it. Sort the file by its times."), error);

  g_array_append_val (requests, request);
  return TRUE;
}

/* The first line says how the others are written; in CSV it is no request itself. */
static gboolean
take_line (Reader *self, char *line, gsize length, GError **error)
{
  if (self->n_lines++ == 0 && length >= sizeof byte_order_mark &&
      memcmp (line, byte_order_mark, sizeof byte_order_mark) == 0)
    {
      line += sizeof byte_order_mark;
      length -= sizeof byte_order_mark;
    }
  if (self->n_lines > PRONY_TRACE_MAX_REQUESTS + 1)
    return set_mistake (self, N_ ("So long a trace is not read: take the first 10,000,000 lines."),
                        error);
  if (memchr (line, '\0', length) != NULL)
    return self->begun ? set_mistake (self, N_ ("It is no text."), error)
                       : set_not_understood (self, error);

  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  line[length] = '\0';
  if (length == 0)
    return TRUE;
  if (!self->begun)
    {
      if (!prony_trace_format_detect (&self->format, line))
        return set_not_understood (self, error);
      self->begun = TRUE;
      if (!self->format.json)
        return TRUE;
    }
  return add_request (self, line, error);
}

/* Takes what is complete of @buffer. Returns: how many bytes that was, or -1. */
static gssize
take_lines (Reader *self, char *buffer, gsize length, GError **error)
{
  char *line = buffer;
  char *end;

  while ((end = memchr (line, '\n', length - (gsize) (line - buffer))) != NULL)
    {
      if (!take_line (self, line, (gsize) (end - line), error))
        return -1;
      line = end + 1;
    }
  return line - buffer;
}

static gboolean
read_stream (Reader *self, GInputStream *stream, GError **error)
{
  /* One more, for the end of a last line without one. */
  g_autofree char *buffer = g_malloc (MAX_LINE_BYTES + 1);
  gsize filled = 0;

  for (;;)
    {
      gssize n =
        g_input_stream_read (stream, buffer + filled, MAX_LINE_BYTES - filled, NULL, error);

      if (n < 0)
        return FALSE;
      if (n == 0)
        return filled == 0 || take_line (self, buffer, filled, error);

      filled += (gsize) n;
      n = take_lines (self, buffer, filled, error);
      if (n < 0)
        return FALSE;
      if (n == 0 && filled == MAX_LINE_BYTES)
        {
          self->n_lines++;
          return self->begun ? set_mistake (self, N_ ("It is longer than 1 MiB."), error)
                             : set_not_understood (self, error);
        }
      filled -= (gsize) n;
      memmove (buffer, buffer + n, filled);
    }
}

static gboolean
read_file (Reader *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &local);

  if (stream != NULL && read_stream (self, G_INPUT_STREAM (stream), &local))
    return TRUE;
  if (local->domain == PRONY_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: the first %s is a file, the second what the system says */
               _ ("The trace “%s” could not be read: %s."), self->name, local->message);
  return FALSE;
}

/**
 * prony_trace_read:
 * @path: a file name
 * @error: return location for %PRONY_ERROR_INPUT, a sentence with file and line
 *
 * Reads a trace: CSV with a header, or JSON in lines. Its columns and members are
 * known by the names that the published traces of Azure, BurstGPT, Mooncake and
 * Qwen-Bailian have, or the plain ones `time`, `prompt_tokens` and `output_tokens`.
 * Times are seconds or date-times, of JSON milliseconds; they must not go back. Takes
 * 16 bytes of memory a request, however long the file's lines are.
 *
 * Returns: (transfer full) (nullable): the trace, its times counted from its first
 *   request
 */
PronyTrace *
prony_trace_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GArray) requests = g_array_new (FALSE, FALSE, sizeof (PronyTraceRequest));
  Reader reader = { .name = name, .requests = requests };
  gint64 first_ns;
  PronyTrace *self;

  if (!read_file (&reader, path, error))
    return NULL;
  if (requests->len == 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The trace “%s” is empty: it has no request to replay."), name);
      return NULL;
    }

  first_ns = g_array_index (requests, PronyTraceRequest, 0).at_ns;
  for (guint i = 0; i < requests->len; i++)
    g_array_index (requests, PronyTraceRequest, i).at_ns -= first_ns;

  self = g_atomic_rc_box_new0 (PronyTrace);
  self->path = g_steal_pointer (&name);
  self->requests = g_steal_pointer (&requests);
  return self;
}
