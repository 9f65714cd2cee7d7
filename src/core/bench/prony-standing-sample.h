/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-standing.h"
#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

/**
 * PronyStandingSample:
 *
 * What a standing knows of one trial: a sample of each figure of its requests, and counts.
 * It takes no more memory however many requests there are.
 */
typedef struct _PronyStandingSample PronyStandingSample;

PronyStandingSample *prony_standing_sample_new (guint64 seed);
void prony_standing_sample_free (PronyStandingSample *self);
void prony_standing_sample_add (PronyStandingSample *self, const PronyRequestRecord *record);
void prony_standing_sample_set_load (PronyStandingSample *self, PronyLoadSnapshot *load);
guint64 prony_standing_sample_count (const PronyStandingSample *self);
double prony_standing_sample_get (const PronyStandingSample *self, PronyHeadline headline);
gboolean prony_standing_sample_is_better (const PronyStandingSample *self,
                                          const PronyStandingSample *other,
                                          PronyHeadline headline,
                                          gboolean settled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyStandingSample, prony_standing_sample_free)

G_END_DECLS
