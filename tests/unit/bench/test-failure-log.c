/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/bench/prony-failure-log.h"

#define MANY_BYTES (3 * 1024 * 1024)
#define MANY_EVENTS (100 * 1000)
#define MAX_BYTES (64 * 1024)

static PronyTrial *
make_trial (guint index, const char *name)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (spec, "llama3");

  g_free (target->name);
  target->name = g_strdup (name);
  return prony_trial_new (index, target, "quick", "Quick", PRONY_SCENARIO_OTHER,
                          prony_load_level_closed (1));
}

static void
add (PronyFailureLog *log, PronyTrial *trial, PronyOutcome outcome, const char *message)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);

  record->outcome = outcome;
  record->error_message = g_strdup (message);
  prony_request_record_seal (record);
  prony_failure_log_add (log, trial, record);
}

static GPtrArray *
list (PronyFailureLog *log)
{
  GPtrArray *failures = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_failure_free);

  prony_failure_log_fill (log, failures);
  return failures;
}

static void
test_groups (void)
{
  g_autoptr (PronyFailureLog) log = prony_failure_log_new ();
  g_autoptr (PronyTrial) one = make_trial (3, "one");
  g_autoptr (PronyTrial) other = make_trial (4, "other");
  g_autoptr (GPtrArray) nothing = list (log);
  g_autoptr (GPtrArray) failures = NULL;
  PronyFailure *failure;

  g_assert_cmpuint (nothing->len, ==, 0);
  add (log, one, PRONY_OUTCOME_OK, NULL);
  add (log, one, PRONY_OUTCOME_CANCELLED, NULL);
  add (log, one, PRONY_OUTCOME_HTTP_5XX, "Status 500.");
  add (log, one, PRONY_OUTCOME_TIMEOUT, "No answer within 5 s.");
  add (log, one, PRONY_OUTCOME_TIMEOUT, "No answer within 6 s.");
  add (log, one, PRONY_OUTCOME_CONNECT, "Nobody listens.");
  add (log, other, PRONY_OUTCOME_TIMEOUT, "No answer within 7 s.");
  failures = list (log);

  g_assert_cmpuint (failures->len, ==, 4);
  failure = failures->pdata[0];
  g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_TIMEOUT);
  g_assert_cmpuint (failure->count, ==, 2);
  g_assert_cmpstr (failure->message, ==, "No answer within 5 s.");
  g_assert_true (failure->target == one->target);
  g_assert_cmpuint (failure->trial, ==, 3);
  g_assert_cmpstr (failure->first->error_message, ==, failure->message);
  g_assert_nonnull (strstr (failure->advice, "time limit"));
  failure = failures->pdata[1];
  g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_CONNECT);
  failure = failures->pdata[2];
  g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_TIMEOUT);
  g_assert_true (failure->target == other->target);
  failure = failures->pdata[3];
  g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_HTTP_5XX);
}

/* The first is kept as it was, unless it is of a size that no view needs. */
static void
test_size (void)
{
  g_autoptr (PronyFailureLog) log = prony_failure_log_new ();
  g_autoptr (PronyTrial) trial = make_trial (0, "one");
  g_autoptr (PronyRequestRecord) small = prony_request_record_new (1);
  g_autoptr (PronyRequestRecord) large = prony_request_record_new (2);
  g_autoptr (GPtrArray) failures = NULL;
  PronyFailure *failure;

  small->outcome = PRONY_OUTCOME_EMPTY;
  small->prompt = g_strdup ("Why?");
  prony_request_record_seal (small);
  large->outcome = PRONY_OUTCOME_TRUNCATED;
  large->prompt = g_strnfill (MANY_BYTES, 'a');
  while (large->answer->len < MANY_BYTES)
    g_string_append (large->answer, "Grüße ");
  large->error_message = g_strnfill (MANY_BYTES, 'b');
  for (guint i = 0; i < MANY_EVENTS; i++)
    prony_request_record_add_event (large, PRONY_EVENT_CONTENT, i * 1000000 * (1 + i % 3), 1);
  prony_request_record_seal (large);
  prony_failure_log_add (log, trial, small);
  prony_failure_log_add (log, trial, large);
  failures = list (log);

  failure = failures->pdata[0];
  g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_TRUNCATED);
  g_assert_cmpuint (strlen (failure->message), ==, MAX_BYTES);
  g_assert_cmpuint (strlen (failure->first->prompt), ==, MAX_BYTES);
  g_assert_cmpuint (failure->first->answer->len, <=, MAX_BYTES);
  g_assert_cmpuint (failure->first->answer->len, >, MAX_BYTES - 8);
  g_assert_true (g_utf8_validate (failure->first->answer->str, -1, NULL));
  g_assert_cmpuint (failure->first->packed_length, <=, MAX_BYTES);
  g_assert_cmpuint (prony_request_record_count_events (failure->first), ==, 0);
  failure = failures->pdata[1];
  g_assert_true (failure->first == small);
}

/* A plan of a thousand targets that all fail. */
static void
test_number (void)
{
  g_autoptr (PronyFailureLog) log = prony_failure_log_new ();
  g_autoptr (GPtrArray) failures = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("target %u", i);
      g_autoptr (PronyTrial) trial = make_trial (i, name);

      for (guint k = 0; k <= i; k++)
        add (log, trial, PRONY_OUTCOME_CONNECT, "Nobody listens.");
    }
  failures = list (log);
  g_assert_cmpuint (failures->len, >=, 64);
  g_assert_cmpuint (failures->len, <, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/failure-log/groups", test_groups);
  g_test_add_func ("/failure-log/size", test_size);
  g_test_add_func ("/failure-log/number", test_number);

  return g_test_run ();
}
