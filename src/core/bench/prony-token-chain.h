/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PronyTokenChain:
 *
 * Counts the tokens of answers of which the engine did not say how many they had: by
 * its tokenize endpoint, else by a vocabulary on this computer. Blocks. Belongs to the
 * thread that made it, whose default main context it takes over until it is freed.
 */
typedef struct _PronyTokenChain PronyTokenChain;

PronyTokenChain *prony_token_chain_new (PronyTarget *target, gboolean plain_prompts);
void prony_token_chain_free (PronyTokenChain *self);
gboolean prony_token_chain_wants (const PronyRequestRecord *record);
gboolean prony_token_chain_count (PronyTokenChain *self,
                                  const PronyRequestRecord *record,
                                  PronyTokenCounts *counts);
gboolean prony_token_chain_is_at_end (PronyTokenChain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTokenChain, prony_token_chain_free)

G_END_DECLS
