/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/model/prony-metric.h"

G_BEGIN_DECLS

/**
 * PronyGauge:
 *
 * A dial with its title, its reading as text, the band that the reading falls into as
 * word and icon, a line of the last minute, and a mark where an objective is. The level
 * bar that carries the accessible value has the gauge's title as its name. A new reading
 * draws the dial, but lays nothing out. Main thread only.
 */
#define PRONY_TYPE_GAUGE (prony_gauge_get_type ())

G_DECLARE_FINAL_TYPE (PronyGauge, prony_gauge, PRONY, GAUGE, GtkWidget)

GtkWidget *prony_gauge_new (PronyMetric metric);
void prony_gauge_set_title (PronyGauge *self, const char *title, const char *name);
void prony_gauge_set_objective (PronyGauge *self, double objective);
void prony_gauge_add_reading (PronyGauge *self, double value, gint64 time_us);
void prony_gauge_show_figure (PronyGauge *self, double value);
const char *prony_gauge_get_text (PronyGauge *self);
void prony_gauge_reset (PronyGauge *self);

G_END_DECLS
