/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the dialects share. Private to core/engines. */

#pragma once

#include <json-glib/json-glib.h>

#include "core/engines/prony-dialect.h"
#include "core/engines/prony-event-skim.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

extern const PronyDialect _prony_openai_chat_dialect;
extern const PronyDialect _prony_openai_completions_dialect;
extern const PronyDialect _prony_ollama_chat_dialect;
extern const PronyDialect _prony_ollama_generate_dialect;
extern const PronyDialect _prony_llamacpp_dialect;
extern const PronyDialect _prony_sglang_dialect;
extern const PronyDialect _prony_tgi_dialect;

/* Reads an object that is known to be no error into a cleared delta. */
typedef void (*PronyReadObjectFunc) (JsonObject *root, PronyDelta *delta);

void _prony_dialect_read (const char *name,
                          const char *data,
                          gsize length,
                          PronyDelta *delta,
                          const PronySkimField *fields,
                          PronyReadObjectFunc func);
void _prony_dialect_add_text (PronyDelta *delta, PronyEventKind kind, const char *text);
void _prony_dialect_read_message (JsonObject *message, PronyDelta *delta);
void _prony_dialect_read_timings (JsonObject *timings, PronyDelta *delta);
gboolean _prony_dialect_read_progress (JsonObject *root, PronyDelta *delta);
void _prony_dialect_finish (PronyDelta *delta, const char *reason);
gint64 _prony_dialect_get_count (JsonObject *object, const char *name);
double _prony_dialect_get_time (JsonObject *object, const char *name, double units_per_s);

gboolean _prony_dialect_is_needed (const char *name);
gboolean _prony_dialect_is_settings (const char *name);
void _prony_dialect_add_messages (JsonObject *body, const PronyRequestSpec *spec);
char *_prony_dialect_join_prompt (const PronyRequestSpec *spec);
void _prony_dialect_add_cache_switch (JsonObject *body,
                                      PronyApi api,
                                      PronyEngineKind kind,
                                      const PronyRequestSpec *spec);
void _prony_dialect_add_progress_switch (JsonObject *body,
                                         PronyApi api,
                                         PronyEngineKind kind,
                                         const PronyRequestSpec *spec);
void _prony_dialect_add_sampling (JsonObject *object, const PronyRequestSpec *spec);
void _prony_dialect_add_stop (JsonObject *object, const PronyRequestSpec *spec, guint max_stops);

G_END_DECLS
