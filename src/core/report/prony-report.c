/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/report/prony-report-charts.h"
#include "core/report/prony-report-context.h"
#include "core/report/prony-report-csv.h"
#include "core/report/prony-report-document.h"
#include "core/report/prony-report-folder.h"
#include "core/report/prony-report-html.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-markdown.h"
#include "core/report/prony-report-pictures.h"
#include "core/report/prony-report-resources.h"
#include "core/report/prony-report.h"

static const struct
{
  const char *name;
  PronyReportFormat format;
} formats_by_name[] = {
  { "csv", PRONY_REPORT_CSV },     { "json", PRONY_REPORT_JSON },
  { "md", PRONY_REPORT_MARKDOWN }, { "markdown", PRONY_REPORT_MARKDOWN },
  { "html", PRONY_REPORT_HTML },   { "png", PRONY_REPORT_PNG },
  { "svg", PRONY_REPORT_SVG },     { "all", PRONY_REPORT_ALL },
};

static gboolean
add_format (const char *name, PronyReportFormat *formats, GError **error)
{
  static const char *const later[] = { "pdf", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (formats_by_name); i++)
    if (g_ascii_strcasecmp (name, formats_by_name[i].name) == 0)
      {
        *formats |= formats_by_name[i].format;
        return TRUE;
      }

  for (guint i = 0; later[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, later[i]) == 0)
      {
        g_set_error (
          error, PRONY_ERROR, PRONY_ERROR_INPUT,
          _ ("This version of Prony cannot write “%s” yet. Use csv, json, md, html, svg or png."),
          name);
        return FALSE;
      }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("There is no report format “%s”. Use csv, json, md, html, svg or png."), name);
  return FALSE;
}

/**
 * prony_report_formats_from_string:
 * @text: names of formats with commas between them: csv, json, md, html, all
 * @formats: (out): the formats
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether all names are known, and there is at least one
 */
gboolean
prony_report_formats_from_string (const char *text, PronyReportFormat *formats, GError **error)
{
  g_auto (GStrv) names = NULL;
  PronyReportFormat found = 0;

  g_return_val_if_fail (text != NULL && formats != NULL, FALSE);

  names = g_strsplit (text, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_strstrip (names[i]);
      if (*names[i] != '\0' && !add_format (names[i], &found, error))
        return FALSE;
    }

  if (found == 0)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("No report format is named. Use csv, json, md, html, svg or png."));
      return FALSE;
    }

  *formats = found;
  return TRUE;
}

/* --- Files ------------------------------------------------------------------------ */

static gboolean
write_text (GOutputStream *stream, const char *text, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (stream, text, strlen (text), NULL, cancellable, error);
}

/* Takes @text. */
static gboolean
write_file (
  const char *folder, const char *name, char *text, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) contents = g_bytes_new_take (text, strlen (text));

  return prony_report_file_write (folder, name, contents, cancellable, error);
}

/* --- Results of an engine ---------------------------------------------------------- */

/* The files of one engine, written together, so that the requests of a trial are fetched
 * once and only those of one trial are in memory. */
typedef struct
{
  PronyReportContext *context;
  PronyReportEngine *engine;
  GOutputStream *json;
  GOutputStream *csv;
  gboolean any_request;
  GCancellable *cancellable;
} Results;

static gboolean
write_request (Results *self, PronyTrial *trial, const PronyRequestRecord *record, GError **error)
{
  if (self->json != NULL)
    {
      g_autofree char *text = prony_report_json_request (self->context, trial, record);

      if ((self->any_request && !write_text (self->json, ",\n", self->cancellable, error)) ||
          !write_text (self->json, text, self->cancellable, error))
        return FALSE;
      self->any_request = TRUE;
    }

  if (self->csv != NULL)
    {
      g_autofree char *row = prony_report_csv_request (self->context, trial, record);

      return write_text (self->csv, row, self->cancellable, error);
    }

  return TRUE;
}

