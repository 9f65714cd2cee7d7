/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-wire"

#include "config.h"

#include <math.h>

#include "core/wire/prony-delta.h"

/**
 * prony_delta_init:
 * @self: (out caller-allocates): memory for a delta
 *
 * Makes an empty delta. It belongs to one thread and is reused for all events
 * there, so that the hot path allocates no strings.
 */
void
prony_delta_init (PronyDelta *self)
{
  g_return_if_fail (self != NULL);

  *self = (PronyDelta){ 0 };
  self->text = g_string_sized_new (256);
  self->thinking = g_string_new (NULL);
  self->finish_reason = g_string_new (NULL);
  self->model = g_string_sized_new (64);
  self->error_type = g_string_new (NULL);
  self->error_message = g_string_new (NULL);
  prony_delta_clear (self);
}

/**
 * prony_delta_clear:
 * @self: a delta
 *
 * Empties it for the next event: counts become -1, times NAN, texts empty. The
 * strings keep their memory.
 */
void
prony_delta_clear (PronyDelta *self)
{
  g_return_if_fail (self != NULL);

  self->kind = 0;
  g_string_truncate (self->text, 0);
  g_string_truncate (self->thinking, 0);
  self->so_far = FALSE;
  self->tokens = -1;
  self->total_tokens = -1;
  self->n_ids = -1;
  self->finish = FALSE;
  g_string_truncate (self->finish_reason, 0);
  g_string_truncate (self->model, 0);
  self->progress_done = -1;
  self->progress_total = -1;
  self->prompt_tokens = -1;
  self->completion_tokens = -1;
  self->reasoning_tokens = -1;
  self->cached_tokens = -1;
  self->load_time_s = NAN;
  self->queue_time_s = NAN;
  self->prompt_eval_time_s = NAN;
  self->eval_time_s = NAN;
  self->failed = FALSE;
  self->error_code = 0;
  g_string_truncate (self->error_type, 0);
  g_string_truncate (self->error_message, 0);
}

/**
 * prony_delta_destroy:
 * @self: a delta
 *
 * Frees what the delta holds, but not @self.
 */
void
prony_delta_destroy (PronyDelta *self)
{
  GString **strings[] = { &self->text,  &self->thinking,   &self->finish_reason,
                          &self->model, &self->error_type, &self->error_message };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      if (*strings[i] != NULL)
        g_string_free (*strings[i], TRUE);
      *strings[i] = NULL;
    }
}
