/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-pace-cell.h"
#include "core/bench/prony-request-shape.h"
#include "core/bench/prony-request-size.h"
#include "core/bench/prony-run-pace.h"

/* How far durations are taken to scatter, as a share of them, before any were measured. */
#define ASSUMED_SCATTER 0.25

/* Keeps what was not measured at 0, and hardly changes what was. */
#define RIDGE 0.02
#define N_PASSES 60
#define LEAST_S 1e-6

/* What an earlier run has measured of a target, a scenario and a load. */
typedef struct
{
  guint target;
  guint scenario;
  PronyLoadLevel load;
  double duration_s;
} Earlier;

struct _PronyRunPace
{
  PronyPlan *plan;
  GArray *loads;   /* of PronyLoadLevel: those that were measured */
  GArray *cells;   /* of PronyPaceCell */
  GArray *earlier; /* of Earlier */
  PronyRequestShape shape;
  PronyRequestSize *sizes; /* by scenario */

  /* Logarithms of how much longer requests take than assumed. */
  gboolean is_fitted;
  double general;
  double *by_target;
  double *by_scenario;
  GArray *by_load; /* of double */
};

/**
 * prony_run_pace_new:
 * @plan: a plan; not changed any more
 *
 * Returns: (transfer full): the pace of a run of it, of which nothing is known
 */
PronyRunPace *
prony_run_pace_new (PronyPlan *plan)
{
  PronyRunPace *self = g_new0 (PronyRunPace, 1);

  self->plan = prony_plan_ref (plan);
  self->loads = g_array_new (FALSE, FALSE, sizeof (PronyLoadLevel));
  self->cells = g_array_new (FALSE, TRUE, sizeof (PronyPaceCell));
  g_array_set_clear_func (self->cells, prony_pace_cell_clear);
  self->by_load = g_array_new (FALSE, TRUE, sizeof (double));
  self->earlier = g_array_new (FALSE, FALSE, sizeof (Earlier));
  self->sizes = g_new0 (PronyRequestSize, plan->scenarios->len);
  self->by_target = g_new0 (double, plan->targets->len);
  self->by_scenario = g_new0 (double, plan->scenarios->len);
  for (guint i = 0; i < plan->scenarios->len; i++)
    prony_run_pace_set_size (self, i, NAN, NAN);

  return self;
}

/**
 * prony_run_pace_free:
 * @self: (transfer full): a pace
 */
void
prony_run_pace_free (PronyRunPace *self)
{
  g_free (self->by_scenario);
  g_free (self->by_target);
  g_free (self->sizes);
  g_array_unref (self->earlier);
  g_array_unref (self->by_load);
  g_array_unref (self->cells);
  g_array_unref (self->loads);
  prony_plan_unref (self->plan);
  g_free (self);
}

/* --- What is assumed -------------------------------------------------------------------- */

/**
 * prony_run_pace_set_size:
 * @self: a pace
 * @scenario: which of the plan's scenarios
 * @prompt_tokens: how long its prompts are on average; NAN where that is not known
 * @output_tokens: how long its answers are; NAN likewise
 *
 * Says how much a scenario asks, by which scenarios that were not measured are compared
 * with those that were.
 */
void
prony_run_pace_set_size (PronyRunPace *self,
                         guint scenario,
                         double prompt_tokens,
                         double output_tokens)
{
  g_return_if_fail (scenario < self->plan->scenarios->len);

  prony_request_size_init (&self->sizes[scenario], self->plan, scenario, prompt_tokens,
                           output_tokens);
  self->is_fitted = FALSE;
}

/**
 * prony_run_pace_add_earlier:
 * @self: a pace
 * @target: which of the plan's targets
 * @scenario: which of its scenarios
 * @load: at which load
 * @duration_s: how long requests took in an earlier run
 *
 * Begins with what is known from earlier.
 */
void
prony_run_pace_add_earlier (
  PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load, double duration_s)
{
  Earlier earlier = { target, scenario, *load, duration_s };

  g_return_if_fail (target < self->plan->targets->len);
  g_return_if_fail (scenario < self->plan->scenarios->len);

  if (duration_s > 0 && isfinite (duration_s))
    g_array_append_val (self->earlier, earlier);
  self->is_fitted = FALSE;
}

