/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/model/prony-trace.h"

#define S G_GINT64_CONSTANT (1000000000)

static char *folder;

static PronyTrace *
read_bytes (const char *bytes, gssize length, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "trace", NULL);
  g_autoptr (GError) local = NULL;
  PronyTrace *trace;

  g_file_set_contents (path, bytes, length, &local);
  g_assert_no_error (local);
  trace = prony_trace_read (path, error);
  if (trace != NULL)
    g_assert_cmpstr (trace->path, ==, path);
  g_unlink (path);
  return trace;
}

static const struct
{
  const char *name;
  const char *text;
  guint n;
  PronyTraceRequest requests[4];
} traces[] = {
  { "azure-2023",
    "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n"
    "2023-11-16 18:15:50.9951690,396,109\n2023-11-17 00:00:00,879,55\n",
    3,
    { { 0, 374, 44 }, { 4314579000, 396, 109 }, { 20653 * S + 319410000, 879, 55 } } },
  { "azure-2024",
    "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2024-05-10 00:00:00.009930+00:00,2162,5\r\n"
    "2024-05-10 00:00:01+00:00,2399,6\r\n2024-05-10T02:00:02+0200,1,2\r\n"
    "2024-05-10 00:00:03Z,3,4",
    4,
    { { 0, 2162, 5 }, { 990070000, 2399, 6 }, { 1990070000, 1, 2 }, { 2990070000, 3, 4 } } },
  { "burstgpt",
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
    "5,ChatGPT,472,18,490,Conversation log\n45.5,ChatGPT,1087,0,1087,Conversation log\n",
    2,
    { { 0, 472, 18 }, { 40 * S + S / 2, 1087, 0 } } },
  { "burstgpt-sessions",
    "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
    "0,7,1.5,\"GPT-4, \"\"turbo\"\"\",\"472\",18,490,API log\n",
    1,
    { { 0, 472, 18 } } },
  { "mooncake",
    "{\"timestamp\": 27482, \"input_length\": 6955, \"output_length\": 52, \"hash_ids\": [46, "
    "47]}\n"
    "{\"timestamp\":27482,\"input_length\":6472,\"output_length\":26,\"hash_ids\":[]}\n"
    "\n"
    "{\"hash_ids\": [[\"]\\\"\"], {\"timestamp\": 1}], \"output_length\": 1e2 , \"timestamp\": "
    "30535.5 }\n",
    3,
    { { 0, 6955, 52 }, { 0, 6472, 26 }, { 3053500000, -1, 100 } } },
  { "bailian",
    "{\"chat_id\": 159, \"parent_chat_id\": 55, \"timestamp\": 61.114, \"input_length\": 521, "
    "\"output_length\": 132, \"type\": \"text\", \"turn\": 2, \"hash_ids\": [1089]}\n"
    "{\"chat_id\": 160, \"timestamp\": 62.25, \"input_length\": 1, \"output_length\": null}\n",
    2,
    { { 0, 521, 132 }, { 1136000000, 1, -1 } } },
  { "plain",
    "\xef\xbb\xbftime,prompt_tokens,output_tokens\n0,10,20\n0.25,,30\n1e1, 40 ,\n",
    3,
    { { 0, 10, 20 }, { S / 4, -1, 30 }, { 10 * S, 40, -1 } } },
  { "times-only", "time\n-1\n1.000000001\n", 2, { { 0, -1, -1 }, { 2 * S + 1, -1, -1 } } },
  { "milliseconds",
    "output_tokens,timestamp_ms\n5,1700000000000\n6,1700000000001\n",
    2,
    { { 0, -1, 5 }, { 1000000, -1, 6 } } },
  { "short-row", "time,prompt_tokens,output_tokens\n3,4\n", 1, { { 0, 4, -1 } } },
};

static void
test_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyTrace) trace = read_bytes (traces[i].text, -1, &error);

      g_test_message ("%s", traces[i].name);
      g_assert_no_error (error);
      g_assert_cmpuint (trace->requests->len, ==, traces[i].n);
      for (guint j = 0; j < traces[i].n; j++)
        {
          const PronyTraceRequest *request = &g_array_index (trace->requests, PronyTraceRequest, j);

          g_assert_cmpint (request->at_ns, ==, traces[i].requests[j].at_ns);
          g_assert_cmpint (request->prompt_tokens, ==, traces[i].requests[j].prompt_tokens);
          g_assert_cmpint (request->output_tokens, ==, traces[i].requests[j].output_tokens);
        }
    }
}

#define CSV "time,prompt_tokens,output_tokens\n"

