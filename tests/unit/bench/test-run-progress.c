/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Plans of many shapes are carried out in a time of their own, and what was said of the
 * rest is held against what it turned out to be. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "core/bench/prony-run-progress.h"

#define TICK_S 0.1
#define MAX_ITEMS 4

/* What is promised: from a tenth on within 20 %. Near the end the rest is so short that
 * 1 % of the whole is allowed instead, and what the last request scatters by. */
#define FROM 0.1
#define WITHIN 0.2
#define LEAST 0.01

typedef struct
{
  const char *name;
  guint n_targets;
  double slowness[MAX_ITEMS]; /* by target */
  guint n_scenarios;
  double answer_s[MAX_ITEMS]; /* by scenario: of the first target, one at a time */
  guint tokens[MAX_ITEMS];    /* by scenario: the longest answer */
  guint levels[MAX_ITEMS];    /* 0 ends them */
  double crowding;            /* durations grow with this power of the streams */
  double spread;              /* of durations, as a share of them: evenly distributed */

  guint requests;
  double duration_s;
  double rate; /* of an open loop; 0 for a closed one */
  guint warmup;
  double prepare_s;
  double cooldown_s;
  double grace_s;
  double think_s;
  gboolean parallel;
  gboolean own_loads;
  gboolean earlier; /* the targets were measured before */
} Shape;

typedef struct
{
  double at_s; /* after the step's requests began */
  double duration_s;
  guint target;
  gboolean cut; /* by the end of the time of grace */
} Ending;

typedef struct
{
  double at_s;
  double remaining_s;
} Said;

typedef struct
{
  const Shape *shape;
  PronyPlan *plan;
  PronyRunProgress *progress;
  GRand *rand;
  double now_s;
  double share;
  GArray *said; /* of Said */
} World;

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

static PronyPlan *
make_plan (const Shape *shape)
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

static double
get_truth (const World *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  double streams = load->kind == PRONY_LOAD_CLOSED ? load->concurrency : 1;

  return self->shape->answer_s[scenario] * self->shape->slowness[target] *
         pow (streams, self->shape->crowding);
}

static double
draw (World *self, guint target, guint scenario, const PronyLoadLevel *load)
{
  double spread = self->shape->spread * (2 * g_rand_double (self->rand) - 1);

  return get_truth (self, target, scenario, load) * (1 + spread);
}

static void
say (World *self)
{
  Said said = { self->now_s, prony_run_progress_get_remaining (self->progress) };
  double share = prony_run_progress_get_share (self->progress);

  g_assert_cmpfloat (share, >=, self->share);
  g_assert_cmpfloat (share, <=, 1);
  self->share = share;
  g_array_append_val (self->said, said);
}

static int
compare_endings (gconstpointer a, gconstpointer b)
{
  const Ending *one = a, *other = b;

  return (one->at_s > other->at_s) - (one->at_s < other->at_s);
}

static void
cut_off (World *self, Ending *ending, double limit_s)
{
  double last_s = limit_s + self->shape->grace_s;

  ending->cut = ending->at_s > last_s;
  ending->at_s = MIN (ending->at_s, last_s);
}

static void
add_closed (World *self,
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
      Ending ending = { .target = target };

      for (guint i = 1; i < load->concurrency; i++)
        if (free_s[i] < free_s[next])
          next = i;
      if (free_s[next] >= limit_s)
        return;
      ending.duration_s = draw (self, target, scenario, load);
      ending.at_s = free_s[next] + ending.duration_s;
      free_s[next] = ending.at_s + self->shape->think_s;
      cut_off (self, &ending, limit_s);
      g_array_append_val (endings, ending);
    }
}

static void
add_open (World *self,
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
      Ending ending = { .target = target };

      if (at_s >= limit_s)
        return;
      ending.duration_s = draw (self, target, scenario, load);
      ending.at_s = at_s + ending.duration_s;
      cut_off (self, &ending, limit_s);
      g_array_append_val (endings, ending);
    }
}

static void
tell (World *self, guint step, const Ending *ending, gboolean warmup)
{
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);

  record->outcome = ending->cut ? PRONY_OUTCOME_CANCELLED : PRONY_OUTCOME_OK;
  record->warmup = warmup;
  record->scheduled_ns = (gint64) ((ending->at_s - ending->duration_s) * 1e9) + 1;
  record->finished_ns = (gint64) (ending->at_s * 1e9) + 1;
  prony_run_progress_add (self->progress, step, ending->target, record);
}

