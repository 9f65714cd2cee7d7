/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "sim/prony-sim-generation.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-models.h"
#include "sim/prony-sim-ollama.h"
#include "sim/prony-sim-prompt.h"

/* Ollama's /api/generate and /api/chat: one JSON object a line, the last of them
 * with the durations in nanoseconds. */

typedef struct
{
  gboolean chat;
  gboolean raw;
  char *model;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_free (self->model);
  g_free (self);
}

/* --- The stream ------------------------------------------------------------- */

static void
append_start (const Answer *self, GString *out)
{
  g_autofree char *now = prony_clock_format_rfc3339 (g_get_real_time ());

  prony_sim_json_append (out, "{'model':%s,'created_at':'%s',", self->model, now);
}

/* The texts of an object, as JSON; @thinking is NULL where there is none. */
static void
append_texts (const Answer *self, GString *out, const char *content, const char *thinking)
{
  if (self->chat)
    prony_sim_json_append (out, "'message':{'role':'assistant','content':%s", content);
  else
    prony_sim_json_append (out, "'response':%s", content);
  if (thinking != NULL)
    prony_sim_json_append (out, ",'thinking':%s", thinking);
  g_string_append (out, self->chat ? "}," : ",");
}

static void
append_token (PronySimGeneration *gen, GString *out, const PronySimPiece *piece)
{
  const Answer *self = gen->extra;
  gboolean thinking = prony_sim_generation_is_thinking (gen);

  append_start (self, out);
  append_texts (self, out, thinking ? "\"\"" : piece->json, thinking ? piece->json : NULL);
  prony_sim_json_append (out, "'done':false}\n");
}

static void
append_duration (GString *out, const char *name, gint64 ns)
{
  if (ns > 0)
    prony_sim_json_append (out, ",'%s':%" G_GINT64_FORMAT, name, ns);
}

/* The ids of all tokens, which /api/generate tells unless the prompt was raw.
 * The prompt's are not kept, so only as many numbers as it has tokens. */
static void
append_context (PronySimGeneration *gen, GString *out)
{
  const char *start = gen->text->str;
  gboolean first = TRUE;

  prony_sim_json_append (out, ",'context':[");
  for (guint i = 0; i < gen->ask.prompt_tokens; i++, first = FALSE)
    g_string_append_printf (out, "%s%u", first ? "" : ",", i + 1);
  for (const char *p = start; *p != '\0'; first = FALSE)
    {
      gsize length = prony_sim_tokens_next (p);

      g_string_append_printf (out, "%s%u", first ? "" : ",", prony_sim_tokens_id (p, length));
      p += length;
    }
  g_string_append_c (out, ']');
}

/* Waiting for a slot counts as loading, as in Ollama. A value of 0 is left out. */
static void
append_done (PronySimGeneration *gen, GString *out)
{
  const Answer *self = gen->extra;

  prony_sim_json_append (out, "'done':true,'done_reason':'%s'",
                         gen->finish == PRONY_SIM_FINISH_LENGTH ? "length" : "stop");
  if (!self->chat && !self->raw)
    append_context (gen, out);
  append_duration (out, "total_duration", gen->last_ns - gen->received_ns);
  append_duration (out, "load_duration", gen->loaded_ns - gen->received_ns);
  append_duration (out, "prompt_eval_count", gen->ask.prompt_tokens);
  append_duration (out, "prompt_eval_duration", gen->first_ns - gen->loaded_ns);
  append_duration (out, "eval_count", gen->done);
  append_duration (out, "eval_duration", gen->last_ns - gen->first_ns);
  g_string_append (out, "}\n");
}

static void
append_finish (PronySimGeneration *gen, GString *out)
{
  append_start (gen->extra, out);
  append_texts (gen->extra, out, "\"\"", NULL);
  append_done (gen, out);
}

static void
append_error (PronySimGeneration *gen, GString *out)
{
  prony_sim_json_append (out, "{'error':'the simulated runner failed on purpose'}\n");
}

