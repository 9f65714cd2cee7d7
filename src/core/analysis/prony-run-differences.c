/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/analysis/prony-run-differences.h"
#include "core/model/prony-host-info.h"

typedef struct
{
  GPtrArray *notes;
  PronyRun *first;
  PronyRun *other;
  const char *first_name;
  const char *other_name;
} Pair;

static char *
describe_number (JsonObject *plan, const char *name)
{
  double value = prony_json_get_double (plan, name, NAN);

  if (isnan (value))
    return g_strdup (_ ("what the scenario says"));
  return prony_format_value (value, PRONY_UNIT_NONE);
}

static gboolean
differs (const Pair *pair, const char *name)
{
  double first = prony_json_get_double (pair->first->plan_json, name, NAN);
  double other = prony_json_get_double (pair->other->plan_json, name, NAN);

  return first != other && !(isnan (first) && isnan (other));
}

static void
add_plan (const Pair *pair)
{
  JsonObject *first = pair->first->plan_json;
  JsonObject *other = pair->other->plan_json;
  g_autofree char *first_max = describe_number (first, "max_tokens");
  g_autofree char *other_max = describe_number (other, "max_tokens");
  g_autofree char *first_heat = describe_number (first, "temperature");
  g_autofree char *other_heat = describe_number (other, "temperature");

  if (differs (pair, "max_tokens"))
    g_ptr_array_add (pair->notes,
                     /* Translators: twice a run and a number of tokens, or "what the scenario
                      * says" */
                     g_strdup_printf (_ ("The limit of an answer's tokens was not the same: of "
                                         "“%s” %s, of “%s” %s."),
                                      pair->first_name, first_max, pair->other_name, other_max));
  if (differs (pair, "temperature"))
    g_ptr_array_add (pair->notes,
                     /* Translators: twice a run and a number, or "what the scenario says" */
                     g_strdup_printf (_ ("The temperature was not the same: of “%s” %s, of “%s” "
                                         "%s."),
                                      pair->first_name, first_heat, pair->other_name, other_heat));
  if (differs (pair, "seed"))
    g_ptr_array_add (
      pair->notes,
      /* Translators: two runs */
      g_strdup_printf (_ ("“%s” and “%s” drew their prompts from different seeds, so "
                          "these are not the same."),
                       pair->first_name, pair->other_name));
  if (prony_json_get_boolean (first, "stream", TRUE) !=
      prony_json_get_boolean (other, "stream", TRUE))
    g_ptr_array_add (pair->notes,
                     /* Translators: two runs */
                     g_strdup_printf (_ ("Only one of “%s” and “%s” asked for answers token by "
                                         "token."),
                                      pair->first_name, pair->other_name));
}

static void
add_host (const Pair *pair)
{
  const PronyHostInfo *first = pair->first->host;
  const PronyHostInfo *other = pair->other->host;

  if (first == NULL || other == NULL ||
      (g_strcmp0 (first->hostname, other->hostname) == 0 &&
       g_strcmp0 (first->cpu, other->cpu) == 0))
    return;

  g_ptr_array_add (pair->notes,
                   /* Translators: two runs */
                   g_strdup_printf (_ ("“%s” and “%s” were not measured from the same computer."),
                                    pair->first_name, pair->other_name));
}

/**
 * prony_run_differences_dup_name:
 * @run: a run
 * @other: another one
 *
 * Returns: (transfer full): the name of @run, and if both have the same when it began, or else
 *   its identifier
 */
char *
prony_run_differences_dup_name (PronyRun *run, PronyRun *other)
{
  g_autofree char *date = NULL;
  g_autofree char *other_date = NULL;

  g_return_val_if_fail (run != NULL && other != NULL, NULL);

  if (g_strcmp0 (run->name, other->name) != 0)
    return g_strdup (run->name);

  date = prony_format_date (run->started_us);
  other_date = prony_format_date (other->started_us);
  if (g_str_equal (date, other_date))
    return g_strdup_printf ("%s · %.8s", run->name, run->id);
  return g_strdup_printf ("%s · %s", run->name, date);
}

/**
 * prony_run_differences_add:
 * @notes: (element-type utf8): where to add what there is to say
 * @first: a run
 * @other: another one
 *
 * Says what their plans and the computers that measured them do not have in common, so that a
 * difference of their figures may come from it: limits of answers, temperature, prompts and
 * streaming. Names of scenarios and loads are not held against each other.
 */
void
prony_run_differences_add (GPtrArray *notes, PronyRun *first, PronyRun *other)
{
  g_autofree char *first_name = prony_run_differences_dup_name (first, other);
  g_autofree char *other_name = prony_run_differences_dup_name (other, first);
  const Pair pair = { notes, first, other, first_name, other_name };

  g_return_if_fail (notes != NULL);
  g_return_if_fail (first != NULL && other != NULL);

  if (first->plan_json != NULL && other->plan_json != NULL)
    add_plan (&pair);
  add_host (&pair);
}
