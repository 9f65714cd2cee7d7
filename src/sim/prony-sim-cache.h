/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PronySimCache:
 *
 * What a simulated engine remembers of prompts, and a proxy before it of answers.
 */
typedef struct _PronySimCache PronySimCache;

/**
 * PronySimCacheKey:
 *
 * What a request is found by in a cache.
 */
typedef struct _PronySimCacheKey PronySimCacheKey;

PronySimCache *prony_sim_cache_new (void);
void prony_sim_cache_free (PronySimCache *cache);
guint prony_sim_cache_take_prompt (PronySimCache *cache,
                                   const PronySimCacheKey *key,
                                   guint prompt_tokens);
gboolean prony_sim_cache_has_answer (PronySimCache *cache, const PronySimCacheKey *key);
void prony_sim_cache_keep_answer (PronySimCache *cache, const PronySimCacheKey *key);

PronySimCacheKey *prony_sim_cache_key_new (const char *model, JsonObject *body);
void prony_sim_cache_key_free (PronySimCacheKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimCache, prony_sim_cache_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimCacheKey, prony_sim_cache_key_free)

G_END_DECLS
