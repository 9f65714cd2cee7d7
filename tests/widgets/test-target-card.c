/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The card of a target in a run under way, fed with snapshots that no engine made. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <math.h>

#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-gauge.h"
#include "app/widgets/prony-request-view.h"
#include "app/widgets/prony-source-style.h"
#include "app/widgets/prony-stream-view.h"
#include "app/widgets/prony-target-card.h"
#include "app/widgets/prony-target-text.h"
#include "widget-fixture.h"

/* As many as four engines make in a tenth of a second, with 64 streams of 50 tokens a
 * second each. */
#define EVENTS_A_SNAPSHOT 1280

typedef struct
{
  PronyTarget *target;
  PronyTrial *trial;
  PronyTrialSnapshot *snapshot;
  GtkWidget *window;
  PronyTargetCard *card;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  PronyLoadLevel level = { .kind = PRONY_LOAD_CLOSED, .concurrency = 64 };

  spec->name = g_strdup ("vLLM");
  fixture->target = prony_target_new (spec, "a-model");
  fixture->trial =
    prony_trial_new (0, fixture->target, "short", "Short Answers", PRONY_SCENARIO_OTHER, level);
  fixture->snapshot = prony_trial_snapshot_new (fixture->trial);
  fixture->card = PRONY_TARGET_CARD (prony_target_card_new (fixture->target));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 480, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->card));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  prony_trial_snapshot_free (fixture->snapshot);
  prony_trial_unref (fixture->trial);
  prony_target_unref (fixture->target);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Shows a snapshot that is made by hand; takes it. */
static void
show (Fixture *fixture, PronyLoadSnapshot *load)
{
  g_clear_pointer (&fixture->snapshot->load, prony_load_snapshot_unref);
  fixture->snapshot->load = load;
  fixture->snapshot->state = load->state;
  prony_target_card_show (fixture->card, fixture->snapshot);
}

static PronyLoadSnapshot *
make_load (guint64 request, const char *text, guint64 start)
{
  PronyLoadSnapshot *load = prony_load_snapshot_new (PRONY_STATE_MEASURING);

  load->watched = request;
  load->watched_stream = 2;
  load->n_streams = 64;
  load->text = g_strdup (text);
  load->text_start = start;
  return load;
}

static const char *
get_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_label (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));

  return NULL;
}

/* What is to be read and seen on a widget. */
static GtkWidget *
find_words (GtkWidget *parent, const char *words)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (parent))
    return NULL;
  if (g_strcmp0 (get_words (parent), words) == 0)
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, words);

  return found;
}

static void
assert_words (gpointer widget, const char *words)
{
  if (find_words (GTK_WIDGET (widget), words) == NULL)
    g_error ("there is no “%s”", words);
}

static void
find_gauges (GtkWidget *parent, GPtrArray *gauges)
{
  if (PRONY_IS_GAUGE (parent))
    g_ptr_array_add (gauges, parent);
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_gauges (child, gauges);
}

static PronyStreamView *
find_stream (GtkWidget *parent, gboolean last)
{
  PronyStreamView *found = NULL;

  if (PRONY_IS_STREAM_VIEW (parent))
    return PRONY_STREAM_VIEW (parent);
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      PronyStreamView *candidate = find_stream (child, last);

      if (candidate != NULL && (found == NULL || last))
        found = candidate;
    }

  return found;
}

static void
assert_text (PronyStreamView *view, const char *expected)
{
  g_autofree char *text = NULL;

  wait_until (prony_stream_view_is_settled, view);
  text = widget_fixture_get_text (prony_stream_view_get_text_view (view));
  g_assert_cmpstr (text, ==, expected);
}

/* --- Words ---------------------------------------------------------------------------- */

static void
test_words (void)
{
  static const struct
  {
    double waiting_s;
    gint64 done;
    gint64 total;
    gboolean estimated;
    guint64 responses;
    double response_s;
    const char *words;
  } cases[] = {
    { NAN, -1, -1, FALSE, 0, NAN, "" },
    { 0.2, -1, -1, FALSE, 0, NAN, "" },
    { 3.7, -1, -1, FALSE, 5, 1, "Waiting for the first token for 3 s" },
    { 70, -1, 9000, FALSE, 0, NAN, "Waiting for the first token for 1 min 10 s" },
    { 0.6, 1024, 32000, FALSE, 0, NAN, "Processing context… about 1024 of 32000 tokens" },
    { 0.6, 0, 32000, TRUE, 0, NAN, "Processing context… about 0 of 32000 tokens (estimated)" },
    { 0.6, 40000, 32000, TRUE, 0, NAN,
      "Processing context… about 32000 of 32000 tokens (estimated)" },
    { NAN, -1, -1, FALSE, 1, 0.15, "Response in 0.15 s" },
    { 0.2, 10, 20, FALSE, 1000, 12.5, "Response in 13 s" },
  };
  PronyLoadSnapshot *load = prony_load_snapshot_new (PRONY_STATE_MEASURING);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      load->waiting_s = cases[i].waiting_s;
      load->prompt_done = cases[i].done;
      load->prompt_total = cases[i].total;
      load->prompt_estimated = cases[i].estimated;
      load->responses = cases[i].responses;
      load->response_s = cases[i].response_s;
      words = prony_target_text_describe_course (load);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
  prony_load_snapshot_unref (load);
}

