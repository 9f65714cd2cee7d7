/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/analysis/prony-run-catalogue.h"

G_BEGIN_DECLS

/**
 * PronyResultSection:
 *
 * Charts of a run that belong together, the first of them at once and the rest when somebody
 * asks for more. Main thread only. Stateful action `section.more`.
 */
#define PRONY_TYPE_RESULT_SECTION (prony_result_section_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultSection, prony_result_section, PRONY, RESULT_SECTION, AdwBin)

GtkWidget *prony_result_section_new (const char *title);
void prony_result_section_add (PronyResultSection *self,
                               const PronyRunChartKind *kind,
                               const PronyRunChart *chart);

G_END_DECLS
