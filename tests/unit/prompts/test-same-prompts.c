/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/prompts/prony-prompt-maker.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/tokens/prony-vocabulary.h"

static gint64
count (const char *text, gsize length, gpointer user_data)
{
  return prony_vocabulary_count (user_data, text, length);
}

/* A gauge that counts with one of the small vocabularies. */
static PronyPromptGauge *
counting_gauge_new (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tokens", "llama3.json", NULL);
  g_autoptr (GError) error = NULL;
  PronyPromptGauge *gauge = prony_prompt_gauge_new ();

  gauge->source = PRONY_COUNT_TOKENIZER;
  gauge->overhead = 12;
  gauge->count = count;
  gauge->user_data = prony_vocabulary_open (path, &error);
  gauge->destroy = (GDestroyNotify) prony_vocabulary_unref;
  g_assert_no_error (error);
  return gauge;
}

static PronyPromptSet *
fill_in (PronyScenario *scenario, gint64 seed, gboolean counting)
{
  g_autoptr (PronyPromptGauge) gauge = counting ? counting_gauge_new () : NULL;
  g_autoptr (GError) error = NULL;
  PronyPromptSet *set = prony_prompt_set_new (scenario, seed, gauge, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static void
add_text (GChecksum *sum, const char *text)
{
  /* With its end, so that no text runs into the next. */
  if (text != NULL)
    g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

/* Everything that two passes send, backwards if asked, into one number for each request
 * and then into one for all. */
static char *
hash_requests (PronyPromptSet *set, gboolean backwards)
{
  g_autoptr (PronyPromptMaker) maker = prony_prompt_maker_new (set, NULL, 3, 4);
  guint n = 2 * prony_prompt_set_count_prompts (set);
  g_auto (GStrv) hashes = g_new0 (char *, n + 1);
  g_autofree char *all = NULL;

  for (guint i = 0; i < n; i++)
    {
      guint index = backwards ? n - 1 - i : i;
      g_autoptr (PronyRequestSpec) spec = prony_prompt_maker_make (maker, index);
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
      g_autofree char *limits = g_strdup_printf ("%u %u", spec->min_tokens, spec->max_tokens);

      add_text (sum, spec->system);
      for (guint k = 0; spec->history != NULL && k < spec->history->len; k++)
        add_text (sum, ((PronyMessage *) spec->history->pdata[k])->text);
      add_text (sum, spec->prompt);
      add_text (sum, spec->cache_salt);
      add_text (sum, limits);
      hashes[index] = g_strdup (g_checksum_get_string (sum));
    }
  all = g_strjoinv ("\n", hashes);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

/* All kinds of filler, drawn lengths, several turns, limits and cache modes. */
static const struct
{
  const char *text;
  const char *estimated;
  const char *counted;
} fixtures[] = {
  { "prompt: {template: '{text:300} {a} {contract:200}', system: 'Be {b}.'}\n"
    "test_cases: [{a: '{code:500}', b: kind}, {a: '{log:150}', b: '{text:20}'},\n"
    "  {a: '{table:400}', b: 'd\u00fcster'}]\n",
    "81621a399753c2925027f477bae91310b7f41d2bea5018a624ca05d01cbb773d",
    "fd443392d883da31b1aad5e7e7a7a92114fa6476f4a12bb5c82484d0a9c11009" },
  { "prompt:\n  template: '{q} {text:*} {table:40}'\n"
    "  lengths: {distribution: log-normal, mean: 300, stddev: 200, min: 100, max: 900}\n"
    "completion: {lengths: {distribution: uniform, min: 5, max: 50}}\n"
    "test_cases: [{q: one}, {q: two}, {q: three}]\n",
    "42a21f6d2efda3ba82039e8933ff94d6448722c128fab690a62ec5e3c7ab2ab8",
    "d7f6682abcf8f2911569839ee71bdece8131ee92b73d9ff1c8709515df5648f4" },
  { "cache: shared-prefix\nprompt: {template: '{q}', system: '{contract:400} {log:100}'}\n"
    "test_cases: [{q: one}, {q: '{text:60}'}]\n",
    "708bec9cb969c92294101b6dd2b414b24e925cf7588108e5e3c16456ad2ce02a",
    "3b26f79e2615ff5702871ad0d98413c9879b3016f6f808c8b4834702e7582ba3" },
  { "cache: repeat\nprompt:\n  min_tokens: 200\n  max_tokens: 700\n  messages:\n"
    "    - {role: user, content: '{text:30} {q}'}\n"
    "    - {role: assistant, content: 'It is {code:90}'}\n"
    "    - {role: user, content: 'And {log:900}?'}\n"
    "test_cases: [{q: one}, {q: two}]\n",
    "b4c8e8415da6076c191c0b77c6e345d1c9922542c3daacd681b561dc9786c976",
    "b1640f43b37c4e278a1ce66ffcf9a5468632ef0f7e724b4cf0da6dfcc8ec998e" },
  { "prompt:\n  messages:\n    - {role: user, content: '{text:*}'}\n"
    "    - {role: assistant, content: Fine.}\n    - {role: user, content: '{code:80} {q}'}\n"
    "  lengths: {distribution: normal, mean: 500, stddev: 50}\n"
    "test_cases: [{q: one}, {q: two}]\n",
    "d3498d7c5a53afda5292f3f2e4756480cdfece1e0929dd0b690ac84ef55ba3f5",
    "b04e95c24b6bfead5dba13004586bc7eccb338a305ccc1a324d50cab62874a19" },
};

static PronyScenario *
parse (const char *rest)
{
  g_autofree char *text = g_strconcat ("name: fixture\n", rest, NULL);
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario = prony_scenario_parse (text, -1, "f", &error);

  g_assert_no_error (error);
  return scenario;
}

/* On every computer, and in every version that results are to be compared with. */
static void
test_known_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_autoptr (PronyScenario) scenario = parse (fixtures[i].text);
      g_autoptr (PronyPromptSet) estimated = fill_in (scenario, 42, FALSE);
      g_autoptr (PronyPromptSet) counted = fill_in (scenario, 42, TRUE);
      g_autofree char *estimated_hash = hash_requests (estimated, FALSE);
      g_autofree char *counted_hash = hash_requests (counted, FALSE);

      g_test_message ("%u: %s %s", i, estimated_hash, counted_hash);
      g_assert_cmpstr (estimated_hash, ==, fixtures[i].estimated);
      g_assert_cmpstr (counted_hash, ==, fixtures[i].counted);
    }
}

static void
test_other_seed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_autoptr (PronyScenario) scenario = parse (fixtures[i].text);
      g_autoptr (PronyPromptSet) one = fill_in (scenario, 42, FALSE);
      g_autoptr (PronyPromptSet) other = fill_in (scenario, 43, FALSE);

      for (guint k = 0; k < prony_prompt_set_count_conversations (one); k++)
        {
          const PronyPrompt *a = prony_prompt_set_get (one, k, 0);
          const PronyPrompt *b = prony_prompt_set_get (other, k, 0);

          g_assert_true (g_strcmp0 (a->text, b->text) != 0 ||
                         g_strcmp0 (a->system, b->system) != 0);
        }
    }
}

static gpointer
hash_again (gpointer data)
{
  g_autoptr (PronyPromptSet) set = fill_in (data, 7, FALSE);

  return hash_requests (set, TRUE);
}

static void
test_shipped (void)
{
  g_autoptr (GPtrArray) shipped = prony_scenario_catalog_load (NULL);

  g_assert_cmpuint (shipped->len, >=, 4);
  for (guint i = 0; i < shipped->len; i++)
    {
      PronyScenario *scenario = shipped->pdata[i];
      GThread *thread = g_thread_new ("prompts", hash_again, scenario);
      g_autoptr (PronyPromptSet) set = fill_in (scenario, 7, FALSE);
      g_autofree char *hash = hash_requests (set, FALSE);
      g_autofree char *again = g_thread_join (thread);

      g_test_message ("%s: %s", scenario->name, hash);
      g_assert_cmpstr (hash, ==, again);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/same-prompts/known-bytes", test_known_bytes);
  g_test_add_func ("/same-prompts/other-seed", test_other_seed);
  g_test_add_func ("/same-prompts/shipped", test_shipped);
  return g_test_run ();
}
