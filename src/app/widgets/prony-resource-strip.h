/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyResourceStrip:
 *
 * What is used of one thing: its title, its reading as text and a sparkline of the last
 * minute. The level bar that carries the accessible value has the title as its name. Main
 * thread only.
 */
#define PRONY_TYPE_RESOURCE_STRIP (prony_resource_strip_get_type ())

G_DECLARE_FINAL_TYPE (PronyResourceStrip, prony_resource_strip, PRONY, RESOURCE_STRIP, GtkWidget)

GtkWidget *prony_resource_strip_new (void);
void prony_resource_strip_set_title (PronyResourceStrip *self, const char *title);
void
prony_resource_strip_add (PronyResourceStrip *self, double value, double maximum, const char *text);
void prony_resource_strip_reset (PronyResourceStrip *self);

G_END_DECLS
