/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <locale.h>

#include "report-fixture.h"

static void
test_markdown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.md");

  g_assert_true (g_str_has_prefix (text, "# Test &amp; &lt;i\\>measure&lt;/i\\>\n"));
  assert_contains (text, "> **Simulated: ");
  assert_lacks (text, "Partial: ");
  assert_contains (text, "### Short \\| &lt;b\\>prompt&lt;/b\\> (s)");
  assert_contains (text, "| a/b | llama3:8b | 2 | 14 | 85.7 % | 206 ms |");
  assert_contains (text, "| ../-x (simulated) |");
  assert_contains (text,
                   "2 at once: a?b (llama3:8b) is better. Time to first token: 106 ms against "
                   "206 ms of a/b (llama3:8b). Ratio: ");
  assert_contains (text, "| a/b | s | engine error | 2 | 1 |");
  assert_contains (text, "| a/b | s | no connection | 2 | 1 |");
  assert_contains (text, "**Time to first token (ttft)**: ");
  assert_lacks (text, "<i");
  assert_lacks (text, "<b");
  assert_lacks (text, "</");
}

static void
test_html (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.html");

  assert_contains (text, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>");
  assert_contains (text, "<title>Test &amp; &lt;i&gt;measure&lt;/i&gt;</title>");
  assert_contains (text, "<h3>Short | &lt;b&gt;prompt&lt;/b&gt; (s)</h3>");
  assert_contains (text, "class=\"notice\">Simulated: ");
  assert_contains (text, "is better. Time to first token");
  assert_contains (text, "<svg width=");
  assert_contains (text, "prefers-color-scheme: dark");
  assert_lacks (text, "<script");
  assert_lacks (text, "<b>");
  assert_lacks (text, "<i>");
  assert_lacks (text, "http://");
  assert_lacks (text, "https://");
  assert_lacks (text, "src=");
}

/* What somebody wrote beside a run becomes text and nothing else. */
static void
test_remarks (Fixture *fixture, gconstpointer data)
{
  static const char hostile[] = "=1+2 | <img src=x onerror=alert(1)>\n# **Title** [a](http://x)";
  g_autofree char *without = write_folder (fixture);
  g_autofree char *plain = read_file (without, "report.md");
  g_autofree char *folder = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *html = NULL;

  assert_lacks (plain, "## Notes made during the run");
  g_ptr_array_add (fixture->run->notes, prony_run_note_new (STARTED_US, 1, hostile));
  g_ptr_array_add (fixture->run->notes, prony_run_note_new (STARTED_US, 99, "The \xff fan"));
  folder = write_folder (fixture);
  markdown = read_file (folder, "report.md");
  html = read_file (folder, "report.html");

  assert_contains (markdown, "## Notes made during the run\n\n| Time | Note | Trial |\n");
  assert_contains (markdown, "Z | =1+2 \\| &lt;img src=x onerror=alert(1)\\> \\# \\*\\*Title\\*\\* "
                             "\\[a\\](http://x) | a?b · ");
  assert_contains (markdown, "| The \xef\xbf\xbd fan | – |");
  assert_contains (html, "<td>=1+2 | &lt;img src=x onerror=alert(1)&gt;");
  assert_lacks (html, "<img");
}

static void
test_recommendations (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *html = NULL;
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 1);

  prony_set_str (&trial->target->name, "<b>*b*</b>");
  folder = write_folder (fixture);
  markdown = read_file (folder, "report.md");
  html = read_file (folder, "report.html");
  assert_contains (markdown, "## Recommendations\n\n- **Chat**: &lt;b\\>\\*b\\*&lt;/b\\>. Only ");
  assert_contains (markdown, "a/b is not recommended: it answered only 85.7 % of its requests.");
  assert_contains (markdown, "- **Edge**: Nothing to recommend. Nothing was measured with one ");
  assert_contains (html, "<dt>Chat</dt><dd>&lt;b&gt;*b*&lt;/b&gt;. Only ");
}

static void
test_no_winner_and_partial (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  GPtrArray *same = make_records (0.2);
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 1);
  PronySummaryInput input;

  prony_summary_input_init (&input, same);
  prony_summary_unref (trial->summary);
  trial->summary = prony_summarize (&input);
  trial->summary->client_bound = TRUE;
  trial->error = g_strdup ("The engine went away.");
  g_ptr_array_unref (g_ptr_array_index (fixture->records, 1));
  fixture->records->pdata[1] = same;
  fixture->run->state = PRONY_STATE_INTERRUPTED;

  folder = write_folder (fixture);
  text = read_file (folder, "report.md");
  assert_contains (text, "No clear winner. Time to first token");
  assert_contains (text, "> **Partial: ");
  assert_contains (text, "Client-bound: ");
  assert_contains (text, "The engine went away.");
}

/* Numbers in files are the same in every locale. Where no locale with another decimal
 * point is installed, that of C is all there is to compare with. */
static void
test_locale (Fixture *fixture, gconstpointer data)
{
  static const char *const locales[] = { "de_DE.UTF-8", "de_DE",       "fr_FR.UTF-8",
                                         "es_ES.UTF-8", "pt_BR.UTF-8", "sv_SE.UTF-8" };
  static const char *const names[] = { "summary.json",     "summary.csv",         "report.md",
                                       "a_b_results.json", "a_b_results.csv",     "report.html",
                                       "charts/ttft.svg",  "charts/over-time.svg" };
  g_autofree char *before = write_folder (fixture);
  g_autofree char *after = NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (locales) && !found; i++)
    found =
      setlocale (LC_NUMERIC, locales[i]) != NULL && g_str_equal (localeconv ()->decimal_point, ",");
  after = write_folder (fixture);
  setlocale (LC_NUMERIC, "C");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *a = read_file (before, names[i]);
      g_autofree char *b = read_file (after, names[i]);

      g_assert_cmpstr (a, ==, b);
    }
  if (!found)
    g_test_skip ("No locale with a decimal comma is installed");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("text/remarks", test_remarks);
  ADD ("text/recommendations", test_recommendations);
  ADD ("text/markdown", test_markdown);
  ADD ("text/html", test_html);
  ADD ("text/no-winner-and-partial", test_no_winner_and_partial);
  ADD ("text/locale", test_locale);

  return g_test_run ();
}
