/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "sim/prony-sim-fault.h"
#include "sim/prony-sim-random.h"

/* Which faults there are, and which request has one. */

#define FIRST "first="

static const char *const names[PRONY_SIM_N_FAULTS] = {
  [PRONY_SIM_FAULT_NONE] = "",
  [PRONY_SIM_FAULT_DIE] = "die",
  [PRONY_SIM_FAULT_DISCONNECT] = "disconnect",
  [PRONY_SIM_FAULT_ERROR] = "error",
  [PRONY_SIM_FAULT_TRUNCATE] = "truncate",
  [PRONY_SIM_FAULT_STALL] = "stall",
  [PRONY_SIM_FAULT_SLOW_HEADERS] = "slow-headers",
  [PRONY_SIM_FAULT_HTTP_429] = "http-429",
  [PRONY_SIM_FAULT_HTTP_500] = "http-500",
  [PRONY_SIM_FAULT_HTTP_503] = "http-503",
  [PRONY_SIM_FAULT_HTML] = "html",
  [PRONY_SIM_FAULT_GARBAGE] = "garbage",
  [PRONY_SIM_FAULT_LOADING] = "loading",
  [PRONY_SIM_FAULT_UNAUTHORIZED] = "unauthorized",
  [PRONY_SIM_FAULT_EMPTY] = "empty",
  [PRONY_SIM_FAULT_TRICKLE] = "trickle",
  [PRONY_SIM_FAULT_LONG_LINE] = "long-line",
  [PRONY_SIM_FAULT_CLOSE] = "close",
};

static char *
list_names (void)
{
  GString *list = g_string_new (names[1]);

  for (guint i = 2; i < PRONY_SIM_N_FAULTS; i++)
    g_string_append_printf (list, ", %s", names[i]);

  return g_string_free (list, FALSE);
}

/* Reads what follows the name: a share, or "first=N". */
static gboolean
parse_extent (const char *text, double *share, guint64 *limit, GError **error)
{
  char *end;

  if (g_str_has_prefix (text, FIRST))
    {
      if (g_ascii_string_to_unsigned (text + strlen (FIRST), 10, 1, G_MAXUINT64, limit, NULL))
        return TRUE;
    }
  else
    {
      *share = g_ascii_strtod (text, &end);
      if (end != text && *end == '\0' && *share >= 0 && *share <= 1)
        return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("“%s” does not say how many requests: give a share from 0 to 1, or first=N for "
                  "the first N."),
               text);
  return FALSE;
}

/**
 * prony_sim_faults_add:
 * @faults: the faults so far
 * @text: "NAME", "NAME:SHARE" with a share from 0 to 1, or "NAME:first=N"
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Adds a fault, for all requests where nothing else is said.
 *
 * Returns: whether @text says a fault
 */
gboolean
prony_sim_faults_add (PronySimFaults *faults, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  const char *name = parts[0] != NULL ? parts[0] : "";
  g_autofree char *list = NULL;
  double share = 1;
  guint64 limit = 0;

  if (parts[0] != NULL && parts[1] != NULL && !parse_extent (parts[1], &share, &limit, error))
    return FALSE;

  for (guint i = 1; i < PRONY_SIM_N_FAULTS; i++)
    if (strcmp (names[i], name) == 0)
      {
        faults->shares[i] = share;
        faults->limits[i] = limit;
        return TRUE;
      }

  list = list_names ();
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("There is no fault “%s”. The faults are: %s."), name, list);
  return FALSE;
}

/* Whether the fault is of the whole server, and not of single generations. */
static gboolean
is_of_server (PronySimFault fault)
{
  return fault == PRONY_SIM_FAULT_HTML || fault == PRONY_SIM_FAULT_LOADING ||
         fault == PRONY_SIM_FAULT_UNAUTHORIZED;
}

/**
 * prony_sim_faults_pick:
 * @faults: (inout): the faults asked for
 * @generates: whether the request is for an answer of the model
 * @random: (inout): the request's random numbers
 *
 * Decides what goes wrong with a request. Requests that generate nothing, such
 * as a list of models, only have the faults of a whole server.
 *
 * Returns: the fault
 */
PronySimFault
prony_sim_faults_pick (PronySimFaults *faults, gboolean generates, guint64 *random)
{
  for (guint i = 1; i < PRONY_SIM_N_FAULTS; i++)
    {
      gboolean is_over = faults->limits[i] > 0 && faults->counts[i] >= faults->limits[i];

      if (faults->shares[i] > 0 && !is_over && (generates || is_of_server (i)) &&
          prony_sim_random_double (random) < faults->shares[i])
        {
          faults->counts[i]++;
          return i;
        }
    }

  return PRONY_SIM_FAULT_NONE;
}
