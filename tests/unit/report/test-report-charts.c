/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The charts in reports: files beside report.md, elements of report.html. */

#include "config.h"

#include "core/report/prony-report-svg.h"
#include "report-fixture.h"

#define HOSTILE "<script>alert(1)</script> \"'&]](http://x) \x01 =1+2"

/* --- Looking at SVG ------------------------------------------------------------------ */

/* What somebody finds who reads a document's elements. */
typedef struct
{
  GHashTable *ids;
  GPtrArray *references;
  guint n_titles;
} Found;

static void
note_value (Found *found, const char *value)
{
  const char *at = strstr (value, "url(#");

  if (at == NULL)
    return;
  at += strlen ("url(#");
  g_ptr_array_add (found->references, g_strndup (at, strcspn (at, ")")));
}

static void
on_element_cb (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer user_data,
               GError **error)
{
  Found *found = user_data;

  g_assert_cmpstr (element, !=, "script");
  found->n_titles += g_str_equal (element, "title") || g_str_equal (element, "desc");
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_assert_false (g_str_has_prefix (names[i], "on"));
      if (g_str_equal (names[i], "id") && !g_hash_table_add (found->ids, g_strdup (values[i])))
        g_error ("“%s” is there twice", values[i]);
      if (g_str_has_suffix (names[i], "href") && values[i][0] == '#')
        g_ptr_array_add (found->references, g_strdup (values[i] + 1));
      else if (g_str_has_suffix (names[i], "href"))
        g_assert_true (g_str_has_prefix (values[i], "data:image/png;base64,"));
      else if (g_str_has_prefix (names[i], "aria-"))
        g_ptr_array_add (found->references, g_strdup (values[i]));
      else
        note_value (found, values[i]);
    }
}

static void
found_init (Found *found)
{
  found->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  found->references = g_ptr_array_new_with_free_func (g_free);
  found->n_titles = 0;
}

/* Reads well-formed XML, and fails for anything else. */
static void
read_svg (Found *found, const char *svg)
{
  static const GMarkupParser parser = { .start_element = on_element_cb };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, found, NULL);
  g_autoptr (GError) error = NULL;

  found->n_titles = 0;
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->n_titles, ==, 2);
}

/* Whatever is referred to is there. */
static void
found_check (Found *found)
{
  for (guint i = 0; i < found->references->len; i++)
    if (!g_hash_table_contains (found->ids, g_ptr_array_index (found->references, i)))
      g_error ("“%s” is missing", (char *) g_ptr_array_index (found->references, i));
  g_assert_cmpuint (found->references->len, >, 0);
  g_hash_table_unref (found->ids);
  g_ptr_array_unref (found->references);
}

static guint
count (const char *text, const char *part)
{
  g_auto (GStrv) parts = g_strsplit (text, part, -1);

  return g_strv_length (parts) - 1;
}

static GPtrArray *
list_charts (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "charts", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename ("charts", name, NULL));
  return names;
}

static char *
write_formats (Fixture *fixture, PronyReportFormat formats)
{
  g_autoptr (GError) error = NULL;
  char *folder = prony_report_write_folder (fixture->run, get_records, fixture, NULL,
                                            fixture->parent, formats, NULL, &error);

  g_assert_no_error (error);
  return folder;
}

/* --- Tests --------------------------------------------------------------------------- */

