/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * PronyResourceStrips:
 *
 * Strips of what this computer or one engine on it uses, side by side, wrapping where it
 * is narrow. Shows only what is sampled, and is not visible where nothing is. Main thread
 * only.
 */
#define PRONY_TYPE_RESOURCE_STRIPS (prony_resource_strips_get_type ())

G_DECLARE_FINAL_TYPE (PronyResourceStrips, prony_resource_strips, PRONY, RESOURCE_STRIPS, GtkWidget)

GtkWidget *prony_resource_strips_new (void);
void prony_resource_strips_show_host (PronyResourceStrips *self, PronyResourceSample *sample);
void prony_resource_strips_show_engine (PronyResourceStrips *self,
                                        PronyResourceSample *sample,
                                        const char *engine_id);
void prony_resource_strips_reset (PronyResourceStrips *self);

G_END_DECLS
