/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-request-shape.h"

/* What is assumed before anything was seen. Only the proportions count. */
#define ASSUMED_FIRST_S 0.05
#define ASSUMED_TOKEN_S 0.02
/* A token is read that much faster than one is written. */
#define ASSUMED_READING 40.0

/* Prompts whose lengths scatter less than that do not tell what a token of them costs. */
#define TELLING_TOKENS 100.0

/**
 * prony_request_shape_add:
 * @self: a shape
 * @prompt_tokens: of a request that has ended well
 * @first_s: how long its first token took
 * @output_tokens: of its answer
 * @decode_s: how long the answer took from there to its last token
 *
 * Learns from a request.
 */
void
prony_request_shape_add (PronyRequestShape *self,
                         double prompt_tokens,
                         double first_s,
                         double output_tokens,
                         double decode_s)
{
  self->n++;
  self->first_s += first_s;
  self->prompts += prompt_tokens;
  self->prompts_squared += prompt_tokens * prompt_tokens;
  self->prompts_first += prompt_tokens * first_s;
  self->tokens += output_tokens;
  self->decode_s += decode_s;
}

/**
 * prony_request_shape_get:
 * @self: a shape
 * @prompt_tokens: of a request
 * @output_tokens: of its answer
 *
 * A line through the times to the first token by the lengths of prompts, as far as these
 * differ, and as much for each token of the answer as it took.
 *
 * Returns: how long such a request takes, in seconds; above 0
 */
double
prony_request_shape_get (const PronyRequestShape *self, double prompt_tokens, double output_tokens)
{
  double token_s =
    self->tokens > 0 && self->decode_s > 0 ? self->decode_s / self->tokens : ASSUMED_TOKEN_S;
  double slope = token_s / ASSUMED_READING;
  double spread, together, x, y;

  if (self->n == 0)
    return ASSUMED_FIRST_S + prompt_tokens * slope + output_tokens * token_s;

  x = self->prompts / self->n;
  y = self->first_s / self->n;
  spread = self->prompts_squared / self->n - x * x;
  together = self->prompts_first / self->n - x * y;
  slope = (together + TELLING_TOKENS * TELLING_TOKENS * slope) /
          (spread + TELLING_TOKENS * TELLING_TOKENS);
  slope = CLAMP (slope, 0, y / MAX (x, 1));

  return MAX (y + slope * (prompt_tokens - x), 0) + output_tokens * token_s;
}
