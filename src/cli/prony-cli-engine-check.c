/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "base/prony-json.h"
#include "cli/prony-cli-engine-check.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"
#include "core/bench/prony-capability-check.h"
#include "core/bench/prony-target-preparation.h"

static void
check (PronyCliEngineCheck *self, PronyTarget *target)
{
  g_autoptr (PronyTarget) prepared = prony_target_prepare (target, NULL, &self->error);
  PronyCapabilities found;

  if (prepared == NULL)
    return;

  self->rejected = prony_rejected_fields_ref (prepared->rejected);
  if (prony_capability_check (prepared, NULL, &found, &self->error))
    prony_capabilities_merge (&self->info->capabilities, &found);
}

/**
 * prony_cli_engine_check_new:
 * @engine: an engine
 * @credentials: (nullable): what to show it
 * @model: (nullable): which model to ask; %NULL means the only one there
 * @info: what a probe told of it; not checked where it is not ready
 *
 * Sends the engine one short request. Blocks until it is answered.
 *
 * Returns: (transfer full): what that showed
 */
PronyCliEngineCheck *
prony_cli_engine_check_new (PronyEngineSpec *engine,
                            PronyCredentials *credentials,
                            const char *model,
                            PronyEngineInfo *info)
{
  PronyCliEngineCheck *self = g_new0 (PronyCliEngineCheck, 1);
  g_autoptr (PronyTarget) target = prony_target_new (engine, model);

  self->info = prony_engine_info_ref (info);
  if (credentials != NULL)
    target->credentials = prony_credentials_ref (credentials);
  if (info->status == PRONY_ENGINE_STATUS_READY)
    check (self, target);
  return self;
}

/**
 * prony_cli_engine_check_free:
 * @self: (transfer full): a check
 */
void
prony_cli_engine_check_free (PronyCliEngineCheck *self)
{
  prony_engine_info_unref (self->info);
  g_clear_pointer (&self->rejected, prony_rejected_fields_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * prony_cli_engine_check_print:
 * @self: a check
 *
 * Prints what the engine can do, as far as it has shown.
 */
void
prony_cli_engine_check_print (PronyCliEngineCheck *self)
{
  g_autoptr (PronyCliTable) table = prony_cli_table_new ("ll", self->info->url, "", NULL);
  g_auto (GStrv) names = NULL;

  if (self->rejected == NULL)
    return;

  for (PronyCapability i = 0; i < PRONY_N_CAPABILITIES; i++)
    prony_cli_table_add (table, prony_capability_title (i),
                         prony_ability_title (self->info->capabilities.abilities[i]), NULL);

  names = prony_rejected_fields_list (self->rejected);
  if (names[0] != NULL)
    {
      g_autofree char *all = g_strjoinv (", ", names);

      prony_cli_table_add (table, _ ("Refused fields"), all, NULL);
    }
  prony_cli_print ("\n");
  prony_cli_table_print (table);
}

/**
 * prony_cli_engine_check_add_to_json:
 * @self: a check
 * @object: what is known of the engine
 *
 * Adds the fields that it refuses, or why it could not be checked.
 */
void
prony_cli_engine_check_add_to_json (PronyCliEngineCheck *self, JsonObject *object)
{
  if (self->rejected != NULL)
    {
      g_auto (GStrv) names = prony_rejected_fields_list (self->rejected);
      JsonArray *array = json_array_new ();

      for (guint i = 0; names[i] != NULL; i++)
        json_array_add_string_element (array, names[i]);
      json_object_set_array_member (object, "rejected_fields", array);
    }
  if (self->error != NULL)
    prony_json_add_string (object, "check_error", self->error->message);
}
