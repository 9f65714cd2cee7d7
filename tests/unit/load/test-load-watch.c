/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <malloc.h>
#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/load/prony-load-part.h"
#include "core/load/prony-load-tally.h"
#include "core/load/prony-load-watch.h"

#define MS (PRONY_NS_PER_S / 1000)
#define START (1000 * PRONY_NS_PER_S)

/* How many tokens the test of memory counts unless it is told otherwise, and the variable
 * that tells it. */
#define EVENTS 200000
#define EVENTS_VARIABLE "PRONY_TEST_EVENTS"

/* --- One thread --------------------------------------------------------------------- */

/* Issues a request of a stream, whose number is that of the stream. */
static PronyRequestRecord *
issue (PronyLoadWatch *watch, guint nth, guint64 id)
{
  g_autofree char *prompt = g_strdup_printf ("Question %" G_GUINT64_FORMAT, id);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, prompt);
  PronyRequestRecord *record = prony_request_record_new (id);

  spec->prompt_tokens = 1000;
  record->stream = nth;
  record->scheduled_ns = START;
  prony_load_watch_issue (watch, nth, spec, record);
  return record;
}

static PronyLoadSnapshot *
look (PronyLoadWatch *watch)
{
  PronyLoadSnapshot *snapshot = prony_load_snapshot_new (PRONY_STATE_MEASURING);

  prony_load_watch_describe (watch, snapshot, START + 1500 * MS);
  return snapshot;
}

static void
assert_shows (PronyLoadWatch *watch, guint64 id, gboolean ended)
{
  g_autoptr (PronyLoadSnapshot) snapshot = look (watch);
  g_autofree char *prompt = g_strdup_printf ("Question %" G_GUINT64_FORMAT, id);

  g_assert_cmpuint (snapshot->watched, ==, id);
  g_assert_cmpint (snapshot->watched_ended, ==, ended);
  g_assert_cmpstr (snapshot->prompt, ==, id != 0 ? prompt : NULL);
  g_assert_cmpint (snapshot->watched_stream >= 0, ==, id != 0);
}

static void
test_automatic (void)
{
  g_autoptr (PronyLoadWatch) watch = prony_load_watch_new ();
  g_autoptr (PronyRequestRecord) first = NULL;
  g_autoptr (PronyRequestRecord) second = NULL;
  g_autoptr (PronyRequestRecord) third = NULL;

  assert_shows (watch, 0, FALSE);
  first = issue (watch, 2, 1);
  second = issue (watch, 0, 2);
  assert_shows (watch, 1, FALSE);
  prony_load_watch_note_end (watch, 0);
  assert_shows (watch, 1, FALSE);

  /* It stays after its end, until something new begins. */
  prony_load_watch_note_end (watch, 2);
  assert_shows (watch, 1, TRUE);
  third = issue (watch, 0, 3);
  assert_shows (watch, 3, FALSE);
}

static void
test_chosen (void)
{
  g_autoptr (PronyLoadWatch) watch = prony_load_watch_new ();
  g_autoptr (PronyRequestRecord) first = issue (watch, 0, 1);
  g_autoptr (PronyRequestRecord) second = issue (watch, 1, 2);
  g_autoptr (PronyRequestRecord) third = NULL;
  g_autoptr (PronyRequestRecord) fourth = NULL;

  prony_load_watch_choose (watch, 1);
  assert_shows (watch, 2, FALSE);
  prony_load_watch_note_end (watch, 1);
  prony_load_watch_note_end (watch, 0);
  third = issue (watch, 0, 3);
  assert_shows (watch, 2, TRUE);
  fourth = issue (watch, 1, 4);
  assert_shows (watch, 4, FALSE);

  /* A stream that has sent nothing, one that there is not, and one that is idle. */
  prony_load_watch_choose (watch, 7);
  assert_shows (watch, 0, FALSE);
  prony_load_watch_note_end (watch, 0);
  prony_load_watch_choose (watch, 0);
  assert_shows (watch, 3, TRUE);

  /* Without a choice, what is shown stays until something new begins. */
  prony_load_watch_choose (watch, 1);
  prony_load_watch_choose (watch, PRONY_WATCH_ANY);
  assert_shows (watch, 4, FALSE);
  prony_load_watch_note_end (watch, 1);
  assert_shows (watch, 4, TRUE);
  g_clear_pointer (&third, prony_request_record_unref);
  third = issue (watch, 0, 5);
  assert_shows (watch, 5, FALSE);
}

