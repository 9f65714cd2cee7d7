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
 * @PRONY_SIM_FAULT_HTTP_503: refused with 503
 * @PRONY_SIM_FAULT_HTML: every address answers with a web page
 * @PRONY_SIM_FAULT_GARBAGE: events that are not JSON
 * @PRONY_SIM_FAULT_LOADING: every address says that the model is loading
 * @PRONY_SIM_FAULT_UNAUTHORIZED: every address asks for a key
 * @PRONY_SIM_FAULT_EMPTY: the answer has no token
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
  PRONY_SIM_N_FAULTS,
} PronySimFault;

/**
 * PronySimFaults:
 * @shares: for each fault, the share of requests that have it
 */
typedef struct
{
  double shares[PRONY_SIM_N_FAULTS];
} PronySimFaults;

gboolean prony_sim_faults_add (PronySimFaults *faults, const char *text, GError **error);
PronySimFault
prony_sim_faults_pick (const PronySimFaults *faults, gboolean generates, guint64 *random);
gboolean prony_sim_fault_is_of_stream (PronySimFault fault);

G_END_DECLS
