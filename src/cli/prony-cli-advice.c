/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "cli/prony-cli-advice.h"

/* What follows from a run, and what somebody wrote beside it. */

static void
append_advice (GString *text, const PronyRecommendation *advice, PronyRun *run)
{
  g_autofree char *what = prony_recommendation_describe (advice, run);

  g_string_append_printf (text, "  %s: %s\n", prony_use_case_title (advice->use_case), what);
  for (guint i = 0; i < advice->reasons->len; i++)
    g_string_append_printf (text, "    %s\n",
                            (const char *) g_ptr_array_index (advice->reasons, i));
}

/**
 * prony_cli_advice_describe:
 * @run: a run that has ended
 * @get_records: gets a trial's requests
 * @user_data: for @get_records
 *
 * Returns: (transfer full): lines: what to take for what, with the sentences that it rests
 *   on; empty where nothing was measured
 */
char *
prony_cli_advice_describe (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  g_autoptr (GPtrArray) found = prony_recommendations_find (run, get_records, user_data);
  GString *text = g_string_new (NULL);

  if (found->len > 0)
    g_string_append_printf (text, "%s\n", _ ("Recommendations:"));
  for (guint i = 0; i < found->len; i++)
    append_advice (text, g_ptr_array_index (found, i), run);

  return g_string_free (text, FALSE);
}

/**
 * prony_cli_advice_describe_remarks:
 * @run: a run
 *
 * Returns: (transfer full): lines: what somebody wrote while it was under way, each with
 *   its time; empty for nothing
 */
char *
prony_cli_advice_describe_remarks (PronyRun *run)
{
  GString *text = g_string_new (NULL);

  if (run->notes->len > 0)
    g_string_append_printf (text, "%s\n", _ ("Notes:"));
  for (guint i = 0; i < run->notes->len; i++)
    {
      const PronyRunNote *note = g_ptr_array_index (run->notes, i);
      g_autofree char *at = prony_run_note_describe_time (note, run);
      g_autofree char *line = g_strdelimit (g_strdup (note->text), "\r\n", ' ');

      g_string_append_printf (text, "  %s: %s\n", at, line);
    }

  return g_string_free (text, FALSE);
}
