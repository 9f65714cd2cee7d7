/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-spec.h"
#include "core/model/prony-target.h"
#include "core/wire/prony-delta.h"
#include "core/wire/prony-event-parser.h"

G_BEGIN_DECLS

/**
 * PronyDialect:
 * @api: what it speaks
 * @path: where requests for a stream go, below the engine's address
 * @whole_path: where requests for a whole answer go; the same as @path in most
 *   protocols
 * @framing: how a streamed answer is cut into events
 * @needs_end_mark: whether a stream without its end mark counts as truncated. The
 *   mark is an event of kind end, or any event with #PronyDelta.finish set
 * @build_body: makes the body of a request as the protocol has it: (transfer full), never
 *   fails. What some engines have besides is added by prony_dialect_make_body()
 * @read_event: decodes one event of a stream, or the whole body where the request
 *   asked for no stream; fills a cleared delta. Must cope with anything
 *
 * One protocol: a set of data and two functions. Adding a protocol is adding a
 * file and a row in prony_dialect_get().
 */
typedef struct
{
  PronyApi api;
  const char *path;
  const char *whole_path;
  PronyFraming framing;
  gboolean needs_end_mark;
  JsonObject *(*build_body) (const PronyRequestSpec *spec, const char *model);
  void (*read_event) (const char *name, const char *data, gsize length, PronyDelta *delta);
} PronyDialect;

const PronyDialect *prony_dialect_get (PronyApi api);
char *prony_dialect_make_body (const PronyDialect *dialect,
                               const PronyRequestSpec *spec,
                               PronyTarget *target,
                               gsize *length);
char **prony_dialect_list_dropped (const PronyDialect *dialect,
                                   const PronyRequestSpec *spec,
                                   PronyTarget *target);

G_END_DECLS