/* An early record is replaced when its request is sent again. */
static void
test_sent_again (void)
{
  g_autoptr (PronyLoadWatch) watch = prony_load_watch_new ();
  g_autoptr (PronyRequestRecord) first = issue (watch, 0, 1);
  g_autoptr (PronyRequestRecord) other = issue (watch, 1, 2);
  g_autoptr (PronyRequestRecord) again = NULL;
  g_autoptr (PronyLoadSnapshot) snapshot = NULL;

  first->sent_ns = START;
  first->finished_ns = START + 500 * MS;
  snapshot = look (watch);
  g_assert_cmpuint (snapshot->watched, ==, 1);
  g_assert_false (snapshot->watched_ended);
  /* Put off: it waits, but nothing works on its prompt. */
  g_assert_cmpfloat (snapshot->waiting_s, ==, 1.5);
  g_assert_cmpint (snapshot->prompt_total, ==, -1);

  again = issue (watch, 0, 1);
  assert_shows (watch, 1, FALSE);
}

static void
test_texts (void)
{
  g_autoptr (PronyLoadWatch) watch = prony_load_watch_new ();
  g_autoptr (PronyRequestRecord) record = issue (watch, 0, 1);
  g_autoptr (PronyLoadSnapshot) early = NULL;
  g_autoptr (PronyLoadSnapshot) late = NULL;

  record->reasoning = g_string_new ("Hm");
  early = look (watch);
  g_assert_cmpstr (early->reasoning, ==, "Hm");
  g_assert_cmpstr (early->text, ==, "");
  g_assert_true (isnan (early->waiting_s));
  g_assert_cmpint (early->prompt_total, ==, -1);

  for (guint i = 0; i < 20000; i++)
    g_string_append (record->answer, "é");
  late = look (watch);
  g_assert_cmpuint (late->text_start, ==, 40000 - 16384);
  g_assert_cmpuint (strlen (late->text), ==, 16384);
  g_assert_cmpuint (late->reasoning_start, ==, 0);
}

/* --- Prompts ------------------------------------------------------------------------- */

static void
test_progress (void)
{
  g_autoptr (PronyLoadWatch) watch = prony_load_watch_new ();
  g_autoptr (PronyRequestRecord) record = issue (watch, 3, 1);
  g_autoptr (PronyLoadSnapshot) unsent = look (watch);
  g_autoptr (PronyLoadSnapshot) silent = NULL;
  g_autoptr (PronyLoadSnapshot) told = NULL;
  g_autoptr (PronyLoadSnapshot) wild = NULL;

  g_assert_cmpint (unsent->prompt_total, ==, -1);
  g_assert_cmpfloat (unsent->waiting_s, ==, 1.5);

  record->sent_ns = START + 500 * MS;
  silent = look (watch);
  g_assert_cmpfloat (silent->waiting_s, ==, 1);
  g_assert_cmpint (silent->prompt_total, ==, 1000);
  g_assert_cmpint (silent->prompt_done, ==, -1);

  prony_load_watch_note_progress (watch, 3, 400, 1010);
  prony_load_watch_note_progress (watch, 3, 0, 0);
  told = look (watch);
  g_assert_cmpint (told->prompt_total, ==, 1010);
  g_assert_cmpint (told->prompt_done, ==, 400);
  g_assert_false (told->prompt_estimated);

  prony_load_watch_note_progress (watch, 3, 5000, 1010);
  wild = look (watch);
  g_assert_cmpint (wild->prompt_done, ==, 1010);
}

