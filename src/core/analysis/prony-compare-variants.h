/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

/**
 * PronyCompareVariant:
 * @entry: index of an entry of the set
 * @family: of its model, with variant and number of parameters: what it has in common with others
 * @quantization: (nullable): such as "Q4_K_M": as its engine said when it was measured, or else
 *   as its name says; %NULL where neither does
 * @said_by_engine: whether its engine said it
 * @size_bytes: of the model on disk, as its engine said when it was measured; NAN where it did not
 * @speed: output tokens a second; the mean over the groups that all of the family have; NAN where
 *   there are none
 * @ttft: median time to first token in seconds, likewise
 * @pass_rate: share of right answers, likewise
 *
 * One of several ways in which a model was quantised or deployed.
 */
typedef struct
{
  guint entry;
  char *family;
  char *quantization;
  gboolean said_by_engine;
  double size_bytes;
  double speed;
  double ttft;
  double pass_rate;
} PronyCompareVariant;

GPtrArray *prony_compare_set_list_variants (PronyCompareSet *self);
char *prony_compare_variant_describe_quantization (const PronyCompareVariant *self);
char *prony_compare_variant_describe_size (const PronyCompareVariant *self);

G_END_DECLS
