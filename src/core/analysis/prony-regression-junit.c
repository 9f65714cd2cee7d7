/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/analysis/prony-regression.h"
#include "core/model/prony-host-info.h"

/* What XML 1.0 can hold: control characters cannot even be escaped in it. */
static char *
escape (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if ((c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0xfffe && c != 0xffff))
        g_string_append_unichar (clean, c);
      else
        g_string_append_c (clean, ' ');
    }
  g_free (g_steal_pointer (&valid));
  valid = g_string_free (clean, FALSE);

  return g_markup_escape_text (valid, -1);
}

static gboolean
is_failure (const PronyRegressionCase *this)
{
  return this->state == PRONY_REGRESSION_WORSE || this->state == PRONY_REGRESSION_UNMEASURED;
}

static gboolean
is_skipped (const PronyRegressionCase *this)
{
  return this->state == PRONY_REGRESSION_UNKNOWN || this->state == PRONY_REGRESSION_MISSING;
}

static void
append_case (GString *xml, const PronyRegressionCase *this)
{
  g_autofree char *load = prony_load_level_get_label (&this->load);
  g_autofree char *class_text = g_strdup_printf ("%s.%s", this->target, this->scenario);
  g_autofree char *name_text =
    g_strdup_printf ("%s @ %s", prony_metric_get_info (this->comparison.metric)->name, load);
  g_autofree char *class_name = escape (class_text);
  g_autofree char *name = escape (name_text);
  g_autofree char *sentence = escape (this->sentence);

  g_string_append_printf (xml, "    <testcase classname=\"%s\" name=\"%s\" time=\"0\"", class_name,
                          name);
  if (is_failure (this))
    g_string_append_printf (
      xml,
      ">\n      <failure message=\"%s\" type=\"%s\">%s</failure>\n"
      "    </testcase>\n",
      sentence, this->state == PRONY_REGRESSION_WORSE ? "regression" : "unmeasured", sentence);
  else if (is_skipped (this))
    g_string_append_printf (xml, ">\n      <skipped message=\"%s\"/>\n    </testcase>\n", sentence);
  else
    g_string_append_printf (xml, ">\n      <system-out>%s</system-out>\n    </testcase>\n",
                            sentence);
}

/**
 * prony_regression_to_junit:
 * @cases: (element-type PronyRegressionCase): what came out
 * @baseline: what the run was held against
 * @run: the run
 *
 * Writes what came out as JUnit XML, which build servers show: a test case for each metric of each
 * target, scenario and load, a failure for each that is worse or was to be measured and was not,
 * and skipped ones where nothing can be told.
 *
 * Returns: (transfer full): the document
 */
char *
prony_regression_to_junit (GPtrArray *cases, PronyRun *baseline, PronyRun *run)
{
  GString *xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (run->started_us / G_USEC_PER_SEC);
  g_autofree char *at = g_date_time_format (started, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *name = escape (run->name);
  g_autofree char *id = escape (run->id);
  g_autofree char *baseline_name = escape (baseline->name);
  g_autofree char *baseline_id = escape (baseline->id);
  g_autofree char *host = escape (run->host != NULL ? run->host->hostname : NULL);
  double duration = isfinite (run->duration_s) ? run->duration_s : 0;
  g_autofree char *time = prony_format_c_double (duration);
  guint n_failures = prony_regression_count (cases, PRONY_REGRESSION_WORSE) +
                     prony_regression_count (cases, PRONY_REGRESSION_UNMEASURED);
  guint n_skipped = prony_regression_count (cases, PRONY_REGRESSION_UNKNOWN) +
                    prony_regression_count (cases, PRONY_REGRESSION_MISSING);

  g_string_append_printf (xml,
                          "<testsuites name=\"prony\" tests=\"%u\" failures=\"%u\" errors=\"0\" "
                          "time=\"%s\">\n",
                          cases->len, n_failures, time);
  g_string_append_printf (xml,
                          "  <testsuite name=\"%s\" tests=\"%u\" failures=\"%u\" errors=\"0\" "
                          "skipped=\"%u\" time=\"%s\" timestamp=\"%s\" hostname=\"%s\">\n",
                          name, cases->len, n_failures, n_skipped, time, at, host);
  g_string_append_printf (xml,
                          "    <properties>\n"
                          "      <property name=\"run\" value=\"%s\"/>\n"
                          "      <property name=\"baseline\" value=\"%s\"/>\n"
                          "      <property name=\"baseline_name\" value=\"%s\"/>\n"
                          "    </properties>\n",
                          id, baseline_id, baseline_name);
  for (guint i = 0; i < cases->len; i++)
    append_case (xml, g_ptr_array_index (cases, i));
  g_string_append (xml, "  </testsuite>\n</testsuites>\n");

  return g_string_free (xml, FALSE);
}
