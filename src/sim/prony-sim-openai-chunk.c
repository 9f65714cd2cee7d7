/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "sim/prony-sim-json.h"
#include "sim/prony-sim-llamacpp.h"
#include "sim/prony-sim-openai.h"

/* The chunks that OpenAI-compatible streams are made of. The engines agree on
 * what is in them, and on nothing else: not on the order, nor on what is left out
 * where it is empty. */

/**
 * prony_sim_openai_finish_word:
 * @generation: an OpenAI answer
 *
 * Returns: why it ends, in the engine's word
 */
const char *
prony_sim_openai_finish_word (PronySimGeneration *generation)
{
  const PronySimOpenaiAnswer *self = generation->extra;

  if (generation->finish == PRONY_SIM_FINISH_LENGTH)
    return "length";
  if (generation->finish == PRONY_SIM_FINISH_WORD && self->dialect->kind == PRONY_SIM_DIALECT_TGI)
    return "stop_sequence";

  return "stop";
}

/* What is told of the cache, by engines that have been told to: an engine without one has
 * not. */
static char *
make_details (PronySimGeneration *generation)
{
  if (!generation->engine->options->prompt_cache)
    return NULL;

  return g_strdup_printf ("{\"cached_tokens\":%u}", generation->cached_tokens);
}

/**
 * prony_sim_openai_append_usage:
 * @generation: an OpenAI answer
 * @out: where to write to
 *
 * Writes the object with the counts so far.
 */
void
prony_sim_openai_append_usage (PronySimGeneration *generation, GString *out)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  guint prompt = generation->ask.prompt_tokens;
  g_autofree char *details = make_details (generation);

  if (self->dialect->kind == PRONY_SIM_DIALECT_VLLM)
    prony_sim_json_append (out, "{'prompt_tokens':%u,'total_tokens':%u,'completion_tokens':%u%s%s}",
                           prompt, prompt + generation->done, generation->done,
                           details != NULL ? ",\"prompt_tokens_details\":" : "",
                           details != NULL ? details : "");
  else if (self->dialect->kind == PRONY_SIM_DIALECT_SGLANG)
    prony_sim_json_append (out,
                           "{'prompt_tokens':%u,'total_tokens':%u,'completion_tokens':%u,"
                           "'prompt_tokens_details':%s,'reasoning_tokens':0}",
                           prompt, prompt + generation->done, generation->done,
                           details != NULL ? details : "null");
  else if (self->dialect->kind == PRONY_SIM_DIALECT_LLAMACPP)
    prony_sim_json_append (out,
                           "{'completion_tokens':%u,'prompt_tokens':%u,'total_tokens':%u,"
                           "'prompt_tokens_details':{'cached_tokens':%u}}",
                           generation->done, prompt, prompt + generation->done,
                           generation->cached_tokens);
  else
    prony_sim_json_append (out, "{'prompt_tokens':%u,'completion_tokens':%u,'total_tokens':%u}",
                           prompt, generation->done, prompt + generation->done);
}

/* What SGLang says ended the answer: the stop word, or the id of the token. */
static char *
make_matched_stop (PronySimGeneration *gen, gboolean last)
{
  if (!last || gen->finish == PRONY_SIM_FINISH_LENGTH)
    return g_strdup ("null");
  if (gen->finish == PRONY_SIM_FINISH_WORD)
    return prony_sim_json_quote (gen->stop_word);

  return g_strdup_printf ("%u", prony_sim_eos.id);
}

/* One element of "choices"; @inner is the delta, or the text as JSON. */
static void
append_choice (PronySimGeneration *gen, GString *out, const char *inner, gboolean last)
{
  const PronySimOpenaiAnswer *self = gen->extra;
  gboolean tgi_text = self->dialect->kind == PRONY_SIM_DIALECT_TGI && !self->chat;
  const char *word = tgi_text ? "" : NULL;
  g_autofree char *reason = prony_sim_json_quote (last ? prony_sim_openai_finish_word (gen) : word);
  const char *key = self->chat ? "delta" : "text";

  switch (self->dialect->kind)
    {
    case PRONY_SIM_DIALECT_VLLM:
      prony_sim_json_append (out, "{'index':0,'%s':%s,'logprobs':null,'finish_reason':%s", key,
                             inner, reason);
      if (last || !self->chat)
        {
          g_autofree char *stop = prony_sim_json_quote (last ? gen->stop_word : NULL);

          prony_sim_json_append (out, ",'stop_reason':%s", stop);
        }
      g_string_append_c (out, '}');
      return;
    case PRONY_SIM_DIALECT_LLAMACPP:
      prony_sim_json_append (out, "{'finish_reason':%s,'index':0,'%s':%s}", reason, key, inner);
      return;
    case PRONY_SIM_DIALECT_SGLANG:
      {
        g_autofree char *stop = make_matched_stop (gen, last);

        prony_sim_json_append (
          out, "{'index':0,'%s':%s,'logprobs':null,'finish_reason':%s,'matched_stop':%s}", key,
          inner, reason, stop);
        return;
      }
    case PRONY_SIM_DIALECT_TGI:
    case PRONY_SIM_DIALECT_LMSTUDIO:
      prony_sim_json_append (out, "{'index':0,'%s':%s,'logprobs':null,'finish_reason':%s}", key,
                             inner, reason);
      return;
    case PRONY_SIM_DIALECT_OLLAMA:
    default:
      prony_sim_json_append (out, "{'index':0,'%s':%s,'finish_reason':%s}", key, inner, reason);
      return;
    }
}

