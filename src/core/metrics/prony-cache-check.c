/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-cache-check.h"
#include "core/model/prony-event-cursor.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"

/* Whether prompts that are to be new to the engine were answered from a cache. Two
 * witnesses: what the engine itself says that it has cached, and how long prompts took
 * that it, or a proxy before it, had seen before. A check that could fail without a cache
 * is left absent. */

/* All prompts begin with the words of the engine's template. Where nobody knows how many
 * these are: the longest usual ones. Then a few for what a distinct beginning may have in
 * common with others. */
#define TEMPLATE_MAX 96
#define TEMPLATE_SLACK 8
/* The last token of a prompt is worked on in any case, and the one before it may be. */
#define WHOLE_PROMPT_SLACK 2
#define UNCACHED_TOLERANCE 0.01

/* A cache must be worth so much, and be no matter of chance. */
#define REPEATS_MAX_RATIO 0.7
#define REPEATS_MIN_S 0.002
#define REPEATS_MAX_P 0.001
#define MIN_CASES 5
#define MIN_REPEATS 10

/* --- What the engine says -------------------------------------------------------- */

static gboolean
is_counted (const PronyRequestRecord *record)
{
  return !record->warmup && record->outcome == PRONY_OUTCOME_OK && record->prompt_tokens > 0;
}

static gboolean
tells_cached (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (is_counted (record) && record->cached_tokens >= 0)
        return TRUE;
    }

  return FALSE;
}

/* Some engines leave it out where it is 0. */
static gint64
get_cached (const PronyRequestRecord *record)
{
  return CLAMP (record->cached_tokens, 0, record->prompt_tokens);
}

/**
 * prony_cache_check_get_share:
 * @records: (element-type PronyRequestRecord): the requests of a trial
 *
 * Returns: the share of the prompt tokens of all measured requests that succeeded which
 *   the engine says it took from its prompt cache, 0 to 1; NAN where it never says
 */
double
prony_cache_check_get_share (GPtrArray *records)
{
  double cached = 0, all = 0;

  if (!tells_cached (records))
    return NAN;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (!is_counted (record))
        continue;
      cached += (double) get_cached (record);
      all += (double) record->prompt_tokens;
    }

  return cached / all;
}

/* What can only come from an earlier prompt of the same text. */
static gint64
get_excess (const PronyRequestRecord *record, const PronySummaryInput *input)
{
  gint64 allowed = input->template_exact && input->template_tokens > 0
                     ? input->template_tokens + TEMPLATE_SLACK
                     : TEMPLATE_MAX;
  gint64 cached = get_cached (record);

  if (cached > 0 && cached >= record->prompt_tokens - WHOLE_PROMPT_SLACK)
    return cached;

  return MAX (cached - allowed, 0);
}

static void
check_uncached (PronyCheck *check, const PronySummaryInput *input)
{
  double cached = 0, excess = 0, all = 0;

  if (!tells_cached (input->records))
    return;

  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      if (!is_counted (record))
        continue;
      cached += (double) get_cached (record);
      excess += (double) get_excess (record, input);
      all += (double) record->prompt_tokens;
    }

  check->verdict = excess <= UNCACHED_TOLERANCE * all ? PRONY_VERDICT_PASSED : PRONY_VERDICT_FAILED;
  check->expected = (cached - excess) / all;
  check->actual = cached / all;
}

/* --- How long repeated prompts take ------------------------------------------------- */

/* The requests of one test case. */
typedef struct
{
  gint64 known_ns; /* since when it can be in a cache; 0 for not yet */
  double first_s;  /* of the request that was new; NAN where it cannot be compared */
  GArray *repeats;
} Case;

typedef struct
{
  GHashTable *cases;  /* by number, of Case */
  GHashTable *warmed; /* streams that have sent a request of the warm-up */
  GHashTable *opened; /* those that have sent a measured one */
  gboolean closed;    /* the load */
} Sorting;

static void
case_free (gpointer data)
{
  Case *self = data;

  g_array_unref (self->repeats);
  g_free (self);
}

static Case *
get_case (GHashTable *cases, guint index)
{
  Case *self = g_hash_table_lookup (cases, GUINT_TO_POINTER (index));

  if (self == NULL)
    {
      self = g_new0 (Case, 1);
      self->first_s = NAN;
      self->repeats = g_array_new (FALSE, FALSE, sizeof (double));
      g_hash_table_insert (cases, GUINT_TO_POINTER (index), self);
    }
  return self;
}

