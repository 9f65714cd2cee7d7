/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PRONY_LOAD_GIVE_UP_S:
 *
 * How long an engine that was measured may be gone before its trial is ended: what
 * remains would only count the same failure.
 */
#define PRONY_LOAD_GIVE_UP_S 10

/**
 * PronyLoadPresence:
 * @n_warmups: warm-up requests that have ended
 * @n_warmups_alone: of them, that found no engine
 * @alone_ns: since when no request has found the engine; 0 while it is there
 * @error: (nullable): the sentence of the first request that found none since
 *
 * Whether there is an engine at all.
 */
typedef struct
{
  guint n_warmups;
  guint n_warmups_alone;
  gint64 alone_ns;
  char *error;
} PronyLoadPresence;

void prony_load_presence_clear (PronyLoadPresence *self);
void prony_load_presence_note (PronyLoadPresence *self, const PronyRequestRecord *record);
gboolean prony_load_presence_never_found (const PronyLoadPresence *self, guint concurrency);
gboolean prony_load_presence_is_lost (const PronyLoadPresence *self, gint64 now_ns);

G_END_DECLS
