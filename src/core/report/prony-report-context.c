/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/metrics/prony-tag-cut.h"
#include "core/report/prony-report-context.h"
#include "core/report/prony-report-numbers.h"

/* Longer names would not fit into a file name with what follows them. */
#define FILE_NAME_MAX 80

static void
engine_free (PronyReportEngine *self)
{
  g_free (self->name);
  g_free (self->file_name);
  g_ptr_array_unref (self->trials);
  g_free (self);
}

static gboolean
is_file_name_taken (GPtrArray *engines, const char *file_name)
{
  for (guint i = 0; i < engines->len; i++)
    {
      const PronyReportEngine *engine = g_ptr_array_index (engines, i);

      /* Without regard to case: the folder may be copied to such a file system. */
      if (g_ascii_strcasecmp (engine->file_name, file_name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Letters, digits and "-", "_", "." of ASCII stay; all else could be a folder, a
 * hidden file, an option or nonsense on some system. */
static char *
make_file_name (GPtrArray *engines, const char *name)
{
  g_autofree char *stem = g_strndup (name, FILE_NAME_MAX);
  g_autofree char *candidate = NULL;

  g_strcanon (stem, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '_');
  if (stem[0] == '.' || stem[0] == '-')
    stem[0] = '_';
  if (stem[0] == '\0')
    {
      g_free (stem);
      stem = g_strdup ("engine");
    }

  candidate = g_strdup (stem);
  for (guint n = 2; is_file_name_taken (engines, candidate); n++)
    {
      g_free (candidate);
      candidate = g_strdup_printf ("%s_%u", stem, n);
    }
  return g_steal_pointer (&candidate);
}

static PronyReportEngine *
find_or_add_engine (GPtrArray *engines, const char *name)
{
  PronyReportEngine *engine;

  for (guint i = 0; i < engines->len; i++)
    {
      engine = g_ptr_array_index (engines, i);
      if (g_str_equal (engine->name, name))
        return engine;
    }

  engine = g_new0 (PronyReportEngine, 1);
  engine->name = g_strdup (name);
  engine->file_name = make_file_name (engines, name);
  engine->trials = g_ptr_array_new ();
  g_ptr_array_add (engines, engine);
  return engine;
}

static GArray *
find_knees (PronyRun *run)
{
  gboolean sweep = prony_json_get_int (run->plan_json, "sweep_max", 0) > 0;

  return sweep ? prony_knee_find_all (run) : g_array_new (FALSE, FALSE, sizeof (PronyKnee));
}

static GPtrArray *
find_advice (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  g_auto (PronyReportNumbers) numbers = { 0 };

  prony_report_numbers_begin (&numbers);
  return prony_recommendations_find (run, get_records, user_data);
}

/* Where nothing can be read, a later step says so. */
static void
add_cuts (PronyReportContext *self, PronyTrial *trial)
{
  PronyScenario *scenario = prony_run_get_scenario (self->run, trial->scenario_name);
  g_autoptr (GPtrArray) records = NULL;

  if (self->get_records == NULL || trial->summary == NULL || !prony_tag_cut_is_possible (scenario))
    return;

  records = self->get_records (trial, self->user_data);
  if (records != NULL)
    g_hash_table_insert (self->cuts, trial, prony_tag_cut_make (scenario, records));
}

/**
 * prony_report_context_new:
 * @run: a run that is over, or as far as it is
 * @get_records: (nullable): gives the requests of a trial
 * @user_data: given to @get_records
 *
 * Prepares what all formats share. Finds the winners, which reads requests: call it
 * from any thread but the user interface's.
 *
 * Returns: (transfer full): the context; it must not outlive @run
 */
PronyReportContext *
prony_report_context_new (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  PronyReportContext *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_new0 (PronyReportContext, 1);
  self->run = run;
  self->get_records = get_records;
  self->user_data = user_data;
  self->winners = prony_comparison_find_winners (run, get_records, user_data);
  self->knees = find_knees (run);
  self->advice = find_advice (run, get_records, user_data);
  self->engines = g_ptr_array_new_with_free_func ((GDestroyNotify) engine_free);
  self->cuts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      g_ptr_array_add (find_or_add_engine (self->engines, trial->target->name)->trials, trial);
      add_cuts (self, trial);
    }

  return self;
}

/**
 * prony_report_context_free:
 * @self: (transfer full): a context
 */
void
prony_report_context_free (PronyReportContext *self)
{
  g_array_unref (self->winners);
  g_array_unref (self->knees);
  g_ptr_array_unref (self->advice);
  g_ptr_array_unref (self->engines);
  g_hash_table_unref (self->cuts);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_free (self);
}

/**
 * prony_report_context_fetch:
 * @self: a context with a way to get records
 * @trial: a trial of its run
 * @error: return location for %PRONY_ERROR_STORE
 *
 * Gets the requests of a trial. That there are none is an error if the trial's
 * summary counts some: a report must not be silent about what it leaves out.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): the requests
 */
GPtrArray *
prony_report_context_fetch (PronyReportContext *self, PronyTrial *trial, GError **error)
{
  GPtrArray *records = self->get_records (trial, self->user_data);
  g_autofree char *title = NULL;

  if (records != NULL)
    return records;
  if (trial->summary == NULL || prony_summary_count_requests (trial->summary) == 0)
    return g_ptr_array_new ();

  title = prony_trial_get_title (trial);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
               /* Translators: %s is a target, a scenario and a load level */
               _ ("The requests of “%s” could not be read, so the report would be incomplete. "
                  "Check that the database is readable and try again."),
               title);
  return NULL;
}

/**
 * prony_report_winner_ratio:
 * @winner: an entry of the winners
 *
 * Returns: how many times better the winner is than the next, whichever way the metric
 *   is better: 1 or more; NAN where it cannot be formed
 */
double
prony_report_winner_ratio (const PronyWinner *winner)
{
  double ratio = winner->comparison.ratio;

  if (prony_metric_get_info (winner->metric)->better == PRONY_BETTER_LOWER)
    ratio = 1 / ratio;
  return isfinite (ratio) && ratio > 0 ? ratio : NAN;
}

/**
 * prony_report_metric_name:
 * @metric: a metric by which trials are compared
 *
 * Returns: (transfer full): the name of the compared figure in files, such as
 *   "ttft_p50" or "output_tokens_per_sec"
 */
char *
prony_report_metric_name (PronyMetric metric)
{
  const char *name = prony_metric_get_info (metric)->name;

  return metric < PRONY_N_DISTRIBUTIONS ? g_strconcat (name, "_p50", NULL) : g_strdup (name);
}

/**
 * prony_report_target_label:
 * @target: a target
 *
 * Returns: (transfer full): what tells it from others: two of them may be the same
 *   engine with different models
 */
char *
prony_report_target_label (const PronyTarget *target)
{
  return target->model != NULL ? g_strdup_printf ("%s (%s)", target->name, target->model)
                               : g_strdup (target->name);
}

/**
 * prony_report_clean:
 * @text: (nullable): text from an engine or a user
 * @length: its length in bytes, or -1 when it ends with a zero byte
 *
 * Returns: (transfer full) (nullable): the same as valid UTF-8 without zero bytes
 */
char *
prony_report_clean (const char *text, gssize length)
{
  return text != NULL ? g_utf8_make_valid (text, length) : NULL;
}

static char *
format_with_unit (double value, const char *unit)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double size = fabs (value);
  const char *format = size >= 99.95 || size == 0 ? "%.0f"
                       : size >= 9.995            ? "%.1f"
                       : size >= 0.9995           ? "%.2f"
                                                  : "%.3g";

  g_ascii_formatd (buffer, sizeof buffer, format, value);
  return g_strconcat (buffer, unit, NULL);
}

/**
 * prony_report_format:
 * @value: a figure in @unit; NAN where there is none
 * @unit: its unit
 *
 * Writes a figure for people into a file: three digits and the unit, the same in every
 * locale, unlike prony_format_value().
 *
 * Returns: (transfer full): such as "12.3 ms"; an en dash where there is none
 */
char *
prony_report_format (double value, PronyUnit unit)
{
  if (!isfinite (value))
    return g_strdup ("–");

  switch (unit)
    {
    case PRONY_UNIT_SECONDS:
      return fabs (value) < 1 ? format_with_unit (value * 1000, " ms")
                              : format_with_unit (value, " s");

    case PRONY_UNIT_TOKENS_PER_SECOND:
      return format_with_unit (value, " tok/s");

    case PRONY_UNIT_REQUESTS_PER_SECOND:
      return format_with_unit (value, " req/s");

    case PRONY_UNIT_RATIO:
      return format_with_unit (value * 100, " %");

    case PRONY_UNIT_PERCENT:
      return format_with_unit (value, " %");

    case PRONY_UNIT_MEGABYTES:
      return format_with_unit (value, " MiB");

    case PRONY_UNIT_WATTS:
      return format_with_unit (value, " W");

    case PRONY_UNIT_JOULES:
      return format_with_unit (value, " J");

    case PRONY_UNIT_TOKENS_PER_JOULE:
      return format_with_unit (value, " tok/J");

    case PRONY_UNIT_CELSIUS:
      return format_with_unit (value, " °C");

    case PRONY_UNIT_TOKENS:
    case PRONY_UNIT_COUNT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) llround (value));

    case PRONY_UNIT_NONE:
    default:
      return format_with_unit (value, "");
    }
}
