/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/bench/prony-standing-log.h"

#define SECOND G_USEC_PER_SEC
#define MS_NS 1000000.0

#define N_PAIRS 200
#define N_LOOKS 50
#define REQUESTS_PER_LOOK 4
#define REQUESTS_ENOUGH 200
/* Standard deviation over mean, of latencies of an engine that is not disturbed. */
#define SPREAD 0.15

typedef struct
{
  PronyRun *run;
  PronyStandingLog *log;
  GRand *rand;
  gint64 now_us;
  double mood[2]; /* how far each of a pair is from what is usual, in standard deviations */
} Fixture;

static void
add_trial (Fixture *self, const char *name, PronyLoadLevel load, gboolean simulated)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (spec, "llama3");
  PronyTrial *trial;

  g_free (target->name);
  target->name = g_strdup (name);
  target->simulated = simulated;
  trial =
    prony_trial_new (self->run->trials->len, target, "chat", "Chat", PRONY_SCENARIO_OTHER, load);
  trial->state = PRONY_STATE_MEASURING;
  g_ptr_array_add (self->run->trials, trial);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->run = prony_run_new ("test");
  self->log = prony_standing_log_new (self->run);
  self->rand = g_rand_new_with_seed (1);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  prony_standing_log_free (self->log);
  prony_run_unref (self->run);
  g_rand_free (self->rand);
}

/* About normal, by the central limit theorem. */
static double
draw (Fixture *self, double mean)
{
  double sum = 0;

  for (guint i = 0; i < 12; i++)
    sum += g_rand_double (self->rand);
  return mean * (1 + SPREAD * (sum - 6));
}

static void
add_request (Fixture *self, guint trial, double scale)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);
  double at_ns = 1e9;

  record->scheduled_ns = record->started_ns = record->sent_ns = (gint64) at_ns;
  at_ns += draw (self, 50 * MS_NS * scale);
  for (guint i = 0; i < 5; i++)
    {
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, (gint64) at_ns, 1);
      at_ns += draw (self, 10 * MS_NS * scale);
    }
  record->finished_ns = (gint64) at_ns;
  record->completion_tokens = 5;
  record->outcome = PRONY_OUTCOME_OK;
  prony_request_record_seal (record);
  prony_standing_log_add (self->log, trial, record);
}

static void
add_failure (Fixture *self, guint trial)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);

  record->outcome = PRONY_OUTCOME_TIMEOUT;
  prony_request_record_seal (record);
  prony_standing_log_add (self->log, trial, record);
}

static void
note_load (Fixture *self, guint trial, guint64 ok, double elapsed_s)
{
  g_autoptr (PronyLoadSnapshot) load = prony_load_snapshot_new (PRONY_STATE_MEASURING);

  load->ok = ok;
  load->output_tokens = 5 * ok;
  load->elapsed_s = elapsed_s;
  prony_standing_log_note_load (self->log, trial, load);
}

static GPtrArray *
look (Fixture *self)
{
  GPtrArray *standings = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_standing_unref);

  self->now_us += SECOND;
  prony_standing_log_fill (self->log, self->now_us, standings);
  return standings;
}

static PronyStandingRow
get_row (GPtrArray *standings, guint standing, guint row)
{
  PronyStanding *entry = g_ptr_array_index (standings, standing);

  g_assert_cmpuint (row, <, entry->rows->len);
  return g_array_index (entry->rows, PronyStandingRow, row);
}

/* Which row leads; -1 for none. */
static int
get_leader (GPtrArray *standings, guint standing, PronyHeadline headline)
{
  PronyStanding *entry = g_ptr_array_index (standings, standing);
  int leader = -1;

  for (guint i = 0; i < entry->rows->len; i++)
    if (g_array_index (entry->rows, PronyStandingRow, i).leads[headline])
      {
        g_assert_cmpint (leader, ==, -1);
        leader = (int) i;
      }
  return leader;
}

