/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "sim/prony-sim-quirk-private.h"

/* What servers do differently from what is expected of them, as a layer between the
 * engine's events and the socket. Each event passes through the quirks that were asked
 * for, in three steps: its document is changed, its lines are changed, and it is
 * decided when its bytes leave. Which quirks there are is in
 * prony-sim-quirk-lines.c and prony-sim-quirk-chunks.c. */

#define COALESCED_EVENTS 4

/**
 * prony_sim_quirk_get_nth:
 * @n: a number, from 0
 *
 * Returns: (nullable): the quirk of that number, %NULL after the last one
 */
const PronySimQuirk *
prony_sim_quirk_get_nth (guint n)
{
  const PronySimQuirk *const tables[] = { _prony_sim_quirk_lines, _prony_sim_quirk_chunks };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const PronySimQuirk *quirk = tables[i]; quirk->name != NULL; quirk++)
      if (n-- == 0)
        return quirk;

  return NULL;
}

/**
 * prony_sim_quirk_find:
 * @name: what --fault calls it
 *
 * Returns: (nullable): the quirk
 */
const PronySimQuirk *
prony_sim_quirk_find (const char *name)
{
  const PronySimQuirk *quirk;

  for (guint n = 0; (quirk = prony_sim_quirk_get_nth (n)) != NULL; n++)
    if (strcmp (quirk->name, name) == 0)
      return quirk;

  return NULL;
}

/**
 * prony_sim_quirk_get_name:
 * @quirk: a quirk
 *
 * Returns: what --fault calls it
 */
const char *
prony_sim_quirk_get_name (const PronySimQuirk *quirk)
{
  return quirk->name;
}

/**
 * prony_sim_quirk_needs_field:
 * @quirk: a quirk
 *
 * Returns: whether it is about a field of the request, and so only of requests that
 *   have it
 */
gboolean
prony_sim_quirk_needs_field (const PronySimQuirk *quirk)
{
  return quirk->needs_field;
}

/**
 * prony_sim_quirk_is_of_server:
 * @quirk: a quirk
 *
 * Returns: whether every address has it, not only those of answers
 */
gboolean
prony_sim_quirk_is_of_server (const PronySimQuirk *quirk)
{
  return quirk->status != 0 && !quirk->needs_field;
}

/**
 * prony_sim_quirk_make_reply:
 * @use: a quirk
 * @reply: (out caller-allocates): what to answer
 *
 * Returns: whether the quirk is an answer of its own; then @reply is filled
 */
gboolean
prony_sim_quirk_make_reply (const PronySimQuirkUse *use, PronySimReply *reply)
{
  const PronySimQuirk *quirk = use->quirk;
  g_autoptr (GString) body = NULL;

  if (quirk->status == 0)
    return FALSE;

  body = g_string_new (quirk->body);
  while (body->len > 0 && body->len < quirk->size)
    g_string_append_len (body, quirk->body,
                         (gssize) MIN (strlen (quirk->body), quirk->size - body->len));
  if (use->field != NULL)
    g_string_replace (body, "FIELD", use->field, 0);

  *reply = (PronySimReply){ quirk->status, quirk->type, quirk->headers, NULL };
  reply->body = g_string_free_to_bytes (g_steal_pointer (&body));
  return TRUE;
}

/* --- The quirks of an answer ------------------------------------------------ */

/**
 * prony_sim_quirks_new:
 * @uses: quirks, ended by one that is %NULL
 * @model: the model that answers
 * @prompt_tokens: the prompt's length
 *
 * Returns: (transfer full) (nullable): what changes an answer; %NULL where nothing does
 */
PronySimQuirks *
prony_sim_quirks_new (const PronySimQuirkUse *uses, const char *model, guint prompt_tokens)
{
  PronySimQuirks *self;

  if (uses[0].quirk == NULL)
    return NULL;

  self = g_new0 (PronySimQuirks, 1);
  self->prompt_tokens = prompt_tokens;
  self->pending = g_string_new (NULL);
  for (guint i = 0; uses[i].quirk != NULL; i++)
    {
      self->uses[i] = uses[i];
      if (uses[i].quirk->early != NULL && self->early == NULL)
        {
          g_autoptr (GString) early = g_string_new (uses[i].quirk->early);

          g_string_replace (early, "MODEL", model, 0);
          self->early = g_strdup (early->str);
        }
    }
  return self;
}

