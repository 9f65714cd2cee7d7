/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "base/prony-error.h"
#include "sim/prony-sim-fault.h"
#include "sim/prony-sim-profile.h"
#include "sim/prony-sim-random.h"

#define MS G_GINT64_CONSTANT (1000000)

static PronySimProfile *
load_text (const char *text, GError **error)
{
  g_autofree char *name = NULL;
  PronySimProfile *profile;
  int fd = g_file_open_tmp ("prony-profile-XXXXXX", &name, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (name, text, -1, NULL));
  profile = prony_sim_profile_load (name, error);
  g_unlink (name);
  return profile;
}

/* The law of the file's comment, computed by hand. */
static void
test_law (void)
{
  g_autoptr (PronySimProfile) profile =
    load_text ("[Profile]\nbase-ttft-ms=20\nprefill-rate=1000\ndecode-rate=50\nslots=3\n"
               "slowdown=0.1\njitter=0\ncontext=4096\n",
               NULL);
  static const struct
  {
    guint prompt;
    guint active;
    gint64 first_ms;
    gint64 gap_ms;
  } rows[] = {
    { 0, 1, 20, 20 },
    { 500, 1, 520, 20 },
    { 500, 2, 572, 22 },
    { 80, 6, 150, 30 },
  };
  guint64 random = 1;

  g_assert_nonnull (profile);
  g_assert_cmpuint (profile->slots, ==, 3);
  g_assert_cmpuint (profile->context, ==, 4096);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (
        prony_sim_profile_first_ns (profile, rows[i].prompt, rows[i].active, &random), ==,
        rows[i].first_ms * MS);
      g_assert_cmpint (prony_sim_profile_gap_ns (profile, rows[i].active, &random), ==,
                       rows[i].gap_ms * MS);
    }
}

/* Jitter leaves the mean and has the variation asked for. */
static void
test_jitter (void)
{
  g_autoptr (PronySimProfile) profile =
    load_text ("[Profile]\nitl-ms=10\njitter=0.2\nslowdown=0\n", NULL);
  const guint n = 20000;
  guint64 random = 7;
  double sum = 0;
  double squares = 0;
  double mean, deviation;

  for (guint i = 0; i < n; i++)
    {
      double ms = (double) prony_sim_profile_gap_ns (profile, 1, &random) / 1e6;

      g_assert_cmpfloat (ms, >, 0);
      sum += ms;
      squares += ms * ms;
    }
  mean = sum / n;
  deviation = sqrt (squares / n - mean * mean);
  g_assert_cmpfloat_with_epsilon (mean, 10, 0.05);
  g_assert_cmpfloat_with_epsilon (deviation, 2, 0.1);
}

static void
test_seed (void)
{
  g_autoptr (PronySimProfile) profile = prony_sim_profile_new_named ("laptop");
  guint64 a = 3;
  guint64 b = 3;
  guint64 c = 4;
  gboolean differs = FALSE;

  for (guint i = 0; i < 100; i++)
    {
      gint64 gap = prony_sim_profile_gap_ns (profile, 1, &a);

      g_assert_cmpint (gap, ==, prony_sim_profile_gap_ns (profile, 1, &b));
      differs |= gap != prony_sim_profile_gap_ns (profile, 1, &c);
    }
  g_assert_true (differs);
}

static void
test_answer_tokens (void)
{
  g_autoptr (PronySimProfile) profile =
    load_text ("[Profile]\nanswer-tokens-min=5\nanswer-tokens-max=8\n", NULL);
  gboolean seen[9] = { FALSE };
  guint64 random = 1;

  for (guint i = 0; i < 200; i++)
    {
      guint n = prony_sim_profile_answer_tokens (profile, &random);

      g_assert_cmpuint (n, >=, 5);
      g_assert_cmpuint (n, <=, 8);
      seen[n] = TRUE;
    }
  for (guint n = 5; n <= 8; n++)
    g_assert_true (seen[n]);
}

