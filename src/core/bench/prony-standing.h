/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyHeadline:
 *
 * The figures that tell at a glance how targets compare, in the order in which they are
 * shown.
 */
typedef enum
{
  PRONY_HEADLINE_OUTPUT_RATE,
  PRONY_HEADLINE_TTFT,
  PRONY_HEADLINE_ITL,
  PRONY_HEADLINE_LATENCY,
  PRONY_HEADLINE_REQUEST_RATE,
  PRONY_HEADLINE_SUCCESS,
  PRONY_N_HEADLINES,
} PronyHeadline;

/**
 * PronyStandingRow:
 * @trial: index of its trial in the run; of repeats the first
 * @latest: index of its trial that has begun last
 * @state: how far that is
 * @requests: measured requests that have ended so far, of all repeats
 * @values: by #PronyHeadline, of what was measured so far, in the units of the metric; of
 *   repeats the mean; NAN where there is none
 * @leads: by #PronyHeadline, whether it is clearly the best of its standing so far
 *
 * One target in a standing.
 */
typedef struct
{
  guint trial;
  guint latest;
  PronyState state;
  guint64 requests;
  double values[PRONY_N_HEADLINES];
  gboolean leads[PRONY_N_HEADLINES];
} PronyStandingRow;

/**
 * PronyStanding:
 * @scenario_name: what was asked
 * @scenario_title: the same for people
 * @load: at which load
 * @rows: (element-type PronyStandingRow): its targets that have begun, in the order of the
 *   run
 * @trials: (element-type guint): the indices of its trials that have begun, likewise
 *
 * How the targets compare at one scenario and load of a run, so far. A leader is named
 * only where the difference would not come about by chance, also not by looking at it
 * again and again. Whether it is the engine's, or of something that was different for as
 * long as one trial was measured, no test of requests can tell, but repeats do: where there are
 * any, nobody leads by a difference that these explain. Reference counted,
 * immutable.
 */
typedef struct
{
  char *scenario_name;
  char *scenario_title;
  PronyLoadLevel load;
  GArray *rows;
  GArray *trials;
} PronyStanding;

PronyMetric prony_headline_get_metric (PronyHeadline headline);
PronyStanding *prony_standing_new (PronyTrial *trial);
PronyStanding *prony_standing_ref (PronyStanding *self);
void prony_standing_unref (PronyStanding *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyStanding, prony_standing_unref)

G_END_DECLS
