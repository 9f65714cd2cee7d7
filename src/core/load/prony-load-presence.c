/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-load-presence.h"

/**
 * prony_load_presence_clear:
 * @self: a presence
 *
 * Forgets everything.
 */
void
prony_load_presence_clear (PronyLoadPresence *self)
{
  g_free (self->error);
  *self = (PronyLoadPresence){ 0 };
}

/**
 * prony_load_presence_note:
 * @self: a presence
 * @record: a request that has ended
 *
 * Notes whether a request found the engine. A cancelled one tells nothing, nor one
 * for which this computer had no connection.
 */
void
prony_load_presence_note (PronyLoadPresence *self, const PronyRequestRecord *record)
{
  gboolean silent = record->outcome == PRONY_OUTCOME_CANCELLED || record->own_limit;
  gboolean alone =
    !silent && (record->outcome == PRONY_OUTCOME_CONNECT || record->outcome == PRONY_OUTCOME_TLS);

  if (record->warmup)
    {
      self->n_warmups++;
      self->n_warmups_alone += alone ? 1 : 0;
    }

  if (alone && self->alone_ns == 0)
    {
      self->alone_ns = record->started_ns;
      g_free (self->error);
      self->error = g_strdup (record->error_message);
    }
  else if (!alone && !silent)
    {
      self->alone_ns = 0;
      g_clear_pointer (&self->error, g_free);
    }
}

/**
 * prony_load_presence_never_found:
 * @self: a presence
 * @concurrency: how many streams warm up
 *
 * Returns: whether no warm-up request of a whole round has found an engine
 */
gboolean
prony_load_presence_never_found (const PronyLoadPresence *self, guint concurrency)
{
  return self->n_warmups >= concurrency && self->n_warmups_alone == self->n_warmups;
}

/**
 * prony_load_presence_is_lost:
 * @self: a presence
 * @now_ns: the time
 *
 * Returns: whether the engine has been gone for %PRONY_LOAD_GIVE_UP_S
 */
gboolean
prony_load_presence_is_lost (const PronyLoadPresence *self, gint64 now_ns)
{
  return self->alone_ns != 0 && now_ns - self->alone_ns > PRONY_LOAD_GIVE_UP_S * PRONY_NS_PER_S;
}
