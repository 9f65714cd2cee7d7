/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-json.h"
#include "sim/prony-sim-generation.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-prompt.h"
#include "sim/prony-sim-sglang.h"

/* SGLang's own /generate: server-sent events, each of which has the whole text so
 * far, unless the server was told to send what is new alone, and the counts so far. */

#define DEFAULT_LIMIT 128
#define EOS_ID 2

typedef struct
{
  char *id;
  GString *ids;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_free (self->id);
  g_string_free (self->ids, TRUE);
  g_free (self);
}

static void
append_reason (PronySimGeneration *gen, GString *out, gboolean last)
{
  g_autofree char *word = prony_sim_json_quote (gen->stop_word);

  if (!last)
    g_string_append (out, "null");
  else if (gen->finish == PRONY_SIM_FINISH_LENGTH)
    prony_sim_json_append (out, "{'type':'length','length':%u}", gen->done);
  else if (gen->finish == PRONY_SIM_FINISH_WORD)
    prony_sim_json_append (out, "{'type':'stop','matched':%s}", word);
  else
    prony_sim_json_append (out, "{'type':'stop','matched':%d}", EOS_ID);
}

/* @text is JSON. The last event tells how long it all took, in seconds. */
static void
append_object (PronySimGeneration *gen, GString *out, const char *text, gboolean last)
{
  const Answer *self = gen->extra;

  prony_sim_json_append (out,
                         "{'text':%s,'output_ids':[%s],'meta_info':{'id':%s,'finish_reason':", text,
                         self->ids->str, self->id);
  append_reason (gen, out, last);
  prony_sim_json_append (out, ",'prompt_tokens':%u,'completion_tokens':%u,'cached_tokens':%u",
                         gen->ask.prompt_tokens, gen->done, gen->cached_tokens);
  if (last)
    {
      gint64 us = (gen->last_ns - gen->received_ns) / 1000;

      prony_sim_json_append (out, ",'e2e_latency':%" G_GINT64_FORMAT ".%06d", us / 1000000,
                             (int) (us % 1000000));
    }
  g_string_append (out, "}}");
}

static void
append_event (PronySimGeneration *gen, GString *out, gboolean last)
{
  g_autofree char *text = prony_sim_json_quote (gen->text->str);

  g_string_append (out, "data: ");
  append_object (gen, out, text, last);
  g_string_append (out, "\n\n");
}

/* The last token's event says why the answer ends, where that is its length. */
static gboolean
ends_with_token (PronySimGeneration *gen)
{
  return gen->total > 0 && gen->finish == PRONY_SIM_FINISH_LENGTH;
}

static void
append_token (PronySimGeneration *gen, GString *out, const PronySimPiece *piece)
{
  Answer *self = gen->extra;

  g_string_append_printf (self->ids, "%s%u", self->ids->len > 0 ? "," : "", piece->id);
  append_event (gen, out, gen->done == gen->total && ends_with_token (gen));
}

static void
append_finish (PronySimGeneration *gen, GString *out)
{
  if (!ends_with_token (gen) || gen->call.fault == PRONY_SIM_FAULT_GARBAGE)
    {
      append_event (gen, out, TRUE);
      prony_sim_generation_emit (gen, out);
    }
  g_string_append (out, "data: [DONE]\n\n");
}

static void
append_error (PronySimGeneration *gen, GString *out)
{
  prony_sim_json_append (out, "data: {'error':{'message':'The simulated engine failed on purpose.',"
                              "'type':'InternalServerError','code':500}}\n\n");
  prony_sim_generation_emit (gen, out);
  g_string_append (out, "data: [DONE]\n\n");
}

static char *
append_whole (PronySimGeneration *gen, GString *out)
{
  Answer *self = gen->extra;
  g_autofree char *text = prony_sim_json_quote (gen->text->str);

  for (const char *p = gen->text->str; *p != '\0';)
    {
      gsize length = prony_sim_tokens_next (p);

      g_string_append_printf (self->ids, "%s%u", self->ids->len > 0 ? "," : "",
                              prony_sim_tokens_id (p, length));
      p += length;
    }
  append_object (gen, out, text, TRUE);
  return NULL;
}

static const PronySimFormat format = {
  .content_type = "text/event-stream; charset=utf-8",
  .headers = "Server: uvicorn\r\n",
  .token = append_token,
  .finish = append_finish,
  .garbage = "data: {\"text\":\n\n",
  .error = append_error,
  .whole = append_whole,
};

static JsonNode *
get_prompt (JsonObject *body)
{
  JsonNode *text = json_object_get_member (body, "text");

  return text != NULL ? text : json_object_get_member (body, "input_ids");
}

/* Returns what is wrong with the request, or NULL. */
static const char *
read_ask (PronySimCall *call, PronySimAsk *ask)
{
  JsonObject *parameters = prony_json_get_object (call->body, "sampling_params");
  JsonNode *stops = parameters != NULL ? json_object_get_member (parameters, "stop") : NULL;
  const char *problem;

  if (!prony_sim_prompt_read_text (ask, get_prompt (call->body), &problem) ||
      !prony_sim_prompt_read_stops (ask, stops, TRUE, &problem))
    return problem;

  ask->text_seed ^= (guint64) prony_json_get_int (parameters, "sampling_seed", 0);
  ask->max_tokens = prony_json_get_int (parameters, "max_new_tokens", DEFAULT_LIMIT);
  ask->min_tokens = prony_json_get_int (parameters, "min_new_tokens", 0);
  ask->ignore_eos = prony_json_get_boolean (parameters, "ignore_eos", FALSE);
  ask->streams = prony_json_get_boolean (call->body, "stream", FALSE);
  if (ask->max_tokens < 0)
    return "max_new_tokens must be at least 0";
  if (ask->min_tokens < 0 || ask->min_tokens > ask->max_tokens)
    return "min_new_tokens must be in [0, max_new_tokens]";

  return NULL;
}

static Answer *
make_answer (PronySimCall *call)
{
  const char *id = prony_json_get_string (call->body, "rid", NULL);
  g_autofree char *made = g_strdup_printf ("%032" G_GINT64_MODIFIER "x", call->engine->ordinal);
  Answer *self = g_new0 (Answer, 1);

  self->id = prony_sim_json_quote (id != NULL ? id : made);
  self->ids = g_string_new (NULL);
  return self;
}

/**
 * prony_sim_sglang_generate:
 * @call: a POST to /generate
 *
 * Answers a raw prompt.
 */
void
prony_sim_sglang_generate (PronySimCall *call)
{
  const PronySimApi *api = call->engine->api;
  guint context = call->engine->profile->context;
  PronySimAsk ask = {
    .model = call->engine->options->models[0],
    .text_seed = call->engine->options->seed,
  };
  const char *problem = read_ask (call, &ask);

  if (problem != NULL)
    api->fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  else if (ask.prompt_tokens >= context)
    {
      g_autofree char *text =
        g_strdup_printf ("The input (%u tokens) is longer than the model's context length (%u "
                         "tokens).",
                         ask.prompt_tokens, context);

      api->fail (call, PRONY_SIM_FAILURE_CONTEXT, text);
    }
  else
    prony_sim_generation_start (call, &ask, &format, make_answer (call), answer_free);
  g_strfreev (ask.stops);
}
