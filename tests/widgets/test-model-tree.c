/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The tree of an engine's models: what it shows, loading, and that ten thousand models
 * scroll and filter without a stall. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "app/widgets/prony-model-tree.h"
#include "core/model/prony-model-name.h"
#include "support/prony-test-server.h"
#include "widget-fixture.h"

/* A frame at 60 Hz. */
#define STALL_MS 16.0
#define REPEATS 3

typedef struct
{
  PronySession *session;
  PronyEngineItem *engine;
  PronyModelTree *tree;
  GtkWindow *window;
  PronyEngineInfo *info;
} Fixture;

static GtkWidget *
get_child (Fixture *fixture, const char *name)
{
  return GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (fixture->tree), PRONY_TYPE_MODEL_TREE, name));
}

static GtkSelectionModel *
get_rows (Fixture *fixture)
{
  return gtk_list_view_get_model (GTK_LIST_VIEW (get_child (fixture, "list")));
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_rows (fixture)));
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (get_child (fixture, "stack")));
}

static const char *
get_outcome (Fixture *fixture)
{
  return gtk_label_get_label (GTK_LABEL (get_child (fixture, "outcome")));
}

static void
open_tree (Fixture *fixture, const char *url)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);

  spec->kind = PRONY_ENGINE_OLLAMA;
  fixture->session = prony_session_new (NULL);
  fixture->engine = prony_engine_item_new (spec);
  fixture->info = prony_engine_info_new (url);
  fixture->info->kind = PRONY_ENGINE_OLLAMA;
  fixture->info->status = PRONY_ENGINE_STATUS_READY;
  fixture->tree = PRONY_MODEL_TREE (prony_model_tree_new ());
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 700, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->tree));
  prony_model_tree_set_engine (fixture->tree, fixture->session, fixture->engine);
  gtk_window_present (fixture->window);
}

static void
close_tree (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  prony_session_close (fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->session), (gpointer *) &fixture->session);
  g_object_unref (fixture->engine);
  g_object_unref (fixture->session);
  g_clear_pointer (&fixture->info, prony_engine_info_unref);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static PronyModelInfo *
add_model (PronyEngineInfo *info, const char *id, PronyModelState state)
{
  PronyModelInfo *model = prony_model_info_new (id);

  model->state = state;
  model->switchable = TRUE;
  model->size_bytes = 4900000000;
  model->context_length = 131072;
  prony_model_name_complete (model, id);
  g_ptr_array_add (info->models, model);
  return model;
}

static gboolean
shows_list (Fixture *fixture)
{
  return g_strcmp0 (get_page (fixture), "list") == 0;
}

static gboolean
shows_status (Fixture *fixture)
{
  return g_strcmp0 (get_page (fixture), "status") == 0;
}

static gboolean
has_one_row (Fixture *fixture)
{
  return count_rows (fixture) == 1;
}

static gboolean
has_six_rows (Fixture *fixture)
{
  return count_rows (fixture) == 6;
}

static void
search (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_child (fixture, "search")), text);
}

static void
test_tree (void)
{
  Fixture fixture = { 0 };

  open_tree (&fixture, "http://127.0.0.1:9");
  g_assert_true (shows_status (&fixture));
  add_model (fixture.info, "llama3:8b-q4_0", PRONY_MODEL_STATE_LOADED);
  add_model (fixture.info, "qwen2:7b-q4_0", PRONY_MODEL_STATE_NOT_LOADED);
  prony_engine_item_set_info (fixture.engine, fixture.info);
  wait_until (shows_list, &fixture);

  /* Family, size and model, twice. */
  g_assert_cmpuint (count_rows (&fixture), ==, 6);
  search (&fixture, "qwen 7B");
  wait_until (has_one_row, &fixture);
  search (&fixture, "LLAMA loaded");
  wait_until (has_one_row, &fixture);
  search (&fixture, "nothing");
  wait_until (shows_status, &fixture);
  search (&fixture, "");
  wait_until (has_six_rows, &fixture);
  g_assert_true (shows_list (&fixture));
  close_tree (&fixture);
}

