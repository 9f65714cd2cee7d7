/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-util.h"
#include "cli/prony-cli-metrics.h"

static void
set_unknown (const char *name, GError **error)
{
  const char *names[PRONY_N_METRICS + 1] = { NULL };
  const char *nearest;
  guint n = 0;

  for (guint i = 0; i < PRONY_N_METRICS; i++)
    names[n++] = prony_metric_get_info (i)->name;
  nearest = prony_nearest_word (name, names);
  if (nearest != NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("--metric: “%s” is not a metric. Did you mean “%s”?"), name, nearest);
  else
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("--metric: “%s” is not a metric. It is one of ttft, tpot, latency, "
                    "output_tokens_per_sec and others that “prony-cli show --json” has."),
                 name);
}

/**
 * prony_cli_metrics_read:
 * @names: (nullable): names of metrics, as files have them
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (element-type PronyMetric) (nullable): the metrics; %NULL with @error
 *   set where one is unknown
 */
GArray *
prony_cli_metrics_read (char **names, GError **error)
{
  g_autoptr (GArray) metrics = g_array_new (FALSE, FALSE, sizeof (PronyMetric));

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      PronyMetric metric;

      if (!prony_metric_from_name (names[i], &metric))
        {
          set_unknown (names[i], error);
          return NULL;
        }
      g_array_append_val (metrics, metric);
    }

  return g_steal_pointer (&metrics);
}

/**
 * prony_cli_metrics_add_comparison:
 * @object: what to add it to
 * @comparison: two sides by one metric
 *
 * Writes a comparison as files have it.
 */
void
prony_cli_metrics_add_comparison (JsonObject *object, const PronyComparison *comparison)
{
  json_object_set_string_member (object, "metric",
                                 prony_metric_get_info (comparison->metric)->name);
  prony_json_add_double (object, "baseline_value", comparison->baseline);
  prony_json_add_double (object, "value", comparison->value);
  prony_json_add_double (object, "difference", comparison->value - comparison->baseline);
  prony_json_add_double (object, "ratio", comparison->ratio);
  prony_json_add_interval (object, "difference_ci95", comparison->difference_ci);
  prony_json_add_interval (object, "ratio_ci95", comparison->ratio_ci);
  prony_json_add_double (object, "p_value", comparison->p_value);
  prony_json_add_double (object, "p_adjusted", comparison->p_adjusted);
  prony_json_add_double (object, "detectable", comparison->detectable);
  prony_json_add_double (object, "noise_floor", comparison->noise_floor);
  json_object_set_boolean_member (object, "clear", comparison->clear);
  if (comparison->clear)
    {
      json_object_set_boolean_member (object, "small", comparison->small);
      json_object_set_boolean_member (object, "better", comparison->second_is_better);
    }
}
