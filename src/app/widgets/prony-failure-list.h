/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyFailureList:
 *
 * Failed requests of a run in groups of those that failed alike: how many, why, what to do
 * about it, and the first of them on request. Hidden while nothing fails. Main thread
 * only.
 */
#define PRONY_TYPE_FAILURE_LIST (prony_failure_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyFailureList, prony_failure_list, PRONY, FAILURE_LIST, AdwBin)

void prony_failure_list_reset (PronyFailureList *self);
void prony_failure_list_show (PronyFailureList *self, PronyRunSnapshot *snapshot);
GtkWindow *prony_failure_list_open (PronyFailureList *self, guint group);

G_END_DECLS
