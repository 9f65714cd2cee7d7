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

/* Which faults there are, and which request has one. Beside those here, which are of the
 * engine, there are the quirks of prony-sim-quirk.c. */

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
  [PRONY_SIM_FAULT_NO_ANSWER] = "no-answer",
  [PRONY_SIM_FAULT_ANSWER_CACHE] = "answer-cache",
  [PRONY_SIM_FAULT_CLOSE] = "close",
};

/**
 * prony_sim_faults_get_name:
 * @n: a number, from 0
 *
 * Returns: (nullable): the name of the fault or quirk of that number, %NULL after the
 *   last one
 */
const char *
prony_sim_faults_get_name (guint n)
{
  const PronySimQuirk *quirk;

  if (n + 1 < PRONY_SIM_N_FAULTS)
    return names[n + 1];

  quirk = prony_sim_quirk_get_nth (n + 1 - PRONY_SIM_N_FAULTS);
  return quirk != NULL ? prony_sim_quirk_get_name (quirk) : NULL;
}

/* Reads what follows the name: a share, or "first=N". */
static gboolean
parse_extent (const char *text, PronySimExtent *extent, GError **error)
{
  char *end;

  if (g_str_has_prefix (text, FIRST))
    {
      if (g_ascii_string_to_unsigned (text + strlen (FIRST), 10, 1, G_MAXUINT64, &extent->limit,
                                      NULL))
        return TRUE;
    }
  else
    {
      extent->share = g_ascii_strtod (text, &end);
      if (end != text && *end == '\0' && extent->share >= 0 && extent->share <= 1)
        return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("“%s” does not say how many requests: give a share from 0 to 1, or first=N for "
                  "the first N."),
               text);
  return FALSE;
}

static gboolean
add_quirk (PronySimFaults *faults,
           const PronySimQuirk *quirk,
           const char *field,
           const PronySimExtent *extent,
           GError **error)
{
  const char *name = prony_sim_quirk_get_name (quirk);

  if (prony_sim_quirk_needs_field (quirk) && (field == NULL || *field == '\0'))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: the name of a fault, twice */
                   _ ("The fault “%s” needs a field of the request: %s=FIELD."), name, name);
      return FALSE;
    }
  if (faults->n_quirks == PRONY_SIM_MAX_QUIRKS)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("There can be %d faults of this kind at once, not more."),
                   PRONY_SIM_MAX_QUIRKS);
      return FALSE;
    }

  faults->quirks[faults->n_quirks].quirk = quirk;
  faults->quirks[faults->n_quirks].field = g_intern_string (field);
  faults->quirk_extents[faults->n_quirks] = *extent;
  faults->n_quirks++;
  return TRUE;
}

/**
 * prony_sim_faults_add:
 * @faults: the faults so far
 * @text: "NAME", "NAME:SHARE" with a share from 0 to 1, or "NAME:first=N"; the name may
 *   be "NAME=FIELD"
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
  g_auto (GStrv) words = g_strsplit (parts[0] != NULL ? parts[0] : "", "=", 2);
  const char *name = words[0] != NULL ? words[0] : "";
  const char *field = words[0] != NULL ? words[1] : NULL;
  const PronySimQuirk *quirk = prony_sim_quirk_find (name);
  PronySimExtent extent = { .share = 1 };

  if (parts[0] != NULL && parts[1] != NULL && !parse_extent (parts[1], &extent, error))
    return FALSE;

  if (quirk != NULL && (field == NULL || prony_sim_quirk_needs_field (quirk)))
    return add_quirk (faults, quirk, field, &extent, error);

  for (guint i = 1; i < PRONY_SIM_N_FAULTS; i++)
    if (strcmp (names[i], name) == 0 && field == NULL)
      {
        faults->extents[i] = extent;
        return TRUE;
      }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("There is no fault “%s”. See --list-faults for those that there are."),
               parts[0] != NULL ? parts[0] : "");
  return FALSE;
}

/* Takes one of its requests, if it is its turn. */
static gboolean
take (PronySimExtent *extent, guint64 *random)
{
  gboolean is_over = extent->limit > 0 && extent->count >= extent->limit;

  if (extent->share <= 0 || is_over || prony_sim_random_double (random) >= extent->share)
    return FALSE;

  extent->count++;
  return TRUE;
}

/* Whether the fault is of the whole server, and not of single generations. */
static gboolean
is_of_server (PronySimFault fault)
{
  return fault == PRONY_SIM_FAULT_HTML || fault == PRONY_SIM_FAULT_LOADING ||
         fault == PRONY_SIM_FAULT_UNAUTHORIZED || fault == PRONY_SIM_FAULT_NO_ANSWER;
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
    if ((generates || is_of_server (i)) && take (&faults->extents[i], random))
      return i;

  return PRONY_SIM_FAULT_NONE;
}

/**
 * prony_sim_faults_pick_quirks:
 * @faults: (inout): the faults asked for
 * @generates: whether the request is for an answer of the model
 * @random: (inout): the request's random numbers
 * @uses: (out): room for %PRONY_SIM_MAX_QUIRKS and one more, which is %NULL
 *
 * Decides which quirks an answer has: any number of them.
 */
void
prony_sim_faults_pick_quirks (PronySimFaults *faults,
                              gboolean generates,
                              guint64 *random,
                              PronySimQuirkUse *uses)
{
  guint n = 0;

  for (guint i = 0; i < faults->n_quirks; i++)
    if ((generates || prony_sim_quirk_is_of_server (faults->quirks[i].quirk)) &&
        take (&faults->quirk_extents[i], random))
      uses[n++] = faults->quirks[i];
  uses[n].quirk = NULL;
}
