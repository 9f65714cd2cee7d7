/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/scenarios/prony-scenario-read-private.h"

#define MIN_SECONDS 0.001
/* A year: longer is a slip of the finger. */
#define MAX_SECONDS (366 * 24 * 3600.0)
#define MAX_LEVELS 100

static const char *const load_keys[] = { "concurrency", "rate",     "arrival",
                                         "burstiness",  "duration", "requests",
                                         "iterations",  "warmup",   NULL };
static const char *const slo_keys[] = { "ttft", "itl", "latency", NULL };

/* --- Levels -------------------------------------------------------------------------- */

static void
report_level (PronyScenarioReader *self, PronyYamlNode *node, PronyLoadKind kind)
{
  if (kind == PRONY_LOAD_OPEN)
    prony_yaml_report (self->problems, node,
                       _ ("A rate is a number over 0 and up to %.0f, or two such as “2..20”."),
                       PRONY_LOAD_MAX_RATE);
  else
    prony_yaml_report (self->problems, node,
                       _ ("A concurrency is a whole number from 1 to %d, or two such as “1..64”."),
                       PRONY_LOAD_MAX_CONCURRENCY);
}

static gboolean
is_ramp (const PronyLoadLevel *level)
{
  return level->from_concurrency > 0 || !isnan (level->from_rate);
}

static void
take_level (PronyScenarioReader *self, PronyYamlNode *node, PronyLoadLevel level)
{
  PronyScenarioLoad *load = &self->scenario->load;

  if (node->kind != PRONY_YAML_SCALAR || !prony_load_level_parse (&level, node->text) ||
      (node->style != PRONY_YAML_PLAIN && !is_ramp (&level)))
    {
      report_level (self, node, level.kind);
      return;
    }
  if (!is_ramp (&level))
    level.ramp_s = 0;
  else if (level.ramp_s == 0)
    prony_yaml_report (self->problems, node, _ ("A ramp takes time: give the load a “duration”."));

  for (guint i = 0; i < load->levels->len; i++)
    if (prony_load_level_equal (&g_array_index (load->levels, PronyLoadLevel, i), &level))
      {
        prony_yaml_report (self->problems, node, _ ("This load is here a second time."));
        return;
      }
  g_array_append_val (load->levels, level);
}

static void
read_levels (PronyScenarioReader *self,
             PronyYamlNode *map,
             PronyYamlNode *node,
             PronyLoadLevel base)
{
  /* A duration that is no number was reported as such. */
  if (prony_yaml_node_get (map, "duration") != NULL)
    base.ramp_s = MAX (self->scenario->load.duration_s, MIN_SECONDS);

  if (node->kind != PRONY_YAML_LIST)
    {
      take_level (self, node, base);
      return;
    }
  if (node->values->len == 0 || node->values->len > MAX_LEVELS)
    {
      prony_yaml_report (self->problems, node, _ ("There must be from 1 to %d loads."), MAX_LEVELS);
      return;
    }
  for (guint i = 0; i < node->values->len; i++)
    take_level (self, g_ptr_array_index (node->values, i), base);
}

/* --- How requests arrive ------------------------------------------------------------- */

static void
read_arrival (PronyScenarioReader *self, PronyYamlNode *map, PronyLoadLevel *base)
{
  g_autofree char *arrival = NULL;
  PronyYamlNode *node = prony_yaml_read_text (self->problems, map, "arrival", &arrival);
  PronyYamlNode *burstiness = prony_yaml_node_get (map, "burstiness");

  if (burstiness != NULL)
    base->arrival = PRONY_ARRIVAL_GAMMA;
  if (node != NULL && !prony_arrival_pattern_from_string (arrival, &base->arrival))
    prony_yaml_report (self->problems, node,
                       _ ("“arrival” must be one of constant, poisson and gamma."));
  else if (burstiness != NULL && base->arrival != PRONY_ARRIVAL_GAMMA)
    prony_yaml_report (self->problems, burstiness,
                       _ ("“burstiness” is the shape of gamma arrivals: set “arrival” to gamma."));

  prony_yaml_read_double (self->problems, map, "burstiness", PRONY_LOAD_MIN_BURSTINESS,
                          PRONY_LOAD_MAX_BURSTINESS, &base->burstiness);
}

