/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-run-pace.h"

/* What is assumed of a target that was never measured, and of a scenario that does not
 * say how long prompts and answers are. Only the proportions count. */
#define ASSUMED_FIRST_S 0.05
#define ASSUMED_PREFILL_RATE 2000.0
#define ASSUMED_DECODE_RATE 50.0
#define ASSUMED_ANSWER_TOKENS 256.0
#define ASSUMED_LONG_PROMPT_TOKENS 2000.0
#define ASSUMED_SHORT_PROMPT_TOKENS 50.0

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

/* What was measured of one target, scenario and load. */
typedef struct
{
  guint target;
  guint scenario;
  guint load; /* place in the loads */
  guint64 n;
  double sum_s;
  guint64 n_warmup;
  double warmup_s;
  double ratio;  /* logarithm: to what was assumed */
  double weight; /* 0 for what is not to be relied on */
  double rest;   /* of the ratio, what the effects do not explain */
} Cell;

struct _PronyRunPace
{
  PronyPlan *plan;
  GArray *loads;     /* of PronyLoadLevel: those that were measured */
  GArray *cells;     /* of Cell */
  GArray *earlier;   /* of Earlier */
  double *assumed_s; /* by scenario: how long a request is taken to take */

  /* Logarithms of how much longer requests take than assumed. */
  gboolean is_fitted;
  double general;
  double *by_target;
  double *by_scenario;
  GArray *by_load; /* of double */
};

static double
guess_prompt_tokens (const PronyScenario *scenario)
{
  gboolean is_long =
    scenario->klass == PRONY_SCENARIO_LONG_SHORT || scenario->klass == PRONY_SCENARIO_LONG_LONG;

  return MAX (scenario->prompt_min_tokens,
              is_long ? ASSUMED_LONG_PROMPT_TOKENS : ASSUMED_SHORT_PROMPT_TOKENS);
}

static double
guess_output_tokens (PronyPlan *plan, const PronyScenario *scenario)
{
  if (plan->max_tokens > 0)
    return plan->max_tokens;
  return scenario->max_tokens > 0 ? scenario->max_tokens : ASSUMED_ANSWER_TOKENS;
}

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
  self->cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  self->by_load = g_array_new (FALSE, TRUE, sizeof (double));
  self->earlier = g_array_new (FALSE, FALSE, sizeof (Earlier));
  self->assumed_s = g_new0 (double, plan->scenarios->len);
  self->by_target = g_new0 (double, plan->targets->len);
  self->by_scenario = g_new0 (double, plan->scenarios->len);
  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      const PronyScenario *scenario = g_ptr_array_index (plan->scenarios, i);

      prony_run_pace_set_size (self, i, guess_prompt_tokens (scenario),
                               guess_output_tokens (plan, scenario));
    }

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
  g_free (self->assumed_s);
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

  if (isnan (prompt_tokens))
    prompt_tokens = guess_prompt_tokens (g_ptr_array_index (self->plan->scenarios, scenario));
  if (isnan (output_tokens))
    output_tokens = ASSUMED_ANSWER_TOKENS;
  self->assumed_s[scenario] =
    ASSUMED_FIRST_S + prompt_tokens / ASSUMED_PREFILL_RATE + output_tokens / ASSUMED_DECODE_RATE;
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

      ratio = log (earlier->duration_s / self->assumed_s[earlier->scenario]);
      sum += ratio;
      n++;
      if (earlier->scenario != scenario)
        continue;
      sum_same += ratio;
      n_same++;
    }
  if (n_same > 0)
    return self->assumed_s[scenario] * exp (sum_same / n_same);

  return n > 0 ? self->assumed_s[scenario] * exp (sum / n) : NAN;
}

static double
assume (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  double earlier_s = remember (self, target, scenario, load);

  return isnan (earlier_s) ? self->assumed_s[scenario] : earlier_s;
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

static Cell *
find_cell (PronyRunPace *self, guint target, guint scenario, int load)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      Cell *cell = &g_array_index (self->cells, Cell, i);

      if (cell->target == target && cell->scenario == scenario && (int) cell->load == load)
        return cell;
    }

  return NULL;
}

static Cell *
add_cell (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load, int place)
{
  Cell cell = { .target = target, .scenario = scenario };

  if (place < 0)
    {
      place = (int) self->loads->len;
      g_array_append_val (self->loads, *load);
      g_array_set_size (self->by_load, self->loads->len);
    }
  cell.load = (guint) place;
  g_array_append_val (self->cells, cell);
  return &g_array_index (self->cells, Cell, self->cells->len - 1);
}

/**
 * prony_run_pace_add:
 * @self: a pace
 * @target: which of the plan's targets
 * @scenario: which of its scenarios
 * @load: at which load
 * @duration_s: how long a request took, with what it waited for being sent
 * @warmup: whether it was one of the warm-up
 *
 * Notes a request that has ended, well or not.
 */
