/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

void prony_result_failure_open (GtkWidget *view,
                                PronySession *session,
                                PronyRun *run,
                                guint trial,
                                guint64 number,
                                GCancellable *cancellable);

G_END_DECLS