/* Lets time pass until all have ended; how long that takes. */
static double
let_end (World *self, guint step, GArray *endings, double before_s, gboolean warmup)
{
  double start_s = self->now_s;
  double last_s;
  guint next = 0;

  g_array_sort (endings, compare_endings);
  last_s = endings->len > 0 ? g_array_index (endings, Ending, endings->len - 1).at_s : 0;
  for (double at_s = TICK_S; at_s < last_s; at_s += TICK_S)
    {
      self->now_s = start_s + at_s;
      for (; next < endings->len && g_array_index (endings, Ending, next).at_s <= at_s; next++)
        tell (self, step, &g_array_index (endings, Ending, next), warmup);
      prony_run_progress_update (self->progress, step, warmup ? 0 : at_s, before_s + at_s);
      say (self);
    }
  for (; next < endings->len; next++)
    tell (self, step, &g_array_index (endings, Ending, next), warmup);
  self->now_s = start_s + last_s;
  return last_s;
}

static GArray *
make_endings (
  World *self, guint scenario, const PronyLoadLevel *load, guint target, gboolean warmup)
{
  GArray *endings = g_array_new (FALSE, FALSE, sizeof (Ending));
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
cool_down (World *self)
{
  for (double rest_s = self->shape->cooldown_s; rest_s > 0; rest_s -= TICK_S)
    {
      prony_run_progress_cool_down (self->progress, rest_s);
      say (self);
      self->now_s += TICK_S;
    }
  prony_run_progress_cool_down (self->progress, 0);
}

static void
carry_out_step (World *self, guint step, guint scenario, const PronyLoadLevel *load, guint target)
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

static void
carry_out (World *self)
{
  PronyPlan *plan = self->plan;
  guint step = 0;

  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      GArray *levels = prony_plan_get_levels (plan, i);

      for (guint j = 0; j < levels->len; j++)
        {
          const PronyLoadLevel *load = &g_array_index (levels, PronyLoadLevel, j);

          if (self->shape->parallel)
            carry_out_step (self, step++, i, load, PRONY_PROGRESS_ALL_TARGETS);
          else
            for (guint k = 0; k < plan->targets->len; k++)
              carry_out_step (self, step++, i, load, k);
        }
    }
  prony_run_progress_complete (self->progress);
}

/* --- What is promised ---------------------------------------------------------------------- */

static const Shape shapes[] = {
  { "counted", 1, { 1 }, 1, { 1 }, { 50 }, { 1 }, .requests = 40 },
  { "counted, scattered", 1, { 1 }, 1, { 1 }, { 50 }, { 4 }, .requests = 160, .spread = 0.8 },
  { "streams in step", 1, { 1 }, 1, { 2 }, { 50 }, { 16 }, .requests = 320 },
  { "one round of each",
    2,
    { 1, 1.1 },
    3,
    { 4, 5, 6 },
    { 200, 250, 300 },
    { 8 },
    .requests = 8,
    .warmup = 1 },
  { "levels", 1, { 1 }, 1, { 1 }, { 50 }, { 1, 2, 4 }, 0.2, 0.1, .requests = 40 },
  { "time",
    2,
    { 1, 4 },
    1,
    { 0.5 },
    { 50 },
    { 1, 4 },
    .duration_s = 20,
    .warmup = 1,
    .prepare_s = 1 },
  { "time, long answers",
    2,
    { 1, 1.2 },
    2,
    { 8, 6 },
    { 400, 300 },
    { 4 },
    .spread = 0.3,
    .duration_s = 30,
    .grace_s = 5,
    .warmup = 1 },
  { "cooling down",
    3,
    { 1, 2, 3 },
    1,
    { 0.3 },
    { 50 },
    { 2 },
    .duration_s = 10,
    .cooldown_s = 5,
    .prepare_s = 0.5 },
  { "cooling down, counted",
    2,
    { 1, 1.2 },
    2,
    { 0.5, 1 },
    { 50, 100 },
    { 1, 2 },
    .requests = 20,
    .cooldown_s = 5 },
  { "scenarios of very different length",
    2,
    { 1, 1.2 },
    4,
    { 0.5, 1, 4, 20 },
    { 25, 50, 200, 1000 },
    { 1 },
    .spread = 0.1,
    .requests = 10,
    .warmup = 1 },
  { "the long one first",
    2,
    { 1, 1.2 },
    3,
    { 20, 4, 1 },
    { 1000, 200, 50 },
    { 1 },
    .spread = 0.1,
    .requests = 20 },
  { "scenarios that are not as assumed, long ones seen",
    3,
    { 1, 2, 0.5 },
    2,
    { 5, 1 },
    { 100, 100 },
    { 1 },
    .requests = 10,
    .earlier = TRUE },
  { "targets of different speed, measured before",
    4,
    { 1, 3, 0.4, 8 },
    2,
    { 1, 3 },
    { 50, 150 },
    { 1, 4 },
    0.2,
    0.2,
    .requests = 20,
    .earlier = TRUE },
  { "open loop",
    2,
    { 1, 3 },
    2,
    { 1, 2 },
    { 50, 100 },
    .rate = 5,
    .duration_s = 20,
    .prepare_s = 0.5 },
  { "open loop, counted", 1, { 1 }, 2, { 1, 2 }, { 50, 100 }, .rate = 5, .requests = 200 },
  { "closed and open", 1, { 1 }, 1, { 0.5 }, { 50 }, { 2 }, .rate = 4, .requests = 80 },
  { "at the same time",
    3,
    { 1, 2, 4 },
    2,
    { 1, 2 },
    { 50, 100 },
    { 2 },
    .requests = 40,
    .parallel = TRUE,
    .warmup = 1 },
  { "at the same time, by time",
    3,
    { 1, 2, 4 },
    2,
    { 1, 2 },
    { 50, 100 },
    { 2 },
    .duration_s = 20,
    .parallel = TRUE,
    .warmup = 1 },
  { "own loads", 1, { 1 }, 2, { 1, 1 }, { 50, 50 }, { 1 }, .requests = 30, .own_loads = TRUE },
  { "time cuts the count",
    2,
    { 1, 1.5 },
    1,
    { 1 },
    { 50 },
    { 2 },
    .requests = 1000,
    .duration_s = 20 },
  { "the count comes before the time",
    2,
    { 1, 1.1 },
    1,
    { 1 },
    { 50 },
    { 2 },
    .requests = 40,
    .duration_s = 600 },
  { "thinking", 1, { 1 }, 2, { 1, 2 }, { 50, 100 }, { 4 }, .requests = 80, .think_s = 2 },
  { "long warm-up",
    2,
    { 1, 1.1 },
    2,
    { 2, 4 },
    { 100, 200 },
    { 4 },
    .requests = 20,
    .warmup = 3,
    .prepare_s = 1 },
};

