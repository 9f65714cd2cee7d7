/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a scenario is, in words. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-scenario-text.h"
#include "base/prony-format.h"

static char *
join_with_dots (GPtrArray *words)
{
  g_ptr_array_add (words, NULL);

  return g_strjoinv (" · ", (char **) words->pdata);
}

/* --- Lengths ------------------------------------------------------------------ */

static char *
describe_limits (guint least, guint most)
{
  g_autofree char *least_text = prony_format_value (least, PRONY_UNIT_COUNT);
  g_autofree char *most_text = prony_format_value (most, PRONY_UNIT_COUNT);

  if (least > 0 && most > 0)
    /* TRANSLATORS: a range of lengths: "5–50 tokens". */
    return g_strdup_printf (_ ("%s–%s tokens"), least_text, most_text);
  if (most > 0)
    return g_strdup_printf (ngettext ("at most %s token", "at most %s tokens", most), most_text);
  if (least > 0)
    return g_strdup_printf (ngettext ("at least %s token", "at least %s tokens", least),
                            least_text);

  return NULL;
}

static char *
describe_lengths (const PronyLengths *lengths)
{
  g_autofree char *mean = prony_format_value (lengths->mean, PRONY_UNIT_COUNT);
  g_autofree char *stddev = prony_format_value (lengths->stddev, PRONY_UNIT_COUNT);
  g_autofree char *range = describe_limits (lengths->min, lengths->max);

  switch (lengths->kind)
    {
    case PRONY_LENGTHS_FIXED:
      return g_strdup_printf (
        ngettext ("%s token", "%s tokens", (gulong) CLAMP (lengths->mean, 0, G_MAXUINT)), mean);

    case PRONY_LENGTHS_UNIFORM:
      /* TRANSLATORS: %s is a range: "5–50 tokens, each length as likely". */
      return g_strdup_printf (_ ("%s, each length as likely"), range != NULL ? range : "");

    case PRONY_LENGTHS_NORMAL:
      /* TRANSLATORS: mean and standard deviation of lengths. */
      return g_strdup_printf (_ ("%s ± %s tokens, normally distributed"), mean, stddev);

    case PRONY_LENGTHS_LOG_NORMAL:
      /* TRANSLATORS: mean and standard deviation of lengths. */
      return g_strdup_printf (_ ("%s ± %s tokens, log-normally distributed"), mean, stddev);

    case PRONY_LENGTHS_LIST:
      return g_strdup (lengths->file != NULL ? _ ("lengths drawn from a file")
                                             : _ ("lengths drawn from a list"));

    case PRONY_LENGTHS_NONE:
    default:
      return NULL;
    }
}

/**
 * prony_scenario_text_prompt:
 * @scenario: a scenario
 *
 * Returns: (transfer full): how long its prompts are: "5–50 tokens"
 */
char *
prony_scenario_text_prompt (PronyScenario *scenario)
{
  char *text = describe_lengths (&scenario->prompt_lengths);

  if (text == NULL)
    text = describe_limits (scenario->prompt_min_tokens, scenario->prompt_max_tokens);

  return text != NULL ? text : g_strdup (_ ("as long as they are"));
}

/**
 * prony_scenario_text_completion:
 * @scenario: a scenario
 *
 * Returns: (transfer full): how long its answers are to be: "at most 64 tokens"
 */
char *
prony_scenario_text_completion (PronyScenario *scenario)
{
  char *text = describe_lengths (&scenario->completion_lengths);

  if (text == NULL)
    text = describe_limits (scenario->min_tokens, scenario->max_tokens);

  return text != NULL ? text : g_strdup (_ ("as long as the engine likes"));
}

/* --- What is asked ------------------------------------------------------------- */

/**
 * prony_scenario_text_count:
 * @scenario: a scenario
 *
 * Returns: (transfer full): how many prompts it has, or where they come from: "16 prompts"
 */
