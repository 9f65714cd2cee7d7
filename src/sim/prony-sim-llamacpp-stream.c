/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-json.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-llamacpp.h"
#include "sim/prony-sim-prompt.h"
#include "sim/prony-sim-random.h"

/* llama-server's own /completion: server-sent events, the last of them with
 * "stop":true and the timings in milliseconds. */

typedef struct
{
  char *model;
  char *prompt;
  gboolean timings_per_token;
  char **fields;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_free (self->model);
  g_free (self->prompt);
  g_strfreev (self->fields);
  g_free (self);
}

/* A rate of tokens a second with three decimals; null where no time went by. */
static char *
make_rate (guint tokens, gint64 ns)
{
  return ns > 0 ? prony_sim_json_ms ((gint64) ((double) tokens / (double) ns * 1e15))
                : g_strdup ("null");
}

/**
 * prony_sim_llamacpp_append_timings:
 * @generation: an answer
 * @out: where to write to
 *
 * Writes llama-server's "timings". As there, the decode time starts at the first
 * token, which is counted nonetheless.
 */
void
prony_sim_llamacpp_append_timings (PronySimGeneration *generation, GString *out)
{
  guint cached = generation->cached_tokens;
  guint prompt = generation->ask.prompt_tokens - cached;
  gint64 prompt_ns = generation->first_ns - generation->started_ns;
  gint64 predicted_ns = generation->last_ns - generation->first_ns;
  g_autofree char *prompt_ms = prony_sim_json_ms (prompt_ns);
  g_autofree char *prompt_each = prony_sim_json_ms (prompt_ns / MAX (prompt, 1));
  g_autofree char *prompt_rate = make_rate (prompt, prompt_ns);
  g_autofree char *predicted_ms = prony_sim_json_ms (predicted_ns);
  g_autofree char *predicted_each = prony_sim_json_ms (predicted_ns / MAX (generation->done, 1));
  g_autofree char *predicted_rate = make_rate (generation->done, predicted_ns);

  prony_sim_json_append (out,
                         "{'cache_n':%u,'prompt_n':%u,'prompt_ms':%s,'prompt_per_token_ms':%s,"
                         "'prompt_per_second':%s,'predicted_n':%u,'predicted_ms':%s,"
                         "'predicted_per_token_ms':%s,'predicted_per_second':%s}",
                         cached, prompt, prompt_ms, prompt_each, prompt_rate, generation->done,
                         predicted_ms, predicted_each, predicted_rate);
}

/**
 * prony_sim_llamacpp_append_progress:
 * @generation: an answer
 * @out: where to write to
 *
 * Writes llama-server's "prompt_progress".
 */
void
prony_sim_llamacpp_append_progress (PronySimGeneration *generation, GString *out)
{
  g_autofree char *ms = prony_sim_json_ms (generation->processed_ns - generation->started_ns);

  prony_sim_json_append (out, "{'total':%u,'cache':%u,'processed':%u,'time_ms':%s}",
                         generation->ask.prompt_tokens, generation->cached_tokens,
                         generation->processed, ms);
}

static void
append_progress (PronySimGeneration *gen, GString *out)
{
  prony_sim_json_append (
    out,
    "data: {'index':0,'content':'','tokens':[],'stop':false,'id_slot':0,'tokens_predicted':0,"
    "'tokens_evaluated':%u,'prompt_progress':",
    gen->ask.prompt_tokens);
  prony_sim_llamacpp_append_progress (gen, out);
  g_string_append (out, "}\n\n");
}

static void
append_token (PronySimGeneration *gen, GString *out, const PronySimPiece *piece)
{
  const Answer *self = gen->extra;

  prony_sim_json_append (out,
                         "data: {'index':0,'content':%s,'tokens':[%u],'stop':false,'id_slot':0,"
                         "'tokens_predicted':%u,'tokens_evaluated':%u",
                         piece->json, piece->id, gen->done, gen->ask.prompt_tokens);
  if (self->timings_per_token)
    {
      g_string_append (out, ",\"timings\":");
      prony_sim_llamacpp_append_timings (gen, out);
    }
  g_string_append (out, "}\n\n");
}

static gboolean
has_field (const Answer *self, const char *name)
{
  return self->fields == NULL || g_strv_contains ((const char *const *) self->fields, name);
}

static void
append_field (const Answer *self, GString *out, const char *name, const char *value)
{
  if (!has_field (self, name))
    return;

  prony_sim_json_append (out, "%s'%s':%s", out->str[out->len - 1] == '{' ? "" : ",", name, value);
}

static void
append_count (const Answer *self, GString *out, const char *name, guint value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  append_field (self, out, name, text);
}

