/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronySimProfile:
 * @name: what it is called
 * @first_ns: the fixed part of the time to the first token
 * @prefill_rate: prompt tokens read in a second, 0 where they cost no time
 * @gap_ns: the time between two tokens of a request that is alone
 * @load_ns: how long a model takes to load before its first request
 * @slots: how many requests are worked on at once, 0 for any number; others wait
 * @slowdown: how much longer everything takes for each further request that is
 *   worked on, 0.1 is a tenth
 * @jitter: coefficient of variation of each time
 * @context: tokens that prompt and answer may have together
 * @answer_min: the shortest answer that ends by itself, in tokens
 * @answer_max: the longest
 *
 * The law that a simulated engine's times follow.
 */
typedef struct
{
  char *name;
  gint64 first_ns;
  double prefill_rate;
  gint64 gap_ns;
  gint64 load_ns;
  guint slots;
  double slowdown;
  double jitter;
  guint context;
  guint answer_min;
  guint answer_max;
} PronySimProfile;

PronySimProfile *prony_sim_profile_new_named (const char *name);
PronySimProfile *prony_sim_profile_load (const char *name_or_file, GError **error);
void prony_sim_profile_free (PronySimProfile *profile);

gint64 prony_sim_profile_first_ns (const PronySimProfile *profile,
                                   guint prompt_tokens,
                                   guint active,
                                   guint64 *random);
gint64 prony_sim_profile_gap_ns (const PronySimProfile *profile, guint active, guint64 *random);
guint prony_sim_profile_answer_tokens (const PronySimProfile *profile, guint64 *random);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimProfile, prony_sim_profile_free)

G_END_DECLS
