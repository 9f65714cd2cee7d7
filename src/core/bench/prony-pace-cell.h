/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyPaceCell:
 * @target: which of a plan's targets
 * @scenario: which of its scenarios
 * @load: which of the loads that were measured
 * @streams: how many requests there are at once; at least 1
 * @n: measured requests that have ended
 * @sum_s: how long they took in all
 * @n_warmup: requests of the warm-up that have ended
 * @warmup_s: how long they took in all
 * @sum_squares: of how long both took
 * @ages: (nullable) (element-type double): for how long those have been under way that are
 * @first_s: how long their first tokens took; NAN where that is not known
 * @gap_s: how long passes between two of their tokens; likewise
 * @ratio: logarithm of how long they take, to what was assumed
 * @weight: how far that is to be relied on, 0 to 1
 * @rest: what is left of @ratio once it is explained
 *
 * How long the requests of one target, scenario and load take.
 */
typedef struct
{
  guint target;
  guint scenario;
  guint load;
  guint streams;
  double n;
  double sum_s;
  double n_warmup;
  double warmup_s;
  double sum_squares;
  GArray *ages;
  double first_s;
  double gap_s;
  double ratio;
  double weight;
  double rest;
} PronyPaceCell;

void prony_pace_cell_clear (gpointer cell);
void prony_pace_cell_add (PronyPaceCell *self, double duration_s, gboolean warmup);
void prony_pace_cell_watch (PronyPaceCell *self, GArray *ages, double first_s, double gap_s);
double prony_pace_cell_get_weight (const PronyPaceCell *self);
double prony_pace_cell_get_mean (const PronyPaceCell *self,
                                 double tokens,
                                 double expected_s,
                                 double scatter);
double prony_pace_cell_get_squares (const PronyPaceCell *self);

G_END_DECLS
