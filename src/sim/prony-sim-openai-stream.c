/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "sim/prony-sim-json.h"
#include "sim/prony-sim-llamacpp.h"
#include "sim/prony-sim-lmstudio.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-tgi.h"

/* Writes the answers of the OpenAI-compatible APIs: the events of a stream and the
 * document without one. Which events there are differs between the engines; the
 * difference is made here. */

/* Older builds of SGLang write out what is not there. */
#define SGLANG_REST ",\"reasoning_content\":null,\"tool_calls\":null}"

static const char *
get_role_delta (PronySimDialectKind kind)
{
  switch (kind)
    {
    case PRONY_SIM_DIALECT_VLLM:
      return "{\"role\":\"assistant\",\"content\":\"\"}";
    case PRONY_SIM_DIALECT_SGLANG:
      return "{\"role\":\"assistant\",\"content\":\"\"" SGLANG_REST;
    case PRONY_SIM_DIALECT_LLAMACPP:
      return "{\"role\":\"assistant\",\"content\":null}";
    case PRONY_SIM_DIALECT_OLLAMA:
    case PRONY_SIM_DIALECT_TGI:
    case PRONY_SIM_DIALECT_LMSTUDIO:
    default:
      return NULL;
    }
}

/* The role comes with the first token, in an event of its own (vLLM, llama.cpp,
 * SGLang) or with each text (Ollama, TGI, LM Studio). */
static void
append_role (PronySimGeneration *gen, GString *out)
{
  PronySimOpenaiAnswer *self = gen->extra;
  const char *delta = get_role_delta (self->dialect->kind);

  if (self->has_role || !self->chat || delta == NULL)
    return;

  self->has_role = TRUE;
  prony_sim_openai_append_choice (gen, out, delta, FALSE,
                                  self->continuous_usage ? PRONY_SIM_CHUNK_PROMPT_USAGE
                                                         : PRONY_SIM_CHUNK_PLAIN);
  prony_sim_generation_emit (gen, out);
}

static char *
make_delta (PronySimGeneration *gen, const char *text)
{
  const PronySimOpenaiAnswer *self = gen->extra;
  const PronySimDialect *dialect = self->dialect;
  gboolean thinks = prony_sim_generation_is_thinking (gen);
  g_autoptr (GString) delta = g_string_new ("{");

  if (!self->chat)
    return g_strdup (text);
  if (dialect->kind == PRONY_SIM_DIALECT_SGLANG)
    {
      prony_sim_json_append (delta,
                             "'role':null,'content':%s,'reasoning_content':%s,'tool_calls':null}",
                             thinks ? "null" : text, thinks ? text : "null");
      return g_strdup (delta->str);
    }

  if (get_role_delta (dialect->kind) == NULL)
    prony_sim_json_append (delta, "'role':'assistant',");
  if (thinks)
    {
      if (dialect->kind == PRONY_SIM_DIALECT_OLLAMA)
        prony_sim_json_append (delta, "'content':'',");
      prony_sim_json_append (delta, "'%s':%s}", dialect->reasoning_key, text);
    }
  else
    prony_sim_json_append (delta, "'content':%s}", text);

  return g_strdup (delta->str);
}

/* Whether the last token's own event says why the answer ends. */
static gboolean
ends_with_token (PronySimGeneration *gen)
{
  const PronySimOpenaiAnswer *self = gen->extra;

  switch (self->dialect->kind)
    {
    case PRONY_SIM_DIALECT_VLLM:
      return gen->total > 0 && gen->finish == PRONY_SIM_FINISH_LENGTH;
    case PRONY_SIM_DIALECT_TGI:
      return gen->total > 0 && gen->finish != PRONY_SIM_FINISH_WORD;
    case PRONY_SIM_DIALECT_SGLANG:
      return !self->chat && gen->total > 0 && gen->finish == PRONY_SIM_FINISH_LENGTH;
    case PRONY_SIM_DIALECT_LLAMACPP:
    case PRONY_SIM_DIALECT_OLLAMA:
    case PRONY_SIM_DIALECT_LMSTUDIO:
    default:
      return FALSE;
    }
}

/**
 * prony_sim_openai_progress:
 * @generation: an OpenAI answer
 * @out: where to write to
 *
 * Writes how far the prompt is, as llama.cpp does: beside the role, which is told again
 * each time.
 */
