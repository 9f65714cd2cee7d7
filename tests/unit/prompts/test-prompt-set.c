/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/prompts/prony-prompt-maker.h"
#include "core/scenarios/prony-scenario-catalog.h"

static PronyScenario *
parse (const char *rest)
{
  g_autofree char *text = g_strconcat ("name: a\n", rest, NULL);
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario = prony_scenario_parse (text, -1, "f", &error);

  g_assert_no_error (error);
  return scenario;
}

/* A token for every three bytes, and so many texts were counted. */
static gint64
count_thirds (const char *text, gsize length, gpointer user_data)
{
  guint *n_counts = user_data;

  (*n_counts)++;
  return (gint64) (length + 2) / 3;
}

static PronyPromptGauge *
gauge_new (PronyCountSource source, guint *n_counts)
{
  PronyPromptGauge *gauge = prony_prompt_gauge_new ();

  gauge->source = source;
  gauge->overhead = 9;
  if (source == PRONY_COUNT_TOKENIZE)
    gauge->count = count_thirds;
  gauge->user_data = n_counts;
  for (guint i = 0; source == PRONY_COUNT_USAGE && i < PRONY_N_FILLERS; i++)
    gauge->tokens_per_byte[i] = 0.3 + i * 0.03;
  return gauge;
}

static PronyPromptSet *
fill_in (PronyScenario *scenario, PronyPromptGauge *gauge)
{
  g_autoptr (GError) error = NULL;
  PronyPromptSet *set = prony_prompt_set_new (scenario, 11, gauge, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static const PronyCountSource sources[] = {
  PRONY_COUNT_TOKENIZE,
  PRONY_COUNT_USAGE,
  PRONY_COUNT_ESTIMATE,
};

/* A turn has what was said before it. */
static void
test_turns (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  system: 'Be {x}.'\n  messages:\n    - {role: user, content: 'Hi {x}'}\n"
           "    - {role: assistant, content: 'Yes {x}?'}\n    - {role: user, content: Bye}\n"
           "test_cases: [{x: A}, {x: B}]\n");
  g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);
  const PronyPrompt *first = prony_prompt_set_get (set, 1, 0);
  const PronyPrompt *second = prony_prompt_set_get (set, 1, 1);

  g_assert_cmpuint (prony_prompt_set_count_conversations (set), ==, 2);
  g_assert_cmpuint (prony_prompt_set_count_prompts (set), ==, 4);
  g_assert_cmpuint (prony_prompt_set_count_turns (set, 1), ==, 2);
  g_assert_cmpstr (first->system, ==, "Be B.");
  g_assert_null (first->history);
  g_assert_cmpstr (first->text, ==, "Hi B");
  g_assert_cmpuint (first->tokens, ==, 2 + 1);
  g_assert_cmpuint (second->turn, ==, 1);
  g_assert_cmpuint (second->case_index, ==, 1);
  g_assert_cmpuint (second->history->len, ==, 2);
  g_assert_cmpstr (((PronyMessage *) second->history->pdata[0])->text, ==, "Hi B");
  g_assert_cmpstr (((PronyMessage *) second->history->pdata[1])->text, ==, "Yes B?");
  g_assert_cmpstr (second->text, ==, "Bye");
  g_assert_cmpuint (second->tokens, ==, 2 + 1 + 2 + 1);
}

static void
test_last_turn (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  turns: last\n  messages:\n    - {role: user, content: Hi}\n"
           "    - {role: assistant, content: Yes}\n    - {role: user, content: Bye}\n"
           "test_cases: [{}]\n");
  g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);
  const PronyPrompt *prompt = prony_prompt_set_get (set, 0, 0);

  g_assert_cmpuint (prony_prompt_set_count_prompts (set), ==, 1);
  g_assert_null (prompt->system);
  g_assert_cmpuint (prompt->history->len, ==, 2);
  g_assert_cmpstr (prompt->text, ==, "Bye");
}

/* The whole prompt with what goes before it has the drawn length, whatever counts. */
static void
test_open_length (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    for (guint length = 60; length < 40000; length *= 5)
      {
        guint n_counts = 0;
        g_autofree char *text =
          g_strdup_printf ("prompt:\n  template: '{q} {text:*} {code:10} End.'\n"
                           "  system: Be kind.\n  lengths: %u\ntest_cases: [{q: a}, {q: b}]\n",
                           length);
        g_autoptr (PronyScenario) scenario = parse (text);
        g_autoptr (PronyPromptGauge) gauge = gauge_new (sources[i], &n_counts);
        g_autoptr (PronyPromptSet) set = fill_in (scenario, gauge);

        g_assert_cmpuint (prony_prompt_set_count_prompts (set), ==, 2);
        for (guint k = 0; k < 2; k++)
          {
            const PronyPrompt *prompt = prony_prompt_set_get (set, k, 0);
            double whole = prompt->tokens + prony_prompt_set_get_mark_tokens (set);

            g_test_message ("source %u, %u: %g", sources[i], length, whole);
            g_assert_cmpfloat (fabs (whole - length), <=, MAX (1, length * 0.02));
            g_assert_true (g_str_has_suffix (prompt->text, " End."));
          }
        g_assert_cmpuint (n_counts, <=, 2 * 14);
      }
}

