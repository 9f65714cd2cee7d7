/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PRONY_BLOCKS_N_LEVELS 32

/**
 * PronyBlockLevel:
 *
 * The means of blocks of one length. Its fields are private.
 */
typedef struct
{
  guint64 n;
  double mean;
  double square_sum; /* of the differences from the mean */
  double first;      /* of two blocks that make one of the next level */
  gboolean has_first;
} PronyBlockLevel;

/**
 * PronyBlocks:
 *
 * How much values that came one after another depend on those before. Its fields are
 * private.
 */
typedef struct
{
  PronyBlockLevel levels[PRONY_BLOCKS_N_LEVELS];
} PronyBlocks;

void prony_blocks_add (PronyBlocks *self, double value);
double prony_blocks_get_inflation (const PronyBlocks *self);
gboolean prony_blocks_show_dependence (const PronyBlocks *self);

G_END_DECLS
