/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double prony_student_p (double t, guint freedom);
double prony_student_quantile975 (guint freedom);
double prony_student_noise_floor (const double *a, guint n_a, const double *b, guint n_b);

G_END_DECLS
