/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "sim/prony-sim-progress.h"

/* What an answer tells of its prompt before the first token, where the client wants to
 * know and the protocol can tell: how far it is at once, after each batch, and with the
 * first token that all of it is done. Each token of it takes as long, so that the last one
 * is done when the first token is due. */

/* How many tokens of a prompt are worked on at once. */
#define BATCH_TOKENS 512

static gboolean
tells_progress (PronySimGeneration *self)
{
  return self->ask.streams && self->ask.tells_progress && self->format->progress != NULL;
}

/* When as much of the prompt has been worked on. */
static gint64
find_processed (PronySimGeneration *self)
{
  guint cached = self->cached_tokens;
  double share = (double) (self->processed - cached) / MAX (self->ask.prompt_tokens - cached, 1);

  return self->loaded_ns + (gint64) (share * (double) (self->first_ns - self->loaded_ns));
}

static void
on_progress_cb (PronySimTimer *timer, gpointer user_data)
{
  PronySimGeneration *self = user_data;
  g_autoptr (GString) out = g_string_new (NULL);

  self->processed_ns = timer->due_ns;
  self->format->progress (self, out);
  prony_sim_generation_emit (self, out);

  self->processed += BATCH_TOKENS;
  if (self->processed < self->ask.prompt_tokens)
    prony_sim_timer_start (&self->progress_timer, find_processed (self));
  /* Last, because a client that has gone frees the generation. */
  prony_sim_connection_flush (self->connection);
}

/**
 * prony_sim_progress_init:
 * @generation: a generation that is being made
 *
 * Prepares to tell.
 */
void
prony_sim_progress_init (PronySimGeneration *generation)
{
  prony_sim_timer_init (&generation->progress_timer, generation->engine->scheduler, on_progress_cb,
                        generation);
}

/**
 * prony_sim_progress_begin:
 * @generation: a generation of which it is known when its first token is due
 *
 * Begins to tell, if anybody wants to know and it takes any time.
 */
void
prony_sim_progress_begin (PronySimGeneration *generation)
{
  generation->processed = generation->cached_tokens;
  if (tells_progress (generation) && generation->first_ns > generation->loaded_ns)
    prony_sim_timer_start (&generation->progress_timer, generation->loaded_ns);
}

/**
 * prony_sim_progress_stop:
 * @generation: a generation
 *
 * Tells nothing more.
 */
void
prony_sim_progress_stop (PronySimGeneration *generation)
{
  prony_sim_timer_stop (&generation->progress_timer);
}

/**
 * prony_sim_progress_end:
 * @generation: a generation whose first token is about to be written
 * @out: where to write to; emptied
 *
 * Tells that all of the prompt is done, if anybody wants to know.
 */
void
prony_sim_progress_end (PronySimGeneration *generation, GString *out)
{
  generation->processed = generation->ask.prompt_tokens;
  generation->processed_ns = generation->first_ns;
  if (!tells_progress (generation))
    return;

  generation->format->progress (generation, out);
  prony_sim_generation_emit (generation, out);
}
