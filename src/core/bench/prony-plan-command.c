/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-plan-command.h"

/**
 * prony_plan_to_command:
 * @plan: a plan
 *
 * Returns: (transfer full): the command that does the same in a terminal, without keys
 */
char *
prony_plan_to_command (PronyPlan *plan)
{
  g_autoptr (GString) command = g_string_new ("prony-cli run");

  for (guint i = 0; i < plan->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (plan->targets, i);
      g_autofree char *quoted = g_shell_quote (target->engine->url);

      g_string_append_printf (command, " --target url=%s", quoted);
    }

  return g_string_free (g_steal_pointer (&command), FALSE);
}
