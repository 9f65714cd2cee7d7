/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRunItem:
 *
 * A stored run in a list, with its trials but without their figures and requests.
 * Main thread only.
 */
#define PRONY_TYPE_RUN_ITEM (prony_run_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunItem, prony_run_item, PRONY, RUN_ITEM, GObject)

PronyRunItem *prony_run_item_new (PronyRun *run);
PronyRun *prony_run_item_get_run (PronyRunItem *self);

G_END_DECLS