static void
check_file (const char *folder, const char *name, const char *markdown)
{
  g_autofree char *text = read_file (folder, name);
  g_autofree char *link = g_strdup_printf ("](%s)", name);
  Found found;

  g_assert_true (g_str_has_prefix (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "));
  found_init (&found);
  read_svg (&found, text);
  found_check (&found);
  /* The names of two vocabularies, and nothing else from elsewhere. */
  g_assert_cmpuint (count (text, "=\"http"), ==, 2);
  g_assert_cmpuint (count (text, "var("), ==, 0);
  g_assert_cmpuint (count (markdown, link), ==, 1);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *markdown = read_file (folder, "report.md");
  g_autofree char *ttft = read_file (folder, "charts/ttft.svg");
  g_autoptr (GPtrArray) names = list_charts (folder);

  g_assert_cmpuint (names->len, >=, 8);
  for (guint i = 0; i < names->len; i++)
    check_file (folder, g_ptr_array_index (names, i), markdown);
  g_assert_cmpuint (count (markdown, "]("), ==, names->len);
  assert_contains (markdown, "\n## Charts\n\n### Speed\n\n![Time to first token, median. 3 values. "
                             "Lower is better. ");
  assert_contains (ttft, "<title id=\"ct\">Time to first token, median</title>\n"
                         "<desc id=\"cd\">Time to first token, median. 3 values.");
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.html");
  g_autoptr (GPtrArray) names = list_charts (folder);
  g_auto (GStrv) parts = g_strsplit (text, "<svg ", -1);
  guint n = g_strv_length (parts) - 1;
  Found found;

  found_init (&found);
  for (guint i = 1; i <= n; i++)
    {
      g_auto (GStrv) halves = g_strsplit (parts[i], "</svg>\n", 2);
      g_autofree char *svg = g_strconcat ("<svg ", halves[0], "</svg>", NULL);

      g_assert_true (g_str_has_prefix (svg, "<svg width=\"840\" height="));
      read_svg (&found, svg);
    }
  found_check (&found);
  g_assert_cmpuint (n, ==, names->len);
  g_assert_cmpuint (count (text, "role=\"img\""), ==, n);
  assert_lacks (text, "http:");
  assert_lacks (text, "<script");
  assert_lacks (text, "src=");
  assert_contains (text, "<figure><figcaption>Time to first token, median</figcaption>");
}

/* Each colour has a name that stands for one on light and one on dark screens. */
static void
test_colors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_formats (fixture, PRONY_REPORT_HTML);
  g_autofree char *text = read_file (folder, "report.html");
  g_auto (GStrv) parts = g_strsplit (text, "<body>", 2);
  const char *body = parts[1];
  guint n_names = count (text, " --c") / 2;

  g_assert_cmpuint (n_names, >, 4);
  assert_lacks (text, "rgb(");
  assert_contains (text, ":root { --c1: #ffffff; ");
  assert_contains (text, "@media (prefers-color-scheme: dark) { :root { --c1: #1e1e22; ");
  for (guint i = 1; i <= n_names; i++)
    {
      g_autofree char *use = g_strdup_printf ("var(--c%u)", i);
      g_autofree char *definition = g_strdup_printf (" --c%u: #", i);

      assert_contains (body, use);
      g_assert_cmpuint (count (text, definition), ==, 2);
    }
  g_assert_cmpuint (count (body, "fill:#ffffff"), ==, 0);
}

/* Names are drawn, and said, and nothing else. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autofree char *svg = NULL;
  g_autofree char *html = NULL;
  g_autofree char *markdown = NULL;
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 1);

  prony_set_str (&trial->target->name, HOSTILE);
  prony_set_str (&trial->target->model, HOSTILE);
  prony_set_str (&trial->scenario_title, HOSTILE);
  folder = write_folder (fixture);
  svg = read_file (folder, "charts/ttft.svg");
  html = read_file (folder, "report.html");
  markdown = read_file (folder, "report.md");

  check_file (folder, "charts/ttft.svg", markdown);
  assert_contains (svg, "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&apos;&amp;]](http://x)   =1");
  assert_lacks (html, "<script");
  assert_lacks (html, "\x01");
  assert_lacks (markdown, "<script");
  assert_contains (markdown, "&lt;script\\>alert(1)&lt;/script\\>");
  g_assert_cmpuint (count (markdown, "]](http"), ==, 0);
  assert_contains (markdown, "\\]\\](http://x)");
}

static void
assert_same (const char *a, const char *b, const char *name)
{
  g_autofree char *first = read_file (a, name);
  g_autofree char *second = read_file (b, name);

  g_assert_cmpstr (first, ==, second);
}

static gpointer
write_in_thread (gpointer data)
{
  return write_formats (data, PRONY_REPORT_MARKDOWN | PRONY_REPORT_HTML);
}

/* The same run gives the same files, however often and in whichever thread, several at once. */
static void
test_threads (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = write_folder (fixture);
  g_autoptr (GPtrArray) names = list_charts (first);
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("report", write_in_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *folder = g_thread_join (threads[i]);

      for (guint k = 0; k < names->len; k++)
        assert_same (first, folder, g_ptr_array_index (names, k));
      assert_same (first, folder, "report.html");
    }
}

static const struct
{
  PronyReportFormat formats;
  gboolean svg;
  gboolean png;
  const char *link;
} format_cases[] = {
  { PRONY_REPORT_SVG, TRUE, FALSE, NULL },
  { PRONY_REPORT_PNG, FALSE, TRUE, NULL },
  { PRONY_REPORT_PNG | PRONY_REPORT_MARKDOWN, FALSE, TRUE, "(charts/ttft.png)" },
  { PRONY_REPORT_PICTURES | PRONY_REPORT_MARKDOWN, TRUE, TRUE, "(charts/ttft.svg)" },
  { PRONY_REPORT_MARKDOWN, TRUE, FALSE, "(charts/ttft.svg)" },
  { PRONY_REPORT_HTML | PRONY_REPORT_CSV | PRONY_REPORT_JSON, FALSE, FALSE, NULL },
};

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (format_cases); i++)
    {
      g_autofree char *folder = write_formats (fixture, format_cases[i].formats);
      g_autofree char *charts = g_build_filename (folder, "charts", NULL);
      g_autofree char *svg = g_build_filename (charts, "ttft.svg", NULL);
      g_autofree char *png = g_build_filename (charts, "ttft.png", NULL);
      g_autofree char *bytes = NULL;

      g_assert_true (g_file_test (svg, G_FILE_TEST_EXISTS) == format_cases[i].svg);
      g_assert_true (g_file_test (png, G_FILE_TEST_EXISTS) == format_cases[i].png);
      g_assert_true (g_file_test (charts, G_FILE_TEST_EXISTS) ==
                     (format_cases[i].svg || format_cases[i].png));
      if (format_cases[i].png)
        {
          g_assert_true (g_file_get_contents (png, &bytes, NULL, NULL));
          g_assert_true (g_str_has_prefix (bytes, "\x89PNG\r\n"));
        }
      if (format_cases[i].link != NULL)
        {
          g_autofree char *markdown = read_file (folder, "report.md");

          assert_contains (markdown, format_cases[i].link);
        }
    }
}

