/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "progress-world.h"

#define TICK_S 0.1

/* --- Plans ------------------------------------------------------------------------------ */

static void
add_targets (PronyPlan *plan, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);

      g_ptr_array_add (plan->targets, prony_target_new (spec, "llama3"));
    }
}

static void
add_scenario (PronyPlan *plan, guint tokens)
{
  g_autofree char *name = g_strdup_printf ("scenario-%u", plan->scenarios->len);
  PronyScenario *scenario = prony_scenario_new (name);

  scenario->max_tokens = tokens;
  g_ptr_array_add (scenario->cases, prony_test_case_new ());
  g_ptr_array_add (plan->scenarios, scenario);
}

PronyPlan *
progress_world_make_plan (const ProgressShape *shape)
{
  PronyPlan *plan = prony_plan_new ();

  add_targets (plan, shape->n_targets);
  for (guint i = 0; i < shape->n_scenarios; i++)
    add_scenario (plan, shape->tokens[i]);
  for (guint i = 0; i < MAX_ITEMS && shape->levels[i] > 0; i++)
    prony_plan_add_level (plan, prony_load_level_closed (shape->levels[i]));
  if (shape->rate > 0)
    prony_plan_add_level (plan, prony_load_level_open (shape->rate, PRONY_ARRIVAL_CONSTANT));
  plan->requests = shape->requests;
  plan->duration_s = shape->duration_s;
  plan->warmup = shape->warmup;
  plan->cooldown_s = shape->cooldown_s;
  plan->grace_s = shape->grace_s;
  plan->think_s = shape->think_s;
  plan->repeats = MAX (shape->repeats, 1);
  plan->order = shape->parallel ? PRONY_ORDER_PARALLEL : PRONY_ORDER_SEQUENTIAL;
  if (shape->own_loads)
    {
      PronyScenario *own = g_ptr_array_index (plan->scenarios, 0);
      const PronyLoadLevel loads[] = { prony_load_level_closed (2), prony_load_level_closed (6) };

      g_array_append_vals (own->load.levels, loads, G_N_ELEMENTS (loads));
      own->load.requests = 2 * shape->requests;
      plan->own_loads = TRUE;
      plan->own_bounds = TRUE;
    }
  return plan;
}

/* --- A world in which it is carried out --------------------------------------------------- */

double
progress_world_get_truth (const ProgressWorld *self,
                          guint target,
                          guint scenario,
                          const PronyLoadLevel *load)
{
  double streams = load->kind == PRONY_LOAD_CLOSED ? load->concurrency : 1;

  return self->shape->answer_s[scenario] * self->shape->slowness[target] *
         pow (streams, self->shape->crowding);
}

static double
draw (ProgressWorld *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  double spread = self->shape->spread * (2 * g_rand_double (self->rand) - 1);

  return progress_world_get_truth (self, target, scenario, load) * (1 + spread);
}

static void
say (ProgressWorld *self)
{
  ProgressSaid said = { self->now_s, NAN, FALSE };
  double share = prony_run_progress_get_share (self->progress);

  said.remaining_s = prony_run_progress_get_remaining (self->progress, &said.at_least);

  g_assert_cmpfloat (share, >=, self->share);
  g_assert_cmpfloat (share, <=, 1);
  self->share = share;
  g_array_append_val (self->said, said);
}

static int
compare_endings (gconstpointer a, gconstpointer b)
{
  const ProgressEnding *one = a, *other = b;

  return (one->at_s > other->at_s) - (one->at_s < other->at_s);
}

static void
cut_off (ProgressWorld *self, ProgressEnding *ending, double limit_s)
{
  double last_s = limit_s + self->shape->grace_s;

  ending->cut = ending->at_s > last_s;
  ending->at_s = MIN (ending->at_s, last_s);
}