/**
 * prony_sim_quirks_free:
 * @quirks: (transfer full): quirks of an answer
 */
void
prony_sim_quirks_free (PronySimQuirks *quirks)
{
  g_clear_pointer (&quirks->held, json_object_unref);
  g_string_free (quirks->pending, TRUE);
  g_free (quirks->early);
  g_free (quirks);
}

static gboolean
has_delivery (PronySimQuirks *self, PronySimDelivery delivery)
{
  for (guint i = 0; self != NULL && self->uses[i].quirk != NULL; i++)
    if (self->uses[i].quirk->delivery == delivery)
      return TRUE;

  return FALSE;
}

/**
 * prony_sim_quirks_think:
 * @quirks: (nullable): quirks of an answer
 *
 * Returns: whether the answer begins with reasoning, whatever the model
 */
gboolean
prony_sim_quirks_think (PronySimQuirks *quirks)
{
  for (guint i = 0; quirks != NULL && quirks->uses[i].quirk != NULL; i++)
    if (quirks->uses[i].quirk->thinks)
      return TRUE;

  return FALSE;
}

/**
 * prony_sim_quirks_are_whole:
 * @quirks: (nullable): quirks of an answer
 *
 * Returns: whether it comes in one piece though a stream was asked for
 */
gboolean
prony_sim_quirks_are_whole (PronySimQuirks *quirks)
{
  return has_delivery (quirks, PRONY_SIM_DELIVERY_WHOLE);
}

/**
 * prony_sim_quirks_are_unchunked:
 * @quirks: (nullable): quirks of an answer
 *
 * Returns: whether its body ends with the connection
 */
gboolean
prony_sim_quirks_are_unchunked (PronySimQuirks *quirks)
{
  return has_delivery (quirks, PRONY_SIM_DELIVERY_UNCHUNKED);
}

/**
 * prony_sim_quirks_are_bytewise:
 * @quirks: (nullable): quirks of an answer
 *
 * Returns: whether each byte is a chunk
 */
gboolean
prony_sim_quirks_are_bytewise (PronySimQuirks *quirks)
{
  return has_delivery (quirks, PRONY_SIM_DELIVERY_BYTEWISE);
}

/**
 * prony_sim_quirks_get_headers:
 * @quirks: (nullable): quirks of an answer
 *
 * Returns: (nullable): further header lines of the stream
 */
const char *
prony_sim_quirks_get_headers (PronySimQuirks *quirks)
{
  return has_delivery (quirks, PRONY_SIM_DELIVERY_GZIP) ? "Content-Encoding: gzip\r\n" : NULL;
}

/**
 * prony_sim_quirks_get_early:
 * @quirks: (nullable): quirks of an answer
 *
 * Returns: (nullable): what is sent with the header, before the model has begun
 */
const char *
prony_sim_quirks_get_early (PronySimQuirks *quirks)
{
  return quirks != NULL ? quirks->early : NULL;
}

/**
 * prony_sim_quirks_get_error:
 * @quirks: (nullable): quirks of an answer
 * @done: how many tokens there have been
 * @fault_at: how many there are to be before something goes wrong
 *
 * Returns: (nullable): what the stream is to end with now
 */
const char *
prony_sim_quirks_get_error (PronySimQuirks *quirks, guint done, guint fault_at)
{
  for (guint i = 0; quirks != NULL && quirks->uses[i].quirk != NULL; i++)
    {
      const PronySimQuirk *quirk = quirks->uses[i].quirk;

      if (quirk->error != NULL && done == (quirk->error_first ? 0 : fault_at))
        return quirk->error;
    }

  return NULL;
}

/* --- The way of an event ---------------------------------------------------- */

static void
frame_payload (
  PronySimQuirks *self, GString *out, const char *prefix, const char *payload, const char *end)
{
  g_autoptr (GString) lines = g_string_new (prefix);
  gboolean is_end = strcmp (payload, "[DONE]") == 0;

  g_string_append (lines, payload);
  g_string_append (lines, end);
  for (guint i = 0; self->uses[i].quirk != NULL; i++)
    if (self->uses[i].quirk->frame != NULL)
      self->uses[i].quirk->frame (self, lines, is_end);

  g_string_append_len (out, lines->str, (gssize) lines->len);
}

