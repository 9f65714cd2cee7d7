/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-request-events.h"
#include "app/session/prony-try-event.h"
#include "core/model/prony-event-cursor.h"

struct _PronyRequestEvents
{
  GObject parent_instance;

  GArray *events; /* (element-type PronyRecordEvent) */
  gint64 sent_ns;
};

static GType
get_item_type (GListModel *model)
{
  return PRONY_TYPE_TRY_EVENT;
}

static guint
get_n_items (GListModel *model)
{
  return PRONY_REQUEST_EVENTS (model)->events->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PronyRequestEvents *self = PRONY_REQUEST_EVENTS (model);
  const PronyRecordEvent *event;

  if (position >= self->events->len)
    return NULL;

  event = &g_array_index (self->events, PronyRecordEvent, position);
  return prony_try_event_new (position + 1, event, self->sent_ns,
                              position > 0 ? event[-1].at_ns : self->sent_ns, NULL);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PronyRequestEvents,
                               prony_request_events,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
prony_request_events_finalize (GObject *object)
{
  g_array_unref (PRONY_REQUEST_EVENTS (object)->events);

  G_OBJECT_CLASS (prony_request_events_parent_class)->finalize (object);
}

static void
prony_request_events_class_init (PronyRequestEventsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_request_events_finalize;
}

static void
prony_request_events_init (PronyRequestEvents *self)
{
  self->events = g_array_new (FALSE, FALSE, sizeof (PronyRecordEvent));
}

/**
 * prony_request_events_new:
 * @record: a request that has ended
 *
 * Returns: (transfer full): its events
 */
PronyRequestEvents *
prony_request_events_new (const PronyRequestRecord *record)
{
  PronyRequestEvents *self = g_object_new (PRONY_TYPE_REQUEST_EVENTS, NULL);
  PronyEventCursor cursor;
  PronyRecordEvent event;

  g_return_val_if_fail (record != NULL, self);

  self->sent_ns = record->sent_ns;
  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    g_array_append_val (self->events, event);
  return self;
}
