/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyRequestEvents:
 *
 * The events of a request that has ended, as a #GListModel of #PronyTryEvent, which are made
 * when they are asked for. Their texts were not kept one by one. Main thread only.
 */
#define PRONY_TYPE_REQUEST_EVENTS (prony_request_events_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestEvents, prony_request_events, PRONY, REQUEST_EVENTS, GObject)

PronyRequestEvents *prony_request_events_new (const PronyRequestRecord *record);

G_END_DECLS
