/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "cli/prony-cli-metrics.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-runs.h"
#include "cli/prony-cli-table.h"
#include "core/analysis/prony-compare-notes.h"
#include "core/analysis/prony-compare-variants.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/model/prony-run-targets.h"

static const PronyMetric usual_metrics[] = {
  PRONY_METRIC_TTFT,
  PRONY_METRIC_TPOT,
  PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
  PRONY_METRIC_SUCCESS_RATE,
};

static GPtrArray *
get_records (PronyRun *run, PronyTrial *trial, gpointer user_data)
{
  return prony_cli_runs_get_records (user_data, run, trial);
}

static void
add_run (PronyCompareSet *set, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);

  for (guint i = 0; i < targets->len; i++)
    prony_compare_set_add (set, run, g_ptr_array_index (targets, i));
}

static gboolean
add_runs (PronyCompareSet *set, PronyStore *store, char **names, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (PronyRun) run = prony_cli_runs_open (store, names[i], error);

      if (run == NULL)
        return FALSE;
      add_run (set, run);
    }

  return TRUE;
}

/* The first result of the run that is to be the baseline. */
static gboolean
find_baseline (
  PronyCompareSet *set, PronyStore *store, const char *name, guint *baseline, GError **error)
{
  g_autoptr (PronyRun) run = name != NULL ? prony_cli_runs_open (store, name, error) : NULL;

  *baseline = 0;
  if (name == NULL)
    return TRUE;
  if (run == NULL)
    return FALSE;
  for (guint i = 0; i < set->entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (set->entries, i);

      if (g_str_equal (entry->run->id, run->id))
        {
          *baseline = i;
          return TRUE;
        }
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("--baseline: “%s” is not one of the runs that are compared."), name);
  return FALSE;
}

/* --- Text ------------------------------------------------------------------------- */

static const PronyComparePair *
find_pair (GPtrArray *pairs, guint group, guint entry, gboolean ranking)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const PronyComparePair *pair = g_ptr_array_index (pairs, i);

      if (pair->group == group && !pair->ranking == !ranking && (ranking || pair->entry == entry))
        return pair;
    }

  return NULL;
}

static void
add_row (PronyCliTable *table,
         PronyCompareSet *set,
         PronyMetric metric,
         GPtrArray *pairs,
         guint group,
         guint entry)
{
  const PronyComparePair *pair = find_pair (pairs, group, entry, FALSE);
  PronyUnit unit = prony_metric_get_info (metric)->unit;
  PronyComparison none;
  const PronyComparison *comparison = pair != NULL ? &pair->comparison : &none;
  g_autofree char *title = prony_compare_set_dup_title (set, entry);
  g_autofree char *value =
    prony_format_value (prony_compare_set_get_value (set, group, entry, metric), unit);
  g_autofree char *difference = NULL;
  g_autofree char *ratio = NULL;
  g_autofree char *interval = NULL;
  g_autofree char *p_value = NULL;

  prony_comparison_init_empty (&none, metric);
  difference = prony_comparison_format_difference (comparison->value - comparison->baseline, unit);
  ratio = prony_comparison_format_ratio (comparison->ratio);
  interval = prony_comparison_describe_interval (comparison);
  p_value = prony_comparison_format_p_value (comparison->p_adjusted);
  prony_cli_table_add (table, title, value, difference, ratio, interval, p_value, NULL);
}

static gboolean
has_value (PronyCompareSet *set, PronyMetric metric, guint group)
{
  for (guint i = 0; i < set->entries->len; i++)
    if (isfinite (prony_compare_set_get_value (set, group, i, metric)))
      return TRUE;

  return FALSE;
}

