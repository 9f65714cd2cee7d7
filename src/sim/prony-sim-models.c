/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "sim/prony-sim-models.h"

/* The models of a simulated engine: their names, and which of them are loaded.
 * Each is loaded and unloaded by itself; all that are loaded fit into the memory. */

#define KEEP_ALIVE_NS (300 * PRONY_NS_PER_S)

/**
 * prony_sim_models_find:
 * @engine: an engine
 * @name: (nullable): what a request calls the model
 *
 * Returns: (nullable) (transfer none): the model's full name. As in Ollama the
 *   tag ":latest" may be left out.
 */
const char *
prony_sim_models_find (PronySimEngine *engine, const char *name)
{
  char **models = engine->options->models;

  for (guint i = 0; name != NULL && models[i] != NULL; i++)
    if (strcmp (models[i], name) == 0 ||
        (g_str_has_prefix (models[i], name) && strcmp (models[i] + strlen (name), ":latest") == 0))
      return models[i];

  return NULL;
}

/**
 * prony_sim_models_can_think:
 * @model: a model's name
 *
 * Returns: whether the model reasons before it answers: its name, without the
 *   tag, ends in "-thinking"
 */
gboolean
prony_sim_models_can_think (const char *model)
{
  g_autofree char *name = g_strndup (model, strcspn (model, ":"));

  return g_str_has_suffix (name, "-thinking");
}

/* @model is one of the engine's own names, and compared as such. */
static PronySimResidence *
find_residence (PronySimEngine *engine, const char *model)
{
  guint i = 0;

  while (engine->options->models[i] != model)
    i++;

  return &engine->residences[i];
}

/**
 * prony_sim_models_load:
 * @engine: an engine
 * @model: a model as prony_sim_models_find() gives it
 * @keep_ns: how long it stays when nobody asks for it; 0 for the usual five
 *   minutes, %G_MAXINT64 for ever
 * @now_ns: the time
 *
 * Loads the model if it is not loaded, and keeps it for another while.
 *
 * Returns: when it is there, @now_ns at the earliest
 */
gint64
prony_sim_models_load (PronySimEngine *engine, const char *model, gint64 keep_ns, gint64 now_ns)
{
  PronySimResidence *residence = find_residence (engine, model);
  gint64 there_ns;

  if (residence->ready_ns == 0 || residence->unload_ns < now_ns)
    residence->ready_ns = now_ns + engine->profile->load_ns;

  there_ns = MAX (residence->ready_ns, now_ns);
  if (keep_ns == 0)
    keep_ns = KEEP_ALIVE_NS;
  residence->unload_ns = keep_ns < G_MAXINT64 - there_ns ? there_ns + keep_ns : G_MAXINT64;
  return there_ns;
}

/**
 * prony_sim_models_unload:
 * @engine: an engine
 * @model: a model as prony_sim_models_find() gives it
 *
 * Unloads the model, if it is loaded.
 */
void
prony_sim_models_unload (PronySimEngine *engine, const char *model)
{
  find_residence (engine, model)->ready_ns = 0;
}

/**
 * prony_sim_models_get_rest:
 * @engine: an engine
 * @model: a model as prony_sim_models_find() gives it
 * @now_ns: the time
 *
 * Returns: how long the model stays loaded if nobody asks for it, %G_MAXINT64 for
 *   ever; 0 if it is not loaded, or not yet
 */
gint64
prony_sim_models_get_rest (PronySimEngine *engine, const char *model, gint64 now_ns)
{
  PronySimResidence *residence = find_residence (engine, model);

  if (residence->ready_ns == 0 || residence->ready_ns > now_ns || residence->unload_ns < now_ns)
    return 0;

  return residence->unload_ns < G_MAXINT64 ? residence->unload_ns - now_ns : G_MAXINT64;
}
