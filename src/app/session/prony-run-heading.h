/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PronyRunHeading:
 *
 * What stands above a group of runs in a list. Properties `title` and `count`, of how many
 * runs. Main thread only.
 */
#define PRONY_TYPE_RUN_HEADING (prony_run_heading_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunHeading, prony_run_heading, PRONY, RUN_HEADING, GObject)

PronyRunHeading *prony_run_heading_new (const char *title);
const char *prony_run_heading_get_title (PronyRunHeading *self);
guint prony_run_heading_get_count (PronyRunHeading *self);
void prony_run_heading_set_count (PronyRunHeading *self, guint count);

G_END_DECLS