static char *
append_whole (PronySimGeneration *gen, GString *out)
{
  g_autofree char *text = prony_sim_json_quote (gen->text->str);
  g_autofree char *thoughts = prony_sim_json_quote (gen->thoughts->str);

  append_start (gen->extra, out);
  append_texts (gen->extra, out, text, gen->reasoning > 0 ? thoughts : NULL);
  append_done (gen, out);
  return NULL;
}

static const PronySimFormat format = {
  .content_type = "application/x-ndjson",
  .token = append_token,
  .finish = append_finish,
  .garbage = "{\"response\":\n",
  .error = append_error,
  .whole = append_whole,
};

/* --- Loading ---------------------------------------------------------------- */

/* "keep_alive" is a number of seconds or a duration such as "1h30m"; a negative one
 * is for ever. Returns as prony_sim_models_load() takes it, and -1 where the model is
 * to go at once. */
static gint64
read_keep_ns (JsonObject *body)
{
  static const struct
  {
    const char *unit;
    double seconds;
  } units[] = { { "ms", 1e-3 }, { "h", 3600 }, { "m", 60 }, { "s", 1 } };
  const char *text = prony_json_get_string (body, "keep_alive", NULL);
  double seconds = prony_json_get_double (body, "keep_alive", NAN);

  if (text == NULL && isnan (seconds))
    return 0;

  if (text != NULL)
    {
      gboolean negative = *text == '-';

      seconds = 0;
      for (text += negative ? 1 : 0; *text != '\0';)
        {
          char *end;
          double value = g_ascii_strtod (text, &end);
          guint i = 0;

          while (i < G_N_ELEMENTS (units) && !g_str_has_prefix (end, units[i].unit))
            i++;
          seconds += value * (i < G_N_ELEMENTS (units) ? units[i].seconds : 1);
          if (i == G_N_ELEMENTS (units))
            break;
          text = end + strlen (units[i].unit);
        }
      if (negative)
        seconds = -seconds;
    }

  if (seconds == 0)
    return -1;
  return seconds < 0 || seconds > 1e9 ? G_MAXINT64 : prony_s_to_ns (seconds);
}

/* One object, even where a stream is asked for. */
static void
load_or_unload (PronySimCall *call, const char *model, gboolean chat)
{
  gint64 keep_ns = read_keep_ns (call->body);
  gint64 due_ns = call->request->read_ns;
  g_autofree char *name = prony_sim_json_quote (model);
  const Answer answer = { .chat = chat, .model = name };
  g_autoptr (GString) body = g_string_new (NULL);

  if (keep_ns < 0)
    prony_sim_models_unload (call->engine, model);
  else
    due_ns = prony_sim_models_load (call->engine, model, keep_ns, due_ns);

  append_start (&answer, body);
  append_texts (&answer, body, "\"\"", NULL);
  prony_sim_json_append (body, "'done':true,'done_reason':'%s'}", keep_ns < 0 ? "unload" : "load");
  prony_sim_call_respond_later (call, due_ns, "application/json; charset=utf-8", body->str);
}

/* --- The requests ----------------------------------------------------------- */

static gboolean
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  call->engine->api->fail (call, failure, text);
  return FALSE;
}

static gboolean
find_model (PronySimCall *call, PronySimAsk *ask)
{
  const char *name = prony_json_get_string (call->body, "model", "");

  if (*name == '\0')
    return fail (call, PRONY_SIM_FAILURE_INPUT, "model is required");
  ask->model = prony_sim_models_find (call->engine, name);
  if (ask->model == NULL)
    return fail (call, PRONY_SIM_FAILURE_NO_MODEL, name);

  return TRUE;
}

static gboolean
is_integer (JsonObject *options, const char *name)
{
  JsonNode *node = options != NULL ? json_object_get_member (options, name) : NULL;
  double value = prony_json_get_double (options, name, 0.5);

  return node == NULL || value == (double) (gint64) value;
}