/* The last object, which the request can thin out by "response_fields". */
static void
append_final (PronySimGeneration *gen, GString *out, const char *content)
{
  static const char *const types[] = { "\"eos\"", "\"limit\"", "\"word\"", "\"none\"" };
  const Answer *self = gen->extra;
  g_autofree char *word = prony_sim_json_quote (gen->stop_word != NULL ? gen->stop_word : "");
  g_autoptr (GString) timings = g_string_new (NULL);
  g_autofree char *settings =
    g_strdup_printf ("{\"n_predict\":%" G_GINT64_FORMAT ",\"ignore_eos\":%s}", gen->ask.max_tokens,
                     gen->ask.ignore_eos ? "true" : "false");

  prony_sim_llamacpp_append_timings (gen, timings);
  g_string_append_c (out, '{');
  append_field (self, out, "index", "0");
  append_field (self, out, "content", content);
  append_field (self, out, "tokens", "[]");
  append_field (self, out, "id_slot", "0");
  append_field (self, out, "stop", "true");
  append_field (self, out, "model", self->model);
  append_count (self, out, "tokens_predicted", gen->done);
  append_count (self, out, "tokens_evaluated", gen->ask.prompt_tokens);
  append_field (self, out, "generation_settings", settings);
  append_field (self, out, "prompt", self->prompt);
  append_field (self, out, "has_new_line", strchr (gen->text->str, '\n') ? "true" : "false");
  append_field (self, out, "truncated", "false");
  append_field (self, out, "stop_type", types[gen->finish]);
  append_field (self, out, "stopping_word", word);
  append_count (self, out, "tokens_cached", gen->ask.prompt_tokens + MAX (gen->done, 1) - 1);
  append_field (self, out, "timings", timings->str);
  g_string_append_c (out, '}');
}

static void
append_finish (PronySimGeneration *gen, GString *out)
{
  g_string_append (out, "data: ");
  append_final (gen, out, "\"\"");
  g_string_append (out, "\n\n");
}

static void
append_error (PronySimGeneration *gen, GString *out)
{
  prony_sim_json_append (out,
                         "data: {'error':{'code':500,'message':'The simulated engine failed on "
                         "purpose.','type':'server_error'}}\n\n");
}

static char *
append_whole (PronySimGeneration *gen, GString *out)
{
  g_autofree char *text = prony_sim_json_quote (gen->text->str);

  append_final (gen, out, text);
  return g_strdup ("Server: llama.cpp\r\n");
}

static const PronySimFormat format = {
  .content_type = "text/event-stream",
  .headers = "Server: llama.cpp\r\nX-Accel-Buffering: no\r\n",
  .progress = append_progress,
  .token = append_token,
  .finish = append_finish,
  .garbage = "data: {\"content\":\n\n",
  .error = append_error,
  .whole = append_whole,
};

static char **
read_fields (JsonObject *body)
{
  JsonArray *array = prony_json_get_array (body, "response_fields");
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();

  if (array == NULL || json_array_get_length (array) == 0)
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (fields, json_node_get_string (node));
    }
  return g_strv_builder_end (fields);
}

static Answer *
make_answer (PronySimCall *call, const PronySimAsk *ask)
{
  Answer *self = g_new0 (Answer, 1);

  self->model = prony_sim_json_quote (ask->model);
  self->prompt = json_to_string (json_object_get_member (call->body, "prompt"), FALSE);
  self->timings_per_token = prony_json_get_boolean (call->body, "timings_per_token", FALSE);
  self->fields = read_fields (call->body);
  return self;
}

/**
 * prony_sim_llamacpp_completion:
 * @call: a POST to /completion
 *
 * Answers a raw prompt. The model's name is not read, as the server has only one.
 */
void
prony_sim_llamacpp_completion (PronySimCall *call)
{
  const PronySimApi *api = call->engine->api;
  JsonNode *stops = json_object_get_member (call->body, "stop");
  PronySimAsk ask = {
    .model = call->engine->options->models[0],
    .text_seed = call->engine->options->seed,
    .max_tokens = prony_json_get_int (call->body, "n_predict", -1),
    .ignore_eos = prony_json_get_boolean (call->body, "ignore_eos", FALSE),
    .streams = prony_json_get_boolean (call->body, "stream", FALSE),
    .tells_progress = prony_json_get_boolean (call->body, "return_progress", FALSE),
  };
  const char *problem;

  if (!prony_sim_prompt_read_text (&ask, json_object_get_member (call->body, "prompt"), &problem))
    {
      api->fail (call, PRONY_SIM_FAILURE_INPUT, problem);
      return;
    }

  call->prompt_tokens = ask.prompt_tokens;
  ask.text_seed ^= (guint64) prony_json_get_int (call->body, "seed", 0);
  if (ask.prompt_tokens >= call->engine->profile->context)
    api->fail (call, PRONY_SIM_FAILURE_CONTEXT, NULL);
  /* A stop word that is a plain string is not read here. */
  else if (stops != NULL && JSON_NODE_HOLDS_ARRAY (stops) &&
           !prony_sim_prompt_read_stops (&ask, stops, FALSE, &problem))
    api->fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  else
    prony_sim_generation_start (call, &ask, &format, make_answer (call, &ask), answer_free);
  g_strfreev (ask.stops);
}
