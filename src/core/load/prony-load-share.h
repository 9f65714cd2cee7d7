/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/http/prony-http-pool.h"
#include "core/load/prony-load-conduct.h"
#include "core/load/prony-load-outbox.h"
#include "core/load/prony-load-tally.h"
#include "core/load/prony-load-watch.h"

G_BEGIN_DECLS

/**
 * PronyLoadShare:
 * @config: what the generator does
 * @access: how the engine is reached
 * @conduct: what its threads agree on
 * @index: which of the threads this is, from 0
 * @n_threads: how many there are
 * @max_streams: how many streams this thread may have: what descriptors and ports
 *   are there for
 * @outbox: where the thread's records and snapshots go
 * @pool: the thread's HTTP side
 * @tally: what the thread has counted
 * @watch: which of its requests is shown
 * @step: called after whatever may have ended a part of the trial
 * @step_data: for @step
 *
 * One I/O thread's share of a load, and what it works with. The last five belong to
 * the thread.
 */
typedef struct
{
  const PronyLoadConfig *config;
  PronyHttpAccess *access;
  PronyLoadConduct *conduct;
  guint index;
  guint n_threads;
  guint max_streams;
  PronyLoadOutbox *outbox;
  PronyHttpPool *pool;
  PronyLoadTally *tally;
  PronyLoadWatch *watch;
  void (*step) (gpointer step_data);
  gpointer step_data;
} PronyLoadShare;

guint prony_load_share_count (const PronyLoadShare *self, guint total);
guint prony_load_share_number (const PronyLoadShare *self, guint nth);
int prony_load_share_find (const PronyLoadShare *self, int number);

G_END_DECLS
