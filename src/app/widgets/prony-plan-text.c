/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-plan-text.h"

/* Empty where each trial is measured once. */
static char *
describe_repeats (PronyPlan *plan)
{
  if (plan->repeats < 2)
    return g_strdup ("");
  /* Translators: follows such as "1 target × 4 scenarios × 2 loads" */
  return g_strdup_printf (ngettext (" × %u repeat", " × %u repeats", plan->repeats), plan->repeats);
}

/**
 * prony_plan_text_make:
 * @plan: a plan that can be run
 *
 * Returns: (transfer full): what would be run, in a sentence
 */
char *
prony_plan_text_make (PronyPlan *plan)
{
  g_autofree char *targets = NULL;
  g_autofree char *scenarios = NULL;
  g_autofree char *loads = NULL;
  g_autofree char *repeats = describe_repeats (plan);
  guint n;

  n = plan->targets->len;
  targets = g_strdup_printf (ngettext ("%u target", "%u targets", n), n);
  n = plan->scenarios->len;
  scenarios = g_strdup_printf (ngettext ("%u scenario", "%u scenarios", n), n);
  if (plan->own_loads)
    {
      n = prony_plan_count_trials (plan);
      /* Translators: such as "1 target × 4 scenarios at the loads that they name: 9 trials"; the
       * third %s is empty or such as " × 3 repeats" */
      return g_strdup_printf (ngettext ("%s × %s at the loads that they name%s: %u trial",
                                        "%s × %s at the loads that they name%s: %u trials", n),
                              targets, scenarios, repeats, n);
    }
  n = plan->levels->len;
  loads = g_strdup_printf (ngettext ("%u load", "%u loads", n), n);
  if (plan->sweep)
    /* Translators: such as "1 target × 4 scenarios, as many loads as it takes, up to 64 at
     * once" */
    return g_strdup_printf (_ ("%s × %s, as many loads as it takes, up to %u at once"), targets,
                            scenarios, plan->sweep_max);

  n = prony_plan_count_trials (plan);
  /* Translators: such as "1 target × 4 scenarios × 2 loads: 8 trials"; the fourth %s is empty or
   * such as " × 3 repeats" */
  return g_strdup_printf (ngettext ("%s × %s × %s%s: %u trial", "%s × %s × %s%s: %u trials", n),
                          targets, scenarios, loads, repeats, n);
}
