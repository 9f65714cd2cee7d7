/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

typedef struct _PronyLoadWatch PronyLoadWatch;

PronyLoadWatch *prony_load_watch_new (void);
void prony_load_watch_free (PronyLoadWatch *self);
void prony_load_watch_issue (PronyLoadWatch *self,
                             guint nth,
                             PronyRequestSpec *spec,
                             PronyRequestRecord *record);
void
prony_load_watch_note_progress (PronyLoadWatch *self, guint nth, gint64 processed, gint64 total);
void prony_load_watch_note_end (PronyLoadWatch *self, guint nth);
void prony_load_watch_choose (PronyLoadWatch *self, int nth);
void prony_load_watch_describe (PronyLoadWatch *self, PronyLoadSnapshot *snapshot, gint64 now_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadWatch, prony_load_watch_free)

G_END_DECLS
