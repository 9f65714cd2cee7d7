/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyStreamView:
 *
 * A text that grows, read-only. However much is appended at once, it is put in a
 * piece at a time, so that the main loop never waits for it. Follows the style of
 * the desktop. Main thread only.
 *
 * Properties: `label` (what a screen reader calls it), `language` (nullable: the
 * identifier of a language of GtkSourceView that the text is highlighted as),
 * `monospace`, `follow` (whether the end stays in view while it is in view; a button
 * jumps there after one has scrolled away), `max-height` (how high it becomes at most,
 * -1 for any height), `max-bytes` (how much it keeps at most, the end of the text; 0 for
 * all).
 */
#define PRONY_TYPE_STREAM_VIEW (prony_stream_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyStreamView, prony_stream_view, PRONY, STREAM_VIEW, AdwBin)

void prony_stream_view_clear (PronyStreamView *self);
void prony_stream_view_append (PronyStreamView *self, const char *text, gsize length);
gboolean prony_stream_view_is_settled (PronyStreamView *self);
GtkTextView *prony_stream_view_get_text_view (PronyStreamView *self);

G_END_DECLS
