/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-try-transcript.h"

/* The end of a piece is in its event; its beginning is kept here. */
typedef struct
{
  PronyAttemptEvent item;
  gsize text_start;
} Entry;

struct _PronyTryTranscript
{
  GObject parent_instance;

  GString *answer;
  GString *reasoning;
  GArray *entries;
  gint64 sent_ns;
  gsize answer_end; /* of the latest event's piece */
  gsize reasoning_end;
};

static GType
get_item_type (GListModel *model)
{
  return PRONY_TYPE_TRY_EVENT;
}

static guint
get_n_items (GListModel *model)
{
  return ((PronyTryTranscript *) model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PronyTryTranscript *self = (PronyTryTranscript *) model;
  const Entry *entry;
  const GString *text;
  g_autofree char *piece = NULL;

  if (position >= self->entries->len)
    return NULL;

  entry = &g_array_index (self->entries, Entry, position);
  text = entry->item.event.kind == PRONY_EVENT_REASONING ? self->reasoning : self->answer;
  if (entry->text_start < entry->item.text_end && entry->item.text_end <= text->len)
    piece = g_utf8_make_valid (text->str + entry->text_start,
                               (gssize) (entry->item.text_end - entry->text_start));

  return prony_try_event_new (
    position + 1, &entry->item.event, self->sent_ns,
    position > 0 ? g_array_index (self->entries, Entry, position - 1).item.event.at_ns
                 : self->sent_ns,
    piece);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PronyTryTranscript,
                               prony_try_transcript,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
prony_try_transcript_finalize (GObject *object)
{
  PronyTryTranscript *self = (PronyTryTranscript *) object;

  g_string_free (self->answer, TRUE);
  g_string_free (self->reasoning, TRUE);
  g_array_unref (self->entries);

  G_OBJECT_CLASS (prony_try_transcript_parent_class)->finalize (object);
}

static void
prony_try_transcript_class_init (PronyTryTranscriptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_try_transcript_finalize;
}

static void
prony_try_transcript_init (PronyTryTranscript *self)
{
  self->answer = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
}

/**
 * prony_try_transcript_new:
 *
 * Returns: (transfer full): a transcript of nothing
 */
PronyTryTranscript *
prony_try_transcript_new (void)
{
  return g_object_new (PRONY_TYPE_TRY_TRANSCRIPT, NULL);
}

/**
 * prony_try_transcript_clear:
 * @self: a transcript
 *
 * Begins with nothing.
 */
void
prony_try_transcript_clear (PronyTryTranscript *self)
{
  guint n;

  g_return_if_fail (PRONY_IS_TRY_TRANSCRIPT (self));

  n = self->entries->len;
  g_string_truncate (self->answer, 0);
  g_string_truncate (self->reasoning, 0);
  g_array_set_size (self->entries, 0);
  self->sent_ns = 0;
  self->answer_end = 0;
  self->reasoning_end = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/**
 * prony_try_transcript_add:
 * @self: a transcript
 * @news: what has come
 */
void
prony_try_transcript_add (PronyTryTranscript *self, const PronyAttemptNews *news)
{
  guint before;

  g_return_if_fail (PRONY_IS_TRY_TRANSCRIPT (self));
  g_return_if_fail (news != NULL);

  before = self->entries->len;
  self->sent_ns = news->sent_ns;
  g_string_append_len (self->answer, news->answer->str, (gssize) news->answer->len);
  g_string_append_len (self->reasoning, news->reasoning->str, (gssize) news->reasoning->len);
  for (guint i = 0; i < news->events->len; i++)
    {
      Entry entry = { .item = g_array_index (news->events, PronyAttemptEvent, i) };
      gsize *end =
        entry.item.event.kind == PRONY_EVENT_REASONING ? &self->reasoning_end : &self->answer_end;

      entry.text_start = *end;
      *end = entry.item.text_end;
      g_array_append_val (self->entries, entry);
    }
  if (news->events->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, news->events->len);
}

/**
 * prony_try_transcript_get_answer:
 * @self: a transcript
 *
 * Returns: (transfer none): the answer so far
 */
const GString *
prony_try_transcript_get_answer (PronyTryTranscript *self)
{
  return self->answer;
}

/**
 * prony_try_transcript_get_reasoning:
 * @self: a transcript
 *
 * Returns: (transfer none): the thinking so far
 */
const GString *
prony_try_transcript_get_reasoning (PronyTryTranscript *self)
{
  return self->reasoning;
}
