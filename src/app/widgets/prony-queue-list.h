/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyQueueList:
 *
 * The runs that wait for the one under way: they can be put into another order and taken
 * out, and let go on where they are held. Hidden while none waits. Main thread only.
 */
#define PRONY_TYPE_QUEUE_LIST (prony_queue_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyQueueList, prony_queue_list, PRONY, QUEUE_LIST, AdwBin)

void prony_queue_list_set_session (PronyQueueList *self, PronySession *session);

G_END_DECLS
