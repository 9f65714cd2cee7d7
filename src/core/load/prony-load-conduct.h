/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

/**
 * PronyLoadConductFunc:
 * @user_data: as given
 *
 * Wakes all I/O threads of a generator, so that they look what has been decided.
 */
typedef void (*PronyLoadConductFunc) (gpointer user_data);

/**
 * PronyLoadClock:
 * @running: whether it goes on: it stands still during a pause
 * @stood_ns: how long it has stood still in all, until now
 *
 * The clock that a trial's bounds and schedule follow.
 */
typedef struct
{
  gboolean running;
  gint64 stood_ns;
} PronyLoadClock;

typedef struct _PronyLoadConduct PronyLoadConduct;

PronyLoadConduct *prony_load_conduct_new (const PronyLoadConfig *config,
                                          guint n_warmup_streams,
                                          PronyLoadConductFunc wake,
                                          gpointer wake_data);
void prony_load_conduct_free (PronyLoadConduct *self);

gboolean prony_load_conduct_claim_warmup (PronyLoadConduct *self, guint64 *index);
gboolean prony_load_conduct_claim_request (PronyLoadConduct *self, guint64 *index);
gboolean prony_load_conduct_claim_arrival (PronyLoadConduct *self, guint64 number, guint64 *index);
void prony_load_conduct_note_attempt (PronyLoadConduct *self, const PronyRequestRecord *record);
void prony_load_conduct_release (PronyLoadConduct *self, const PronyRequestRecord *record);
gboolean prony_load_conduct_is_exhausted (PronyLoadConduct *self);
gboolean prony_load_conduct_is_warm (PronyLoadConduct *self);
double prony_load_conduct_get_warm_latency (PronyLoadConduct *self);

void prony_load_conduct_open (PronyLoadConduct *self, gint64 open_ns);
gint64 prony_load_conduct_get_open (PronyLoadConduct *self);
void prony_load_conduct_set_paused (PronyLoadConduct *self, gboolean paused);
gboolean prony_load_conduct_is_paused (PronyLoadConduct *self);
PronyLoadClock prony_load_conduct_get_clock (PronyLoadConduct *self);
gint64 prony_load_conduct_get_idle (PronyLoadConduct *self, gint64 *paused_ns);
GArray *prony_load_conduct_list_pauses (PronyLoadConduct *self);

void prony_load_conduct_set_watched (PronyLoadConduct *self, int stream);
int prony_load_conduct_get_watched (PronyLoadConduct *self);
void prony_load_conduct_look (PronyLoadConduct *self);
void prony_load_conduct_break_off (PronyLoadConduct *self, PronyState state, const char *error);
PronyState prony_load_conduct_get_verdict (PronyLoadConduct *self);
char *prony_load_conduct_dup_error (PronyLoadConduct *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadConduct, prony_load_conduct_free)

G_END_DECLS
