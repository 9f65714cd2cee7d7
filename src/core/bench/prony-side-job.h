/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronySideJobFunc:
 * @user_data: as given
 */
typedef void (*PronySideJobFunc) (gpointer user_data);

void prony_side_job_run (PronySideJobFunc work,
                         gpointer work_data,
                         PronySideJobFunc meanwhile,
                         gpointer meanwhile_data,
                         gint64 interval_us);

G_END_DECLS
