/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "sim/prony-sim-status.h"

/* The words for the HTTP statuses that a simulated engine answers with. */

static const struct
{
  guint status;
  const char *phrase;
} phrases[] = {
  { 200, "OK" },
  { 307, "Temporary Redirect" },
  { 400, "Bad Request" },
  { 401, "Unauthorized" },
  { 404, "Not Found" },
  { 405, "Method Not Allowed" },
  { 411, "Length Required" },
  { 413, "Content Too Large" },
  { 422, "Unprocessable Entity" },
  { 429, "Too Many Requests" },
  { 431, "Request Header Fields Too Large" },
  { 500, "Internal Server Error" },
  { 501, "Not Implemented" },
  { 502, "Bad Gateway" },
  { 503, "Service Unavailable" },
  { 505, "HTTP Version Not Supported" },
};

/**
 * prony_sim_status_phrase:
 * @status: an HTTP status
 *
 * Returns: its words
 */
const char *
prony_sim_status_phrase (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (phrases[i].status == status)
      return phrases[i].phrase;

  return "Unknown";
}