/* How far a prompt is that nothing is told of. */
static void
test_estimate (void)
{
  static const struct
  {
    double rates[3];
    gint64 done;
    gint64 total;
    double waiting_s;
    gint64 expected;
    gboolean estimated;
  } rows[] = {
    { { 100, 200, 900 }, -1, 1000, 2, 400, TRUE },
    /* It is not done before the first token is there. */
    { { 100, 200, 900 }, -1, 1000, 60, 999, TRUE },
    { { 100, 200, 900 }, -1, 1000, 0, 0, TRUE },
    { { 100, 200, 900 }, 30, 1000, 2, 30, FALSE },
    { { 100, 200, 900 }, -1, -1, 2, -1, FALSE },
    { { 0 }, -1, 1000, 2, -1, FALSE },
    { { 100, 200, 900 }, -1, -1, NAN, -1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PronyLoadSnapshot *snapshots[2];
      g_autoptr (PronyLoadPart) first = NULL;
      g_autoptr (PronyLoadPart) second = NULL;
      g_autoptr (PronyLoadSnapshot) whole = NULL;
      PronyLiveWindow windows[2];

      for (guint k = 0; k < 2; k++)
        {
          prony_live_window_init (&windows[k], START);
          snapshots[k] = prony_load_snapshot_new (PRONY_STATE_MEASURING);
        }
      for (guint k = 0; k < G_N_ELEMENTS (rows[i].rates) && rows[i].rates[k] > 0; k++)
        prony_live_window_add_prefill (&windows[k % 2], rows[i].rates[k]);
      /* What was measured in the warm-up is known in the window. */
      prony_live_window_open (&windows[0], START + PRONY_NS_PER_S);
      snapshots[0]->watched = 1;
      snapshots[0]->watched_stream = 0;
      snapshots[0]->prompt_done = rows[i].done;
      snapshots[0]->prompt_total = rows[i].total;
      snapshots[0]->waiting_s = rows[i].waiting_s;

      first = prony_load_part_new (snapshots[0], &windows[0], 0);
      second = prony_load_part_new (snapshots[1], &windows[1], 0);
      whole = prony_load_part_merge ((PronyLoadPart *[]){ first, second }, 2, PRONY_WATCH_ANY, 0);
      g_assert_cmpint (whole->prompt_done, ==, rows[i].expected);
      g_assert_cmpint (whole->prompt_total, ==, rows[i].total);
      g_assert_cmpint (whole->prompt_estimated, ==, rows[i].estimated);
    }
}

/* --- Several threads ----------------------------------------------------------------- */

typedef struct
{
  guint64 watched;
  int stream;
  gboolean ended;
} Watched;

static void
test_merge (void)
{
  static const struct
  {
    Watched threads[3];
    int stream;
    guint64 shown;
    guint64 expected;
  } rows[] = {
    { { { 0, -1, FALSE }, { 0, -1, FALSE }, { 0, -1, FALSE } }, PRONY_WATCH_ANY, 0, 0 },
    { { { 0, -1, FALSE }, { 4, 1, FALSE }, { 0, -1, FALSE } }, PRONY_WATCH_ANY, 0, 4 },
    /* What was issued last, unless another is shown and goes on. */
    { { { 7, 0, FALSE }, { 8, 1, FALSE }, { 3, 2, FALSE } }, PRONY_WATCH_ANY, 0, 8 },
    { { { 7, 0, FALSE }, { 8, 1, FALSE }, { 3, 2, FALSE } }, PRONY_WATCH_ANY, 3, 3 },
    { { { 7, 0, FALSE }, { 8, 1, FALSE }, { 3, 2, TRUE } }, PRONY_WATCH_ANY, 3, 8 },
    { { { 7, 0, FALSE }, { 8, 1, TRUE }, { 3, 2, TRUE } }, PRONY_WATCH_ANY, 8, 7 },
    /* When all have ended, nothing jumps. */
    { { { 7, 0, TRUE }, { 8, 1, TRUE }, { 3, 2, TRUE } }, PRONY_WATCH_ANY, 7, 7 },
    { { { 7, 0, TRUE }, { 8, 1, TRUE }, { 3, 2, TRUE } }, PRONY_WATCH_ANY, 5, 8 },
    /* A choice, also of an idle stream; and one that its thread has not heard of. */
    { { { 7, 0, FALSE }, { 8, 4, FALSE }, { 3, 2, TRUE } }, 4, 7, 8 },
    { { { 7, 0, FALSE }, { 8, 4, FALSE }, { 3, 2, TRUE } }, 2, 7, 3 },
    { { { 7, 0, FALSE }, { 8, 4, FALSE }, { 3, 2, TRUE } }, 1, 7, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PronyLoadPart *parts[3];
      g_autoptr (PronyLoadSnapshot) whole = NULL;
      PronyLiveWindow window;

      prony_live_window_init (&window, START);
      for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
        {
          const Watched *thread = &rows[i].threads[k];
          PronyLoadSnapshot *snapshot = prony_load_snapshot_new (PRONY_STATE_MEASURING);

          snapshot->n_streams = 10 + k;
          snapshot->watched = thread->watched;
          snapshot->watched_stream = thread->stream;
          snapshot->watched_ended = thread->ended;
          snapshot->text_start = 100 * thread->watched;
          parts[k] = prony_load_part_new (snapshot, &window, 0);
        }
      whole = prony_load_part_merge (parts, G_N_ELEMENTS (parts), rows[i].stream, rows[i].shown);
      g_assert_cmpuint (whole->watched, ==, rows[i].expected);
      g_assert_cmpuint (whole->text_start, ==, 100 * rows[i].expected);
      g_assert_cmpuint (whole->n_streams, ==, 12);
      for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
        prony_load_part_free (parts[k]);
    }
}

/* --- Answers ------------------------------------------------------------------------- */

static void
test_responses (void)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);
  g_autoptr (PronyLoadSnapshot) none = NULL;
  g_autoptr (PronyLoadSnapshot) two = NULL;
  g_autoptr (PronyLoadSnapshot) whole = NULL;
  g_autoptr (PronyLoadPart) first = NULL;
  g_autoptr (PronyLoadPart) second = NULL;
  PronyLoadTally tally;
  const PronyLiveWindow *window = &tally.window;

  prony_load_tally_init (&tally);
  none = prony_load_tally_make_snapshot (&tally, PRONY_STATE_MEASURING, START);
  g_assert_cmpuint (none->responses, ==, 0);
  g_assert_true (isnan (none->response_s));

  /* A failed one is none. A warm-up is one, and its last token counts, not the end of
   * what follows. */
  record->warmup = TRUE;
  record->sent_ns = START;
  record->finished_ns = START + 900 * MS;
  record->prompt_tokens = 1000;
  record->outcome = PRONY_OUTCOME_TRUNCATED;
  prony_load_tally_note_answer (&tally, record, START + 500 * MS, START + 800 * MS);
  record->outcome = PRONY_OUTCOME_OK;
  record->cached_tokens = 400;
  prony_load_tally_note_answer (&tally, record, START + 500 * MS, START + 800 * MS);
  g_assert_cmpfloat_with_epsilon (prony_live_window_get_prefill (&window, 1), 1200, 1e-6);

  /* One in a piece; one that was mostly cached, and one without a count, say nothing
   * about prefill. */
  prony_load_tally_note_answer (&tally, record, 0, 0);
  g_assert_cmpfloat_with_epsilon (prony_ns_to_s (tally.response_ns), 0.9, 1e-9);
  record->cached_tokens = 990;
  prony_load_tally_note_answer (&tally, record, START + 50 * MS, START + 150 * MS);
  record->prompt_tokens = -1;
  record->cached_tokens = -1;
  prony_load_tally_note_answer (&tally, record, START + 50 * MS, START + 150 * MS);
  g_assert_cmpfloat_with_epsilon (prony_live_window_get_prefill (&window, 1), 1200, 1e-6);
  two = prony_load_tally_make_snapshot (&tally, PRONY_STATE_MEASURING, START);
  g_assert_cmpuint (two->responses, ==, 4);
  g_assert_cmpfloat_with_epsilon (two->response_s, 0.15, 1e-9);

  /* Of several threads, the latest tells. */
  none->responses = 3;
  none->response_s = 7;
  first = prony_load_part_new (prony_load_snapshot_ref (two), window, START + 900 * MS);
  second = prony_load_part_new (prony_load_snapshot_ref (none), window, START + 901 * MS);
  whole = prony_load_part_merge ((PronyLoadPart *[]){ first, second }, 2, PRONY_WATCH_ANY, 0);
  g_assert_cmpuint (whole->responses, ==, 7);
  g_assert_cmpfloat (whole->response_s, ==, 7);
}