char *
prony_scenario_text_count (PronyScenario *scenario)
{
  guint n = prony_scenario_count_cases (scenario);

  if (scenario->dataset != NULL)
    {
      g_autofree char *sample = prony_format_value (scenario->dataset->sample, PRONY_UNIT_COUNT);

      /* TRANSLATORS: a number of prompts that are drawn, and the name of a file. */
      return g_strdup_printf (
        ngettext ("%s prompt from “%s”", "%s prompts from “%s”", scenario->dataset->sample), sample,
        scenario->dataset->name);
    }
  if (scenario->messages != NULL && !scenario->last_turn_only)
    return g_strdup_printf (ngettext ("%u conversation", "%u conversations", n), n);

  return g_strdup_printf (ngettext ("%u prompt", "%u prompts", n), n);
}

/**
 * prony_scenario_text_summary:
 * @scenario: a scenario
 *
 * Returns: (transfer full): all in one line: "16 prompts · 5–50 tokens → 10–64 tokens"
 */
char *
prony_scenario_text_summary (PronyScenario *scenario)
{
  g_autofree char *count = prony_scenario_text_count (scenario);
  g_autofree char *prompt = prony_scenario_text_prompt (scenario);
  g_autofree char *completion = prony_scenario_text_completion (scenario);

  /* TRANSLATORS: number of prompts, their length, the length of the answers:
   * "16 prompts · 5–50 tokens → 10–64 tokens". */
  return g_strdup_printf (_ ("%s · %s → %s"), count, prompt, completion);
}

/**
 * prony_scenario_text_sampling:
 * @scenario: a scenario
 *
 * Returns: (transfer full): how the engine is to choose tokens
 */
char *
prony_scenario_text_sampling (PronyScenario *scenario)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (scenario->temperature == 0.0)
    g_ptr_array_add (words, g_strdup (_ ("always the likeliest token")));
  else if (isfinite (scenario->temperature))
    {
      g_autofree char *value = prony_format_value (scenario->temperature, PRONY_UNIT_NONE);

      g_ptr_array_add (words, g_strdup_printf (_ ("temperature %s"), value));
    }
  if (isfinite (scenario->top_p))
    {
      g_autofree char *value = prony_format_value (scenario->top_p, PRONY_UNIT_NONE);

      g_ptr_array_add (words, g_strdup_printf (_ ("top-p %s"), value));
    }
  if (scenario->seed >= 0)
    {
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, scenario->seed);

      g_ptr_array_add (words, g_strdup_printf (_ ("seed %s"), value));
    }
  if (scenario->ignore_eos)
    g_ptr_array_add (words, g_strdup (_ ("past the model’s end mark")));
  if (words->len == 0)
    return g_strdup (_ ("as the engine does by itself"));

  return join_with_dots (words);
}

static guint
count_rules (const PronyExpectation *rule)
{
  guint n = 0;

  if (rule == NULL)
    return 0;
  if (rule->rules == NULL)
    return 1;
  for (guint i = 0; i < rule->rules->len; i++)
    n += count_rules (g_ptr_array_index (rule->rules, i));

  return n;
}

/**
 * prony_scenario_text_rules:
 * @scenario: a scenario
 *
 * Returns: (transfer full) (nullable): how its answers are judged; %NULL if they are not
 */
char *
prony_scenario_text_rules (PronyScenario *scenario)
{
  guint n_own = 0;
  guint n = count_rules (scenario->expect);

  for (guint i = 0; i < scenario->cases->len; i++) /* not those of an unread data set */
    n_own += prony_scenario_get_case (scenario, i)->expect != NULL ? 1 : 0;

  if (n > 0 && n_own > 0)
    return g_strdup (_ ("each answer by rules, some by their own"));
  if (n > 0)
    return g_strdup_printf (ngettext ("each answer by %u rule", "each answer by %u rules", n), n);
  if (n_own > 0)
    return g_strdup_printf (
      ngettext ("%u answer by its own rules", "%u answers by their own rules", n_own), n_own);

  return NULL;
}

/* --- How it is asked --------------------------------------------------------------- */

