/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "core/bench/prony-calibrator-shape.h"

#define CLOSED .kind = PRONY_LOAD_CLOSED, .rate = NAN, .from_rate = NAN, .burstiness = 1, .speed = 1
#define OPEN .kind = PRONY_LOAD_OPEN, .from_rate = NAN, .speed = 1

static const struct
{
  PronyCalibratorShape shape;
  const char *name;
} shapes[] = {
  { { PRONY_API_OPENAI_CHAT, { CLOSED, .concurrency = 8 } }, "openai-chat closed 8" },
  { { PRONY_API_TGI, { CLOSED, .concurrency = 8 } }, "tgi closed 8" },
  { { PRONY_API_TGI, { CLOSED, .concurrency = 8 }, .threads = 2 }, "tgi closed 8 on 2 threads" },
  { { PRONY_API_OLLAMA_CHAT, { CLOSED, .concurrency = 64, .from_concurrency = 1, .ramp_s = 9 } },
    "ollama-chat closed 64" },
  { { PRONY_API_OLLAMA_CHAT, { CLOSED, .concurrency = 1, .from_concurrency = 64, .ramp_s = 9 } },
    "ollama-chat closed 64" },
  { { PRONY_API_LLAMACPP, { OPEN, .rate = 50.5 } }, "llamacpp open 50.5 constant" },
  { { PRONY_API_LLAMACPP, { OPEN, .rate = 0.1, .arrival = PRONY_ARRIVAL_POISSON } },
    "llamacpp open 20 poisson" },
  { { PRONY_API_LLAMACPP,
      { OPEN, .rate = 25, .arrival = PRONY_ARRIVAL_GAMMA, .burstiness = 0.5, .concurrency = 9 } },
    "llamacpp open 25 gamma 0.5 at most 9" },
  { { PRONY_API_TGI, { .kind = PRONY_LOAD_OPEN, .rate = 30, .from_rate = 90, .ramp_s = 9 } },
    "tgi open 90 constant" },
  /* Without its trace: the least */
  { { PRONY_API_TGI, { .kind = PRONY_LOAD_TRACE, .rate = NAN, .from_rate = NAN, .speed = 2 } },
    "tgi open 20 poisson" },
};

static void
test_describe (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *name = prony_calibrator_shape_describe (&shapes[i].shape);
      PronyLoadLevel level = prony_calibrator_shape_get_level (&shapes[i].shape);

      g_assert_cmpstr (name, ==, shapes[i].name);
      g_assert_cmpfloat (level.ramp_s, ==, 0);
      g_assert_cmpuint (level.from_concurrency, ==, 0);
      g_assert_true (isnan (level.from_rate));
    }
}

static PronyTrace *
read_trace (const char *text)
{
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  PronyTrace *trace;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX", &file, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  trace = prony_trace_read (file, &error);
  g_assert_no_error (error);
  g_remove (file);
  return trace;
}

/* 121 requests in four seconds. */
static void
test_trace (void)
{
  g_autoptr (GString) text = g_string_new ("Timestamp,Model,Request tokens,Response tokens,"
                                           "Total tokens,Log Type\n");
  g_autoptr (PronyTrace) trace = NULL;
  PronyCalibratorShape shape = { .api = PRONY_API_TGI, .level = prony_load_level_trace (1) };
  PronyLoadLevel level;

  for (guint i = 0; i < 121; i++)
    g_string_append_printf (text, "%u,m,10,10,20,log\n", i * 4 / 120);
  trace = read_trace (text->str);
  shape.trace = trace;

  level = prony_calibrator_shape_get_level (&shape);
  g_assert_cmpint (level.kind, ==, PRONY_LOAD_OPEN);
  g_assert_cmpint (level.arrival, ==, PRONY_ARRIVAL_POISSON);
  g_assert_cmpfloat_with_epsilon (level.rate, 121 / 4.0, 1e-6);

  shape.level.speed = 2;
  level = prony_calibrator_shape_get_level (&shape);
  g_assert_cmpfloat_with_epsilon (level.rate, 121 / 2.0, 1e-6);

  /* All of it at once is a second's worth. */
  shape.level.speed = 1e6;
  shape.level.concurrency = 7;
  level = prony_calibrator_shape_get_level (&shape);
  g_assert_cmpfloat_with_epsilon (level.rate, 121, 1e-6);
  g_assert_cmpuint (level.concurrency, ==, 7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibrator-shape/describe", test_describe);
  g_test_add_func ("/calibrator-shape/trace", test_trace);
  return g_test_run ();
}