/* Of answers that something held back too: what comes from a memory comes at once. */
static double
get_first_token_time (const PronyRequestRecord *record)
{
  gint64 at_ns = record->finished_ns;
  PronyEventCursor cursor;
  PronyRecordEvent event;

  if (record->outcome != PRONY_OUTCOME_OK || record->sent_ns == 0)
    return NAN;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (prony_event_kind_carries_tokens ((PronyEventKind) event.kind))
      {
        at_ns = event.at_ns;
        break;
      }

  return prony_ns_to_s (at_ns - record->sent_ns);
}

/* The first requests of a closed loop all go out at one moment, those of the warm-up also
 * to an engine that has just begun: they are slower than others in any case. The warm-up
 * of an open loop has another load. */
static gboolean
is_comparable (Sorting *sorting, const PronyRequestRecord *record)
{
  GHashTable *begun = record->warmup ? sorting->warmed : sorting->opened;

  if (!sorting->closed)
    return !record->warmup;

  return !g_hash_table_add (begun, GUINT_TO_POINTER (record->stream));
}

/* What goes out before the answer to the same prompt has ended is neither new nor known. */
static void
sort_in (Sorting *sorting, const PronyRequestRecord *record)
{
  Case *self = get_case (sorting->cases, record->case_index);
  double time_s = is_comparable (sorting, record) ? get_first_token_time (record) : NAN;

  if (self->known_ns == 0)
    {
      self->first_s = time_s;
      self->known_ns = MAX (record->finished_ns, record->sent_ns);
    }
  else if (record->sent_ns > self->known_ns && !record->warmup && isfinite (time_s))
    g_array_append_val (self->repeats, time_s);
}

static int
compare_sent (gconstpointer a, gconstpointer b)
{
  const PronyRequestRecord *const *first = a;
  const PronyRequestRecord *const *second = b;

  return ((*first)->sent_ns > (*second)->sent_ns) - ((*first)->sent_ns < (*second)->sent_ns);
}

static GHashTable *
sort_into_cases (const PronySummaryInput *input)
{
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();
  g_autoptr (GHashTable) warmed = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) opened = g_hash_table_new (NULL, NULL);
  Sorting sorting = { .warmed = warmed, .opened = opened };

  sorting.closed = input->level == NULL || input->level->kind == PRONY_LOAD_CLOSED;
  sorting.cases = g_hash_table_new_full (NULL, NULL, NULL, case_free);
  for (guint i = 0; i < input->records->len; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      if (record->sent_ns != 0)
        g_ptr_array_add (sent, record);
    }
  g_ptr_array_sort (sent, compare_sent);
  for (guint i = 0; i < sent->len; i++)
    sort_in (&sorting, g_ptr_array_index (sent, i));
  return sorting.cases;
}

/* The times of all cases. */
typedef struct
{
  GArray *firsts;      /* of each case, in seconds */
  GArray *repeats;     /* the median of each case */
  GArray *ratios;      /* of the latter to the former */
  GArray *even_firsts; /* as parts of the median of their case: comparable over cases */
  GArray *even_repeats;
} Times;

static void
times_init (Times *self)
{
  self->firsts = g_array_new (FALSE, FALSE, sizeof (double));
  self->repeats = g_array_new (FALSE, FALSE, sizeof (double));
  self->ratios = g_array_new (FALSE, FALSE, sizeof (double));
  self->even_firsts = g_array_new (FALSE, FALSE, sizeof (double));
  self->even_repeats = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
times_clear (Times *self)
{
  g_array_unref (self->firsts);
  g_array_unref (self->repeats);
  g_array_unref (self->ratios);
  g_array_unref (self->even_firsts);
  g_array_unref (self->even_repeats);
}

static double
take_median (GArray *values)
{
  return prony_median ((double *) values->data, values->len);
}

/* If nothing remembers, the first of a case is like any other of it: so it is with each
 * divided by the median of all. */
static void
add_case (Times *self, const Case *item)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  double repeat, ratio, middle;

  if (!isfinite (item->first_s) || !(item->first_s > 0) || item->repeats->len == 0)
    return;

  g_array_append_vals (all, item->repeats->data, item->repeats->len);
  g_array_append_val (all, item->first_s);
  middle = take_median (all);
  if (!(middle > 0))
    return;

  for (guint i = 0; i < item->repeats->len; i++)
    {
      double even = g_array_index (item->repeats, double, i) / middle;

      g_array_append_val (self->even_repeats, even);
    }
  repeat = take_median (item->repeats);
  ratio = repeat / item->first_s;
  middle = item->first_s / middle;
  g_array_append_val (self->even_firsts, middle);
  g_array_append_val (self->firsts, item->first_s);
  g_array_append_val (self->repeats, repeat);
  g_array_append_val (self->ratios, ratio);
}

