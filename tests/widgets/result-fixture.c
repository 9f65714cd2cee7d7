/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Runs with known figures, for the pages that show them. */

#include "config.h"

#include <gtk/gtk.h>

#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"
#include "result-fixture.h"

#define N_REQUESTS 12
#define N_TOKENS 8
#define ITL_NS 2000000

static PronyRequestRecord *
make_record (guint64 id, double ttft_s, gboolean failed)
{
  PronyRequestRecord *record = prony_request_record_new (id);
  gint64 sent = 1000000000 + (gint64) id * 100000000;
  gint64 at;

  record->scheduled_ns = sent - 2000;
  record->started_ns = sent - 1000;
  record->connected_ns = sent - 1000;
  record->sent_ns = sent;
  record->headers_ns = sent + 1000;
  record->http_status = failed ? 500 : 200;
  record->outcome = failed ? PRONY_OUTCOME_HTTP_5XX : PRONY_OUTCOME_OK;
  if (failed)
    {
      record->error_message = g_strdup ("The engine failed.");
      record->finished_ns = sent + 2000;
      return record;
    }

  /* Some scatter, the same for every target. */
  at = sent + (gint64) (ttft_s * 1e9 * (1 + 0.01 * (id % 5)));
  for (guint i = 0; i < N_TOKENS; i++)
    prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at + i * ITL_NS, 1);
  record->finished_ns = at + N_TOKENS * ITL_NS;
  record->completion_tokens = N_TOKENS;
  record->prompt_tokens = 4;
  record->count_source = PRONY_COUNT_USAGE;

  return record;
}

GPtrArray *
result_fixture_make_records (double ttft_s, guint n_failed)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);

  for (guint i = 0; i < N_REQUESTS + n_failed; i++)
    g_ptr_array_add (records, make_record (i + 1, ttft_s, i >= N_REQUESTS));

  return records;
}

/* The time to first token is in the trial's name of the model. */
GPtrArray *
result_fixture_get_records (PronyTrial *trial, gpointer n_failed)
{
  return result_fixture_make_records (g_ascii_strtod (trial->target->model, NULL),
                                      GPOINTER_TO_UINT (n_failed));
}

static PronyTrial *
make_trial (PronyRun *run, const ResultTarget *target, guint port, guint concurrency)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);
  g_autofree char *model = g_strdup_printf ("%.3f", target->ttft_s);
  g_autoptr (PronyTarget) prony_target = NULL;
  PronyTrial *trial;

  spec->name = g_strdup (target->name);
  prony_target = prony_target_new (spec, model);
  prony_target->simulated = target->simulated;
  trial = prony_trial_new (run->trials->len, prony_target, "short-short",
                           "Short Prompt, Short Completion", PRONY_SCENARIO_SHORT_SHORT,
                           prony_load_level_closed (concurrency));
  trial->state = PRONY_STATE_FINISHED;
  trial->started_us = run->started_us;
  trial->duration_s = 1.5;

  return trial;
}

PronyRun *
result_fixture_make_run (const char *name, const ResultTarget *targets, guint n_targets)
{
  PronyRun *run = prony_run_new (name);

  run->state = PRONY_STATE_FINISHED;
  run->duration_s = 3;
  run->host = prony_host_info_new ();
  run->plan_json = json_object_new ();
  for (guint concurrency = 1; concurrency <= 4; concurrency *= 4)
    for (guint i = 0; i < n_targets; i++)
      {
        PronyTrial *trial = make_trial (run, &targets[i], 8000 + i, concurrency);
        g_autoptr (GPtrArray) records = result_fixture_make_records (targets[i].ttft_s, 0);
        PronySummaryInput input;

        prony_summary_input_init (&input, records);
        trial->summary = prony_summarize (&input);
        g_ptr_array_add (run->trials, trial);
      }

  return run;
}

void
result_fixture_store_run (const char *database, PronyRun *run, guint n_failed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = prony_store_open (database, &error);

  g_assert_no_error (error);
  prony_store_put_run (store, run);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) records =
        result_fixture_get_records (trial, GUINT_TO_POINTER (n_failed));
      PronySummaryInput input;

      prony_summary_input_init (&input, records);
      g_clear_pointer (&trial->summary, prony_summary_unref);
      trial->summary = prony_summarize (&input);
      prony_store_put_trial (store, run, trial);
      prony_store_put_requests (store, run, trial, records);
    }
  g_assert_true (prony_store_close (store, &error));
  g_assert_no_error (error);
}

/* Judges the answers of a run that is stored: of the target @poor only the first @n_right
 * are right, of the others all. */
void
result_fixture_judge_run (const char *database, PronyRun *run, const char *poor, guint n_right)
{
  g_autoptr (PronyStore) store = prony_store_open (database, NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      gboolean is_poor = g_str_equal (trial->target->name, poor);
      g_autoptr (GPtrArray) records = result_fixture_get_records (trial, NULL);
      g_autoptr (GArray) reviews = g_array_new (FALSE, FALSE, sizeof (PronyRequestReview));
      PronySummaryInput input;

      for (guint j = 0; j < records->len; j++)
        {
          PronyRequestRecord *record = g_ptr_array_index (records, j);
          PronyRequestReview review = { .id = record->id };

          review.quality = is_poor && j >= n_right ? PRONY_QUALITY_FAIL : PRONY_QUALITY_PASS;
          record->quality = review.quality;
          g_array_append_val (reviews, review);
        }
      prony_summary_input_init (&input, records);
      g_clear_pointer (&trial->summary, prony_summary_unref);
      trial->summary = prony_summarize (&input);
      prony_store_put_trial (store, run, trial);
      prony_store_put_reviews (store, run, trial, reviews);
    }
  g_assert_true (prony_store_close (store, NULL));
}

/* The first widget of a type below @root, which may be out of sight. */
GtkWidget *
result_fixture_find (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = result_fixture_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}