static void
test_values (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) nothing = NULL;
  g_autoptr (GPtrArray) standings = NULL;
  PronyStandingRow row;

  add_trial (self, "one", prony_load_level_closed (4), FALSE);
  add_trial (self, "two", prony_load_level_closed (4), FALSE);
  add_trial (self, "one", prony_load_level_closed (8), FALSE);
  ((PronyTrial *) self->run->trials->pdata[1])->state = PRONY_STATE_WAITING;
  ((PronyTrial *) self->run->trials->pdata[2])->state = PRONY_STATE_WAITING;
  nothing = look (self);
  g_assert_cmpuint (nothing->len, ==, 1);
  g_assert_cmpuint (((PronyStanding *) nothing->pdata[0])->rows->len, ==, 1);
  row = get_row (nothing, 0, 0);
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    g_assert_true (isnan (row.values[i]));

  for (guint i = 0; i < 90; i++)
    add_request (self, 0, 1);
  for (guint i = 0; i < 10; i++)
    add_failure (self, 0);
  note_load (self, 0, 90, 3);
  standings = look (self);
  row = get_row (standings, 0, 0);
  g_assert_cmpuint (row.requests, ==, 100);
  g_assert_cmpfloat_with_epsilon (row.values[PRONY_HEADLINE_TTFT], 0.05, 0.005);
  g_assert_cmpfloat_with_epsilon (row.values[PRONY_HEADLINE_ITL], 0.01, 0.001);
  g_assert_cmpfloat_with_epsilon (row.values[PRONY_HEADLINE_LATENCY], 0.09, 0.009);
  g_assert_cmpfloat (row.values[PRONY_HEADLINE_OUTPUT_RATE], ==, 150);
  g_assert_cmpfloat (row.values[PRONY_HEADLINE_REQUEST_RATE], ==, 30);
  g_assert_cmpfloat (row.values[PRONY_HEADLINE_SUCCESS], ==, 0.9);
}

/* What was made is given again for a second, unless a trial has got further. */
static void
test_pace (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) same =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_standing_unref);
  g_autoptr (GPtrArray) ended =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_standing_unref);

  add_trial (self, "one", prony_load_level_closed (4), FALSE);
  first = look (self);
  add_request (self, 0, 1);
  prony_standing_log_fill (self->log, self->now_us + SECOND / 2, same);
  g_assert_true (same->pdata[0] == first->pdata[0]);
  ((PronyTrial *) self->run->trials->pdata[0])->state = PRONY_STATE_FINISHED;
  prony_standing_log_fill (self->log, self->now_us + SECOND / 2, ended);
  g_assert_cmpint (get_row (ended, 0, 0).state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (get_row (ended, 0, 0).requests, ==, 1);
}

/* One request is like the one before it, as where an engine is disturbed for a while: an
 * autoregressive process of the first order, whose distribution stays the same. */
static void
add_like_before (Fixture *self, guint trial, double correlation)
{
  double *mood = &self->mood[trial % 2];

  *mood =
    correlation * *mood + sqrt (1 - correlation * correlation) * (draw (self, 1) - 1) / SPREAD;
  add_request (self, trial, exp (SPREAD * *mood));
}

/* Two that are alike, looked at again and again: hardly ever is one of them said to lead
 * by anything. @data: how much a request is like the one before it */
static void
test_alike (Fixture *self, gconstpointer data)
{
  const double *correlation = data;
  guint n_wrong = 0;

  for (guint pair = 0; pair < N_PAIRS; pair++)
    {
      gboolean wrong = FALSE;

      for (guint i = 0; i < 2; i++)
        add_trial (self, i == 0 ? "one" : "two", prony_load_level_closed (pair + 1), FALSE);
      for (guint l = 0; l < N_LOOKS; l++)
        {
          g_autoptr (GPtrArray) standings = NULL;

          for (guint i = 0; i < 2 * REQUESTS_PER_LOOK; i++)
            add_like_before (self, 2 * pair + i % 2, *correlation);
          for (guint i = 0; i < 2; i++)
            note_load (self, 2 * pair + i, (l + 1) * REQUESTS_PER_LOOK + i, l + 1);
          standings = look (self);
          for (guint h = 0; h < PRONY_N_HEADLINES; h++)
            wrong |= get_leader (standings, pair, h) >= 0;
        }
      n_wrong += wrong;
      for (guint i = 0; i < 2; i++)
        ((PronyTrial *) self->run->trials->pdata[2 * pair + i])->state = PRONY_STATE_FAILED;
    }

  g_test_message ("%u of %u pairs", n_wrong, N_PAIRS);
  g_assert_cmpuint (n_wrong, <=, N_PAIRS / 20);
}

