/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-definition.h"

G_BEGIN_DECLS

/**
 * PronyRunDefinition:
 *
 * TTFT, ITL and TPOT of a run's trials under a tool's definitions. Reference counted,
 * immutable.
 */
typedef struct _PronyRunDefinition PronyRunDefinition;

PronyRunDefinition *prony_run_definition_new (PronyRun *run,
                                              PronyDefinition definition,
                                              PronyRecordsFunc get_records,
                                              gpointer user_data,
                                              GCancellable *cancellable);
PronyRunDefinition *prony_run_definition_ref (PronyRunDefinition *self);
void prony_run_definition_unref (PronyRunDefinition *self);
PronyDefinition prony_run_definition_get_definition (const PronyRunDefinition *self);
gboolean prony_run_definition_concerns (PronyMetric metric);
const PronyDistribution *
prony_run_definition_get (const PronyRunDefinition *self, guint trial, PronyMetric metric);
char *prony_run_definition_describe (PronyDefinition definition);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunDefinition, prony_run_definition_unref)

G_END_DECLS