void
prony_sim_openai_progress (PronySimGeneration *generation, GString *out)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  const char *inner = self->chat ? get_role_delta (self->dialect->kind) : "\"\"";

  prony_sim_openai_append_choice (generation, out, inner, FALSE, PRONY_SIM_CHUNK_PROGRESS);
}

/**
 * prony_sim_openai_token:
 * @generation: an OpenAI answer
 * @out: where to write to
 * @piece: the token
 *
 * Writes the event of a token, and before the first one that of the role. The
 * token that ends TGI's answers has no visible text.
 */
void
prony_sim_openai_token (PronySimGeneration *generation, GString *out, const PronySimPiece *piece)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  gboolean last = generation->done == generation->total && ends_with_token (generation);
  g_autofree char *inner = NULL;
  PronySimChunkTail tail = PRONY_SIM_CHUNK_PLAIN;

  append_role (generation, out);
  inner = make_delta (generation, piece->text == prony_sim_eos.text ? "\"\"" : piece->json);
  if (self->continuous_usage)
    tail = PRONY_SIM_CHUNK_USAGE;
  else if (!self->chat && self->dialect->kind == PRONY_SIM_DIALECT_OLLAMA && self->include_usage)
    tail = PRONY_SIM_CHUNK_ZERO_USAGE;
  else if (!self->chat && self->dialect->kind == PRONY_SIM_DIALECT_TGI && last)
    tail = PRONY_SIM_CHUNK_USAGE;

  prony_sim_openai_append_choice (generation, out, inner, last, tail);
}

/**
 * prony_sim_openai_repeats:
 * @generation: an OpenAI answer
 *
 * Returns: whether the token's event differs from the one before in its text alone:
 *   all but the first, the last and those that count
 */
gboolean
prony_sim_openai_repeats (PronySimGeneration *generation)
{
  const PronySimOpenaiAnswer *self = generation->extra;

  return generation->done > 1 && generation->done < generation->total && !self->continuous_usage;
}

/* The chunk that says why the answer ended, where no token's event did. */
static void
append_end (PronySimGeneration *gen, GString *out)
{
  const PronySimOpenaiAnswer *self = gen->extra;
  PronySimDialectKind kind = self->dialect->kind;
  const char *inner = self->chat ? "{}" : "\"\"";
  PronySimChunkTail tail = PRONY_SIM_CHUNK_PLAIN;

  if (self->chat && (kind == PRONY_SIM_DIALECT_VLLM || kind == PRONY_SIM_DIALECT_TGI))
    inner = kind == PRONY_SIM_DIALECT_VLLM ? "{\"content\":\"\"}"
                                           : "{\"role\":\"assistant\",\"content\":\"\"}";
  else if (self->chat && kind == PRONY_SIM_DIALECT_SGLANG)
    inner = "{\"role\":null,\"content\":null" SGLANG_REST;
  if (kind == PRONY_SIM_DIALECT_LLAMACPP)
    tail = !self->chat           ? PRONY_SIM_CHUNK_USAGE
           : self->include_usage ? PRONY_SIM_CHUNK_PLAIN
                                 : PRONY_SIM_CHUNK_TIMINGS;
  else if (kind == PRONY_SIM_DIALECT_TGI && !self->chat)
    tail = PRONY_SIM_CHUNK_USAGE;
  else if (kind == PRONY_SIM_DIALECT_OLLAMA && !self->chat && self->include_usage)
    tail = PRONY_SIM_CHUNK_ZERO_USAGE;
  else if (self->continuous_usage)
    tail = PRONY_SIM_CHUNK_USAGE;

  prony_sim_openai_append_choice (gen, out, inner, TRUE, tail);
  prony_sim_generation_emit (gen, out);
}

/**
 * prony_sim_openai_finish:
 * @generation: an OpenAI answer
 * @out: where to write to
 *
 * Writes the end of a stream: the reason, the counts if they are wanted, and the
 * end mark.
 */
void
prony_sim_openai_finish (PronySimGeneration *generation, GString *out)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  PronySimDialectKind kind = self->dialect->kind;
  gboolean usage_is_sent =
    !self->chat && (kind == PRONY_SIM_DIALECT_LLAMACPP || kind == PRONY_SIM_DIALECT_TGI);

  append_role (generation, out);
  if (!ends_with_token (generation) || generation->call.fault == PRONY_SIM_FAULT_GARBAGE)
    append_end (generation, out);
  if (self->include_usage && !usage_is_sent)
    {
      prony_sim_openai_append_chunk (generation, out, "", PRONY_SIM_CHUNK_USAGE);
      prony_sim_generation_emit (generation, out);
    }
  g_string_append_printf (out, "%s[DONE]\n\n", self->dialect->prefix);
}