/* A probe that finds the same models changes no row but what they say, and the selection
 * stays. */
static void
test_refresh (void)
{
  Fixture fixture = { 0 };
  g_autoptr (PronyEngineInfo) newer = NULL;
  g_autoptr (GObject) row = NULL;
  g_autoptr (GObject) same = NULL;

  open_tree (&fixture, "http://127.0.0.1:9");
  add_model (fixture.info, "llama3:8b-q4_0", PRONY_MODEL_STATE_NOT_LOADED);
  prony_engine_item_set_info (fixture.engine, fixture.info);
  wait_until (shows_list, &fixture);
  row = g_list_model_get_item (G_LIST_MODEL (get_rows (&fixture)), 2);
  gtk_selection_model_select_item (get_rows (&fixture), 2, TRUE);
  g_assert_true (gtk_widget_get_sensitive (get_child (&fixture, "load_button")));
  g_assert_false (gtk_widget_get_sensitive (get_child (&fixture, "unload_button")));

  newer = prony_engine_info_new ("http://127.0.0.1:9");
  newer->kind = PRONY_ENGINE_OLLAMA;
  newer->status = PRONY_ENGINE_STATUS_READY;
  add_model (newer, "llama3:8b-q4_0", PRONY_MODEL_STATE_LOADED);
  prony_engine_item_set_info (fixture.engine, newer);
  wait_until (gtk_widget_get_sensitive, get_child (&fixture, "unload_button"));
  same = g_list_model_get_item (G_LIST_MODEL (get_rows (&fixture)), 2);
  g_assert_true (row == same);
  g_assert_true (gtk_selection_model_is_selected (get_rows (&fixture), 2));
  g_assert_false (gtk_widget_get_sensitive (get_child (&fixture, "load_button")));
  close_tree (&fixture);
}

static gboolean
serve (PronyTestRequest *request, gpointer user_data)
{
  static const char body[] = "{\"done\":true,\"load_duration\":2500000000}";

  if (strcmp (request->path, "/api/generate") == 0)
    return prony_test_request_printf (request,
                                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                      "Content-Length: %zu\r\n\r\n%s",
                                      strlen (body), body);

  return prony_test_request_printf (request, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
}

static gboolean
has_loaded (Fixture *fixture)
{
  return g_str_has_prefix (get_outcome (fixture), "Loaded “llama3:8b-q4_0” in ");
}

static void
test_load (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve, NULL);
  Fixture fixture = { 0 };

  open_tree (&fixture, prony_test_server_get_url (server));
  add_model (fixture.info, "llama3:8b-q4_0", PRONY_MODEL_STATE_NOT_LOADED);
  prony_engine_item_set_info (fixture.engine, fixture.info);
  wait_until (shows_list, &fixture);
  gtk_selection_model_select_item (get_rows (&fixture), 2, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (fixture.tree), "models.load", NULL);
  wait_until (has_loaded, &fixture);
  g_assert_nonnull (strstr (get_outcome (&fixture), "the engine itself says 2.5"));
  close_tree (&fixture);
}

/* --- Ten thousand models -------------------------------------------------------- */

typedef struct
{
  GArray *cpu_ms;
  GArray *wall_ms;
} Times;

static double
read_clock_ms (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* A list that is scrolled before it has been laid out complains, and a sanitizer makes all
 * of it slow. */
#ifdef __SANITIZE_ADDRESS__
#define PATIENCE 3
#else
#define PATIENCE 1
#endif

/* Lets the main loop run for some frames, and times each iteration that had something to
 * do. */
static void
run_loop (Times *times, double ms)
{
  double end = read_clock_ms (CLOCK_MONOTONIC) + ms * PATIENCE;

  while (read_clock_ms (CLOCK_MONOTONIC) < end)
    {
      double wall = read_clock_ms (CLOCK_MONOTONIC);
      double cpu = read_clock_ms (CLOCK_THREAD_CPUTIME_ID);

      if (!g_main_context_iteration (NULL, FALSE))
        {
          g_usleep (500);
          continue;
        }
      cpu = read_clock_ms (CLOCK_THREAD_CPUTIME_ID) - cpu;
      wall = read_clock_ms (CLOCK_MONOTONIC) - wall;
      g_array_append_val (times->cpu_ms, cpu);
      g_array_append_val (times->wall_ms, wall);
    }
}

static void
scroll (Fixture *fixture, Times *times)
{
  GtkWidget *scroller =
    gtk_widget_get_ancestor (get_child (fixture, "list"), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  static const double jumps[] = { 1, 0.5, 0.1, 0.9, 0 };

  for (guint i = 0; i < 12; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 150);
      run_loop (times, 25);
    }
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * jumps[i]);
      run_loop (times, 40);
    }
}

