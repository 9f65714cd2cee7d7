/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "core/report/prony-report-csv.h"
#include "report-fixture.h"

/* Reads RFC 4180 back: rows of cells. */
static GPtrArray *
parse_csv (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (quoted && *p == '"' && p[1] == '"')
        g_string_append_c (cell, *p++);
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && (*p == ',' || *p == '\n'))
        {
          g_ptr_array_add (row, g_strdup (cell->str));
          g_string_truncate (cell, 0);
          if (*p == '\n')
            {
              g_ptr_array_add (rows, row);
              row = g_ptr_array_new_with_free_func (g_free);
            }
        }
      else
        g_string_append_c (cell, *p);
    }

  g_assert_cmpuint (row->len, ==, 0);
  g_assert_false (quoted);
  g_ptr_array_unref (row);
  g_string_free (cell, TRUE);
  return rows;
}

static const char *
cell_at (GPtrArray *rows, guint row, const char *column)
{
  GPtrArray *header = g_ptr_array_index (rows, 0);
  GPtrArray *cells = g_ptr_array_index (rows, row);

  g_assert_cmpuint (cells->len, ==, header->len);
  for (guint i = 0; i < header->len; i++)
    if (g_str_equal (g_ptr_array_index (header, i), column))
      return g_ptr_array_index (cells, i);

  g_error ("There is no column %s", column);
}

static double
number_at (GPtrArray *rows, guint row, const char *column)
{
  return g_ascii_strtod (cell_at (rows, row, column), NULL);
}

static void
test_summary_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "summary.csv");
  g_autoptr (GPtrArray) rows = parse_csv (text);

  g_assert_true (g_str_has_prefix (
    text, "engine,model,scenario,requests,success_rate,mean_latency,p50_latency,p95_latency,"
          "p99_latency,mean_ttft,mean_tokens_per_sec,total_tokens,concurrency,rate,"));
  g_assert_null (strchr (text, '\r'));
  g_assert_cmpuint (rows->len, ==, 4);
  g_assert_cmpstr (cell_at (rows, 1, "engine"), ==, "a/b");
  g_assert_cmpstr (cell_at (rows, 1, "requests"), ==, "14");
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "success_rate"), 12.0 / 14, 1e-12);
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "mean_ttft"), 0.2055, 1e-9);
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "ttft_p50"), 0.2055, 1e-9);
  g_assert_cmpstr (cell_at (rows, 1, "p99_latency"), ==, "");
  g_assert_cmpstr (cell_at (rows, 1, "rate"), ==, "");
  g_assert_cmpstr (cell_at (rows, 1, "total_tokens"), ==, "252");
  g_assert_cmpstr (cell_at (rows, 1, "simulated"), ==, "false");
  g_assert_cmpstr (cell_at (rows, 3, "simulated"), ==, "true");
  g_assert_cmpstr (cell_at (rows, 1, "goodput"), ==, "");
}

static void
test_results_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "a_b_results.csv");
  g_autoptr (GPtrArray) rows = parse_csv (text);

  g_assert_true (g_str_has_prefix (
    text, "request_id,engine,model,scenario,prompt_tokens,completion_tokens,total_duration,ttft,"
          "tokens_per_sec,success,error_message,concurrency,outcome,sent_at,"));
  g_assert_cmpuint (rows->len, ==, 16);
  g_assert_cmpstr (cell_at (rows, 1, "request_id"), ==, "t1-r1");
  g_assert_cmpstr (cell_at (rows, 1, "success"), ==, "true");
  g_assert_cmpstr (cell_at (rows, 1, "error_message"), ==, "");
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "ttft"), 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "decode_rate"), 100, 1e-6);
  g_assert_cmpstr (cell_at (rows, 1, "queue_time"), ==, "");
  g_assert_cmpstr (cell_at (rows, 13, "ttft"), ==, "");
  g_assert_cmpstr (cell_at (rows, 13, "completion_tokens"), ==, "");
  g_assert_cmpstr (cell_at (rows, 13, "error_message"), ==,
                   "'=HYPERLINK(\"http://x\"), said the\nengine <script>");
  g_assert_cmpstr (cell_at (rows, 14, "warmup"), ==, "true");
  g_assert_cmpstr (cell_at (rows, 15, "sent_at"), ==, "");
}

static const struct
{
  const char *text;
  const char *expected;
} cells[] = {
  { NULL, "," },
  { "", "," },
  { "plain", "plain," },
  { "a,b", "\"a,b\"," },
  { "say \"x\"", "\"say \"\"x\"\"\"," },
  { "two\nlines", "\"two\nlines\"," },
  { "=1+1", "'=1+1," },
  { "+1", "'+1," },
  { "-1", "'-1," },
  { "@SUM(A1)", "'@SUM(A1)," },
  { "\tx", "'\tx," },
  { "\rx", "\"'\rx\"," },
  { "=\"a\",b", "\"'=\"\"a\"\",b\"," },
  { "a=1", "a=1," },
  { "\xff", "\xef\xbf\xbd," },
};

static void
test_cells (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) row = g_string_new (NULL);

      prony_report_csv_append_text (row, cells[i].text);
      g_assert_cmpstr (row->str, ==, cells[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("csv/summary", test_summary_csv);
  ADD ("csv/results", test_results_csv);
  g_test_add_func ("/report/csv/cells", test_cells);

  return g_test_run ();
}