/* --- Memory -------------------------------------------------------------------------- */

/* One answer of a thousand tokens, as the streams tell of it. */
static void
pass_answer (PronyLoadTally *tally, PronyLoadWatch *watch, guint64 id)
{
  g_autoptr (PronyRequestRecord) record = issue (watch, (guint) (id % 16), id);
  gint64 at_ns = START + (gint64) id * PRONY_NS_PER_S;
  gint64 token_ns = 0;

  prony_load_tally_issue (tally, record);
  record->sent_ns = at_ns;
  prony_load_tally_note_sent (tally, record);
  for (guint i = 0; i < 1000; i++)
    {
      PronyRecordEvent event = { at_ns + i * MS, 1, PRONY_EVENT_CONTENT };

      prony_request_record_add_event (record, event.kind, event.at_ns, event.tokens);
      g_string_append (record->answer, "token ");
      prony_load_tally_note_event (tally, record, &event, token_ns);
      token_ns = event.at_ns;
    }
  record->outcome = PRONY_OUTCOME_OK;
  record->finished_ns = token_ns;
  prony_load_tally_note_end (tally, record);
  prony_load_tally_note_answer (tally, record, at_ns, token_ns);
  prony_load_watch_note_end (watch, (guint) (id % 16));
  prony_request_record_seal (record);
}

