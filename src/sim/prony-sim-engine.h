/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "sim/prony-sim-cache.h"
#include "sim/prony-sim-connection.h"
#include "sim/prony-sim-fault.h"
#include "sim/prony-sim-histogram.h"
#include "sim/prony-sim-options.h"
#include "sim/prony-sim-profile.h"
#include "sim/prony-sim-scheduler.h"
#include "sim/prony-sim-tokens.h"

G_BEGIN_DECLS

typedef struct _PronySimEngine PronySimEngine;
typedef struct _PronySimGeneration PronySimGeneration;

/**
 * PronySimFailure:
 * @PRONY_SIM_FAILURE_INPUT: the request is not usable
 * @PRONY_SIM_FAILURE_UNAUTHORIZED: a key is needed
 * @PRONY_SIM_FAILURE_NO_MODEL: the model is not there
 * @PRONY_SIM_FAILURE_NOT_FOUND: the address is not there
 * @PRONY_SIM_FAILURE_METHOD: the address is there, but not for this method
 * @PRONY_SIM_FAILURE_CONTEXT: prompt and answer do not fit into the context
 * @PRONY_SIM_FAILURE_OVERLOADED: too much to do, with 503
 * @PRONY_SIM_FAILURE_RATE: too many requests, with 429
 * @PRONY_SIM_FAILURE_LOADING: the model is loading
 * @PRONY_SIM_FAILURE_UNSUPPORTED: switched off in this engine
 * @PRONY_SIM_FAILURE_INTERNAL: anything else
 *
 * Why a request is refused. Each API has its own status and words for it.
 */
typedef enum
{
  PRONY_SIM_FAILURE_INPUT,
  PRONY_SIM_FAILURE_UNAUTHORIZED,
  PRONY_SIM_FAILURE_NO_MODEL,
  PRONY_SIM_FAILURE_NOT_FOUND,
  PRONY_SIM_FAILURE_METHOD,
  PRONY_SIM_FAILURE_CONTEXT,
  PRONY_SIM_FAILURE_OVERLOADED,
  PRONY_SIM_FAILURE_RATE,
  PRONY_SIM_FAILURE_LOADING,
  PRONY_SIM_FAILURE_UNSUPPORTED,
  PRONY_SIM_FAILURE_INTERNAL,
} PronySimFailure;

/**
 * PronySimCall:
 * @engine: the engine
 * @connection: where the answer goes
 * @request: the request
 * @body: (nullable): the request's JSON object
 * @fault: what is to go wrong
 * @quirks: what is to be different, ended by one that is %NULL
 * @random: the request's random numbers
 * @prompt_tokens: the prompt's length, once it is known
 *
 * One request on its way to the function that answers it.
 */
typedef struct
{
  PronySimEngine *engine;
  PronySimConnection *connection;
  const PronySimRequest *request;
  JsonObject *body;
  PronySimFault fault;
  PronySimQuirkUse quirks[PRONY_SIM_MAX_QUIRKS + 1];
  guint64 random;
  guint prompt_tokens;
} PronySimCall;

/**
 * PronySimRoute:
 * @method: "GET" (HEAD too) or "POST"
 * @path: the path
 * @handle: answers
 * @generates: whether the model answers
 * @open: whether no key is needed
 *
 * One address of an engine. A list of them ends with an empty one.
 */
typedef struct
{
  const char *method;
  const char *path;
  void (*handle) (PronySimCall *call);
  gboolean generates;
  gboolean open;
} PronySimRoute;

/**
 * PronySimApi:
 * @name: what --api calls it
 * @port: the engine's usual port
 * @model: the model that it has where --model names none
 * @loads: whether a model is loaded at its first request, not at the start
 * @listens_while_loading: whether addresses that say nothing of health and need no
 *   model are there while the model loads
 * @routes: its addresses
 * @fail: refuses a request in the engine's own way; @text may be %NULL for the
 *   usual words
 *
 * One engine's protocol.
 */
struct _PronySimApi
{
  const char *name;
  guint16 port;
  const char *model;
  gboolean loads;
  gboolean listens_while_loading;
  const PronySimRoute *routes;
  void (*fail) (PronySimCall *call, PronySimFailure failure, const char *text);
};

/**
 * PronySimResidence:
 * @ready_ns: when the model was, or will be, loaded; 0 when it is not
 * @unload_ns: when it is unloaded if nobody asks for it
 *
 * How a model stands in the memory.
 */
typedef struct
{
  gint64 ready_ns;
  gint64 unload_ns;
} PronySimResidence;

/**
 * PronySimEngine:
 * @api: the protocol that it speaks
 * @options: what was asked for
 * @profile: the law of its times
 * @scheduler: its deadlines
 * @corpus: its sentences
 * @cache: what it remembers
 * @waiting: generations that have no slot yet
 * @active: generations that are worked on
 * @faults: what goes wrong, and how often it did
 * @ordinal: how many requests came so far
 * @residences: for each of the models, whether it is loaded
 * @created_s: when the engine was started, seconds since 1970
 * @prompt_tokens: prompt tokens read so far
 * @generated_tokens: tokens generated so far
 * @finished: generations that ended, by #PronySimFinish
 * @first: the times to the first token
 * @total: the times to the last
 *
 * A simulated engine: what its requests share. Used in one thread.
 */
struct _PronySimEngine
{
  const PronySimApi *api;
  const PronySimOptions *options;
  const PronySimProfile *profile;
  PronySimScheduler *scheduler;
  PronySimCorpus *corpus;
  PronySimCache *cache;

  PronySimFaults faults;
  GQueue waiting;
  guint active;
  guint64 ordinal;
  PronySimResidence *residences;
  gint64 created_s;

  guint64 prompt_tokens;
  guint64 generated_tokens;
  guint64 finished[4];
  PronySimHistogram first;
  PronySimHistogram total;
};

PronySimEngine *prony_sim_engine_new (const PronySimOptions *options, GMainContext *context);
void prony_sim_engine_free (PronySimEngine *engine);
void
prony_sim_engine_serve (PronySimConnection *connection, PronySimRequest *request, gpointer engine);

const char *prony_sim_failure_headers (PronySimFailure failure);
void prony_sim_call_respond_json (PronySimCall *call, guint status, const char *json);
void prony_sim_call_respond_text (PronySimCall *call, guint status, const char *text);
void prony_sim_call_respond_later (PronySimCall *call,
                                   gint64 due_ns,
                                   const char *content_type,
                                   const char *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimEngine, prony_sim_engine_free)

G_END_DECLS
