/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

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
  PRONY_SIM_FAULT_CLOSE,
  PRONY_SIM_N_FAULTS,
} PronySimFault;

/**
 * PronySimFaults:
 * @shares: for each fault, the share of requests that have it
 * @limits: for each fault, how many requests have it at most; 0 for any number
 * @counts: for each fault, how many had it
 *
 * What goes wrong, and how often.
 */
typedef struct
{
  double shares[PRONY_SIM_N_FAULTS];
  guint64 limits[PRONY_SIM_N_FAULTS];
  guint64 counts[PRONY_SIM_N_FAULTS];
} PronySimFaults;

gboolean prony_sim_faults_add (PronySimFaults *faults, const char *text, GError **error);
PronySimFault prony_sim_faults_pick (PronySimFaults *faults, gboolean generates, guint64 *random);

G_END_DECLS
