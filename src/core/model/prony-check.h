/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyCheckKind:
 * @PRONY_CHECK_ACCOUNTED: requests that were sent = ok + failed + cancelled + in
 *   flight
 * @PRONY_CHECK_LITTLES_LAW: mean concurrency = request rate × mean latency
 * @PRONY_CHECK_DELIVERED: requests that were sent = requests that were due
 * @PRONY_CHECK_STREAMED: answers that came token by token = answers that were asked for
 *   in that way
 * @PRONY_CHECK_TOKENS: the sum of output tokens = the engine's own counter
 * @PRONY_CHECK_UNCACHED: share of the prompt tokens that the engine says it took from its
 *   prompt cache = the share that can be the words of its template
 * @PRONY_CHECK_REPEATS: time to first token of prompts that had been sent before = that of
 *   those that had not
 * @PRONY_CHECK_PROMPT_LENGTHS: prompts of a length that the scenario allows = prompts that
 *   the engine has counted
 *
 * What must agree if a trial was measured rightly.
 */
typedef enum
{
  PRONY_CHECK_ACCOUNTED,
  PRONY_CHECK_LITTLES_LAW,
  PRONY_CHECK_DELIVERED,
  PRONY_CHECK_STREAMED,
  PRONY_CHECK_TOKENS,
  PRONY_CHECK_UNCACHED,
  PRONY_CHECK_REPEATS,
  PRONY_CHECK_PROMPT_LENGTHS,
  PRONY_N_CHECKS,
} PronyCheckKind;

/**
 * PronyVerdict:
 * @PRONY_VERDICT_ABSENT: could not be checked, or does not apply
 */
typedef enum
{
  PRONY_VERDICT_ABSENT,
  PRONY_VERDICT_PASSED,
  PRONY_VERDICT_FAILED,
} PronyVerdict;

/**
 * PronyCheck:
 * @verdict: what it came to
 * @expected: what it should be; NAN where absent
 * @actual: what it is; likewise
 * @low: the least that was seen, in checks that tell a range; likewise
 * @high: the most; likewise
 *
 * One check of a trial. A plain value.
 */
typedef struct
{
  PronyVerdict verdict;
  double expected;
  double actual;
  double low;
  double high;
} PronyCheck;

/**
 * PronyClientLimit:
 * @PRONY_CLIENT_LIMIT_NONE: the client kept up
 * @PRONY_CLIENT_LIMIT_CPU: an I/O thread used its processor core up
 * @PRONY_CLIENT_LIMIT_LAG: the I/O threads served their sockets late
 * @PRONY_CLIENT_LIMIT_SEND_LAG: requests of an open loop went out late, though no
 *   bound on requests at once held them back
 * @PRONY_CLIENT_LIMIT_CONNECTIONS: descriptors or ports ran out
 * @PRONY_CLIENT_LIMIT_NETWORK: TCP had to send so much again that the network was
 *   measured
 *
 * Why the figures of a trial describe the measuring side rather than the engine.
 */
typedef enum
{
  PRONY_CLIENT_LIMIT_NONE,
  PRONY_CLIENT_LIMIT_CPU,
  PRONY_CLIENT_LIMIT_LAG,
  PRONY_CLIENT_LIMIT_SEND_LAG,
  PRONY_CLIENT_LIMIT_CONNECTIONS,
  PRONY_CLIENT_LIMIT_NETWORK,
  PRONY_N_CLIENT_LIMITS,
} PronyClientLimit;

const char *prony_check_kind_to_string (PronyCheckKind kind);
gboolean prony_check_kind_has_range (PronyCheckKind kind);
char *prony_check_describe (PronyCheckKind kind, const PronyCheck *check);
const char *prony_client_limit_to_string (PronyClientLimit limit);
gboolean prony_client_limit_from_string (const char *text, PronyClientLimit *limit);
const char *prony_client_limit_describe (PronyClientLimit limit);

G_END_DECLS
