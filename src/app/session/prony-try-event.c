/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-try-event.h"
#include "base/prony-clock.h"

struct _PronyTryEvent
{
  GObject parent_instance;

  guint number;
  PronyRecordEvent event;
  double time_s;
  double gap_s;
  char *text;
};

G_DEFINE_FINAL_TYPE (PronyTryEvent, prony_try_event, G_TYPE_OBJECT)

static void
prony_try_event_finalize (GObject *object)
{
  PronyTryEvent *self = (PronyTryEvent *) object;

  g_free (self->text);

  G_OBJECT_CLASS (prony_try_event_parent_class)->finalize (object);
}

static void
prony_try_event_class_init (PronyTryEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_try_event_finalize;
}

static void
prony_try_event_init (PronyTryEvent *self)
{
}

/**
 * prony_try_event_new:
 * @number: its place in the answer, from 1
 * @event: the event
 * @sent_ns: when the request had been sent
 * @before_ns: when the event before came, or the request had been sent
 * @text: (nullable): the text that came with it
 *
 * Returns: (transfer full): the event
 */
PronyTryEvent *
prony_try_event_new (
  guint number, const PronyRecordEvent *event, gint64 sent_ns, gint64 before_ns, const char *text)
{
  PronyTryEvent *self = g_object_new (PRONY_TYPE_TRY_EVENT, NULL);

  self->number = number;
  self->event = *event;
  self->time_s = prony_ns_to_s (event->at_ns - sent_ns);
  self->gap_s = prony_ns_to_s (event->at_ns - before_ns);
  self->text = g_strdup (text);
  return self;
}

/**
 * prony_try_event_get_number:
 * @self: an event
 *
 * Returns: its place in the answer, from 1
 */
guint
prony_try_event_get_number (PronyTryEvent *self)
{
  return self->number;
}

/**
 * prony_try_event_get_kind:
 * @self: an event
 *
 * Returns: what it is
 */
PronyEventKind
prony_try_event_get_kind (PronyTryEvent *self)
{
  return (PronyEventKind) self->event.kind;
}

/**
 * prony_try_event_get_time:
 * @self: an event
 *
 * Returns: when it came, in seconds after the request had been sent
 */
double
prony_try_event_get_time (PronyTryEvent *self)
{
  return self->time_s;
}

/**
 * prony_try_event_get_gap:
 * @self: an event
 *
 * Returns: how long after the event before it came, in seconds
 */
double
prony_try_event_get_gap (PronyTryEvent *self)
{
  return self->gap_s;
}

/**
 * prony_try_event_get_tokens:
 * @self: an event
 *
 * Returns: how many tokens it carried; -1 where the engine does not say
 */
int
prony_try_event_get_tokens (PronyTryEvent *self)
{
  return self->event.tokens;
}

/**
 * prony_try_event_get_text:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the text that came with it, UTF-8
 */
const char *
prony_try_event_get_text (PronyTryEvent *self)
{
  return self->text;
}