/* A tenth less is found, by everything that it shows in. */
static void
test_faster (Fixture *self, gconstpointer unused)
{
  static const PronyHeadline shown[] = { PRONY_HEADLINE_OUTPUT_RATE, PRONY_HEADLINE_TTFT,
                                         PRONY_HEADLINE_ITL, PRONY_HEADLINE_LATENCY,
                                         PRONY_HEADLINE_REQUEST_RATE };
  g_autoptr (GPtrArray) standings = NULL;
  g_autoptr (GPtrArray) few = NULL;

  add_trial (self, "slow", prony_load_level_closed (4), FALSE);
  add_trial (self, "fast", prony_load_level_closed (4), FALSE);
  for (guint i = 0; i < REQUESTS_ENOUGH; i++)
    {
      add_request (self, 0, 1);
      if (i < 19)
        add_request (self, 1, 0.5);
    }
  note_load (self, 0, REQUESTS_ENOUGH, 20);
  note_load (self, 1, 19, 1.2);
  few = look (self);
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    g_assert_cmpint (get_leader (few, 0, i), ==, -1);

  for (guint pair = 1; pair < 20; pair++)
    {
      g_clear_pointer (&standings, g_ptr_array_unref);
      add_trial (self, "slow", prony_load_level_closed (4 + pair), FALSE);
      add_trial (self, "fast", prony_load_level_closed (4 + pair), FALSE);
      for (guint i = 0; i < REQUESTS_ENOUGH; i++)
        {
          add_request (self, 2 * pair, 1);
          add_request (self, 2 * pair + 1, 0.9);
        }
      note_load (self, 2 * pair, REQUESTS_ENOUGH, 20);
      note_load (self, 2 * pair + 1, REQUESTS_ENOUGH, 18);
      standings = look (self);
      for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
        g_assert_cmpint (get_leader (standings, pair, shown[i]), ==, 1);
      g_assert_cmpint (get_leader (standings, pair, PRONY_HEADLINE_SUCCESS), ==, -1);
    }
}

static const struct
{
  const char *name;
  double scales[3];
  gboolean simulated[3];
  gboolean open;
  int leader; /* by the time to first token */
  gboolean leads_rate;
} fields[] = {
  { "best of three", { 0.5, 1, 1.5 }, { FALSE, FALSE, FALSE }, FALSE, 0, TRUE },
  { "two are alike", { 0.5, 0.5, 1.5 }, { FALSE, FALSE, FALSE }, FALSE, -1, FALSE },
  { "simulated beside real", { 0.2, 1, 1.5 }, { TRUE, FALSE, FALSE }, FALSE, 1, TRUE },
  { "one real", { 0.2, 1, 0.5 }, { TRUE, FALSE, TRUE }, FALSE, -1, FALSE },
  { "all simulated", { 0.5, 1, 1.5 }, { TRUE, TRUE, TRUE }, FALSE, 0, TRUE },
  { "schedule", { 0.5, 1, 1.5 }, { FALSE, FALSE, FALSE }, TRUE, 0, FALSE },
};

static void
test_fields (Fixture *self, gconstpointer unused)
{
  for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
    {
      g_autoptr (GPtrArray) standings = NULL;
      PronyLoadLevel load = fields[f].open ? prony_load_level_open (5, PRONY_ARRIVAL_CONSTANT)
                                           : prony_load_level_closed (f + 1);

      g_test_message ("%s", fields[f].name);
      for (guint i = 0; i < 3; i++)
        {
          guint trial = self->run->trials->len;

          add_trial (self, "some", load, fields[f].simulated[i]);
          for (guint k = 0; k < 100; k++)
            add_request (self, trial, fields[f].scales[i]);
          note_load (self, trial, 100, 10 * fields[f].scales[i]);
        }
      standings = look (self);
      g_assert_cmpint (get_leader (standings, f, PRONY_HEADLINE_TTFT), ==, fields[f].leader);
      g_assert_cmpint (get_leader (standings, f, PRONY_HEADLINE_REQUEST_RATE), ==,
                       fields[f].leads_rate ? fields[f].leader : -1);
      g_assert_cmpint (get_leader (standings, f, PRONY_HEADLINE_OUTPUT_RATE), ==,
                       fields[f].leads_rate ? fields[f].leader : -1);
    }
}

static void
test_success (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) chance = NULL;
  g_autoptr (GPtrArray) clear = NULL;

  add_trial (self, "good", prony_load_level_closed (4), FALSE);
  add_trial (self, "bad", prony_load_level_closed (4), FALSE);
  for (guint i = 0; i < 100; i++)
    {
      add_request (self, 0, 1);
      if (i < 5)
        add_failure (self, 1);
      else
        add_request (self, 1, 1);
    }
  chance = look (self);
  g_assert_cmpint (get_leader (chance, 0, PRONY_HEADLINE_SUCCESS), ==, -1);
  for (guint i = 0; i < 20000; i++)
    add_failure (self, 1);
  clear = look (self);
  g_assert_cmpint (get_leader (clear, 0, PRONY_HEADLINE_SUCCESS), ==, 0);
}