static void
remember (World *self)
{
  for (guint i = 0; i < self->plan->targets->len; i++)
    for (guint s = 0; s < self->plan->scenarios->len; s++)
      {
        PronyLoadLevel load = prony_load_level_closed (1);

        prony_run_pace_add_earlier (prony_run_progress_get_pace (self->progress), i, s, &load,
                                    1.1 * get_truth (self, i, s, &load));
      }
}

static double
get_scatter (const Shape *shape)
{
  double longest_s = 0;

  for (guint i = 0; i < shape->n_scenarios; i++)
    for (guint k = 0; k < shape->n_targets; k++)
      longest_s = MAX (longest_s, shape->answer_s[i] * shape->slowness[k]);

  return shape->spread * longest_s;
}

static void
test_shape (gconstpointer data)
{
  World self = { .shape = data };
  double whole_s;

  self.plan = make_plan (self.shape);
  g_assert_true (prony_plan_check (self.plan, NULL));
  self.progress = prony_run_progress_new (self.plan);
  self.rand = g_rand_new_with_seed (7);
  self.said = g_array_new (FALSE, FALSE, sizeof (Said));
  if (self.shape->earlier)
    remember (&self);
  carry_out (&self);

  whole_s = self.now_s;
  g_assert_cmpfloat (prony_run_progress_get_remaining (self.progress), ==, 0);
  g_assert_cmpfloat (prony_run_progress_get_share (self.progress), ==, 1);
  for (guint i = 0; i < self.said->len; i++)
    {
      const Said *said = &g_array_index (self.said, Said, i);
      double truth_s = whole_s - said->at_s;
      double wrong_s = fabs (said->remaining_s - truth_s);

      if (said->at_s < FROM * whole_s)
        continue;
      if (!(wrong_s <= MAX (WITHIN * truth_s, LEAST * whole_s + get_scatter (self.shape))))
        {
          g_test_fail_printf ("After %.1f of %.1f s, %.1f s were said to be left", said->at_s,
                              whole_s, said->remaining_s);
          break;
        }
    }

  g_array_unref (self.said);
  g_rand_free (self.rand);
  prony_run_progress_free (self.progress);
  prony_plan_unref (self.plan);
}

/* --- What cannot be known, and what is sure anyway ------------------------------------------ */

static const Shape plain = { "plain", 2, { 1, 1 }, 2, { 1, 1 }, { 50, 50 }, { 1 } };

static PronyPlan *
make_plain (guint requests, double duration_s)
{
  PronyPlan *plan = make_plan (&plain);

  plan->requests = requests;
  plan->duration_s = duration_s;
  plan->warmup = 0;
  return plan;
}