/* What follows from how much a scenario asks. */
static double
assume_size (PronyRunPace *self, guint scenario)
{
  return MAX (prony_request_shape_get (&self->shape, self->sizes[scenario].prompt_tokens,
                                       prony_request_size_get_tokens (&self->sizes[scenario])),
              LEAST_S);
}

/* What the target took earlier for the same, or for the same at other loads, or as a rule
 * for what is assumed. NAN where it was not measured earlier. */
static double
remember (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  double sum = 0, sum_same = 0;
  guint n = 0, n_same = 0;

  for (guint i = 0; i < self->earlier->len; i++)
    {
      const Earlier *earlier = &g_array_index (self->earlier, Earlier, i);
      double ratio;

      if (earlier->target != target)
        continue;
      if (earlier->scenario == scenario && prony_load_level_equal (&earlier->load, load))
        return earlier->duration_s;

      ratio = log (earlier->duration_s / assume_size (self, earlier->scenario));
      sum += ratio;
      n++;
      if (earlier->scenario != scenario)
        continue;
      sum_same += ratio;
      n_same++;
    }
  if (n_same > 0)
    return assume_size (self, scenario) * exp (sum_same / n_same);

  return n > 0 ? assume_size (self, scenario) * exp (sum / n) : NAN;
}

static double
assume (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  double earlier_s = remember (self, target, scenario, load);

  return isnan (earlier_s) ? assume_size (self, scenario) : earlier_s;
}

/* --- What was measured -------------------------------------------------------------------- */

static int
find_load (PronyRunPace *self, const PronyLoadLevel *load)
{
  for (guint i = 0; i < self->loads->len; i++)
    if (prony_load_level_equal (&g_array_index (self->loads, PronyLoadLevel, i), load))
      return (int) i;

  return -1;
}

static PronyPaceCell *
find_cell (PronyRunPace *self, guint target, guint scenario, int load)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      if (cell->target == target && cell->scenario == scenario && (int) cell->load == load)
        return cell;
    }

  return NULL;
}

/* Adds it where nothing was measured of it yet. */
static PronyPaceCell *
get_cell (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  int place = find_load (self, load);
  PronyPaceCell *known = find_cell (self, target, scenario, place);
  PronyPaceCell cell = { .target = target, .scenario = scenario, .first_s = NAN, .gap_s = NAN };

  self->is_fitted = FALSE;
  if (known != NULL)
    return known;

  if (place < 0)
    {
      place = (int) self->loads->len;
      g_array_append_val (self->loads, *load);
      g_array_set_size (self->by_load, self->loads->len);
    }
  cell.load = (guint) place;
  cell.streams = MAX (load->concurrency, 1);
  g_array_append_val (self->cells, cell);
  return &g_array_index (self->cells, PronyPaceCell, self->cells->len - 1);
}

/* Learns what a request's time is made of. */
static void
learn_size (PronyRunPace *self, guint scenario, const PronyRequestRecord *record)
{
  PronyRequestSize *size = &self->sizes[scenario];
  double tokens =
    record->completion_tokens >= 0 ? (double) record->completion_tokens : record->n_packed;

  if (record->outcome != PRONY_OUTCOME_OK || record->first_token_ns == 0 || tokens == 0)
    return;

  prony_request_size_add (size, tokens);
  prony_request_shape_add (&self->shape, size->prompt_tokens,
                           prony_ns_to_s (record->first_token_ns - record->scheduled_ns), tokens,
                           prony_ns_to_s (record->last_token_ns - record->first_token_ns));
}

/**
 * prony_run_pace_add:
 * @self: a pace
 * @target: which of the plan's targets
 * @scenario: which of its scenarios
 * @load: at which load
 * @record: a request that has ended, well or not
 *
 * Notes how long a request took, with what it waited for being sent.
 */
