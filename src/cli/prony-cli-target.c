/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-util.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-target-text.h"
#include "cli/prony-cli-target.h"
#include "core/bench/prony-target-preparation.h"
#include "core/engines/prony-engine-probe.h"
#include "core/secrets/prony-keyring.h"

/* Those of the engine itself where it was saved with some, else those for its address.
 * Without a keyring the engine's own answer says what to do. */
static PronyCredentials *
look_up (PronyEngineSpec *engine)
{
  g_autofree char *place = prony_engine_url_dup_place (engine->url);
  char *secret = engine->key_id != NULL ? prony_keyring_lookup (engine->key_id, NULL, NULL)
                                        : prony_keyring_lookup_place (place, NULL, NULL);
  PronyCredentials *credentials = secret != NULL ? prony_credentials_from_secret (secret) : NULL;

  prony_secret_free (secret);
  return credentials;
}

/**
 * prony_cli_target_probe:
 * @engine: an engine
 * @credentials: (inout) (nullable): what to show it; looked up in the keyring when
 *   the engine asks for a key and there is none yet
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Asks an engine what it is. Blocks for at most some seconds.
 *
 * Returns: (transfer full) (nullable): what was found out
 */
PronyEngineInfo *
prony_cli_target_probe (PronyEngineSpec *engine, PronyCredentials **credentials, GError **error)
{
  PronyEngineInfo *info =
    prony_engine_probe (engine, *credentials, PRONY_CLI_PROBE_TIMEOUT_S, NULL, error);

  if (info == NULL || info->status != PRONY_ENGINE_STATUS_UNAUTHORIZED || *credentials != NULL)
    return info;

  *credentials = look_up (engine);
  if (*credentials == NULL)
    return info;

  prony_engine_info_unref (info);
  return prony_engine_probe (engine, *credentials, PRONY_CLI_PROBE_TIMEOUT_S, NULL, error);
}

/* Without a target named: the only engine of this computer. */
static PronyTarget *
find_only_engine (GError **error)
{
  g_autoptr (GPtrArray) infos = prony_engine_scan (NULL, error);
  g_autoptr (PronyEngineSpec) engine = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  PronyEngineInfo *found = NULL;
  guint n_found = 0;

  if (infos == NULL)
    return NULL;
  for (guint i = 0; i < infos->len; i++)
    {
      PronyEngineInfo *info = g_ptr_array_index (infos, i);

      if (info->status != PRONY_ENGINE_STATUS_READY)
        continue;
      found = info;
      g_string_append_printf (all, "%s%s", n_found++ > 0 ? ", " : "", info->url);
    }

  if (n_found == 0)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_UNREACHABLE,
                 _ ("No engine was found on this computer. Start one, or name its address with "
                    "--target url=ADDRESS."));
  else if (n_found > 1)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("Several engines answer: %s. Choose with --target url=ADDRESS."), all->str);
  else
    engine = prony_engine_spec_new (found->url, error);

  return engine != NULL ? prony_target_new (engine, NULL) : NULL;
}

static GPtrArray *
parse_all (char **texts, PronyCliOptions *options, GError **error)
{
  g_autoptr (GPtrArray) targets =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_unref);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      PronyTarget *target = prony_cli_target_parse (texts[i], options, error);

      if (target == NULL)
        return NULL;
      g_ptr_array_add (targets, target);
    }
  return g_steal_pointer (&targets);
}

/* Results are told apart by these names. */
static gboolean
check_names (GPtrArray *targets, GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < targets->len; i++)
    {
      const PronyTarget *target = g_ptr_array_index (targets, i);

      if (target->engine->name != NULL && !g_hash_table_add (taken, target->engine->name))
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("Two targets have the name “%s”. Give each its own."),
                       target->engine->name);
          return FALSE;
        }
    }
  return TRUE;
}

/* The keyring is asked only when an engine wants a key that nobody named: it may
 * have to be unlocked first. Without one, the engine's own answer says what to do. */
static PronyTarget *
prepare (PronyTarget *target, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  PronyTarget *prepared = prony_target_prepare (target, NULL, &trouble);

  if (prepared != NULL)
    return prepared;
  if (target->credentials == NULL &&
      g_error_matches (trouble, PRONY_ERROR, PRONY_ERROR_UNAUTHORIZED))
    {
      target->credentials = look_up (target->engine);
      if (target->credentials != NULL)
        return prony_target_prepare (target, NULL, error);
    }

  g_propagate_error (error, g_steal_pointer (&trouble));
  return NULL;
}

/* Whether the name of target @index is that of an earlier one, or one that the user
 * gave. */
static gboolean
is_taken (GPtrArray *targets, guint index)
{
  const PronyTarget *target = g_ptr_array_index (targets, index);

  for (guint i = 0; i < targets->len; i++)
    {
      const PronyTarget *other = g_ptr_array_index (targets, i);

      if ((i < index || other->engine->name != NULL) && strcmp (other->name, target->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Numbers the targets that were named after the same kind of engine. */
static void
number_names (GPtrArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);
      g_autofree char *base = g_strdup (target->name);

      if (target->engine->name != NULL)
        continue;
      for (guint number = 2; is_taken (targets, i); number++)
        {
          g_free (target->name);
          target->name = g_strdup_printf ("%s-%u", base, number);
        }
    }
}

/**
 * prony_cli_targets_find:
 * @texts: (nullable) (array zero-terminated=1): the values of `--target`; without
 *   any, the only engine that answers on this computer is taken
 * @options: where the API key comes from
 * @error: return location for any error
 *
 * Makes targets that are ready to be measured: each engine has answered, its
 * protocol and model are decided. Blocks until all have answered or not.
 *
 * Returns: (transfer full) (nullable) (element-type PronyTarget): the targets
 */
GPtrArray *
prony_cli_targets_find (char **texts, PronyCliOptions *options, GError **error)
{
  g_autoptr (GPtrArray) targets = parse_all (texts, options, error);
  g_autoptr (PronyCredentials) credentials = NULL;

  if (targets == NULL || !check_names (targets, error) ||
      !prony_cli_options_read_credentials (options, &credentials, error))
    return NULL;
  if (targets->len == 0)
    {
      PronyTarget *target = find_only_engine (error);

      if (target == NULL)
        return NULL;
      g_ptr_array_add (targets, target);
    }

  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);
      PronyTarget *prepared;

      if (credentials != NULL)
        target->credentials = prony_credentials_ref (credentials);
      else if (target->engine->key_id != NULL)
        target->credentials = look_up (target->engine);
      prepared = prepare (target, error);
      if (prepared == NULL)
        return NULL;
      g_ptr_array_index (targets, i) = prepared;
      prony_target_unref (target);
    }
  number_names (targets);
  return g_steal_pointer (&targets);
}