/* What only one kind of load has. */
static void
refuse_keys (PronyScenarioReader *self,
             PronyYamlNode *map,
             const char *const *keys,
             const char *needed)
{
  for (guint i = 0; keys[i] != NULL; i++)
    {
      PronyYamlNode *node = prony_yaml_node_get (map, keys[i]);

      if (node != NULL)
        prony_yaml_report (self->problems, node,
                           /* Translators: both %s are keys of a scenario file */
                           _ ("“%s” has no meaning without “%s”."), keys[i], needed);
    }
}

static void
read_rate (PronyScenarioReader *self, PronyYamlNode *map, PronyYamlNode *rate)
{
  static const char *const closed_keys[] = { "iterations", NULL };
  PronyLoadLevel base = prony_load_level_open (NAN, PRONY_ARRIVAL_POISSON);

  read_arrival (self, map, &base);
  read_levels (self, map, rate, base);
  refuse_keys (self, map, closed_keys, "concurrency");
  if (prony_yaml_node_get (map, "duration") == NULL &&
      prony_yaml_node_get (map, "requests") == NULL)
    prony_yaml_report (self->problems, rate,
                       _ ("A rate has no end of its own: give the load a “duration” or a number of "
                          "“requests”."));
}

/* --- The parts ----------------------------------------------------------------------- */

/**
 * prony_scenario_reader_read_load:
 * @self: a reader
 * @map: the scenario's map
 *
 * Reads the load that the scenario is meant for.
 */
void
prony_scenario_reader_read_load (PronyScenarioReader *self, PronyYamlNode *map)
{
  static const char *const open_keys[] = { "arrival", "burstiness", NULL };
  PronyScenarioLoad *load = &self->scenario->load;
  PronyYamlNode *node = prony_yaml_read_map (self->problems, map, "load", load_keys);
  PronyYamlNode *concurrency = prony_yaml_node_get (node, "concurrency");
  PronyYamlNode *rate = prony_yaml_node_get (node, "rate");
  guint warmup = 0;

  if (node == NULL)
    return;
  prony_yaml_read_double (self->problems, node, "duration", MIN_SECONDS, MAX_SECONDS,
                          &load->duration_s);
  prony_yaml_read_uint (self->problems, node, "requests", 1, &load->requests);
  prony_yaml_read_uint (self->problems, node, "iterations", 1, &load->iterations);
  prony_yaml_read_uint (self->problems, node, "warmup", 0, &warmup);
  if (prony_yaml_node_get (node, "warmup") != NULL)
    load->warmup = (int) warmup;

  if (concurrency != NULL && rate != NULL)
    prony_yaml_report (self->problems, rate,
                       _ ("A load is a “concurrency” or a “rate”, not both."));
  else if (rate != NULL)
    read_rate (self, node, rate);
  else if (concurrency != NULL)
    {
      read_levels (self, node, concurrency, prony_load_level_closed (0));
      refuse_keys (self, node, open_keys, "rate");
    }
  else
    prony_yaml_report (self->problems, node,
                       _ ("The load names neither a “concurrency” nor a “rate”."));
}

static void
read_objective (PronyScenarioReader *self, PronyYamlNode *map, const char *key, double *seconds)
{
  double ms = NAN;

  prony_yaml_read_double (self->problems, map, key, MIN_SECONDS, MAX_SECONDS * 1000, &ms);
  *seconds = ms / 1000.0;
}

/**
 * prony_scenario_reader_read_objectives:
 * @self: a reader
 * @map: the scenario's map
 *
 * Reads the objectives that the scenario is meant for, which files have in milliseconds.
 */
void
prony_scenario_reader_read_objectives (PronyScenarioReader *self, PronyYamlNode *map)
{
  PronyYamlNode *node = prony_yaml_read_map (self->problems, map, "slo", slo_keys);

  if (node == NULL)
    return;
  read_objective (self, node, "ttft", &self->scenario->slo_ttft_s);
  read_objective (self, node, "itl", &self->scenario->slo_itl_s);
  read_objective (self, node, "latency", &self->scenario->slo_latency_s);
  if (node->values->len == 0)
    prony_yaml_report (self->problems, node, _ ("“slo” must have “ttft”, “itl” or “latency”."));
}
