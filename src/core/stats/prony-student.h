/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double prony_student_p (double t, guint freedom);
double prony_student_quantile975 (guint freedom);

G_END_DECLS
