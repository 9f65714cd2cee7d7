/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "core/bench/prony-calibrator-shape.h"

/* A trace arrives like independent users do, at the mean rate of its requests, taken
 * over a second at least. */
static PronyLoadLevel
get_mean_level (const PronyCalibratorShape *self)
{
  PronyLoadLevel mean = prony_load_level_open (PRONY_CALIBRATOR_MIN_RATE, PRONY_ARRIVAL_POISSON);
  guint n = self->trace != NULL ? self->trace->requests->len : 0;

  mean.concurrency = self->level.concurrency;
  if (n > 0)
    {
      gint64 last_ns = g_array_index (self->trace->requests, PronyTraceRequest, n - 1).at_ns;
      double length_s = prony_ns_to_s (last_ns) / self->level.speed;

      mean.rate = fmin (n / fmax (length_s, 1), PRONY_LOAD_MAX_RATE);
    }
  return mean;
}

/**
 * prony_calibrator_shape_get_level:
 * @self: the shape of a load
 *
 * Returns: what is measured in place of the load: it without its ramp, at its highest;
 *   a trace as Poisson arrivals at its mean rate; and never fewer requests a second
 *   than %PRONY_CALIBRATOR_MIN_RATE
 */
PronyLoadLevel
prony_calibrator_shape_get_level (const PronyCalibratorShape *self)
{
  PronyLoadLevel level = self->level.kind == PRONY_LOAD_TRACE ? get_mean_level (self) : self->level;

  if (level.kind == PRONY_LOAD_CLOSED)
    level.concurrency = MAX (level.concurrency, level.from_concurrency);
  else
    level.rate = fmax (fmax (level.rate, level.from_rate), PRONY_CALIBRATOR_MIN_RATE);
  level.from_concurrency = 0;
  level.from_rate = NAN;
  level.ramp_s = 0;
  return level;
}

static void
describe_rate (GString *text, const PronyLoadLevel *level)
{
  g_autofree char *rate = prony_format_c_double (level->rate);
  g_autofree char *burstiness = prony_format_c_double (level->burstiness);

  g_string_append_printf (text, " %s %s", rate, prony_arrival_pattern_to_string (level->arrival));
  if (level->arrival == PRONY_ARRIVAL_GAMMA)
    g_string_append_printf (text, " %s", burstiness);
  if (level->concurrency > 0)
    g_string_append_printf (text, " at most %u", level->concurrency);
}

/**
 * prony_calibrator_shape_describe:
 * @self: the shape of a load
 *
 * Returns: (transfer full): the shape as the key of a calibration, the same in every
 *   locale, such as "openai-chat closed 8" or "tgi open 50 poisson on 2 threads"
 */
char *
prony_calibrator_shape_describe (const PronyCalibratorShape *self)
{
  PronyLoadLevel level = prony_calibrator_shape_get_level (self);
  GString *text = g_string_new (prony_api_to_string (self->api));

  g_string_append_printf (text, " %s", prony_load_kind_to_string (level.kind));
  if (level.kind == PRONY_LOAD_CLOSED)
    g_string_append_printf (text, " %u", level.concurrency);
  else
    describe_rate (text, &level);
  if (self->threads > 0)
    g_string_append_printf (text, " on %u threads", self->threads);
  return g_string_free (text, FALSE);
}
