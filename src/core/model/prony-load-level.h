/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PRONY_LOAD_MAX_CONCURRENCY:
 *
 * Most requests at once that a load may ask for: what one computer has ports for.
 */
#define PRONY_LOAD_MAX_CONCURRENCY 60000

/**
 * PRONY_LOAD_MAX_RATE:
 *
 * Most requests a second that a load may ask for: beyond what one computer can send.
 */
#define PRONY_LOAD_MAX_RATE 100000.0

/**
 * PRONY_LOAD_MIN_BURSTINESS:
 *
 * Below it nearly all requests would arrive at the same moment.
 */
#define PRONY_LOAD_MIN_BURSTINESS 0.01

/**
 * PRONY_LOAD_MAX_BURSTINESS:
 *
 * Beyond it requests arrive at equal distances.
 */
#define PRONY_LOAD_MAX_BURSTINESS 1000.0

/**
 * PronyLoadKind:
 * @PRONY_LOAD_CLOSED: so many streams, each back to back: a closed loop
 * @PRONY_LOAD_OPEN: so many requests a second, however fast they are answered: an
 *   open loop
 * @PRONY_LOAD_TRACE: requests at the times that a trace names; an open loop too
 */
typedef enum
{
  PRONY_LOAD_CLOSED,
  PRONY_LOAD_OPEN,
  PRONY_LOAD_TRACE,
} PronyLoadKind;

/**
 * PronyArrivalPattern:
 * @PRONY_ARRIVAL_CONSTANT: at equal distances
 * @PRONY_ARRIVAL_POISSON: exponentially distributed gaps, as of many independent
 *   users
 * @PRONY_ARRIVAL_GAMMA: gamma distributed gaps, more or less bursty than Poisson
 */
typedef enum
{
  PRONY_ARRIVAL_CONSTANT,
  PRONY_ARRIVAL_POISSON,
  PRONY_ARRIVAL_GAMMA,
} PronyArrivalPattern;

/**
 * PronyLoadLevel:
 * @kind: which kind of load
 * @concurrency: closed: streams, at least 1, where there is a ramp those at its end;
 *   otherwise the most requests at once, 0 for any number
 * @from_concurrency: closed: streams at the beginning of the ramp, at least 1; 0
 *   without one
 * @rate: open: requests a second, where there is a ramp those at its end; else NAN
 * @from_rate: open: requests a second at the beginning of the ramp; NAN without one
 * @ramp_s: how long the ramp lasts, in seconds; 0 without one
 * @arrival: open: how requests arrive
 * @burstiness: gamma: the shape of the distribution, %PRONY_LOAD_MIN_BURSTINESS to
 *   %PRONY_LOAD_MAX_BURSTINESS: 1 is Poisson, less is burstier, more is more even
 * @speed: trace: how many times faster than it was recorded, over 0; else 1
 *
 * How much is asked of a target at once, or how often: one load of a plan. A plain
 * value.
 */
typedef struct
{
  PronyLoadKind kind;
  guint concurrency;
  guint from_concurrency;
  double rate;
  double from_rate;
  double ramp_s;
  PronyArrivalPattern arrival;
  double burstiness;
  double speed;
} PronyLoadLevel;

const char *prony_load_kind_to_string (PronyLoadKind kind);
gboolean prony_load_kind_from_string (const char *text, PronyLoadKind *kind);
const char *prony_arrival_pattern_to_string (PronyArrivalPattern pattern);
gboolean prony_arrival_pattern_from_string (const char *text, PronyArrivalPattern *pattern);
const char *prony_arrival_pattern_title (PronyArrivalPattern pattern);

PronyLoadLevel prony_load_level_closed (guint concurrency);
PronyLoadLevel prony_load_level_open (double rate, PronyArrivalPattern arrival);
PronyLoadLevel prony_load_level_trace (double speed);
gboolean prony_load_level_parse (PronyLoadLevel *self, const char *text);
gboolean prony_load_level_check (const PronyLoadLevel *self, GError **error);
gboolean prony_load_level_equal (const PronyLoadLevel *a, const PronyLoadLevel *b);
int prony_load_level_compare (const PronyLoadLevel *a, const PronyLoadLevel *b);
gboolean prony_load_level_is_closed (const PronyLoadLevel *self, guint concurrency);
double prony_load_level_get_value (const PronyLoadLevel *self);
char *prony_load_level_get_label (const PronyLoadLevel *self);
char *prony_load_level_describe (const PronyLoadLevel *self);
JsonObject *prony_load_level_to_json (const PronyLoadLevel *self);
gboolean prony_load_level_from_json (PronyLoadLevel *self, JsonObject *object);

G_END_DECLS