/* Every state is a word, an icon and a description. */
static void
test_states (Fixture *fixture, gconstpointer data)
{
  for (PronyState state = PRONY_STATE_PREPARING; state <= PRONY_STATE_INTERRUPTED; state++)
    {
      fixture->snapshot->state = state;
      prony_target_card_show (fixture->card, fixture->snapshot);
      assert_words (fixture->card, prony_state_title (state));
      g_assert_nonnull (prony_target_text_get_state_icon (state));
      gtk_test_accessible_assert_property (fixture->card, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                           prony_state_title (state));
    }
  gtk_test_accessible_assert_property (fixture->card, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       fixture->target->name);
  assert_words (fixture->card, "a-model");
  g_assert_null (find_words (GTK_WIDGET (fixture->card), "Simulated"));
}

/* Two stand side by side in a window of usual size, and one in a window of a telephone. */
static void
test_width (Fixture *fixture, gconstpointer data)
{
  int minimum;
  int natural;

  show (fixture, make_load (17, "An answer", 0));
  gtk_widget_measure (GTK_WIDGET (fixture->card), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      &natural, NULL, NULL);
  g_test_message ("minimum %d, natural %d", minimum, natural);
  g_assert_cmpint (minimum, <=, 320);
  g_assert_cmpint (natural, <=, 400);
}

/* The text of a request is to be seen without scrolling in a window of usual size; a number
 * that changes moves nothing. */
static void
test_height (Fixture *fixture, gconstpointer data)
{
  PronyCardGrid *gauges =
    PRONY_CARD_GRID (widget_fixture_find (GTK_WIDGET (fixture->card), PRONY_TYPE_CARD_GRID, NULL));
  PronyLoadSnapshot *load = make_load (17, "An answer", 0);
  int height;
  int later;

  g_assert_cmpuint (prony_card_grid_count_columns (gauges, 400), ==, 5);
  g_assert_cmpuint (prony_card_grid_count_columns (gauges, 312), ==, 3);

  show (fixture, make_load (17, "An answer", 0));
  gtk_widget_measure (GTK_WIDGET (fixture->card), GTK_ORIENTATION_VERTICAL, 424, NULL, &height,
                      NULL, NULL);
  g_test_message ("height %d", height);
  g_assert_cmpint (height, <=, 460);

  load->output_rate = 123456;
  load->ttft_s = 12;
  load->ok = 123456;
  load->client_lag_s = 2;
  fixture->snapshot->state = PRONY_STATE_DRAINING; /* what is new is shown at once */
  show (fixture, load);
  gtk_widget_measure (GTK_WIDGET (fixture->card), GTK_ORIENTATION_VERTICAL, 424, NULL, &later, NULL,
                      NULL);
  g_assert_cmpint (later, ==, height);
}

/* What is measured may turn out to be something else than what was planned. */
static void
test_preparation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyTarget) found = prony_target_new (fixture->target->engine, "found-model");

  found->simulated = TRUE;
  prony_target_card_show (fixture->card, fixture->snapshot);
  assert_words (fixture->card, "a-model");
  g_assert_null (find_words (GTK_WIDGET (fixture->card), "Simulated"));

  prony_trial_unref (fixture->snapshot->trial);
  fixture->snapshot->trial = prony_trial_new (0, found, "short", "Short Answers",
                                              PRONY_SCENARIO_OTHER, fixture->trial->load);
  prony_target_card_show (fixture->card, fixture->snapshot);
  assert_words (fixture->card, "found-model");
  assert_words (fixture->card, "Simulated");
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  fixture->target->simulated = TRUE;
  fixture->snapshot->state = PRONY_STATE_FAILED;
  fixture->snapshot->error = g_strdup ("The engine is gone.");
  prony_target_card_show (fixture->card, fixture->snapshot);

  assert_words (fixture->card, "Failed");
  assert_words (fixture->card, "The engine is gone.");
  assert_words (fixture->card, "Simulated");
  g_assert_true (gtk_widget_has_css_class (
    find_words (GTK_WIDGET (fixture->card), "The engine is gone."), "error"));

  /* To skip a trial is no error. */
  fixture->snapshot->state = PRONY_STATE_STOPPED;
  prony_target_card_show (fixture->card, fixture->snapshot);
  g_assert_false (gtk_widget_has_css_class (
    find_words (GTK_WIDGET (fixture->card), "The engine is gone."), "error"));
}

