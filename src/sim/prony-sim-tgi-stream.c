/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-prompt.h"
#include "sim/prony-sim-tgi.h"

/* TGI's own /generate and /generate_stream: "data:" without a blank, one event a
 * token, the special one at the end included, and no end mark. A stream's
 * refusals are events too, in an answer with the status 200. */

#define MAX_STOPS 4

typedef struct
{
  gboolean details;
  gint64 seed;
} Answer;

static const char *
finish_word (PronySimGeneration *gen)
{
  switch (gen->finish)
    {
    case PRONY_SIM_FINISH_LENGTH:
      return "length";
    case PRONY_SIM_FINISH_WORD:
      return "stop_sequence";
    case PRONY_SIM_FINISH_STOP:
    case PRONY_SIM_FINISH_ABORT:
    default:
      return "eos_token";
    }
}

static void
append_event (PronySimGeneration *gen, GString *out, const PronySimPiece *piece)
{
  const Answer *self = gen->extra;
  gboolean last = gen->done == gen->total;
  g_autofree char *text = prony_sim_json_quote (last ? gen->text->str : NULL);
  gboolean special = piece->text == prony_sim_eos.text;

  prony_sim_json_append (
    out,
    "data:{'index':%u,'token':{'id':%u,'text':%s,'logprob':-0.25,'special':%s},"
    "'generated_text':%s,'details':",
    gen->done, piece->id, piece->json, special ? "true" : "false", text);
  if (last && self->details)
    prony_sim_json_append (out,
                           "{'finish_reason':'%s','generated_tokens':%u,'seed':%" G_GINT64_FORMAT
                           ",'input_length':%u}",
                           finish_word (gen), gen->done, self->seed, gen->ask.prompt_tokens);
  else
    g_string_append (out, "null");
  g_string_append (out, "}\n\n");
}

/* Where the last token has no event of its own, because a stop word swallowed it
 * whole or there is none, an empty one carries the text. */
static void
append_finish (PronySimGeneration *gen, GString *out)
{
  static const PronySimPiece nothing = { "", 0, "\"\"", 0 };

  if (gen->total == 0 || gen->finish == PRONY_SIM_FINISH_WORD)
    append_event (gen, out, &nothing);
}

static void
append_token (PronySimGeneration *gen, GString *out, const PronySimPiece *piece)
{
  if (gen->done < gen->total || gen->finish != PRONY_SIM_FINISH_WORD)
    append_event (gen, out, piece);
}

static void
append_error (PronySimGeneration *gen, GString *out)
{
  prony_sim_json_append (out,
                         "data:{'error':'Request failed during generation: the simulated engine "
                         "failed on purpose','error_type':'generation'}\n\n");
}

/**
 * prony_sim_tgi_make_headers:
 * @generation: an answer without a stream
 *
 * Returns: (transfer full): the header lines in which TGI tells its times
 */
char *
prony_sim_tgi_make_headers (PronySimGeneration *generation)
{
  gint64 total_ms = (generation->last_ns - generation->received_ns) / 1000000;
  gint64 queue_ms = (generation->started_ns - generation->received_ns) / 1000000;
  gint64 work_ms = (generation->last_ns - generation->started_ns) / 1000000;

  return g_strdup_printf ("x-compute-type: gpu+optimized\r\n"
                          "x-compute-time: %" G_GINT64_FORMAT ".%03d\r\n"
                          "x-compute-characters: %u\r\n"
                          "x-total-time: %" G_GINT64_FORMAT "\r\n"
                          "x-validation-time: 0\r\n"
                          "x-queue-time: %" G_GINT64_FORMAT "\r\n"
                          "x-inference-time: %" G_GINT64_FORMAT "\r\n"
                          "x-time-per-token: %" G_GINT64_FORMAT "\r\n"
                          "x-prompt-tokens: %u\r\n"
                          "x-generated-tokens: %u\r\n",
                          total_ms / 1000, (int) (total_ms % 1000),
                          (guint) g_utf8_strlen (generation->text->str, -1), total_ms, queue_ms,
                          work_ms, work_ms / MAX (generation->done, 1),
                          generation->ask.prompt_tokens, generation->done);
}

static char *
append_whole (PronySimGeneration *gen, GString *out)
{
  const Answer *self = gen->extra;
  g_autofree char *text = prony_sim_json_quote (gen->text->str);

  prony_sim_json_append (out, "{'generated_text':%s", text);
  if (self->details)
    prony_sim_json_append (out,
                           ",'details':{'finish_reason':'%s','generated_tokens':%u,"
                           "'seed':%" G_GINT64_FORMAT ",'prefill':[],'tokens':[]}",
                           finish_word (gen), gen->done, self->seed);
  g_string_append_c (out, '}');
  return prony_sim_tgi_make_headers (gen);
}

