/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PRONY_LIVE_TTFTS 32
#define PRONY_LIVE_GAPS 256
#define PRONY_LIVE_SEND_LAGS 256
#define PRONY_LIVE_PREFILLS 8
#define PRONY_LIVE_BUCKETS 20

/**
 * PronyLiveWindow:
 *
 * The rolling figures of a snapshot. Plain memory without anything to free; all
 * fields are private.
 */
typedef struct
{
  double ttfts[PRONY_LIVE_TTFTS];
  guint64 n_ttfts;
  double gaps[PRONY_LIVE_GAPS];
  guint64 n_gaps;
  double send_lags[PRONY_LIVE_SEND_LAGS];
  guint64 n_send_lags;
  double prefills[PRONY_LIVE_PREFILLS];
  guint64 n_prefills;
  guint64 tokens[PRONY_LIVE_BUCKETS];
  gint64 bucket; /* the number of the latest one */
  gint64 began_ns;
} PronyLiveWindow;

void prony_live_window_init (PronyLiveWindow *self, gint64 now_ns);
void prony_live_window_open (PronyLiveWindow *self, gint64 now_ns);
void prony_live_window_add_tokens (PronyLiveWindow *self, gint64 at_ns, guint tokens);
void prony_live_window_add_ttft (PronyLiveWindow *self, gint64 ns);
void prony_live_window_add_gap (PronyLiveWindow *self, gint64 ns);
void prony_live_window_add_send_lag (PronyLiveWindow *self, gint64 ns);
void prony_live_window_add_prefill (PronyLiveWindow *self, double tokens_per_s);
double prony_live_window_get_rate (PronyLiveWindow *self, gint64 now_ns);
double prony_live_window_get_ttft (const PronyLiveWindow *const *windows, guint n);
double prony_live_window_get_itl (const PronyLiveWindow *const *windows, guint n);
double prony_live_window_get_send_lag (const PronyLiveWindow *const *windows, guint n);
double prony_live_window_get_prefill (const PronyLiveWindow *const *windows, guint n);

G_END_DECLS