static void
test_gauges (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *title;
    const char *name;
    const char *text;
    const char *description;
  } expected[] = {
    { "Rate", "Output rate", "3200 tok/s", "3200 tok/s" },
    { "First token", "Time to first token", "150 ms", "150 ms, Good. Objective: 200 ms" },
    { "Between", "Inter-token latency", "60.0 ms", "60.0 ms, Slow" },
    { "In flight", "Requests in flight", "64", "64" },
    { "Success", "Success rate", "98.0 %", "98.0 %, Moderate" },
  };
  g_autoptr (GPtrArray) gauges = g_ptr_array_new ();
  PronyLoadSnapshot *load = prony_load_snapshot_new (PRONY_STATE_MEASURING);

  load->output_rate = 3200;
  load->ttft_s = 0.15;
  load->itl_s = 0.06;
  load->in_flight = 64;
  load->ok = 98;
  load->failed = 2;
  prony_target_card_set_objectives (fixture->card, 0.2, NAN);
  show (fixture, load);

  find_gauges (GTK_WIDGET (fixture->card), gauges);
  g_assert_cmpuint (gauges->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < gauges->len; i++)
    {
      GtkWidget *gauge = g_ptr_array_index (gauges, i);
      GtkWidget *level = widget_fixture_find (gauge, GTK_TYPE_LEVEL_BAR, NULL);

      assert_words (gauge, expected[i].title);
      gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_LABEL, expected[i].name);
      g_assert_cmpstr (prony_gauge_get_text (PRONY_GAUGE (gauge)), ==, expected[i].text);
      gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                           expected[i].description);
      gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                           expected[i].text);
    }
  assert_words (fixture->card, "98 done, 2 failed, 64 in flight");
}

/* --- Texts that grow ------------------------------------------------------------------- */

static void
test_growth (Fixture *fixture, gconstpointer data)
{
  PronyStreamView *answer = find_stream (GTK_WIDGET (fixture->card), TRUE);
  PronyLoadSnapshot *load;

  show (fixture, make_load (17, "One ", 0));
  assert_words (fixture->card, "Request 17 · stream 3 of 64");
  show (fixture, make_load (17, "One two ", 0));
  show (fixture, make_load (17, "One two ", 0));   /* nothing new */
  show (fixture, make_load (17, "two three ", 4)); /* its beginning is left out by now */
  assert_text (answer, "One two three ");
  show (fixture, make_load (17, "ree fünf", 10));
  assert_text (answer, "One two three fünf");
  show (fixture, make_load (17, "later", 100)); /* a piece was missed */
  assert_text (answer, "later");
  show (fixture, make_load (18, "Next", 0));
  assert_text (answer, "Next");
  show (fixture, make_load (0, NULL, 0)); /* none: the last one stays */
  assert_text (answer, "Next");

  load = make_load (19, "Answer", 0);
  load->reasoning = g_strdup ("Hm");
  show (fixture, load);
  assert_words (fixture->card, "Thinking");
  assert_text (answer, "Answer");
}

/* --- Choosing a request ------------------------------------------------------------------ */

static void
on_watch_cb (PronyTargetCard *card, guint trial, int stream, GArray *asked)
{
  g_assert_cmpuint (trial, ==, 0);
  g_array_append_val (asked, stream);
}