static void
filter (Fixture *fixture, Times *times)
{
  static const char *const texts[] = { "f", "fam", "family12 7b", "zzz", "q4", "" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      search (fixture, texts[i]);
      /* What is typed is searched for after a moment without typing. */
      run_loop (times, 220);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
pick (GArray *values, double quantile)
{
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) ((values->len - 1) * quantile));
}

/* Returns the longest iteration of the quietest repeat, in CPU time of this thread, since
 * other programs take their share of the wall clock. Repeats only while it is a stall. */
static double
measure (guint n_models, double *typical)
{
  Fixture fixture = { 0 };
  double best = G_MAXDOUBLE;

  open_tree (&fixture, "http://127.0.0.1:9");
  for (guint i = 0; i < n_models; i++)
    {
      g_autofree char *id =
        g_strdup_printf ("family%u:%ub-q%u_0-v%u", i / 20, i / 4 % 5 * 2 + 1, i % 4 + 4, i);

      add_model (fixture.info, id, PRONY_MODEL_STATE_NOT_LOADED);
    }
  prony_engine_item_set_info (fixture.engine, fixture.info);

  for (guint i = 0; i < REPEATS / PATIENCE && best > STALL_MS; i++)
    {
      Times times = { g_array_new (FALSE, FALSE, sizeof (double)),
                      g_array_new (FALSE, FALSE, sizeof (double)) };

      /* The first of them waits for the tree, too. */
      run_loop (&times, i == 0 ? 500 : 50);
      scroll (&fixture, &times);
      filter (&fixture, &times);
      search (&fixture, "q");
      run_loop (&times, 300);
      scroll (&fixture, &times);
      search (&fixture, "");
      run_loop (&times, 300);
      g_test_message ("%u models: %u iterations, CPU median %.2f, 99 %% %.2f, longest %.2f ms; "
                      "wall 99 %% %.2f, longest %.2f ms",
                      n_models, times.cpu_ms->len, pick (times.cpu_ms, 0.5),
                      pick (times.cpu_ms, 0.99), pick (times.cpu_ms, 1), pick (times.wall_ms, 0.99),
                      pick (times.wall_ms, 1));
      if (pick (times.cpu_ms, 1) < best)
        {
          best = pick (times.cpu_ms, 1);
          *typical = pick (times.cpu_ms, 0.99);
        }
      g_array_unref (times.cpu_ms);
      g_array_unref (times.wall_ms);
    }
  close_tree (&fixture);
  return best;
}

/* How many there are must not be felt. An empty list has nothing to draw, so that what is
 * compared is above all a list of as many as fit into the window some times. */
static void
test_ten_thousand (void)
{
  double typical[3];
  double empty = measure (0, &typical[0]);
  double few = measure (60, &typical[1]);
  double full = measure (10000, &typical[2]);

  g_test_message ("10000 models to none: 99 %% %.1f times, longest %.1f times",
                  typical[2] / typical[0], full / empty);
  g_test_message ("10000 models to 60: 99 %% %.1f times, longest %.1f times",
                  typical[2] / typical[1], full / few);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (full, <=, STALL_MS);
  g_assert_cmpfloat (full, <=, 4 * few);
#endif
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/model-tree/tree", test_tree);
  g_test_add_func ("/model-tree/refresh", test_refresh);
  g_test_add_func ("/model-tree/load", test_load);
  g_test_add_func ("/model-tree/ten-thousand", test_ten_thousand);

  return g_test_run ();
}