/* Where there is nothing to draw, nothing is said of charts; without requests there are
 * those that need none. */
static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *few = prony_report_write_folder (fixture->run, NULL, NULL, NULL, fixture->parent,
                                                    PRONY_REPORT_ALL, NULL, &error);
  g_autofree char *latency = g_build_filename (few, "charts", "latency.svg", NULL);
  g_autofree char *ttft = g_build_filename (few, "charts", "ttft.svg", NULL);
  g_autofree char *none = NULL;
  g_autofree char *charts = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *html = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_test (ttft, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (latency, G_FILE_TEST_EXISTS));

  for (guint i = 0; i < fixture->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (fixture->run->trials, i);

      g_clear_pointer (&trial->summary, prony_summary_unref);
      g_ptr_array_set_size (g_ptr_array_index (fixture->records, i), 0);
    }
  none = write_folder (fixture);
  charts = g_build_filename (none, "charts", NULL);
  markdown = read_file (none, "report.md");
  html = read_file (none, "report.html");
  g_assert_false (g_file_test (charts, G_FILE_TEST_EXISTS));
  assert_lacks (markdown, "Charts");
  assert_lacks (html, "<svg");
}

/* Adds trials that came out as the first one. */
static void
add_alike (Fixture *fixture, const char *name, const char *scenario, guint concurrency)
{
  PronyTrial *first = g_ptr_array_index (fixture->run->trials, 0);
  g_autoptr (PronyTarget) target = prony_target_new (first->target->engine, "llama3:8b");
  PronyTrial *trial;

  prony_set_str (&target->name, name);
  trial = prony_trial_new (fixture->run->trials->len, target, scenario, scenario,
                           PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (concurrency));
  trial->state = PRONY_STATE_FINISHED;
  trial->summary = prony_summary_ref (first->summary);
  g_ptr_array_add (fixture->run->trials, trial);
  g_ptr_array_add (fixture->records, g_ptr_array_ref (g_ptr_array_index (fixture->records, 0)));
}

