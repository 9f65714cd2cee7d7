/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "core/model/prony-request-spec.h"

static void
request_spec_clear (gpointer data)
{
  PronyRequestSpec *self = data;

  g_free (self->system);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self->prompt);
  g_free (self->cache_salt);
  g_strfreev (self->stop);
}

/**
 * prony_request_spec_new:
 * @system: (nullable): the system message
 * @prompt: the user's message
 *
 * Returns: (transfer full): a streamed request that leaves everything else to the
 *   engine; set the rest before it is shared
 */
PronyRequestSpec *
prony_request_spec_new (const char *system, const char *prompt)
{
  PronyRequestSpec *self;

  g_return_val_if_fail (prompt != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRequestSpec);
  self->system = g_strdup (system);
  self->prompt = g_strdup (prompt);
  self->temperature = NAN;
  self->top_p = NAN;
  self->seed = -1;
  self->stream = TRUE;
  return self;
}

/**
 * prony_request_spec_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
PronyRequestSpec *
prony_request_spec_ref (PronyRequestSpec *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_request_spec_unref:
 * @self: (transfer full): a request
 */
void
prony_request_spec_unref (PronyRequestSpec *self)
{
  g_atomic_rc_box_release_full (self, request_spec_clear);
}
