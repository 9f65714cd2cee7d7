/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyPause:
 * @from_ns: when the last request in flight had ended, `CLOCK_MONOTONIC`
 * @to_ns: when it went on
 *
 * A time in which a trial was paused and nothing was in flight. A plain value.
 */
typedef struct
{
  gint64 from_ns;
  gint64 to_ns;
} PronyPause;

G_END_DECLS
