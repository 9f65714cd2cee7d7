/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-share.h"

G_BEGIN_DECLS

/**
 * PronyLoadStreamsFunc:
 * @stream: which of the thread's streams
 * @record: its request, which has ended
 * @user_data: as given
 */
typedef void (*PronyLoadStreamsFunc) (guint stream,
                                      const PronyRequestRecord *record,
                                      gpointer user_data);

typedef struct _PronyLoadStreams PronyLoadStreams;

PronyLoadStreams *
prony_load_streams_new (const PronyLoadShare *share, PronyLoadStreamsFunc done, gpointer user_data);
void prony_load_streams_free (PronyLoadStreams *self);
void prony_load_streams_add (PronyLoadStreams *self, guint n);
guint prony_load_streams_count (PronyLoadStreams *self);
guint prony_load_streams_count_busy (PronyLoadStreams *self);
gboolean prony_load_streams_is_busy (PronyLoadStreams *self, guint stream);
void prony_load_streams_send (PronyLoadStreams *self,
                              guint stream,
                              const PronyRequestTicket *ticket,
                              gint64 scheduled_ns);
void prony_load_streams_refuse (PronyLoadStreams *self,
                                const PronyRequestTicket *ticket,
                                gint64 scheduled_ns);
void prony_load_streams_set_end (PronyLoadStreams *self, gint64 end_ns);
void prony_load_streams_cancel_all (PronyLoadStreams *self);
gboolean prony_load_streams_is_out_of_files (PronyLoadStreams *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadStreams, prony_load_streams_free)

G_END_DECLS