static void
print_group (PronyCompareSet *set, PronyMetric metric, GPtrArray *pairs, guint index)
{
  PronyCompareGroup *group = g_ptr_array_index (set->groups, index);
  const PronyComparePair *pair = find_pair (pairs, index, 0, TRUE);
  g_autofree char *heading = prony_comparison_describe_group (group->scenario_title, &group->load);
  g_autofree char *title = g_strdup_printf ("%s · %s\n", prony_metric_get_title (metric), heading);
  g_autofree char *verdict = NULL;
  g_autofree char *lines = NULL;
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("lrrrrr", _ ("Result"), _ ("Value"), _ ("Difference"), _ ("Ratio"),
                         /* xgettext:no-c-format */
                         _ ("95 % interval"), _ ("p"), NULL);

  for (guint i = 0; i < group->trials->len; i++)
    if (g_ptr_array_index (group->trials, i) != NULL)
      add_row (table, set, metric, pairs, index, i);
  if (pair != NULL)
    {
      g_autofree char *baseline = prony_compare_set_dup_title (set, pair->baseline_entry);
      g_autofree char *name = prony_compare_set_dup_title (set, pair->entry);

      verdict = prony_comparison_describe (&pair->comparison, baseline, name);
    }
  lines = g_strdup_printf (
    "%s\n\n", verdict != NULL ? verdict : _ ("No winner: fewer than two results can be ranked."));

  prony_cli_print (title);
  if (has_value (set, metric, index))
    prony_cli_table_print (table);
  prony_cli_print (lines);
}

static void
print_variants (PronyCompareSet *set, GPtrArray *variants)
{
  g_autofree char *title = g_strdup_printf ("%s\n", _ ("The same model, quantised or deployed "
                                                       "in several ways"));
  g_autoptr (PronyCliTable) table =
    prony_cli_table_new ("lllrrrr", _ ("Model"), _ ("Quantisation"), _ ("Result"), _ ("Size"),
                         prony_metric_get_title (PRONY_METRIC_OUTPUT_TOKENS_PER_SEC),
                         prony_metric_get_title (PRONY_METRIC_TTFT),
                         prony_metric_get_title (PRONY_METRIC_QUALITY_PASS_RATE), NULL);

  for (guint i = 0; i < variants->len; i++)
    {
      const PronyCompareVariant *this = g_ptr_array_index (variants, i);
      g_autofree char *result = prony_compare_set_dup_title (set, this->entry);
      g_autofree char *quantization = prony_compare_variant_describe_quantization (this);
      g_autofree char *size = prony_compare_variant_describe_size (this);
      g_autofree char *speed = prony_format_value (this->speed, PRONY_UNIT_TOKENS_PER_SECOND);
      g_autofree char *ttft = prony_format_value (this->ttft, PRONY_UNIT_SECONDS);
      g_autofree char *pass_rate = prony_format_value (this->pass_rate, PRONY_UNIT_RATIO);

      prony_cli_table_add (table, this->family, quantization, result, size, speed, ttft, pass_rate,
                           NULL);
    }

  prony_cli_print (title);
  prony_cli_table_print (table);
  prony_cli_print ("\n");
}

/* --- JSON ------------------------------------------------------------------------- */

static JsonArray *
entries_to_json (PronyCompareSet *set)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < set->entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (set->entries, i);
      g_autofree char *title = prony_compare_set_dup_title (set, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "run_id", entry->run->id);
      json_object_set_string_member (object, "run", entry->run->name);
      prony_json_add_string (object, "engine", entry->target->name);
      prony_json_add_string (object, "model", entry->target->model);
      json_object_set_boolean_member (object, "simulated", entry->target->simulated);
      json_object_set_string_member (object, "title", title);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
variants_to_json (GPtrArray *variants)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < variants->len; i++)
    {
      const PronyCompareVariant *this = g_ptr_array_index (variants, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "entry", this->entry);
      json_object_set_string_member (object, "family", this->family);
      prony_json_add_string (object, "quantization", this->quantization);
      if (this->quantization != NULL)
        json_object_set_string_member (object, "quantization_by",
                                       this->said_by_engine ? "engine" : "name");
      prony_json_add_double (object, "model_bytes", this->size_bytes);
      prony_json_add_double (object, "output_tokens_per_sec", this->speed);
      prony_json_add_double (object, "ttft_p50", this->ttft);
      prony_json_add_double (object, "quality_pass_rate", this->pass_rate);
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
add_pairs (JsonArray *array, PronyCompareSet *set, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const PronyComparePair *pair = g_ptr_array_index (pairs, i);
      const PronyCompareGroup *group = g_ptr_array_index (set->groups, pair->group);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "scenario", group->scenario_name);
      json_object_set_object_member (object, "load", prony_load_level_to_json (&group->load));
      json_object_set_int_member (object, "baseline", pair->baseline_entry);
      json_object_set_int_member (object, "entry", pair->entry);
      json_object_set_boolean_member (object, "best_two", pair->ranking);
      prony_cli_metrics_add_comparison (object, &pair->comparison);
      json_array_add_object_element (array, object);
    }
}

