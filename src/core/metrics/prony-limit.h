/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyLimitKind:
 * @PRONY_LIMIT_NONE: nothing was seen
 * @PRONY_LIMIT_CLIENT: the computer that measured
 * @PRONY_LIMIT_NETWORK: the network between it and the engine
 * @PRONY_LIMIT_MEMORY: memory of the engine's computer or of its GPUs
 * @PRONY_LIMIT_HEAT: a GPU that got too hot
 * @PRONY_LIMIT_QUEUE: more requests at once than the engine works on
 * @PRONY_LIMIT_POWER: a GPU that drew all that it may
 *
 * What limits an engine.
 */
typedef enum
{
  PRONY_LIMIT_NONE,
  PRONY_LIMIT_CLIENT,
  PRONY_LIMIT_NETWORK,
  PRONY_LIMIT_MEMORY,
  PRONY_LIMIT_HEAT,
  PRONY_LIMIT_QUEUE,
  PRONY_LIMIT_POWER,
  PRONY_N_LIMITS,
} PronyLimitKind;

/**
 * PronyTrialLimit:
 * @kind: what it is
 * @sentence: the same with its figures, in the user's language; never %NULL
 *
 * What limited a trial, as far as it was seen.
 */
typedef struct
{
  PronyLimitKind kind;
  char *sentence;
} PronyTrialLimit;

const char *prony_limit_kind_to_string (PronyLimitKind kind);
const char *prony_limit_kind_title (PronyLimitKind kind);
PronyTrialLimit *prony_trial_limit_find (PronyRun *run, PronyTrial *trial);
void prony_trial_limit_free (PronyTrialLimit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrialLimit, prony_trial_limit_free)

G_END_DECLS
