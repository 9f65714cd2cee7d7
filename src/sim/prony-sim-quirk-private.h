/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the parts of the quirks share. Private to them. */

#pragma once

#include <json-glib/json-glib.h>

#include "sim/prony-sim-quirk.h"

G_BEGIN_DECLS

/**
 * PronySimQuirkEvent:
 * @quirks: what the answer has
 * @root: (nullable): the event's document; %NULL for an end mark
 * @before: (element-type utf8): what goes before it, as events of their own
 * @after: (element-type utf8): what goes after it
 * @dropped: whether the event itself is left out
 *
 * An event on its way from the engine to the client.
 */
typedef struct
{
  PronySimQuirks *quirks;
  JsonObject *root;
  GPtrArray *before;
  GPtrArray *after;
  gboolean dropped;
} PronySimQuirkEvent;

/**
 * PronySimDelivery:
 * @PRONY_SIM_DELIVERY_PLAIN: each event when it is due
 * @PRONY_SIM_DELIVERY_COALESCED: four events together
 * @PRONY_SIM_DELIVERY_SPLIT: half an event, with what was missing of the one before
 * @PRONY_SIM_DELIVERY_BYTEWISE: each byte as a chunk
 * @PRONY_SIM_DELIVERY_BUFFERED: everything at the end
 * @PRONY_SIM_DELIVERY_UNCHUNKED: as a body that ends with the connection
 * @PRONY_SIM_DELIVERY_GZIP: everything at the end, compressed
 * @PRONY_SIM_DELIVERY_WHOLE: as one document, though a stream was asked for
 *
 * How the bytes leave.
 */
typedef enum
{
  PRONY_SIM_DELIVERY_PLAIN,
  PRONY_SIM_DELIVERY_COALESCED,
  PRONY_SIM_DELIVERY_SPLIT,
  PRONY_SIM_DELIVERY_BYTEWISE,
  PRONY_SIM_DELIVERY_BUFFERED,
  PRONY_SIM_DELIVERY_UNCHUNKED,
  PRONY_SIM_DELIVERY_GZIP,
  PRONY_SIM_DELIVERY_WHOLE,
} PronySimDelivery;

/**
 * PronySimQuirk:
 * @name: what --fault calls it
 * @edit: (nullable): changes an event's document
 * @frame: (nullable): changes the lines of an event
 * @delivery: how the bytes leave
 * @early: (nullable): what is sent with the header, before the model has begun; "MODEL"
 *   stands for the model's name
 * @error: (nullable): what the stream ends with in the middle
 * @error_first: whether it does so before the first token
 * @thinks: whether every model reasons
 * @status: the status of what is answered instead, 0 for the answer itself
 * @type: (nullable): its type
 * @headers: (nullable): its further header lines
 * @body: (nullable): its body, in which "FIELD" stands for the field
 * @size: how long its body is made, by repetition; 0 for once
 * @needs_field: whether it is so only where the request has a field
 *
 * One way in which servers differ from what is expected of them.
 */
struct _PronySimQuirk
{
  const char *name;
  void (*edit) (PronySimQuirkEvent *event);
  void (*frame) (PronySimQuirks *quirks, GString *lines, gboolean is_end);
  PronySimDelivery delivery;
  const char *early;
  const char *error;
  gboolean error_first;
  gboolean thinks;
  guint status;
  const char *type;
  const char *headers;
  const char *body;
  gsize size;
  gboolean needs_field;
};

/**
 * PronySimQuirks:
 * @uses: the quirks, ended by one that is %NULL
 * @prompt_tokens: the prompt's length
 * @n_events: how many events have come, this one included
 * @n_tokens: how many of them had text
 * @held: (nullable): an event that waits for the next one
 * @n_held: how many tokens it has
 * @has_thought: whether there was reasoning that has not been ended
 * @n_seen: the length of the text so far
 * @pending: bytes that wait
 * @n_pending: how many events wait
 * @early: what is sent with the header
 *
 * What the quirks of one answer keep while it is written.
 */
struct _PronySimQuirks
{
  PronySimQuirkUse uses[PRONY_SIM_MAX_QUIRKS + 1];
  guint prompt_tokens;
  guint n_events;
  guint n_tokens;
  JsonObject *held;
  guint n_held;
  gboolean has_thought;
  gsize n_seen;
  GString *pending;
  guint n_pending;
  char *early;
};

extern const PronySimQuirk _prony_sim_quirk_lines[];
extern const PronySimQuirk _prony_sim_quirk_chunks[];

JsonObject *_prony_sim_quirk_find_text (JsonObject *root, const char **key);

G_END_DECLS