/**
 * prony_scenario_text_load:
 * @scenario: a scenario
 *
 * Returns: (transfer full) (nullable): the load that it is meant for; %NULL if it names
 *   none
 */
char *
prony_scenario_text_load (PronyScenario *scenario)
{
  const PronyScenarioLoad *load = &scenario->load;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < load->levels->len; i++)
    g_ptr_array_add (words,
                     prony_load_level_describe (&g_array_index (load->levels, PronyLoadLevel, i)));
  if (load->duration_s > 0)
    g_ptr_array_add (words, prony_format_duration (load->duration_s));
  if (load->requests > 0)
    g_ptr_array_add (words, g_strdup_printf (ngettext ("%u request", "%u requests", load->requests),
                                             load->requests));
  if (load->iterations > 0)
    g_ptr_array_add (words, g_strdup_printf (ngettext ("each prompt %u time",
                                                       "each prompt %u times", load->iterations),
                                             load->iterations));

  return words->len > 0 ? join_with_dots (words) : NULL;
}

static void
add_objective (GPtrArray *words, const char *title, double seconds)
{
  g_autofree char *value = NULL;

  if (!isfinite (seconds))
    return;

  value = prony_format_milliseconds (seconds);
  /* TRANSLATORS: a figure and the most it may be: "Latency ≤ 5,000 ms". */
  g_ptr_array_add (words, g_strdup_printf (_ ("%s ≤ %s"), title, value));
}

/**
 * prony_scenario_text_objectives:
 * @scenario: a scenario
 *
 * Returns: (transfer full) (nullable): what it is to keep to; %NULL if it names nothing
 */
char *
prony_scenario_text_objectives (PronyScenario *scenario)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  add_objective (words, _ ("time to first token"), scenario->slo_ttft_s);
  add_objective (words, _ ("inter-token latency"), scenario->slo_itl_s);
  add_objective (words, _ ("whole answer"), scenario->slo_latency_s);

  return words->len > 0 ? join_with_dots (words) : NULL;
}

/**
 * prony_scenario_text_cache:
 * @cache: how a prompt cache is treated
 *
 * Returns: what that means
 */
const char *
prony_scenario_text_cache (PronyCacheMode cache)
{
  switch (cache)
    {
    case PRONY_CACHE_UNIQUE:
      return _ ("Every prompt begins differently, so that no cache can answer");

    case PRONY_CACHE_SHARED_PREFIX:
      return _ ("Prompts share their beginning on purpose");

    case PRONY_CACHE_REPEAT:
    default:
      return _ ("Prompts are sent again as they are");
    }
}

/**
 * prony_scenario_text_class:
 * @klass: the shape of the work
 *
 * Returns: what that means
 */
const char *
prony_scenario_text_class (PronyScenarioClass klass)
{
  switch (klass)
    {
    case PRONY_SCENARIO_SHORT_SHORT:
      return _ ("Short prompt, short answer");

    case PRONY_SCENARIO_SHORT_LONG:
      return _ ("Short prompt, long answer");

    case PRONY_SCENARIO_LONG_SHORT:
      return _ ("Long prompt, short answer");

    case PRONY_SCENARIO_LONG_LONG:
      return _ ("Long prompt, long answer");

    case PRONY_SCENARIO_OTHER:
    default:
      return _ ("Another shape");
    }
}

/**
 * prony_scenario_text_source:
 * @source: where counts of tokens come from
 *
 * Returns: that in a sentence
 */
const char *
prony_scenario_text_source (PronyCountSource source)
{
  switch (source)
    {
    case PRONY_COUNT_TOKENIZE:
      return _ ("Counted by the engine’s tokenizer");

    case PRONY_COUNT_TOKENIZER:
      return _ ("Counted with the model’s vocabulary on this computer");

    case PRONY_COUNT_USAGE:
      return _ ("Worked out from what the engine said of a few short requests");

    case PRONY_COUNT_CHUNKS:
    case PRONY_COUNT_ESTIMATE:
    default:
      return _ ("Estimated from the length of the text, as no model is known");
    }
}