/**
 * prony_sim_openai_error:
 * @generation: an OpenAI answer
 * @out: where to write to
 *
 * Writes an error in the middle of a stream, as each engine does: Ollama's /v1
 * swallows it and sends an empty chunk, llama.cpp sends no end mark after it.
 */
void
prony_sim_openai_error (PronySimGeneration *generation, GString *out)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  const char *prefix = self->dialect->prefix;

  g_string_append (out, self->dialect->kind != PRONY_SIM_DIALECT_OLLAMA ? prefix : "");
  switch (self->dialect->kind)
    {
    case PRONY_SIM_DIALECT_VLLM:
    case PRONY_SIM_DIALECT_SGLANG:
      prony_sim_json_append (out, "{'error':{'message':'The simulated engine failed on purpose.',"
                                  "'type':'InternalServerError','param':null,'code':500}}\n\n");
      break;
    case PRONY_SIM_DIALECT_LMSTUDIO:
      prony_sim_json_append (out, "{'error':{'message':'The simulated engine failed on purpose.',"
                                  "'type':'internal_error','param':null,'code':null}}\n\n");
      return;
    case PRONY_SIM_DIALECT_LLAMACPP:
      prony_sim_json_append (out, "{'error':{'code':500,'message':'The simulated engine failed on "
                                  "purpose.','type':'server_error'}}\n\n");
      return;
    case PRONY_SIM_DIALECT_TGI:
      prony_sim_json_append (out, "{'error':{'message':'The simulated engine failed on purpose.',"
                                  "'http_status_code':500}}\n\n");
      break;
    case PRONY_SIM_DIALECT_OLLAMA:
    default:
      prony_sim_openai_append_choice (
        generation, out, self->chat ? "{\"role\":\"assistant\",\"content\":\"\"}" : "\"\"", FALSE,
        PRONY_SIM_CHUNK_PLAIN);
      return;
    }

  prony_sim_generation_emit (generation, out);
  g_string_append_printf (out, "%s[DONE]\n\n", prefix);
}

/**
 * prony_sim_openai_whole:
 * @generation: an OpenAI answer
 * @out: where to write to
 *
 * Writes the answer without a stream.
 *
 * Returns: (transfer full) (nullable): header lines that go with it
 */
char *
prony_sim_openai_whole (PronySimGeneration *generation, GString *out)
{
  const PronySimOpenaiAnswer *self = generation->extra;
  const PronySimDialect *dialect = self->dialect;
  g_autofree char *text = prony_sim_json_quote (generation->text->str);
  g_autofree char *reason = prony_sim_json_quote (prony_sim_openai_finish_word (generation));

  prony_sim_json_append (out, "{'id':'%s','object':'%s','created':%" G_GINT64_FORMAT ",'model':%s,",
                         self->id, self->chat ? "chat.completion" : "text_completion",
                         self->created_s, self->model);
  if (dialect->fingerprint != NULL)
    prony_sim_json_append (out, "'system_fingerprint':'%s',", dialect->fingerprint);
  if (self->chat)
    {
      prony_sim_json_append (
        out, "'choices':[{'index':0,'message':{'role':'assistant','content':%s", text);
      if (generation->reasoning > 0)
        {
          g_autofree char *thoughts = prony_sim_json_quote (generation->thoughts->str);

          prony_sim_json_append (out, ",'%s':%s", dialect->reasoning_key, thoughts);
        }
      prony_sim_json_append (out, "},'logprobs':null,'finish_reason':%s}],'usage':", reason);
    }
  else
    prony_sim_json_append (out,
                           "'choices':[{'index':0,'text':%s,'logprobs':null,'finish_reason':%s}],"
                           "'usage':",
                           text, reason);
  prony_sim_openai_append_usage (generation, out);
  if (dialect->kind == PRONY_SIM_DIALECT_LLAMACPP)
    {
      g_string_append (out, ",\"timings\":");
      prony_sim_llamacpp_append_timings (generation, out);
    }
  if (dialect->tells_stats)
    prony_sim_lmstudio_append_stats (generation, out);
  g_string_append_c (out, '}');

  return dialect->kind == PRONY_SIM_DIALECT_TGI ? prony_sim_tgi_make_headers (generation) : NULL;
}
