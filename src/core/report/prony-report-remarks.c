/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-clock.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-remarks.h"

/* What somebody wrote while a run was under way. */

static PronyTrial *
get_trial (PronyRun *run, const PronyRunNote *note)
{
  return note->trial >= 0 && note->trial < (int) run->trials->len
           ? g_ptr_array_index (run->trials, note->trial)
           : NULL;
}

/**
 * prony_report_add_remarks:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 *
 * Adds the remarks on the run with their times, and what was under way then; nothing
 * where there are none.
 */
void
prony_report_add_remarks (PronyReportContext *context, GPtrArray *document)
{
  PronyRun *run = context->run;
  PronyBlock *table;
  GStrvBuilder *row;

  if (run->notes->len == 0)
    return;

  prony_report_blocks_add_heading (document, 2, _ ("Notes made during the run"));
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  table->text_columns = 3;
  row = g_strv_builder_new ();
  g_strv_builder_add_many (row, _ ("Time"), _ ("Note"), _ ("Trial"), NULL);
  prony_block_add_row (table, row);
  for (guint i = 0; i < run->notes->len; i++)
    {
      const PronyRunNote *note = g_ptr_array_index (run->notes, i);
      PronyTrial *trial = get_trial (run, note);
      g_autofree char *at = prony_clock_format_rfc3339 (note->at_us);
      g_autofree char *title = trial != NULL ? prony_trial_get_title (trial) : NULL;

      row = g_strv_builder_new ();
      prony_block_add_cell (row, at);
      prony_block_add_cell (row, note->text);
      prony_block_add_cell (row, title);
      prony_block_add_row (table, row);
    }
}

/**
 * prony_report_json_remarks:
 * @run: a run
 *
 * Returns: (transfer full): its remarks, each with its time, its text and, where one was
 *   under way, the index of its trial
 */
JsonArray *
prony_report_json_remarks (PronyRun *run)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < run->notes->len; i++)
    {
      const PronyRunNote *note = g_ptr_array_index (run->notes, i);
      JsonObject *object = json_object_new ();
      g_autofree char *at = prony_clock_format_rfc3339 (note->at_us);

      json_object_set_string_member (object, "at", at);
      if (get_trial (run, note) != NULL)
        json_object_set_int_member (object, "trial", note->trial);
      prony_report_add_string (object, "text", note->text);
      json_array_add_object_element (array, object);
    }

  return array;
}