/* What has ended is told by its summary, and decided by fewer requests. */
static void
test_ended (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) under_way = NULL;
  g_autoptr (GPtrArray) standings = NULL;
  g_autoptr (GPtrArray) again = NULL;

  for (guint i = 0; i < 2; i++)
    {
      add_trial (self, "some", prony_load_level_closed (1), FALSE);
      for (guint k = 0; k < 8; k++)
        add_request (self, i, i + 1);
      add_failure (self, i);
    }
  under_way = look (self);
  g_assert_cmpint (get_leader (under_way, 0, PRONY_HEADLINE_TTFT), ==, -1);
  for (guint i = 0; i < 2; i++)
    {
      PronyTrial *trial = self->run->trials->pdata[i];

      trial->state = PRONY_STATE_FINISHED;
      trial->summary = prony_summary_new ();
      trial->summary->distributions[PRONY_METRIC_TTFT].p50 = i + 1;
    }
  standings = look (self);
  g_assert_cmpfloat (get_row (standings, 0, 1).values[PRONY_HEADLINE_TTFT], ==, 2);
  g_assert_true (isnan (get_row (standings, 0, 1).values[PRONY_HEADLINE_LATENCY]));
  g_assert_cmpint (get_leader (standings, 0, PRONY_HEADLINE_TTFT), ==, 0);
  again = look (self);
  g_assert_true (again->pdata[0] == standings->pdata[0]);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* Repeats of a target share a row. Nobody leads by what these differ by, however sure each pair
 * of trials is. */
static void
test_repeats (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    double scales[4]; /* of one, two, two, one */
    gboolean leads;
  } cases[] = {
    { { 1, 1.2, 1.5, 1.3 }, FALSE },
    { { 1, 1.5, 1.501, 1.001 }, TRUE },
  };
  static const char *const names[] = { "one", "two", "two", "one" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) standings = NULL;
      const PronyStanding *standing;
      const PronyStandingRow *row;

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          guint index = self->run->trials->len;
          PronyTrial *trial;

          add_trial (self, names[j], prony_load_level_closed (i + 1), FALSE);
          trial = g_ptr_array_index (self->run->trials, index);
          trial->repeat = j / 2;
          trial->repeats = 2;
          for (guint k = 0; k < REQUESTS_ENOUGH; k++)
            add_request (self, index, cases[i].scales[j]);
          trial->state = PRONY_STATE_FINISHED;
          trial->summary = prony_summary_new ();
          trial->summary->distributions[PRONY_METRIC_TTFT].p50 = 0.05 * cases[i].scales[j];
        }

      standings = look (self);
      standing = g_ptr_array_index (standings, i);
      g_assert_cmpuint (standing->trials->len, ==, 4);
      g_assert_cmpuint (standing->rows->len, ==, 2);
      row = &g_array_index (standing->rows, PronyStandingRow, 0);
      g_assert_cmpuint (row->trial, ==, 4 * i);
      g_assert_cmpuint (row->latest, ==, 4 * i + 3);
      g_assert_cmpuint (row->requests, ==, 2 * REQUESTS_ENOUGH);
      g_assert_cmpfloat_with_epsilon (row->values[PRONY_HEADLINE_TTFT],
                                      0.025 * (cases[i].scales[0] + cases[i].scales[3]), 1e-9);
      g_assert_cmpint (row->leads[PRONY_HEADLINE_TTFT], ==, cases[i].leads);
      row = &g_array_index (standing->rows, PronyStandingRow, 1);
      g_assert_cmpuint (row->trial, ==, 4 * i + 1);
      g_assert_false (row->leads[PRONY_HEADLINE_TTFT]);
    }
}

int
main (int argc, char *argv[])
{
  static const double correlations[] = { 0, 0.9 };

  g_test_init (&argc, &argv, NULL);

  ADD ("/standing-log/values", test_values);
  ADD ("/standing-log/pace", test_pace);
  g_test_add ("/standing-log/alike", Fixture, &correlations[0], set_up, test_alike, tear_down);
  g_test_add ("/standing-log/alike/dependent", Fixture, &correlations[1], set_up, test_alike,
              tear_down);
  ADD ("/standing-log/faster", test_faster);
  ADD ("/standing-log/fields", test_fields);
  ADD ("/standing-log/success", test_success);
  ADD ("/standing-log/ended", test_ended);
  ADD ("/standing-log/repeats", test_repeats);

  return g_test_run ();
}
