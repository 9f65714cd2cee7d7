/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "app/session/prony-try-event.h"
#include "core/bench/prony-attempt.h"

G_BEGIN_DECLS

/**
 * PronyTryTranscript:
 *
 * What has come of an answer: its texts, and as a #GListModel of #PronyTryEvent its
 * events, which are made when they are asked for. Main thread only.
 */
#define PRONY_TYPE_TRY_TRANSCRIPT (prony_try_transcript_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryTranscript, prony_try_transcript, PRONY, TRY_TRANSCRIPT, GObject)

PronyTryTranscript *prony_try_transcript_new (void);
void prony_try_transcript_clear (PronyTryTranscript *self);
void prony_try_transcript_add (PronyTryTranscript *self, const PronyAttemptNews *news);
const GString *prony_try_transcript_get_answer (PronyTryTranscript *self);
const GString *prony_try_transcript_get_reasoning (PronyTryTranscript *self);

G_END_DECLS