static void
add_closed (ProgressWorld *self,
            GArray *endings,
            guint target,
            guint scenario,
            const PronyLoadLevel *load,
            guint requests,
            double limit_s)
{
  g_autofree double *free_s = g_new0 (double, load->concurrency);

  for (guint n = 0; requests == 0 || n < requests; n++)
    {
      guint next = 0;
      ProgressEnding ending = { .target = target };

      for (guint i = 1; i < load->concurrency; i++)
        if (free_s[i] < free_s[next])
          next = i;
      if (free_s[next] >= limit_s)
        return;
      ending.stream = next;
      ending.duration_s = draw (self, target, scenario, load);
      ending.at_s = free_s[next] + ending.duration_s;
      free_s[next] = ending.at_s + self->shape->think_s;
      cut_off (self, &ending, limit_s);
      g_array_append_val (endings, ending);
    }
}

static void
add_open (ProgressWorld *self,
          GArray *endings,
          guint target,
          guint scenario,
          const PronyLoadLevel *load,
          guint requests,
          double limit_s)
{
  for (guint n = 0; requests == 0 || n < requests; n++)
    {
      double at_s = n / load->rate;
      ProgressEnding ending = { .target = target };

      if (at_s >= limit_s)
        return;
      ending.duration_s = draw (self, target, scenario, load);
      ending.at_s = at_s + ending.duration_s;
      cut_off (self, &ending, limit_s);
      g_array_append_val (endings, ending);
    }
}

void
progress_world_tell (ProgressWorld *self, guint step, const ProgressEnding *ending, gboolean warmup)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);

  record->outcome = ending->cut ? PRONY_OUTCOME_CANCELLED : PRONY_OUTCOME_OK;
  record->warmup = warmup;
  record->stream = ending->stream;
  record->scheduled_ns = (gint64) ((ending->at_s - ending->duration_s) * 1e9) + 1;
  record->finished_ns = (gint64) (ending->at_s * 1e9) + 1;
  if (self->shape != NULL && self->shape->first_s > 0)
    {
      double first_s = self->shape->first_s * self->shape->slowness[ending->target];

      record->first_token_ns = record->scheduled_ns + (gint64) (first_s * 1e9);
      record->last_token_ns = record->finished_ns;
      record->completion_tokens = (gint64) ((ending->duration_s - first_s) / self->shape->token_s /
                                            self->shape->slowness[ending->target]);
    }
  prony_run_progress_add (self->progress, step, ending->target, record);
}

/* What has come of answers once the first tokens have come. */
static void
watch (ProgressWorld *self, guint step, GArray *endings, double at_s)
{
  for (guint i = 0; i < endings->len && self->shape->first_s > 0; i++)
    {
      guint target = g_array_index (endings, ProgressEnding, i).target;
      double slowness = self->shape->slowness[target];

      if (at_s > (self->shape->first_s + self->shape->token_s) * slowness)
        prony_run_progress_watch (self->progress, step, target, self->shape->first_s * slowness,
                                  self->shape->token_s * slowness);
    }
}

/* Lets time pass until all have ended; how long that takes. */
static double
let_end (ProgressWorld *self, guint step, GArray *endings, double before_s, gboolean warmup)
{
  double start_s = self->now_s;
  double last_s;
  guint next = 0;

  g_array_sort (endings, compare_endings);
  last_s = endings->len > 0 ? g_array_index (endings, ProgressEnding, endings->len - 1).at_s : 0;
  for (double at_s = TICK_S; at_s < last_s; at_s += TICK_S)
    {
      self->now_s = start_s + at_s;
      for (; next < endings->len && g_array_index (endings, ProgressEnding, next).at_s <= at_s;
           next++)
        progress_world_tell (self, step, &g_array_index (endings, ProgressEnding, next), warmup);
      watch (self, step, endings, at_s);
      prony_run_progress_update (self->progress, step, warmup ? 0 : at_s, before_s + at_s);
      say (self);
    }
  for (; next < endings->len; next++)
    progress_world_tell (self, step, &g_array_index (endings, ProgressEnding, next), warmup);
  self->now_s = start_s + last_s;
  return last_s;
}