static void
test_named (void)
{
  static const char *const names[] = { "laptop", "workstation", "server" };
  gint64 last_gap = G_MAXINT64;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PronySimProfile) profile = prony_sim_profile_load (names[i], NULL);

      g_assert_nonnull (profile);
      g_assert_cmpstr (profile->name, ==, names[i]);
      g_assert_cmpint (profile->gap_ns, <, last_gap);
      g_assert_cmpuint (profile->answer_min, >, 500);
      last_gap = profile->gap_ns;
    }
  g_assert_null (prony_sim_profile_new_named ("toaster"));
}

static void
test_bad_files (void)
{
  static const char *const texts[] = {
    "this is no key file",
    "[Profile]\njitter=much\n",
    "[Profile]\nprefill-rate=-1\n",
    "[Profile]\ndecode-rate=0\n",
    "[Profile]\nanswer-tokens-min=10\nanswer-tokens-max=5\n",
  };
  g_autoptr (GError) missing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load_text (texts[i], &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
    }

  g_assert_null (prony_sim_profile_load ("/no/such/profile", &missing));
  g_assert_error (missing, PRONY_ERROR, PRONY_ERROR_INPUT);
}

/* --- Faults ----------------------------------------------------------------- */

static void
test_fault_words (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } rows[] = {
    { "die", TRUE },
    { "http-429:0.5", TRUE },
    { "stall:0", TRUE },
    { "empty:1", TRUE },
    { "", FALSE },
    { "none", FALSE },
    { "die:", FALSE },
    { "die:2", FALSE },
    { "die:-0.1", FALSE },
    { "die:half", FALSE },
    { "die:nan", FALSE },
    { "DIE", FALSE },
    { "http-418", FALSE },
    { "close:first=1", TRUE },
    { "close:first=0", FALSE },
    { "close:first=", FALSE },
    { "close:first=x", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PronySimFaults faults = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_true (prony_sim_faults_add (&faults, rows[i].text, &error) == rows[i].good);
      if (!rows[i].good)
        g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
    }
}

static void
test_fault_share (void)
{
  PronySimFaults faults = { 0 };
  const guint n = 10000;
  guint64 random = 5;
  guint hits = 0;

  g_assert_true (prony_sim_faults_add (&faults, "disconnect:0.25", NULL));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (prony_sim_faults_pick (&faults, FALSE, &random), ==, PRONY_SIM_FAULT_NONE);
      hits += prony_sim_faults_pick (&faults, TRUE, &random) == PRONY_SIM_FAULT_DISCONNECT;
    }
  g_assert_cmpfloat_with_epsilon ((double) hits / n, 0.25, 0.02);
}

static void
test_fault_first (void)
{
  PronySimFaults faults = { 0 };
  guint64 random = 5;

  g_assert_true (prony_sim_faults_add (&faults, "stall:first=2", NULL));
  for (guint i = 0; i < 5; i++)
    {
      PronySimFault fault = prony_sim_faults_pick (&faults, TRUE, &random);

      g_assert_cmpint (fault, ==, i < 2 ? PRONY_SIM_FAULT_STALL : PRONY_SIM_FAULT_NONE);
    }
}

/* Faults of the whole server strike the requests too that generate nothing. */
static void
test_fault_scope (void)
{
  PronySimFaults faults = { 0 };
  guint64 random = 5;

  g_assert_true (prony_sim_faults_add (&faults, "html", NULL));
  g_assert_cmpint (prony_sim_faults_pick (&faults, FALSE, &random), ==, PRONY_SIM_FAULT_HTML);
  g_assert_cmpint (prony_sim_faults_pick (&faults, TRUE, &random), ==, PRONY_SIM_FAULT_HTML);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/profile/law", test_law);
  g_test_add_func ("/sim/profile/jitter", test_jitter);
  g_test_add_func ("/sim/profile/seed", test_seed);
  g_test_add_func ("/sim/profile/answer-tokens", test_answer_tokens);
  g_test_add_func ("/sim/profile/named", test_named);
  g_test_add_func ("/sim/profile/bad-files", test_bad_files);
  g_test_add_func ("/sim/fault/words", test_fault_words);
  g_test_add_func ("/sim/fault/share", test_fault_share);
  g_test_add_func ("/sim/fault/first", test_fault_first);
  g_test_add_func ("/sim/fault/scope", test_fault_scope);
  return g_test_run ();
}
