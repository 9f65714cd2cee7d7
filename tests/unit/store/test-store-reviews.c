/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "store-fixture.h"

/* Other counts and verdicts for some requests, and nothing else of them. */
static void
test_reviews (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = fixture_make_run ("counted", "vllm", "m");
  g_autoptr (GPtrArray) before = fixture_make_records (1, 5);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GArray) reviews = g_array_new (FALSE, FALSE, sizeof (PronyRequestReview));
  const PronyTokenCounts counts = { -1, 77, 7, PRONY_COUNT_TOKENIZER };
  const PronyRequestReview of_two = { 2, TRUE, counts, PRONY_QUALITY_NONE };
  const PronyRequestReview of_three = { 3, FALSE, { 0 }, PRONY_QUALITY_FAIL };
  const PronyRequestReview of_four = { 4, TRUE, counts, PRONY_QUALITY_PASS };
  const PronyRequestReview of_none = { 99, TRUE, counts, PRONY_QUALITY_PASS };
  PronyTrial *trial = run->trials->pdata[0];

  g_array_append_val (reviews, of_two);
  g_array_append_val (reviews, of_three);
  g_array_append_val (reviews, of_four);
  g_array_append_val (reviews, of_none);
  prony_store_put_run (store, run);
  prony_store_put_trial (store, run, trial);
  prony_store_put_requests (store, run, trial, before);
  prony_store_put_reviews (store, run, trial, reviews);
  g_assert_true (prony_store_flush (store, NULL));

  after = prony_store_get_requests (store, run->id, 0, NULL);
  g_assert_cmpuint (after->len, ==, 5);
  for (guint i = 0; i < after->len; i++)
    {
      const PronyRequestRecord *old = before->pdata[i];
      const PronyRequestRecord *new = after->pdata[i];
      gboolean counted = new->id == 2 || new->id == 4;

      g_assert_cmpint (new->prompt_tokens, ==, counted ? -1 : old->prompt_tokens);
      g_assert_cmpint (new->completion_tokens, ==, counted ? 77 : old->completion_tokens);
      g_assert_cmpint (new->reasoning_tokens, ==, counted ? 7 : old->reasoning_tokens);
      g_assert_cmpint (new->count_source, ==, counted ? PRONY_COUNT_TOKENIZER : old->count_source);
      g_assert_cmpint (new->quality, ==,
                       new->id == 3   ? PRONY_QUALITY_FAIL
                       : new->id == 4 ? PRONY_QUALITY_PASS
                                      : old->quality);
      g_assert_cmpstr (new->answer->str, ==, old->answer->str);
      g_assert_cmpint (new->finished_ns, ==, old->finished_ns);
      g_assert_cmpuint (prony_request_record_count_events (new), ==,
                        prony_request_record_count_events (old));
    }
}

static void
test_slices (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = fixture_make_run ("sliced", "vllm", "m");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 5);
  static const struct
  {
    guint64 after;
    guint limit;
    guint n;
  } table[] = { { 0, 2, 2 }, { 2, 2, 2 }, { 4, 2, 1 }, { 5, 2, 0 }, { 0, 100, 5 } };

  prony_store_put_run (store, run);
  prony_store_put_trial (store, run, run->trials->pdata[0]);
  prony_store_put_requests (store, run, run->trials->pdata[0], records);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GPtrArray) slice =
        prony_store_get_some_requests (store, run->id, 0, table[i].after, table[i].limit, NULL);

      g_assert_cmpuint (slice->len, ==, table[i].n);
      for (guint k = 0; k < slice->len; k++)
        {
          const PronyRequestRecord *record = slice->pdata[k];

          g_assert_cmpuint (record->id, ==, table[i].after + k + 1);
          g_assert_cmpuint (record->answer->len, >, 0);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/reviews", StoreFixture, NULL, store_fixture_set_up, test_reviews,
              store_fixture_tear_down);
  g_test_add ("/store/slices", StoreFixture, NULL, store_fixture_set_up, test_slices,
              store_fixture_tear_down);

  return g_test_run ();
}