void
prony_run_pace_add (PronyRunPace *self,
                    guint target,
                    guint scenario,
                    const PronyLoadLevel *load,
                    const PronyRequestRecord *record)
{
  double duration_s = MAX (prony_ns_to_s (record->finished_ns - record->scheduled_ns), 0);
  PronyPaceCell *cell;

  g_return_if_fail (target < self->plan->targets->len);
  g_return_if_fail (scenario < self->plan->scenarios->len);

  cell = get_cell (self, target, scenario, load);
  prony_pace_cell_add (cell, duration_s, record->warmup);
  learn_size (self, scenario, record);
}

/**
 * prony_run_pace_watch:
 * @self: a pace
 * @target: which of the plan's targets
 * @scenario: which of its scenarios
 * @load: at which load
 * @ages: (nullable) (element-type double): for how long each of the requests has been under
 *   way that are
 * @first_s: how long their first tokens took; NAN where that is not known
 * @gap_s: how long passes between two tokens; likewise
 *
 * Notes how those requests stand that have not ended: they take no less than they have
 * taken until now, and what has come of their answers says how long they will go on.
 */
void
prony_run_pace_watch (PronyRunPace *self,
                      guint target,
                      guint scenario,
                      const PronyLoadLevel *load,
                      GArray *ages,
                      double first_s,
                      double gap_s)
{
  g_return_if_fail (target < self->plan->targets->len);
  g_return_if_fail (scenario < self->plan->scenarios->len);

  prony_pace_cell_watch (get_cell (self, target, scenario, load), ages, first_s, gap_s);
}

static double
get_scatter (PronyRunPace *self)
{
  double squares = ASSUMED_SCATTER * ASSUMED_SCATTER;
  double n = 1;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      squares += prony_pace_cell_get_squares (cell);
      n += cell->n + cell->n_warmup;
    }

  return sqrt (squares / n);
}

static double
get_mean (PronyRunPace *self, const PronyPaceCell *cell, double expected_s)
{
  return prony_pace_cell_get_mean (cell,
                                   prony_request_size_get_tokens (&self->sizes[cell->scenario]),
                                   expected_s, get_scatter (self));
}

/**
 * prony_run_pace_knows:
 * @self: a pace
 * @target: which of the plan's targets
 *
 * Returns: whether anything was measured of it, in this run or an earlier one: else what is
 *   said of it is what was measured of others
 */
gboolean
prony_run_pace_knows (PronyRunPace *self, guint target)
{
  for (guint i = 0; i < self->earlier->len; i++)
    if (g_array_index (self->earlier, Earlier, i).target == target)
      return TRUE;
  for (guint i = 0; i < self->cells->len; i++)
    {
      const PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      if (cell->target == target && prony_pace_cell_get_weight (cell) > 0)
        return TRUE;
    }

  return FALSE;
}

/* --- What follows from it ----------------------------------------------------------------- */

static double
get_effects (PronyRunPace *self, const PronyPaceCell *cell)
{
  return self->general + self->by_target[cell->target] + self->by_scenario[cell->scenario] +
         g_array_index (self->by_load, double, cell->load);
}

/* Moves one effect to where it explains best what the others leave. @kind: 0 for targets,
 * 1 for scenarios, 2 for loads */
static void
improve (PronyRunPace *self, double *effects, guint n, int kind)
{
  for (guint i = 0; i < n; i++)
    {
      double sum = 0;
      double weight = RIDGE;

      for (guint k = 0; k < self->cells->len; k++)
        {
          const PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, k);
          guint place = kind == 0 ? cell->target : kind == 1 ? cell->scenario : cell->load;

          if (place != i)
            continue;
          sum += cell->weight * (cell->ratio - get_effects (self, cell) + effects[i]);
          weight += cell->weight;
        }
      effects[i] = sum / weight;
    }
}

static void
find_general (PronyRunPace *self)
{
  double sum = 0;
  double weight = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      sum += cell->weight * (cell->ratio - get_effects (self, cell) + self->general);
      weight += cell->weight;
    }
  self->general = weight > 0 ? sum / weight : 0;
}

/* Ratios of durations to assumed ones are taken to be products of what the target, the
 * scenario and the load contribute: logarithms are sums, which are fitted by least squares,
 * one effect after the other. */