static const PronySimFormat format = {
  .content_type = "text/event-stream",
  .headers = "X-Accel-Buffering: no\r\nx-compute-type: gpu+optimized\r\n",
  .early_header = TRUE,
  .token = append_token,
  .finish = append_finish,
  .garbage = "data:{\"token\":\n\n",
  .error = append_error,
  .whole = append_whole,
};

/* --- The requests ----------------------------------------------------------- */

/* A refusal: an event in a stream, else a status. */
static gboolean
refuse (PronySimCall *call, gboolean streams, const char *text)
{
  g_autofree char *message = prony_sim_json_quote (text);
  g_autoptr (GString) event = g_string_new (NULL);

  if (!streams)
    {
      call->engine->api->fail (call, PRONY_SIM_FAILURE_INPUT, text);
      return FALSE;
    }

  prony_sim_json_append (event, "data:{'error':%s,'error_type':'validation'}\n\n", message);
  prony_sim_connection_begin (call->connection, 200, format.content_type, format.headers);
  prony_sim_connection_append (call->connection, event->str, event->len);
  prony_sim_connection_end (call->connection);
  return FALSE;
}

static gboolean
check_parameters (PronySimCall *call, JsonObject *parameters, const PronySimAsk *ask)
{
  guint context = call->engine->profile->context;
  double temperature = prony_json_get_double (parameters, "temperature", 1);
  double top_p = prony_json_get_double (parameters, "top_p", 0.5);
  g_autofree char *text = NULL;

  if (temperature <= 0)
    return refuse (call, ask->streams,
                   "Input validation error: `temperature` must be strictly positive");
  if (top_p <= 0 || top_p >= 1)
    return refuse (call, ask->streams, "Input validation error: `top_p` must be > 0.0 and < 1.0");
  if (ask->max_tokens == 0)
    return refuse (call, ask->streams,
                   "Input validation error: `max_new_tokens` must be strictly positive");
  if (ask->stops != NULL && g_strv_length (ask->stops) > MAX_STOPS)
    return refuse (call, ask->streams,
                   "Input validation error: `stop` supports up to 4 stop sequences");
  if (ask->prompt_tokens >= context || ask->max_tokens > (gint64) context - ask->prompt_tokens)
    {
      text = g_strdup_printf ("Input validation error: `inputs` tokens + `max_new_tokens` must be "
                              "<= %u. Given: %u `inputs` tokens and %" G_GINT64_FORMAT
                              " `max_new_tokens`",
                              context, ask->prompt_tokens, MAX (ask->max_tokens, 1));
      return refuse (call, ask->streams, text);
    }
  return TRUE;
}

static void
generate (PronySimCall *call, gboolean streams)
{
  JsonObject *parameters = prony_json_get_object (call->body, "parameters");
  JsonNode *stops = parameters != NULL ? json_object_get_member (parameters, "stop") : NULL;
  PronySimAsk ask = {
    .model = call->engine->options->models[0],
    .text_seed = call->engine->options->seed ^ (guint64) prony_json_get_int (parameters, "seed", 0),
    .max_tokens = prony_json_get_int (parameters, "max_new_tokens", -1),
    .streams = streams,
    .shows_eos = TRUE,
  };
  const char *problem;

  if (!prony_sim_prompt_read_text (&ask, json_object_get_member (call->body, "inputs"), &problem) ||
      !prony_sim_prompt_read_stops (&ask, stops, FALSE, &problem))
    {
      /* A wrong type is refused before the stream begins, in plain text. */
      prony_sim_call_respond_text (call, 422, problem);
    }
  else if (check_parameters (call, parameters, &ask))
    {
      Answer *answer = g_new0 (Answer, 1);

      answer->details = prony_json_get_boolean (parameters, "details", FALSE);
      answer->seed = prony_json_get_int (parameters, "seed", 0);
      prony_sim_generation_start (call, &ask, &format, answer, g_free);
    }
  g_strfreev (ask.stops);
}

/**
 * prony_sim_tgi_generate:
 * @call: a POST to /generate
 *
 * Answers without a stream.
 */
void
prony_sim_tgi_generate (PronySimCall *call)
{
  generate (call, FALSE);
}

/**
 * prony_sim_tgi_generate_stream:
 * @call: a POST to /generate_stream
 *
 * Answers with a stream.
 */
void
prony_sim_tgi_generate_stream (PronySimCall *call)
{
  generate (call, TRUE);
}

/**
 * prony_sim_tgi_generate_either:
 * @call: a POST to /
 *
 * Answers with a stream where the request says so.
 */
void
prony_sim_tgi_generate_either (PronySimCall *call)
{
  generate (call, prony_json_get_boolean (call->body, "stream", FALSE));
}
