/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-tokens.h"

G_BEGIN_DECLS

/**
 * PRONY_SIM_STAMP_BYTES:
 *
 * The room that a stamp's JSON needs, with its zero.
 */
#define PRONY_SIM_STAMP_BYTES 48

/**
 * PronySimStamp:
 * @json: the stamp between quotes
 *
 * The text of a token that is a time. It must live as long as its piece is used.
 */
typedef struct
{
  char json[PRONY_SIM_STAMP_BYTES];
} PronySimStamp;

PronySimPiece prony_sim_stamp_make (PronySimStamp *stamp, gint64 received_ns);
void prony_sim_stamp_fill (GString *text, gsize from, gint64 sent_ns);

G_END_DECLS
