/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyShare:
 * @hits: how many have what is looked for
 * @n: of how many; at least @hits
 *
 * A share as it was counted. Counts may be fractions that a share was turned back into.
 */
typedef struct
{
  double hits;
  double n;
} PronyShare;

double prony_share_get (const PronyShare *self);
void prony_share_ci95 (const PronyShare *self, double interval[2]);
void prony_share_difference_ci95 (const PronyShare *a, const PronyShare *b, double interval[2]);
double prony_fisher_p (const PronyShare *a, const PronyShare *b);

G_END_DECLS
