/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-fault.h"
#include "sim/prony-sim-profile.h"

G_BEGIN_DECLS

typedef struct _PronySimApi PronySimApi;

/**
 * PronySimOptions:
 * @api: the protocol to speak
 * @profile: the law of times, with what the command line changes
 * @host: the address to listen at
 * @port: the port, 0 for any free one
 * @models: the names of the models, at least one
 * @seed: what all random numbers depend on
 * @faults: what goes wrong
 * @gpu_share: how much of a loaded model is in the GPU's memory, from 0 to 1
 * @prompt_cache: whether prompts are remembered
 * @metrics: whether llama.cpp's counters are there to read
 * @stamp_tokens: whether answers are the engine's clock instead of words
 * @die_with_parent: whether to end when the parent process ends
 * @list_faults: whether only the faults' names were asked for
 * @show_version: whether only the version was asked for
 *
 * The command line of prony-sim.
 */
typedef struct
{
  const PronySimApi *api;
  PronySimProfile *profile;
  char *host;
  guint16 port;
  char **models;
  guint64 seed;
  PronySimFaults faults;
  double gpu_share;
  gboolean prompt_cache;
  gboolean metrics;
  gboolean stamp_tokens;
  gboolean die_with_parent;
  gboolean list_faults;
  gboolean show_version;
} PronySimOptions;

PronySimOptions *prony_sim_options_new (char **args, GError **error);
void prony_sim_options_free (PronySimOptions *options);
gboolean prony_sim_options_is_loopback (const PronySimOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimOptions, prony_sim_options_free)

G_END_DECLS
