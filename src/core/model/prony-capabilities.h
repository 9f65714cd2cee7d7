/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyAbility:
 * @PRONY_ABILITY_UNKNOWN: nobody has tried yet
 * @PRONY_ABILITY_NO: it was tried, and the engine does not do it
 * @PRONY_ABILITY_YES: it was tried, and the engine does it
 *
 * Whether an engine can do something. Nothing is assumed from its kind.
 */
typedef enum
{
  PRONY_ABILITY_UNKNOWN,
  PRONY_ABILITY_NO,
  PRONY_ABILITY_YES,
} PronyAbility;

/**
 * PronyCapability:
 * @PRONY_CAPABILITY_STREAM: it sends answers token by token
 * @PRONY_CAPABILITY_USAGE: it says in a stream how many tokens there were
 * @PRONY_CAPABILITY_IGNORE_EOS: it goes on past the end mark when asked to
 * @PRONY_CAPABILITY_REASONING: it tells thinking apart from the answer
 * @PRONY_CAPABILITY_TOKENIZE: it has an endpoint that counts tokens
 * @PRONY_CAPABILITY_METRICS: it has a Prometheus endpoint
 *
 * What engines differ in. The first four only an answered request can show.
 */
typedef enum
{
  PRONY_CAPABILITY_STREAM,
  PRONY_CAPABILITY_USAGE,
  PRONY_CAPABILITY_IGNORE_EOS,
  PRONY_CAPABILITY_REASONING,
  PRONY_CAPABILITY_TOKENIZE,
  PRONY_CAPABILITY_METRICS,
  PRONY_N_CAPABILITIES,
} PronyCapability;

/**
 * PronyCapabilities:
 * @abilities: a #PronyAbility for each #PronyCapability
 *
 * What an engine was seen to do. A value.
 */
struct _PronyCapabilities
{
  PronyAbility abilities[PRONY_N_CAPABILITIES];
};

const char *prony_capability_to_string (PronyCapability capability);
const char *prony_capability_title (PronyCapability capability);
const char *prony_ability_title (PronyAbility ability);
void prony_capabilities_merge (PronyCapabilities *self, const PronyCapabilities *newer);
void prony_capabilities_add_to_json (const PronyCapabilities *self, JsonObject *object);
void prony_capabilities_read_json (PronyCapabilities *self, JsonObject *object);

G_END_DECLS
