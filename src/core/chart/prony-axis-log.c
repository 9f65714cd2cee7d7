/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-axis-private.h"

/* What pow and log10 lose, as a share of a value. */
#define SLACK 1e-9

/* Below this ratio of the ends, equal steps are the rounder ticks. */
#define NARROW 3.0

/* Over more decades than that, only they have minor ticks. */
#define MAX_DECADES_WITH_MINORS 10

static const double one[] = { 1 };
static const double one_two_five[] = { 1, 2, 5 };
static const double all_digits[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

/**
 * _prony_axis_round_log:
 * @self: an axis with ends above 0
 *
 * Moves the ends outwards to 1, 2 or 5 times a power of ten.
 */
void
_prony_axis_round_log (PronyAxis *self)
{
  double unit = _prony_axis_get_round_unit (self);
  double power = unit * pow (10, floor (log10 (self->min / unit) + SLACK));
  double share = self->min / power * (1 + SLACK);

  self->min = power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);

  power = unit * pow (10, floor (log10 (self->max / unit) + SLACK));
  share = self->max / power * (1 - SLACK);
  self->max = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/* Fills in the multiples of every @stride-th power of ten; those that there is no room
 * for are counted only. */
static guint
place (const PronyAxis *self,
       const double *multiples,
       guint n_multiples,
       int stride,
       double *values,
       guint room)
{
  double unit = _prony_axis_get_round_unit (self);
  int first = (int) floor (log10 (self->min / unit) + SLACK);
  int last = (int) ceil (log10 (self->max / unit) - SLACK);
  guint n = 0;

  for (int decade = first; decade <= last; decade++)
    for (guint i = 0; i < n_multiples && decade % stride == 0; i++)
      {
        double value = unit * multiples[i] * pow (10, decade);

        if (value < self->min * (1 - SLACK) || value > self->max * (1 + SLACK))
          continue;
        if (n < room)
          values[n] = value;
        n++;
      }

  return n;
}

/**
 * _prony_axis_add_log_ticks:
 * @self: an axis with ends above 0
 * @max_ticks: how many ticks there is room for
 *
 * Puts ticks at 1, 2 and 5 times the powers of ten, at the powers alone or at some of
 * them, as there is room, and minor ticks at what lies between.
 */
void
_prony_axis_add_log_ticks (PronyAxis *self, guint max_ticks)
{
  guint room = MIN (max_ticks, PRONY_AXIS_MAX_TICKS);

  if (self->max / NARROW < self->min)
    {
      _prony_axis_add_linear_ticks (self, max_ticks);
      return;
    }

  self->n_ticks = place (self, one_two_five, G_N_ELEMENTS (one_two_five), 1, self->ticks, room);
  if (self->n_ticks > room)
    {
      guint n_powers = place (self, one, 1, 1, self->ticks, 0);

      /* Two of three are better than the one power among them. */
      if (n_powers >= 2)
        for (int stride = 1; self->n_ticks > room; stride++)
          self->n_ticks = place (self, one, 1, stride, self->ticks, room);
      else
        self->n_ticks = room;
    }

  if (log10 (self->max) - log10 (self->min) <= MAX_DECADES_WITH_MINORS)
    self->n_minor_ticks = place (self, all_digits, G_N_ELEMENTS (all_digits), 1, self->minor_ticks,
                                 PRONY_AXIS_MAX_MINOR_TICKS);
  else
    self->n_minor_ticks = place (self, one, 1, 1, self->minor_ticks, PRONY_AXIS_MAX_MINOR_TICKS);
  self->n_minor_ticks = MIN (self->n_minor_ticks, PRONY_AXIS_MAX_MINOR_TICKS);
}
