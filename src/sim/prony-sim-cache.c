/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "sim/prony-sim-cache.h"
#include "sim/prony-sim-random.h"
#include "sim/prony-sim-tokens.h"

/* A prefix cache as vLLM has it: prompts are cut into blocks of 16 tokens, each known by
 * its tokens and all before it, so that a prompt finds the longest beginning that it has
 * in common with an earlier one. The last token is always worked on. A salt makes the
 * blocks those of a cache of its own.
 *
 * And what a proxy may keep that answers questions from memory. Such proxies compare
 * meanings rather than letters, so that a distinct beginning does not mislead them; this
 * one takes two prompts for the same that end alike. */

#define BLOCK_TOKENS 16
#define ENDING_BYTES 48
/* More than any test asks for; then everything is forgotten. */
#define MAX_ENTRIES 1000000

struct _PronySimCache
{
  GHashTable *blocks;
  GHashTable *answers;
};

struct _PronySimCacheKey
{
  GArray *blocks;   /* of guint64: a hash of each with what is before it */
  guint64 ending;   /* a hash */
  gboolean ignores; /* what is known already is not to be used */
};

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_to_set (GHashTable *set, guint64 hash)
{
  if (g_hash_table_size (set) >= MAX_ENTRIES)
    g_hash_table_remove_all (set);
  g_hash_table_add (set, g_memdup2 (&hash, sizeof hash));
}

/**
 * prony_sim_cache_new:
 *
 * Returns: (transfer full): a cache that knows nothing
 */
PronySimCache *
prony_sim_cache_new (void)
{
  PronySimCache *self = g_new0 (PronySimCache, 1);

  self->blocks = new_set ();
  self->answers = new_set ();
  return self;
}

/**
 * prony_sim_cache_free:
 * @cache: (transfer full): a cache
 */
void
prony_sim_cache_free (PronySimCache *cache)
{
  g_hash_table_unref (cache->blocks);
  g_hash_table_unref (cache->answers);
  g_free (cache);
}

/**
 * prony_sim_cache_take_prompt:
 * @cache: a cache
 * @key: a request
 * @prompt_tokens: the length of its prompt
 *
 * Looks for the beginning of a prompt, and remembers the whole.
 *
 * Returns: how many of its tokens need no work
 */
guint
prony_sim_cache_take_prompt (PronySimCache *cache, const PronySimCacheKey *key, guint prompt_tokens)
{
  guint most = MAX (prompt_tokens, 1) - 1;
  guint known = 0;

  while (!key->ignores && known < key->blocks->len &&
         g_hash_table_contains (cache->blocks, &g_array_index (key->blocks, guint64, known)))
    known++;
  for (guint i = known; i < key->blocks->len; i++)
    add_to_set (cache->blocks, g_array_index (key->blocks, guint64, i));

  return MIN (known, most / BLOCK_TOKENS) * BLOCK_TOKENS;
}

/**
 * prony_sim_cache_has_answer:
 * @cache: a cache
 * @key: a request
 *
 * Returns: whether a request like it was answered before
 */
gboolean
prony_sim_cache_has_answer (PronySimCache *cache, const PronySimCacheKey *key)
{
  return g_hash_table_contains (cache->answers, &key->ending);
}

/**
 * prony_sim_cache_keep_answer:
 * @cache: a cache
 * @key: a request that was answered
 */
void
prony_sim_cache_keep_answer (PronySimCache *cache, const PronySimCacheKey *key)
{
  add_to_set (cache->answers, key->ending);
}

/* --- Requests ----------------------------------------------------------------- */

static void
append_node (GString *text, JsonNode *node)
{
  g_autofree char *json = NULL;

  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_string_append (text, json_node_get_string (node));
      return;
    }

  json = json_to_string (node, FALSE);
  g_string_append (text, json);
}

/* Whatever the protocol calls it. */
static char *
make_text (JsonObject *body)
{
  static const char *const names[] = { "prompt", "text", "inputs", "input_ids", "input" };
  JsonArray *messages = prony_json_get_array (body, "messages");
  GString *text = g_string_new (NULL);

  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);
      JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      g_string_append_printf (text, "%s%s: ", i > 0 ? "\n" : "",
                              prony_json_get_string (message, "role", ""));
      append_node (text, message != NULL ? json_object_get_member (message, "content") : NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    append_node (text, json_object_get_member (body, names[i]));

  return g_string_free (text, FALSE);
}

static void
cut_into_blocks (PronySimCacheKey *self, const char *text, guint64 hash)
{
  guint n = 0;

  for (const char *p = text; *p != '\0';)
    {
      gsize length = prony_sim_tokens_next (p);
      g_autofree char *token = g_strndup (p, length);

      hash = prony_sim_hash (hash, token);
      if (++n % BLOCK_TOKENS == 0)
        g_array_append_val (self->blocks, hash);
      p += length;
    }
}

/**
 * prony_sim_cache_key_new:
 * @model: the model that is to answer
 * @body: the request
 *
 * Reads the prompt in any of the protocols. `cache_prompt` as llama.cpp has it, `cache_salt`
 * as vLLM and SGLang, and `extra_key` as SGLang are heeded.
 *
 * Returns: (transfer full): what the request is found by
 */
PronySimCacheKey *
prony_sim_cache_key_new (const char *model, JsonObject *body)
{
  PronySimCacheKey *self = g_new0 (PronySimCacheKey, 1);
  g_autofree char *text = make_text (body);
  gsize length = strlen (text);
  guint64 hash = prony_sim_hash (0, model);

  hash = prony_sim_hash (hash, prony_json_get_string (body, "cache_salt", ""));
  hash = prony_sim_hash (hash, prony_json_get_string (body, "extra_key", ""));
  self->ignores = !prony_json_get_boolean (body, "cache_prompt", TRUE);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (guint64));
  cut_into_blocks (self, text, hash);
  self->ending = prony_sim_hash (0, text + (length > ENDING_BYTES ? length - ENDING_BYTES : 0));
  return self;
}

/**
 * prony_sim_cache_key_free:
 * @key: (transfer full): a key
 */
void
prony_sim_cache_key_free (PronySimCacheKey *key)
{
  g_array_unref (key->blocks);
  g_free (key);
}