/* The length is that of the prompt which the filler comes with; later ones are longer. */
static void
test_open_turns (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  lengths: 900\n  messages:\n    - {role: user, content: Hi}\n"
           "    - {role: assistant, content: Yes}\n    - {role: user, content: 'So {text:*}'}\n"
           "    - {role: assistant, content: So}\n    - {role: user, content: 'And {log:50}'}\n"
           "cache: repeat\ntest_cases: [{}]\n");
  g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);

  g_assert_cmpuint (prony_prompt_set_count_turns (set, 0), ==, 3);
  g_assert_cmpuint (prony_prompt_set_get (set, 0, 0)->tokens, ==, 1);
  g_assert_cmpfloat_with_epsilon (prony_prompt_set_get (set, 0, 1)->tokens, 900, 18);
  g_assert_cmpfloat_with_epsilon (prony_prompt_set_get (set, 0, 2)->tokens, 952, 20);
}

static const struct
{
  const char *template;
  guint min;
  guint max;
  gboolean changes;
} limits[] = {
  { "{text:100} Go!", 500, 600, TRUE },    { "{code:4000} Go!", 500, 600, TRUE },
  { "{text:100} Go!", 300, 300, TRUE },    { "{log:900} and {text:800}", 0, 1000, TRUE },
  { "{table:950} Go!", 1000, 4000, TRUE }, { "{contract:4100} Go!", 1000, 4000, TRUE },
  { "{text:100} Go!", 50, 200, FALSE },    { "Too short, but as it was written", 500, 600, FALSE },
  { "{text:100} Go!", 500, 0, TRUE },
};

static void
test_limits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    for (guint k = 0; k < G_N_ELEMENTS (limits); k++)
      {
        guint n_counts = 0;
        g_autoptr (PronyScenario) scenario = parse ("prompt: {template: x}\n");
        g_autoptr (PronyPromptGauge) gauge = gauge_new (sources[i], &n_counts);
        g_autoptr (PronyPromptSet) plain = NULL;
        g_autoptr (PronyPromptSet) set = NULL;
        guint whole;

        g_free (scenario->template);
        scenario->template = g_strdup (limits[k].template);
        plain = fill_in (scenario, gauge);
        scenario->prompt_min_tokens = limits[k].min;
        scenario->prompt_max_tokens = limits[k].max;
        set = fill_in (scenario, gauge);
        whole = prony_prompt_set_get (set, 0, 0)->tokens + prony_prompt_set_get_mark_tokens (set);
        g_test_message ("source %u, %s: %u", sources[i], limits[k].template, whole);
        if (!limits[k].changes)
          {
            g_assert_cmpstr (prony_prompt_set_get (set, 0, 0)->text, ==,
                             prony_prompt_set_get (plain, 0, 0)->text);
            continue;
          }
        g_assert_cmpuint (whole, >=, limits[k].min);
        if (limits[k].max > 0)
          g_assert_cmpuint (whole, <=, limits[k].max);
      }
}

/* Each case as often, in another order in each pass, no two alike, with lengths of their
 * own. */
static void
test_variants (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  template: '{q} {text:*}'\n"
           "  lengths: {distribution: uniform, min: 50, max: 500}\n"
           "completion: {lengths: {distribution: uniform, min: 1, max: 100}}\n"
           "test_cases: [{q: a}, {q: b}, {q: c}, {q: d}]\n");
  g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);
  g_autoptr (PronyPromptMaker) maker = prony_prompt_maker_new (set, NULL, 0, 1);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = prony_prompt_set_count_prompts (set);
  double tokens = 0;
  double answers = 0;
  guint in_order = 0;

  g_assert_cmpuint (n, ==, 512);
  g_assert_cmpuint (prony_prompt_set_get_variants (set), ==, 128);
  g_assert_cmpuint (prony_prompt_maker_count_prompts (maker), ==, 4);
  for (guint i = 0; i < n; i += 4)
    {
      guint seen = 0;

      for (guint k = 0; k < 4; k++)
        {
          const PronyPrompt *prompt = prony_prompt_set_get (set, i + k, 0);

          seen |= 1u << prompt->case_index;
          in_order += prompt->case_index == k;
          g_assert_true (g_hash_table_add (texts, prompt->text));
          g_assert_cmpuint (prompt->output_tokens, >=, 1);
          g_assert_cmpuint (prompt->output_tokens, <=, 100);
          tokens += prompt->tokens;
          answers += prompt->output_tokens;
        }
      g_assert_cmpuint (seen, ==, 15);
    }
  /* Of 512 places 128 are as they were by chance. */
  g_assert_cmpuint (in_order, >, 64);
  g_assert_cmpuint (in_order, <, 192);
  g_assert_cmpfloat_with_epsilon (tokens / n, 272, 25);
  g_assert_cmpfloat_with_epsilon (answers / n, 50.5, 6);
}

