/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>

#include "core/load/prony-arrivals.h"

/*
 * A schedule is drawn in two steps. The pattern gives arrivals at a rate of one a
 * unit of time: the numbers 0, 1, 2, … themselves, or sums of gaps whose mean is 1.
 * Then that time is stretched by the inverse of the integrated rate
 *
 *   L(t) = ∫ rate, from 0 to t,
 *
 * which makes arrivals of the wanted rate of any arrivals of the rate 1, ramps
 * included, and keeps Poisson arrivals Poisson (time rescaling: Daley and
 * Vere-Jones, An Introduction to the Theory of Point Processes, 7.4).
 *
 * The random numbers come from xoshiro256** (Blackman and Vigna 2018), seeded by
 * SplitMix64: GRand would take a seed of 32 bits, and what it gives depends on an
 * environment variable. The same seed gives the same schedule on every machine, to
 * within what their logarithms differ in the last bit.
 */

/* Later than that is never: an int64_t counts nanoseconds for 292 years. */
#define LAST_S 9e9

struct _PronyArrivals
{
  PronyTrace *trace; /* (nullable): set if it is replayed */
  PronyLoadLevel level;
  guint64 state[4];
  guint64 n_taken;
  double units; /* of the latest arrival, in the time whose rate is 1 */
};

/* --- Random numbers ---------------------------------------------------------- */

static guint64
rotate_left (guint64 value, guint bits)
{
  return value << bits | value >> (64 - bits);
}

static void
seed_state (guint64 state[4], guint64 seed)
{
  for (guint i = 0; i < 4; i++)
    {
      guint64 value = seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      value = (value ^ value >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      value = (value ^ value >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      state[i] = value ^ value >> 31;
    }
}

static guint64
draw_bits (guint64 state[4])
{
  guint64 result = rotate_left (state[1] * 5, 7) * 9;
  guint64 shifted = state[1] << 17;

  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate_left (state[3], 45);
  return result;
}

/* A number of (0, 1], so that its logarithm is finite. */
static double
draw_uniform (guint64 state[4])
{
  return (double) ((draw_bits (state) >> 11) + 1) * 0x1p-53;
}

/* Marsaglia's polar method. */
static double
draw_normal (guint64 state[4])
{
  double x, y, square;

  do
    {
      x = 2 * draw_uniform (state) - 1;
      y = 2 * draw_uniform (state) - 1;
      square = x * x + y * y;
    }
  while (square >= 1 || square == 0);

  return x * sqrt (-2 * log (square) / square);
}

/* The gamma distribution of scale 1 (Marsaglia and Tsang, A Simple Method for
 * Generating Gamma Variables, 2000); a shape below 1 is drawn from the one above it,
 * times a power of a uniform number. */
static double
draw_gamma (guint64 state[4], double shape)
{
  double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
  double c = 1 / sqrt (9 * d);

  for (;;)
    {
      double x = draw_normal (state);
      double v = 1 + c * x;
      double u;

      if (v <= 0)
        continue;
      v = v * v * v;
      u = draw_uniform (state);
      if (u < 1 - 0.0331 * (x * x) * (x * x) || log (u) < 0.5 * x * x + d * (1 - v + log (v)))
        return shape < 1 ? d * v * pow (draw_uniform (state), 1 / shape) : d * v;
    }
}

/* --- Schedules --------------------------------------------------------------- */

/* The arrival's time at a rate of 1. Constant arrivals are counted, not summed: no
 * rounding adds up. */
static double
draw_units (PronyArrivals *self)
{
  switch (self->level.arrival)
    {
    case PRONY_ARRIVAL_POISSON:
      self->units -= log (draw_uniform (self->state));
      break;

    case PRONY_ARRIVAL_GAMMA:
      self->units += draw_gamma (self->state, self->level.burstiness) / self->level.burstiness;
      break;

    case PRONY_ARRIVAL_CONSTANT:
    default:
      self->units = (double) self->n_taken;
      break;
    }
  return self->units;
}

/* The inverse of the integrated rate, in seconds. On the ramp the integral is
 * a t + (b - a) t² / 2T: its root is written in the form that also holds where the
 * ramp is flat. */
static double
stretch (const PronyLoadLevel *level, double units)
{
  double from = level->from_rate;
  double on_ramp;

  if (isnan (from) || level->ramp_s <= 0)
    return units / level->rate;

  on_ramp = (from + level->rate) / 2 * level->ramp_s;
  if (units >= on_ramp)
    return level->ramp_s + (units - on_ramp) / level->rate;

  return 2 * units / (from + sqrt (from * from + 2 * (level->rate - from) * units / level->ramp_s));
}

static gboolean
replay_next (PronyArrivals *self, PronyArrival *arrival)
{
  const PronyTraceRequest *request;
  double at_ns;

  if (self->n_taken >= self->trace->requests->len)
    return FALSE;

  request = &g_array_index (self->trace->requests, PronyTraceRequest, self->n_taken);
  at_ns = (double) request->at_ns / self->level.speed;
  if (!(at_ns <= LAST_S * 1e9))
    return FALSE;

  arrival->number = self->n_taken++;
  arrival->at_ns = (gint64) at_ns;
  arrival->prompt_tokens = request->prompt_tokens;
  arrival->output_tokens = request->output_tokens;
  return TRUE;
}

/**
 * prony_arrivals_new:
 * @level: an open loop or a replay, as prony_load_level_check() accepts it
 * @trace: (nullable): what a replay replays
 * @seed: of what is drawn; a constant rate and a replay draw nothing
 *
 * Returns: (transfer full): a schedule, at its first request
 */
PronyArrivals *
prony_arrivals_new (const PronyLoadLevel *level, PronyTrace *trace, guint64 seed)
{
  PronyArrivals *self;

  g_return_val_if_fail (level != NULL && level->kind != PRONY_LOAD_CLOSED, NULL);
  g_return_val_if_fail (level->kind != PRONY_LOAD_TRACE || trace != NULL, NULL);

  self = g_new0 (PronyArrivals, 1);
  self->level = *level;
  if (level->kind == PRONY_LOAD_TRACE)
    self->trace = prony_trace_ref (trace);
  seed_state (self->state, seed);
  return self;
}

/**
 * prony_arrivals_free:
 * @self: (transfer full): a schedule
 */
void
prony_arrivals_free (PronyArrivals *self)
{
  g_clear_pointer (&self->trace, prony_trace_unref);
  g_free (self);
}

/**
 * prony_arrivals_next:
 * @self: a schedule
 * @arrival: (out caller-allocates): the next request; unset at the end
 *
 * Takes the next request of the schedule. No request is due before the one ahead of
 * it. Those of a constant rate begin at 0, those of the others after a gap.
 *
 * Returns: whether there is one: the schedule of a rate does not end, that of a trace
 *   does
 */
gboolean
prony_arrivals_next (PronyArrivals *self, PronyArrival *arrival)
{
  double at_s;

  if (self->trace != NULL)
    return replay_next (self, arrival);

  at_s = stretch (&self->level, draw_units (self));
  if (!(at_s <= LAST_S))
    return FALSE;

  arrival->number = self->n_taken++;
  arrival->at_ns = (gint64) (at_s * 1e9 + 0.5);
  arrival->prompt_tokens = -1;
  arrival->output_tokens = -1;
  return TRUE;
}
