/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-axis-private.h"

/* What pow, log10 and divisions lose, as a share of a step. */
#define SLACK 1e-9

/* The smallest of 1, 2 and 5 times a power of ten that is not below @rough. */
static double
round_step_up (double rough)
{
  double power = pow (10, floor (log10 (rough)));
  double share = rough / power;

  if (share <= 1 + SLACK)
    return power;
  if (share <= 2 + SLACK)
    return 2 * power;
  if (share <= 5 + SLACK)
    return 5 * power;
  return 10 * power;
}

static double
round_step (const PronyAxis *self, double rough)
{
  double unit = _prony_axis_get_round_unit (self);

  return unit * round_step_up (rough / unit);
}

static gboolean
is_whole (PronyUnit unit)
{
  return unit == PRONY_UNIT_COUNT || unit == PRONY_UNIT_TOKENS;
}

static void
choose_step (PronyAxis *self, guint max_ticks)
{
  self->step = round_step (self, (self->max - self->min) / (MAX (max_ticks, 2) - 1));
  if (is_whole (self->unit))
    self->step = MAX (self->step, 1);
}

/**
 * _prony_axis_round_linear:
 * @self: an axis with ends
 * @max_ticks: how many ticks there is room for
 *
 * Moves the ends outwards to where ticks will be.
 */
void
_prony_axis_round_linear (PronyAxis *self, guint max_ticks)
{
  choose_step (self, max_ticks);
  self->min = floor (self->min / self->step + SLACK) * self->step;
  self->max = ceil (self->max / self->step - SLACK) * self->step;
  if (self->max <= self->min)
    self->max = self->min + self->step;
}

static void
place_ticks (PronyAxis *self)
{
  double first = ceil (self->min / self->step - SLACK);
  double last = floor (self->max / self->step + SLACK);

  /* Counted from zero rather than added up, so that zero is exactly zero, and has no
   * sign. */
  self->n_ticks = 0;
  for (double at = first; at <= last && self->n_ticks < PRONY_AXIS_MAX_TICKS; at++)
    self->ticks[self->n_ticks++] = at == 0 ? 0 : at * self->step;
}

/**
 * _prony_axis_add_linear_ticks:
 * @self: an axis with ends
 * @max_ticks: how many ticks there is room for
 *
 * Puts equally far ticks between the ends, whole numbers for counts where there are any.
 */
void
_prony_axis_add_linear_ticks (PronyAxis *self, guint max_ticks)
{
  if (!(self->step > 0))
    choose_step (self, max_ticks);
  place_ticks (self);

  /* A narrow window may lie between two ticks. */
  for (guint n = max_ticks + 1; self->n_ticks < 2 && n <= max_ticks + 8; n++)
    {
      self->step = round_step (self, (self->max - self->min) / (n - 1));
      place_ticks (self);
    }
}