/* What the sentence says, besides the file's name. */
static const struct
{
  const char *name;
  const char *text;
  gssize length;
  const char *says;
} mistakes[] = {
  { "empty", "", -1, "empty" },
  { "only-space", " \n\r\n", -1, "empty" },
  { "only-header", CSV, -1, "empty" },
  { "unsorted", CSV "1,2,3\n\n0.9,2,3\n", -1, "line 4. It is earlier" },
  { "unsorted-json", "{\"timestamp\": 2}\n{\"timestamp\": 1}\n", -1, "line 2. It is earlier" },
  { "unknown-columns", "when,how\n1,2\n", -1, "is not understood" },
  { "no-header", "0,10,20\n1,10,20\n", -1, "is not understood" },
  { "prose", "Once upon a time, there was a trace.\n", -1, "is not understood" },
  { "json-without-time", "{\"input_length\": 2}\n", -1, "is not understood" },
  { "json-array", "[{\"timestamp\": 2}]\n", -1, "is not understood" },
  { "broken-first", "{\"timestamp\": 2\n", -1, "is not understood" },
  { "broken-json", "{\"timestamp\": 2}\n{\"timestamp\": 2,}\n", -1, "line 2. It is no JSON" },
  { "open-string", "{\"timestamp\": 2}\n{\"timestamp\n", -1, "line 2. It is no JSON" },
  { "open-escape", "{\"timestamp\": 2}\n{\"timestamp\\", -1, "line 2. It is no JSON" },
  { "open-array", "{\"timestamp\": 2}\n{\"a\": [[1\n", -1, "line 2. It is no JSON" },
  { "no-value", "{\"timestamp\": 2}\n{\"timestamp\":}\n", -1, "line 2. It is no JSON" },
  { "two-objects", "{\"timestamp\": 2}\n{\"timestamp\": 3}{}\n", -1, "line 2. It is no JSON" },
  { "mixed", "{\"timestamp\": 2}\n3,4,5\n", -1, "line 2. It is no JSON" },
  { "json-lost-time", "{\"timestamp\": 2}\n{ }\n", -1, "line 2. It has no time" },
  { "json-null-time", "{\"timestamp\": 2}\n{\"timestamp\": null}", -1, "line 2. It has no time" },
  { "no-time", CSV ",2,3\n", -1, "line 2. It has no time" },
  { "word-time", CSV "soon,2,3\n", -1, "line 2. It has no time" },
  { "nan-time", CSV "nan,2,3\n", -1, "line 2. It has no time" },
  { "hex-time", CSV "0x10,2,3\n", -1, "line 2. It has no time" },
  { "huge-time", CSV "1e10,2,3\n", -1, "line 2. It has no time" },
  { "infinite-time", CSV "1e999,2,3\n", -1, "line 2. It has no time" },
  { "no-such-day", CSV "2023-02-30 00:00:00,2,3\n", -1, "line 2. It has no time" },
  { "no-such-hour", CSV "2023-02-03 24:00:00,2,3\n", -1, "line 2. It has no time" },
  { "cut-date", CSV "2023-02-03 10:00,2,3\n", -1, "line 2. It has no time" },
  { "date-zone", CSV "2023-02-03 10:00:00+x,2,3\n", -1, "line 2. It has no time" },
  { "negative-length", CSV "1,-2,3\n", -1, "line 2. A length" },
  { "huge-length", CSV "1,2,10000001\n", -1, "line 2. A length" },
  { "word-length", CSV "1,many,3\n", -1, "line 2. A length" },
  { "binary", "\x1f\x8b\x08\x00\x00\x00\n\x00\xff", 9, "is not understood" },
  { "binary-later", CSV "1,2,3\n1,\0002,3\n", sizeof CSV - 1 + 13, "line 3. It is no text" },
};

static void
test_mistakes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyTrace) trace = read_bytes (mistakes[i].text, mistakes[i].length, &error);

      g_test_message ("%s: %s", mistakes[i].name, error != NULL ? error->message : "no error");
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      g_assert_nonnull (strstr (error->message, folder));
      g_assert_nonnull (strstr (error->message, mistakes[i].says));
      g_assert_null (trace);
    }
}

static void
test_unreadable (void)
{
  const char *paths[] = { "/nowhere/trace.csv", folder, "/dev/zero" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (prony_trace_read (paths[i], &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      g_assert_nonnull (strstr (error->message, paths[i]));
    }
}

/* Lines up to the bound are read wherever the chunks end, longer ones refused. */
static void
test_long_lines (void)
{
  g_autoptr (GString) text = g_string_new (CSV);
  g_autoptr (PronyTrace) trace = NULL;
  g_autoptr (PronyTrace) none = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_string_append_printf (text, "%u,2,3,", i);
      for (guint j = 0; j < 100000 * i; j++)
        g_string_append (text, "xy");
      g_string_append_c (text, '\n');
    }
  trace = read_bytes (text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trace->requests->len, ==, 5);
  g_assert_cmpint (g_array_index (trace->requests, PronyTraceRequest, 4).at_ns, ==, 4 * S);

  for (guint i = 0; i < 1024 * 1024; i++)
    g_string_append_c (text, '7');
  none = read_bytes (text->str, (gssize) text->len, &error);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "line 7. It is longer"));
}

/* A trace with more lines than are taken ends there. */
static void
test_too_many (void)
{
  g_autofree char *lines = g_malloc (PRONY_TRACE_MAX_REQUESTS + 8);
  g_autoptr (PronyTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  memset (lines, '\n', PRONY_TRACE_MAX_REQUESTS + 8);
  memcpy (lines, "time\n5", 6);
  trace = read_bytes (lines, PRONY_TRACE_MAX_REQUESTS + 8, &error);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "line 10000002. So long"));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  folder = g_dir_make_tmp ("prony-trace-XXXXXX", &error);
  g_assert_no_error (error);
  g_test_add_func ("/trace/formats", test_formats);
  g_test_add_func ("/trace/mistakes", test_mistakes);
  g_test_add_func ("/trace/unreadable", test_unreadable);
  g_test_add_func ("/trace/long-lines", test_long_lines);
  g_test_add_func ("/trace/too-many", test_too_many);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
