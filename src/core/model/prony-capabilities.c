/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/model/prony-capabilities.h"

static const struct
{
  const char *name;
  const char *title;
} capabilities[PRONY_N_CAPABILITIES] = {
  [PRONY_CAPABILITY_STREAM] = { "stream", N_ ("Answers token by token") },
  [PRONY_CAPABILITY_USAGE] = { "usage", N_ ("Counts tokens in the stream") },
  [PRONY_CAPABILITY_IGNORE_EOS] = { "ignore_eos", N_ ("Exact answer lengths") },
  [PRONY_CAPABILITY_REASONING] = { "reasoning", N_ ("Thinking apart from the answer") },
  [PRONY_CAPABILITY_TOKENIZE] = { "tokenize", N_ ("Counts the tokens of a text") },
  [PRONY_CAPABILITY_METRICS] = { "metrics", N_ ("Prometheus metrics") },
};

/**
 * prony_capability_to_string:
 * @capability: a capability
 *
 * Returns: its name in files
 */
const char *
prony_capability_to_string (PronyCapability capability)
{
  g_return_val_if_fail ((guint) capability < PRONY_N_CAPABILITIES, NULL);

  return capabilities[capability].name;
}

/**
 * prony_capability_title:
 * @capability: a capability
 *
 * Returns: what it is, translated
 */
const char *
prony_capability_title (PronyCapability capability)
{
  g_return_val_if_fail ((guint) capability < PRONY_N_CAPABILITIES, NULL);

  return g_dgettext (GETTEXT_PACKAGE, capabilities[capability].title);
}

/**
 * prony_ability_title:
 * @ability: what is known
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_ability_title (PronyAbility ability)
{
  switch (ability)
    {
    case PRONY_ABILITY_YES:
      return C_ ("capability", "Yes");
    case PRONY_ABILITY_NO:
      return C_ ("capability", "No");
    case PRONY_ABILITY_UNKNOWN:
    default:
      return C_ ("capability", "Not tried yet");
    }
}

/**
 * prony_capabilities_merge:
 * @self: what was known
 * @newer: what was seen later
 *
 * Takes over what @newer knows.
 */
void
prony_capabilities_merge (PronyCapabilities *self, const PronyCapabilities *newer)
{
  for (guint i = 0; i < PRONY_N_CAPABILITIES; i++)
    if (newer->abilities[i] != PRONY_ABILITY_UNKNOWN)
      self->abilities[i] = newer->abilities[i];
}

/**
 * prony_capabilities_add_to_json:
 * @self: what is known
 * @object: where the members go: true or false; what is not known is left out
 */
void
prony_capabilities_add_to_json (const PronyCapabilities *self, JsonObject *object)
{
  for (guint i = 0; i < PRONY_N_CAPABILITIES; i++)
    if (self->abilities[i] != PRONY_ABILITY_UNKNOWN)
      json_object_set_boolean_member (object, capabilities[i].name,
                                      self->abilities[i] == PRONY_ABILITY_YES);
}

/**
 * prony_capabilities_read_json:
 * @self: (out): what is known
 * @object: (nullable): what prony_capabilities_add_to_json() wrote
 */
void
prony_capabilities_read_json (PronyCapabilities *self, JsonObject *object)
{
  for (guint i = 0; i < PRONY_N_CAPABILITIES; i++)
    {
      JsonNode *node =
        object != NULL ? json_object_get_member (object, capabilities[i].name) : NULL;

      self->abilities[i] = PRONY_ABILITY_UNKNOWN;
      if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
          json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        self->abilities[i] = json_node_get_boolean (node) ? PRONY_ABILITY_YES : PRONY_ABILITY_NO;
    }
}
