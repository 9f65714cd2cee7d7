/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-calibrator.h"
#include "core/bench/prony-run-calibrations.h"

/* A shape that was asked for. One that could not be calibrated is not tried again. */
typedef struct
{
  PronyApi api;
  PronyLoadLevel level;
  PronyCalibration *calibration; /* (nullable) */
} Entry;

struct _PronyRunCalibrations
{
  PronyPlan *plan;
  GArray *entries;
};

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->calibration, prony_calibration_unref);
}

/**
 * prony_run_calibrations_new:
 * @plan: what the run does
 *
 * Returns: (transfer full): calibrations, of which none is known
 */
PronyRunCalibrations *
prony_run_calibrations_new (PronyPlan *plan)
{
  PronyRunCalibrations *self = g_new0 (PronyRunCalibrations, 1);

  self->plan = prony_plan_ref (plan);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  return self;
}

/**
 * prony_run_calibrations_free:
 * @self: (transfer full): calibrations
 */
void
prony_run_calibrations_free (PronyRunCalibrations *self)
{
  g_array_unref (self->entries);
  prony_plan_unref (self->plan);
  g_free (self);
}

/* What this computer carries when several targets have a load at the same time. */
static PronyLoadLevel
multiply (const PronyLoadLevel *load, guint n)
{
  PronyLoadLevel all = *load;

  all.concurrency = MIN (load->concurrency * n, PRONY_LOAD_MAX_CONCURRENCY);
  all.from_concurrency = MIN (load->from_concurrency * n, PRONY_LOAD_MAX_CONCURRENCY);
  all.rate = load->rate > 0 ? MIN (load->rate * n, PRONY_LOAD_MAX_RATE) : load->rate;
  all.from_rate =
    load->from_rate > 0 ? MIN (load->from_rate * n, PRONY_LOAD_MAX_RATE) : load->from_rate;
  if (load->kind == PRONY_LOAD_TRACE)
    all.speed = load->speed * n;
  return all;
}

static Entry *
find (PronyRunCalibrations *self, PronyApi api, const PronyLoadLevel *level)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->api == api && prony_load_level_equal (&entry->level, level))
        return entry;
    }

  return NULL;
}

static PronyCalibratorShape
make_shape (PronyPlan *plan, PronyApi api, const PronyLoadLevel *load, guint n_targets)
{
  return (PronyCalibratorShape){
    .api = api,
    .level = multiply (load, n_targets),
    .trace = plan->trace,
    .threads = plan->threads,
  };
}

/**
 * prony_run_calibrations_describe:
 * @plan: what a run does
 * @api: how a target is asked
 * @load: what is asked of it
 * @n_targets: of how many targets it is asked at the same time
 *
 * Returns: (transfer full): the shape that a calibration for such a trial has
 */
char *
prony_run_calibrations_describe (PronyPlan *plan,
                                 PronyApi api,
                                 const PronyLoadLevel *load,
                                 guint n_targets)
{
  PronyCalibratorShape shape = make_shape (plan, api, load, n_targets);

  return prony_calibrator_shape_describe (&shape);
}

/**
 * prony_run_calibrations_get:
 * @self: calibrations
 * @target: a target that is prepared
 * @load: what is asked of it
 * @n_targets: of how many targets it is asked at the same time
 * @cancellable: (nullable): ends it
 *
 * Finds the calibration for a trial: measures it unless that was done before, which
 * takes a second or two.
 *
 * Returns: (transfer full) (nullable): what this computer adds to such figures; %NULL
 *   where the plan wants none or it could not be measured
 */
PronyCalibration *
prony_run_calibrations_get (PronyRunCalibrations *self,
                            PronyTarget *target,
                            const PronyLoadLevel *load,
                            guint n_targets,
                            GCancellable *cancellable)
{
  PronyCalibratorShape shape = make_shape (self->plan, target->engine->api, load, n_targets);
  g_autoptr (GError) error = NULL;
  Entry *known;
  Entry entry;

  if (!self->plan->calibrate)
    return NULL;

  known = find (self, shape.api, &shape.level);
  if (known != NULL)
    return known->calibration != NULL ? prony_calibration_ref (known->calibration) : NULL;

  entry = (Entry){ .api = shape.api, .level = shape.level };
  entry.calibration = prony_calibrator_get (&shape, cancellable, &error);
  if (entry.calibration == NULL)
    g_debug ("Not calibrated: %s", error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;

  g_array_append_val (self->entries, entry);
  return entry.calibration != NULL ? prony_calibration_ref (entry.calibration) : NULL;
}