static void
test_switching (Fixture *fixture, gconstpointer data)
{
  static const int expected[] = {
    3, 4, 3, 2, 1, 0, 63, 62, 7, 8, PRONY_WATCH_ANY, 2, PRONY_WATCH_ANY
  };
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (int));
  GtkWidget *card = GTK_WIDGET (fixture->card);
  gboolean any = FALSE;

  g_signal_connect (card, "watch", G_CALLBACK (on_watch_cb), asked);
  gtk_widget_activate_action (card, "card.next-stream", NULL); /* no trial yet */

  show (fixture, make_load (17, "One ", 0));
  gtk_widget_activate_action (card, "card.next-stream", NULL);
  gtk_widget_activate_action (card, "card.next-stream", NULL);
  for (guint i = 0; i < 6; i++)
    gtk_widget_activate_action (card, "card.previous-stream", NULL);
  gtk_widget_activate_action (card, "card.watch", "i", 7);
  gtk_widget_activate_action (card, "card.watch", "i", 64); /* there is none */
  gtk_widget_activate_action (card, "card.next-stream", NULL);
  g_object_get (card, "watch-any", &any, NULL);
  g_assert_false (any);
  gtk_widget_activate_action (card, "card.watch-any", NULL);
  g_object_get (card, "watch-any", &any, NULL);
  g_assert_true (any);
  show (fixture, make_load (18, "Two", 0));
  gtk_widget_activate_action (card, "card.watch-any", NULL); /* off: stays with stream 3 */
  gtk_widget_activate_action (card, "card.watch-any", NULL);

  fixture->snapshot->state = PRONY_STATE_FINISHED;
  prony_target_card_show (fixture->card, fixture->snapshot);
  gtk_widget_activate_action (card, "card.next-stream", NULL); /* nothing comes any more */

  g_assert_cmpmem (asked->data, asked->len * sizeof (int), expected, sizeof expected);
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  PronyLoadSnapshot *load = make_load (5, NULL, 0);
  GtkWidget *bar = widget_fixture_find (GTK_WIDGET (fixture->card), GTK_TYPE_PROGRESS_BAR, NULL);

  g_assert_false (gtk_widget_get_child_visible (bar) && gtk_widget_get_mapped (bar));
  load->waiting_s = 2;
  load->prompt_done = 250;
  load->prompt_total = 1000;
  show (fixture, load);
  assert_words (fixture->card, "Processing context… about 250 of 1000 tokens");
  g_assert_true (gtk_widget_get_child_visible (bar));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.25);
}

/* --- Hours -------------------------------------------------------------------------------- */

static gsize
get_resident_bytes (void)
{
  g_autofree char *text = NULL;
  gulong size;
  gulong resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%lu %lu", &size, &resident), ==, 2);
  return resident * (gsize) sysconf (_SC_PAGESIZE);
}

/* A run that goes on for hours leaves no more in the view than a short one. */
static void
test_hours (Fixture *fixture, gconstpointer data)
{
  const char *wanted = g_getenv ("PRONY_TEST_EVENTS");
  guint64 events = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : 2000000;
  guint64 snapshots = events / EVENTS_A_SNAPSHOT;
  PronyStreamView *answer = find_stream (GTK_WIDGET (fixture->card), TRUE);
  g_autoptr (GString) tail = g_string_new (NULL);
  guint64 length = 0;
  gsize before = 0;

  for (guint64 i = 0; i < snapshots; i++)
    {
      PronyLoadSnapshot *load;
      gsize old = tail->len;

      /* Ten times what one stream says, and for once a request that never ends. */
      g_string_append_printf (tail, "Line %u of an **answer** with `code` that goes on.\n",
                              (guint) i);
      length += tail->len - old;
      if (tail->len > 16384)
        g_string_erase (tail, 0, (gssize) tail->len - 16384);
      load = make_load (1 + i / 20000, tail->str, length - tail->len);
      load->output_tokens = i * EVENTS_A_SNAPSHOT;
      load->output_rate = 12800 + (double) (i % 100);
      show (fixture, load);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (i == snapshots / 4)
        before = get_resident_bytes ();
    }

  {
    g_autofree char *text = widget_fixture_get_text (prony_stream_view_get_text_view (answer));

    g_assert_cmpuint (strlen (text), <=, 65536);
    g_assert_true (g_str_has_suffix (text, tail->str + tail->len - 100));
    g_assert_false (
      gtk_widget_get_visible (widget_fixture_find (GTK_WIDGET (answer), GTK_TYPE_BUTTON, NULL)));
  }
#ifndef __SANITIZE_ADDRESS__ /* it keeps what is freed */
  g_test_message ("grew by %.1f MB", ((double) get_resident_bytes () - (double) before) / 1e6);
  g_assert_cmpuint (get_resident_bytes (), <, before + 16 * 1024 * 1024);
#endif
}

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  prony_source_style_init ();

  g_test_add_func ("/target-card/words", test_words);
  g_test_add ("/target-card/states", Fixture, NULL, set_up, test_states, tear_down);
  g_test_add ("/target-card/width", Fixture, NULL, set_up, test_width, tear_down);
  g_test_add ("/target-card/height", Fixture, NULL, set_up, test_height, tear_down);
  g_test_add ("/target-card/preparation", Fixture, NULL, set_up, test_preparation, tear_down);
  g_test_add ("/target-card/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/target-card/gauges", Fixture, NULL, set_up, test_gauges, tear_down);
  g_test_add ("/target-card/growth", Fixture, NULL, set_up, test_growth, tear_down);
  g_test_add ("/target-card/switching", Fixture, NULL, set_up, test_switching, tear_down);
  g_test_add ("/target-card/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/target-card/hours", Fixture, NULL, set_up, test_hours, tear_down);

  return g_test_run ();
}