static GArray *
make_endings (
  ProgressWorld *self, guint scenario, const PronyLoadLevel *load, guint target, gboolean warmup)
{
  GArray *endings = g_array_new (FALSE, FALSE, sizeof (ProgressEnding));
  gboolean all = target == PRONY_PROGRESS_ALL_TARGETS;
  PronyPlanBounds bounds;

  prony_plan_get_bounds (self->plan, scenario, &bounds);
  for (guint i = all ? 0 : target; i < (all ? self->plan->targets->len : target + 1); i++)
    {
      double limit_s = bounds.duration_s > 0 ? bounds.duration_s : INFINITY;
      PronyLoadLevel streams = prony_load_level_closed (MAX (load->concurrency, 1));

      if (warmup && bounds.warmup > 0)
        add_closed (self, endings, i, scenario, load->kind == PRONY_LOAD_CLOSED ? load : &streams,
                    bounds.warmup * streams.concurrency, INFINITY);
      else if (!warmup && load->kind == PRONY_LOAD_OPEN)
        add_open (self, endings, i, scenario, load, bounds.requests, limit_s);
      else if (!warmup)
        add_closed (self, endings, i, scenario, load, bounds.requests, limit_s);
    }
  return endings;
}

static void
cool_down (ProgressWorld *self)
{
  for (double rest_s = self->shape->cooldown_s; rest_s > 0; rest_s -= TICK_S)
    {
      prony_run_progress_cool_down (self->progress, rest_s);
      say (self);
      self->now_s += TICK_S;
    }
  prony_run_progress_cool_down (self->progress, 0);
}

void
progress_world_carry_out_step (
  ProgressWorld *self, guint step, guint scenario, const PronyLoadLevel *load, guint target)
{
  g_autoptr (GArray) warmup = make_endings (self, scenario, load, target, TRUE);
  g_autoptr (GArray) measured = make_endings (self, scenario, load, target, FALSE);
  double total_s = self->shape->prepare_s;

  if (step > 0)
    cool_down (self);
  prony_run_progress_expect (self->progress, step, scenario, load, target);
  say (self);
  self->now_s += self->shape->prepare_s;
  prony_run_progress_prepare (self->progress, step, total_s);
  say (self);
  total_s += let_end (self, step, warmup, total_s, TRUE);
  total_s += let_end (self, step, measured, total_s, FALSE);
  prony_run_progress_finish (self->progress, step, total_s);
}

static guint
carry_out_load (ProgressWorld *self, guint step, guint scenario, const PronyLoadLevel *load)
{
  guint n_targets = self->plan->targets->len;

  for (guint repeat = 0; repeat < self->plan->repeats; repeat++)
    if (self->shape->parallel)
      progress_world_carry_out_step (self, step++, scenario, load, PRONY_PROGRESS_ALL_TARGETS);
    else
      for (guint k = 0; k < n_targets; k++)
        progress_world_carry_out_step (self, step++, scenario, load,
                                       repeat % 2 == 0 ? k : n_targets - 1 - k);

  return step;
}

void
progress_world_carry_out (ProgressWorld *self)
{
  PronyPlan *plan = self->plan;
  guint step = 0;

  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      GArray *levels = prony_plan_get_levels (plan, i);

      for (guint j = 0; j < levels->len; j++)
        step = carry_out_load (self, step, i, &g_array_index (levels, PronyLoadLevel, j));
    }
  prony_run_progress_complete (self->progress);
}

void
progress_world_init (ProgressWorld *self, const ProgressShape *shape)
{
  *self = (ProgressWorld){ .shape = shape };
  self->plan = progress_world_make_plan (shape);
  self->progress = prony_run_progress_new (self->plan);
  self->rand = g_rand_new_with_seed (7);
  self->said = g_array_new (FALSE, FALSE, sizeof (ProgressSaid));
}

void
progress_world_clear (ProgressWorld *self)
{
  g_array_unref (self->said);
  g_rand_free (self->rand);
  prony_run_progress_free (self->progress);
  prony_plan_unref (self->plan);
}