static void
fit (PronyRunPace *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);
      const PronyLoadLevel *load = &g_array_index (self->loads, PronyLoadLevel, cell->load);
      double mean_s = get_mean (self, cell, NAN);

      cell->weight = prony_pace_cell_get_weight (cell);
      cell->ratio =
        cell->weight > 0
          ? log (MAX (mean_s, LEAST_S) / assume (self, cell->target, cell->scenario, load))
          : 0;
    }

  for (guint pass = 0; pass < N_PASSES; pass++)
    {
      find_general (self);
      improve (self, self->by_target, self->plan->targets->len, 0);
      improve (self, self->by_scenario, self->plan->scenarios->len, 1);
      improve (self, (double *) (gpointer) self->by_load->data, self->by_load->len, 2);
    }

  for (guint i = 0; i < self->cells->len; i++)
    {
      PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      cell->rest = cell->ratio - get_effects (self, cell);
    }
  self->is_fitted = TRUE;
}

/* What the target does differently with this scenario than with others. */
static double
get_rest (PronyRunPace *self, guint target, guint scenario)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      if (cell->target != target || cell->scenario != scenario || cell->weight == 0)
        continue;
      sum += cell->rest;
      n++;
    }

  return n > 0 ? sum / n : 0;
}

static gboolean
knows_load (PronyRunPace *self, int place)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      const PronyPaceCell *cell = &g_array_index (self->cells, PronyPaceCell, i);

      if ((int) cell->load == place && cell->weight > 0)
        return TRUE;
    }

  return FALSE;
}

/* Of a load that was not measured: what follows from a line through those closed loops that
 * were, by the logarithm of their streams. More streams are never taken to make requests
 * shorter, nor longer by more than their number. */
static double
extend_loads (PronyRunPace *self, const PronyLoadLevel *load)
{
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  double spread, slope;

  for (guint i = 0; i < self->loads->len; i++)
    {
      const PronyLoadLevel *known = &g_array_index (self->loads, PronyLoadLevel, i);
      double streams = log (MAX (known->concurrency, 1));
      double effect = g_array_index (self->by_load, double, i);

      if (!knows_load (self, (int) i) || known->kind != PRONY_LOAD_CLOSED ||
          load->kind != PRONY_LOAD_CLOSED)
        continue;
      n++;
      x += streams;
      y += effect;
      xx += streams * streams;
      xy += streams * effect;
    }
  spread = n * xx - x * x;
  if (n < 2 || !(spread > 0))
    return 0;

  slope = CLAMP ((n * xy - x * y) / spread, 0, 1);
  return y / n + slope * (log (load->concurrency) - x / n);
}

/* NAN where nothing tells. */
static double
predict (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  int place = find_load (self, load);
  gboolean any = FALSE;
  double effects;

  for (guint i = 0; i < self->cells->len && !any; i++)
    any = prony_pace_cell_get_weight (&g_array_index (self->cells, PronyPaceCell, i)) > 0;
  if (!any)
    return remember (self, target, scenario, load);

  if (!self->is_fitted)
    fit (self);
  effects = self->general + self->by_target[target] + self->by_scenario[scenario] +
            get_rest (self, target, scenario);
  effects += knows_load (self, place) ? g_array_index (self->by_load, double, place)
                                      : extend_loads (self, load);
  return assume (self, target, scenario, load) * exp (effects);
}

/**
 * prony_run_pace_get:
 * @self: a pace
 * @target: which of the plan's targets
 * @scenario: which of its scenarios
 * @load: at which load
 * @scatter: (out): how far requests scatter, as a share of how long they take
 *
 * Says how long a request takes: its mean where it was measured, else what follows from
 * other targets, scenarios and loads, and from earlier runs.
 *
 * Returns: seconds; NAN while nothing was measured and nothing is known from earlier
 */
double
prony_run_pace_get (
  PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load, double *scatter)
{
  const PronyPaceCell *cell = find_cell (self, target, scenario, find_load (self, load));

  *scatter = get_scatter (self);
  if (cell == NULL)
    return predict (self, target, scenario, load);

  return get_mean (self, cell, predict (self, target, scenario, load));
}