/* However many charts there could be, a report has its bound, and says so. What is seen first
 * in the app is kept. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autofree char *markdown = NULL;
  g_autoptr (GPtrArray) names = NULL;

  for (guint i = 0; i < 12 * 4; i++)
    {
      g_autofree char *scenario = g_strdup_printf ("s%u", i / 4);

      add_alike (fixture, "Engine", scenario, 1 + i % 4);
    }
  folder = write_formats (fixture, PRONY_REPORT_MARKDOWN);
  markdown = read_file (folder, "report.md");
  names = list_charts (folder);
  g_assert_cmpuint (names->len, ==, 60);
  assert_contains (markdown, " more charts of this run are not in the report.");
  assert_contains (markdown, "(charts/throughput-by-load-8.svg)");
  assert_contains (markdown, "(charts/over-time.svg)");
  assert_lacks (markdown, "(charts/itl-distribution-8.svg)");
}

/* Sixty engines at once: what can be told apart is drawn, the rest is counted. */
static void
test_wide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *html = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("Engine %u", i);

      add_alike (fixture, name, "s", 2);
    }
  folder = prony_report_write_folder (fixture->run, NULL, NULL, NULL, fixture->parent,
                                      PRONY_REPORT_HTML, NULL, &error);
  g_assert_no_error (error);
  html = read_file (folder, "report.html");
  g_test_message ("%u charts, %" G_GSIZE_FORMAT " bytes", count (html, "<svg "), strlen (html));
  g_assert_cmpuint (count (html, "<svg "), >=, 3);
  g_assert_cmpuint (strlen (html), <, 2 * 1024 * 1024);
}

/* A cloud of points is as large as it is seen, however many there are; what it is made of has
 * names as everything else, and colours for light and dark. */
static void
test_points (void)
{
  g_autoptr (GPtrArray) document = prony_report_blocks_new ();
  g_autoptr (PronyReportColors) colors = prony_report_colors_new ();
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_SCATTER, "Points", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  Found found;

  prony_chart_add_series (chart, "one", 0, FALSE);
  prony_chart_add_series (chart, "two", 1, FALSE);
  for (guint i = 0; i < 100000; i++)
    prony_chart_add_point (chart, i % 2, i, sin (i * 0.7) + 2, NAN, NAN);
  prony_report_blocks_add_chart (document, "points", chart);
  prony_chart_unref (chart);

  found_init (&found);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("p%u-", i);
      g_autoptr (GError) error = NULL;
      g_autofree char *svg =
        prony_report_svg_inline (g_ptr_array_index (document, 0), prefix, colors, &error);

      g_assert_no_error (error);
      g_test_message ("%" G_GSIZE_FORMAT " bytes", strlen (svg));
      g_assert_cmpuint (count (svg, "href=\"data:image/png;base64,"), ==, 2);
      g_assert_cmpuint (strlen (svg), <, 200 * 1024);
      assert_lacks (svg, "rgb(");
      read_svg (&found, svg);
    }
  found_check (&found);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("charts/files", test_files);
  ADD ("charts/page", test_page);
  ADD ("charts/colors", test_colors);
  ADD ("charts/hostile", test_hostile);
  ADD ("charts/threads", test_threads);
  ADD ("charts/formats", test_formats);
  ADD ("charts/absent", test_absent);
  ADD ("charts/many", test_many);
  ADD ("charts/wide", test_wide);
  g_test_add_func ("/report/charts/points", test_points);

  return g_test_run ();
}
