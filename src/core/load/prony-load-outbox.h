/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-part.h"

G_BEGIN_DECLS

typedef struct _PronyLoadOutbox PronyLoadOutbox;

PronyLoadOutbox *prony_load_outbox_new (void);
void prony_load_outbox_free (PronyLoadOutbox *self);

void prony_load_outbox_publish (PronyLoadOutbox *self, PronyLoadPart *part);
void prony_load_outbox_add_record (PronyLoadOutbox *self, PronyRequestRecord *record);
void prony_load_outbox_flush (PronyLoadOutbox *self);
void prony_load_outbox_close (PronyLoadOutbox *self, const PronyLoadHealth *health);

PronyLoadPart *prony_load_outbox_take_part (PronyLoadOutbox *self);
void prony_load_outbox_take_records (PronyLoadOutbox *self, GPtrArray *records);
gboolean prony_load_outbox_wait (PronyLoadOutbox *self, gint64 timeout_us);
gboolean prony_load_outbox_get_health (PronyLoadOutbox *self, PronyLoadHealth *health);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadOutbox, prony_load_outbox_free)

G_END_DECLS
