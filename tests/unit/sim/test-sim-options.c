/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include "base/prony-error.h"
#include "sim/prony-sim-engine.h"
#include "sim/prony-sim-options.h"

static PronySimOptions *
parse (const char *line, GError **error)
{
  g_autofree char *whole = g_strconcat ("prony-sim ", line, NULL);
  g_auto (GStrv) args = NULL;

  g_assert_true (g_shell_parse_argv (whole, NULL, &args, NULL));
  return prony_sim_options_new (args, error);
}

static void
test_defaults (void)
{
  static const struct
  {
    const char *line;
    const char *api;
    guint port;
    guint context;
  } rows[] = {
    { "", "ollama", 11434, 32768 },
    { "--api llamacpp", "llamacpp", 8080, 32768 },
    { "--api vllm", "vllm", 8000, 32768 },
    { "--api tgi", "tgi", 3000, 32768 },
    { "--api sglang", "sglang", 30000, 32768 },
    { "--api lmstudio", "lmstudio", 1234, 32768 },
    { "--api vllm --port 0", "vllm", 0, 32768 },
    { "--port 12345", "ollama", 12345, 32768 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PronySimOptions) options = parse (rows[i].line, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (options->api->name, ==, rows[i].api);
      g_assert_cmpuint (options->port, ==, rows[i].port);
      g_assert_cmpuint (options->profile->context, ==, rows[i].context);
      g_assert_cmpuint (g_strv_length (options->models), ==, 1);
      g_assert_cmpstr (options->host, ==, "127.0.0.1");
      g_assert_true (prony_sim_options_is_loopback (options));
    }
}

/* Told times are the whole law, unless a profile is told too. */
static void
test_times (void)
{
  g_autoptr (PronySimOptions) exact = parse ("--ttft-ms 12.5 --itl-ms 0.25", NULL);
  g_autoptr (PronySimOptions) mixed = parse ("--profile laptop --itl-ms 4 --jitter 0.5", NULL);
  g_autoptr (PronySimOptions) length =
    parse ("--answer-tokens 42 --seed 9 --model a --model b", NULL);

  g_assert_cmpint (exact->profile->first_ns, ==, 12500000);
  g_assert_cmpint (exact->profile->gap_ns, ==, 250000);
  g_assert_cmpuint (exact->profile->slots, ==, 0);
  g_assert_cmpint (exact->profile->load_ns, ==, 0);
  g_assert_cmpfloat (exact->profile->slowdown, ==, 0);
  g_assert_cmpfloat (exact->profile->jitter, ==, 0);
  g_assert_cmpfloat (exact->profile->prefill_rate, ==, 0);

  g_assert_cmpint (mixed->profile->gap_ns, ==, 4000000);
  g_assert_cmpuint (mixed->profile->slots, ==, 1);
  g_assert_cmpfloat (mixed->profile->jitter, ==, 0.5);
  g_assert_cmpfloat (mixed->profile->prefill_rate, >, 0);

  g_assert_cmpuint (length->profile->answer_min, ==, 42);
  g_assert_cmpuint (length->profile->answer_max, ==, 42);
  g_assert_cmpuint (length->seed, ==, 9);
  g_assert_cmpstr (length->models[1], ==, "b");
}

static void
test_bad (void)
{
  static const char *const lines[] = {
    "--port 65536",      "--port -1",        "--port http",
    "--api gpt",         "--api ''",         "--profile toaster",
    "--ttft-ms fast",    "--ttft-ms -1",     "--ttft-ms nan",
    "--itl-ms 1,5",      "--jitter 11",      "--seed x",
    "--answer-tokens 0", "--fault explode",  "--fault die:7",
    "--model ''",        "--no-such-option", "extra",
    "--gpu-share 1.1",   "--fault reject",   "--fault reject=",
    "--fault crlf=x",    "--fault die=x",    "--fault reject=a:2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (lines[i], &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_loopback (void)
{
  static const struct
  {
    const char *host;
    gboolean loopback;
  } rows[] = {
    { "127.0.0.1", TRUE }, { "127.1.2.3", TRUE }, { "::1", TRUE },          { "localhost", TRUE },
    { "0.0.0.0", FALSE },  { "::", FALSE },       { "192.168.1.2", FALSE }, { "myhost", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strconcat ("--host ", rows[i].host, NULL);
      g_autoptr (PronySimOptions) options = parse (line, NULL);

      g_assert_true (prony_sim_options_is_loopback (options) == rows[i].loopback);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/options/defaults", test_defaults);
  g_test_add_func ("/sim/options/times", test_times);
  g_test_add_func ("/sim/options/bad", test_bad);
  g_test_add_func ("/sim/options/loopback", test_loopback);
  return g_test_run ();
}
