/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-util.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-target-text.h"

#define MIN_TIMEOUT_S 0.001

/* What a target may be told to be, in the order of target_keys. */
typedef enum
{
  KEY_NAME,
  KEY_URL,
  KEY_ENGINE,
  KEY_MODEL,
  KEY_API,
  KEY_PATH,
  KEY_MODELS_PATH,
  KEY_CA_FILE,
  KEY_INSECURE,
  KEY_TOKENIZER,
  KEY_TIMEOUT,
  N_KEYS,
} Key;

static const char *const target_keys[N_KEYS] = {
  "name",        "url",     "engine",   "model",     "api",     "path",
  "models-path", "ca-file", "insecure", "tokenizer", "timeout",
};

static gboolean
find_key (const char *name, Key *key)
{
  for (guint i = 0; i < N_KEYS; i++)
    if (g_str_equal (name, target_keys[i]))
      {
        *key = i;
        return TRUE;
      }

  return FALSE;
}

/* The values of "name=…,url=…", each at its key. */
static gboolean
split_values (const char *text, char *values[], GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      Key key;

      if (equals != NULL)
        *equals = '\0';
      if (equals == NULL || equals[1] == '\0' || !find_key (parts[i], &key))
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("“%s” is not a target: write url=ADDRESS or engine=NAME, and after "
                          "commas name=NAME, model=MODEL, api=API and so on if needed."),
                       text);
          return FALSE;
        }
      if (values[key] != NULL)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       /* Translators: a target, and a word such as url. */
                       _ ("The target “%s” says %s twice. Say it once."), text, parts[i]);
          return FALSE;
        }
      values[key] = g_strdup (equals + 1);
    }

  if ((values[KEY_URL] != NULL) == (values[KEY_ENGINE] != NULL))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The target “%s” needs one address: add url=ADDRESS, or engine=NAME for one "
                      "that is saved in Prony, not both."),
                   text);
      return FALSE;
    }
  return TRUE;
}

/* --- Saved engines ------------------------------------------------------------- */

static PronyEngineSpec *
find_saved (const char *name, PronyCliOptions *options, GError **error)
{
  g_autoptr (PronyStore) store = prony_cli_options_open_store (options, error);
  g_autoptr (GPtrArray) engines = store != NULL ? prony_store_list_engines (store, error) : NULL;
  PronyEngineSpec *found = NULL;

  if (engines == NULL)
    return NULL;

  for (guint i = 0; i < engines->len; i++)
    {
      PronyEngineSpec *engine = g_ptr_array_index (engines, i);

      if (!g_str_equal (prony_engine_spec_get_title (engine), name))
        continue;
      if (found != NULL)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("Several saved engines are called “%s”. Name the address with "
                          "url=ADDRESS, or give them other names."),
                       name);
          return NULL;
        }
      found = engine;
    }

  if (found == NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("No engine called “%s” is saved in Prony. Check the name, or name the address "
                    "with url=ADDRESS."),
                 name);
  return found != NULL ? prony_engine_spec_copy (found) : NULL;
}

/* --- Values -------------------------------------------------------------------- */

static gboolean
take_switch (const char *text, gboolean *value, GError **error)
{
  if (g_str_equal (text, "yes") || g_str_equal (text, "no"))
    {
      *value = g_str_equal (text, "yes");
      return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("“%s” says nothing about insecure: write insecure=yes or insecure=no."), text);
  return FALSE;
}

static gboolean
check_file (const char *file, GError **error)
{
  if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("The file “%s” is not there. Check its name."), file);
  return FALSE;
}

static gboolean
take_values (PronyEngineSpec *engine, char *values[], GError **error)
{
  if ((values[KEY_API] != NULL && !prony_api_from_string (values[KEY_API], &engine->api, error)) ||
      !prony_engine_path_check (values[KEY_PATH], error) ||
      !prony_engine_path_check (values[KEY_MODELS_PATH], error) ||
      (values[KEY_CA_FILE] != NULL && !check_file (values[KEY_CA_FILE], error)) ||
      (values[KEY_TOKENIZER] != NULL && !check_file (values[KEY_TOKENIZER], error)) ||
      (values[KEY_INSECURE] != NULL &&
       !take_switch (values[KEY_INSECURE], &engine->tls_insecure, error)) ||
      (values[KEY_TIMEOUT] != NULL &&
       !prony_cli_take_double ("timeout", values[KEY_TIMEOUT], MIN_TIMEOUT_S, PRONY_CLI_MAX_SECONDS,
                               &engine->request_timeout_s, error)))
    return FALSE;

  if (values[KEY_NAME] != NULL)
    prony_set_str (&engine->name, values[KEY_NAME]);
  if (values[KEY_PATH] != NULL)
    prony_set_str (&engine->path, values[KEY_PATH]);
  if (values[KEY_MODELS_PATH] != NULL)
    prony_set_str (&engine->models_path, values[KEY_MODELS_PATH]);
  if (values[KEY_CA_FILE] != NULL)
    prony_set_str (&engine->ca_file, values[KEY_CA_FILE]);
  return TRUE;
}

static PronyTarget *
make_target (char *values[], PronyCliOptions *options, GError **error)
{
  g_autoptr (PronyEngineSpec) engine = NULL;
  PronyTarget *target;

  engine = values[KEY_ENGINE] != NULL ? find_saved (values[KEY_ENGINE], options, error)
                                      : prony_engine_spec_new (values[KEY_URL], error);
  if (engine == NULL || !take_values (engine, values, error))
    return NULL;

  target = prony_target_new (engine, values[KEY_MODEL]);
  target->vocabulary = g_strdup (values[KEY_TOKENIZER]);
  return target;
}

/**
 * prony_cli_target_parse:
 * @text: the value of `--target`, such as "url=http://127.0.0.1:8000,model=m"
 * @options: where saved engines are
 * @error: return location for %PRONY_ERROR_INPUT, or the errors of the store
 *
 * Makes a target from what the user says of it. Without a name given, it has that of an
 * unknown engine until it is known which it is. Nothing is asked yet.
 *
 * Returns: (transfer full) (nullable): the target
 */
PronyTarget *
prony_cli_target_parse (const char *text, PronyCliOptions *options, GError **error)
{
  char *values[N_KEYS] = { NULL };
  PronyTarget *target =
    split_values (text, values, error) ? make_target (values, options, error) : NULL;

  for (guint i = 0; i < N_KEYS; i++)
    g_free (values[i]);
  return target;
}