/* The longer they are, the fewer. */
static void
test_few_variants (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  template: '{text:*}'\n"
           "  lengths: {distribution: normal, mean: 30000, stddev: 10}\ntest_cases: [{}]\n");
  g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);

  g_assert_cmpuint (prony_prompt_set_count_prompts (set), ==, 17);
}

/* What is shared ends at the same place in all prompts, whatever is learned meanwhile. */
static void
test_shared (void)
{
  guint n_counts = 0;
  g_autoptr (PronyPromptGauge) gauge = gauge_new (PRONY_COUNT_TOKENIZE, &n_counts);
  g_autoptr (PronyScenario) scenario =
    parse ("cache: shared-prefix\nprompt: {template: '{text:700} {q}'}\n"
           "test_cases: [{q: one}, {q: two}, {q: six}]\n");
  g_autoptr (PronyPromptSet) set = fill_in (scenario, gauge);
  const char *first = prony_prompt_set_get (set, 0, 0)->text;

  for (guint i = 1; i < 3; i++)
    {
      const char *other = prony_prompt_set_get (set, i, 0)->text;

      g_assert_cmpuint (strlen (other), ==, strlen (first));
      g_assert_cmpint (strncmp (first, other, strlen (first) - 3), ==, 0);
    }
}

static void
test_open_without_length (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: x}\n");
  g_autoptr (GError) error = NULL;

  g_free (scenario->template);
  scenario->template = g_strdup ("{text:*}");
  g_assert_null (prony_prompt_set_new (scenario, 0, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_assert_nonnull (strstr (error->message, "{text:*}"));
}

static void
test_cancelled (void)
{
  g_autoptr (PronyScenario) scenario = parse ("prompt: {template: '{text:100}'}\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (prony_prompt_set_new (scenario, 0, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- The order of conversations -------------------------------------------------------- */

static const struct
{
  guint n_conversations;
  guint streams;
} orders[] = { { 1, 1 }, { 1, 7 }, { 5, 1 },     { 5, 2 },  { 5, 3 }, { 5, 5 },
               { 5, 7 }, { 5, 0 }, { 5, 60000 }, { 20, 6 }, { 3, 64 } };

/* Conversations of 1 to 4 turns. Every pass has each turn of each of them, in order, and
 * but for its end as far apart as there are streams. */
static void
test_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GString) text = g_string_new ("prompt: {template: x}\ntest_cases:\n");
      g_autoptr (PronyScenario) scenario = NULL;
      g_autoptr (PronyPromptSet) set = NULL;
      g_autoptr (PronyPromptMaker) maker = NULL;
      g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      guint copies = (MAX (orders[i].streams, 1) - 1) / orders[i].n_conversations + 1;
      guint n_pass;

      for (guint k = 0; k < orders[i].n_conversations; k++)
        g_string_append (text, "  - {}\n");
      scenario = parse (text->str);
      for (guint k = 0; k < orders[i].n_conversations; k++)
        {
          PronyTestCase *test_case = scenario->cases->pdata[k];

          test_case->messages = prony_messages_new ();
          for (guint turn = 0; turn <= 2 * (k % 4); turn++)
            g_ptr_array_add (
              test_case->messages,
              prony_message_new (turn % 2 == 0 ? PRONY_ROLE_USER : PRONY_ROLE_ASSISTANT, "Hm"));
        }
      set = fill_in (scenario, NULL);
      maker = prony_prompt_maker_new (set, NULL, 0, orders[i].streams);
      n_pass = prony_prompt_set_count_prompts (set) * (orders[i].n_conversations == 1 ? 1 : copies);
      for (guint k = 0; k < 2 * n_pass; k++)
        {
          g_autoptr (PronyRequestSpec) spec = prony_prompt_maker_make (maker, k);
          guint turn = spec->history != NULL ? spec->history->len / 2 : 0;
          guint before = GPOINTER_TO_UINT (g_hash_table_lookup (last, spec->cache_salt));

          /* Stored as the turn that comes next. */
          g_assert_cmpuint (turn, ==, before);
          g_hash_table_replace (last, g_strdup (spec->cache_salt), GUINT_TO_POINTER (turn + 1));
        }
      g_assert_cmpuint (g_hash_table_size (last), ==,
                        2 * orders[i].n_conversations *
                          (orders[i].n_conversations == 1 ? 1 : copies));
    }
}