static gboolean
write_trial (Results *self, PronyTrial *trial, GError **error)
{
  g_autoptr (GPtrArray) records = prony_report_context_fetch (self->context, trial, error);

  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    if (!write_request (self, trial, g_ptr_array_index (records, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_results (Results *self, GError **error)
{
  g_autofree char *json_head = prony_report_json_results_head (self->context, self->engine);
  g_autofree char *csv_head = prony_report_csv_results_head ();

  if (self->json != NULL && !write_text (self->json, json_head, self->cancellable, error))
    return FALSE;
  if (self->csv != NULL && !write_text (self->csv, csv_head, self->cancellable, error))
    return FALSE;

  for (guint i = 0; i < self->engine->trials->len; i++)
    if (!write_trial (self, g_ptr_array_index (self->engine->trials, i), error))
      return FALSE;

  if (self->json != NULL &&
      (!write_text (self->json, prony_report_json_results_tail (), self->cancellable, error) ||
       !g_output_stream_close (self->json, self->cancellable, error)))
    return FALSE;
  return self->csv == NULL || g_output_stream_close (self->csv, self->cancellable, error);
}

static gboolean
write_engine (PronyReportContext *context,
              PronyReportEngine *engine,
              const char *folder,
              PronyReportFormat formats,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *json_name = g_strconcat (engine->file_name, "_results.json", NULL);
  g_autofree char *csv_name = g_strconcat (engine->file_name, "_results.csv", NULL);
  g_autoptr (GOutputStream) json = NULL;
  g_autoptr (GOutputStream) csv = NULL;
  Results results = { 0 };

  if (formats & PRONY_REPORT_JSON)
    {
      json = prony_report_file_open (folder, json_name, cancellable, error);
      if (json == NULL)
        return FALSE;
    }
  if (formats & PRONY_REPORT_CSV)
    {
      csv = prony_report_file_open (folder, csv_name, cancellable, error);
      if (csv == NULL)
        return FALSE;
    }

  results = (Results){ context, engine, json, csv, FALSE, cancellable };
  return write_results (&results, error);
}

/* --- Folder ------------------------------------------------------------------------- */

static char *
make_summary_text (PronyReportContext *context)
{
  g_autoptr (JsonObject) summary = prony_report_json_summary (context);
  g_autofree char *text = prony_json_to_text (summary, TRUE);

  return g_strconcat (text, "\n", NULL);
}

/* What is said of the run as a whole. */
static gboolean
write_summaries (PronyReportContext *context,
                 const char *folder,
                 PronyReportFormat formats,
                 GCancellable *cancellable,
                 GError **error)
{
  if ((formats & PRONY_REPORT_JSON) &&
      !write_file (folder, "summary.json", make_summary_text (context), cancellable, error))
    return FALSE;
  if ((formats & PRONY_REPORT_JSON) && context->samples != NULL && context->samples->len > 0 &&
      !write_file (folder, "resources.jsonl", prony_report_samples_text (context->samples),
                   cancellable, error))
    return FALSE;
  return (formats & PRONY_REPORT_CSV) == 0 ||
         write_file (folder, "summary.csv", prony_report_csv_summary (context), cancellable, error);
}

/* What people read: the report, and the pictures in it or beside it. */
static gboolean
write_report (PronyReportContext *context,
              const char *folder,
              PronyReportFormat formats,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) document = NULL;
  char *html;

  if ((formats & (PRONY_REPORT_MARKDOWN | PRONY_REPORT_HTML | PRONY_REPORT_PICTURES)) == 0)
    return TRUE;
  if (!prony_report_charts_make (context, cancellable, error))
    return FALSE;

  /* Markdown shows files: of charts, those that are asked for, or else SVG. */
  if ((formats & PRONY_REPORT_MARKDOWN) && (formats & PRONY_REPORT_PICTURES) == 0)
    formats |= PRONY_REPORT_SVG;
  document = prony_report_document_new (context);
  if (!prony_report_pictures_write (document, folder, formats, cancellable, error))
    return FALSE;
  if ((formats & PRONY_REPORT_MARKDOWN) &&
      !write_file (folder, "report.md",
                   prony_report_markdown (document, formats & PRONY_REPORT_SVG ? "svg" : "png"),
                   cancellable, error))
    return FALSE;
  if ((formats & PRONY_REPORT_HTML) == 0)
    return TRUE;

  html = prony_report_html (document, error);
  return html != NULL && write_file (folder, "report.html", html, cancellable, error);
}

static gboolean
write_all (PronyReportContext *context,
           const char *folder,
           PronyReportFormat formats,
           GCancellable *cancellable,
           GError **error)
{
  if (!write_summaries (context, folder, formats, cancellable, error) ||
      !write_report (context, folder, formats, cancellable, error))
    return FALSE;
  if (context->get_records == NULL || (formats & (PRONY_REPORT_JSON | PRONY_REPORT_CSV)) == 0)
    return TRUE;

  for (guint i = 0; i < context->engines->len; i++)
    if (!write_engine (context, g_ptr_array_index (context->engines, i), folder, formats,
                       cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
fill_folder (PronyReportContext *context,
             const char *folder,
             PronyReportFormat formats,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *draft = prony_report_folder_begin (folder, error);
  g_autoptr (GError) local = NULL;

  if (draft == NULL)
    return FALSE;

  if (write_all (context, draft, formats, cancellable, &local) &&
      prony_report_folder_end (draft, folder, &local))
    return TRUE;

  prony_report_folder_remove (draft);
  if (local->domain == G_IO_ERROR && local->code != G_IO_ERROR_CANCELLED)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
                 /* Translators: the name of a folder, and what the system says */
                 _ ("The report could not be written to “%s”: %s. Nothing was left there; free "
                    "some space or choose another folder, and try again."),
                 folder, local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * prony_report_write_folder:
 * @run: a run that is over
 * @get_records: (nullable) (scope call): gives the requests of a trial; without it there
 *   are no `<engine>_results` files, and no winner is clear
 * @user_data: given to @get_records
 * @samples: (nullable) (element-type PronyResourceSample): how this computer stood meanwhile;
 *   without them, or where there are none, there is no `resources.jsonl`
 * @parent: where the run folder is to be; created if it is not there
 * @formats: what to write
 * @cancellable: (nullable): ends it; nothing is left behind
 * @error: return location for %PRONY_ERROR_FAILED, %PRONY_ERROR_STORE, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Writes the run folder, `run_YYYYMMDD_HHMMSS` by the run's start in local time. Existing
 * files are never touched: if the name is taken the folder gets `_2`, and so on. Either the
 * whole folder is there in the end, or nothing. Reads and writes files: call it from any
 * thread but the user interface's.
 *
 * Returns: (transfer full) (nullable): the path of the folder
 */
char *
prony_report_write_folder (PronyRun *run,
                           PronyRecordsFunc get_records,
                           gpointer user_data,
                           GPtrArray *samples,
                           const char *parent,
                           PronyReportFormat formats,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (PronyReportContext) context = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (run != NULL && parent != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  folder = prony_report_folder_reserve (run, parent, error);
  if (folder == NULL)
    return NULL;

  context = prony_report_context_new (run, get_records, user_data);
  context->samples = samples;
  if (fill_folder (context, folder, formats, cancellable, error))
    return g_steal_pointer (&folder);

  g_rmdir (folder);
  return NULL;
}
