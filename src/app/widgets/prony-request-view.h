/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

/**
 * PronyRequestView:
 *
 * One request of a trial under way as it is answered: which one it is, its prompt one
 * click away, how far the engine is with that, its thinking and its answer. Its buttons
 * are those of a card around it: `card.previous-stream`, `card.next-stream` and
 * `card.watch-any`. Main thread only.
 */
#define PRONY_TYPE_REQUEST_VIEW (prony_request_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestView, prony_request_view, PRONY, REQUEST_VIEW, AdwBin)

void prony_request_view_show (PronyRequestView *self, PronyLoadSnapshot *load);
void prony_request_view_show_words (PronyRequestView *self);
void prony_request_view_reset (PronyRequestView *self);

G_END_DECLS
