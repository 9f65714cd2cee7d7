/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-engine.h"
#include "sim/prony-sim-stamp.h"

G_BEGIN_DECLS

/**
 * PronySimFinish:
 * @PRONY_SIM_FINISH_STOP: the answer ended by itself
 * @PRONY_SIM_FINISH_LENGTH: as many tokens as were allowed
 * @PRONY_SIM_FINISH_WORD: a stop word came
 * @PRONY_SIM_FINISH_ABORT: the client went away, or a fault struck
 *
 * Why a generation ended.
 */
typedef enum
{
  PRONY_SIM_FINISH_STOP,
  PRONY_SIM_FINISH_LENGTH,
  PRONY_SIM_FINISH_WORD,
  PRONY_SIM_FINISH_ABORT,
} PronySimFinish;

/**
 * PronySimAsk:
 * @model: (transfer none): the model's name
 * @prompt_tokens: the prompt's length
 * @text_seed: what the answer's text depends on: prompt and seed
 * @max_tokens: tokens allowed, negative for any number
 * @min_tokens: tokens that the answer has at least
 * @ignore_eos: whether the answer goes on until @max_tokens
 * @thinks: whether tokens of reasoning come first
 * @inlines_thoughts: whether they are part of the text
 * @streams: whether the client wants a stream
 * @tells_progress: whether it wants to be told how far its prompt is
 * @shows_eos: whether the token that ends an answer by itself is seen, and counted
 * @keep_ns: how long the model stays afterwards, see prony_sim_models_load()
 * @stops: (nullable) (transfer full): words that end the answer
 *
 * What a request asks for, in no protocol's words.
 */
typedef struct
{
  const char *model;
  guint prompt_tokens;
  guint64 text_seed;
  gint64 max_tokens;
  gint64 min_tokens;
  gboolean ignore_eos;
  gboolean thinks;
  gboolean inlines_thoughts;
  gboolean streams;
  gboolean tells_progress;
  gboolean shows_eos;
  gint64 keep_ns;
  char **stops;
} PronySimAsk;

/**
 * PronySimFormat:
 * @content_type: the type of a stream
 * @headers: (nullable): further header lines of a stream
 * @early_header: whether the header goes out before the first token
 * @progress: (nullable): writes the event that tells how far the prompt is
 * @token: writes the event of a token; its text may be cut by a stop word
 * @repeats: (nullable): whether the token's event differs from the one before in
 *   its text alone, as long as both are reasoning or both are not
 * @finish: writes what comes after the last token
 * @garbage: what stands where JSON should be, with its framing
 * @error: (nullable): writes an error in the middle of a stream
 * @whole: writes the document for a client that wants no stream, and returns
 *   header lines for it or %NULL
 *
 * How a protocol puts an answer into bytes. All write into @out, which becomes
 * one chunk for each call of prony_sim_generation_emit().
 */
typedef struct
{
  const char *content_type;
  const char *headers;
  gboolean early_header;
  void (*progress) (PronySimGeneration *generation, GString *out);
  void (*token) (PronySimGeneration *generation, GString *out, const PronySimPiece *piece);
  gboolean (*repeats) (PronySimGeneration *generation);
  void (*finish) (PronySimGeneration *generation, GString *out);
  const char *garbage;
  void (*error) (PronySimGeneration *generation, GString *out);
  char *(*whole) (PronySimGeneration *generation, GString *out);
} PronySimFormat;

/**
 * PronySimGeneration:
 * @engine: the engine
 * @connection: where the answer goes
 * @format: how it is written
 * @extra: (nullable): the format's own data
 * @ask: what was asked for
 * @cached_tokens: how many tokens of its prompt the engine remembers
 * @processed: how many have been worked on, with those, at @processed_ns
 * @total: how many tokens there will be
 * @reasoning: how many of them are reasoning
 * @done: how many there are
 * @finish: why it will end
 * @stop_word: (nullable): the stop word that ends it
 * @text: what has been answered so far, without reasoning
 * @thoughts: the reasoning so far
 * @received_ns: when the request was read
 * @started_ns: when the work began, after waiting
 * @loaded_ns: when the model was there
 * @processed_ns: when it was told last how far the prompt is
 * @first_ns: when the first token was due
 * @last_ns: when the last token was due
 *
 * An answer on its way. The fields are for reading.
 */
struct _PronySimGeneration
{
  PronySimEngine *engine;
  PronySimConnection *connection;
  const PronySimFormat *format;
  gpointer extra;
  PronySimAsk ask;

  guint cached_tokens;
  guint processed;
  guint total;
  guint reasoning;
  guint done;
  PronySimFinish finish;
  const char *stop_word;
  GString *text;
  GString *thoughts;

  gint64 received_ns;
  gint64 started_ns;
  gint64 loaded_ns;
  gint64 processed_ns;
  gint64 first_ns;
  gint64 last_ns;

  /*< private >*/
  PronySimTimer header_timer;
  PronySimTimer progress_timer;
  PronySimTimer timer;
  PronySimWriter writer;
  PronySimWriter thinker;
  PronySimStamp stamp;
  PronySimQuirks *quirks;
  PronySimCacheKey *key;
  gboolean is_replay;
  GString *out;
  GString *event;
  gsize event_gap;
  gboolean event_thinks;
  GDestroyNotify free_extra;
  PronySimCall call;
  guint64 random;
  guint fault_at;
  gsize visible;
  gsize stamped;
  gsize unsent;
  gboolean is_active;
  gboolean has_header;
};

extern const PronySimPiece prony_sim_eos;

void prony_sim_generation_start (PronySimCall *call,
                                 PronySimAsk *ask,
                                 const PronySimFormat *format,
                                 gpointer extra,
                                 GDestroyNotify free_extra);
gboolean prony_sim_generation_is_thinking (PronySimGeneration *generation);
void prony_sim_generation_emit (PronySimGeneration *generation, GString *out);

G_END_DECLS
