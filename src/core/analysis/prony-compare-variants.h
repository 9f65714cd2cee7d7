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
 * @quantization: (nullable): such as "Q4_K_M"; %NULL where its name does not say it
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
  double size_bytes;
  double speed;
  double ttft;
  double pass_rate;
} PronyCompareVariant;

GPtrArray *prony_compare_set_list_variants (PronyCompareSet *self);

G_END_DECLS