void
prony_run_pace_add (PronyRunPace *self,
                    guint target,
                    guint scenario,
                    const PronyLoadLevel *load,
                    double duration_s,
                    gboolean warmup)
{
  int place = find_load (self, load);
  Cell *cell = find_cell (self, target, scenario, place);

  g_return_if_fail (target < self->plan->targets->len);
  g_return_if_fail (scenario < self->plan->scenarios->len);

  if (cell == NULL)
    cell = add_cell (self, target, scenario, load, place);
  if (warmup)
    {
      cell->n_warmup++;
      cell->warmup_s += MAX (duration_s, 0);
    }
  else
    {
      cell->n++;
      cell->sum_s += MAX (duration_s, 0);
    }
  self->is_fitted = FALSE;
}

/* The first requests of a load that end are the short ones; until each stream has had
 * one, those of the warm-up are counted with them. */
static double
get_mean (PronyRunPace *self, const Cell *cell)
{
  const PronyLoadLevel *load = &g_array_index (self->loads, PronyLoadLevel, cell->load);

  if (cell->n > 0 && cell->n >= load->concurrency)
    return cell->sum_s / (double) cell->n;

  return (cell->sum_s + cell->warmup_s) / (double) (cell->n + cell->n_warmup);
}

/* The first that end are too short to tell how long all of them are. */
static gboolean
is_reliable (PronyRunPace *self, const Cell *cell)
{
  const PronyLoadLevel *load = &g_array_index (self->loads, PronyLoadLevel, cell->load);

  return cell->n_warmup > 0 || 2 * cell->n >= load->concurrency;
}

static gboolean
has_reliable (PronyRunPace *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    if (is_reliable (self, &g_array_index (self->cells, Cell, i)))
      return TRUE;

  return FALSE;
}

/* --- What follows from it ----------------------------------------------------------------- */

static double
get_effects (PronyRunPace *self, const Cell *cell)
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
          const Cell *cell = &g_array_index (self->cells, Cell, k);
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
      const Cell *cell = &g_array_index (self->cells, Cell, i);

      sum += cell->weight * (cell->ratio - get_effects (self, cell) + self->general);
      weight += cell->weight;
    }
  self->general = sum / weight;
}

/* Ratios of durations to assumed ones are taken to be products of what the target, the
 * scenario and the load contribute: logarithms are sums, which are fitted by least squares,
 * one effect after the other. */
static void
fit (PronyRunPace *self)
{
  gboolean any = has_reliable (self);

  for (guint i = 0; i < self->cells->len; i++)
    {
      Cell *cell = &g_array_index (self->cells, Cell, i);

      const PronyLoadLevel *load = &g_array_index (self->loads, PronyLoadLevel, cell->load);

      cell->ratio = log (MAX (get_mean (self, cell), LEAST_S) /
                         assume (self, cell->target, cell->scenario, load));
      cell->weight = any && !is_reliable (self, cell) ? 0 : 1;
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
      Cell *cell = &g_array_index (self->cells, Cell, i);

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
      const Cell *cell = &g_array_index (self->cells, Cell, i);

      if (cell->target != target || cell->scenario != scenario || cell->weight == 0)
        continue;
      sum += cell->rest;
      n++;
    }

  return n > 0 ? sum / n : 0;
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

      if (known->kind != PRONY_LOAD_CLOSED || load->kind != PRONY_LOAD_CLOSED)
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

/**
 * prony_run_pace_get:
 * @self: a pace
 * @target: which of the plan's targets
 * @scenario: which of its scenarios
 * @load: at which load
 *
 * Says how long a request takes: its mean where it was measured, else what follows from
 * other targets, scenarios and loads, and from earlier runs.
 *
 * Returns: seconds; NAN while nothing was measured and nothing is known from earlier
 */
double
prony_run_pace_get (PronyRunPace *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  int place = find_load (self, load);
  const Cell *cell = find_cell (self, target, scenario, place);
  double effects;

  if (cell != NULL && is_reliable (self, cell))
    return get_mean (self, cell);
  if (!has_reliable (self) && isfinite (remember (self, target, scenario, load)))
    return remember (self, target, scenario, load);
  if (self->cells->len == 0)
    return NAN;
  if (cell != NULL && !has_reliable (self))
    return get_mean (self, cell);

  if (!self->is_fitted)
    fit (self);
  effects = self->general + self->by_target[target] + self->by_scenario[scenario] +
            get_rest (self, target, scenario);
  effects += place >= 0 ? g_array_index (self->by_load, double, place) : extend_loads (self, load);
  return assume (self, target, scenario, load) * exp (effects);
}