static void
append_tail (PronySimGeneration *gen, GString *out, PronySimChunkTail tail)
{
  const PronySimOpenaiAnswer *self = gen->extra;

  if (tail == PRONY_SIM_CHUNK_USAGE)
    {
      g_string_append (out, ",\"usage\":");
      prony_sim_openai_append_usage (gen, out);
    }
  else if (tail == PRONY_SIM_CHUNK_PROMPT_USAGE)
    prony_sim_json_append (out,
                           ",'usage':{'prompt_tokens':%u,'total_tokens':%u,'completion_tokens':0}",
                           gen->ask.prompt_tokens, gen->ask.prompt_tokens);
  else if (tail == PRONY_SIM_CHUNK_ZERO_USAGE)
    prony_sim_json_append (out,
                           ",'usage':{'prompt_tokens':0,'completion_tokens':0,'total_tokens':0}");
  else if (self->dialect->kind == PRONY_SIM_DIALECT_TGI ||
           self->dialect->kind == PRONY_SIM_DIALECT_SGLANG)
    prony_sim_json_append (out, ",'usage':null");

  if (tail == PRONY_SIM_CHUNK_PROGRESS)
    {
      g_string_append (out, ",\"prompt_progress\":");
      prony_sim_llamacpp_append_progress (gen, out);
    }
  if (tail == PRONY_SIM_CHUNK_TIMINGS ||
      (tail == PRONY_SIM_CHUNK_USAGE && self->dialect->kind == PRONY_SIM_DIALECT_LLAMACPP))
    {
      g_string_append (out, ",\"timings\":");
      prony_sim_llamacpp_append_timings (gen, out);
    }
}

/**
 * prony_sim_openai_append_chunk:
 * @generation: an OpenAI answer
 * @out: where to write to
 * @choices: the inside of the list of choices
 * @tail: what stands beside it
 *
 * Writes a whole event.
 */
void
prony_sim_openai_append_chunk (PronySimGeneration *generation,
                               GString *out,
                               const char *choices,
                               PronySimChunkTail tail)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  const PronySimDialect *dialect = self->dialect;
  const char *object = self->chat ? "chat.completion.chunk" : "text_completion";

  g_string_append (out, dialect->prefix);
  switch (dialect->kind)
    {
    case PRONY_SIM_DIALECT_LLAMACPP:
      prony_sim_json_append (out,
                             "{'choices':[%s],'created':%" G_GINT64_FORMAT
                             ",'id':'%s','model':%s,'system_fingerprint':'%s','object':'%s'",
                             choices, self->created_s, self->id, self->model, dialect->fingerprint,
                             object);
      break;
    case PRONY_SIM_DIALECT_TGI:
      prony_sim_json_append (out,
                             "{'object':'%s','id':'','created':%" G_GINT64_FORMAT
                             ",'model':%s,'system_fingerprint':'%s','choices':[%s]",
                             object, self->created_s, self->model, dialect->fingerprint, choices);
      break;
    case PRONY_SIM_DIALECT_LMSTUDIO:
      prony_sim_json_append (out,
                             "{'id':'%s','object':'%s','created':%" G_GINT64_FORMAT
                             ",'model':%s,'system_fingerprint':%s,'choices':[%s]",
                             self->id, object, self->created_s, self->model, self->model, choices);
      break;
    case PRONY_SIM_DIALECT_OLLAMA:
      prony_sim_json_append (out,
                             "{'id':'%s','object':'%s','created':%" G_GINT64_FORMAT
                             ",'model':%s,'system_fingerprint':'%s','choices':[%s]",
                             self->id, object, self->created_s, self->model, dialect->fingerprint,
                             choices);
      break;
    case PRONY_SIM_DIALECT_VLLM:
    case PRONY_SIM_DIALECT_SGLANG:
    default:
      prony_sim_json_append (
        out, "{'id':'%s','object':'%s','created':%" G_GINT64_FORMAT ",'model':%s,'choices':[%s]",
        self->id, object, self->created_s, self->model, choices);
      break;
    }
  append_tail (generation, out, tail);
  g_string_append (out, "}\n\n");
}

/**
 * prony_sim_openai_append_choice:
 * @generation: an OpenAI answer
 * @out: where to write to
 * @inner: the delta of a chat, else the text, as JSON
 * @last: whether the event says why the answer ends
 * @tail: what stands beside the choice
 *
 * Writes a whole event with one choice.
 */
void
prony_sim_openai_append_choice (PronySimGeneration *generation,
                                GString *out,
                                const char *inner,
                                gboolean last,
                                PronySimChunkTail tail)
{
  g_autoptr (GString) choice = g_string_sized_new (256);

  append_choice (generation, choice, inner, last);
  prony_sim_openai_append_chunk (generation, out, choice->str, tail);
}
