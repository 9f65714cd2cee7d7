/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-quirk.h"

G_BEGIN_DECLS

/**
 * PronySimFault:
 * @PRONY_SIM_FAULT_NONE: nothing goes wrong
 * @PRONY_SIM_FAULT_DIE: the process ends in the middle of a stream
 * @PRONY_SIM_FAULT_DISCONNECT: the connection is cut in the middle of a stream
 * @PRONY_SIM_FAULT_ERROR: an error object in the middle of a stream
 * @PRONY_SIM_FAULT_TRUNCATE: the answer ends without its end mark
 * @PRONY_SIM_FAULT_STALL: the request is taken and never answered
 * @PRONY_SIM_FAULT_SLOW_HEADERS: the header starts at once and goes on seconds later
 * @PRONY_SIM_FAULT_HTTP_429: refused with 429 and Retry-After
 * @PRONY_SIM_FAULT_HTTP_500: refused with 500
 * @PRONY_SIM_FAULT_HTTP_503: refused with 503 and Retry-After
 * @PRONY_SIM_FAULT_HTML: every address answers with a web page
 * @PRONY_SIM_FAULT_GARBAGE: events that are not JSON
 * @PRONY_SIM_FAULT_LOADING: every address says that the model is loading
 * @PRONY_SIM_FAULT_UNAUTHORIZED: every address asks for a key
 * @PRONY_SIM_FAULT_EMPTY: the answer has no token
 * @PRONY_SIM_FAULT_TRICKLE: after the header the answer comes as a byte a second
 * @PRONY_SIM_FAULT_LONG_LINE: one event has a line of 8 MiB
 * @PRONY_SIM_FAULT_NO_ANSWER: the connection is closed in place of an answer
 * @PRONY_SIM_FAULT_ANSWER_CACHE: prompts that end like one before are answered from memory
 * @PRONY_SIM_FAULT_CLOSE: the connection is closed after the answer, unannounced
 *
 * What can be made to go wrong.
 */
typedef enum
{
  PRONY_SIM_FAULT_NONE,
  PRONY_SIM_FAULT_DIE,
  PRONY_SIM_FAULT_DISCONNECT,
  PRONY_SIM_FAULT_ERROR,
  PRONY_SIM_FAULT_TRUNCATE,
  PRONY_SIM_FAULT_STALL,
  PRONY_SIM_FAULT_SLOW_HEADERS,
  PRONY_SIM_FAULT_HTTP_429,
  PRONY_SIM_FAULT_HTTP_500,
  PRONY_SIM_FAULT_HTTP_503,
  PRONY_SIM_FAULT_HTML,
  PRONY_SIM_FAULT_GARBAGE,
  PRONY_SIM_FAULT_LOADING,
  PRONY_SIM_FAULT_UNAUTHORIZED,
  PRONY_SIM_FAULT_EMPTY,
  PRONY_SIM_FAULT_TRICKLE,
  PRONY_SIM_FAULT_LONG_LINE,
  PRONY_SIM_FAULT_NO_ANSWER,
  PRONY_SIM_FAULT_ANSWER_CACHE,
  PRONY_SIM_FAULT_CLOSE,
  PRONY_SIM_N_FAULTS,
} PronySimFault;

/**
 * PronySimExtent:
 * @share: the share of requests
 * @limit: how many requests at most; 0 for any number
 * @count: how many there were
 *
 * How often something goes wrong.
 */
typedef struct
{
  double share;
  guint64 limit;
  guint64 count;
} PronySimExtent;

/**
 * PronySimFaults:
 * @extents: for each fault, how often
 * @quirks: the quirks that were asked for
 * @quirk_extents: how often they are there
 * @n_quirks: how many they are
 *
 * What goes wrong, and how often.
 */
typedef struct
{
  PronySimExtent extents[PRONY_SIM_N_FAULTS];
  PronySimQuirkUse quirks[PRONY_SIM_MAX_QUIRKS];
  PronySimExtent quirk_extents[PRONY_SIM_MAX_QUIRKS];
  guint n_quirks;
} PronySimFaults;

const char *prony_sim_faults_get_name (guint n);
gboolean prony_sim_faults_add (PronySimFaults *faults, const char *text, GError **error);
PronySimFault prony_sim_faults_pick (PronySimFaults *faults, gboolean generates, guint64 *random);
void prony_sim_faults_pick_quirks (PronySimFaults *faults,
                                   gboolean generates,
                                   guint64 *random,
                                   PronySimQuirkUse *uses);

G_END_DECLS
