/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-dialect.h"
#include "core/http/prony-http-pool.h"
#include "core/model/prony-request-record.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

typedef struct _PronyHttpStream PronyHttpStream;

/**
 * PronyHttpStreamFuncs:
 * @sent: (nullable): the last byte of the request was written: the record's
 *   `sent` is known. Called again if the request had to be sent again
 * @event: (nullable): an event of the answer was read and is in the record
 * @progress: (nullable): the engine has told how many tokens of the prompt it has worked
 *   on, of how many. That is no event of the answer, and not in the record
 * @done: the request has ended, its record is complete; the next one may be sent
 *   from here
 *
 * Who uses a stream, in its thread.
 */
typedef struct
{
  void (*sent) (gpointer user_data);
  void (*event) (const PronyRecordEvent *event, gpointer user_data);
  void (*progress) (gint64 processed, gint64 total, gpointer user_data);
  void (*done) (gpointer user_data);
} PronyHttpStreamFuncs;

PronyHttpStream *prony_http_stream_new (PronyHttpPool *pool,
                                        guint slot,
                                        const PronyDialect *dialect,
                                        PronyTarget *target,
                                        const PronyHttpStreamFuncs *funcs,
                                        gpointer user_data);
void prony_http_stream_send (PronyHttpStream *self,
                             PronyRequestSpec *spec,
                             PronyRequestRecord *record,
                             double timeout_s);
void prony_http_stream_cancel (PronyHttpStream *self);
gboolean prony_http_stream_is_busy (PronyHttpStream *self);
guint prony_http_stream_get_connections (PronyHttpStream *self);
guint prony_http_stream_get_adaptions (PronyHttpStream *self);
void prony_http_stream_free (PronyHttpStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHttpStream, prony_http_stream_free)

G_END_DECLS