/* --- Command ---------------------------------------------------------------------- */

static PronyCliStatus
compare (PronyCompareSet *set, PronyStore *store, GArray *metrics, guint baseline, gboolean json)
{
  g_autoptr (JsonObject) document = json_object_new ();
  g_autoptr (GPtrArray) notes = prony_compare_set_list_notes (set);
  g_autoptr (GPtrArray) variants = prony_compare_set_list_variants (set);
  JsonArray *comparisons = json_array_new ();
  JsonArray *remarks = json_array_new ();

  for (guint i = 0; i < metrics->len; i++)
    {
      PronyMetric metric = g_array_index (metrics, PronyMetric, i);
      g_autoptr (GPtrArray) pairs = prony_compare_set_make_pairs (set, metric, baseline);

      prony_compare_pairs_compare (pairs, get_records, store, NULL);
      add_pairs (comparisons, set, pairs);
      for (guint k = 0; !json && k < set->groups->len; k++)
        print_group (set, metric, pairs, k);
    }
  if (!json && variants->len > 0 && set->groups->len > 0)
    print_variants (set, variants);
  for (guint i = 0; i < notes->len; i++)
    {
      json_array_add_string_element (remarks, g_ptr_array_index (notes, i));
      if (!json && set->groups->len > 0)
        {
          g_autofree char *line = g_strdup_printf ("%s\n", (char *) g_ptr_array_index (notes, i));

          prony_cli_print (line);
        }
    }

  json_object_set_string_member (document, "schema", "prony.comparison/1");
  json_object_set_array_member (document, "entries", entries_to_json (set));
  json_object_set_array_member (document, "comparisons", comparisons);
  json_object_set_array_member (document, "variants", variants_to_json (variants));
  json_object_set_array_member (document, "notes", remarks);
  if (json)
    prony_cli_print_json (document);
  if (set->groups->len > 0)
    return PRONY_CLI_DONE;

  for (guint i = 0; i < notes->len; i++)
    prony_cli_error ("%s", (char *) g_ptr_array_index (notes, i));
  return PRONY_CLI_BAD_INPUT;
}

/**
 * prony_cli_compare:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `compare RUN RUN…`: stored runs side by side.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_compare (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *baseline_name = NULL;
  g_autoptr (GArray) metrics = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  guint baseline;
  const GOptionEntry entries[] = {
    { "metric", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names,
      N_ ("Compare by METRIC; may be given several times"), N_ ("METRIC") },
    { "baseline", 0, 0, G_OPTION_ARG_STRING, &baseline_name,
      N_ ("Hold the others against RUN (the first)"), N_ ("RUN") },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, PRONY_CLI_USES_STORE, entries, _ ("RUN…"),
                                _ ("Puts the results of stored runs side by side."), argc, argv) ||
      !prony_cli_options_check_arguments (&options, 1, 200))
    return PRONY_CLI_BAD_INPUT;

  metrics = prony_cli_metrics_read (names, &error);
  if (metrics != NULL)
    store = prony_cli_options_open_store (&options, &error);
  if (store == NULL || !add_runs (set, store, options.arguments + 1, &error) ||
      !find_baseline (set, store, baseline_name, &baseline, &error))
    return prony_cli_report (error);
  if (metrics->len == 0)
    g_array_append_vals (metrics, usual_metrics, G_N_ELEMENTS (usual_metrics));

  return compare (set, store, metrics, baseline, options.json);
}
