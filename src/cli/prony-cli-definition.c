/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* TTFT, ITL and TPOT of a run as another tool defines them. */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-format.h"
#include "cli/prony-cli-definition.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"

static const PronyMetric shown[] = { PRONY_METRIC_TTFT, PRONY_METRIC_ITL, PRONY_METRIC_TPOT };

static void
add_trial (PronyCliTable *table, PronyTrial *trial, const PronyRunDefinition *figures)
{
  g_autofree char *load = prony_trial_get_load_label (trial);
  char *texts[2 * G_N_ELEMENTS (shown)];

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const PronyDistribution *one = prony_run_definition_get (figures, trial->index, shown[i]);

      texts[2 * i] = prony_format_value (one != NULL ? one->p50 : NAN, PRONY_UNIT_SECONDS);
      texts[2 * i + 1] = prony_format_value (one != NULL ? one->p95 : NAN, PRONY_UNIT_SECONDS);
    }
  prony_cli_table_add (table, trial->scenario_name, load, trial->target->name, texts[0], texts[1],
                       texts[2], texts[3], texts[4], texts[5], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

/**
 * prony_cli_definition_print:
 * @run: a run
 * @figures: its figures under a tool's definitions
 *
 * Writes them for people, and whose definitions they follow.
 */
void
prony_cli_definition_print (PronyRun *run, const PronyRunDefinition *figures)
{
  g_autofree char *note =
    prony_run_definition_describe (prony_run_definition_get_definition (figures));
  g_autofree char *line = g_strconcat (note, "\n\n", NULL);
  g_autoptr (PronyCliTable) table = prony_cli_table_new (
    "lrlrrrrrr", _ ("Scenario"), _ ("Load"), _ ("Engine"), _ ("TTFT p50"), _ ("TTFT p95"),
    _ ("ITL p50"), _ ("ITL p95"), _ ("TPOT p50"), _ ("TPOT p95"), NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL)
        add_trial (table, trial, figures);
    }
  prony_cli_print (line);
  if (prony_cli_table_count (table) > 0)
    prony_cli_table_print (table);
}

static void
set_value (JsonObject *object, const char *name, double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, name, value);
}

static JsonObject *
distribution_to_json (const PronyDistribution *one)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "count", (gint64) one->count);
  set_value (object, "mean", one->mean);
  set_value (object, "sd", one->sd);
  set_value (object, "min", one->min);
  set_value (object, "p50", one->p50);
  set_value (object, "p90", one->p90);
  set_value (object, "p95", one->p95);
  set_value (object, "p99", one->p99);
  set_value (object, "p999", one->p999);
  set_value (object, "max", one->max);
  return object;
}

static JsonObject *
trial_to_json (PronyTrial *trial, const PronyRunDefinition *figures)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "trial", trial->index);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const PronyDistribution *one = prony_run_definition_get (figures, trial->index, shown[i]);

      if (one != NULL && one->count > 0)
        json_object_set_object_member (object, prony_metric_get_info (shown[i])->name,
                                       distribution_to_json (one));
    }
  return object;
}

/**
 * prony_cli_definition_to_json:
 * @run: a run
 * @figures: its figures under a tool's definitions
 *
 * Returns: (transfer full): them, in seconds, by trial; what a tool does not have is not
 *   there
 */
JsonObject *
prony_cli_definition_to_json (PronyRun *run, const PronyRunDefinition *figures)
{
  JsonObject *object = json_object_new ();
  JsonArray *trials = json_array_new ();

  json_object_set_string_member (
    object, "name", prony_definition_to_string (prony_run_definition_get_definition (figures)));
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL)
        json_array_add_object_element (trials, trial_to_json (trial, figures));
    }
  json_object_set_array_member (object, "trials", trials);
  return object;
}

/**
 * prony_cli_definition_list_names:
 *
 * Returns: (transfer full): the names of all definitions, with commas between them
 */
char *
prony_cli_definition_list_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < PRONY_N_DEFINITIONS; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            prony_definition_to_string ((PronyDefinition) i));
  return g_string_free (names, FALSE);
}