/* With as many turns each, a turn comes when all others had theirs. */
static void
test_distance (void)
{
  g_autoptr (PronyScenario) scenario =
    parse ("prompt:\n  messages:\n    - {role: user, content: Hi}\n"
           "    - {role: assistant, content: Yes}\n    - {role: user, content: Bye}\n"
           "test_cases: [{}, {}, {}, {}, {}, {}, {}]\n");
  static const guint streams[] = { 1, 2, 3, 7, 8, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);
      g_autoptr (PronyPromptMaker) maker = prony_prompt_maker_new (set, NULL, 0, streams[i]);
      g_autoptr (GHashTable) begun = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      guint near = 0;

      for (guint k = 0; k < 140; k++)
        {
          g_autoptr (PronyRequestSpec) spec = prony_prompt_maker_make (maker, k);
          gpointer at;

          if (g_hash_table_lookup_extended (begun, spec->cache_salt, NULL, &at))
            near += k - GPOINTER_TO_UINT (at) < streams[i];
          else
            g_hash_table_insert (begun, g_strdup (spec->cache_salt), GUINT_TO_POINTER (k));
        }
      /* Only the last ones of a pass have nobody left to wait for. */
      g_assert_cmpuint (near, <=, 10 * (streams[i] < 7 ? 7 % streams[i] : 0));
    }
}

/* What follows a conversation from turn to turn keeps its beginning, so that engines
 * find it again; shared beginnings are those of a trial. */
static void
test_prefix_of_turns (void)
{
  static const char *const modes[] = { "unique", "shared-prefix", "repeat" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("cache: %s\nprompt:\n  messages:\n    - {role: user, content: Hi}\n"
                         "    - {role: assistant, content: Yes}\n    - {role: user, content: Bye}\n"
                         "test_cases: [{}, {}]\n",
                         modes[i]);
      g_autoptr (PronyScenario) scenario = parse (text);
      g_autoptr (PronyPromptSet) set = fill_in (scenario, NULL);
      g_autoptr (PronyPromptMaker) maker = prony_prompt_maker_new (set, NULL, 0, 2);
      g_autoptr (PronyRequestSpec) first = prony_prompt_maker_make (maker, 0);
      g_autoptr (PronyRequestSpec) other = prony_prompt_maker_make (maker, 1);
      g_autoptr (PronyRequestSpec) second = prony_prompt_maker_make (maker, 2);
      const PronyMessage *said = second->history->pdata[0];

      g_assert_cmpstr (said->text, ==, first->prompt);
      g_assert_cmpstr (second->prompt, ==, "Bye");
      g_assert_cmpstr (second->cache_salt, ==, first->cache_salt);
      g_assert_true ((g_strcmp0 (first->prompt, other->prompt) != 0) == (i == 0));
      g_assert_true ((g_strcmp0 (first->cache_salt, other->cache_salt) != 0) == (i == 0));
      if (i == 2)
        g_assert_null (first->cache_salt);
      else
        g_assert_cmpint (strncmp (first->prompt + 1, first->cache_salt, 8), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-set/turns", test_turns);
  g_test_add_func ("/prompt-set/last-turn", test_last_turn);
  g_test_add_func ("/prompt-set/open-length", test_open_length);
  g_test_add_func ("/prompt-set/open-turns", test_open_turns);
  g_test_add_func ("/prompt-set/limits", test_limits);
  g_test_add_func ("/prompt-set/variants", test_variants);
  g_test_add_func ("/prompt-set/few-variants", test_few_variants);
  g_test_add_func ("/prompt-set/shared", test_shared);
  g_test_add_func ("/prompt-set/open-without-length", test_open_without_length);
  g_test_add_func ("/prompt-set/cancelled", test_cancelled);
  g_test_add_func ("/prompt-set/order", test_order);
  g_test_add_func ("/prompt-set/distance", test_distance);
  g_test_add_func ("/prompt-set/prefix-of-turns", test_prefix_of_turns);
  return g_test_run ();
}
