/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyDelta:
 * @kind: a `PronyEventKind` (kept as a number: wire knows no model)
 * @text: the piece of text that it carries, UTF-8, not necessarily whole
 *   characters' worth of a token; empty for none
 * @thinking: thinking text that came in the same event as an answer text or a
 *   tool call (whole bodies, chunks on the border of both); empty otherwise:
 *   the text of an event of kind reasoning is in @text
 * @so_far: whether @text may be all of the answer so far rather than a piece of it
 * @tokens: how many tokens it carries; -1 where the event does not say
 * @total_tokens: output tokens so far, cumulative; -1 where it does not say
 * @n_ids: how many token numbers it lists; -1 for no list
 * @finish: whether it marks the end of the answer (it may carry text as well)
 * @finish_reason: why, as the engine said; empty for none
 * @model: the model that the engine says answers; empty for none
 * @progress_done: how many tokens of the prompt the engine has worked on so far, without
 *   those that it had cached; -1 where the event does not say, like @progress_total
 * @progress_total: how many it has to work on
 * @prompt_tokens: the engine's own counts; -1 where it gives none
 * @load_time_s: the engine's own times; NAN where it gives none
 * @failed: whether it is an error
 * @error_code: HTTP-like status inside the error; 0 for none
 * @error_type: the engine's word for it; empty for none
 * @error_message: the engine's sentence; empty for none. Without @failed: the
 *   beginning of a payload that could not be understood, which is no failure of
 *   the request as long as tokens come
 *
 * One event of a stream, decoded. One delta is reused for all events of a thread:
 * prony_delta_clear() keeps the strings' memory.
 */
typedef struct
{
  guint kind;
  GString *text;
  GString *thinking;
  gboolean so_far;
  gint tokens;
  gint64 total_tokens;
  gint64 n_ids;
  gboolean finish;
  GString *finish_reason;
  GString *model;
  gint64 progress_done;
  gint64 progress_total;
  gint64 prompt_tokens;
  gint64 completion_tokens;
  gint64 reasoning_tokens;
  gint64 cached_tokens;
  double load_time_s;
  double queue_time_s;
  double prompt_eval_time_s;
  double eval_time_s;
  gboolean failed;
  guint error_code;
  GString *error_type;
  GString *error_message;
} PronyDelta;

void prony_delta_init (PronyDelta *self);
void prony_delta_clear (PronyDelta *self);
void prony_delta_destroy (PronyDelta *self);

G_END_DECLS