static double
get_p (Times *self)
{
  prony_sort_doubles ((double *) self->even_firsts->data, self->even_firsts->len);
  prony_sort_doubles ((double *) self->even_repeats->data, self->even_repeats->len);
  return prony_mann_whitney_p ((double *) self->even_firsts->data, self->even_firsts->len,
                               (double *) self->even_repeats->data, self->even_repeats->len);
}

static void
check_repeats (PronyCheck *check, const PronySummaryInput *input)
{
  g_autoptr (GHashTable) cases = sort_into_cases (input);
  GHashTableIter iter;
  gpointer item;
  Times times;

  times_init (&times);
  g_hash_table_iter_init (&iter, cases);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    add_case (&times, item);

  if (times.firsts->len >= MIN_CASES && times.even_repeats->len >= MIN_REPEATS)
    {
      double ratio = take_median (times.ratios);
      gboolean is_faster;

      check->expected = take_median (times.firsts);
      check->actual = take_median (times.repeats);
      is_faster = ratio <= REPEATS_MAX_RATIO && check->expected - check->actual >= REPEATS_MIN_S;
      check->verdict =
        is_faster && get_p (&times) < REPEATS_MAX_P ? PRONY_VERDICT_FAILED : PRONY_VERDICT_PASSED;
    }
  times_clear (&times);
}

/* --- Public -------------------------------------------------------------------------- */

static gboolean
is_conversation (GPtrArray *messages)
{
  return messages != NULL && messages->len > 1;
}

/* Later turns begin like those before them: that the engine remembers these is no
 * mistake, but how conversations are had. A data set that nobody has read may have some. */
static gboolean
has_turns (const PronyScenario *scenario)
{
  if (scenario->last_turn_only)
    return FALSE;
  if (is_conversation (scenario->messages) || scenario->cases->len == 0)
    return TRUE;

  for (guint i = 0; i < scenario->cases->len; i++)
    if (is_conversation (prony_scenario_get_case (scenario, i)->messages))
      return TRUE;

  return FALSE;
}

static gboolean
is_ramp (const PronyLoadLevel *level)
{
  return level != NULL && level->ramp_s > 0;
}

/**
 * prony_cache_check_fill:
 * @summary: a summary
 * @input: what it was made from
 *
 * Checks whether a trial whose scenario wants each prompt to be new to the engine was
 * answered from a cache. Both checks are absent for other scenarios, for conversations of
 * several requests, and where a trace sizes the prompts.
 *
 * - uncached: the share of the prompt tokens that the engine says were cached, against
 *   the share of the words of its template, which all prompts begin with: as many tokens
 *   as it is known to have and 8, or 96 where that is not known. What goes beyond, or is
 *   all of a prompt but two tokens, counts; 1 %. Absent where the engine never says.
 * - repeats: the median time to first token of the cases' repeated requests against that
 *   of their first ones, warm-up included. It fails where repeats need at most 70 %, are
 *   2 ms faster at least, and a two-sided Mann-Whitney U test of all times, each divided
 *   by the median of its case, gives p < 0.001. Left out are the first request of each
 *   stream of a closed loop, in the warm-up and in the window, the warm-up of an open
 *   loop, and what was sent before the answer to the same case had ended. Absent with
 *   fewer than five cases or ten repeats, and on a ramp, where times change with the load.
 */
void
prony_cache_check_fill (PronySummary *summary, const PronySummaryInput *input)
{
  g_return_if_fail (summary != NULL && input != NULL);

  if (input->scenario == NULL || input->scenario->cache != PRONY_CACHE_UNIQUE || input->sized ||
      has_turns (input->scenario))
    return;

  check_uncached (&summary->checks[PRONY_CHECK_UNCACHED], input);
  if (!is_ramp (input->level))
    check_repeats (&summary->checks[PRONY_CHECK_REPEATS], input);
}
