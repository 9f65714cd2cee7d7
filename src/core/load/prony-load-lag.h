/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PronyLoadLag PronyLoadLag;

PronyLoadLag *prony_load_lag_new (GMainContext *context);
void prony_load_lag_free (PronyLoadLag *self);
void prony_load_lag_begin (PronyLoadLag *self);
void prony_load_lag_end (PronyLoadLag *self);
void prony_load_lag_add (PronyLoadLag *self, gint64 late_ns);
double prony_load_lag_get_p99 (PronyLoadLag *self);
double prony_load_lag_get_latest (PronyLoadLag *self);
double prony_load_lag_get_cpu_percent (PronyLoadLag *self);
double prony_load_lag_get_cpu_s (PronyLoadLag *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadLag, prony_load_lag_free)

G_END_DECLS