/* A thinking model thinks unless told not to. A level such as "low" is a yes. */
static gboolean
read_think (PronySimCall *call, PronySimAsk *ask)
{
  gboolean can = prony_sim_models_can_think (ask->model);
  gboolean says_yes = prony_json_get_boolean (call->body, "think", FALSE) ||
                      prony_json_get_string (call->body, "think", NULL) != NULL;

  if (says_yes && !can)
    {
      g_autofree char *text = g_strdup_printf ("\"%s\" does not support thinking", ask->model);

      return fail (call, PRONY_SIM_FAILURE_INPUT, text);
    }

  ask->thinks = can && prony_json_get_boolean (call->body, "think", TRUE) &&
                !prony_json_get_boolean (call->body, "raw", FALSE);
  return TRUE;
}

static gboolean
read_options (PronySimCall *call, PronySimAsk *ask)
{
  JsonObject *options = prony_json_get_object (call->body, "options");
  guint context = call->engine->profile->context;
  const char *problem;

  if (!is_integer (options, "num_predict"))
    return fail (call, PRONY_SIM_FAILURE_INPUT, "option \"num_predict\" must be of type integer");
  if (!is_integer (options, "num_ctx"))
    return fail (call, PRONY_SIM_FAILURE_INPUT, "option \"num_ctx\" must be of type integer");
  if (options != NULL &&
      !prony_sim_prompt_read_stops (ask, json_object_get_member (options, "stop"), FALSE, &problem))
    return fail (call, PRONY_SIM_FAILURE_INPUT, "option \"stop\" must be of type array");

  ask->max_tokens = prony_json_get_int (options, "num_predict", -1);
  ask->text_seed ^= (guint64) prony_json_get_int (options, "seed", 0);
  ask->streams = prony_json_get_boolean (call->body, "stream", TRUE);
  ask->keep_ns = read_keep_ns (call->body);
  /* To go at once is to go when nothing is worked on: as soon as can be. */
  if (ask->keep_ns < 0)
    ask->keep_ns = 1;

  /* A prompt that does not fit is cut off without a word. */
  context = (guint) CLAMP (prony_json_get_int (options, "num_ctx", context), 4, context);
  ask->prompt_tokens = MIN (ask->prompt_tokens, context / 2 + 1);
  return read_think (call, ask);
}

static void
start (PronySimCall *call, PronySimAsk *ask, gboolean chat)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->chat = chat;
  answer->raw = prony_json_get_boolean (call->body, "raw", FALSE);
  answer->model = prony_sim_json_quote (ask->model);
  prony_sim_generation_start (call, ask, &format, answer, answer_free);
}

/**
 * prony_sim_ollama_generate:
 * @call: a POST to /api/generate
 *
 * Answers a prompt, or loads or unloads the model where there is none.
 */
void
prony_sim_ollama_generate (PronySimCall *call)
{
  PronySimAsk ask = { .text_seed = call->engine->options->seed };
  const char *prompt = prony_json_get_string (call->body, "prompt", "");
  const char *problem;

  if (!find_model (call, &ask))
    return;
  if (*prompt == '\0')
    {
      load_or_unload (call, ask.model, FALSE);
      return;
    }
  if (!prony_sim_prompt_read_text (&ask, json_object_get_member (call->body, "prompt"), &problem))
    fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  else if (read_options (call, &ask))
    start (call, &ask, FALSE);
  g_strfreev (ask.stops);
}

/**
 * prony_sim_ollama_chat:
 * @call: a POST to /api/chat
 *
 * Answers a chat, or loads or unloads the model where there are no messages.
 */
void
prony_sim_ollama_chat (PronySimCall *call)
{
  PronySimAsk ask = { .text_seed = call->engine->options->seed };
  JsonArray *messages = prony_json_get_array (call->body, "messages");
  const char *problem;

  if (!find_model (call, &ask))
    return;
  if (messages == NULL || json_array_get_length (messages) == 0)
    {
      load_or_unload (call, ask.model, TRUE);
      return;
    }
  if (!prony_sim_prompt_read_messages (&ask, call->body, &problem))
    fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  else if (read_options (call, &ask))
    start (call, &ask, TRUE);
  g_strfreev (ask.stops);
}