/* A count tells nothing before a request has ended; a time tells from the start. */
static void
test_nothing_yet (void)
{
  g_autoptr (PronyPlan) counted = make_plain (10, 0);
  g_autoptr (PronyPlan) timed = make_plain (0, 10);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (counted);
  g_autoptr (PronyRunProgress) sure = prony_run_progress_new (timed);

  prony_run_progress_prepare (progress, 0, 2);
  prony_run_progress_update (progress, 0, 3, 5);
  g_assert_true (isnan (prony_run_progress_get_remaining (progress)));
  g_assert_true (isnan (prony_run_progress_get_trial_remaining (progress, 0, 0)));
  g_assert_true (isnan (prony_run_progress_get_trial_share (progress, 0, 0)));
  g_assert_cmpfloat (prony_run_progress_get_share (progress), ==, 0);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (sure), 40, 0.01);
}

/* An engine that has stopped answering: the rest does not run out. */
static void
test_hang (void)
{
  g_autoptr (PronyPlan) plan = make_plain (10, 0);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (plan);
  World world = { .progress = progress };
  Ending ending = { 1, 1, 0 };

  prony_run_progress_prepare (progress, 0, 0);
  tell (&world, 0, &ending, FALSE);
  prony_run_progress_update (progress, 0, 1, 1);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_trial_remaining (progress, 0, 0), 9, 0.01);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_trial_share (progress, 0, 0), 0.1, 0.01);
  prony_run_progress_update (progress, 0, 100, 100);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_trial_remaining (progress, 0, 0), 8, 0.01);
}

/* A target that is not there is done at once; one that was left out is not waited for. */
static void
test_left_out (void)
{
  g_autoptr (PronyPlan) plan = make_plain (0, 10);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (plan);

  prony_run_progress_finish (progress, 0, 0.01);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress), 30, 0.01);
  prony_run_progress_leave_out (progress, 3);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress), 20, 0.01);
  prony_run_progress_leave_out (progress, 100);
  prony_run_progress_prepare (progress, 1, 0);
  prony_run_progress_end_trial (progress, 1, 1);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress), 10, 0.01);
}

static void
test_trace (void)
{
  static const Shape traced = { "traced", 1, { 1 }, 1, { 1 }, { 50 } };
  g_autoptr (PronyPlan) plan = make_plan (&traced);
  g_autoptr (PronyRunProgress) progress = NULL;
  g_autofree char *file = NULL;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX.csv", &file, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (
    g_file_set_contents (file, "timestamp,input_length,output_length\n0,1,1\n4,1,1\n", -1, NULL));
  plan->trace = prony_trace_read (file, NULL);
  g_remove (file);
  g_assert_nonnull (plan->trace);
  prony_plan_add_level (plan, prony_load_level_trace (0.5));
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 4, 4);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress), 4, 0.01);
}

/* Of two scenarios the first needs fewer loads than expected, the second more. It never
 * counts back, and is through at the end. */
static void
test_sweep (void)
{
  const guint n_loads[] = { 3, 14 };
  Shape shape = plain;
  World self = { .shape = &shape };
  guint step = 0;

  shape.n_targets = 1;
  shape.duration_s = 10;
  self.plan = make_plan (&shape);
  self.plan->sweep = TRUE;
  self.progress = prony_run_progress_new (self.plan);
  self.rand = g_rand_new_with_seed (7);
  self.said = g_array_new (FALSE, FALSE, sizeof (Said));
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < n_loads[i]; j++)
      {
        PronyLoadLevel load = prony_load_level_closed (1 + j);

        carry_out_step (&self, step++, i, &load, 0);
      }

  prony_run_progress_complete (self.progress);
  g_assert_cmpfloat (prony_run_progress_get_share (self.progress), ==, 1);
  g_assert_cmpfloat (prony_run_progress_get_remaining (self.progress), ==, 0);
  for (guint i = 0; i < self.said->len; i++)
    g_assert_cmpfloat (g_array_index (self.said, Said, i).remaining_s, >=, 0);
  g_array_unref (self.said);
  g_rand_free (self.rand);
  prony_run_progress_free (self.progress);
  prony_plan_unref (self.plan);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/run-progress/shape/%s", shapes[i].name);

      g_test_add_data_func (path, &shapes[i], test_shape);
    }
  g_test_add_func ("/run-progress/nothing-yet", test_nothing_yet);
  g_test_add_func ("/run-progress/hang", test_hang);
  g_test_add_func ("/run-progress/left-out", test_left_out);
  g_test_add_func ("/run-progress/trace", test_trace);
  g_test_add_func ("/run-progress/sweep", test_sweep);

  return g_test_run ();
}