static void
edit (PronySimQuirks *self, PronySimQuirkEvent *event)
{
  const char *key;

  self->n_events++;
  if (event->root != NULL && _prony_sim_quirk_find_text (event->root, &key) != NULL)
    self->n_tokens++;
  for (guint i = 0; self->uses[i].quirk != NULL; i++)
    if (self->uses[i].quirk->edit != NULL)
      self->uses[i].quirk->edit (event);
}

/* Half of what there is stays for the next time, cut within a character if there is
 * one of several bytes. */
static void
cut (PronySimQuirks *self, GString *out)
{
  gsize at = self->pending->len / 2;

  for (gsize i = 0; i < self->pending->len; i++)
    if ((self->pending->str[i] & 0xc0) == 0x80)
      {
        at = i;
        break;
      }

  g_string_append_len (out, self->pending->str, (gssize) at);
  g_string_erase (self->pending, 0, (gssize) at);
}

static void
deliver (PronySimQuirks *self, GString *out)
{
  gboolean coalesces = has_delivery (self, PRONY_SIM_DELIVERY_COALESCED);

  self->n_pending++;
  if (has_delivery (self, PRONY_SIM_DELIVERY_SPLIT))
    cut (self, out);
  else if ((coalesces && self->n_pending >= COALESCED_EVENTS) ||
           !(coalesces || has_delivery (self, PRONY_SIM_DELIVERY_BUFFERED) ||
             has_delivery (self, PRONY_SIM_DELIVERY_GZIP)))
    {
      g_string_append_len (out, self->pending->str, (gssize) self->pending->len);
      g_string_truncate (self->pending, 0);
      self->n_pending = 0;
    }
}

/**
 * prony_sim_quirks_apply:
 * @quirks: quirks of an answer
 * @out: (inout): an event as the engine writes it; what is to be sent now
 *
 * Lets the quirks change an event.
 */
void
prony_sim_quirks_apply (PronySimQuirks *quirks, GString *out)
{
  const char *prefix = g_str_has_prefix (out->str, "data: ")  ? "data: "
                       : g_str_has_prefix (out->str, "data:") ? "data:"
                                                              : "";
  gsize ends = out->len;
  g_autofree char *payload = NULL;
  g_autofree char *end = NULL;
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
  PronySimQuirkEvent event = { .quirks = quirks, .before = before, .after = after };

  while (ends > 0 && out->str[ends - 1] == '\n')
    ends--;
  end = g_strdup (out->str + ends);
  payload = g_strndup (out->str + strlen (prefix), ends - strlen (prefix));
  root = prony_json_parse_object (payload, -1, NULL);
  event.root = root;
  if (root != NULL || strcmp (payload, "[DONE]") == 0)
    edit (quirks, &event);
  if (root != NULL)
    {
      g_free (payload);
      payload = prony_json_to_text (root, FALSE);
    }

  for (guint i = 0; i < before->len; i++)
    frame_payload (quirks, quirks->pending, prefix, g_ptr_array_index (before, i), end);
  if (!event.dropped)
    frame_payload (quirks, quirks->pending, prefix, payload, end);
  for (guint i = 0; i < after->len; i++)
    frame_payload (quirks, quirks->pending, prefix, g_ptr_array_index (after, i), end);

  g_string_truncate (out, 0);
  deliver (quirks, out);
}

static void
compress (GString *text, GString *out)
{
  g_autoptr (GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  gsize done = 0;
  GConverterResult result;

  do
    {
      char bytes[4096];
      gsize n_read = 0;
      gsize n_written = 0;

      result =
        g_converter_convert (G_CONVERTER (compressor), text->str + done, text->len - done, bytes,
                             sizeof bytes, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      done += n_read;
      g_string_append_len (out, bytes, (gssize) n_written);
    }
  while (result == G_CONVERTER_CONVERTED);
}

/**
 * prony_sim_quirks_flush:
 * @quirks: quirks of an answer
 * @out: where to write to
 *
 * Writes what waits, at the end of the answer.
 */
void
prony_sim_quirks_flush (PronySimQuirks *quirks, GString *out)
{
  if (has_delivery (quirks, PRONY_SIM_DELIVERY_GZIP))
    compress (quirks->pending, out);
  else
    g_string_append_len (out, quirks->pending->str, (gssize) quirks->pending->len);
  g_string_truncate (quirks->pending, 0);
}