static void
test_memory (void)
{
  const char *wanted = g_getenv (EVENTS_VARIABLE);
  guint64 n = (wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : EVENTS) / 1000;
  g_autoptr (PronyLoadWatch) watch = prony_load_watch_new ();
  PronyLoadTally tally;
  gsize before = 0;
  gsize after;

  prony_load_tally_init (&tally);
  for (guint64 id = 1; id <= n; id++)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = NULL;

      pass_answer (&tally, watch, id);
      snapshot = prony_load_tally_make_snapshot (&tally, PRONY_STATE_MEASURING,
                                                 START + (gint64) id * PRONY_NS_PER_S);
      prony_load_watch_describe (watch, snapshot, START);
      g_assert_cmpuint (snapshot->output_tokens, ==, id * 1000);
      g_assert_cmpuint (snapshot->responses, ==, id);
      if (id == 32)
        before = mallinfo2 ().uordblks;
    }

  after = mallinfo2 ().uordblks;
  g_test_message ("%zu bytes after 32 answers, %zu after %" G_GUINT64_FORMAT, before, after, n);
  g_assert_cmpuint (after, <, before + 65536);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/load-watch/automatic", test_automatic);
  g_test_add_func ("/load-watch/chosen", test_chosen);
  g_test_add_func ("/load-watch/sent-again", test_sent_again);
  g_test_add_func ("/load-watch/texts", test_texts);
  g_test_add_func ("/load-watch/progress", test_progress);
  g_test_add_func ("/load-watch/estimate", test_estimate);
  g_test_add_func ("/load-watch/merge", test_merge);
  g_test_add_func ("/load-watch/responses", test_responses);
  g_test_add_func ("/load-watch/memory", test_memory);

  return g_test_run ();
}
