/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cli/prony-cli-resources.h"
#include "core/metrics/prony-limit.h"

static const PronyMetric metrics[] = {
  PRONY_METRIC_MEMORY_MB,        PRONY_METRIC_CPU_PERCENT, PRONY_METRIC_GPU_UTIL_PERCENT,
  PRONY_METRIC_GPU_MEMORY_MB,    PRONY_METRIC_POWER_W,     PRONY_METRIC_ENERGY_J,
  PRONY_METRIC_TOKENS_PER_JOULE,
};

/* Returns: (nullable): such as "Memory: 4.9 GB, GPU power: 310 W" */
static char *
describe_use (PronySummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    {
      double value = prony_summary_get (summary, metrics[i]);
      g_autofree char *figure =
        prony_format_value (value, prony_metric_get_info (metrics[i])->unit);

      if (isfinite (value))
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? ", " : "",
                                prony_metric_get_title (metrics[i]), figure);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* What is said of this computer and of the network is said with the notes. */
static gboolean
is_worth_a_line (const PronyTrialLimit *limit)
{
  return limit != NULL && limit->kind != PRONY_LIMIT_NONE && limit->kind != PRONY_LIMIT_CLIENT &&
         limit->kind != PRONY_LIMIT_NETWORK;
}

/**
 * prony_cli_resources_describe:
 * @run: a run
 *
 * Returns: (transfer full): lines that tell for each trial what the engine used and what
 *   limited it, as far as that is known; empty where nothing is
 */
char *
prony_cli_resources_describe (PronyRun *run)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (PronyTrialLimit) limit = prony_trial_limit_find (run, trial);
      gboolean is_limited = is_worth_a_line (limit);
      g_autofree char *title = prony_trial_get_title (trial);
      g_autofree char *use = trial->summary != NULL ? describe_use (trial->summary) : NULL;

      if (use == NULL && !is_limited)
        continue;
      g_string_append_printf (text, "%s\n", title);
      if (use != NULL)
        g_string_append_printf (text, "  %s\n", use);
      if (is_limited)
        {
          /* Translators: in a word what limits an engine, such as "Queue", and a sentence */
          g_string_append_printf (text, _ ("  Limited by “%s”. %s"),
                                  prony_limit_kind_title (limit->kind), limit->sentence);
          g_string_append_c (text, '\n');
        }
    }

  return g_string_free (text, FALSE);
}
